import base64

from odoo import api, fields, models
from odoo.fields import Command

from .. import spreadsheet
from ..tools import catalogue_cells
from ..tools.catalogue_columns import FIELDS


class HccCatalogueExport(models.TransientModel):
    """The catalogue as a sheet (xuất danh mục) that imports unchanged.

    Administrators only; each sees their own exports.
    """

    _name = "hcc.catalogue.export"
    _description = "Export of the Catalogue"

    agency_ids = fields.Many2many("hcc.agency", string="Agencies", help="Empty: all.")
    procedure_ids = fields.Many2many("hcc.procedure", string="Procedures", help="Empty: all.")
    with_archived = fields.Boolean("Archived procedures too")
    file = fields.Binary(readonly=True, attachment=True)
    file_name = fields.Char("Name of the file", readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "hcc.procedure":
            values["procedure_ids"] = [Command.set(self.env.context.get("active_ids") or [])]
        return values

    def export(self):
        """Write the sheet and hand it out."""
        self.ensure_one()
        procedures = self._procedures()
        today = self.env["hcc.clock"]._today()
        self.write(
            {
                "file": base64.b64encode(self._workbook(procedures, today)),
                "file_name": f"danh-muc-tthc-{today:%Y-%m-%d}.xlsx",
            }
        )
        return self._download()

    def _procedures(self):
        if self.procedure_ids:
            return self.procedure_ids.sorted("code")
        domain = [("agency_id", "child_of", self.agency_ids.ids)] if self.agency_ids else []
        model = self.env["hcc.procedure"].with_context(active_test=not self.with_archived)
        return model.search(domain, order="code")

    def _workbook(self, procedures, day):
        """Columns whose text exceeds a cell go on in a second column of the same title."""
        content_model = self.env["hcc.catalogue.content"]
        bases = content_model._bases(procedures)
        empty = self.env["hcc.procedure.version"]
        keys = [key for key in FIELDS if key != "channels"]
        rows = []
        for procedure in procedures:
            content = content_model._of(procedure, bases.get(procedure.id, empty), day)
            texts = (catalogue_cells.write(key, content.get(key)) for key in keys)
            rows.append([spreadsheet.pieces(text) for text in texts])
        widths = [max((len(row[n]) for row in rows), default=1) for n in range(len(keys))]
        titles = [
            FIELDS[key].label for key, width in zip(keys, widths, strict=True) for _ in range(width)
        ]
        lines = [
            [
                part
                for parts, width in zip(row, widths, strict=True)
                for part in [*parts, *[""] * (width - len(parts))]
            ]
            for row in rows
        ]
        return spreadsheet.write("Thủ tục", titles, lines)

    def _download(self):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "self",
        }
