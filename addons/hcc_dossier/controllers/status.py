from odoo import http
from odoo.http import request

from odoo.addons.hcc_base.controllers.routing import public_get

from ..models.following.hcc_dossier_following import LOOKUP_TOKEN
from ..models.reception.hcc_dossier_reception import STATUS_TOKEN
from ..tools import public_words

PAGE = "/hcc/s"
#: A page loads itself again after so many seconds, when its reader asked for it.
REFRESH_SECONDS = 120
#: The address holds the look-up token: it is neither stored, nor indexed, nor sent on.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def public_page(template, values, status=200):
    """A page about a dossier in the language that its address asks for."""
    language = public_words.language_of(request.httprequest.values.get("lang"))
    values = {
        "language": language,
        "words": public_words.WORDS[language],
        "vi": None if language == "vi" else "vi",
        "brand": None,
        **values,
    }
    page = request.env["ir.qweb"]._render(template, values)
    headers = [*HEADERS.items(), ("Content-Type", "text/html; charset=utf-8")]
    return request.make_response(page, headers=headers, status=status)


def open_token(token):
    """The dossier behind the code of a slip or behind a look-up, as the public page's user, and
    whether the second fact was given for it."""
    tokens = request.env["hcc.token"]
    for purpose in (STATUS_TOKEN, LOOKUP_TOKEN):
        dossier = tokens._resolve(token, purpose)
        if dossier._name == "hcc.dossier" and dossier._fetch_page():
            return dossier, purpose == LOOKUP_TOKEN
    return None, False


class StatusController(http.Controller):
    """The public page behind the look-up code of an acceptance slip, or behind a look-up."""

    @public_get(f"{PAGE}/<string:token>", sitemap=False, own_refusals=("token",))
    def status(self, token):
        """One page for every answer: an unknown or expired code reads all the same. Only a code
        that was on a paper can read that this paper is void."""
        dossier, with_fact = open_token(token)
        values = {"path": f"{PAGE}/{token}", "with_fact": with_fact}
        if not dossier:
            is_void = request.env["hcc.token"]._is_ended(token, STATUS_TOKEN)
            template = "status_void" if is_void else "status_unknown"
            return public_page(f"hcc_dossier.{template}", values, 410 if is_void else 404)
        values["brand"] = dossier.sudo().company_id._hcc_brand()
        if not with_fact and dossier.sudo()._is_slip_void():
            values["task"] = dossier._void_slip_task(
                public_words.language_of(request.httprequest.args.get("lang"))
            )
            return public_page("hcc_dossier.status_void", values, 410)
        language = public_words.language_of(request.httprequest.args.get("lang"))
        values["status"] = dossier._get_public_status(language, with_fact)
        if request.httprequest.args.get("tu-cap-nhat") == "1":
            values["refresh"] = REFRESH_SECONDS
        return public_page("hcc_dossier.status_page", values)

    @http.route(
        f"{PAGE}/<string:token>/<string:document>/<string:expires>/<string:signature>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
        own_refusals=("token", "document", "expires", "signature"),
    )
    def result(self, token, document, expires, signature):
        """A file of the result, by the signed address that the page gave."""
        dossier, with_fact = open_token(token)
        found = dossier and dossier._open_result(document, expires, signature, with_fact)
        if not found:
            values = {"path": f"{PAGE}/{token}"}
            return public_page("hcc_dossier.status_unknown", values, 404)
        content = found["content"]
        headers = [
            *HEADERS.items(),
            ("Content-Type", found.get("mimetype") or "application/octet-stream"),
            ("Content-Disposition", http.content_disposition(found["name"])),
        ]
        return request.make_response(content() if callable(content) else content, headers=headers)
