from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import working_time

#: states in which a dossier waits for whoever does its step
STEP_STATES = ("handed_over", "processing")


class HccDossierStep(models.Model):
    """The clock of a step: since when it waits, who took it when, how much of its time is used.

    What the dossier waited for the applicant or a decision is no time of the step.
    """

    _inherit = "hcc.dossier.step"

    is_current = fields.Boolean(
        "Waits for its holder",
        compute="_compute_is_current",
        store=True,
        precompute=True,
        help="The step in which the dossier is, while its time runs.",
    )
    taken_at = fields.Datetime("Taken", readonly=True)
    is_late = fields.Boolean("Late", compute="_compute_warning", search="_search_is_late")
    is_amber = fields.Boolean("Due soon", compute="_compute_warning", search="_search_is_amber")
    hours_used = fields.Float("Hours used", digits=(8, 2), compute="_compute_hours_used")

    # “IS TRUE” as the ORM asks it: PostgreSQL proves no other wording from it, and would read all
    # the steps that an agency ever had.
    _inbox_idx = models.Index("(agency_id, due_at) WHERE is_current IS TRUE")
    _held_idx = models.Index("(holder_user_id, due_at) WHERE is_current IS TRUE")

    @api.depends("dossier_id.current_step_id", "dossier_id.state")
    def _compute_is_current(self):
        for step in self:
            dossier = step.dossier_id
            step.is_current = dossier.state in STEP_STATES and dossier.current_step_id == step

    @api.depends("is_current", "due_at", "finished_at")
    def _compute_warning(self):
        now = self.env["hcc.clock"]._now()
        until = {
            company: self.env["hcc.policy"]._amber_until(company, "step_warning_hours")
            for company in self.company_id
        }
        for step in self:
            if step.finished_at:
                step.is_late = bool(step.due_at) and working_time.is_late(
                    step.finished_at, step.due_at
                )
                step.is_amber = False
                continue
            runs = step.is_current and bool(step.due_at)
            step.is_late = runs and step.due_at < now
            step.is_amber = runs and now <= step.due_at <= until[step.company_id]

    def _search_is_late(self, operator, value):
        """Steps somebody still has to do: what is finished is told by the statistics."""
        if operator != "in":
            return NotImplemented
        now = self.env["hcc.clock"]._now()
        return Domain("is_current", "=", True) & Domain("due_at", "<", now)

    def _search_is_amber(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = self.env["hcc.policy"]._amber_domain("step_warning_hours", "due_at")
        return Domain("is_current", "=", True) & soon

    @api.depends("started_at", "finished_at", "dossier_id.ledger_ids.ended_at")
    def _compute_hours_used(self):
        now = self.env["hcc.clock"]._now()
        for step in self:
            end = step.finished_at or (step.is_current and now) or step._waits_since() or now
            step.hours_used = step.started_at and step._working_minutes(step.started_at, end) / 60

    def _waits_since(self):
        """When the clock of an unfinished step stopped: its dossier waits, or ended."""
        dossier = self.dossier_id.sudo()
        waits = dossier.ledger_ids.filtered(
            lambda row: row.kind in ("supplement", "suspension") and not row.ended_at
        )
        return waits.started_at or dossier.ended_at

    def _working_minutes(self, start, end):
        """Working minutes from ``start`` to ``end``, without what the dossier waited."""
        dossier = self.dossier_id.sudo()
        calendar = dossier._working_calendar()
        minutes = working_time.working_minutes_between(start, max(start, end), calendar)
        for row in dossier.ledger_ids:
            if row.kind in ("supplement", "suspension") and row.ended_at:
                first, last = max(start, row.started_at), min(end, row.ended_at)
                if first < last:
                    minutes -= working_time.working_minutes_between(first, last, calendar)
        return minutes
