from odoo import models


class HccProcedureComponent(models.Model):
    _inherit = "hcc.procedure.component"

    def _is_unconditional(self):
        """Whether every dossier of the version must hold this paper."""
        return self.is_required and not self.condition
