from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..tools import terms

HR = ("hcc_base.group_hr",)
DIRECTOR = ("hcc_base.group_director",)
HR_OR_DIRECTOR = HR + DIRECTOR

#: Days before the end of a stay at which HR is warned, nearest first.
WARNING_DAYS = (30, 60, 90)
#: Records the daily job handles between two commits.
JOB_BATCH = 200


class HccSecondment(models.Model):
    """An official's stay at a centre (biệt phái), or a designated substitute's (người dự phòng).

    HR drafts and proposes, the director enters the chairman's decision that approves, extends or
    recalls; the daily job starts and ends stays on their dates (HR may do it by hand on the day).
    Directors, hall managers, administrators and oversight read their centre's, agency staff their
    own agency's in every centre, each official the own.

    ``date_start`` and ``date_end`` are the first and last day as decided, ``ended_on`` the last day
    in fact. ``is_current`` says whether the person may work at the centre now: rights depend on it
    and never on a date. Substitutes stand in for leave, illness and training: no shortest term
    and no standard of seniority and rank applies to them (Decree 61/2018 art. 12(8)).
    """

    _name = "hcc.secondment"
    _description = "Secondment"
    _inherit = ["hcc.state.mixin"]
    _order = "date_end, id"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", "Official", required=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Login",
        related="employee_id.user_id",
        store=True,
        index="btree_not_null",
        help="With it the official opens counters while the stay is active.",
    )
    kind = fields.Selection(
        [("secondment", "Secondment"), ("substitute", "Substitute")],
        required=True,
        default="secondment",
    )
    agency_id = fields.Many2one("hcc.agency", "Home agency", required=True, index=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    field_ids = fields.Many2many("hcc.procedure.field", string="Fields covered")
    procedure_ids = fields.Many2many("hcc.procedure", string="Procedures covered")
    date_start = fields.Date("First day", required=True)
    date_end = fields.Date("Last day", required=True)
    ended_on = fields.Date("Left on", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("active", "Active"),
            ("ended", "Ended"),
            ("recalled", "Recalled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    is_current = fields.Boolean("Works at the centre now", readonly=True, copy=False)
    leaving_within = fields.Selection(
        [("30", "30 days"), ("60", "60 days"), ("90", "90 days")],
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    decision_id = fields.Many2one(
        "hcc.secondment.decision",
        "Decision",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    decision_ids = fields.Many2many(
        "hcc.secondment.decision",
        "hcc_secondment_decision_rel",
        "secondment_id",
        "decision_id",
        "All decisions",
        readonly=True,
        copy=False,
        check_company=True,
    )
    decision_number = fields.Char(related="decision_id.number", related_sudo=False)
    decision_date = fields.Date(related="decision_id.date", related_sudo=False)
    decision_signer = fields.Char(related="decision_id.signer", related_sudo=False)
    reason = fields.Text("Reason", readonly=True, copy=False)
    note = fields.Text()

    term_text = fields.Char("Term", compute="_compute_term_text")
    days_left = fields.Integer(compute="_compute_days_left")
    limits_text = fields.Char("Term allowed", compute="_compute_limits_text")
    can_propose = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_send_back = fields.Boolean(compute="_compute_can")
    can_activate = fields.Boolean(compute="_compute_can")
    can_extend = fields.Boolean(compute="_compute_can")
    can_recall = fields.Boolean(compute="_compute_can")
    can_end = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _dates_check = models.Constraint(
        "CHECK(date_end >= date_start)", "The last day of a stay cannot lie before its first day."
    )
    _ended_on_check = models.Constraint(
        "CHECK(ended_on IS NULL OR ended_on BETWEEN date_start AND date_end)",
        "An official leaves between the first and the last day of the stay.",
    )
    _current_check = models.Constraint(
        "CHECK(state = 'active' OR is_current IS NOT TRUE)",
        "Only an active secondment gives rights at the centre.",
    )
    # A range type for the person too, so that the constraint needs no extension of PostgreSQL.
    _overlap_excl = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH =,"
        " daterange(date_start, COALESCE(ended_on, date_end), '[]') WITH &&)"
        " WHERE (state NOT IN ('draft', 'cancelled'))",
        "This official already has a secondment on some of these days: nobody is seconded twice "
        "at the same time.",
    )

    _verbs = {
        "propose": Verb(("draft",), "proposed", HR),
        "send_back": Verb(("proposed",), "draft", DIRECTOR),
        "approve": Verb(("proposed",), "approved", DIRECTOR),
        "activate": Verb(("approved",), "active", HR),
        "extend": Verb(("approved", "active"), None, DIRECTOR),
        "recall": Verb(("active",), "recalled", DIRECTOR),
        "end": Verb(("active",), "ended", HR),
        "cancel": Verb(("proposed", "approved"), "cancelled", HR_OR_DIRECTOR),
        "warn": Verb(("active",), None, ()),
    }
    _guarded_fields = frozenset(
        {
            "state",
            "is_current",
            "leaving_within",
            "ended_on",
            "decision_id",
            "decision_ids",
            "reason",
            "user_id",
        }
    )
    _editable_fields = {
        "draft": "*",
        "proposed": frozenset({"note"}),
        "active": frozenset({"note"}),
    }
    _deletable_states = ("draft",)

    # -------------------------------------------------------------------------
    # COMPUTES
    # -------------------------------------------------------------------------

    @api.depends("employee_id", "date_start")
    def _compute_display_name(self):
        for stay in self:
            name = stay.employee_id.sudo().name or ""
            stay.display_name = f"{name} ({stay.date_start:%d/%m/%Y})" if stay.date_start else name

    @api.depends("date_start", "date_end", "ended_on")
    def _compute_term_text(self):
        for stay in self:
            last = stay.ended_on or stay.date_end
            if not stay.date_start or not last or last < stay.date_start:
                stay.term_text = ""
                continue
            months, days = terms.length(stay.date_start, last)
            stay.term_text = (
                self.env._("%(months)s months %(days)s days", months=months, days=days)
                if days
                else self.env._("%s months", months)
            )

    @api.depends("date_end", "state", "company_id")
    def _compute_days_left(self):
        clock = self.env["hcc.clock"]
        for stay in self:
            running = stay.state == "active" and stay.date_end
            stay.days_left = (stay.date_end - clock._today(stay.company_id)).days if running else 0

    @api.depends("kind", "company_id", "date_start", "decision_id")
    def _compute_limits_text(self):
        for stay in self:
            low, high = stay._limits()
            words = [self.env._("at least %s months", low)] if low else []
            words += [self.env._("at most %s months", high)] if high else []
            stay.limits_text = ", ".join(words)

    @api.depends("state", "date_start", "date_end", "employee_id", "kind", "company_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for stay in self:
            for verb in self._verbs:
                if f"can_{verb}" in self._fields:
                    stay[f"can_{verb}"] = bool(stay.id) and stay._can(verb)

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def propose(self):
        """Put the draft on the list for the chairman's decision."""
        return self._transition("propose")

    def send_back(self, reason=None):
        """Return a proposal to HR for correction."""
        return self._transition("send_back", {"reason": reason or False})

    def approve(self, decision_id):
        """Enter the decision (one for all of ``self``); a stay that is due starts at once."""
        decision = self._usable_decision(decision_id)
        for stay in self:
            stay._check_term(stay.date_end, decision.date)
            stay._check_standard(decision.date)
        self._transition(
            "approve", self._decision_vals(decision, first=True), {"decision": decision.id}
        )
        self.sudo()._roll_terms()
        return self

    def activate(self):
        """Start the stay on its first day; the daily job does the same."""
        return self._transition("activate", {"is_current": True})

    def extend(self, date_end, decision_id):
        """Move the last day, within the longest term counted from the first day."""
        decision = self._usable_decision(decision_id)
        new_end = fields.Date.to_date(date_end)
        for stay in self:
            stay._check_extension(new_end, decision)
            facts = {"from": str(stay.date_end), "to": str(new_end), "decision": decision.id}
            stay._transition(
                "extend", {"date_end": new_end, **self._decision_vals(decision)}, facts
            )
        self.sudo()._roll_terms()
        return self

    def recall(self, reason, decision_id=None):
        """Call the official back before the end; access ends with this minute."""
        decision = self._usable_decision(decision_id) if decision_id else None
        self._check_reason(reason)
        for stay in self:
            vals = {"reason": reason, **stay._leaving_vals(), **self._decision_vals(decision)}
            stay._transition("recall", vals, {"decision": decision.id if decision else None})
        return self

    def end(self):
        """Close the stay on or after its last day; the daily job does the same."""
        for stay in self:
            stay._transition("end", stay._leaving_vals())
        return self

    def cancel(self, reason):
        """Drop a stay that has not begun."""
        self._check_reason(reason)
        return self._transition("cancel", {"reason": reason})

    def _decision_vals(self, decision, first=False):
        if not decision:
            return {}
        vals = {"decision_ids": [fields.Command.link(decision.id)]}
        return {**vals, "decision_id": decision.id} if first else vals

    def _leaving_vals(self):
        """What stops with the stay: the last day in fact is today or the decided one."""
        today = self.env["hcc.clock"]._today(self.company_id)
        return {
            "ended_on": min(today, self.date_end),
            "is_current": False,
            "leaving_within": False,
        }

    # -------------------------------------------------------------------------
    # CHECKS
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        check = getattr(self, f"_check_{verb}", None)
        if check:
            check()

    def _check_propose(self):
        self._check_not_over()
        self._check_term(self.date_end)
        self._check_standard()
        self._check_not_permanent()
        self._check_no_overlap()

    def _check_approve(self):
        self._check_not_over()
        self._check_not_permanent()

    def _check_activate(self):
        today = self.env["hcc.clock"]._today(self.company_id)
        if self.date_start > today:
            raise UserError(
                self.env._(
                    "%(stay)s starts on %(day)s; it cannot be activated earlier.",
                    stay=self.display_name,
                    day=_day(self.date_start),
                )
            )

    def _check_end(self):
        today = self.env["hcc.clock"]._today(self.company_id)
        if self.date_end > today:
            raise UserError(
                self.env._(
                    "%(stay)s runs until %(day)s. Use “Recall” to end it earlier, with a reason.",
                    stay=self.display_name,
                    day=_day(self.date_end),
                )
            )

    def _check_not_over(self):
        today = self.env["hcc.clock"]._today(self.company_id)
        if self.date_end < today:
            raise UserError(
                self.env._(
                    "%(stay)s would already have ended on %(day)s. Correct the dates.",
                    stay=self.display_name,
                    day=_day(self.date_end),
                )
            )

    def _check_not_permanent(self):
        employee = self.employee_id.sudo()
        if employee.is_permanent and employee.company_id == self.company_id:
            raise UserError(
                self.env._(
                    "%(name)s belongs to the centre's permanent staff and cannot be seconded "
                    "to it.",
                    name=employee.name,
                )
            )

    def _check_no_overlap(self):
        """The database excludes overlaps; this names the other stay before it has to."""
        others = self.sudo().search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("id", "!=", self.id),
                ("state", "not in", ("draft", "cancelled")),
            ]
        )
        mine = (self.date_start, self.date_end)
        for other in others:
            if terms.overlap(mine, (other.date_start, other.ended_on or other.date_end)):
                raise UserError(
                    self.env._(
                        "%(name)s is already seconded to %(centre)s from %(start)s to %(end)s.",
                        name=self.employee_id.sudo().name,
                        centre=other.company_id.name,
                        start=_day(other.date_start),
                        end=_day(other.ended_on or other.date_end),
                    )
                )

    def _check_term(self, date_end, day=None):
        """Refuse a term outside the limits of the policy of ``day`` (the decision's date)."""
        low, high = self._limits(day)
        fault = terms.fault(self.date_start, date_end, low, high)
        if not fault:
            return
        limit = terms.last_day(self.date_start, low if fault == "short" else high)
        words = (
            self.env._("%(stay)s must last at least %(months)s months: until %(day)s or later.")
            if fault == "short"
            else self.env._("%(stay)s may last at most %(months)s months: until %(day)s.")
        )
        months = low if fault == "short" else high
        raise UserError(words % {"stay": self.display_name, "months": months, "day": _day(limit)})

    def _check_extension(self, new_end, decision):
        if not new_end or new_end <= self.date_end:
            raise UserError(
                self.env._(
                    "%(stay)s already runs until %(day)s: an extension ends later.",
                    stay=self.display_name,
                    day=_day(self.date_end),
                )
            )
        self._check_term(new_end, decision.date)

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays in the official's file."))

    def _usable_decision(self, decision_id):
        decision = self.env["hcc.secondment.decision"].browse(decision_id).exists()
        if not decision:
            raise UserError(self.env._("Name the decision (number, date, signer) first."))
        if decision.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Decision %(number)s belongs to %(centre)s: choose one of the same centre.",
                    number=decision.number,
                    centre=decision.company_id.name,
                )
            )
        return decision

    def _limits(self, day=None):
        """(shortest, longest) term in months; 0: no limit."""
        policy = self._policy(day)
        low = 0 if self.kind == "substitute" else policy.secondment_min_months
        return low, policy.secondment_max_months

    def _policy(self, day=None):
        """The policy of ``day``, else of the decision's date, else of today."""
        company = self.company_id or self.env.company
        day = day or self.sudo().decision_id.date or self.env["hcc.clock"]._today(company)
        return self.env["hcc.policy"]._get(company, day).sudo()

    @api.model
    def _current_of(self, user, company):
        """The stays that give ``user`` rights at ``company`` now (superuser's records)."""
        return self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", company.id),
                ("is_current", "=", True),
            ]
        )

    # -------------------------------------------------------------------------
    # DAILY JOB
    # -------------------------------------------------------------------------

    @api.model
    def _cron_roll_terms(self):
        """Start, warn about and end stays whose day has come, in every centre."""
        open_stays = self.search([("state", "in", ("approved", "active"))])
        left = len(open_stays)
        for start in range(0, len(open_stays), JOB_BATCH):
            batch = open_stays[start : start + JOB_BATCH]
            batch._roll_terms()
            left -= len(batch)
            self.env["ir.cron"]._commit_progress(len(batch), remaining=left)

    def _roll_terms(self):
        """Bring states and warnings to today's date. Runs as superuser."""
        clock = self.env["hcc.clock"]
        for stay in self:
            today = clock._today(stay.company_id)
            if stay.state == "approved" and stay.date_start <= today:
                stay.activate()
            if stay.state == "active" and stay.date_end < today:
                stay.end()
            elif stay.state == "active":
                stay._warn_of_end(today)

    def _warn_of_end(self, today):
        left = (self.date_end - today).days
        band = next((str(days) for days in WARNING_DAYS if left <= days), False)
        if band != self.leaving_within:
            self._transition("warn", {"leaving_within": band}, {"days": band or None})

    # -------------------------------------------------------------------------
    # WORDS AND SCREENS
    # -------------------------------------------------------------------------

    @api.model
    def _verb_labels(self):
        return {
            "propose": self.env._("Propose"),
            "send_back": self.env._("Send back"),
            "approve": self.env._("Approve"),
            "activate": self.env._("Activate"),
            "extend": self.env._("Extend"),
            "recall": self.env._("Recall"),
            "end": self.env._("End"),
            "cancel": self.env._("Cancel"),
        }

    def action_propose(self):
        self.propose()

    def action_activate(self):
        self.activate()

    def action_end(self):
        self.end()

    def action_decide(self):
        """Ask for the decision or the reason of the verb named in the context."""
        return {
            "type": "ir.actions.act_window",
            "name": self._verb_label(self.env.context["verb"]),
            "res_model": "hcc.secondment.decide",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_verb": self.env.context["verb"],
                "default_secondment_ids": self.ids,
            },
        }


def _day(day):
    return f"{day:%d/%m/%Y}"
