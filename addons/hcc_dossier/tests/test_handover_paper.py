import os
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OWNER
from .test_handover import HandoverCommon
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestHandoverPaper(HandoverCommon, PaperCommon):
    def _list(self, batch, user=None):
        pdf = self._print("hcc_dossier.handover_list", batch, user)
        if folder := os.environ.get("HCC_PICTURES"):
            Path(folder, f"handover_{batch.direction}_{batch.id}.pdf").write_bytes(pdf)
        return pdf

    def test_papers_are_listed_with_a_code_a_row(self):
        batch = self._handed()
        pdf = self._list(batch)
        text = self._text(pdf)
        for words in (
            "BIÊN BẢN GIAO NHẬN HỒ SƠ", batch.name, "Thời hạn xử lý", "Cấp giấy phép thử nghiệm",
            "Lò Thị Thử Nghiệm", "NGƯỜI GIAO", "NGƯỜI NHẬN", "03 hồ sơ", "03 ngày làm việc",
        ):  # fmt: skip
            self.assertIn(words, text)
        codes = self._codes(self._pictures(pdf, "handover"))
        self.assertEqual(set(codes), {batch.name, *batch.line_ids.dossier_id.mapped("name")})

    def test_results_are_listed_with_fee_and_post(self):
        dossier = self._sealed(return_channel="postal", return_address="Bản Thử")
        batch = self._batch(self.clerk, dossier)
        batch.hand(everything=True)
        text = self._text(self._list(batch, self.clerk))
        for words in (
            "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT TTHC", "Trả qua bưu điện", "Phí, lệ phí",
            "Đồng ý, số 001/KQ-TN", "Bản Thử, xã Mẫu", " X ",
        ):  # fmt: skip
            self.assertIn(words, text)

    def test_differences_and_waybill_stand_on_the_list(self):
        batch = self._handed()
        lost, *others = batch.line_ids.dossier_id
        batch.dispatch("Bưu điện tỉnh", "EA009VN", "TRA009")
        self._scan(batch, self.appraiser, *others)
        batch.with_user(self.appraiser).receive()
        text = self._text(self._list(batch))
        self.assertIn(f"{lost.name}: có trong danh sách, không đến; chưa làm rõ", text)
        self.assertIn("EA009VN", text)
        self.assertIn("NHÂN VIÊN BƯU CHÍNH", text)

    def test_fifty_dossiers_with_very_long_names(self):
        self.env["ir.config_parameter"].set_param("hcc.demonstration", "True")
        pile = self.env["hcc.dossier"]
        for n in range(50):
            draft = self._draft(subject="Cấp điều chỉnh giấy phép " + "rất dài " * (n % 12))
            name = "Công ty Trách nhiệm hữu hạn " + "Nguyễn Hoàng Thị " * (n % 8)
            applicant = draft.applicant_id.sudo()
            applicant.name = name
            draft.receive()
            applicant.name = OWNER["name"]
            pile |= draft
        batch = self._handed(dossiers=pile.with_user(self.official))
        pdf = self._list(batch)
        text = self._text(pdf)
        for dossier in pile:
            self.assertIn(dossier.name, text)
        pictures = self._pictures(pdf, "fifty")
        self.assertGreater(len(pictures), 3)
        self.assertIn(batch.line_ids[49].dossier_id.name, self._codes(pictures))

    def test_who_may_print(self):
        batch = self._batch(count=1)
        with self.assertRaises(UserError):
            self._list(batch)
        batch.hand(everything=True)
        for user in (self.director, self.cashier, self.other_official, self.elsewhere):
            with self.assertRaises(AccessError):
                self._list(batch, user)
        self.assertIn(batch.name, self._text(self._list(batch, self.appraiser)))
