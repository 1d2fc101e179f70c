from odoo import api, models


class HccReadiness(models.AbstractModel):
    """Reports: nothing contradicts itself this year, and procedures fall into their groups."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_reports(company)]

    def _check_reports(self, company):
        _, section = self.env._, self.env._("Reports")
        ungrouped = self._versions_in_force(company).filtered(lambda v: not v.handling_group_ids)
        procedures = ungrouped.procedure_id
        contradicting = self._contradicting_this_year(company)
        return [
            self._line(
                "report_contradictions", section, _("No dossier of this year contradicts itself"),
                contradicting
                and _("Dates and state do not fit: %s.", self._some(contradicting, "name")),
                self._records_action(_("Dossiers that contradict themselves"), contradicting),
            ),
            self._line(
                "report_groups", section, _("Every procedure has its handling groups"),
                procedures
                and _("The share online leaves out: %s.", self._some(procedures, "display_name")),
                self._records_action(_("Procedures"), procedures), needed=False,
            ),
        ]  # fmt: skip

    def _contradicting_this_year(self, company):
        table = self.env["hcc.report.agency.table"].new({"company_id": company.id})
        found = [dossier_id for dossier_id, _name in table._contradicting_dossiers()]
        return self.env["hcc.dossier"].browse(found)
