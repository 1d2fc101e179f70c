import re

from odoo import api, models

from odoo.addons.hcc_base.tools import slip_codes

from .hcc_dossier_reception import STATUS_TOKEN

#: the look-up address at the foot of a slip
_LOOK_UP = re.compile(r"/hcc/s/([A-Za-z2-7]+)/?$")


class HccDossier(models.Model):
    """What a scanner reads from a dossier's papers: its code typed or scanned, the statutory code
    of an issued paper, the look-up address at the foot of a slip."""

    _inherit = "hcc.dossier"

    @api.model
    def _resolve_code(self, text):
        """The dossier that ``text`` belongs to, in the caller's environment; empty when none does.

        Whether the caller may read it is not asked here.
        """
        text = (text or "").strip()
        if not text:
            return self.browse()
        if look_up := _LOOK_UP.search(text):
            found = self.env["hcc.token"]._resolve(look_up.group(1), STATUS_TOKEN)
            return self.browse(found.ids) if found._name == self._name else self.browse()
        codes = [self._statutory_code(text)] if "|" in text else [text, text.upper()]
        return self.browse(self.sudo().search([("name", "in", codes)], limit=1).ids)

    def _statutory_code(self, text):
        try:
            return slip_codes.parse_statutory_qr(text).dossier_code
        except ValueError:
            return ""
