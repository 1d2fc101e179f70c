from odoo import api, models

from odoo.addons.hcc_base.tools import slip_codes

from ..dossier.hcc_dossier import RECEPTION_STATES
from ..reception.hcc_dossier_reception import STATUS_TOKEN


class HccCode(models.AbstractModel):
    """Dossiers by the codes on their papers: the dossier code, the temporary reception number, the
    statutory QR and the look-up address at the foot. A card goes to the reception desk."""

    _inherit = "hcc.code"

    @api.model
    def _resolvers(self):
        return [*super()._resolvers(), "_dossier_of"]

    @api.model
    def _part_resolvers(self):
        return [*super()._part_resolvers(), "_dossiers_with"]

    @api.model
    def _dossier_of(self, code):
        number = self._dossier_code(code)
        if not number:  # "= ''" would find what has no number yet
            return self.env["hcc.dossier"]
        domain = ["|", ("name", "=", number), ("reception_number", "=", number)]
        return self._with_code("hcc.dossier", domain)

    @api.model
    def _dossiers_with(self, part):
        domain = ["|", ("name", "ilike", part), ("reception_number", "ilike", part)]
        return self._with_code("hcc.dossier", domain)

    @api.model
    def _dossier_code(self, scanned):
        """The dossier code or reception number that a paper's code stands for; a text that is no
        such code is taken for the number itself."""
        if scanned.startswith(f"{slip_codes.VERSION}|"):
            try:
                return slip_codes.parse_statutory_qr(scanned).dossier_code
            except ValueError:
                return ""
        token = self._last_part(scanned, "/hcc/s/")
        if token:
            record = self.env["hcc.token"]._resolve(token, STATUS_TOKEN)
            # sudo: the number that stands on the paper in the user's hand
            is_dossier = record._name == "hcc.dossier"
            return record.sudo().exists().display_name if is_dossier else ""
        return scanned.upper()

    @api.model
    def _card_answer(self, code):
        """Counter officials go on at their desk; the screen keeps the card, no address does."""
        if not self.env["hcc.dossier"].has_access("create"):
            return super()._card_answer(code)
        action = self.env["ir.actions.actions"]._for_xml_id("hcc_dossier.action_desk")
        return {"kind": "card", "action": action}

    def _record_answer(self, found):
        """The desk goes on with what is still being received, and leaves the rest alone."""
        answer = super()._record_answer(found)
        if found._name == "hcc.dossier" and len(found) == 1:
            answer["is_being_received"] = found.state in RECEPTION_STATES
        return answer
