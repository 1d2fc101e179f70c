from datetime import datetime

from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json
from odoo.addons.hcc_queue.controllers.pages import (
    MAX_BODY_BYTES,
    page_response,
    qr_picture,
    speak_vietnamese,
)

from ..models.hcc_appointment_booking import APPOINTMENT_TOKEN
from ..models.hcc_appointment_page import PAGE
from ..tools import person as person_tools

BOOKING_PAGE = "/hcc/dat-lich"
TITLE = "Đặt lịch hẹn"
WAIT = "Có quá nhiều lượt đặt chưa xác nhận từ mạng này. Vui lòng thử lại sau 15 phút."


class BookingController(Controller):
    """The public booking page: where → when → who → code. Nothing is kept in the browser."""

    @route(BOOKING_PAGE, type="http", auth="public", methods=["GET"], sitemap=False)
    def page(self, **_query):
        centres = self._appointments()._booking_centres()
        brand = centres if len(centres) == 1 else request.env.company.sudo()
        return page_response("booking", brand, {"base": BOOKING_PAGE}, title=TITLE)

    @json_route(f"{BOOKING_PAGE}/centres", methods=("GET",))
    def centres(self, **_query):
        centres = self._appointments()._booking_centres()
        return {"centres": [{"id": centre.id, "name": centre.name} for centre in centres]}

    @json_route(f"{BOOKING_PAGE}/choices", max_bytes=MAX_BODY_BYTES)
    def choices(self, **_query):
        return self._appointments()._booking_choices(self._centre(read_json()))

    @json_route(f"{BOOKING_PAGE}/times", max_bytes=MAX_BODY_BYTES)
    def times(self, **_query):
        lane, _choice = self._lane(read_json())
        return {"days": self._appointments()._booking_times(lane)}

    @json_route(f"{BOOKING_PAGE}/book", max_bytes=MAX_BODY_BYTES)
    def book(self, **_query):
        """Hold a place: ``{centre, choice, start, name, identity, phone, key}``; twice is once."""
        body = read_json()
        lane, choice = self._lane(body)
        start, key = self._start(body), self._key(body)
        person = self._person(body, lane.company_id)
        brakes = request.env["hcc.lookup.brake"]
        if not brakes._take("address", request.httprequest.remote_addr):
            raise ApiError(429, "wait", WAIT)
        answer = self._appointments()._book(lane.id, choice, start, person, key)
        return {"page": f"{PAGE}/{answer['token']}"}

    # -- One appointment ---------------------------------------------------------------------------

    @route(f"{PAGE}/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def appointment(self, token, **_query):
        found = self._resolve(token)
        if not found:
            raise request.not_found()
        config = {"base": f"{PAGE}/{token}", "appointment": True}
        return page_response("booking", found.company_id, config, title="Lịch hẹn")

    @json_route(f"{PAGE}/<string:token>/state", methods=("GET",))
    def state(self, token, **_query):
        found = self._found(token)
        return self._with_picture(found, found._page_state())

    @json_route(f"{PAGE}/<string:token>/confirm", max_bytes=MAX_BODY_BYTES)
    def confirm(self, token, **_query):
        found = self._found(token)
        code = read_json().get("code")
        state = found._confirm_on_page(code if isinstance(code, str) else "")
        if state["outcome"] == "confirmed":
            request.env["hcc.lookup.brake"]._give_back("address", request.httprequest.remote_addr)
        return self._with_picture(found, state)

    @json_route(f"{PAGE}/<string:token>/cancel", max_bytes=MAX_BODY_BYTES)
    def cancel(self, token, **_query):
        found = self._found(token)
        return found._withdraw_on_page()

    # -- What came in ------------------------------------------------------------------------------

    def _appointments(self):
        speak_vietnamese()
        return request.env["hcc.appointment"].sudo()

    def _resolve(self, token):
        speak_vietnamese()
        found = request.env["hcc.token"]._resolve(token, APPOINTMENT_TOKEN)
        return found.with_env(request.env).sudo() if found else found

    def _found(self, token):
        found = self._resolve(token)
        if not found:
            raise ApiError(404, "unknown", "Không tìm thấy lịch hẹn, hoặc địa chỉ đã hết hạn.")
        return found

    def _with_picture(self, appointment, state):
        if state["state"] == "booked":
            state["qr"] = qr_picture(appointment._page_url())
        return state

    def _centre(self, body):
        wanted = body.get("centre")
        centre = self._appointments()._booking_centres().filtered(lambda row: row.id == wanted)
        if not centre:
            raise ApiError(422, "no_centre", "Trung tâm này hiện chưa nhận đặt lịch hẹn.")
        return centre

    def _lane(self, body):
        centre, choice = self._centre(body), self._choice(body.get("choice"))
        lane = request.env["hcc.hall"]._lane_of_choice(centre, choice)
        if not lane or lane not in self._appointments()._offered_lanes(centre):
            raise ApiError(422, "no_lane", "Nội dung này hiện chưa nhận đặt lịch hẹn.")
        return lane, {name: choice.get(name) for name in ("agency", "field")}

    def _choice(self, choice):
        names = ("lane", "agency", "field")
        if not isinstance(choice, dict):
            raise ApiError(400, "bad_choice", "")
        chosen = {name: choice[name] for name in names if choice.get(name) is not None}
        if not all(type(value) is int and 0 < value < 2**31 for value in chosen.values()):
            raise ApiError(400, "bad_choice", "")
        return chosen

    def _start(self, body):
        try:
            return datetime.strptime(body.get("start"), "%Y-%m-%dT%H:%M:%SZ")
        except (TypeError, ValueError):
            raise ApiError(400, "bad_start", "") from None

    def _person(self, body, company):
        entries = [body.get(name) for name in ("name", "identity", "phone")]
        texts = [entry if isinstance(entry, str) else "" for entry in entries]
        try:
            return person_tools.read(*texts, request.env["hcc.clock"]._today(company))
        except person_tools.PersonError as error:
            raise ApiError(422, error.field, str(error)) from None

    def _key(self, body):
        key = body.get("key")
        if not isinstance(key, str) or len(key) < 8:
            raise ApiError(400, "bad_key", "")
        return key
