from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import numbers
from odoo.addons.hcc_base.transaction import draws_number

from ..tools import ticket_paper

OFFICIAL = "hcc_base.group_official"
CASHIER = "hcc_base.group_cashier"
HALL_MANAGER = "hcc_base.group_hall_manager"
AT_COUNTER = (OFFICIAL, CASHIER)
STAFF = (OFFICIAL, CASHIER, HALL_MANAGER)
#: States in which a ticket occupies a counter.
AT_WORK = ("called", "serving")
#: A ticket printed later than this would only confuse.
PRINT_SECONDS = 120
#: One kiosk issues at most this many tickets a minute; more is a stuck screen or mischief.
FLOOD_PER_MINUTE = 30
#: The phone page of a ticket answers until the next day.
TOKEN_HOURS = 24
#: purpose of that code
TICKET_TOKEN = "ticket"

_PRINT_STATES = {
    "pending": ("pending", "leased"),
    "printed": ("done",),
    "not_printed": ("failed", "expired"),
    "unknown": ("unknown",),
}


class HccTicket(models.Model):
    """A place in a lane (số thứ tự): issued at the kiosk, called to a counter, served, finished.

    It counts from the moment it is issued; whether its paper came out is a fact of its own. It
    holds no personal data. Kiosks and hall managers issue; officials and cashiers call, recall,
    serve, finish, park and mark as not present at the counter they opened; hall managers also
    cancel, and move or end tickets that an official left behind. Everybody with a role in the
    centre's service and oversight reads them; nobody edits one by hand.

    The order in a lane is the order of the ids: a lane's number is drawn under a lock that is held
    until the row exists, so ids and numbers rise together, and a ticket that was parked or moved
    keeps its place.
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
    print_state = fields.Selection(
        [
            ("pending", "Being printed"),
            ("printed", "Printed"),
            ("not_printed", "Not printed"),
            ("unknown", "Not known"),
        ],
        "Paper",
        compute="_compute_print_state",
        search="_search_print_state",
        help="Whether the ticket's paper came out. The ticket counts in any case.",
    )
    is_today = fields.Boolean("Of today", compute="_compute_is_today", search="_search_is_today")
    people_ahead = fields.Integer("People ahead", compute="_compute_people_ahead")
    satisfaction_ids = fields.One2many("hcc.satisfaction", "ticket_id", "Satisfaction")
    can_park = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_transfer = fields.Boolean(compute="_compute_can")
    can_no_show = fields.Boolean(compute="_compute_can")
    can_finish = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_reprint = fields.Boolean(compute="_compute_can_reprint")

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
        "issue": Verb((), "waiting", (HALL_MANAGER,)),
        "call_next": Verb(("waiting",), "called", AT_COUNTER),
        "call": Verb(("waiting", "parked", "no_show"), "called", AT_COUNTER),
        "recall": Verb(("called",), None, STAFF),
        "serve": Verb(("called",), "serving", STAFF),
        "finish": Verb(AT_WORK, "finished", STAFF),
        "no_show": Verb(("called",), "no_show", STAFF),
        "park": Verb(AT_WORK, "parked", STAFF),
        "resume": Verb(("parked", "no_show"), "waiting", STAFF),
        "transfer": Verb(("waiting", "parked", "no_show", *AT_WORK), "waiting", STAFF),
        "cancel": Verb(("waiting", "parked", "no_show", "called"), "cancelled", (HALL_MANAGER,)),
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

    def _compute_print_state(self):
        by_job_state = {job: state for state, jobs in _PRINT_STATES.items() for job in jobs}
        jobs = self._latest_jobs()
        for ticket in self:
            job = jobs.get(ticket.id)
            ticket.print_state = by_job_state[job.state] if job else "not_printed"

    def _compute_can_reprint(self):
        jobs, allowed = self._latest_jobs(), self.env["hcc.device.job"]._may_handle()
        for ticket in self:
            job = jobs.get(ticket.id)
            ticket.can_reprint = bool(job) and allowed and job.needs_attention

    def _latest_jobs(self):
        """``{ticket id: its last print job}`` for the tickets that have one."""
        # sudo: what became of the paper is shown to all who see the ticket
        rows = (
            self.env["hcc.device.job"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["id:max"],
            )
        )
        jobs = self.env["hcc.device.job"].sudo().browse(job_id for _ticket, job_id in rows)
        return {job.res_id: job for job in jobs}

    def _search_print_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = [job for state in value for job in _PRINT_STATES.get(state, ())]
        latest = SQL(
            """(SELECT DISTINCT ON (res_id) res_id, state FROM hcc_device_job
                 WHERE res_model = %s ORDER BY res_id, id DESC)""",
            self._name,
        )
        found = SQL("(SELECT res_id FROM %s AS job WHERE state = ANY(%s))", latest, states)
        domain = fields.Domain("id", "in", found)
        if "not_printed" in value:
            any_job = SQL("(SELECT res_id FROM hcc_device_job WHERE res_model = %s)", self._name)
            domain |= fields.Domain("id", "not in", any_job)
        return domain

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

    def _count_ahead(self):
        """How many wait in the ticket's lane before it."""
        self.ensure_one()
        if self.state != "waiting":
            return 0
        return self.sudo().search_count(
            [
                ("lane_id", "=", self.lane_id.id),
                ("business_date", "=", self.business_date),
                ("state", "=", "waiting"),
                ("id", "<", self.id),
            ]
        )

    @api.depends("state", "official_user_id")
    @api.depends_context("uid")
    def _compute_can(self):
        verbs = ("park", "resume", "transfer", "no_show", "finish", "cancel")
        for ticket in self:
            for verb in verbs:
                ticket[f"can_{verb}"] = ticket._can(verb)

    # -------------------------------------------------------------------------
    # ISSUE
    # -------------------------------------------------------------------------

    @api.model
    @draws_number
    def issue(self, lane_id, agency_id=None, field_id=None, request_key=None):
        """Issue a ticket by hand, for a citizen who cannot use the kiosk.

        :return: number, people ahead and address of the phone page, see ``_answer``
        """
        self._check_verb_access("issue")
        lane = self.env["hcc.lane"].browse(lane_id).exists()
        lane.check_access("read")
        agency = lane.agency_ids.ids if not agency_id and len(lane.agency_ids) == 1 else [agency_id]
        choice = {"lane": lane.id, "agency": agency[0] or None, "field": field_id or None}
        return self._issue_once(f"ticket.issue/user/{self.env.uid}", request_key, lane, choice)

    @api.model
    @draws_number
    def _issue_at_kiosk(self, kiosk_id, lane_id, agency_id, field_id, request_key):
        """Issue a ticket to whoever stands at the kiosk; its token has been checked."""
        kiosk = self.env["hcc.device"].sudo().browse(kiosk_id)
        lane = self.env["hcc.lane"].sudo().browse(lane_id)
        choice = {"lane": lane.id, "agency": agency_id or None, "field": field_id or None}
        return self._issue_once(f"ticket.issue/device/{kiosk.id}", request_key, lane, choice, kiosk)

    def _issue_once(self, scope, request_key, lane, choice, kiosk=None):
        ticket_id = self.env["hcc.request.key"]._once(
            scope, request_key, choice, lambda: self._issue(lane, choice, kiosk).id
        )
        answer = self.browse(ticket_id)._answer()
        if not answer["ahead"]:
            # Idle officials hear of it at once. A doorbell costs as much as the ticket itself (a
            # database connection), and a line that is already there is polled every few seconds.
            self.env["hcc.hall"]._ring(lane.company_id)
        return answer

    def _issue(self, lane, choice, kiosk):
        self._check_lane(lane, kiosk)
        if kiosk:
            self._check_flood(kiosk)
        clock = self.env["hcc.clock"]
        today = clock._today(lane.company_id)
        ordinal = self.env["hcc.number.series"]._draw(lane._series_key(today))
        ticket = self._guarded_create(
            {
                "name": numbers.ticket_number(lane.prefix, ordinal),
                "ordinal": ordinal,
                "company_id": lane.company_id.id,
                "business_date": today,
                "lane_id": lane.id,
                "agency_id": choice["agency"],
                "field_id": choice["field"],
                "channel": "kiosk" if kiosk else "staff",
                "kiosk_id": kiosk and kiosk.id,
                "issued_at": clock._now(),
            }
        )
        facts = {"number": ticket.name, **choice, "kiosk": kiosk.id if kiosk else None}
        self.env["hcc.journal.entry"]._append(ticket, "issue", None, "waiting", facts)
        ticket._print(kiosk)
        return ticket

    def _check_lane(self, lane, kiosk):
        if not lane.active or (kiosk and lane.company_id != kiosk.company_id):
            raise UserError(
                self.env._(
                    "This lane is not open. Please choose again or ask at the reception desk."
                )
            )

    def _check_flood(self, kiosk):
        """Stop a kiosk that never rests; tickets of before the clock was put back do not count."""
        now = self.env["hcc.clock"]._now()
        recent = self.sudo().search_count(
            [
                ("kiosk_id", "=", kiosk.id),
                ("issued_at", ">", now - timedelta(minutes=1)),
                ("issued_at", "<=", now),
            ],
            limit=FLOOD_PER_MINUTE,
        )
        if recent >= FLOOD_PER_MINUTE:
            raise UserError(
                self.env._("Too many tickets in a short time. Please wait a moment and try again.")
            )

    def _answer(self):
        """What the citizen learns: no id, only what stands on the ticket."""
        ticket = self.sudo()
        token = ticket._token()
        return {
            "number": ticket.name,
            "ahead": ticket._count_ahead(),
            "lane": ticket.lane_id.name,
            "agency": ticket.agency_id.short_name or ticket.agency_id.name or "",
            "field": ticket.field_id.name or "",
            "issued_at": self.env["hcc.hall"]._clock_text(ticket.company_id, ticket.issued_at),
            # The page asks for the outcome; now it can only be on its way.
            "print_state": "pending" if ticket.kiosk_id.printer_id else "not_printed",
            "token": token,
            "url": ticket._page_url(token),
        }

    # -------------------------------------------------------------------------
    # CALL
    # -------------------------------------------------------------------------

    @api.model
    @draws_number
    def call_next(self, session_id, request_key=None):
        """Call the ticket that waits longest in the lanes of the session's counter.

        :return: ``{"ticket_id": …, "number": …}``, or both empty when nobody waits
        """
        self._check_verb_access("call_next")
        session = self.env["hcc.counter.session"].browse(session_id)
        session.check_access("read")
        return self.env["hcc.request.key"]._once(
            f"ticket.call/user/{self.env.uid}",
            request_key,
            {"verb": "call_next", "session": session.id},
            lambda: self._call_next(session),
        )

    def _call_next(self, session):
        session._lock_for_call()
        ticket = self._claim_next(session)
        if ticket:
            facts = {"counter": session.counter_id.id, "session": session.id}
            self.env["hcc.journal.entry"]._append(ticket, "call_next", "waiting", "called", facts)
            self.env["hcc.ticket.call"]._log(ticket, "call")
            ticket._ring()
        return {"ticket_id": ticket.id or None, "number": ticket.name or ""}

    def _claim_next(self, session):
        """Claim one waiting ticket in one statement: no two officials ever get the same.

        Rows that another official is claiming at this instant are skipped, not waited for.
        """
        self.flush_model()
        now = self.env["hcc.clock"]._now()
        rows = self.env.execute_query(
            SQL(
                """
                WITH next AS (
                    SELECT ticket.id
                      FROM hcc_ticket ticket
                      JOIN hcc_lane_counter_rel served ON served.lane_id = ticket.lane_id
                     WHERE served.counter_id = %(counter)s
                       AND ticket.state = 'waiting'
                       AND ticket.business_date = %(today)s
                  ORDER BY ticket.id
                     LIMIT 1
                       FOR NO KEY UPDATE OF ticket SKIP LOCKED
                )
                UPDATE hcc_ticket ticket
                   SET state = 'called', session_id = %(session)s, counter_id = %(counter)s,
                       official_user_id = %(user)s, called_at = COALESCE(called_at, %(now)s),
                       write_uid = %(user)s, write_date = %(now)s
                  FROM next
                 WHERE ticket.id = next.id
             RETURNING ticket.id
                """,
                session=session.id,
                counter=session.counter_id.id,
                today=self.env["hcc.clock"]._today(session.company_id),
                user=self.env.uid,
                now=now,
            )
        )
        ticket = self.browse(row[0] for row in rows)
        ticket.invalidate_recordset()
        return ticket

    @draws_number
    def call(self, session_id=None, request_key=None):
        """Call this very ticket, waiting, parked or not present before, to the user's counter."""
        self.ensure_one()
        self._check_verb_access("call")
        sessions = self.env["hcc.counter.session"]
        session = sessions.browse(session_id) if session_id else sessions._mine()
        return self.env["hcc.request.key"]._once(
            f"ticket.call/user/{self.env.uid}",
            request_key,
            {"verb": "call", "ticket": self.id, "session": session.id},
            lambda: self._call(session),
        )

    def _call(self, session):
        if not session:
            raise UserError(
                self.env._("Open a counter before calling ticket %(ticket)s.", ticket=self.name)
            )
        session.check_access("read")
        session._lock_for_call()
        values = {
            "session_id": session.id,
            "counter_id": session.counter_id.id,
            "official_user_id": self.env.uid,
            "called_at": self.called_at or self.env["hcc.clock"]._now(),
        }
        facts = {"counter": session.counter_id.id, "session": session.id}
        self._transition("call", values, facts)
        self.env["hcc.ticket.call"]._log(self, "call")
        self._ring()
        return {"ticket_id": self.id, "number": self.name}

    def recall(self, request_key=None):
        """Call the ticket once more to the same counter."""
        return self._do("recall", request_key)

    # -------------------------------------------------------------------------
    # AT THE COUNTER
    # -------------------------------------------------------------------------

    def serve(self, request_key=None):
        return self._do("serve", request_key, {"served_at": self.env["hcc.clock"]._now()})

    def finish(self, request_key=None):
        return self._do("finish", request_key, {"finished_at": self.env["hcc.clock"]._now()})

    def no_show(self, request_key=None):
        return self._do("no_show", request_key)

    def park(self, request_key=None):
        return self._do("park", request_key)

    def resume(self, request_key=None):
        """Put the ticket back into its lane, at its old place."""
        return self._do("resume", request_key, self._back_in_lane())

    def transfer(self, lane_id, request_key=None):
        """Move the ticket to another lane of the centre; it keeps its number and its place."""
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"ticket.transfer/user/{self.env.uid}",
            request_key,
            {"ticket": self.id, "lane": lane_id},
            lambda: self._transfer(lane_id),
        )

    def _transfer(self, lane_id):
        lane = self.env["hcc.lane"].browse(lane_id).exists()
        self._check_transfer(lane)
        values = {"lane_id": lane.id, **self._back_in_lane()}
        return self._do_now("transfer", values, {"lane": lane.id})

    def cancel(self, request_key=None):
        return self._do("cancel", request_key, {"finished_at": self.env["hcc.clock"]._now()})

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

    def _back_in_lane(self):
        return {"session_id": False, "counter_id": False, "official_user_id": False}

    def _check_transfer(self, lane):
        if not lane or not lane.active or lane.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s can only be moved to an open lane of its own centre.",
                    ticket=self.name,
                )
            )
        if lane == self.lane_id and self.state == "waiting":
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s already waits in lane %(lane)s.",
                    ticket=self.name,
                    lane=lane.name,
                )
            )

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if self.state in AT_WORK and verb not in ("lapse", "lapse_served"):
            self._check_own_or_managed()
        if self.business_date != self.env["hcc.clock"]._today(self.company_id):
            self._check_same_day(verb)

    def _check_own_or_managed(self):
        user = self.env.user
        if not (self.env.su or self.official_user_id == user or user.has_group(HALL_MANAGER)):
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s is at counter %(counter)s: only the official there and the "
                    "hall manager can change it.",
                    ticket=self.name,
                    counter=self.counter_id.number,
                )
            )

    def _check_same_day(self, verb):
        if verb in ("call", "resume", "transfer"):
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s is of an earlier day. Please issue a new one.",
                    ticket=self.name,
                )
            )

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------
    # A verb answers with plain values; a button of the web client must answer with an action.

    def action_finish(self):
        self.finish()

    def action_no_show(self):
        self.no_show()

    def action_park(self):
        self.park()

    def action_resume(self):
        self.resume()

    def action_cancel(self):
        self.cancel()

    def action_transfer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move ticket %s", self.name),
            "res_model": "hcc.ticket.transfer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    def reprint(self):
        """Print papers that did not come out once more, marked as reprints."""
        jobs = self.env["hcc.device.job"].browse(job.id for job in self._latest_jobs().values())
        return jobs.reprint()

    def _print(self, kiosk):
        """Hand the paper to the kiosk's printer; without one the ticket counts unprinted."""
        if kiosk:
            # sudo: the page's user may read nothing of the registry
            self.env["hcc.device.job"]._print(
                kiosk.sudo().printer_id, None, self, expires_in_seconds=PRINT_SECONDS
            )

    def _render_image(self, width):
        """The ticket's paper as a picture ``width`` dots wide (PNG)."""
        ticket = self.sudo()
        return ticket_paper.draw(
            {
                "centre": ticket.company_id.name,
                "logo": ticket.company_id._brand_logo(),
                "number": ticket.name,
                "lane": ticket.lane_id.name,
                "agency": ticket.agency_id.name or "",
                "field": ticket.field_id.name or "",
                "ahead": ticket._count_ahead(),
                "issued_at": self.env["hcc.hall"]._clock_text(
                    ticket.company_id, ticket.issued_at, "%H:%M  %d/%m/%Y"
                ),
                "hotline": ticket.company_id.hotline or "",
                "url": ticket._page_url(ticket._token()),
                "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
            },
            width,
        )

    def _token(self):
        self.ensure_one()
        return self.env["hcc.token"]._issue(
            self.sudo(), TICKET_TOKEN, self.issued_at + timedelta(hours=TOKEN_HOURS)
        )

    @api.model
    def _page_url(self, token):
        """Address of the page that a ticket's QR code opens on a phone."""
        return f"{self.get_base_url()}/hcc/t/{token}"

    # -------------------------------------------------------------------------
    # FOR PAGES, GLUE AND THE END OF THE DAY
    # -------------------------------------------------------------------------

    def _panel_actions(self):
        """Extension point: what else an official may do with the ticket at the counter.

        :return: list of ``{"key": "7", "label": …, "url": …}``
        """
        return []

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
