from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route

from ..models.ticket.hcc_ticket_paper import TICKET_TOKEN
from .pages import page_response


class TicketController(Controller):
    """The page behind the QR code of a ticket, for the citizen's own phone."""

    @route("/hcc/t/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        ticket = request.env["hcc.token"]._resolve(token, TICKET_TOKEN)
        if not ticket:
            raise request.not_found()
        config = {"base": f"/hcc/t/{token}"}
        ticket = ticket.sudo()  # its number and centre stand on the paper
        return page_response("ticket", ticket.company_id, config, title=ticket.name)

    @json_route("/hcc/t/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        ticket = request.env["hcc.token"]._resolve(token, TICKET_TOKEN)
        if not ticket:
            raise ApiError(404, "unknown_ticket", "Không tìm thấy số thứ tự, hoặc số đã hết hạn.")
        return request.env["hcc.hall"]._phone_state(ticket)
