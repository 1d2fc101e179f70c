import io
import zipfile
from datetime import datetime
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from openpyxl import Workbook

from .. import spreadsheet
from ..tools.catalogue_sheet import SheetError


@tagged("post_install", "-at_install")
class TestSpreadsheet(BaseCase):
    def workbook(self, *rows, fill=None):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        if fill:
            fill(book)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def repacked(self, data, name, content):
        """The workbook with one of its parts replaced."""
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
            for part in old.namelist():
                new.writestr(part, content if part == name else old.read(part))
        return stream.getvalue()

    def test_values_are_read_as_a_person_sees_them(self):
        data = self.workbook(["Mã", 5, 1.5, datetime(2026, 3, 1), None, True])
        grid, faults = spreadsheet.read(data)
        self.assertEqual(grid, [["Mã", "5", "1.5", "01/03/2026", "", "True"]])
        self.assertFalse(faults)

    def test_formulas_are_named_and_never_computed(self):
        grid, faults = spreadsheet.read(self.workbook(["Mã", "=1+1", "#REF!"]))
        self.assertEqual(grid, [["Mã", "", ""]])
        self.assertIn("công thức", faults[1, 1])
        self.assertIn("#REF!", faults[1, 2])

    def test_a_merged_area_says_the_same_everywhere(self):
        data = self.workbook(
            ["Lĩnh vực", "x"], [None, "y"], fill=lambda book: book.active.merge_cells("A1:A2")
        )
        self.assertEqual(spreadsheet.read(data)[0], [["Lĩnh vực", "x"], ["Lĩnh vực", "y"]])

    def test_the_sheet_that_looks_like_a_table_is_taken(self):
        def fill(book):
            book.active.append(["Bìa"])
            book.create_sheet("2").append(["Mã TTHC", "Tên thủ tục"])
            book.create_sheet("3").append(["Mã TTHC", "Tên thủ tục", "Lĩnh vực"])
            book["3"].sheet_state = "hidden"

        self.assertEqual(
            spreadsheet.read(self.workbook(fill=fill))[0][0], ["Mã TTHC", "Tên thủ tục"]
        )

    def test_a_stray_cell_far_away_is_named_not_followed(self):
        def fill(book):
            book.active["XFD1048576"] = "x"

        with self.assertRaisesRegex(SheetError, "XFD1048576"):
            spreadsheet.read(self.workbook(["Mã"], fill=fill))

    def test_what_unpacks_too_large_is_refused(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b" " * 2_000_000)
        with (
            patch.object(spreadsheet, "MAX_UNPACKED", 1_000_000),
            self.assertRaisesRegex(SheetError, "giải nén"),
        ):
            spreadsheet.read(stream.getvalue())

    def test_entities_are_refused(self):
        evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        for content in (evil.encode(), evil.encode("utf-16")):
            data = self.repacked(self.workbook(["Mã"]), "xl/worksheets/sheet1.xml", content)
            with self.assertRaisesRegex(SheetError, "XML"):
                spreadsheet.read(data)

    def test_broken_files_are_refused(self):
        for data in (b"PK\x03\x04", self.workbook(["Mã"])[:-200]):
            with self.assertRaises(SheetError):
                spreadsheet.read(data)
        with self.assertRaises(SheetError):
            spreadsheet.read(self.repacked(self.workbook(["Mã"]), "xl/workbook.xml", b"<x/>"))

    def test_what_begins_like_a_formula_stays_text(self):
        texts = ["=1+1", "+84", "-5", "@x", "\tx", "thường"]
        grid, faults = spreadsheet.read(spreadsheet.write("Tờ", ["a"] * 6, [texts]))
        self.assertEqual(grid[1], ["=1+1", "+84", "-5", "@x", "x", "thường"])
        self.assertFalse(faults)

    def test_long_texts_are_parted_at_line_ends(self):
        text = "\n".join("dòng " + "x" * 1000 for _ in range(80))
        parts = spreadsheet.pieces(text)
        self.assertTrue(all(len(part) <= spreadsheet.MAX_CELL for part in parts))
        self.assertEqual("\n".join(parts), text)
