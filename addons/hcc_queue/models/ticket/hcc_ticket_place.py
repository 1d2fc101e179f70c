from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from ...tools import line
from .hcc_ticket import HALL_MANAGER, STAFF

#: On what the staff go when they give or take a class.
GROUNDS = [
    ("seen", "Plain to see"),
    ("document", "A paper was shown"),
    ("told", "The person says so"),
    ("mistake", "Given by mistake"),
]


class HccTicket(models.Model):
    """A ticket's place in its lane, and the priority class (đối tượng ưu tiên) that moves it.

    The rule is :mod:`tools.line`; here are what it is told and its order in SQL. A class is chosen
    when the ticket is issued, or given and taken later by the hall manager and by officials whose
    counter calls from the lane; the journal says on what ground.
    """

    _inherit = "hcc.ticket"

    priority_class_id = fields.Many2one(
        "hcc.priority.class",
        "Priority class",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_before = fields.Integer(
        "Let in before",
        readonly=True,
        aggregator=None,
        help="Id before which a preferred ticket was let into the line; empty: by its own id.",
    )
    place_reason = fields.Char("Place in the line", compute="_compute_place_reason")
    can_prefer = fields.Boolean(compute="_compute_can_prefer")

    _verbs = {"prefer": Verb(("waiting", "parked", "no_show"), None, STAFF)}
    _guarded_fields = frozenset({"priority_class_id", "line_before"})

    # -------------------------------------------------------------------------
    # THE LINE
    # -------------------------------------------------------------------------

    @api.model
    def _line_order(self, alias="ticket"):
        """SQL: what a lane is sorted by, as ``tools.line.Standing.key``."""
        before = SQL("NULLIF(%s, 0)", SQL.identifier(alias, "line_before"))
        ticket_id = SQL.identifier(alias, "id")
        return SQL(
            "COALESCE(%(before)s, %(id)s), %(before)s IS NULL, %(id)s", before=before, id=ticket_id
        )

    def _count_ahead(self):
        """How many wait in the ticket's lane before it."""
        self.ensure_one()
        if self.state != "waiting":
            return 0
        self.flush_model()
        [(count,)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM hcc_ticket ticket
                    WHERE lane_id = %(lane)s AND business_date = %(day)s AND state = 'waiting'
                      AND ROW(%(order)s) < ROW(%(at)s, %(by_id)s, %(id)s)""",
                lane=self.lane_id.id,
                day=self.business_date,
                order=self._line_order(),
                at=self.line_before or self.id,
                by_id=not self.line_before,
                id=self.id,
            )
        )
        return count

    @api.model
    def _let_in_before(self, lane, group, but=None):
        """Where a ticket of the preferred ``group`` is let into ``lane`` now: ``line_before``.

        One at a time for a lane, so that two do not take the same gap.
        """
        self.flush_model()
        query = "SELECT id FROM hcc_lane WHERE id = %s FOR NO KEY UPDATE"
        self.env.execute_query(SQL(query, lane.id))
        policy = self.env["hcc.policy"]._todays(lane.company_id)
        waiting = [standing for standing in self._standings(lane, policy) if standing.id != but]
        interval = policy[self._interval_field(group)] if policy else 0
        return line.let_in(waiting, group, interval, self._called_since(lane, group)) or False

    @api.model
    def _interval_field(self, group):
        """The policy's field that says how often somebody of ``group`` is let in."""
        return "priority_interval"

    @api.model
    def _group_sql(self):
        """SQL: the preferred group of a ticket, null for an ordinary one."""
        return SQL("CASE WHEN priority_class_id IS NOT NULL THEN 'priority' END")

    def _standings(self, lane, policy):
        clock = self.env["hcc.clock"]
        aging = policy.queue_aging_minutes
        aged = clock._now() - timedelta(minutes=aging) if aging else None
        rows = self.env.execute_query(
            SQL(
                """SELECT id, NULLIF(line_before, 0), %(group)s, issued_at
                     FROM hcc_ticket
                    WHERE lane_id = %(lane)s AND business_date = %(today)s AND state = 'waiting'""",
                group=self._group_sql(),
                lane=lane.id,
                today=clock._today(lane.company_id),
            )
        )
        return [
            line.Standing(ticket_id, before, group, bool(aged and issued_at <= aged))
            for ticket_id, before, group, issued_at in rows
        ]

    def _called_since(self, lane, group):
        """How many ordinary tickets the lane called since the last one of ``group``."""
        [(last, count)] = self.env.execute_query(
            SQL(
                """
                WITH called AS (
                    SELECT called_at, id, %(group_sql)s AS preferred
                      FROM hcc_ticket
                     WHERE lane_id = %(lane)s AND business_date = %(today)s
                       AND called_at IS NOT NULL
                ), last AS (
                    SELECT called_at, id FROM called WHERE preferred = %(group)s
                  ORDER BY called_at DESC, id DESC LIMIT 1
                )
                SELECT (SELECT id FROM last),
                       (SELECT count(*) FROM called, last
                         WHERE called.preferred IS NULL AND called.called_at >= last.called_at)
                """,
                group_sql=self._group_sql(),
                lane=lane.id,
                today=self.env["hcc.clock"]._today(lane.company_id),
                group=group,
            )
        )
        return count if last else None

    # -------------------------------------------------------------------------
    # WHY
    # -------------------------------------------------------------------------

    @api.depends("priority_class_id", "line_before")
    def _compute_place_reason(self):
        for ticket in self:
            ticket.place_reason = ticket._place_reason()

    def _place_reason(self):
        """Why the ticket stands where it does, in the words that staff may repeat to the hall."""
        if not self.priority_class_id:
            return self.env._("In the order of issue")
        if not self.line_before:
            return self.env._(
                "Priority: %(name)s; in the order of issue", name=self.priority_class_id.name
            )
        policy = self.env["hcc.policy"]._todays(self.company_id)
        return self.env._(
            "Priority: %(name)s; let in, at least %(interval)s ordinary numbers after the last one",
            name=self.priority_class_id.name,
            interval=policy.priority_interval,
        )

    # -------------------------------------------------------------------------
    # VERB
    # -------------------------------------------------------------------------

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_prefer(self):
        for ticket in self:
            ticket.can_prefer = ticket._can("prefer")

    @draws_number
    def prefer(self, code, ground, request_key=None):
        """Give the ticket the priority class ``code``, or none; it is let in as if issued now.

        :param ground: one of ``GROUNDS``, for the journal
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"ticket.prefer/user/{self.env.uid}",
            request_key,
            {"ticket": self.id, "class": code or None, "ground": ground},
            lambda: self._prefer(code, ground),
        )

    def _prefer(self, code, ground):
        self._check_verb_access("prefer")
        if ground not in dict(GROUNDS):
            raise UserError(
                self.env._("Ticket %s: say on what ground its class is changed.", self.name)
            )
        chosen = self._class_of_code(code)
        self._lock_rows()
        values = {"priority_class_id": chosen.id, "line_before": self._place_with(chosen)}
        return self._do_now("prefer", values, {"class": chosen.code or None, "ground": ground})

    def _place_with(self, chosen):
        """``line_before`` with the class: never later than where the ticket stands now."""
        if not chosen:
            return False
        if self.priority_class_id:
            return self.line_before
        before = self._let_in_before(self.lane_id.sudo(), "priority", but=self.id)
        return before if before and before < self.id else False

    @api.model
    def _class_of_code(self, code):
        classes = self.env["hcc.priority.class"].sudo()
        if not code:
            return classes
        chosen = classes.search([("code", "=", code)])
        if not chosen:
            raise UserError(
                self.env._("There is no priority class “%s” any more. Please choose again.", code)
            )
        return chosen

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "prefer" and not (self.env.su or self.env.user.has_group(HALL_MANAGER)):
            self._check_lane_is_mine()

    def _check_lane_is_mine(self):
        counter = self.env["hcc.counter.session"]._mine().counter_id
        if self.lane_id not in counter.lane_ids:
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s waits in lane %(lane)s, from which your counter does not "
                    "call: its own officials and the hall manager change its class.",
                    ticket=self.name,
                    lane=self.lane_id.name,
                )
            )

    def action_prefer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Priority of ticket %s", self.name),
            "res_model": "hcc.ticket.prefer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "prefer": self.env._("Change the priority class")}
