import io

import pypdf
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_dossier.tests.test_paper import PaperCommon as DossierPapers

from .common import HccFeesCommon


def text_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@tagged("post_install", "-at_install")
class TestPaper(HccFeesCommon):
    _pictures = DossierPapers._pictures
    _codes = DossierPapers._codes

    def _generic(self, report, record, user):
        reports = self.env["ir.actions.report"].with_user(user)
        return text_of(reports._render_qweb_pdf(report, record.ids)[0])

    def test_receipt_says_what_the_law_asks_for(self):
        self.centre.write({"city": "Lai Châu", "street": "Phường Tân Phong", "vat": "0101243150"})
        receipt = self._collected(self._open_shift()).with_user(self.cashier)
        pdf = receipt._render_paper()
        text = text_of(pdf)
        for words in (
            "BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ", "Mẫu số: EBL01", "Ký hiệu: 26TAA", "Số: 00000001",
            "TRUNG TÂM THỬ NGHIỆM", "0101243150", "Thu hộ: Sở Thử nghiệm", "Lò Thị Thử Nghiệm",
            receipt.dossier_code, "1.151.001 đ", "P: 1.001.001 đ; LP: 150.000 đ", "Tiền mặt",
            "Một triệu một trăm năm mươi mốt nghìn không trăm lẻ một đồng.",
            "ngày 23 tháng 11 năm 2026", self.cashier.name,
        ):  # fmt: skip
            self.assertIn(words, text)
        self.assertNotIn("BẢN THỬ", text)
        self.assertNotIn("BẢN SAO", text)
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        self.assertEqual(len(pages), 1)
        self.assertEqual(
            (round(pages[0].mediabox.width), round(pages[0].mediabox.height)), (595, 420)
        )
        self.assertEqual(self._codes(self._pictures(pdf, "receipt")), [receipt._lookup_url()])

    def test_reprints_are_marked_and_counted(self):
        receipt = self._collected(self._open_shift()).with_user(self.cashier)
        self.assertNotIn("BẢN SAO", text_of(receipt._render_paper()))
        self.assertIn("BẢN SAO – IN LẠI LẦN 1", text_of(receipt._render_paper()))
        self.assertIn("BẢN SAO – IN LẠI LẦN 2", text_of(receipt._render_paper()))
        self.assertEqual(receipt.print_count, 3)
        self.assertEqual(self._journal(receipt), ["collect", "print", "print", "print"])
        self.assertEqual(receipt.print_paper()["url"], f"/hcc/receipt/{receipt.id}/paper")

    def test_another_way_to_the_paper_is_no_original(self):
        receipt = self._collected(self._open_shift())
        self.assertIn("BẢN XEM", self._generic("hcc_fees.report_receipt", receipt, self.oversight))
        self.assertEqual(receipt.print_count, 0)
        with self.assertRaises(AccessError):
            self._generic("hcc_fees.report_receipt", receipt, self.official)
        with self.assertRaises(AccessError):
            receipt.with_user(self.oversight)._render_paper()

    def test_a_void_receipt_says_so(self):
        receipt = self._collected(self._open_shift())
        receipt.with_user(self.accountant).void("Sai")
        self.assertIn("ĐÃ HỦY", text_of(receipt.with_user(self.accountant)._render_paper()))

    def test_demonstration_papers_are_without_value(self):
        self.env["ir.config_parameter"].set_param("hcc.demonstration", "True")
        receipt = self._collected(self._open_shift()).with_user(self.cashier)
        self.assertIn("BẢN THỬ", text_of(receipt._render_paper()))
        self.assertIn("KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", text_of(receipt._render_paper()))

    def test_closing_sheet(self):
        shift = self._open_shift(opening_float=200_000)
        with self.assertRaises(UserError, msg="blind until counted"):
            self._generic("hcc_fees.report_shift", shift, self.cashier)
        self._collected(shift)
        self._collected(shift).with_user(self.accountant).void("Sai")
        self._collect(self._owing_service().due_ids, shift)
        self._closed(shift)
        text = self._generic("hcc_fees.report_shift", shift, self.cashier)
        for words in (
            "BẢNG KÊ THU TIỀN VÀ ĐÓNG CA", "CT-261123-01", "1.371.001 đ", "1.571.000 đ", "-1 đ",
            "Công ty Điện lực Thử", "Giá dịch vụ", shift.head_hash[:20],
        ):  # fmt: skip
            self.assertIn(words, text)

    def test_remittance_list(self):
        shift = self._open_shift()
        self._collected(shift)
        self._closed(shift)
        with self.at("2026-12-01 08:00"):
            remittance = self.env["hcc.remittance"].with_user(self.accountant).create({})
            remittance.prepare()
            text = self._generic("hcc_fees.report_remittance", remittance, self.accountant)
        for words in ("CN-2026-001", "01/11/2026", "1.151.001 đ", self.accountant.name):
            self.assertIn(words, text)


