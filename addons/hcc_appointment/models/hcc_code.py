from odoo import api, models

from .hcc_appointment_booking import APPOINTMENT_TOKEN


class HccCode(models.AbstractModel):
    """Appointments by the code that the person shows."""

    _inherit = "hcc.code"

    @api.model
    def _resolvers(self):
        return [*super()._resolvers(), "_appointment_of"]

    @api.model
    def _appointment_of(self, code):
        shown = self._opened_by(code, "/hcc/lich-hen/", APPOINTMENT_TOKEN, "hcc.appointment")
        if shown:
            return shown
        company = self.env.company
        return self._with_code(
            "hcc.appointment", [("company_id", "=", company.id), ("name", "=", code.upper())]
        )
