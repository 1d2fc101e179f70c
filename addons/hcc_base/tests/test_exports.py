import csv
import io
import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from openpyxl import load_workbook

from odoo.addons.web.controllers import export as platform_export

from ..controllers import export
from ..models.base import Base
from ..tools import safe_text
from .common import HccCommon

LIVE = ("=1+1", "{=1+1}", '=HYPERLINK("http://192.0.2.1","x")', "+84 24", "-1", "@SUM(A1)")
LIVE += ("\t=2", "＝1+1", "＠a", " =3", "http://192.0.2.1/")


@tagged("post_install", "-at_install")
class TestExports(HccCommon, HttpCase):
    """A spreadsheet holds text, is limited to roles, and leaves an entry in the journal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oversight = cls._create_user("export_oversight", "oversight", "base.group_allow_export")
        cls.official = cls._create_user(
            "export_official", "official", "base.group_allow_export", agency=cls.agency
        )
        applicants = cls.env["hcc.applicant"].with_user(cls.official)
        cls.applicants = applicants.create([{"name": f"Lò {n}"} for n in range(len(LIVE))])
        cls.applicants.flush_recordset()
        for applicant, text in zip(cls.applicants, LIVE, strict=True):  # past what a form strips
            cls.env.cr.execute(
                "UPDATE hcc_applicant SET address = %s WHERE id = %s", [text, applicant.id]
            )
        cls.applicants.invalidate_recordset()

    def _file(self, kind, user=None, **params):
        self.authenticate((user or self.oversight).login, (user or self.oversight).login)
        data = {
            "model": "hcc.applicant",
            "fields": [
                {"name": "address", "label": "=Address", "type": "char"},
                {"name": "name", "label": "Name", "type": "char"},
            ],
            "ids": self.applicants.ids,
            "domain": [],
            "import_compat": False,
            "context": {"allowed_company_ids": self.centre.ids},
            **params,
        }
        url = f"/web/export/{kind}"
        return self.url_open(
            url, {"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        )

    def _cells(self, **params):
        response = self._file("xlsx", **params)
        response.raise_for_status()
        sheet = load_workbook(io.BytesIO(response.content)).active
        return [cell for row in sheet.iter_rows() for cell in row]

    def test_no_cell_of_a_workbook_is_a_formula_or_a_link(self):
        for params in ({}, {"groupby": ["kind"]}):
            with self.subTest(**params):
                cells = self._cells(**params)
                self.assertFalse([c.value for c in cells if c.data_type == "f" or c.hyperlink])
                for text in LIVE:
                    self.assertIn(text, [c.value for c in cells])

    def test_the_platform_writes_formulas(self):
        with patch.object(export._TextCells, "write", platform_export.ExportXlsxWriter.write):
            self.assertTrue([c for c in self._cells() if c.data_type == "f"])

    def _csv_rows(self):
        response = self._file("csv")
        response.raise_for_status()
        return list(csv.reader(io.StringIO(response.content.decode())))

    def test_no_cell_of_a_csv_is_a_formula(self):
        cells = [cell for row in self._csv_rows() for cell in row]
        self.assertFalse([cell for cell in cells if safe_text.is_live(cell)])

    def test_the_platform_lets_some_through(self):
        with patch.object(export.HccCsvExport, "from_data", platform_export.CSVExport.from_data):
            cells = [cell for row in self._csv_rows() for cell in row]
        self.assertTrue([cell for cell in cells if safe_text.is_live(cell)])

    def test_what_was_exported_comes_back_as_it_was(self):
        rows = [[f"X{n}", row[0]] for n, row in enumerate(self._csv_rows()[1:])]
        result = self.env["hcc.procedure.field"].load(
            ["code", "name", "agency_id/.id"], [[*row, self.agency.id] for row in rows]
        )
        self.assertTrue(result["ids"], result["messages"])
        found = self.env["hcc.procedure.field"].browse(result["ids"]).mapped("name")
        self.assertEqual({name.strip() for name in found}, {text.strip() for text in LIVE})

    def test_an_export_is_journalled_without_what_was_exported(self):
        self._csv_rows()
        entry = self.env["hcc.journal.entry"].search([("verb", "=", "export")], limit=1)
        self.assertEqual(entry.user_id, self.oversight)
        self.assertEqual(entry.company_id, self.centre)
        self.assertEqual(
            entry.facts,
            {"model": "hcc.applicant", "count": len(LIVE), "fields": ["address", "name"]},
        )

    def test_who_may_not_export_applicants_gets_them_by_no_path(self):
        with self.assertRaises(AccessError):
            self.applicants.with_user(self.official).export_data(["display_name"])
        agency = self.agency.with_user(self.official)
        agency.export_data(["name"])
        with patch.object(Base, "_check_export", lambda model: None):
            self.applicants.with_user(self.official).export_data(["display_name"])

    def _pivot(self, user=None, model="hcc.applicant"):
        user = user or self.oversight
        self.authenticate(user.login, user.login)
        rows = [{"title": text, "indent": 0, "values": [{"value": text}]} for text in LIVE]
        headers = [[{"title": text, "width": 1, "height": 1} for text in LIVE]]
        table = {
            "model": model,
            "title": "Bảng",
            "measure_count": 1,
            "col_group_headers": headers,
            "measure_headers": [{"title": text, "is_bold": False} for text in LIVE],
            "rows": rows,
        }
        data = {"data": json.dumps(table), "csrf_token": Request.csrf_token(self)}
        return self.url_open("/web/pivot/export_xlsx", data)

    def test_no_cell_of_a_pivot_table_is_a_formula_or_a_link(self):
        sheet = load_workbook(io.BytesIO(self._pivot().content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
        self.assertGreaterEqual(len(cells), 4 * len(LIVE))
        self.assertFalse([c.value for c in cells if c.data_type == "f" or c.hyperlink])
        with patch.object(export, "_text_cells", lambda table: table):
            sheet = load_workbook(io.BytesIO(self._pivot().content)).active
        self.assertTrue([c for row in sheet.iter_rows() for c in row if c.data_type == "f"])

    def test_a_pivot_table_is_for_whoever_may_export_its_model(self):
        with mute_logger("odoo.http"):
            self.assertNotEqual(self._pivot(self.official).status_code, 200)
        self.assertEqual(self._pivot(self.official, "res.partner").status_code, 200)

    def test_without_the_platforms_right_nobody_exports(self):
        self.oversight.group_ids = [
            Command.unlink(self.env.ref("base.group_allow_export").id),
        ]
        with self.assertLogs("odoo.addons.web.controllers.export", "ERROR"):
            response = self._file("csv")
        self.assertEqual(response.status_code, 500)
        self.assertNotIn("Traceback", response.text)
