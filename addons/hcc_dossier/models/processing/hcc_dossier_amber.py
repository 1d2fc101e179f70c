from odoo import api, fields, models
from odoo.fields import Domain

from ..dossier.hcc_dossier import RUNNING_STATES


class HccPolicy(models.Model):
    _inherit = "hcc.policy"

    @api.model
    def _amber_until(self, company, parameter):
        """Whatever is due by this instant is near its end, by the ``parameter`` of the warnings
        ahead. Today's policy counts, for it is the desk's matter, not the applicant's."""
        clock = self.env["hcc.clock"]
        now = clock._now()
        policy = self._todays(company)
        ahead = policy[parameter]
        if not ahead:
            return now
        unit = "working_hour" if parameter.endswith("_hours") else "working_day"
        return clock._due(company, now, ahead, unit, policy)

    @api.model
    def _amber_domain(self, parameter, name):
        """What is not late yet but due soon, by the policy of each centre on the screen."""
        now = self.env["hcc.clock"]._now()
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(name, ">=", now)
            & Domain(name, "<=", self._amber_until(company, parameter))
            for company in self.env.companies
        )


class HccDossier(models.Model):
    """Warnings ahead: the dossier, or the step it is in, has little of its time left."""

    _inherit = "hcc.dossier"

    is_amber = fields.Boolean("Due soon", compute="_compute_amber", search="_search_is_amber")
    is_step_late = fields.Boolean(
        "Step late", compute="_compute_amber", search="_search_is_step_late"
    )
    is_step_amber = fields.Boolean(
        "Step due soon", compute="_compute_amber", search="_search_is_step_amber"
    )

    @api.depends("state", "work_due_at", "current_step_id.is_late", "current_step_id.is_amber")
    def _compute_amber(self):
        now = self.env["hcc.clock"]._now()
        until = {
            company: self.env["hcc.policy"]._amber_until(company, "dossier_warning_days")
            for company in self.company_id
        }
        for dossier in self:
            runs = dossier.state in RUNNING_STATES and bool(dossier.work_due_at)
            dossier.is_amber = runs and now <= dossier.work_due_at <= until[dossier.company_id]
            dossier.is_step_late = dossier.current_step_id.is_late
            dossier.is_step_amber = dossier.current_step_id.is_amber

    def _search_is_amber(self, operator, value):
        if operator != "in":
            return NotImplemented
        policies, parameter = self.env["hcc.policy"], "dossier_warning_days"
        judged = Domain("reopened_due_at", "=", False)
        judged &= policies._amber_domain(parameter, "due_at")
        soon = judged | policies._amber_domain(parameter, "reopened_due_at")
        return Domain("state", "in", RUNNING_STATES) & soon

    def _search_is_step_late(self, operator, value):
        return self._search_step("is_late", operator)

    def _search_is_step_amber(self, operator, value):
        return self._search_step("is_amber", operator)

    def _search_step(self, name, operator):
        if operator != "in":
            return NotImplemented
        return [("current_step_id", "any", [("is_current", "=", True), (name, "=", True)])]
