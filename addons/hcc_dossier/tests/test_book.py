import base64
import io
from unittest.mock import patch

import openpyxl
import pypdf
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..wizards import hcc_dossier_book
from .common import SHOWN
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestBook(PaperCommon):
    """The ledger: a line a reception, its ordinal kept, whatever part of the year is printed."""

    def _book(self, user=None, **values):
        values = {"date_from": "2026-01-01", "date_to": "2026-12-31", **values}
        return self.env["hcc.dossier.book"].with_user(user or self.director).create(values)

    def _cells(self, book):
        return [book._cells(line) for line in book._lines()]

    def _year(self):
        """Four receptions in three months, of two agencies."""
        dossiers = []
        for day, values in (
            ("2026-09-15 08:00", {}),
            ("2026-10-05 08:00", {"user": self.other_official, "procedure": self.other_procedure}),
            ("2026-10-05 09:00", {}),
            ("2026-11-23 08:00", {"subject": "Cấp đổi giấy phép"}),
        ):
            with self.at(day):
                dossiers.append(self._received(**values))
        return dossiers

    def test_columns_of_a_line(self):
        with self.at("2026-11-23 08:00"):
            dossier = self._done()
        with self.at("2026-11-24 09:30"):
            dossier.return_result("proxy", "Người Nhận Thay", "UQ 02/2026", SHOWN)
        [cells] = self._cells(self._book(self.official))
        self.assertEqual(
            cells,
            (
                1, dossier.name, "Cấp giấy phép thử nghiệm", 1, "Lò Thị Thử Nghiệm",
                "Bản Thử, xã Mẫu, tỉnh Lai Châu, 0912345678", "Sở Thử nghiệm", "08:00 23/11/2026",
                "08:00 27/11/2026", "09:30 24/11/2026", "Quầy trả kết quả của Trung tâm",
                "Người Nhận Thay", "",
            ),
        )  # fmt: skip

    def test_ordinals_run_through_the_year_whatever_is_printed(self):
        dossiers = self._year()
        whole = self._cells(self._book())
        self.assertEqual([cells[0] for cells in whole], [1, 2, 3, 4])
        self.assertEqual([cells[1] for cells in whole], [dossier.name for dossier in dossiers])
        october = self._cells(self._book(date_from="2026-10-01", date_to="2026-10-31"))
        self.assertEqual([cells[0] for cells in october], [2, 3])
        of_agency = self._cells(self._book(agency_id=self.agency.id))
        self.assertEqual([cells[0] for cells in of_agency], [1, 3, 4])

    def test_the_ordinal_follows_the_journal_not_the_clock(self):
        first, *_others = self._year()
        first._guarded_write({"received_at": "2026-12-20 01:00:00"})
        self.assertEqual(self._cells(self._book())[0][1], first.name)

    def test_the_next_year_starts_again(self):
        self._year()
        with self.at("2027-01-05 08:00"):
            self._received()
        cells = self._cells(self._book(date_to="2027-12-31"))
        self.assertEqual([each[0] for each in cells], [1, 2, 3, 4, 1])

    def test_what_was_cancelled_keeps_its_line(self):
        *_others, last = self._year()
        last.with_user(self.director).cancel("Tiếp nhận nhầm.")
        cells = self._cells(self._book())
        self.assertEqual((cells[-1][1], cells[-1][-1]), (last.name, "Đã hủy"))

    def test_no_line_that_has_ended_looks_open(self):
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-04 01:00:00", "Chờ ý kiến.")
        dossier.with_user(self.approver).give_back("Không đủ điều kiện.")
        book = self._book()
        self.assertEqual(self._cells(book)[-1][-1], "Trả lại hồ sơ; Hẹn lại 08:00 04/12/2026")
        pdf = book._pdf(book._lines())
        self._pictures(pdf, "book_given_back")
        self.assertIn("04/12/2026", self._text(pdf), "a date is not broken")

    def test_each_reader_gets_what_they_see(self):
        dossiers = self._year()
        mine = self._cells(self._book(self.official))
        self.assertEqual(
            [cells[1] for cells in mine], [d.name for d in dossiers if d.agency_id == self.agency]
        )
        self.assertIn("0912345678", mine[0][5])
        self.assertNotIn("0912345678", str(self._cells(self._book(self.director))))
        with self.assertRaises(AccessError):
            self._book(self.cashier)

    def test_another_centres_ledger_is_not_theirs(self):
        self._year()
        here = {"allowed_company_ids": self.other_centre.ids}
        books = self.env["hcc.dossier.book"].with_user(self.elsewhere).with_context(**here)
        period = {"date_from": "2026-01-01", "date_to": "2026-12-31"}
        book = books.create({"company_id": self.centre.id, **period})
        self.assertFalse(book._lines())
        for hand_out in (book.print_book, book.download_sheet):
            with self.assertRaises(AccessError):
                hand_out()
        self.assertFalse(book.file)

    def test_an_administrator_sees_dossiers_but_takes_none_out(self):
        administrator = self._create_user("d_admin", "administrator")
        with self.assertRaises(AccessError):
            self._book(administrator).print_book()

    def test_on_paper_a_month_begins_a_page_and_pages_are_numbered(self):
        self._year()
        with self.at("2027-01-04 08:00"):
            book = self._book()
            book.print_book()
        pdf = base64.b64decode(book.file)
        self._pictures(pdf, "book")
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        self.assertEqual(len(pages), 3)
        for number, text in enumerate(texts, start=1):
            self.assertIn(f"Trang {number}", text)
            self.assertIn("Cơ quan chủ trì giải quyết", text)
        self.assertIn("Mẫu số 07 – Thông tư số 03/2025/TT-VPCP", texts[0])
        self.assertIn("SỔ THEO DÕI HỒ SƠ", texts[0])
        self.assertIn("Tháng 10 năm 2026", texts[1])
        self.assertIn("Cộng: 4 hồ sơ, từ số 01 đến số 04; 3 trang.", texts[2])
        self.assertIn("Khóa sổ ngày 31 tháng 12 năm 2026", texts[2])
        box = pages[0].mediabox
        self.assertGreater(box.width, box.height)

    def test_printed_in_parts_the_pages_are_numbered_on(self):
        self._year()
        book = self._book(date_from="2026-10-01", date_to="2026-10-31", first_page=7)
        book.print_book()
        text = self._text(base64.b64decode(book.file))
        self.assertIn("Trang 7", text)
        self.assertIn("Cộng: 2 hồ sơ, từ số 02 đến số 03; 1 trang.", text)

    def test_more_than_one_request_draws_is_refused(self):
        self._year()
        with patch.object(hcc_dossier_book, "MAX_PRINTED", 3):
            with self.assertRaises(UserError):
                self._book().print_book()
            self._book(agency_id=self.agency.id).print_book()
            self._book().download_sheet()

    def test_a_month_too_long_for_one_part_begins_a_page_a_day(self):
        with self.at("2026-11-23 08:00"):
            self._received()
            self._received()
        with self.at("2026-11-25 08:00"):
            self._received()
        with patch.object(hcc_dossier_book, "MAX_PART", 2):
            parts = self._book()._parts(self._book()._lines())
        self.assertEqual(
            [(title, len(lines)) for title, lines in parts],
            [("Ngày 23/11/2026", 2), ("Ngày 25/11/2026", 1)],
        )

    def test_an_open_year_is_not_closed(self):
        self._year()
        book = self._book()
        book.print_book()
        pdf = base64.b64decode(book.file)
        self.assertNotIn("Khóa sổ", self._text(pdf))

    def test_an_empty_ledger_says_so(self):
        book = self._book(date_to="2026-01-31")
        book.print_book()
        text = self._text(base64.b64decode(book.file))
        self.assertIn("Không có hồ sơ nào được tiếp nhận", text)

    def test_a_period_ends_after_it_begins(self):
        with self.assertRaises(UserError):
            self._book(date_from="2026-12-31", date_to="2026-01-01").print_book()

    def test_the_sheet_says_the_same_and_is_journalled(self):
        self._year()
        book = self._book()
        book.download_sheet()
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(book.file))).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[0][:2], ("TT", "Mã hồ sơ"))
        self.assertEqual([row[0] for row in rows[1:]], ["1", "2", "3", "4"])
        entry = self.env["hcc.journal.entry"].search([("verb", "=", "export")], limit=1)
        self.assertEqual((entry.user_id, entry.facts["count"]), (self.director, 4))

    def test_reading_costs_the_same_for_one_and_for_many(self):
        self._year()
        for _n in range(6):
            self._received()
        counts = []
        for period in ({"date_to": "2026-09-30"}, {"date_to": "2026-12-31"}):
            book = self._book(**period)
            self._cells(book)
            self.env.flush_all()
            self.env.invalidate_all()
            statements = []
            execute = self.env.cr.execute

            def counted(query, *rest, _to=statements, _by=execute, **more):
                _to.append(str(query))
                return _by(query, *rest, **more)

            with patch.object(self.env.cr, "execute", counted):
                self._cells(book)
            counts.append(len([words for words in statements if "ir_rule" not in words]))
        self.assertEqual(*counts)
