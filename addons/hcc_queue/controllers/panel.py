from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, read_json

from .pages import page_response, staff_route

#: Verbs of one session, and of one ticket.
SESSION_VERBS = ("pause", "resume", "close")
TICKET_VERBS = ("call", "recall", "serve", "finish", "no_show", "park", "resume", "undo_call")


class PanelController(Controller):
    """The counter panel of the logged-in official: one screen, one key for each verb."""

    @route("/hcc/panel", type="http", auth="user", methods=["GET"])
    def page(self, **_query):
        company = request.env.company
        config = {
            "base": "/hcc/api/panel",
            "channel": request.env["hcc.hall"]._channel("hall", company.id),
            "user": request.env.user.name,
        }
        return page_response("panel", company, config, title="Quầy tiếp nhận")

    @staff_route("/hcc/api/panel/state", methods=("GET",))
    def state(self, **_query):
        return request.env["hcc.hall"]._panel_state()

    @staff_route("/hcc/api/panel/open")
    def open(self, **_query):
        body = read_json()
        counter_id = self._id(body, "counter")
        return request.env["hcc.counter.session"].open(counter_id, self._key(body))

    @staff_route("/hcc/api/panel/call_next")
    def call_next(self, **_query):
        return request.env["hcc.ticket"].call_next(self._session().id, self._key(read_json()))

    @staff_route("/hcc/api/panel/session/<string:verb>")
    def session_verb(self, verb, **_query):
        if verb not in SESSION_VERBS:
            raise ApiError(404, "unknown_verb", "")
        body = read_json()
        # The page names the session: a repeated "close" finds it closed, not gone.
        session = request.env["hcc.counter.session"].browse(self._id(body, "session")).exists()
        if not session:
            raise ApiError(404, "unknown_session", "Không tìm thấy phiên làm việc này.")
        return {"done": getattr(session, verb)(request_key=self._key(body))}

    @staff_route("/hcc/api/panel/ticket/<string:verb>")
    def ticket_verb(self, verb, **_query):
        if verb not in TICKET_VERBS:
            raise ApiError(404, "unknown_verb", "")
        body = read_json()
        return getattr(self._ticket(body), verb)(request_key=self._key(body))

    @staff_route("/hcc/api/panel/transfer")
    def transfer(self, **_query):
        body = read_json()
        return self._ticket(body).transfer(self._id(body, "lane"), request_key=self._key(body))

    @staff_route("/hcc/api/panel/prefer")
    def prefer(self, **_query):
        body = read_json()
        code, ground = str(body.get("class") or ""), str(body.get("ground") or "")
        return self._ticket(body).prefer(code, ground, request_key=self._key(body))

    def _session(self):
        session = request.env["hcc.counter.session"]._mine()
        if not session:
            raise ApiError(422, "no_session", "Quầy chưa mở. Vui lòng mở quầy trước.")
        return session

    def _ticket(self, body):
        ticket = request.env["hcc.ticket"].browse(self._id(body, "ticket")).exists()
        if not ticket:
            raise ApiError(404, "unknown_ticket", "Không tìm thấy số thứ tự này.")
        return ticket

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
