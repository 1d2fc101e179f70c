"""JSON routes for devices and public pages: own errors, no traceback, nothing kept in sessions.

Odoo's JSON-RPC answers anonymous callers with the server's traceback, and crashes on a NUL byte
or half a surrogate pair in a text. These routes do neither::

    @json_route("/hcc/kiosk/api/issue")
    def issue(self):
        body = read_json()
        …
        raise ApiError(404, "unknown_lane", "This lane does not exist.")
        return {"number": "A012"}
"""

import functools
import json
import logging
import unicodedata

from odoo.exceptions import AccessError, ConcurrencyError, MissingError, UserError
from odoo.http import request, route
from psycopg2 import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions

_logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
MAX_TEXT = 2000
MAX_DEPTH = 20


class ApiError(Exception):
    """Refuse the call: HTTP status, a code for programs, a sentence for people."""

    def __init__(self, status, code, message=""):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def json_route(path, methods=("POST",), max_bytes=MAX_BODY_BYTES, **routing):
    """Declare a public route that reads and answers JSON.

    The caller is anonymous to Odoo; the method checks a token first. An exception rolls the
    transaction back; serialization failures are repeated by Odoo as everywhere.
    """

    def decorator(method):
        @functools.wraps(method)
        def endpoint(self, *args, **kwargs):
            return _answer(lambda: method(self, *args, **kwargs))

        return route(
            path,
            type="http",
            auth="public",
            methods=list(methods),
            csrf=False,
            save_session=False,
            max_content_length=max_bytes,
            readonly=False,
            **routing,
        )(endpoint)

    return decorator


def read_json():
    """Return the request's JSON object, cleaned of control characters."""
    try:
        body = json.loads(request.httprequest.get_data(cache=True) or b"{}", parse_constant=_refuse)
        body = clean(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "bad_json", "The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise ApiError(400, "bad_json", "The body must be a JSON object.")
    return body


def bearer():
    """Return the token of the Authorization header, or an empty text."""
    scheme, _space, token = request.httprequest.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def json_answer(data, status=200):
    """Make a response that no cache keeps."""
    return request.make_json_response(data, headers=[("Cache-Control", "no-store")], status=status)


def clean(value, depth=0):
    """Return JSON data with composed texts (NFC) free of control characters and half surrogates."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_clean_text(key): clean(item, depth + 1) for key, item in value.items()}
    return value


def _clean_text(text):
    kept = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", kept)[:MAX_TEXT]


def _refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def _answer(call):
    try:
        data = call()
        request.env.cr.flush()
    except (OperationalError, IntegrityError, ConcurrencyError):
        raise  # Odoo repeats the request
    except ApiError as error:
        _abort(error.status, error.code, error.message)
    except (AccessError, MissingError):
        _abort(403, "refused", "")
    except UserError as error:
        _abort(422, "not_possible", str(error))
    except HTTPException as error:
        if error.response is not None:
            raise
        _abort(error.code or 500, "http", "")
    except Exception as error:
        _logger.exception("Error in %s", request.httprequest.path)
        _abort(500, "server_error", "", error)
    else:
        return json_answer(data) if isinstance(data, dict | list) else data


def _abort(status, code, message, cause=None):
    """Leave by an exception, so that the transaction is rolled back."""
    response = json_answer({"error": code, "message": message}, status)
    error_class = default_exceptions.get(status, default_exceptions[400])
    raise error_class(response=response) from cause
