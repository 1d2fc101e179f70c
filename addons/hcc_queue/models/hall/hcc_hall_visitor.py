from odoo import api, models


class HccHall(models.AbstractModel):
    """What one visitor sees: the page of a ticket, and the rating screen of a counter."""

    _inherit = "hcc.hall"

    @api.model
    def _rating_state(self, counter):
        """What the rating screen of a counter shows: whom it asks, and the faces."""
        hall = self.sudo()
        ticket = hall.env["hcc.satisfaction"]._asked_ticket(counter.sudo())
        levels = hall.env["hcc.satisfaction.level"].search([])
        return {
            "centre": hall._centre(counter.sudo().company_id),
            "now": hall._now_text(),
            "counter": counter.sudo().number,
            "number": ticket.name or "",
            "finished": ticket.state == "finished",
            "levels": [
                {"code": level.code, "name": level.name, "face": level.face} for level in levels
            ],
        }

    @api.model
    def _phone_state(self, ticket):
        """What the page behind a ticket's QR code shows."""
        ticket = ticket.sudo()
        return {
            "centre": self._centre(ticket.company_id),
            "now": self._now_text(),
            "number": ticket.name,
            "lane": ticket.lane_id.name,
            "agency": ticket.agency_id.name or "",
            "field": ticket.field_id.name or "",
            "state": ticket.state,
            "ahead": ticket._count_ahead(),
            "counter": ticket.counter_id.number if ticket.state in ("called", "serving") else None,
            "issued_at": self._clock_text(ticket.company_id, ticket.issued_at),
            "print_state": ticket.print_state,
        }
