from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from .hcc_ticket import STAFF

#: More is a slip of the finger; such a visitor is served by agreement, not by a number.
MOST_OF_ONE = 20
MOST_LINES = 10


class HccTicketLine(models.Model):
    """One thing a visitor came for (việc trên số thứ tự): a procedure or a field, and how often.

    Written with the ticket at the kiosk or added by staff with the ticket's verb; whoever reads
    tickets reads it, nobody edits it.
    """

    _name = "hcc.ticket.line"
    _description = "Purpose of a Visit"
    _order = "ticket_id, id"
    _allow_sudo_commands = False

    ticket_id = fields.Many2one(
        "hcc.ticket", "Ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True)
    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    field_id = fields.Many2one(
        "hcc.procedure.field", "Field", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    count = fields.Integer("How often", required=True, readonly=True, default=1)

    _count_check = models.Constraint(
        "CHECK (count BETWEEN 1 AND 20)", "A visitor comes for one thing 1 to 20 times."
    )
    _what_check = models.Constraint(
        "CHECK (procedure_id IS NOT NULL OR field_id IS NOT NULL)",
        "It names a procedure or a field.",
    )

    @api.depends("procedure_id.name", "field_id.name", "count")
    def _compute_display_name(self):
        for line in self:
            name = line.procedure_id.name or line.field_id.name
            line.display_name = f"{name} × {line.count}" if line.count > 1 else name


class HccTicket(models.Model):
    """What the visitor came for: one ticket, one wait, several procedures."""

    _inherit = "hcc.ticket"

    line_ids = fields.One2many("hcc.ticket.line", "ticket_id", "Came for", readonly=True)

    _verbs = {"add_line": Verb(("waiting", "called", "serving", "parked"), None, STAFF)}
    _guarded_fields = frozenset({"line_ids"})

    def add_line(self, procedure_id=None, field_id=None, count=1, request_key=None):
        """Add a procedure or a field to the ticket, at the counter or the reception desk."""
        self.ensure_one()
        line = {"procedure": procedure_id or None, "field": field_id or None, "count": count}
        return self.env["hcc.request.key"]._once(
            f"ticket.add_line/user/{self.env.uid}",
            request_key,
            {"ticket": self.id, **line},
            lambda: self._add_line(line),
        )

    def _add_line(self, line):
        self._check_verb_access("add_line")
        self._check_line(line)
        self._transition("add_line", facts=line)
        self._write_lines([line])
        self._ring()
        return {"ticket_id": self.id, "lines": self._line_names()}

    def _check_line(self, line):
        # sudo: what the centre receives is public
        allowed = (
            self.env["hcc.hall"].sudo()._line_allowed(self.company_id, self._line_agencies(), line)
        )
        if not allowed or len(self.line_ids) >= MOST_LINES:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s takes at most %(most)s purposes, each a procedure or field "
                    "of the agencies of its lane, 1 to %(times)s times.",
                    ticket=self.name,
                    most=MOST_LINES,
                    times=MOST_OF_ONE,
                )
            )

    def _line_agencies(self):
        lane = self.lane_id
        return self.agency_id | lane.agency_ids | lane.field_ids.agency_id

    def _write_lines(self, lines):
        """Keep checked lines ``[{"procedure", "field", "count"}]``."""
        self.env["hcc.ticket.line"].sudo().create(
            [
                {
                    "ticket_id": self.id,
                    "company_id": self.company_id.id,
                    "procedure_id": line.get("procedure"),
                    "field_id": line.get("field"),
                    "count": line["count"],
                }
                for line in lines
            ]
        )

    def _line_names(self):
        return self.line_ids.mapped("display_name")

    def _expected_units(self):
        """How many services the ticket stands for: the sum of its lines, one without lines."""
        self.ensure_one()
        return sum(self.line_ids.mapped("count")) or 1

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "add_line": self.env._("Add a purpose")}
