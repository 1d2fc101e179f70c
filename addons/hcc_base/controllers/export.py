from odoo.addons.web.controllers import export

from ..tools.safe_text import guarded, is_live


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


def _csv_cell(cell):
    if isinstance(cell, bytes):
        cell = cell.decode()
    return guarded(cell) if isinstance(cell, str) else cell
