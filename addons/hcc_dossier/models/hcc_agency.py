from odoo import models

from .hcc_dossier import FINAL_STATES


class HccAgency(models.Model):
    """Open dossiers follow their agency when it is merged into another.

    A dossier whose result was numbered already stays: the number belongs to the register of the
    agency that gave it, and that agency's officials return the result.
    """

    _inherit = "hcc.agency"

    def _hand_over_work(self, successor):
        dossiers = self.env["hcc.dossier"].sudo().search(
            [
                ("agency_id", "=", self.id),
                ("state", "not in", FINAL_STATES),
                ("result_number", "=", False),
            ]
        )  # fmt: skip
        dossiers._move_to_agency(successor)
        return {**super()._hand_over_work(successor), "hcc.dossier": len(dossiers)}
