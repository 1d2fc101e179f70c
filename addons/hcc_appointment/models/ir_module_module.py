from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _get_uninstall_blockers(self):
        blockers = super()._get_uninstall_blockers()
        return {**blockers, "hcc_appointment": ["hcc.appointment"]}
