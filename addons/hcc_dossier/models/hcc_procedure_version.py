from odoo import models

from .hcc_dossier import FINAL_STATES


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    def _get_open_uses(self):
        """Dossiers not yet ended keep working by the version of their day of reception."""
        uses = super()._get_open_uses()
        domain = [("version_id", "=", self.id), ("state", "not in", FINAL_STATES)]
        count = self.env["hcc.dossier"].sudo().search_count(domain)
        if count:
            uses.append(self.env._("%s dossiers are still open under this version.", count))
        return uses
