from odoo import http
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from .routing import public_get

#: The address holds a digest of the content: another colour or logo has another address.
HEADERS = [
    ("Cache-Control", "public, max-age=604800"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
]
MAX_ID = 2**31 - 1


class BrandController(http.Controller):
    """The colours and the logo of a centre for its public pages; nothing else of the centre."""

    @public_get("/hcc/brand/<int:company_id>/<string:digest>.css")
    def colours(self, company_id, digest):
        css = self._company(company_id)._brand_css()
        return request.make_response(
            css, headers=[*HEADERS, ("Content-Type", "text/css; charset=utf-8")]
        )

    @public_get("/hcc/brand/<int:company_id>/<string:digest>/logo")
    def logo(self, company_id, digest):
        image = self._company(company_id)._brand_logo()
        if not image:
            raise request.not_found()
        return request.make_response(
            image, headers=[*HEADERS, ("Content-Type", guess_mimetype(image))]
        )

    def _company(self, company_id):
        """The company as superuser, of which only brand and logo are taken; else a 404 page."""
        known = 0 < company_id <= MAX_ID
        company = request.env["res.company"].sudo().browse(company_id).exists() if known else None
        if not company:
            raise request.not_found()
        return company
