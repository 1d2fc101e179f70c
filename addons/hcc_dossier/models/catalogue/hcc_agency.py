from odoo import models

from ..dossier.hcc_dossier import FINAL_STATES


class HccAgency(models.Model):
    """Open dossiers follow their agency when it is merged into another, and so do its open steps
    in the dossiers of others.

    A dossier whose result was numbered already stays: the number belongs to the register of the
    agency that gave it, and that agency's officials return the result.
    """

    _inherit = "hcc.agency"

    def _hand_over_work(self, successor):
        dossiers = self._open_dossiers([("agency_id", "=", self.id), ("result_number", "=", False)])
        dossiers._move_to_agency(successor)
        coordinated = self._open_dossiers(
            [
                ("agency_id", "!=", self.id),
                ("step_ids", "any", [("agency_id", "=", self.id), ("finished_at", "=", False)]),
            ]
        )
        coordinated._move_steps(self, successor, "move_steps")
        self.env["hcc.handover"]._move_to_agency(self, successor)
        moved = len(dossiers | coordinated)
        return {**super()._hand_over_work(successor), "hcc.dossier": moved}

    def _open_dossiers(self, domain):
        return self.env["hcc.dossier"].sudo().search([("state", "not in", FINAL_STATES), *domain])
