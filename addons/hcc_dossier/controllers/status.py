from odoo import http
from odoo.http import request

from odoo.addons.hcc_base.controllers.routing import public_get

from ..models.hcc_dossier_reception import STATUS_TOKEN

#: The address holds the look-up token: it is neither stored, nor indexed, nor sent on.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class StatusController(http.Controller):
    """The public page behind the look-up code of an acceptance slip."""

    @public_get("/hcc/s/<string:token>", sitemap=False)
    def status(self, token):
        """One page for every answer: an unknown, revoked or expired code reads all the same."""
        dossier = request.env["hcc.token"]._resolve(token, STATUS_TOKEN)
        known = dossier._name == "hcc.dossier" and dossier.sudo().exists()
        values = {
            "status": dossier._get_public_status() if known else None,
            "brand": dossier.sudo().company_id._hcc_brand() if known else None,
        }
        page = request.env["ir.qweb"]._render("hcc_dossier.status_page", values)
        headers = [*HEADERS.items(), ("Content-Type", "text/html; charset=utf-8")]
        return request.make_response(page, headers=headers, status=200 if known else 404)
