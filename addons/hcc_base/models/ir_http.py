from odoo import models
from odoo.http import Response, request
from werkzeug.exceptions import abort

from ..tools.safe_text import unstorable
from .hcc_journal_check import WATCHERS


class IrHttp(models.AbstractModel):
    """What every request passes.

    Developer mode is for system administrators: for others it reveals names of records in error
    messages and technical menus. And text that no database can hold (NUL, half a surrogate pair)
    is a bad request, not an error of the server. Who watches over the journal is told when it is
    broken.
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

    def session_info(self):
        info = super().session_info()
        user = self.env.user
        if user._is_internal() and any(user.has_group(group) for group in WATCHERS):
            alarm = self.env["hcc.journal.check"].sudo()._alarm(user.company_ids)
            info["hcc_journal_alarm"] = alarm
        return info

    @classmethod
    def _dispatch(cls, endpoint):
        if unstorable(request.params):
            abort(Response("Invalid characters", status=400, mimetype="text/plain"))
        return super()._dispatch(endpoint)
