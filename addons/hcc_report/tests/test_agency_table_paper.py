import io
import unicodedata

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from pypdf import PdfReader

from .common import NOVEMBER, ReportCommon

REPORT = "hcc_report.action_report_agency_table"


class TestAgencyTablePaper(ReportCommon):
    def test_the_paper_on_a4_landscape(self):
        self._receive_at("2026-11-23 10:00")
        table = self._table(*NOVEMBER)
        body, kind = (
            self.env["ir.actions.report"]
            .with_user(self.director)
            ._render_qweb_pdf(REPORT, table.ids)
        )
        self.assertEqual(kind, "pdf")
        page = PdfReader(io.BytesIO(body)).pages[0]
        self.assertGreater(page.mediabox.width, page.mediabox.height)
        text = unicodedata.normalize("NFC", page.extract_text())
        for words in (
            "BẢNG TỔNG HỢP",
            "Sở Thử nghiệm",
            "Tổng cộng",
            "4 = 1+2+3",
            "30/11/2026",
            "01/2020",
        ):
            self.assertIn(words, text)

    def _head(self, form):
        policy = self.env.ref("hcc_base.policy_c")
        policy.report_forms = form
        table = self._table(*NOVEMBER)
        return table._form_basis()

    def test_the_heading_names_the_reports_of_the_policy(self):
        self.assertIn("Thông tư số 01/2020/TT-VPCP", self._head("circular_01_2020"))
        self.assertIn("chưa đối chiếu", self._head("circular_01_2020"))
        self.assertIn("Thông tư số 02/2017/TT-VPCP", self._head("circular_02_2017"))
        self.assertEqual(self._head("none"), "")

    def test_only_its_roles_print_it(self):
        table = self._table(*NOVEMBER)
        for user in (self.official, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_pdf(REPORT, table.ids)

    def test_figures_in_vietnamese_format(self):
        line = self.env["hcc.report.agency.line"].new({"c4": 10529, "c14": 1414812973})
        self.assertEqual((line._texts()[3], line._texts()[13]), ("10.529", "1.414.812.973"))


@tagged("post_install", "-at_install")
class TestAgencyTableSpreadsheet(HttpCase, ReportCommon):
    def test_only_who_computed_it_downloads_it(self):
        self.director.password = self.oversight.password = "n0t-a-secret"
        table = self._table(*NOVEMBER)
        url = f"/hcc/report/agency_table/{table.id}.xlsx"
        self.env.flush_all()
        self.authenticate(self.director.login, "n0t-a-secret")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"PK"))
        self.authenticate(self.oversight.login, "n0t-a-secret")
        self.assertEqual(self.url_open(url).status_code, 404)
