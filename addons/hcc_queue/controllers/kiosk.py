from odoo.http import Controller, request, route

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json

from ..models.ticket.hcc_ticket_paper import TICKET_TOKEN
from .pages import (
    MAX_BODY_BYTES,
    device_of,
    page_of_device,
    page_response,
    page_version,
    qr_picture,
)

#: No code of a priority class is longer.
MAX_CODE = 32
#: Refusals that the visitor reads, in Vietnamese and English.
CLOSED = (
    "Ki-ốt tạm ngừng phục vụ. Xin đến quầy hướng dẫn.",
    "This kiosk is out of service. Please ask at the reception desk.",
)
NO_LANE = (
    "Lĩnh vực này hiện chưa lấy số. Xin hỏi quầy hướng dẫn.",
    "No numbers are given out for this now. Please ask at the reception desk.",
)


class KioskController(Controller):
    """The kiosk: agency → field → ticket."""

    @route("/hcc/kiosk/<string:token>", type="http", auth="public", methods=["GET"])
    def page(self, token, **_query):
        kiosk = page_of_device(token, "kiosk")
        config = {"base": f"/hcc/kiosk/{token}", "version": page_version("kiosk")}
        return page_response("kiosk", kiosk.company_id, config)

    @json_route("/hcc/kiosk/<string:token>/choices", methods=("GET",))
    def choices(self, token, **_query):
        """What can be chosen now; ``version`` tells a page that runs for weeks that it is old."""
        kiosk = device_of(token, "kiosk")
        choices = request.env["hcc.hall"]._kiosk_choices(kiosk.company_id)
        closed = kiosk.is_closed_to_visitors
        return {**choices, "closed": closed, "version": page_version("kiosk")}

    @json_route("/hcc/kiosk/<string:token>/issue", max_bytes=MAX_BODY_BYTES)
    def issue(self, token, **_query):
        """Issue a ticket: ``{"choice": {lane | agency, field, lines}, "key": …}``, once a key."""
        kiosk = device_of(token, "kiosk")
        body = read_json()
        in_english = body.get("language") == "en"
        if in_english:
            request.update_context(lang="en_US")
        if kiosk.is_closed_to_visitors:
            raise ApiError(422, "closed", CLOSED[in_english])
        choice = self._choice(body.get("choice"))
        hall = request.env["hcc.hall"]
        lines = hall._lines_of_choice(kiosk.company_id, choice)
        lane = lines is not None and hall._lane_of_choice(kiosk.company_id, choice)
        if not lane:
            raise ApiError(422, "no_lane", NO_LANE[in_english])
        answer = request.env["hcc.ticket"]._issue_at_kiosk(
            kiosk.id,
            lane.id,
            choice.get("agency"),
            choice.get("field"),
            self._key(body),
            lines=lines,
            priority=choice.get("priority"),
        )
        return {**answer, "qr": qr_picture(answer["url"])}

    @json_route("/hcc/kiosk/<string:token>/paper/<string:ticket_token>", methods=("GET",))
    def paper(self, token, ticket_token, **_query):
        """What became of the paper of a ticket just issued here."""
        kiosk = device_of(token, "kiosk")
        ticket = request.env["hcc.token"]._resolve(ticket_token, TICKET_TOKEN).sudo()
        if not ticket or ticket.kiosk_id.id != kiosk.id:
            raise ApiError(404, "unknown_ticket", "")
        return {"print_state": ticket.print_state}

    def _choice(self, choice):
        """The ids of what was touched; anything else is not from our page."""
        names = ("lane", "agency", "field")
        if not isinstance(choice, dict):
            raise ApiError(400, "bad_choice", "")
        chosen = self._numbers(choice, names)
        if choice.get("priority") is not None:
            chosen["priority"] = self._code(choice["priority"])
        lines = choice.get("lines")
        if lines is None:
            return chosen
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise ApiError(400, "bad_choice", "")
        lines = [self._numbers(line, ("procedure", "field", "count")) for line in lines]
        return {**chosen, "lines": [{"count": 1, **line} for line in lines]}

    def _code(self, code):
        if not isinstance(code, str) or not 0 < len(code) <= MAX_CODE:
            raise ApiError(400, "bad_choice", "")
        return code

    def _numbers(self, values, names):
        chosen = {name: values[name] for name in names if values.get(name) is not None}
        if not all(type(value) is int and 0 < value < 2**31 for value in chosen.values()):
            raise ApiError(400, "bad_choice", "")
        return chosen

    def _key(self, body):
        """A press without a key could be counted twice: it is refused."""
        key = body.get("key")
        if not isinstance(key, str) or len(key) < 8:
            raise ApiError(400, "bad_key", "")
        return key
