from odoo.tests import HttpCase, tagged

from ..models.following.hcc_dossier_page import PAGE_FIELDS, PAGE_ROWS
from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestStatusPage(HttpCase, HccDossierCommon):
    def _get(self, token):
        return self.url_open(f"/hcc/s/{token}")

    def test_known_code_shows_the_status(self):
        dossier = self._draft()
        token = dossier.receive()["token"]
        page = self._get(token)
        self.assertEqual(page.status_code, 200)
        for words in (
            dossier.name, "Được tiếp nhận", "08 giờ 00 phút, ngày 27/11/2026", "Thẩm định",
            "Ngày Văn hóa Việt Nam", "L. T. T. Nghiệm", 'lang="vi"',
        ):  # fmt: skip
            self.assertIn(words, page.text)
        for secret in (
            "Lò Thị Thử",
            "012195000017",
            "0912345678",
            "Bản Thử",
            "d_official",
            "/web/assets",
        ):
            self.assertNotIn(secret, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])

    def test_the_code_may_be_typed_in_small_letters(self):
        token = self._draft().receive()["token"]
        self.assertEqual(self._get(token.lower()).status_code, 200)

    def test_unknown_codes_read_alike(self):
        unknown, odd = self._get("A" * 26), self._get("'\"<script>")
        nul = self._get("%00")
        for page in (unknown, odd, nul):
            self.assertEqual(page.status_code, 404)
            self.assertIn("Không tìm thấy hồ sơ", page.text)
            self.assertNotIn("<script>", page.text)

    def test_a_revoked_code_says_that_its_slip_is_void_and_nothing_else(self):
        dossier = self._draft()
        token = dossier.receive()["token"]
        self.env["hcc.token"]._revoke(dossier, "dossier_status")
        self.env.flush_all()
        page = self._get(token)
        self.assertEqual(page.status_code, 410)
        self.assertIn("Giấy tiếp nhận này không còn giá trị", page.text)
        for secret in (dossier.name, "Cấp giấy phép thử nghiệm", "Nghiệm"):
            self.assertNotIn(secret, page.text)

    def test_token_of_another_purpose_opens_nothing(self):
        dossier = self._received()
        token = self.env["hcc.token"]._issue(dossier, "something_else")
        self.assertEqual(self._get(token).status_code, 404)

    def test_guided_dossier_says_what_is_missing(self):
        dossier = self._draft(complete=False)
        dossier.component_ids[0].note = "Chưa ký tên"
        dossier.guide("Thiếu đơn.")
        page = self._get(self.env["hcc.token"]._issue(dossier, "dossier_status"))
        self.assertIn("Yêu cầu bổ sung giấy tờ", page.text)
        self.assertIn("Chưa ký tên", page.text)

    def test_queries_do_not_grow_with_history(self):
        """Neither with other dossiers, nor with the dossier's own rounds, waits and papers."""

        def queries(dossier):
            token = self.env["hcc.token"]._issue(dossier, "dossier_status")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            shown = self.env["hcc.token"]._resolve(token, "dossier_status")
            shown._fetch_page()
            shown.sudo().company_id._hcc_brand()
            self.assertTrue(shown._get_public_status()["milestones"])
            return self.env.cr.sql_log_count - before

        first = self._processing()
        queries(first)
        before = queries(first)
        waited = self._processing()
        waited.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        waited.accept_supplement()
        waited.with_user(self.appraiser).complete_step()
        waited.with_user(self.approver).send_back("Xem lại.")
        for __ in range(3):
            self._done()
        self.assertEqual(queries(first), before)
        self.assertEqual(queries(waited), before)
        self.assertLessEqual(before, 10)

    def test_the_page_fetches_nothing_beside_what_it_names(self):
        """Wide rows fetched whole cost the page half of its time."""
        dossier = self._processing()
        self.env.flush_all()
        self.env.invalidate_all()
        shown = dossier.sudo()
        for code, __ in (shown._page_statement(), *map(shown._rows_statement, PAGE_ROWS)):
            self.assertEqual(code.count("%s"), 1)
        with self.assertQueryCount(4):
            self.assertTrue(shown._fetch_page())
        with self.assertQueryCount(0):
            for name, names in (PAGE_FIELDS | PAGE_ROWS).items():
                for record in shown.mapped(name) if name else shown:
                    for field in names:
                        record[field]

    def test_stylesheet_is_there(self):
        self.assertEqual(
            self.url_open("/hcc_dossier/static/src/status/status.css").status_code, 200
        )
