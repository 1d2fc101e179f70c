from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Developer mode is for system administrators: for others it reveals names of records in
    error messages and technical menus.

    Two addresses that a stranger can type make the platform answer with a server error; here they
    are what they are: a parameter that nobody asked for, and a page that does not exist.
    """

    _inherit = "ir.http"

    @classmethod
    def _handle_debug(cls):
        super()._handle_debug()
        if not request.session.debug or not request.session.uid:
            return
        user = request.env["res.users"].sudo().browse(request.session.uid)
        if not user.has_group("base.group_system"):
            request.session.debug = ""

    @classmethod
    def _dispatch(cls, endpoint):
        request.params.pop("self", None)  # it would be passed on to the method beside its own
        return super()._dispatch(endpoint)

    @classmethod
    def _serve_fallback(cls):
        if "\x00" in request.httprequest.path:
            return None  # no attachment has such an address, and the database cannot be asked
        return super()._serve_fallback()
