import io
import re
from unittest.mock import patch

import pypdf
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.models.hcc_policy_use import HccPolicy
from odoo.addons.hcc_base.tests.common import centre_time

from .common import SHOWN
from .test_paper import PaperCommon

MM = 72 / 25.4
A5 = (148, 210)
A4 = (210, 297)
HEADING = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NEW_SET, OLD_SET = "seven_2025", "six_2018"


class FormCommon(PaperCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")
        cls.enterClassContext(patch.object(HccPolicy, "_check_unused", lambda policy, names: None))
        cls.centre.write({"superior_name": "UBND tỉnh Thử", "city": "Lai Châu"})

    def _pages(self, pdf):
        return pypdf.PdfReader(io.BytesIO(pdf)).pages

    def assertInOrder(self, words, text):
        place = 0
        for word in words:
            found = text.find(word, place)
            self.assertGreaterEqual(found, 0, f"{word!r} is missing after {text[:place][-60:]!r}")
            place = found + len(word)

    def assertSize(self, pdf, size):
        for page in self._pages(pdf):
            box = page.mediabox
            self.assertEqual((round(box.width / MM), round(box.height / MM)), size)


@tagged("post_install", "-at_install")
class TestFormsOfTheCirculars(FormCommon):
    """Every item that a form of either circular has, in its order."""

    def _in_both_sets(self, form, title_of, items_of, report, records):
        for forms_set in (NEW_SET, OLD_SET):
            self.policy.forms_set = forms_set
            number = self.policy._form_number(form)
            circular = "03/2025" if forms_set == NEW_SET else "01/2018"
            with self.subTest(form=form, set=forms_set):
                pdf = self._print(report, records)
                self.assertSize(pdf, A5)
                basis = f"Mẫu số {number} – Thông tư số {circular}/TT-VPCP"
                words = (basis, *HEADING, *title_of(forms_set), *items_of(forms_set))
                self.assertInOrder(words, self._text(pdf))

    def test_01_acceptance_slip(self):
        dossier = self._received(
            submitter_name="Người Nộp Thay",
            submitter_kind="authorised",
            submitter_paper="UQ 01/2026",
            submitter_paper_date="2026-11-20",
            sets=2,
        )
        items = (
            dossier.name, "Bộ phận tiếp nhận và trả kết quả:", self.centre.name,
            "Tiếp nhận hồ sơ của:", "Lò Thị Thử Nghiệm", "(nộp trực tiếp)",
            "Người nộp:", "Người Nộp Thay", "Địa chỉ:", "Bản Thử, xã Mẫu", "Số điện thoại:",
            "0912345678", "Email:", "Số CMND/Căn cước/Hộ chiếu", "…0017",
            "Nội dung yêu cầu giải quyết:", "Cấp giấy phép thử nghiệm",
            "1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ", "TT", "Thành phần hồ sơ",
            "Số lượng", "Bản chính", "Bản chứng thực", "Bản photo", "Đơn đề nghị theo mẫu",
            "2. Số lượng hồ sơ:", "02 bộ",
            "3. Thời gian giải quyết hồ sơ theo quy định là:", "03 ngày làm việc",
            "4. Thời gian nhận hồ sơ:", "08 giờ 00 phút, ngày 23/11/2026",
            "5. Thời gian trả kết quả giải quyết hồ sơ:", "08 giờ 00 phút, ngày 27/11/2026",
            "6. Đăng ký nhận kết quả tại:", "Vào Sổ theo dõi hồ sơ, Quyển số 2026, Số thứ tự",
            "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        )  # fmt: skip
        head = (
            "Lai Châu, ngày 23 tháng 11 năm 2026", "Quyển số 2026, Số thứ tự",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        )  # fmt: skip
        self._in_both_sets("slip", lambda _s: head, lambda _s: items, "hcc_dossier.slip", dossier)

    def test_the_slip_says_where_the_result_is_collected(self):
        self.centre.write({"street": "58 đường Mẫu", "map_url": "https://map.example/x"})
        counter, postal = self._received(), self._received(return_channel="postal")
        words = "Quầy trả kết quả của Trung tâm, 58 đường Mẫu, Lai Châu"
        for forms_set in (NEW_SET, OLD_SET):
            for size, measures in (("a5", A5), ("a4", A4)):
                self.policy.write({"forms_set": forms_set, "form_size": size})
                with self.subTest(set=forms_set, size=size):
                    pdf = self._print("hcc_dossier.slip", counter)
                    self._pictures(pdf, f"collect_{forms_set}_{size}")
                    self.assertSize(pdf, measures)
                    self.assertEqual(len(self._pages(pdf)), 1)
                    self.assertIn(f"{words} (bản đồ: xem trang tra cứu)", self._text(pdf))
        self.assertNotIn("58 đường Mẫu", self._text(self._print("hcc_dossier.slip", postal)))
        many = self._text(self._print("hcc_dossier.many_slip", counter | postal))
        self.assertIn("Quầy trả kết quả của Trung tâm: 58 đường Mẫu, Lai Châu", many)
        self.centre.map_url = False
        self.assertNotIn("bản đồ", self._text(self._print("hcc_dossier.slip", counter)))
        self.centre.street = False
        text = self._text(self._print("hcc_dossier.slip", counter))
        self.assertIn("Quầy trả kết quả của Trung tâm Vào Sổ", " ".join(text.split()))

    def test_an_ordinary_slip_is_one_page(self):
        """Five papers, a street of two lines, a fee, a holiday and a weekend in the time limit."""
        self.centre.street = "Khu hành chính – chính trị tỉnh, đường 58, phường Mẫu Thử Nghiệm"
        with self.at("2026-11-20 05:50"):
            dossier = self._draft()
            names = ("Bản vẽ vị trí khu đất", "Giấy ủy quyền", "Biên bản kiểm tra hiện trạng")
            lines = [{"name": name, "is_received": True, "originals": 1} for name in names]
            dossier.component_ids.create([{"dossier_id": dossier.id, **line} for line in lines])
            dossier.receive()
        fee = [{"label": "Phí, lệ phí, giá dịch vụ phải nộp", "value": "500.000 đ"}]
        self.patch(type(dossier), "_get_slip_extra", lambda _self: fee)
        pdf = self._print("hcc_dossier.slip", dossier)
        self._pictures(pdf, "ordinary_slip")
        self.assertEqual(len(self._pages(pdf)), 1)
        self.assertInOrder(("Ngày Văn hóa Việt Nam", "NGƯỜI TIẾP NHẬN HỒ SƠ"), self._text(pdf))

    def test_the_slip_says_nothing_twice(self):
        explained = self._received()._get_slip()["explanation"]
        for words in ("Nhận hồ sơ lúc", "Thời hạn giải quyết", "Hẹn trả"):
            self.assertNotIn(words, " ".join(explained))
        self.assertIn("Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam", explained)

    def test_the_slip_says_from_which_postmark_it_counts(self):
        self.policy.clock_start = "arrival"
        dossier = self._received(channel="postal", arrived_at=centre_time("2026-11-20 09:00"))
        words = "Hồ sơ đến lúc 09:00 thứ Sáu, 20/11/2026 (theo dấu bưu điện)"
        self.assertEqual(dossier._get_slip()["explanation"][0], words)
        self.assertIn(words, dossier.due_explanation)

    def test_02_supplement(self):
        dossier = self._draft(complete=False)
        dossier.component_ids[0].note = "Chưa ký tên"
        dossier.guide("Hồ sơ thiếu giấy tờ bắt buộc.")
        items = (
            "Bộ phận tiếp nhận và trả kết quả:", "Tiếp nhận hồ sơ của:", "Lò Thị Thử Nghiệm",
            "Địa chỉ:", "Số điện thoại; email:", "0912345678", "Nội dung yêu cầu giải quyết:",
            "Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau", "Chưa ký tên",
            "Lý do:", "Hồ sơ thiếu giấy tờ bắt buộc.", "nếu có vướng mắc, Ông/Bà liên hệ với",
            self.official.name, "NGƯỜI HƯỚNG DẪN",
        )  # fmt: skip
        head = ("PHIẾU YÊU CẦU BỔ SUNG", "HOÀN THIỆN HỒ SƠ")
        notice = dossier.notice_ids
        self._in_both_sets(
            "supplement", lambda _s: head, lambda _s: items, "hcc_dossier.notice", notice
        )
        self.assertIn("Số: 001/2026/HDHS", self._text(self._print("hcc_dossier.notice", notice)))

    def test_03_refusal(self):
        dossier = self._draft()
        dossier.refuse("Không thuộc thẩm quyền giải quyết.")
        items = (
            "Bộ phận tiếp nhận và trả kết quả:", "Tiếp nhận hồ sơ của:", "Địa chỉ:",
            "Số điện thoại; email:", "Nội dung yêu cầu giải quyết:", "Qua xem xét,",
            "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
            "Không thuộc thẩm quyền giải quyết.",
            "Xin thông báo cho Ông/Bà được biết và thực hiện",
            "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        )  # fmt: skip
        head = ("PHIẾU TỪ CHỐI", "TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ")
        self._in_both_sets(
            "refusal", lambda _s: head, lambda _s: items, "hcc_dossier.notice", dossier.notice_ids
        )

    def test_04_apology(self):
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        items = (
            "Kính gửi:", "Lò Thị Thử Nghiệm", "Địa chỉ:", "Số điện thoại", "Mã hồ sơ:",
            dossier.name, "Ngày 23/11/2026,", "tiếp nhận hồ sơ", "thời gian hẹn trả kết quả:",
            "08 giờ 00 phút, ngày 27/11/2026", "chưa thể trả kết quả đúng thời hạn",
            "Phải xác minh thực địa.", "xin lỗi Ông/Bà", "16 giờ 00 phút, ngày 02/12/2026",
            "THỦ TRƯỞNG CƠ QUAN",
        )  # fmt: skip
        titles = {
            OLD_SET: ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",),
            NEW_SET: ("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN",),
        }
        self._in_both_sets(
            "apology", titles.get, lambda _s: items, "hcc_dossier.notice", dossier.notice_ids
        )

    def test_05_stop_notice_of_the_newer_set(self):
        dossier = self._processing()
        dossier.stop("Quá thời hạn bổ sung.")
        text = self._text(self._print("hcc_dossier.notice", dossier.notice_ids))
        self.assertInOrder(
            (
                "Mẫu số 05 – Thông tư số 03/2025/TT-VPCP", *HEADING, "THÔNG BÁO",
                "DỪNG GIẢI QUYẾT HỒ SƠ", "Kính gửi:", "Mã hồ sơ:", dossier.name,
                "thông báo dừng giải quyết hồ sơ", "Quá thời hạn bổ sung.",
                "NGƯỜI THÔNG BÁO",
            ),
            text,
        )  # fmt: skip

    def test_the_older_set_has_no_stop_notice(self):
        self.policy.forms_set = OLD_SET
        dossier = self._processing()
        dossier.stop("Quá thời hạn bổ sung.")
        self.assertFalse(dossier.notice_ids)

    def test_05_06_control_slip(self):
        dossier = self._sealed()
        items = (
            "Kèm theo hồ sơ của:", "Lò Thị Thử Nghiệm", "Mã hồ sơ:", dossier.name, "Ngày nhận:",
            "Ngày, giờ hẹn trả:", "Cơ quan (bộ phận) giải quyết hồ sơ:", "Sở Thử nghiệm",
            "Cơ quan phối hợp giải quyết hồ sơ:", "Tên cơ quan", "Thời gian giao, nhận hồ sơ",
            "Kết quả giải quyết hồ sơ", "Ghi chú", "1. Giao:", "2. Nhận:", "Người giao",
            "d_official", "Người nhận", "d_appraiser", "Trước hạn",
        )  # fmt: skip
        head = ("Quyển số 2026, Số thứ tự", "PHIẾU KIỂM SOÁT", "QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
        report = "hcc_dossier.control_slip"
        self._in_both_sets("control", lambda _s: head, lambda _s: items, report, dossier)

    def test_on_a4_by_policy(self):
        self.policy.form_size = "a4"
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        for report, records in (
            ("hcc_dossier.slip", dossier),
            ("hcc_dossier.control_slip", dossier),
            ("hcc_dossier.notice", dossier.notice_ids),
        ):
            with self.subTest(report=report):
                pdf = self._print(report, records)
                self.assertSize(pdf, A4)
                self.assertEqual(len(self._pages(pdf)), 1)
                pictures = self._pictures(pdf, f"a4_{report.partition('.')[2]}")
                self.assertTrue([c for c in self._codes(pictures) if c.startswith("HCC1|")])


@tagged("post_install", "-at_install")
class TestWhatGoesWithTheForms(FormCommon):
    def test_copies_by_policy(self):
        dossier = self._received()
        self.assertEqual(len(self._pages(self._print("hcc_dossier.slip", dossier))), 1)
        self.policy.slip_copies = "two"
        pdf = self._print("hcc_dossier.slip", dossier)
        self.assertEqual(len(self._pages(pdf)), 2)
        self.assertInOrder(("Liên giao người nộp hồ sơ", "Liên lưu"), self._text(pdf))

    def test_evaluation_slip_follows_forms_01_to_03_by_policy(self):
        received, guided, refused = self._received(), self._draft(complete=False), self._draft()
        guided.guide("Thiếu đơn.")
        refused.refuse("Không thuộc thẩm quyền.")
        extended = self._processing()
        extended.with_user(self.approver).extend("2026-12-02 09:00:00", "Xác minh.")
        papers = [("hcc_dossier.slip", received)]
        papers += [
            ("hcc_dossier.notice", dossier.notice_ids) for dossier in (guided, refused, extended)
        ]
        counts = {"separate": [0, 0, 0, 0], "attached": [1, 1, 1, 0]}
        for rule, expected in counts.items():
            self.policy.evaluation_slip = rule
            texts = [self._text(self._print(*each)) for each in papers]
            self.assertEqual([text.count("PHIẾU ĐÁNH GIÁ") for text in texts], expected)

    def test_evaluation_slip_asks_no_name(self):
        dossier = self._received()
        pdf = self._print("hcc_dossier.evaluation", dossier)
        self._pictures(pdf, "evaluation")
        text = self._text(pdf)
        self.assertInOrder(("PHIẾU ĐÁNH GIÁ", dossier.name, "Thái độ của cán bộ"), text)
        self.assertNotIn("Lò Thị Thử Nghiệm", text)
        with self.assertRaises(UserError):
            self._print("hcc_dossier.evaluation", self._draft())

    def test_several_dossiers_of_one_person_in_one_receipt(self):
        dossiers = self._received() | self._received(subject="Cấp lại giấy phép")
        pdf = self._print("hcc_dossier.many_slip", dossiers)
        self.assertSize(pdf, A4)
        self.assertEqual(len(self._pages(pdf)), 1)
        words = (
            "GIẤY TIẾP NHẬN NHIỀU HỒ SƠ", "Gồm 02 hồ sơ", "Lò Thị Thử Nghiệm",
            dossiers[0].name, "08 giờ 00 phút, ngày 27/11/2026", dossiers[1].name,
            "Cấp lại giấy phép", "08 giờ 00 phút, ngày 27/11/2026", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        )  # fmt: skip
        text = re.sub(r"(?<=\d-) ", "", self._text(pdf))
        self.assertInOrder(words, text)
        [code] = self._codes(self._pictures(pdf, "many"))
        self.assertEqual(code, ";".join(dossiers.mapped("name")))

    def test_dossiers_of_several_people_get_no_common_receipt(self):
        mine = self._received()
        proxys = self._received(
            submitter_name="Người Nộp Thay", submitter_kind="authorised",
            submitter_paper="UQ 1", submitter_paper_date="2026-11-20",
        )  # fmt: skip
        with self.assertRaisesRegex(UserError, mine.name):
            self._print("hcc_dossier.many_slip", mine | proxys)
        with self.assertRaises(UserError):
            self._print("hcc_dossier.many_slip", mine | self._draft())

    def test_receipt_of_the_result(self):
        dossier = self._done()
        with self.assertRaises(UserError):
            self._print("hcc_dossier.return_receipt", dossier)
        dossier.return_result("proxy", "Người Nhận Thay", "UQ 02/2026", SHOWN)
        pdf = self._print("hcc_dossier.return_receipt", dossier)
        self._pictures(pdf, "return_receipt")
        words = (
            "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", dossier.name, "Cấp giấy phép thử nghiệm",
            "Lò Thị Thử Nghiệm", "Người trả kết quả:", self.official.name, "Người Nhận Thay",
            "UQ 02/2026", "Loại kết quả:", "Giấy phép", "Số, ký hiệu:", dossier.result_number,
            "Trích yếu:", "Ngày trả kết quả:", "NGƯỜI NHẬN KẾT QUẢ",
        )  # fmt: skip
        self.assertInOrder(words, self._text(pdf))

    def test_labels_one_by_one_and_on_sheets(self):
        dossiers = self.env["hcc.dossier"]
        for _n in range(25):
            dossiers |= self._received(subject="Cấp giấy phép " + "xây dựng công trình " * 12)
        single = self._print("hcc_dossier.label", dossiers[:2])
        self.assertSize(single, (70, 37))
        self.assertEqual(len(self._pages(single)), 2)
        self.assertEqual(self._codes(self._pictures(single, "label")), dossiers[:2].mapped("name"))
        sheet = self._print("hcc_dossier.label_sheet", dossiers)
        self.assertSize(sheet, A4)
        self.assertEqual(len(self._pages(sheet)), 2)
        pictures = self._pictures(sheet, "label_sheet")
        self.assertEqual(sorted(self._codes(pictures[:1])), dossiers[:24].mapped("name"))
        self.assertEqual(self._codes(pictures[1:]), dossiers[24:].mapped("name"))
        self.assertEqual(self._text(sheet).count("Hẹn trả: 08:00 27/11/2026"), 25)

    def test_a_batch_of_fifty_slips_is_one_document(self):
        dossiers = self.env["hcc.dossier"]
        for _n in range(50):
            dossiers |= self._received()
        pdf = self._print("hcc_dossier.slip", dossiers)
        pages = self._pages(pdf)
        self.assertEqual(len(pages), 50)
        for dossier, page in zip(dossiers, pages, strict=True):
            text = " ".join(page.extract_text().split())
            self.assertIn(dossier.name, text)
            self.assertIn("Trang 1/1", text)

    def test_who_may_print_the_centres_papers(self):
        returned = self._done()
        returned.return_result()
        reports = (
            "slip", "control_slip", "course", "many_slip", "return_receipt", "evaluation", "label",
            "label_sheet",
        )  # fmt: skip
        for report in reports:
            self.assertTrue(self._print(f"hcc_dossier.{report}", returned))
            for user in (self.cashier, self.director, self.other_official, self.elsewhere):
                with self.subTest(report=report, user=user.login), self.assertRaises(AccessError):
                    self._print(f"hcc_dossier.{report}", returned, user)

    def test_what_was_never_accepted_has_no_slip(self):
        refused = self._draft()
        refused.refuse("Không thuộc thẩm quyền.")
        for report in ("slip", "control_slip", "many_slip", "label", "label_sheet"):
            with self.subTest(report=report), self.assertRaises(UserError):
                self._print(f"hcc_dossier.{report}", refused)


@tagged("post_install", "-at_install")
class TestHardCases(FormCommon):
    """Papers that do not fit on a page, and those with next to nothing on them."""

    def _long(self):
        dossier = self._draft(subject="Điều chỉnh " + "quyền sử dụng đất ở nghĩa trang " * 9)
        owner = dossier.applicant_id.sudo()
        owner.name = "Công ty Trách nhiệm hữu hạn " + "Nguyễn Khuyến Thượng Trường " * 10
        owner.address = "Thửa đất số 12, " + "tờ bản đồ số 7, ngõ Huỳnh Thúc Kháng, " * 7
        dossier.component_ids.create(
            [
                {
                    "dossier_id": dossier.id, "name": f"Giấy tờ số {n}: " + "ưỡng ngữ ỷ lỗ " * 6,
                    "is_received": True, "originals": n, "copies": 1, "sequence": 10 + n,
                }
                for n in range(30)
            ]
        )  # fmt: skip
        dossier.receive()
        return dossier

    def test_both_codes_stay_on_the_first_page(self):
        self.centre.street = "Tầng 1, nhà B" + ", khu hành chính tập trung phường Mẫu" * 5
        dossier = self._long()
        for size in ("a5", "a4"):
            self.policy.form_size = size
            pdf = self._print("hcc_dossier.slip", dossier)
            pages = self._pages(pdf)
            self.assertGreater(len(pages), 1)
            pictures = self._pictures(pdf, f"long_{size}")
            self.assertEqual(len(self._codes(pictures[:1])), 2)
            self.assertFalse(self._codes(pictures[1:]))
            for page in pages[1:-1]:
                self.assertIn("Bản chứng", page.extract_text(), "the head of the table is repeated")
            last = pages[-1].extract_text()
            self.assertInOrder(("5. Thời gian trả kết quả", "NGƯỜI NỘP HỒ SƠ"), last)

    def test_a_slip_with_next_to_nothing_on_it(self):
        dossier = self._draft()
        dossier.applicant_id.sudo().write({"phone": False, "address": False})
        dossier.receive()
        text = self._text(self._print("hcc_dossier.slip", dossier))
        self.assertInOrder(("Địa chỉ: –", "Số điện thoại: –", "Email: –"), text)
        self.assertNotIn("False", text)

    def test_a_long_control_slip_repeats_its_head(self):
        dossier = self._processing()
        for _round in range(5):
            dossier.with_user(self.appraiser).complete_step()
            dossier.with_user(self.approver).send_back("Xem lại.")
        pdf = self._print("hcc_dossier.control_slip", dossier)
        self._pictures(pdf, "long_control")
        pages = self._pages(pdf)
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn("Thời gian giao, nhận", " ".join(page.extract_text().split()))
