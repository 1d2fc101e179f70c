from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import json_route

from .pages import device_of, doorbell, page_of_device, page_response


class CounterBoardController(Controller):
    """The board over one counter: its number, and who is called to it."""

    @route("/hcc/counter/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        board = page_of_device(token, "counter_board")
        config = {
            "base": f"/hcc/counter/{token}",
            "channel": doorbell("counter", board.counter_id),
        }
        return page_response("counter_board", board.company_id, config)

    @json_route("/hcc/counter/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        board = device_of(token, "counter_board")
        return request.env["hcc.hall"]._counter_board_state(board.counter_id)
