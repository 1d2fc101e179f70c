from odoo import models
from odoo.http import request

#: What cannot be stored is shown as what it is: no character at all.
NO_CHARACTER = "\ufffd"


class IrHttp(models.AbstractModel):
    """Addresses that a stranger can type and that make the platform answer with a server error are
    answered as what they are: a parameter nobody asked for, a page that does not exist.

    A route with ``own_refusals`` reads its parameters from the address itself and refuses wrong
    ones in its own words; here it gets those of the path only, as text that can be handled.
    """

    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        request.params.pop("self", None)  # it would be passed on to the method beside its own
        if (names := endpoint.routing.get("own_refusals")) is not None:
            request.params = {
                name: request.params[name].replace("\x00", NO_CHARACTER) for name in names
            }
        return super()._dispatch(endpoint)

    @classmethod
    def _serve_fallback(cls):
        if "\x00" in request.httprequest.path:
            return None  # no attachment has such an address, and the database cannot be asked
        return super()._serve_fallback()
