from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from .hcc_ticket import HALL_MANAGER

KINDS = [
    ("ordinary", "First visit"),
    ("result", "Fetches a result"),
    ("supplement", "Brings a missing paper"),
]
#: Kinds of those who were here before.
RETURNS = ("result", "supplement")


class HccTicket(models.Model):
    """Tickets of those who were here before (phiếu quay lại) and only fetch or bring something.

    The hall manager issues one to the earlier ticket. Where the policy lets returns in, one goes
    before others after so many ordinary numbers, as :mod:`tools.line` says; otherwise they wait in
    the order of issue, in the lane that was chosen for them.
    """

    _inherit = "hcc.ticket"

    kind = fields.Selection(KINDS, "Visit", required=True, readonly=True, default="ordinary")
    earlier_ticket_id = fields.Many2one(
        "hcc.ticket",
        "Earlier ticket",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    can_issue_return = fields.Boolean(compute="_compute_can_issue_return")

    _verbs = {"issue_return": Verb(("finished",), None, (HALL_MANAGER,))}
    _guarded_fields = frozenset({"kind", "earlier_ticket_id"})

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_issue_return(self):
        for ticket in self:
            ticket.can_issue_return = ticket._can("issue_return")

    @draws_number
    def issue_return(self, kind, lane_id=None, request_key=None):
        """Issue a ticket to who comes back after this one, in its lane or in ``lane_id``.

        :return: as ``issue``
        """
        self.ensure_one()
        self._check_verb_access("issue_return")
        self._check_verb_state("issue_return")
        self._check_return_kind(kind)
        lane = self.env["hcc.lane"].browse(lane_id).exists() if lane_id else self.lane_id
        self._check_return_lane(lane)
        choice = {
            "lane": lane.id,
            "agency": self.agency_id.id or None,
            "field": self.field_id.id or None,
            "priority": self.priority_class_id.code or None,
            "kind": kind,
            "earlier": self.id,
        }
        return self._issue_once(f"ticket.issue/user/{self.env.uid}", request_key, lane, choice)

    def _check_return_kind(self, kind):
        if kind not in RETURNS:
            raise UserError(
                self.env._(
                    "Say whether the holder of ticket %s fetches a result or brings a paper.",
                    self.name,
                )
            )

    def _check_return_lane(self, lane):
        if not lane or lane.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "A return after ticket %s is issued in a lane of its own centre.", self.name
                )
            )

    def _preferred_values(self, lane, chosen, choice):
        values = super()._preferred_values(lane, chosen, choice)
        if choice.get("kind"):
            values |= {"kind": choice["kind"], "earlier_ticket_id": choice["earlier"]}
            policy = self.env["hcc.policy"]._todays(lane.company_id)
            if not chosen and policy.return_interval:
                values["line_before"] = self._let_in_before(lane, "return")
        return values

    # -------------------------------------------------------------------------
    # THE LINE
    # -------------------------------------------------------------------------

    @api.model
    def _interval_field(self, group):
        return "return_interval" if group == "return" else super()._interval_field(group)

    @api.model
    def _group_sql(self, policy):
        if not policy.return_interval:
            return super()._group_sql(policy)
        return SQL(
            "COALESCE(%s, CASE WHEN kind IN %s THEN 'return' END)",
            super()._group_sql(policy),
            RETURNS,
        )

    def _place_reason(self):
        if self.priority_class_id or self.kind not in RETURNS:
            return super()._place_reason()
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        if not self.line_before:
            return self.env._("%(kind)s; in the order of issue", kind=kind)
        policy = self.env["hcc.policy"]._todays(self.company_id)
        return self.env._(
            "%(kind)s; let in, at least %(interval)s ordinary numbers after the last one",
            kind=kind,
            interval=policy.return_interval,
        )

    def action_issue_return(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return after ticket %s", self.name),
            "res_model": "hcc.ticket.return",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, "default_lane_id": self.lane_id.id},
        }

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "issue_return": self.env._("Issue a return ticket")}
