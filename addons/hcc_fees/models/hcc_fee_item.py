from odoo import models


class HccFeeItem(models.Model):
    _inherit = "hcc.fee.item"

    def action_charge(self):
        """Charge this fee on the dossier whose form the button stands on."""
        self.ensure_one()
        dossier = self.env["hcc.dossier"].browse(self.env.context.get("hcc_dossier_id"))
        dossier.charge(self.id)
        return True
