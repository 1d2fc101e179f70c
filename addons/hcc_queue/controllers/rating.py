from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json

from .pages import MAX_BODY_BYTES, device_of, doorbell, page_of_device, page_response


class RatingController(Controller):
    """The rating screen of one counter."""

    @route("/hcc/rating/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        screen = page_of_device(token, "rating")
        config = {"base": f"/hcc/rating/{token}", "channel": doorbell("counter", screen.counter_id)}
        return page_response("rating", screen.company_id, config)

    @json_route("/hcc/rating/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        return request.env["hcc.hall"]._rating_state(self._counter(token))

    @json_route("/hcc/rating/<string:token>/vote", max_bytes=MAX_BODY_BYTES)
    def vote(self, token, **_query):
        """Keep one vote: ``{"number": "A012", "level": …}``; a second one changes nothing."""
        counter, body = self._counter(token), read_json()
        number, level = body.get("number"), body.get("level")
        if not isinstance(number, str) or not isinstance(level, str):
            raise ApiError(400, "bad_vote", "")
        kept = request.env["hcc.satisfaction"]._rate(counter, number, level)
        return {"kept": bool(kept)}

    def _counter(self, token):
        counter = device_of(token, "rating").counter_id
        if not counter:
            raise ApiError(422, "no_counter", "Màn hình đánh giá chưa được gắn với quầy nào.")
        return counter
