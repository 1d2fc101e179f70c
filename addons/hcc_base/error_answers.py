"""What a client is told of an error: never where in the code it happened.

The platform sends the whole traceback, with the server's paths, to anonymous callers too. All of
its answers (calls, exports, reports) are made by one function, which is extended here.
"""

import logging
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.tools.translate import _

_logger = logging.getLogger(__name__)

_serialize_exception = http.serialize_exception
#: Errors whose message is meant for the user.
SPOKEN = (UserError, http.SessionExpiredException, http.HTTPException)


def serialize_exception(exception, *, message=None, arguments=None):
    answer = _serialize_exception(exception, message=message, arguments=arguments)
    if may_see_traceback():
        return answer
    answer["debug"] = ""
    if not isinstance(exception, SPOKEN):
        reference = secrets.token_hex(4)
        _logger.info("Error %s: %r", reference, exception)
        answer["message"] = _("The server could not do this. Error reference: %s", reference)
        answer["arguments"] = [answer["message"]]
    return answer


def may_see_traceback():
    """System administrators may, as long as the connection can still tell who asks."""
    request = http.request
    if not request or not request.env or not request.session.uid:
        return False
    try:
        return request.env["res.users"].browse(request.session.uid).has_group("base.group_system")
    except Exception:  # noqa: BLE001 - the failed transaction answers no more questions
        return False


http.serialize_exception = serialize_exception
