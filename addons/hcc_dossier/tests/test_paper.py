import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdf
import zxingcpp
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from PIL import Image

from odoo.addons.hcc_base import paper
from odoo.addons.hcc_base.tools import slip_codes

from .common import HccDossierCommon

#: Set it to keep the papers as pictures, to look at them.
PICTURE_FOLDER = os.environ.get("HCC_PICTURES")


class PaperCommon(HccDossierCommon):
    def _print(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.official)
        return reports._render_qweb_pdf(report, records.ids)[0]

    def _text(self, pdf):
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def _pictures(self, pdf, name="paper"):
        """The pages as images, as a printer would draw them."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        Path(folder, "paper.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "200", "-png", "paper.pdf", name], cwd=folder, check=True)
        pictures = sorted(Path(folder).glob("*.png"))
        if PICTURE_FOLDER:
            for picture in pictures:
                shutil.copy(picture, Path(PICTURE_FOLDER, f"dossier_{picture.name}"))
        return [Image.open(picture) for picture in pictures]

    def _codes(self, pictures):
        return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


@tagged("post_install", "-at_install")
class TestPaper(PaperCommon):
    def test_slip_says_what_the_law_asks_for(self):
        dossier = self._received(
            submitter_kind="authorised",
            submitter_name="Người Nộp Thay",
            submitter_paper="UQ 01/2026",
            submitter_paper_date="2026-11-20",
        )
        pdf = self._print("hcc_dossier.slip", dossier)
        text = self._text(pdf)
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ", "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP",
            "H99.11-261123-0001", "Lò Thị Thử Nghiệm", "Người Nộp Thay", "…0017",
            "Đơn đề nghị theo mẫu", "03 ngày làm việc", "08 giờ 00 phút, ngày 23/11/2026",
            "08 giờ 00 phút, ngày 27/11/2026", "Ngày Văn hóa Việt Nam", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        ):  # fmt: skip
            self.assertIn(words, text)
        self.assertNotIn("012195000017", text)
        self.assertNotIn("BẢN THỬ", text)

    def test_slip_carries_both_codes(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "https://hcc.example")
        dossier = self._received()
        pictures = self._pictures(self._print("hcc_dossier.slip", dossier), "slip")
        codes = self._codes(pictures)
        self.assertEqual(len(pictures), 1)
        statutory = slip_codes.parse_statutory_qr(next(c for c in codes if c.startswith("HCC1|")))
        self.assertEqual(statutory.dossier_code, dossier.name)
        self.assertEqual(statutory.procedure_code, "1.000001")
        self.assertEqual(statutory.due_at, dossier.due_at)
        self.assertEqual(statutory.owner_id_masked, "…0017")
        address = next(code for code in codes if code.startswith("https://"))
        self.assertTrue(address.startswith("https://hcc.example/hcc/s/"))
        found = self.env["hcc.token"]._resolve(address.rpartition("/")[2], "dossier_status")
        self.assertEqual(found.id, dossier.id)
        text = self._text(self._print("hcc_dossier.slip", dossier)).replace(" ", "")
        self.assertIn(address, text)
        self.assertIn("https://hcc.example/hcc/tra-cuu", text)

    def test_the_statutory_code_stands_top_left(self):
        picture = self._pictures(self._print("hcc_dossier.slip", self._received()))[0]
        [code] = [c for c in zxingcpp.read_barcodes(picture) if c.text.startswith("HCC1|")]
        corner = code.position.bottom_right
        self.assertLess(corner.x, picture.width / 3)
        self.assertLess(corner.y, picture.height / 4)

    def test_by_policy_the_statutory_code_stands_top_right(self):
        self.env.ref("hcc_base.policy_c").qr_position = "top_right"
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        papers = {
            "slip": self._print("hcc_dossier.slip", dossier),
            "control": self._print("hcc_dossier.control_slip", dossier),
            "notice": self._print("hcc_dossier.notice", dossier.notice_ids),
        }
        for name, pdf in papers.items():
            with self.subTest(paper=name):
                picture = self._pictures(pdf, f"right_{name}")[0]
                codes = zxingcpp.read_barcodes(picture)
                [code] = [c for c in codes if c.text.startswith("HCC1|")]
                corner = code.position.bottom_left
                self.assertGreater(corner.x, picture.width * 2 / 3)
                self.assertLess(corner.y, picture.height / 4)

    def test_trial_papers_say_so(self):
        self.env["ir.config_parameter"].set_param("hcc.demonstration", "True")
        pdf = self._print("hcc_dossier.slip", self._received())
        self.assertIn("KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", self._text(pdf))
        self.assertEqual(len(self._codes(self._pictures(pdf, "trial"))), 2)

    def test_long_names_and_thirty_papers_fit(self):
        self.env["ir.config_parameter"].set_param("hcc.demonstration", "True")
        dossier = self._draft(subject="Cấp điều chỉnh giấy phép " + "rất dài " * 25)
        dossier.applicant_id.sudo().name = "Công ty Trách nhiệm hữu hạn " + "Nguyễn Hoàng Thị " * 9
        dossier.applicant_id.sudo().address = "Tổ dân phố số 12, " + "phường Tân Phong, " * 12
        dossier.component_ids.create(
            [
                {
                    "dossier_id": dossier.id, "name": f"Giấy tờ số {n}: " + "dài lắm " * (n % 9),
                    "is_received": True, "originals": n, "copies": 1, "sequence": 10 + n,
                }
                for n in range(30)
            ]
        )  # fmt: skip
        dossier.receive()
        pdf = self._print("hcc_dossier.slip", dossier)
        text = self._text(pdf)
        self.assertIn("Giấy tờ số 29", text)
        self.assertIn("Trang 2/", text)
        self.assertEqual(len(self._codes(self._pictures(pdf, "long"))), 2)

    def test_reprint_is_the_same_after_a_new_due_date(self):
        dossier = self._processing()
        before = self._text(self._print("hcc_dossier.slip", dossier))
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at("2026-11-26 10:00"):
            dossier.accept_supplement()
            self.assertEqual(self._text(self._print("hcc_dossier.slip", dossier)), before)

    def test_notices(self):
        guided = self._draft(complete=False)
        guided.component_ids[0].note = "Chưa ký tên"
        guided.guide("Hồ sơ thiếu giấy tờ bắt buộc.")
        refused, extended, stopped = self._draft(), self._processing(), self._processing()
        refused.refuse("Không thuộc thẩm quyền giải quyết.")
        extended.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        stopped.stop("Quá thời hạn bổ sung.")
        expected = {
            guided: (
                "Mẫu số 02",
                "PHIẾU YÊU CẦU BỔ SUNG",
                "Chưa ký tên",
                "TN-261123-0001",
                "001/2026/HDHS",
            ),
            refused: ("Mẫu số 03", "PHIẾU TỪ CHỐI", "Không thuộc thẩm quyền giải quyết."),
            extended: ("Mẫu số 04", "VĂN BẢN XIN LỖI", "16 giờ 00 phút, ngày 02/12/2026"),
            stopped: ("Mẫu số 05", "DỪNG GIẢI QUYẾT HỒ SƠ", "Quá thời hạn bổ sung."),
        }
        for dossier, words in expected.items():
            pdf = self._print("hcc_dossier.notice", dossier.notice_ids)
            self._pictures(pdf, f"notice_{dossier.notice_ids.kind}")
            for word in words:
                self.assertIn(word, self._text(pdf))

    def test_forms_are_numbered_by_the_policy(self):
        self.env.ref("hcc_base.policy_c").forms_set = "six_2018"
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Lý do.")
        self.assertIn(
            "Mẫu số 01 – Thông tư số 01/2018", self._text(self._print("hcc_dossier.slip", dossier))
        )
        notice = self._text(self._print("hcc_dossier.notice", dossier.notice_ids))
        self.assertIn("PHIẾU XIN LỖI VÀ HẸN LẠI", notice)
        control = self._text(self._print("hcc_dossier.control_slip", dossier))
        self.assertIn("Mẫu số 05 – Thông tư số 01/2018", control)

    def test_control_slip_has_a_row_a_step(self):
        dossier = self._sealed()
        pdf = self._print("hcc_dossier.control_slip", dossier)
        self._pictures(pdf, "control")
        self.assertIn("Sở Thử nghiệm – Phê duyệt", self._text(pdf))

    def test_who_may_print(self):
        dossier = self._received()
        for user in (self.cashier, self.director, self.other_official, self.elsewhere):
            for render in ("_render_qweb_pdf", "_render_qweb_html", "_render_qweb_text"):
                reports = self.env["ir.actions.report"].with_user(user)
                with self.assertRaises(AccessError):
                    getattr(reports, render)("hcc_dossier.slip", dossier.ids)
        with self.assertRaises(UserError):
            self._print("hcc_dossier.slip", self._draft())
        with self.assertRaises(UserError):
            self._print("hcc_dossier.slip", self.env["hcc.dossier"])

    def test_papers_fetch_nothing(self):
        for address in (
            "http://127.0.0.1/x.png", "file:///etc/passwd", "/hcc_base/models/hcc_token.py",
            "/hcc_base/static/../models/hcc_token.py", "ftp://127.0.0.1/x", "/web/static/none.css",
        ):  # fmt: skip
            with self.assertRaises(paper.ForbiddenResource, msg=address):
                paper.render_pdf(f'<html><link rel="stylesheet" href="{address}"/></html>')
            with self.assertRaises(paper.ForbiddenResource, msg=address):
                paper.render_pdf(f'<html><img src="{address}"/></html>')

    def test_printing_is_fast_enough_and_needs_few_queries(self):
        dossier = self._received()
        self._print("hcc_dossier.slip", dossier)
        self.env.invalidate_all()
        with self.assertQueryCount(29):
            self._print("hcc_dossier.slip", dossier)
