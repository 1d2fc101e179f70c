from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json

from ..models.ticket.hcc_ticket_paper import TICKET_TOKEN
from .pages import MAX_BODY_BYTES, page_response, speak_vietnamese


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
        return request.env["hcc.hall"]._phone_state(self._ticket(token))

    @json_route("/hcc/t/<string:token>/cancel", max_bytes=MAX_BODY_BYTES)
    def cancel(self, token, **_query):
        """Give the ticket back: ``{"key": …}``; twice is once."""
        ticket = self._ticket(token).sudo()  # the address is the right to it
        key = read_json().get("key")
        if not isinstance(key, str) or len(key) < 8:
            raise ApiError(400, "bad_key", "")
        return {"state": ticket._give_back(key)["state"]}

    def _ticket(self, token):
        ticket = request.env["hcc.token"]._resolve(token, TICKET_TOKEN)
        if not ticket:
            raise ApiError(404, "unknown_ticket", "Không tìm thấy số thứ tự, hoặc số đã hết hạn.")
        speak_vietnamese()
        return ticket.with_env(request.env)
