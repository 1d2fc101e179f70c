import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import zxingcpp
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from PIL import Image

from .test_procedure import ProcedureCommon


@tagged("post_install", "-at_install")
class TestProcedurePapers(ProcedureCommon):
    """What hangs on walls: sheets of the notice board and posters of codes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version.publish()
        cls.second = cls.procedure.copy({"code": "9.000002", "name": "Cấp lại chứng chỉ"})
        cls._create_version("2026-01-01", procedure_id=cls.second.id).publish()
        cls.both = (cls.procedure | cls.second).with_user(cls.official)

    def _print(self, report, records):
        reports = self.env["ir.actions.report"].with_user(self.official)
        pdf, _kind = reports._render_qweb_pdf(report, records.ids)
        return pdf

    def _pages(self, pdf):
        """Every page as a grey picture."""
        with TemporaryDirectory() as folder:
            command = ["pdftoppm", "-gray", "-r", "100", "-", f"{folder}/page"]
            subprocess.run(command, input=pdf, check=True)
            return [Image.open(path).copy() for path in sorted(Path(folder).glob("*.pgm"))]

    def _codes(self, page):
        return {code.text for code in zxingcpp.read_barcodes(page)}

    def _address(self, code):
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return f"{base}/hcc/thu-tuc/{code}?centre=H99.01"

    def test_each_sheet_begins_a_page_and_leads_to_its_procedure(self):
        pdf = self._print("hcc_base.report_procedure_sheet", self.both)
        pages = self._pages(pdf)
        found = [self._codes(page) for page in pages]
        self.assertEqual(
            [codes for codes in found if codes],
            [{self._address("9.000001")}, {self._address("9.000002")}],
        )

    def test_a_poster_holds_one_four_or_twelve_codes(self):
        addresses = {self._address("9.000001"), self._address("9.000002")}
        for codes_a_page, sheets in (("1", 2), ("4", 1), ("12", 1)):
            poster = self._poster(codes_a_page=codes_a_page)
            pages = self._pages(self._print("hcc_base.report_procedure_poster", poster))
            self.assertEqual(len(pages), sheets, codes_a_page)
            self.assertEqual(set().union(*map(self._codes, pages)), addresses, codes_a_page)

    def test_a_full_sheet_of_long_names_stays_one_page(self):
        name, procedures = "Cấp giấy chứng nhận đủ điều kiện " * 12, self.env["hcc.procedure"]
        for number in range(12):
            other = self.procedure.copy({"code": f"9.0001{number:02d}", "name": name})
            self._create_version("2026-01-01", procedure_id=other.id).publish()
            procedures |= other
        for codes_a_page, sheets in (("4", 3), ("12", 1)):
            poster = self._poster(codes_a_page=codes_a_page, procedure_ids=procedures.ids)
            pages = self._pages(self._print("hcc_base.report_procedure_poster", poster))
            self.assertEqual(len(pages), sheets, codes_a_page)
            self.assertEqual(sum(len(self._codes(page)) for page in pages), 12)

    def _poster(self, procedure_ids=None, **values):
        wanted = [Command.set(procedure_ids or self.both.ids)]
        model = self.env["hcc.procedure.poster"].with_user(self.official)
        return model.create({"procedure_ids": wanted, **values})

    def test_what_is_not_public_here_is_not_printed(self):
        draft = self.procedure.copy({"code": "9.000003"})
        self._create_version("2026-01-01", procedure_id=draft.id)
        self.second.company_ids = self.other_centre
        for procedure in (draft, self.second):
            with self.assertRaisesRegex(UserError, procedure.code):
                self._print("hcc_base.report_procedure_sheet", procedure)
            with self.assertRaisesRegex(UserError, procedure.code):
                self._poster(procedure_ids=procedure.ids).print_poster()
        empty = self._poster()
        empty.procedure_ids = False
        with self.assertRaisesRegex(UserError, "on the wall"):
            empty.print_poster()

    def test_the_wizard_starts_with_what_was_selected(self):
        model = self.env["hcc.procedure.poster"].with_user(self.official)
        context = {"active_model": "hcc.procedure", "active_ids": self.both.ids}
        poster = model.with_context(**context).create({})
        self.assertEqual(poster.procedure_ids, self.both)
        self.assertEqual(poster.print_poster()["report_name"], "hcc_base.report_procedure_poster")
        cashier = self._create_user("poster_cashier", "cashier")
        with self.assertRaises(AccessError):
            self.env["hcc.procedure.poster"].with_user(cashier).create({})

    def test_an_upcoming_version_says_from_when(self):
        with self.at("2025-12-01 08:00"):
            [sheet] = self.procedure._notice_sheets(self.centre)
        self.assertTrue(sheet["is_upcoming"])
        self.assertEqual(sheet["version"], self.version)
