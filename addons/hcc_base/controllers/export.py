import json

from odoo.http import request, route
from werkzeug.datastructures import FileStorage

from odoo.addons.web.controllers import export, pivot

from ..tools.safe_text import guarded, is_live

#: What the platform's writer of pivot tables turns into a link or an array formula.
ACTIVE_STARTS = ("{=", "http://", "https://", "ftp://", "mailto:", "internal:", "external:")


class _TextCells:
    """Text is written as text: no cell becomes a formula or a link, whatever it starts with."""

    def write(self, row, column, cell_value, style=None):
        if not isinstance(cell_value, str):
            return super().write(row, column, cell_value, style)
        style = self._quoted(style) if is_live(cell_value) else style
        return self.worksheet.write_string(row, column, cell_value, style)

    def _quoted(self, style):
        """The same look, marked as text, so that editing the cell makes no formula of it either."""
        bold = style in (self.header_style, self.header_bold_style)
        return self.workbook.add_format({"text_wrap": True, "bold": bold, "quote_prefix": True})


class TextXlsxWriter(_TextCells, export.ExportXlsxWriter):
    pass


class TextGroupXlsxWriter(_TextCells, export.GroupExportXlsxWriter):
    pass


class HccCsvExport(export.CSVExport):
    """CSV in which no cell is read as a formula."""

    def from_data(self, fields, columns_headers, rows):
        """The platform guards three characters itself: of those it gets the guarded text too."""
        guarded_rows = [[_csv_cell(cell) for cell in row] for row in rows]
        return super().from_data(fields, [guarded(text) for text in columns_headers], guarded_rows)


class HccExcelExport(export.ExcelExport):
    """XLSX in which text stays text."""

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells):
                    writer.write_cell(number, column, cell)
        return writer.value


class HccPivotExport(pivot.TableExporter):
    """Pivot tables in which text stays text; those of the suite are for the roles that export.

    The browser sends what it shows, sums and no records: the journal keeps none of it.
    """

    @route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table:
            records = request.env.get(table["model"])
            if records is not None and records._name.startswith("hcc."):
                records.check_access("read")
                records._check_export()
            names = {key: table[key] for key in ("model", "title")}  # these are no cells
            table = {**_text_cells(table), **names}
        return super().export_xlsx(json.dumps(table), **kw)


def _text_cells(value):
    """The same table; no text in it is live."""
    if isinstance(value, dict):
        return {key: _text_cells(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_text_cells(each) for each in value]
    if isinstance(value, str) and value.lower().startswith(ACTIVE_STARTS):
        return f" {value}"
    return guarded(value) if isinstance(value, str) else value


def _csv_cell(cell):
    if isinstance(cell, bytes):
        cell = cell.decode()
    return guarded(cell) if isinstance(cell, str) else cell
