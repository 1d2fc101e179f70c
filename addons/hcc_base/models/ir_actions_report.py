from ast import literal_eval

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import paper
from ..paper_gate import drawing


class IrActionsReport(models.Model):
    """Papers drawn in the server's process.

    The platform neither checks a report's groups nor the reader's right to the records behind
    ``/report/…`` addresses; for our papers both are enforced, whichever way they are asked for.
    """

    _inherit = "ir.actions.report"

    paper_engine = fields.Selection(
        [("weasyprint", "In the server's process (WeasyPrint)")],
        help="Empty: the platform's own way through wkhtmltopdf.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"paper_engine"}

    def report_action(self, docids, data=None, config=True):
        action = super().report_action(docids, data=data, config=config)
        if self.paper_engine:
            action["paper_engine"] = self.paper_engine
        return action

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if report.paper_engine != "weasyprint":
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        res_ids = [res_ids] if isinstance(res_ids, int) else list(res_ids or [])
        asks_again = self.env.context.get("hcc_paper_asks_again", False)
        with drawing(asks_again):  # whoever is refused has cost no reading of records either
            html = self._render_qweb_html(
                report_ref, res_ids, data={**(data or {}), "report_type": "pdf"}
            )
            return paper.render_pdf(html[0].decode()), "pdf"

    def _get_rendering_context(self, report, docids, data):
        """Every renderer passes here: PDF, HTML and text."""
        if report.paper_engine:
            self._check_paper_access(report, docids or [])
        context = super()._get_rendering_context(report, docids, data)
        if report.paper_engine:
            context["qr_image"] = paper.qr_image
            context["qr_svg"] = paper.qr_svg
        return context

    def _check_paper_access(self, report, docids):
        """The reader has one of the report's groups and may read every record it shows."""
        groups = report.sudo().group_ids
        if groups and not self.env.su and not set(groups.ids) & set(self.env.user._get_group_ids()):
            raise AccessError(
                self.env._(
                    "“%(paper)s” may only be printed by: %(roles)s.",
                    paper=report.name,
                    roles=", ".join(groups.mapped("name")),
                )
            )
        records = self.env[report.model].browse(docids)
        if not records:
            raise UserError(self.env._("“%s”: choose what is to be printed.", report.name))
        records.check_access("read")
        unfit = records - records.filtered_domain(report._paper_domain())
        if unfit:
            raise UserError(
                self.env._(
                    "“%(paper)s” cannot be printed for %(records)s: it does not exist yet.",
                    paper=report.name,
                    records=", ".join(unfit.mapped("display_name")),
                )
            )

    def _paper_domain(self):
        """For which records the paper exists (the report's filter)."""
        return literal_eval(self.domain or "[]")
