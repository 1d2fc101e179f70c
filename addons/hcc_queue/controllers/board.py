from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import json_route

from .pages import device_of, doorbell, page_of_device, page_response


class BoardController(Controller):
    """The hall board: who is called where, who is next, how many wait."""

    @route("/hcc/board/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        board = page_of_device(token, "board")
        config = {"base": f"/hcc/board/{token}", "channel": doorbell("hall", board.company_id)}
        return page_response("board", board.company_id, config)

    @json_route("/hcc/board/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        return request.env["hcc.hall"]._board_state(device_of(token, "board").company_id)
