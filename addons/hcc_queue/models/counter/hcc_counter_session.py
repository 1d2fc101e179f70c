from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

OFFICIAL = "hcc_base.group_official"
CASHIER = "hcc_base.group_cashier"
HALL_MANAGER = "hcc_base.group_hall_manager"


class HccCounterSession(models.Model):
    """An official's sitting at a counter (phiên làm việc tại quầy).

    Officials and cashiers open a counter that ``hcc.counter._can_open`` grants them, one at a
    time, and pause and close their own sitting; the hall manager may do so for them. A counter
    holds one sitting. Tickets are called by an open session only.
    """

    _name = "hcc.counter.session"
    _inherit = ["hcc.state.mixin"]
    _description = "Counter Session"
    _order = "id desc"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    counter_id = fields.Many2one(
        "hcc.counter", "Counter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Official", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("paused", "Paused"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    opened_on = fields.Date("Day", required=True, readonly=True)
    opened_at = fields.Datetime(required=True, readonly=True)
    paused_at = fields.Datetime("Paused since", readonly=True)
    closed_at = fields.Datetime(readonly=True)
    ticket_ids = fields.One2many("hcc.ticket", "session_id", "Tickets")
    current_ticket_id = fields.Many2one(
        "hcc.ticket", "Current ticket", compute="_compute_current_ticket_id"
    )
    served_count = fields.Integer("Served", compute="_compute_served_count")
    can_pause = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    _counter_live_uniq = models.UniqueIndex(
        "(counter_id) WHERE state != 'closed'",
        "This counter is already open. Choose another one or ask the hall manager to close it.",
    )
    _user_live_uniq = models.UniqueIndex(
        "(user_id) WHERE state != 'closed'",
        "You have already opened a counter. Close it before opening another one.",
    )
    _day_idx = models.Index("(company_id, opened_on)")

    _verbs = {
        "open": Verb((), "open", (OFFICIAL, CASHIER)),
        "pause": Verb(("open",), "paused", (OFFICIAL, CASHIER, HALL_MANAGER)),
        "resume": Verb(("paused",), "open", (OFFICIAL, CASHIER, HALL_MANAGER)),
        "close": Verb(("open", "paused"), "closed", (OFFICIAL, CASHIER, HALL_MANAGER)),
        # The system's own verb: a sitting of an earlier day that nobody closed.
        "lapse": Verb(("open", "paused"), "closed"),
    }
    _guarded_fields = frozenset(
        {
            "company_id",
            "counter_id",
            "user_id",
            "state",
            "opened_on",
            "opened_at",
            "paused_at",
            "closed_at",
        }
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("counter_id", "opened_at")
    def _compute_display_name(self):
        for session in self:
            opened = self.env["hcc.clock"]._local(session.company_id, session.opened_at)
            session.display_name = f"{session.counter_id.number:02d} · {opened:%d/%m %H:%M}"

    def _compute_current_ticket_id(self):
        current = {ticket.session_id: ticket for ticket in self._current_tickets()}
        for session in self:
            session.current_ticket_id = current.get(session, False)

    def _current_tickets(self):
        """The tickets at the counters of these sessions now, read afresh."""
        return self.env["hcc.ticket"].search(
            [("session_id", "in", self.ids), ("state", "in", ("called", "serving"))]
        )

    def _compute_served_count(self):
        counts = dict(
            self.env["hcc.ticket"]._read_group(
                [("session_id", "in", self.ids), ("state", "=", "finished")],
                ["session_id"],
                ["__count"],
            )
        )
        for session in self:
            session.served_count = counts.get(session, 0)

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_can(self):
        for session in self:
            session.can_pause = session._can("pause")
            session.can_resume = session._can("resume")
            session.can_close = session._can("close")

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    @api.model
    @draws_number
    def open(self, counter_id, request_key=None):
        """Sit down at a counter.

        :return: ``{"session_id": …}``
        :raise UserError: the counter is not for this user, or either is busy
        """
        self._check_verb_access("open")
        counter = self.env["hcc.counter"].browse(counter_id)
        counter.check_access("read")
        return self.env["hcc.request.key"]._once(
            f"session.open/{self.env.uid}",
            request_key,
            {"counter": counter.id},
            lambda: {"session_id": self._open(counter).id},
        )

    def resume(self, request_key=None):
        return self._do("resume", request_key, {"paused_at": False})

    def close(self, request_key=None):
        return self._do("close", request_key, {"closed_at": self.env["hcc.clock"]._now()})

    def _do(self, verb, request_key, values, facts=None):
        """Carry out ``verb`` once per request key."""
        return self.env["hcc.request.key"]._once(
            f"session.{verb}/{self.env.uid}",
            request_key,
            {"sessions": self.ids, **(facts or {})},
            lambda: self._change(verb, values, facts or {}),
        )

    def _change(self, verb, values, facts):
        for session in self:
            session._transition(verb, values, {"counter": session.counter_id.id, **facts})
            session._ring()
        return True

    def _open(self, counter, user=None, verb="open"):
        """Open ``counter`` for ``user``, the current one unless another is named."""
        user = user or self.env.user
        self._lapse_earlier(counter, user)
        self._check_can_open(counter, user)
        now = self.env["hcc.clock"]._now()
        session = self._guarded_create(
            {
                "company_id": counter.company_id.id,
                "counter_id": counter.id,
                "user_id": user.id,
                "opened_on": self.env["hcc.clock"]._today(counter.company_id),
                "opened_at": now,
            }
        )
        self.env["hcc.journal.entry"]._append(
            session, verb, None, "open", {"counter": counter.id, "user": user.id}
        )
        session._ring()
        return session

    def _check_can_open(self, counter, user):
        if not counter._can_open(user):
            if user != self.env.user:
                raise UserError(
                    self.env._(
                        "This official may not sit at counter %(counter)s. Add them to its "
                        "officials first.",
                        counter=counter.display_name,
                    )
                )
            raise UserError(
                self.env._(
                    "You may not open counter %(counter)s. Choose one of yours, or ask the hall "
                    "manager to add you to its officials.",
                    counter=counter.display_name,
                )
            )
        # sudo: another official's sitting only has to be known, not read
        live = self.sudo().search(
            [
                ("state", "!=", "closed"),
                "|", ("counter_id", "=", counter.id), ("user_id", "=", user.id),
            ],
            limit=1,
        )  # fmt: skip
        if live and live.user_id == user != self.env.user:
            raise UserError(
                self.env._(
                    "This official is already at counter %(counter)s. Close it first.",
                    counter=live.counter_id.display_name,
                )
            )
        if live.user_id.id == self.env.uid:
            raise UserError(
                self.env._(
                    "You are already at counter %(counter)s. Close it before opening another one.",
                    counter=live.counter_id.display_name,
                )
            )
        if live:
            raise UserError(
                self.env._(
                    "Counter %(counter)s is already open. Choose another one or ask the hall "
                    "manager to close it.",
                    counter=counter.display_name,
                )
            )

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if not self._is_own_or_managed():
            raise AccessError(
                self.env._(
                    "Session %(session)s is another official's: only that official and the hall "
                    "manager can change it.",
                    session=self.display_name,
                )
            )
        current = self._current_tickets() if verb in ("close", "pause") else None
        if current:
            raise UserError(
                self.env._(
                    "Counter %(counter)s still has ticket %(ticket)s. Finish it, park it or mark "
                    "it as not present first.",
                    counter=self.counter_id.number,
                    ticket=current.name,
                )
            )

    def _is_own_or_managed(self):
        return (
            self.env.su or self.user_id.id == self.env.uid or self.env.user.has_group(HALL_MANAGER)
        )

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "open": self.env._("Open"),
            "pause": self.env._("Pause"),
            "resume": self.env._("Resume"),
            "close": self.env._("Close"),
        }

    # -------------------------------------------------------------------------
    # FOR TICKETS AND PAGES
    # -------------------------------------------------------------------------

    @api.model
    def _mine(self):
        """The current user's sitting, empty when there is none."""
        return self.search([("user_id", "=", self.env.uid), ("state", "!=", "closed")], limit=1)

    def _lock_for_call(self):
        """Lock the sitting for one call at a time and check that it may call now."""
        self.ensure_one()
        self._lock_rows()
        if self.user_id.id != self.env.uid:
            raise AccessError(
                self.env._(
                    "Session %(session)s is another official's: only that official calls from it.",
                    session=self.display_name,
                )
            )
        if self.state != "open":
            raise UserError(
                self.env._(
                    "Counter %(counter)s is %(state)s. Open it or resume before calling.",
                    counter=self.counter_id.number,
                    state=self._state_label().lower(),
                )
            )
        current = self._current_tickets()
        if current:
            raise UserError(
                self.env._(
                    "Counter %(counter)s still has ticket %(ticket)s. Finish it, park it or mark "
                    "it as not present before calling another one.",
                    counter=self.counter_id.number,
                    ticket=current.name,
                )
            )

    def _ring(self):
        for session in self:
            self.env["hcc.hall"]._ring(session.company_id, session.counter_id)

    # -------------------------------------------------------------------------
    # END OF THE DAY
    # -------------------------------------------------------------------------

    def _lapse_earlier(self, counter, user):
        """Close what ``user``, or anybody at this counter, forgot to close on an earlier day."""
        today = self.env["hcc.clock"]._today(counter.company_id)
        self.sudo().search(
            [
                ("state", "!=", "closed"),
                ("opened_on", "<", today),
                "|", ("counter_id", "=", counter.id), ("user_id", "=", user.id),
            ]
        )._lapse()  # fmt: skip

    def _lapse(self):
        for session in self.sudo():
            session._current_tickets()._lapse()
            session._transition("lapse", {"closed_at": self.env["hcc.clock"]._now()})

    @api.model
    def _cron_close_day(self):
        """Close the sittings of earlier days and the tickets nobody called."""
        for company in self.env["res.company"].search([("is_centre", "=", True)]):
            today = self.env["hcc.clock"]._today(company)
            earlier = [("company_id", "=", company.id), ("state", "!=", "closed")]
            self.search([*earlier, ("opened_on", "<", today)])._lapse()
            self.env["hcc.ticket"]._lapse_before(company, today)
