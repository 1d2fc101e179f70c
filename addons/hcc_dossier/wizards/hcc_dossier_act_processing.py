from odoo import fields, models


class HccDossierAct(models.TransientModel):
    """What the dialogs of processing ask for: to which step the dossier goes back."""

    _inherit = "hcc.dossier.act"

    returnable_step_ids = fields.Many2many(related="dossier_id.returnable_step_ids")
    step_id = fields.Many2one(
        "hcc.dossier.step",
        "Back to the step",
        domain="[('id', 'in', returnable_step_ids)]",
        help="Empty: the last appraisal.",
    )

    def _call_send_back(self):
        self.dossier_id.send_back(self.reason, self.step_id.id)
