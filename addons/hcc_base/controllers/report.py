from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.report import ReportController

from ..paper_gate import PapersBusy

#: After so many seconds the page of a paper that waits asks again.
RETRY_SECONDS = 1


class PaperReportController(ReportController):
    """Papers in a tab of their own: one that finds the printing workers busy asks again."""

    @http.route()
    def report_routes(self, reportname, docids=None, converter=None, **data):
        if request.httprequest.path.startswith("/report/download"):
            return super().report_routes(reportname, docids, converter, **data)
        request.update_context(hcc_paper_asks_again=True)
        try:
            return super().report_routes(reportname, docids, converter, **data)
        except PapersBusy:
            page = request.env["ir.qweb"]._render(
                "hcc_base.papers_busy", {"seconds": RETRY_SECONDS}
            )
            headers = [("Retry-After", str(RETRY_SECONDS)), ("Cache-Control", "no-store")]
            return request.make_response(page, headers=headers, status=503)
