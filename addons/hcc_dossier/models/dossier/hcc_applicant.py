from odoo import models


class HccApplicant(models.Model):
    _inherit = "hcc.applicant"

    def _agencies_dealt_with(self):
        """The agencies of the applicants' dossiers know them."""
        dossiers = self.env["hcc.dossier"].sudo().with_context(active_test=False)
        return (
            super()._agencies_dealt_with()
            | dossiers.search([("applicant_id", "in", self.ids)]).agency_id
        )
