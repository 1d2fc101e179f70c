"""What the hall's pages share: their HTML frame, their token, their picture of a QR code."""

import base64
import functools
import hashlib
import io
import json

import qrcode
from odoo.exceptions import AccessError
from odoo.http import request
from qrcode.image.svg import SvgPathImage

from odoo.addons.bus.websocket import WebsocketConnectionHandler
from odoo.addons.hcc_device.controllers.api import ApiError, json_route

LANGUAGE = "vi_VN"
#: A touch or a key press is a few hundred bytes.
MAX_BODY_BYTES = 8 * 1024

_POLICY = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def page_response(name, company, config, title=None):
    """Return the page ``name`` of a centre; its bundle draws it, starting from ``config``."""
    brand = company._hcc_brand()
    config = {
        **config,
        "logo": brand["logo_url"],
        "websocket_version": WebsocketConnectionHandler._VERSION,
    }
    nodes = _assets(name)
    response = request.render(
        "hcc_queue.page",
        {
            "title": title or brand["name"],
            "brand": brand,
            "config": json.dumps(config),
            "styles": [node["href"] for tag, node in nodes if tag == "link"],
            "scripts": [node["src"] for tag, node in nodes if tag == "script"],
        },
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _assets(name):
    return request.env["ir.qweb"]._get_asset_nodes(f"hcc_queue.assets_{name}")


def page_version(name):
    """A value that changes with the page's bundle."""
    addresses = [node.get("src") or node.get("href") or "" for _tag, node in _assets(name)]
    return hashlib.sha256("|".join(addresses).encode()).hexdigest()[:16]


def device_of(token, kind):
    """Return the device behind ``token``; an unknown or revoked one is a 404 like any other.

    :return: the device as superuser; take from it what the page needs and no more
    """
    device = request.env["hcc.device"]._authenticate(token, kinds=(kind,))
    if not device:
        raise ApiError(404, "unknown_device", "Thiết bị chưa được cấp quyền hoặc đã bị thu hồi.")
    request.update_env(user=device.env.user)
    speak_vietnamese()
    return device.with_env(request.env).sudo()


def speak_vietnamese():
    """Refusals on public pages are read by citizens, whatever the browser's language."""
    if request.env["res.lang"]._get_data(code=LANGUAGE):
        request.update_context(lang=LANGUAGE)


def page_of_device(token, kind):
    """Return the device behind ``token``, or a 404 page."""
    try:
        return device_of(token, kind)
    except ApiError:
        raise request.not_found() from None


def doorbell(kind, record):
    """Name of the channel that a page listens on."""
    return request.env["hcc.hall"]._channel(kind, record.id)


def qr_picture(text):
    """Return ``text`` as the address of an SVG picture of its QR code."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    stream = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(stream)
    return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode()


def staff_route(path, methods=("POST",)):
    """Declare a JSON route for the logged-in official.

    A form of another site cannot send JSON, so requiring it keeps strangers' pages from pressing
    our buttons. Refusals come with their reason: they are read by staff.
    """

    def decorator(method):
        @functools.wraps(method)
        def endpoint(self, *args, **kwargs):
            _check_staff(writes="POST" in methods)
            try:
                return method(self, *args, **kwargs)
            except AccessError as error:
                raise ApiError(403, "refused", str(error)) from error

        return json_route(path, methods=methods, max_bytes=MAX_BODY_BYTES)(endpoint)

    return decorator


def _check_staff(writes):
    if request.env.user._is_public():
        raise ApiError(401, "session", "Phiên đăng nhập đã hết. Vui lòng đăng nhập lại.")
    if not request.env.user._is_internal():
        raise ApiError(403, "refused", "Trang này dành cho cán bộ của Trung tâm.")
    if writes and request.httprequest.mimetype != "application/json":
        raise ApiError(415, "not_json", "")
