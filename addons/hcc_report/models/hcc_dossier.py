from odoo import fields, models
from odoo.fields import Domain

from .. import facts


class HccDossier(models.Model):
    """Dossiers can be searched by the cell of an official table that counts them."""

    _inherit = "hcc.dossier"

    report_cell = fields.Char(
        "Counted in", compute="_compute_report_cell", search="_search_report_cell"
    )

    def _compute_report_cell(self):
        """Only for searching: a dossier does not know the tables that count it."""
        self.report_cell = False

    def _search_report_cell(self, operator, value):
        """``[("report_cell", "=", "<line id>:<cell>")]``: read with the caller's own rights."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._domain_of_cell(key) for key in value)

    def _domain_of_cell(self, key):
        line_id, cell = key.split(":")
        line = self.env["hcc.report.agency.line"].browse(int(line_id)).exists()
        if not line:
            return Domain.FALSE
        line.check_access("read")
        self.flush_model()
        self.env["hcc.dossier.ledger"].flush_model()
        query = facts.dossiers_of_cell(line.table_id._period(), cell, line.agency_id.id)
        return Domain("id", "in", query)
