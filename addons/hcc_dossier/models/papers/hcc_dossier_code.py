from odoo import api, models

from odoo.addons.hcc_base.tools import text


class HccDossier(models.Model):
    """The dossier behind a code in somebody's hand, whoever may read it: a hand-over list says of
    each paper whether it belongs there."""

    _inherit = "hcc.dossier"

    @api.model
    def _resolve_code(self, scanned):
        """The dossier that a scanned or typed code stands for, in the caller's environment; empty
        when there is none. Whether the caller may read it is not asked here."""
        number = self.env["hcc.code"]._dossier_code(text.clean(scanned or ""))
        if not number:
            return self.browse()
        domain = ["|", ("name", "=", number), ("reception_number", "=", number)]
        return self.browse(self.sudo().search(domain, limit=1).ids)
