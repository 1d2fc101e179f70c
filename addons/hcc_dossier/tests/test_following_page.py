from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .correction_common import CorrectionCommon

DOCUMENT = {"id": 7, "name": "Giấy phép.pdf", "mimetype": "application/pdf", "content": b"%PDF-x"}


@tagged("post_install", "-at_install")
class TestFollowingPage(HttpCase, CorrectionCommon):
    """What the page says in each state, in both languages."""

    def _page(self, dossier, query="", purpose="dossier_status"):
        token = self.env["hcc.token"]._issue(dossier, purpose)
        self.env.flush_all()
        return self.url_open(f"/hcc/s/{token}{query}")

    def _assert_reads(self, page, *words):
        self.assertEqual(page.status_code, 200)
        for text in words:
            self.assertIn(text, page.text)

    def _download_mode(self, dossier, mode):
        self.env.cr.execute(
            "UPDATE hcc_policy SET result_download = %s WHERE id = %s", [mode, dossier.policy_id.id]
        )
        self.env["hcc.policy"].invalidate_model()

    # -------------------------------------------------------------------------
    # WORDS
    # -------------------------------------------------------------------------

    def test_english_speaks_english_and_marks_what_is_vietnamese(self):
        page = self._page(self._received(), "?lang=en")
        self._assert_reads(
            page,
            '<html lang="en"',
            "Accepted",
            "There is nothing you need to do now.",
            "08:00 on Friday, 27 November 2026",
            "3 working days counted",
            "Examination of the dossier",
            '<dd lang="vi">Cấp giấy phép thử nghiệm</dd>',
        )
        self.assertNotIn("Ông/Bà", page.text)

    def test_an_unknown_language_is_vietnamese(self):
        self._assert_reads(self._page(self._received(), "?lang=%00x"), '<html lang="vi"')

    def test_a_status_without_english_words_stays_vietnamese(self):
        statuses = self.env.ref("hcc_dossier.status_set_national_10").status_ids
        statuses.filtered(lambda status: status.number == 2).words_en = False
        self._assert_reads(self._page(self._received(), "?lang=en"), "Được tiếp nhận")

    def test_progress_counts_what_is_done(self):
        dossier = self._processing()
        self._assert_reads(self._page(dossier), "Đã xong 2 trên 7 bước")
        self._assert_reads(self._page(dossier, "?lang=en"), "2 of 7 steps done")

    def test_guided_names_papers_and_the_notice_without_its_reason(self):
        dossier = self._draft(complete=False)
        dossier.component_ids[0].note = "Chưa ký tên"
        dossier.guide("Lời riêng cho người nộp.")
        page = self._page(dossier)
        number = dossier.notice_ids.number
        self._assert_reads(page, "Giấy tờ cần bổ sung", "Chưa ký tên", number, "23/11/2026")
        self.assertNotIn("Lời riêng", page.text)

    def test_a_loss_leaves_to_read_what_to_bring(self):
        self.env.ref("hcc_base.policy_c").supplement_abandon_days = 10
        dossier = self._waiting("Thiếu bản sao.")
        asked = dossier.notice_ids
        dossier.with_user(self.appraiser).report_loss("Mất.")
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        until = f"{asked.expected_on:%d/%m/%Y}"
        name = dossier.component_ids[0].name
        both = ("bị thất lạc", "nộp bổ sung giấy tờ theo phiếu yêu cầu")
        self._assert_reads(self._page(dossier), *both, "Giấy tờ cần bổ sung", name, until)
        both = ("were lost", "hand in the papers named on the request form")
        self._assert_reads(self._page(dossier, "?lang=en"), *both, name)
        with self.at("2026-11-25 08:00"):
            dossier.accept_supplement()
        page = self._page(dossier)
        self._assert_reads(page, "bị thất lạc")
        self.assertNotIn("theo phiếu yêu cầu", page.text)

    def test_an_apology_gives_both_appointments(self):
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-01 02:00:00", "Chờ ý kiến chuyên ngành.")
        page = self._page(dossier)
        self._assert_reads(
            page,
            "Hẹn ban đầu: 08 giờ 00 phút, ngày 27/11/2026",
            "09 giờ 00 phút, ngày 01/12/2026",
            "xin lỗi Ông/Bà",
            "Lý do được ghi trong văn bản gửi Ông/Bà.",
        )

    def test_what_officials_wrote_waits_for_the_second_fact(self):
        """Their words may name people; who found a slip has its code. Two kinds of reasons are
        shown with the fact, the others never."""
        words = "Sai họ tên Nguyễn Thị Riêng, căn cước 012195000777."
        for act in (
            lambda: self._moved(words),
            lambda: self._revoked(words),
            lambda: self._waiting(words),
            lambda: self._suspended(words),
            lambda: self._lost(words),
            lambda: self._ended("stop", words),
            lambda: self._ended("withdraw", words),
            lambda: self._ended("give_back", words),
        ):
            dossier = act()
            for query in ("", "?lang=en"):
                page = self._page(dossier, query)
                self._assert_reads(page, dossier.name)
                for part in ("Riêng", "012195000777"):
                    self.assertNotIn(part, page.text)
        self._assert_reads(self._page(self._moved(words), purpose="dossier_lookup"), words)
        self._assert_reads(self._page(self._revoked(words), purpose="dossier_lookup"), words)

    def _moved(self, words):
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-01 02:00:00", words)
        return dossier

    def _revoked(self, words):
        dossier = self._done()
        dossier.with_user(self.approver).reopen_result(words)
        return dossier

    def _waiting(self, words):
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement(words, dossier.component_ids[:1].ids)
        return dossier

    def _suspended(self, words):
        dossier = self._processing()
        dossier.with_user(self.approver).suspend(words)
        return dossier

    def _lost(self, words):
        dossier = self._processing()
        dossier.with_user(self.appraiser).report_loss(words)
        dossier.with_user(self.approver).apologise_loss(words)
        return dossier

    def _ended(self, verb, words):
        dossier = self._processing()
        user = self.official if verb == "withdraw" else self.approver
        getattr(dossier.with_user(user), verb)(words)
        return dossier

    def test_a_date_moved_by_the_calendar_says_why(self):
        dossier = self._received()
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-11-26",
                "name": "Mất điện toàn tỉnh",
                "kind": "closure",
                "company_id": self.centre.id,
            }
        )
        self.env["hcc.dossier"]._cron_recount()
        page = self._page(dossier)
        self._assert_reads(page, "Thay đổi lịch hẹn", "Mất điện toàn tỉnh")

    def test_refreshing_is_asked_for(self):
        dossier = self._received()
        self.assertNotIn("http-equiv", self._page(dossier).text)
        self._assert_reads(
            self._page(dossier, "?tu-cap-nhat=1"), 'http-equiv="refresh"', "Dừng tự cập nhật"
        )

    def test_contact_is_a_plain_link(self):
        self.centre.write(
            {"hotline": "1900 0000", "street": "1 Phố Mẫu", "map_url": "https://map.example/x"}
        )
        page = self._page(self._received())
        self._assert_reads(page, 'href="tel:19000000"', "1 Phố Mẫu", 'href="https://map.example/x"')
        for loaded in ("<script", "<iframe", 'src="http', "@import"):
            self.assertNotIn(loaded, page.text)
        with self.assertRaisesRegex(ValidationError, "https://"):
            self.centre.map_url = "javascript:alert(1)"

    def test_it_says_who_has_the_dossier_and_where_to_go(self):
        self.centre.write({"street": "1 Phố Mẫu", "map_url": "https://map.example/x"})
        dossier = self._received()
        self._assert_reads(
            self._page(dossier), self.agency.name, "1 Phố Mẫu", 'href="https://map.example/x"'
        )
        self.centre.map_url = False
        page = self._page(dossier)
        self._assert_reads(page, self.agency.name, "1 Phố Mẫu")
        self.assertNotIn("Xem trên bản đồ", page.text)

    # -------------------------------------------------------------------------
    # VOID SLIPS
    # -------------------------------------------------------------------------

    def _assert_void(self, dossier, *words, query=""):
        """The code of a slip says that it is void and what to do, and nothing of the dossier."""
        page = self._page(dossier, query)
        self.assertEqual(page.status_code, 410)
        for text in words:
            self.assertIn(text, page.text)
        for text in (dossier.procedure_id.name, dossier.agency_id.name, "Quá trình giải quyết"):
            self.assertNotIn(text, page.text)

    def test_a_void_slip_says_so_while_a_look_up_still_works(self):
        dossier = self._received()
        dossier.with_user(self.approver).cancel("Nhập nhầm.")
        self._assert_void(dossier, "không còn giá trị", "Hồ sơ đã được hủy")
        self.assertNotIn(dossier.name, self._page(dossier).text)
        self._assert_reads(self._page(dossier, purpose="dossier_lookup"), dossier.name)

    def test_the_void_slip_says_where_the_dossier_goes_on(self):
        wrong = self._received()
        draft = self.env["hcc.dossier"].browse(wrong.correct("Nhầm giấy tờ.")["dossier_id"])
        self._assert_void(wrong, "không còn giá trị", "đang được tiếp nhận lại")
        self._assert_void(wrong, "is being accepted again", query="?lang=en")
        draft.with_user(self.official).receive()
        self._assert_void(wrong, f"tiếp tục với mã {draft.name}")
        self._assert_reads(self._page(draft), draft.name)

    def test_the_void_slip_says_that_it_is_not_received_again(self):
        wrong = self._received()
        draft = self.env["hcc.dossier"].browse(wrong.correct("Nhầm giấy tờ.")["dossier_id"])
        draft.with_user(self.approver).cancel("Nhập nhầm.")
        self._assert_void(wrong, "không được tiếp nhận lại")

    def test_the_void_slip_tells_nothing_of_somebody_elses_dossier(self):
        """Accepted under the wrong applicant: what follows is the right one's."""
        for end in ("receive", "withdraw", "refuse", "cancel"):
            with self.subTest(end):
                wrong = self._received()
                draft = self._draft_of_another(wrong)
                self._assert_void(wrong, "Hồ sơ đã được hủy; xin liên hệ Trung tâm")
                if end == "receive":
                    draft.with_user(self.official).receive()
                else:
                    draft.component_ids[0].write({"is_received": False, "is_missing": True})
                    draft.with_user(self.official).guide("Thiếu đơn.")
                    getattr(draft.with_user(self.approver), end)("Không tiếp nhận lại.")
                for query in ("", "?lang=en"):
                    self._assert_void(wrong, "Trung tâm" if not query else "centre", query=query)
                    for purpose in ("dossier_status", "dossier_lookup"):
                        text = self._page(wrong, query, purpose).text
                        for part in (draft.name or draft.reception_number, "rút theo", "withdrawn"):
                            self.assertNotIn(part, text)

    def _draft_of_another(self, wrong):
        draft = self.env["hcc.dossier"].browse(wrong.correct("Nhầm người nộp.")["dossier_id"])
        draft.with_user(self.official).applicant_id = self._another_applicant()
        return draft

    def test_a_guidance_form_of_a_discarded_dossier_says_so(self):
        dossier = self._draft(complete=False)
        dossier.guide("Thiếu đơn.")
        dossier.with_user(self.approver).cancel("Nhập nhầm.")
        self._assert_void(dossier, "Hồ sơ đã được hủy")

    # -------------------------------------------------------------------------
    # THE RESULT'S FILE
    # -------------------------------------------------------------------------

    def _finished(self):
        cls = type(self.env["hcc.dossier"])
        self.patch(cls, "_public_result_files", lambda dossier: [DOCUMENT])
        return self._done()

    def _file_address(self, page):
        path = page.text.split('class="file" href="')[1].split('"')[0]
        return path.replace("&amp;", "&")

    def test_by_default_the_file_asks_for_the_second_fact(self):
        dossier = self._finished()
        page = self._page(dossier)
        self._assert_reads(page, "4 số cuối", 'name="so-cuoi"')
        self.assertNotIn('class="file"', page.text)
        page = self._page(dossier, purpose="dossier_lookup")
        answer = self.url_open(self._file_address(page))
        self.assertEqual((answer.status_code, answer.content), (200, b"%PDF-x"))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_a_download_is_in_the_journal(self):
        dossier = self._finished()
        self.url_open(self._file_address(self._page(dossier, purpose="dossier_lookup")))
        entry = self.env["hcc.journal.entry"].search(
            [("verb", "=", "download_result"), ("res_id", "=", dossier.id)]
        )
        self.assertEqual(entry.facts, {"document": "7", "way": "lookup"})

    def test_the_policy_may_open_it_to_the_slip_or_close_it(self):
        dossier = self._finished()
        self._download_mode(dossier, "on")
        address = self._file_address(self._page(dossier))
        self.assertEqual(self.url_open(address).status_code, 200)
        self._download_mode(dossier, "off")
        for purpose in ("dossier_status", "dossier_lookup"):
            page = self._page(dossier, purpose=purpose)
            self.assertNotIn('class="file"', page.text)
            self.assertNotIn('name="so-cuoi"', page.text)
        self.assertEqual(self.url_open(address).status_code, 404, "asked at the download, too")

    def test_the_slips_code_does_not_reach_a_file_that_needs_the_fact(self):
        dossier = self._finished()
        address = self._file_address(self._page(dossier, purpose="dossier_lookup"))
        slip = self.env["hcc.token"]._issue(dossier, "dossier_status")
        lookup = self.env["hcc.token"]._issue(dossier, "dossier_lookup")
        self.assertEqual(self.url_open(address.replace(lookup, slip)).status_code, 404)

    def test_a_signed_address_ends_and_is_not_changed(self):
        dossier = self._finished()
        address = self._file_address(self._page(dossier, purpose="dossier_lookup"))
        start, document, expires, signature = address.rsplit("/", 3)
        for forged in (
            f"{start}/8/{expires}/{signature}",
            f"{start}/{document}/29991231235959/{signature}",
            f"{start}/{document}/{expires}/{'A' * 26}",
            f"{start}/{document}/{expires}/%C4%90",
        ):
            self.assertEqual(self.url_open(forged).status_code, 404, forged)
        with self.at("2026-11-23 08:11"):
            self.assertEqual(self.url_open(address).status_code, 404)

    def test_no_result_before_it_is_at_the_centre(self):
        cls = type(self.env["hcc.dossier"])
        self.patch(cls, "_public_result_files", lambda dossier: [DOCUMENT])
        page = self._page(self._sealed(), purpose="dossier_lookup")
        self.assertNotIn('class="file"', page.text)

    # -------------------------------------------------------------------------
    # COST
    # -------------------------------------------------------------------------

    def test_the_page_asks_as_often_whatever_the_history(self):
        young = self._received()
        old = self._processing()
        old.with_user(self.appraiser).complete_step()
        for _n in range(3):
            old.with_user(self.approver).send_back("Xem lại.")
            old.with_user(self.appraiser).complete_step()
        old.with_user(self.approver).extend("2026-12-01 02:00:00", "Chờ ý kiến.")
        counts = [self._count_queries(dossier) for dossier in (young, old)]
        self.assertLessEqual(counts[1], counts[0] + 1, "a notice is read or it is not")
        self.assertLessEqual(counts[1], 16)

    def _count_queries(self, dossier):
        public = self.env.ref("hcc_base.user_public_page")
        dossier.with_user(public)._get_public_status()  # what is kept over requests
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["hcc.dossier"].browse(dossier.id).with_user(public)._get_public_status()
        return self.env.cr.sql_log_count - before
