from odoo import fields, models


class HccDossierApplicant(models.TransientModel):
    """The applicant of a dossier, found or registered from the card. Counter officials only."""

    _name = "hcc.dossier.applicant"
    _inherit = ["hcc.applicant.entry"]
    _description = "Applicant of a Dossier"

    dossier_id = fields.Many2one("hcc.dossier", required=True, readonly=True, ondelete="cascade")

    def action_confirm(self):
        """Put the applicant, found or registered, onto the dossier."""
        self.ensure_one()
        self.dossier_id.write({"applicant_id": self._applicant().id})
        return {"type": "ir.actions.act_window_close"}
