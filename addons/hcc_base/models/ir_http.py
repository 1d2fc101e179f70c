from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Developer mode is for system administrators: for others it reveals names of records in
    error messages and technical menus."""

    _inherit = "ir.http"

    @classmethod
    def _handle_debug(cls):
        super()._handle_debug()
        if not request.session.debug or not request.session.uid:
            return
        user = request.env["res.users"].sudo().browse(request.session.uid)
        if not user.has_group("base.group_system"):
            request.session.debug = ""
