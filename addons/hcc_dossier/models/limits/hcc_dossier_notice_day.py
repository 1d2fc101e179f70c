from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hcc_base.tools import working_time

from ..dossier.hcc_dossier import RUNNING_STATES

ASKED = [("kind", "=", "supplement")]


class HccDossier(models.Model):
    """When a supplement is asked for: within the working days of the policy, or of sector law, and
    not in the last part of the term (Decree 61/2018 art. 19(4))."""

    _inherit = "hcc.dossier"

    notice_due_at = fields.Datetime(
        "Supplement to be asked for until",
        readonly=True,
        copy=False,
        help="Working days from reception by the policy, or by the procedure's sector law.",
    )
    is_notice_near = fields.Boolean(
        "Last day to ask for a supplement",
        compute="_compute_is_notice_near",
        search="_search_is_notice_near",
        help="Nothing was asked for yet, and the time for it ends today, on the next working day, "
        "or is over.",
    )

    _guarded_fields = frozenset({"notice_due_at"})

    @api.depends("state", "notice_due_at", "notice_ids", "current_step_id")
    def _compute_is_notice_near(self):
        for dossier in self:
            dossier.is_notice_near = bool(
                dossier.notice_due_at
                and dossier.state in RUNNING_STATES
                and dossier.current_step_id.kind in ("appraise", "other")
                and not dossier._supplement_count()
                and dossier.notice_due_at < dossier._end_of_next_working_day(dossier.company_id)
            )

    def _search_is_notice_near(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "in", RUNNING_STATES),
            ("current_step_id.kind", "in", ("appraise", "other")),
            ("notice_due_at", "<", self._end_of_next_working_day(self.env.company)),
            ("notice_ids", "not any", ASKED),
            ("replaces_id", "not any", [("notice_ids", "any", ASKED)]),
        ]

    @api.model
    def _end_of_next_working_day(self, company):
        clock = self.env["hcc.clock"]
        calendar = clock._calendar(company)
        day = clock._today(company) + timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        return clock._day_bounds(company, day)[1]

    def _prepare_deadline(self, now, policy):
        values = super()._prepare_deadline(now, policy)
        return {**values, "notice_due_at": self._notice_due(now, policy)}

    def _counted_again(self):
        values = super()._counted_again()
        if self.state in RUNNING_STATES:
            values["notice_due_at"] = self._notice_due(self.received_at, self._policy())
        return values

    def _notice_due(self, received_at, policy):
        """The end of the working days for asking; none where neither law nor policy has any."""
        days = self.version_id.sudo().supplement_notice_days or policy.sudo().supplement_notice_days
        if not days:
            return False
        return self.env["hcc.clock"]._due(
            self.company_id, received_at, days, "working_day", policy, self.agency_id
        )

    def _is_past_notice_limit(self, now):
        limit = self._notice_due(self.received_at, self._policy())
        return bool(limit) and working_time.is_late(now, limit)

    def _is_late_in_term(self, now):
        """Whether at most the policy's share of the term is left."""
        percent = self._policy().sudo().late_request_percent
        if not percent:
            return False
        calendar = self._working_calendar()
        left = working_time.working_minutes_between(now, self.work_due_at, calendar)
        start, term, _ledger = self._counted_term(self._policy().sudo())
        end = self.env["hcc.clock"]._due(
            self.company_id, start, *term[:2], self._policy(), self.agency_id, term[2]
        )
        whole = working_time.working_minutes_between(start, end, calendar)
        return left * 100 <= whole * percent


class HccDossierNotice(models.Model):
    _inherit = "hcc.dossier.notice"

    is_late_in_term = fields.Boolean(
        "Asked for late in the term",
        readonly=True,
        help="A supplement request in the last part of the time limit, as the policy counts it.",
    )
