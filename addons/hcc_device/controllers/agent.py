from odoo.http import Controller, request

from .api import ApiError, bearer, json_route, read_json


class AgentController(Controller):
    """The device agent's two calls: once for a token, then one call for everything."""

    @json_route("/hcc/agent/enroll", max_bytes=4096)
    def enroll(self):
        """Exchange a one-time enrolment code for a token."""
        device, token = request.env["hcc.device"]._enroll(read_json().get("code"))
        if not device:
            raise ApiError(403, "enrolment_code", "This code is wrong, used or too old.")
        return {"device_id": device.id, "name": device.sudo().name, "token": token}

    @json_route("/hcc/agent/sync", max_bytes=256 * 1024)
    def sync(self):
        """Results, events and health up; jobs and settings down."""
        device = request.env["hcc.device"]._authenticate(bearer(), kinds=("agent",))
        if not device:
            raise ApiError(401, "token", "Unknown or revoked token.")
        return device._sync(read_json())
