from odoo import api, fields, models

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

OFFICIAL = "hcc_base.group_official"
CASHIER = "hcc_base.group_cashier"
HALL_MANAGER = "hcc_base.group_hall_manager"
AT_COUNTER = (OFFICIAL, CASHIER)
STAFF = (OFFICIAL, CASHIER, HALL_MANAGER)
#: States in which a ticket occupies a counter.
AT_WORK = ("called", "serving")


class HccTicket(models.Model):
    """A place in a lane (số thứ tự): issued at the kiosk, called to a counter, served, finished.

    It counts from the moment it is issued; whether its paper came out is a fact of its own. It
    holds no personal data. Kiosks and hall managers issue; officials and cashiers call, recall,
    serve, finish, park and mark as not present at the counter they opened; hall managers also
    cancel, and move or end tickets that an official left behind. Everybody with a role in the
    centre's service and oversight reads them; nobody edits one by hand.

    The order in a lane is the order of the ids: a lane's number is drawn under a lock that is held
    until the row exists, so ids and numbers rise together, and a ticket that was parked or moved
    keeps its place. Who is let in before others stands in ``hcc_ticket_place``.
    """

    _name = "hcc.ticket"
    _inherit = ["hcc.state.mixin"]
    _description = "Ticket"
    _order = "id desc"
    _allow_sudo_commands = False

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    ordinal = fields.Integer(required=True, readonly=True, copy=False, aggregator=None)
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True)
    business_date = fields.Date("Day", required=True, readonly=True)
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True, ondelete="restrict")
    field_id = fields.Many2one("hcc.procedure.field", "Field", readonly=True, ondelete="restrict")
    channel = fields.Selection(
        [("kiosk", "Kiosk"), ("staff", "Hall manager")], required=True, readonly=True
    )
    kiosk_id = fields.Many2one(
        "hcc.device", "Kiosk", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("called", "Called"),
            ("serving", "Being served"),
            ("finished", "Finished"),
            ("no_show", "Not present"),
            ("parked", "Parked"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    issued_at = fields.Datetime(required=True, readonly=True)
    called_at = fields.Datetime("First called at", readonly=True)
    served_at = fields.Datetime("Served from", readonly=True)
    finished_at = fields.Datetime(readonly=True)
    session_id = fields.Many2one(
        "hcc.counter.session",
        "Counter session",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    counter_id = fields.Many2one(
        "hcc.counter", "Counter", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    official_user_id = fields.Many2one("res.users", "Official", readonly=True)
    call_ids = fields.One2many("hcc.ticket.call", "ticket_id", "Calls")
    is_today = fields.Boolean("Of today", compute="_compute_is_today", search="_search_is_today")
    people_ahead = fields.Integer("People ahead", compute="_compute_people_ahead")
    satisfaction_ids = fields.One2many("hcc.satisfaction", "ticket_id", "Satisfaction")
    can_park = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_transfer = fields.Boolean(compute="_compute_can")
    can_no_show = fields.Boolean(compute="_compute_can")
    can_finish = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _name_uniq = models.UniqueIndex(
        "(company_id, business_date, name)", "This number was already issued today."
    )
    _session_uniq = models.UniqueIndex(
        "(session_id) WHERE state IN ('called', 'serving')",
        "This counter already has a ticket.",
    )
    _waiting_idx = models.Index("(lane_id, business_date, id) WHERE state = 'waiting'")
    _day_idx = models.Index("(company_id, business_date, state)")
    _kiosk_idx = models.Index("(kiosk_id, issued_at) WHERE kiosk_id IS NOT NULL")
    _counter_idx = models.Index("(counter_id, finished_at) WHERE counter_id IS NOT NULL")

    _verbs = {
        # The system's own verb: a ticket of an earlier day that nobody ended.
        "lapse": Verb(("waiting", "called", "parked"), "no_show"),
        "lapse_served": Verb(("serving",), "finished"),
    }
    _guarded_fields = frozenset(
        {
            "name",
            "ordinal",
            "company_id",
            "business_date",
            "lane_id",
            "agency_id",
            "field_id",
            "channel",
            "kiosk_id",
            "state",
            "issued_at",
            "called_at",
            "served_at",
            "finished_at",
            "session_id",
            "counter_id",
            "official_user_id",
        }
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("business_date", "company_id")
    def _compute_is_today(self):
        for ticket in self:
            today = self.env["hcc.clock"]._today(ticket.company_id)
            ticket.is_today = ticket.business_date == today

    def _search_is_today(self, operator, value):
        """By the centres' clock: Odoo's own "today" knows nothing of the demonstration clock."""
        if operator != "in":
            return NotImplemented
        domain = fields.Domain.OR(
            fields.Domain("company_id", "=", company.id)
            & fields.Domain("business_date", "=", self.env["hcc.clock"]._today(company))
            for company in self.env.companies
        )
        return domain if True in value else ~domain

    def _compute_people_ahead(self):
        for ticket in self:
            ticket.people_ahead = ticket._count_ahead()

    @api.depends("state", "official_user_id")
    @api.depends_context("uid")
    def _compute_can(self):
        verbs = ("park", "resume", "transfer", "no_show", "finish", "cancel")
        for ticket in self:
            for verb in verbs:
                ticket[f"can_{verb}"] = ticket._can(verb)

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def _do(self, verb, request_key=None, values=None, facts=None):
        """Carry out ``verb`` once per request key; answers with the ticket's state."""
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"ticket.{verb}/user/{self.env.uid}",
            request_key,
            {"ticket": self.id, "facts": facts or {}},
            lambda: self._do_now(verb, values, facts),
        )

    def _do_now(self, verb, values, facts):
        counter = self.counter_id
        self._transition(verb, values, {"counter": counter.id or None, **(facts or {})})
        if verb == "recall":
            self.env["hcc.ticket.call"]._log(self, "recall")
        self._ring(counter)
        return {"ticket_id": self.id, "number": self.name, "state": self.state}

    # -------------------------------------------------------------------------
    # DOORBELL AND THE END OF THE DAY
    # -------------------------------------------------------------------------

    def _ring(self, counter=None):
        for ticket in self:
            self.env["hcc.hall"]._ring(ticket.company_id, counter or ticket.counter_id)

    def _lapse(self):
        """End tickets that nobody ended on their day."""
        for ticket in self:
            verb = "lapse_served" if ticket.state == "serving" else "lapse"
            ticket._transition(verb)

    @api.model
    def _lapse_before(self, company, day):
        self.search(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("waiting", "called", "serving", "parked")),
                ("business_date", "<", day),
            ]
        )._lapse()

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "issue": self.env._("Issue"),
            "call_next": self.env._("Call next"),
            "call": self.env._("Call"),
            "recall": self.env._("Call again"),
            "serve": self.env._("Serve"),
            "finish": self.env._("Finish"),
            "no_show": self.env._("Not present"),
            "park": self.env._("Park"),
            "resume": self.env._("Back into the lane"),
            "transfer": self.env._("Move to another lane"),
            "cancel": self.env._("Cancel"),
        }
