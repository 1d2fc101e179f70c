"""The public catalogue of procedures: pages that work without scripts, and the same as JSON."""

import functools
import hashlib
import json
import logging
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import ConcurrencyError
from odoo.http import request
from psycopg2 import OperationalError
from psycopg2.errors import ReadOnlySqlTransaction

from ..models.hcc_procedure_publication import PAGE
from ..tools import public_query
from .routing import public_get

_logger = logging.getLogger(__name__)

API = "/hcc/api/procedures"
#: Anybody may keep an answer for five minutes; a change of the catalogue is announced days ahead.
CACHE = "public, max-age=300"
PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "public, max-age=60",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


class Refusal(Exception):
    """Why there is no answer: HTTP status, a code for programs, a sentence for people."""

    def __init__(self, status, code, message, **more):
        super().__init__(code)
        self.status, self.code, self.message, self.more = status, code, message, more


def public_route(path, refused, names=(), **routing):
    """Declare a public page; ``refused`` turns a Refusal into its answer.

    Whoever asks, also somebody logged in, reads with the rights of the public pages' user. Of the
    parameters only ``names``, those of the path, are passed on; the others are in the address.
    """

    def decorator(method):
        @functools.wraps(method)
        def endpoint(self, **arguments):
            request.update_env(user=request.env.ref("hcc_base.user_public_page").id)
            request.update_context(lang=_language())
            try:
                return method(self, **arguments)
            except (OperationalError, ConcurrencyError, ReadOnlySqlTransaction):
                raise  # Odoo repeats the request
            except Refusal as refusal:
                return refused(refusal)
            except public_query.QueryError as error:
                return refused(Refusal(400, "bad_request", str(error)))
            except Exception:
                _logger.exception("Error in %s", request.httprequest.path)
                return refused(
                    Refusal(500, "server_error", "Hệ thống đang bận. Vui lòng thử lại sau.")
                )

        return public_get(path, own_refusals=names, **routing)(endpoint)

    return decorator


def _language():
    known = request.env["res.lang"]._get_data(code="vi_VN")
    return "vi_VN" if known else request.env.context.get("lang")


def read_query():
    arguments = request.httprequest.args
    return public_query.read(arguments, request.httprequest.query_string)


def centre_of(query):
    """The centre asked about, or the only one there is.

    :return: the company as superuser: its name and brand are public, its calendar is needed
    """
    centres = request.env["hcc.procedure"]._all_centres()
    wanted = centres
    if query.centre:
        wanted = centres.filtered(lambda centre: centre.identifier_code == query.centre)
    if len(wanted) == 1:
        return wanted
    known = [{"code": c.identifier_code or "", "name": c.name} for c in centres]
    if query.centre or not centres:
        raise Refusal(404, "unknown_centre", "Không có trung tâm nào mang mã này.", centres=known)
    raise Refusal(
        400, "centre_needed", "Vui lòng chọn trung tâm (tham số “centre”).", centres=known
    )


def procedure_of(code):
    procedure = request.env["hcc.procedure"]._find_public(code)
    if not procedure:
        raise Refusal(404, "unknown_procedure", "Không có thủ tục nào được công bố với mã này.")
    return procedure


# -------------------------------------------------------------------------------------------------
# Pages
# -------------------------------------------------------------------------------------------------


def page(template, values, status=200):
    """A page of the catalogue; the query's helpers are at hand in the template."""
    values = {"address": _address, "brand": None, "query": public_query.Query(), **values}
    html = request.env["ir.qweb"]._render(template, values)
    return request.make_response(html, headers=list(PAGE_HEADERS.items()), status=status)


def _address(query, **changes):
    parameters = query.parameters(**changes)
    return f"{PAGE}?{urlencode(parameters)}" if parameters else PAGE


def _refused_page(refusal):
    return page("hcc_base.catalogue_refusal", {"refusal": refusal}, status=refusal.status)


class CatalogueController(http.Controller):
    """What a citizen reads: the search page, and one page for each procedure."""

    @public_route(PAGE, refused=_refused_page)
    def search(self):
        query = read_query()
        company = centre_of(query)
        procedures = request.env["hcc.procedure"]
        found, total = procedures._search_public(company, query)
        day = request.env["hcc.clock"]._today(company)
        values = {
            "query": query,
            "brand": company._hcc_brand(),
            "centres": procedures._all_centres(),
            "total": total,
            "items": found._public_items(company, day),
            "choices": procedures._public_choices(company, query),
            "last_page": max(1, -(-total // query.size)),
        }
        return page("hcc_base.catalogue_search", values)

    @public_route(f"{PAGE}/<string:code>", refused=_refused_page, names=("code",))
    def procedure(self, code):
        query, code = read_query(), public_query.code(code)
        company = centre_of(query)
        procedure = procedure_of(code)
        if procedure.code != code:
            return request.redirect(procedure._public_path(query.centre), code=301)
        day = request.env["hcc.clock"]._today(company)
        version, coming = procedure._public_versions(day)[procedure.id]
        values = {
            "query": query,
            "brand": company._hcc_brand(),
            "procedure": procedure,
            "standing": procedure._public_standing(company, version, coming),
            "version": version or coming,
            "coming": coming,
            "day": day if version else coming.valid_from,
            "is_in_force": bool(version),
        }
        return page("hcc_base.catalogue_procedure", values)


# -------------------------------------------------------------------------------------------------
# JSON
# -------------------------------------------------------------------------------------------------


def answer(data):
    """JSON with an ETag: who has it already gets 304."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", CACHE)]
    response = request.make_response(body, headers=headers)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request.httprequest.environ)


def _refused_json(refusal):
    body = {"error": refusal.code, "message": refusal.message, **refusal.more}
    headers = [("Cache-Control", "no-store")]
    return request.make_json_response(body, headers=headers, status=refusal.status)


class CatalogueApiController(http.Controller):
    """The same as data: docs/api-danh-muc.md."""

    @public_route(API, refused=_refused_json, cors="*")
    def procedures(self):
        query = read_query()
        company = centre_of(query)
        found, total = request.env["hcc.procedure"]._search_public(company, query)
        day = request.env["hcc.clock"]._today(company)
        return answer(
            {
                "centre": {"code": company.identifier_code or "", "name": company.name},
                "day": day.isoformat(),
                "total": total,
                "page": query.page,
                "size": query.size,
                "procedures": found._public_items(company, day),
            }
        )

    @public_route(f"{API}/<string:code>", refused=_refused_json, names=("code",), cors="*")
    def procedure(self, code):
        query, code = read_query(), public_query.code(code)
        company = centre_of(query)
        day = request.env["hcc.clock"]._today(company)
        return answer(
            {
                "centre": {"code": company.identifier_code or "", "name": company.name},
                "day": day.isoformat(),
                "procedure": procedure_of(code)._public_facts(company, day),
            }
        )
