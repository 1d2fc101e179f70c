from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import working_time

from .hcc_dossier import RUNNING_STATES


class HccDossier(models.Model):
    """When: reception, the due times and the ledger they follow from, the ends.

    *First due* is what was printed, *due* what supplements and suspensions made of it, the
    *appointment* what the applicant was told last. Instants are UTC, days the centre's.
    """

    _inherit = "hcc.dossier"

    ledger_ids = fields.One2many(
        "hcc.dossier.ledger", "dossier_id", "Due date ledger", readonly=True
    )
    received_at = fields.Datetime("Received at", readonly=True, copy=False)
    received_on = fields.Date("Received on", readonly=True, copy=False)
    first_due_at = fields.Datetime(
        "First due", readonly=True, copy=False, help="As printed on the acceptance slip."
    )
    due_at = fields.Datetime(
        "Due",
        readonly=True,
        copy=False,
        help="After supplements and suspensions. Whether a dossier is late is measured against it; "
        "a re-appointment does not move it.",
    )
    appointment_at = fields.Datetime(
        "Appointment",
        readonly=True,
        copy=False,
        help="What the applicant was told last: the due time, or the re-appointment.",
    )
    finished_at = fields.Datetime(
        "Finished", readonly=True, copy=False, help="The result reached the centre."
    )
    finished_on = fields.Date("Finished on", readonly=True, copy=False)
    returned_at = fields.Datetime("Returned", readonly=True, copy=False)
    returned_on = fields.Date("Returned on", readonly=True, copy=False)
    ended_at = fields.Datetime(
        "Ended", readonly=True, copy=False, help="Refused, withdrawn, stopped or cancelled."
    )
    ended_on = fields.Date("Ended on", readonly=True, copy=False)
    timeliness = fields.Selection(
        [("early", "Before time"), ("on_time", "On time"), ("late", "Late")],
        readonly=True,
        copy=False,
    )
    work_due_at = fields.Datetime(
        "Work due",
        compute="_compute_work_due_at",
        help="By when the work is to be done now: the due time; of a result that is being "
        "corrected, the corrected one's.",
    )
    due_explanation = fields.Text("How it is counted", compute="_compute_due_explanation")
    is_overdue = fields.Boolean("Overdue", compute="_compute_timing", search="_search_is_overdue")
    is_due_today = fields.Boolean(
        "Due today", compute="_compute_timing", search="_search_is_due_today"
    )

    @api.depends("due_at", "reopened_due_at")
    def _compute_work_due_at(self):
        for dossier in self:
            dossier.work_due_at = dossier.reopened_due_at or dossier.due_at

    @api.model
    def _work_due_domain(self, operator, instant):
        judged = Domain("reopened_due_at", "=", False) & Domain("due_at", operator, instant)
        return judged | Domain("reopened_due_at", operator, instant)

    @api.depends("state", "work_due_at")
    def _compute_timing(self):
        clock = self.env["hcc.clock"]
        now = working_time.to_minute(clock._now())  # within the printed minute it is on time
        for dossier in self:
            due_at = dossier.work_due_at
            runs = dossier.state in RUNNING_STATES and bool(due_at)
            dossier.is_overdue = runs and due_at < now
            due_on = runs and clock._local(dossier.company_id, due_at).date()
            dossier.is_due_today = bool(runs and due_on == clock._today(dossier.company_id))

    @api.depends("work_due_at", "appointment_at", "state")
    def _compute_due_explanation(self):
        for dossier in self:
            lines = dossier._explain_due() if dossier.due_at else []
            dossier.due_explanation = "\n".join(lines)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        return Domain("state", "in", RUNNING_STATES) & self._work_due_domain("<", now)

    def _search_is_due_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        clock = self.env["hcc.clock"]
        start, end = clock._day_bounds(self.env.company, clock._today())
        today = self._work_due_domain(">=", start) & self._work_due_domain("<", end)
        return Domain("state", "in", RUNNING_STATES) & today
