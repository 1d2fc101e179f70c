from odoo import http
from odoo.http import request

from odoo.addons.hcc_base.controllers.routing import public_get

from ..models.following.hcc_dossier_lookup import LOOKUP_PAGE
from ..tools import public_words
from .status import PAGE, public_page

MAX_BODY_BYTES = 4096
LONGEST_ENTRY = 64


def _entry(values, name):
    """What was typed: short, and without what the database cannot store."""
    return values.get(name, "")[:LONGEST_ENTRY].replace("\x00", "")


class LookupController(http.Controller):
    """Look-up by dossier code and a second fact, for those whose slip is not at hand."""

    @public_get(LOOKUP_PAGE, sitemap=False, own_refusals=())
    def ask(self):
        return self._form(_entry(request.httprequest.args, "ma"))

    @http.route(
        LOOKUP_PAGE,
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,  # nothing changes, and there is no session to abuse
        save_session=False,
        readonly=False,
        max_content_length=MAX_BODY_BYTES,
        own_refusals=(),
    )
    def check(self):
        entered = request.httprequest.form
        code = _entry(entered, "ma")
        outcome, token = request.env["hcc.dossier"]._look_up(
            code, _entry(entered, "so-cuoi"), request.httprequest.remote_addr
        )
        if outcome == "found":
            language = public_words.language_of(entered.get("lang"))
            suffix = "" if language == "vi" else f"?lang={language}"
            return request.redirect(f"{PAGE}/{token}{suffix}", code=303)
        return self._form(code, outcome, 429 if outcome == "wait" else 403)

    def _form(self, code, outcome=None, status=200):
        centres = request.env["hcc.procedure"].sudo()._all_centres()
        values = {
            "path": LOOKUP_PAGE,
            "code": code,
            "outcome": outcome,
            "brand": centres._hcc_brand() if len(centres) == 1 else None,
        }
        return public_page("hcc_dossier.lookup_page", values, status)
