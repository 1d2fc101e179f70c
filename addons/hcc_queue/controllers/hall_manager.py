from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, read_json

from .pages import page_response, staff_route

SESSION_VERBS = ("pause", "resume", "close")


class HallManagerController(Controller):
    """The whole hall live, and what its manager does about it; oversight sees the same."""

    @route("/hcc/hall-manager", type="http", auth="user", methods=["GET"])
    def page(self, **_query):
        request.env["hcc.hall"]._check_hall_viewer()
        company = request.env.company
        config = {
            "base": "/hcc/api/hall-manager",
            "channel": request.env["hcc.hall"]._channel("hall", company.id),
            "user": request.env.user.name,
        }
        return page_response("hall_manager", company, config, title="Điều phối sảnh")

    @staff_route("/hcc/api/hall-manager/state", methods=("GET",))
    def state(self, **_query):
        return request.env["hcc.hall"]._hall_manager_state()

    @staff_route("/hcc/api/hall-manager/advice", methods=("GET",))
    def advice(self, **_query):
        return request.env["hcc.hall"]._advice()

    @staff_route("/hcc/api/hall-manager/message")
    def message(self, **_query):
        body = read_json()
        text = body.get("text")
        if not isinstance(text, str):
            raise ApiError(400, "bad_text", "")
        return request.env["hcc.counter.message"].send(
            self._id(body, "session"), text, self._key(body)
        )

    @staff_route("/hcc/api/hall-manager/open")
    def open(self, **_query):
        body = read_json()
        return request.env["hcc.counter.session"].open_for(
            self._id(body, "counter"), self._id(body, "user"), self._key(body)
        )

    @staff_route("/hcc/api/hall-manager/session/<string:verb>")
    def session_verb(self, verb, **_query):
        if verb not in SESSION_VERBS:
            raise ApiError(404, "unknown_verb", "")
        body = read_json()
        session = request.env["hcc.counter.session"].browse(self._id(body, "session")).exists()
        if not session:
            raise ApiError(404, "unknown_session", "Không tìm thấy phiên làm việc này.")
        options = {"reason_id": self._id(body, "reason")} if verb == "pause" else {}
        return {"done": getattr(session, verb)(request_key=self._key(body), **options)}

    @staff_route("/hcc/api/hall-manager/lane")
    def lane(self, **_query):
        """Move a lane: ``{"lane": …, "counters": [ids], "key": …}``."""
        body = read_json()
        lane = request.env["hcc.lane"].browse(self._id(body, "lane")).exists()
        counters = body.get("counters")
        if not lane or not isinstance(counters, list):
            raise ApiError(404, "unknown_lane", "Không tìm thấy làn này.")
        ids = [self._id({"counter": value}, "counter") for value in counters]
        return {"done": lane.move_to_counters(ids, self._key(body))}

    def _id(self, body, name):
        value = body.get(name)
        if type(value) is not int or not 0 < value < 2**31:
            raise ApiError(400, "bad_id", "")
        return value

    def _key(self, body):
        key = body.get("key")
        if not isinstance(key, str) or len(key) < 8:
            raise ApiError(400, "bad_key", "")
        return key
