from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.hcc_base.tools import text

from ..models.hcc_receipt import RECEIPT_TOKEN

#: Papers and look-up pages stay out of caches and search engines.
_PRIVATE = [
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex"),
    ("Referrer-Policy", "no-referrer"),
]


class ReceiptController(http.Controller):
    @http.route("/hcc/receipt/<int:receipt_id>/paper", type="http", auth="user", readonly=False)
    def paper(self, receipt_id):
        """One counted print of a receipt as PDF."""
        receipt = request.env["hcc.receipt"].browse(receipt_id).exists()
        if not receipt:
            raise request.not_found()
        pdf = receipt._render_paper()
        name = text.fold(f"bien-lai-{receipt.symbol}-{receipt.name}.pdf")
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(pdf)),
                ("Content-Disposition", content_disposition(name, disposition_type="inline")),
                *_PRIVATE,
            ],
        )

    @http.route("/hcc/r/<string:token>", type="http", auth="public", readonly=True)
    def look_up(self, token):
        """Whether the receipt behind a paper's code is valid; one page for every wrong code."""
        receipt = request.env["hcc.token"]._resolve(token, RECEIPT_TOKEN)
        facts = receipt._public_facts() if receipt else None
        response = request.render(
            "hcc_fees.receipt_lookup",
            {"facts": facts, "brand": receipt.sudo().company_id._hcc_brand() if facts else None},
            status=200 if facts else 404,
        )
        response.headers.extend(_PRIVATE)
        return response
