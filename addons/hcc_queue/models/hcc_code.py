from odoo import api, models

from .ticket.hcc_ticket_paper import TICKET_TOKEN


class HccCode(models.AbstractModel):
    """Tickets by the code on their paper, and by today's number."""

    _inherit = "hcc.code"

    @api.model
    def _resolvers(self):
        return [*super()._resolvers(), "_ticket_of"]

    @api.model
    def _ticket_of(self, code):
        scanned = self._opened_by(code, "/hcc/t/", TICKET_TOKEN, "hcc.ticket")
        if scanned:
            return scanned
        company = self.env.company
        today = self.env["hcc.clock"]._today(company)
        return self._with_code(
            "hcc.ticket",
            [
                ("company_id", "=", company.id),
                ("business_date", "=", today),
                ("name", "=", code.upper()),
            ],
        )