@tagged("post_install", "-at_install")
class TestPages(HccFeesCommon, HttpCase):
    def _call(self, model, method, *args, **kwargs):
        """A verb as the web client calls it: no superuser anywhere in the request."""
        kwargs["context"] = {"allowed_company_ids": self.centre.ids}
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def test_a_cashiers_day_over_rpc(self):
        dossiers = (self._owing() | self._owing_service()).sudo()
        self.authenticate("d_cashier", "d_cashier")
        shift_id = self._call("hcc.shift", "open", opening_float=100_000)["shift_id"]
        for dossier in dossiers:
            found = self._call("hcc.due", "find_for_desk", dossier.name)
            due_ids = [due["id"] for due in found["dues"]]
            self._call(
                "hcc.receipt", "collect", due_ids, shift_id, request_key=f"rpc-{dossier.name}"
            )
        shift = self.env["hcc.shift"].browse(shift_id)
        note = shift.count_ids.filtered(lambda line: line.denomination == 1000)
        self._call(
            "hcc.shift", "write", [shift_id], {"count_ids": [[1, note.id, {"quantity": 1471}]]}
        )
        self._call("hcc.shift", "count", [shift_id])
        self.assertEqual(shift.difference, -1)
        self.authenticate("f_accountant", "f_accountant")
        self._call("hcc.shift", "write", [shift_id], {"explanation": "Thiếu 1 đồng lẻ"})
        self._call("hcc.shift", "close", [shift_id])
        self.assertEqual(shift.state, "closed")
        remittance_ids = self._call("hcc.remittance", "create", [{"date_to": "2026-11-23"}])
        self._call("hcc.remittance", "prepare", remittance_ids)
        remittance = self.env["hcc.remittance"].browse(remittance_ids)
        self.assertEqual(remittance.amount, 1_371_001)
        self.authenticate("d_director", "d_director")
        for verb in ("check", "approve"):
            self._call("hcc.remittance", verb, remittance_ids)
        self.authenticate("f_accountant", "f_accountant")
        self._call("hcc.remittance", "send", remittance_ids)
        self._call("hcc.remittance", "write", remittance_ids, {"bank_reference": "FT1"})
        self._call("hcc.remittance", "confirm", remittance_ids)
        self.assertEqual(remittance.state, "posted")

    def test_paper_address_counts_and_asks_for_the_role(self):
        receipt = self._collected(self._open_shift())
        address = f"/hcc/receipt/{receipt.id}/paper"
        self.assertIn(
            "/web/login", self.url_open(address, allow_redirects=False).headers["Location"]
        )
        self.authenticate("d_cashier", "d_cashier")
        answer = self.url_open(address)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(receipt.print_count, 1)
        self.assertEqual(self.url_open("/hcc/receipt/999999999/paper").status_code, 404)
        self.authenticate("d_official", "d_official")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(address).status_code, 403)

    def test_look_up_page(self):
        receipt = self._collected(self._open_shift())
        path = "/hcc/r/" + receipt._lookup_url().rsplit("/", 1)[1]
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        for words in ("Biên lai có hiệu lực", "1.151.001 đ", "00000001", "L. T. T. Nghiệm"):
            self.assertIn(words, page.text)
        for secret in (receipt.payer_name, receipt.payer_address, receipt.dossier_code):
            self.assertNotIn(secret, page.text)
        receipt.with_user(self.accountant).void("Sai")
        self.env.flush_all()
        self.assertIn("Biên lai đã bị hủy", self.url_open(path).text)
        unknown = self.url_open("/hcc/r/" + "A" * 26)
        self.assertEqual(unknown.status_code, 404)
        self.assertIn("Không tìm thấy biên lai", unknown.text)
