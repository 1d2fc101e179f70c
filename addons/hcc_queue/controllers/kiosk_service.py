from odoo.http import Controller, request

from odoo.addons.hcc_device.controllers.api import ApiError, json_route, read_json

from .pages import MAX_BODY_BYTES, device_of

ACTIONS = ("state", "test_print", "close_kiosk", "reopen_kiosk")


class KioskServiceController(Controller):
    """At the kiosk: staff with the kiosk's code, and papers that are scanned."""

    @json_route("/hcc/kiosk/<string:token>/service", max_bytes=MAX_BODY_BYTES)
    def service(self, token, **_query):
        """Service screen: ``{"code": …, "action": …}``. A wrong code is counted, so it is answered
        and not refused: a refusal would be rolled back."""
        kiosk = device_of(token, "kiosk")
        body = read_json()
        code, action = body.get("code"), body.get("action")
        if not isinstance(code, str) or action not in ACTIONS:
            raise ApiError(400, "bad_action", "")
        unlocked, wait = kiosk._unlock(code[:32])
        if not unlocked:
            return {"unlocked": False, "wait": wait}
        kiosk._service(action)
        return {"unlocked": True, **kiosk._service_state()}

    @json_route("/hcc/kiosk/<string:token>/scan", max_bytes=MAX_BODY_BYTES)
    def scan(self, token, **_query):
        """What a paper says that was scanned here: ``{"code": …, "language": vi | en}``."""
        kiosk = device_of(token, "kiosk")
        body = read_json()
        code = body.get("code")
        if not isinstance(code, str):
            raise ApiError(400, "bad_code", "")
        language = "en" if body.get("language") == "en" else "vi"
        found = request.env["hcc.hall"]._scanned(kiosk.company_id, code, language)
        return {"found": found}
