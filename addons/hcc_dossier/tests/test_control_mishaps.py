from odoo.tests import tagged

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard
from odoo.addons.hcc_base.tests.common import centre_time

from ..models.papers.hcc_dossier_course import SILENT_VERBS, VERB_WORDS
from .common import SHOWN
from .test_handover import HandoverCommon
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestControlMishaps(PaperCommon, HandoverCommon):
    """Control slip and course when something went otherwise: undone, not sent, given back, lost,
    revoked, taken in on paper."""

    def _hands(self, dossier):
        return [(row["name"], row["giver"], row["taker"]) for row in dossier._control_rows()]

    def _course(self, dossier):
        return [row["done"] for row in dossier._course_rows()]

    def _course_row(self, dossier, words):
        return next(row for row in dossier._course_rows() if row["done"].startswith(words))

    # -- undone ---------------------------------------------------------------

    def test_an_undone_act_is_no_row_and_the_course_says_so(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.appraiser).undo()
        [row] = dossier._control_rows()
        self.assertEqual((row["result"], row["note"]), ("", ""))
        self.assertFalse(row["closed"], "the appraisal is still to be done")
        self.assertEqual(
            self._course(dossier)[-2:],
            [
                "Hoàn thành bước «Thẩm định»: đồng ý (đã hoàn tác)",
                "Hoàn tác: hoàn thành bước",
            ],
        )
        self.assertEqual(self._course_row(dossier, "Hoàn thành")["to"], "")

    def test_an_undone_hand_over_leaves_nothing_lying_ready(self):
        dossier = self._received()
        dossier.hand_over()
        dossier.undo()
        self.assertEqual(dossier._control_rows(), [])

    def test_done_again_after_an_undo_counts_once(self):
        dossier = self._processing()
        for _n in range(2):
            dossier.with_user(self.appraiser).complete_step()
            dossier.with_user(self.appraiser).undo()
        dossier.with_user(self.appraiser).complete_step()
        first, second = dossier._control_rows()
        self.assertEqual((first["result"], first["note"]), ("Trước hạn", "Đồng ý"))
        self.assertEqual(second["name"], "Sở Thử nghiệm – Phê duyệt")

    # -- batches --------------------------------------------------------------

    def test_what_was_not_sent_is_not_waited_for(self):
        batch = self._handed()
        lost, *others = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, *others)
        batch.with_user(self.appraiser).receive()
        self._line(batch, lost).with_user(self.official).record_not_sent("Nằm lại ở quầy.")
        [row] = lost._control_rows()
        self.assertTrue(row["closed"])
        self.assertIn("Không chuyển đi", row["note"])
        again = self._handed(dossiers=lost.with_user(self.official))
        self._scan(again, self.appraiser, lost)
        again.with_user(self.appraiser).receive()
        first, second = lost._control_rows()
        self.assertEqual((first["taker"], second["taker"]), ("", self.appraiser.name))
        self.assertIn("Không chuyển đi, trả về bên giao", self._course(lost))

    def test_on_to_the_next_agency(self):
        dossier = self._processing()
        past_guard(dossier.sudo().step_ids[1]).agency_id = self.other_agency
        with self.at("2026-11-23 09:00"):
            dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-23 10:00"):
            batch = self._batch(self.appraiser, dossier)
            batch.hand(everything=True)
        self._scan(batch, self.other_approver, dossier)
        with self.at("2026-11-23 11:00"):
            batch.with_user(self.other_approver).receive()
        row = dossier.sudo()._control_rows()[1]
        self.assertIn(self.other_agency.name, row["name"])
        self.assertEqual(
            (row["given"], row["taken"], row["taker"]),
            (
                "10 giờ 00 phút, ngày 23/11/2026",
                "11 giờ 00 phút, ngày 23/11/2026",
                self.other_approver.name,
            ),
        )
        course = self._course_row(dossier.sudo(), "Chuyển hồ sơ đến cơ quan tiếp theo")
        self.assertEqual(course["to"], self.other_approver.name)

    # -- ends -----------------------------------------------------------------

    def test_given_back_leaves_no_row_open(self):
        dossier = self._processing()
        dossier.with_user(self.approver).give_back("Không đủ điều kiện.")
        rows = dossier._control_rows()
        self.assertTrue(all(row["closed"] for row in rows))
        self.assertEqual(
            self._hands(dossier)[-1],
            ("Người nộp hồ sơ (trả lại hồ sơ)", self.approver.name, dossier.applicant_name),
        )
        text = self._text(self._print("hcc_dossier.control_slip", dossier))
        self.assertNotIn("□", text)
        self.assertEqual(self._course(dossier)[-1], "Trả lại hồ sơ, không có kết quả")

    def test_corrected_before_any_hand_over(self):
        dossier = self._received()
        successor = self.env["hcc.dossier"].browse(dossier.correct("Nhầm.")["dossier_id"])
        [row] = dossier._control_rows()
        self.assertIn(self.centre.name, row["name"])
        self.assertIn("tiếp nhận nhầm", row["note"])
        self.assertTrue(row["closed"])
        self.assertIn("Lập lại hồ sơ do tiếp nhận nhầm", self._course(successor))

    # -- lost, revoked --------------------------------------------------------

    def test_a_loss_stands_where_it_happened(self):
        dossier = self._processing()
        dossier.report_loss("Mất.")
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        dossier.rebuild()
        [row] = dossier._control_rows()
        self.assertIn("Báo mất", row["note"])
        self.assertIn("khôi phục", row["note"])
        self.assertEqual(
            self._course(dossier)[-3:],
            [
                "Báo mất, thất lạc giấy tờ",
                "Xin lỗi do mất, thất lạc giấy tờ",
                "Khôi phục giấy tờ",
            ],
        )

    def test_a_revoked_result_has_its_row(self):
        dossier = self._done()
        dossier.return_result("proxy", "Người Nhận Thay", "UQ 02/2026", SHOWN)
        before = self._hands(dossier)
        number = dossier.result_number
        dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        self.assertEqual(self._hands(dossier)[:-1], before, "what was printed before stays")
        row = dossier._control_rows()[-1]
        self.assertEqual(row["name"], "Sở Thử nghiệm – Phê duyệt")
        self.assertIn(number, row["note"])
        self.assertFalse(row["closed"])
        dossier.with_user(self.approver).complete_step()
        self.assertIn("Đồng ý", dossier._control_rows()[-2]["note"])

    # -- on paper -------------------------------------------------------------

    def _from_paper(self):
        manager = self._create_user("m_hall", "hall_manager")
        dialog = self.env["hcc.offline.print"].with_user(manager).create({"quantity": 1})
        form = dialog.action_confirm()["context"]["active_ids"][0]
        self.env["hcc.outage"].with_user(self.director).create(
            {
                "started_at": centre_time("2026-11-20 14:00"),
                "ended_at": centre_time("2026-11-20 16:30"),
                "reason": "Mất điện",
            }
        )
        dossier = self._draft(
            offline_form_id=form, paper_received_at=centre_time("2026-11-20 15:10")
        )
        dossier.submit_paper()
        dossier.with_user(
            self._create_user("m_two", "official", agency=self.agency)
        ).confirm_paper()
        return dossier

    def test_taken_in_on_paper(self):
        dossier = self._from_paper()
        row = dossier._course_rows()[-1]
        self.assertIn("15 giờ 10 phút, ngày 20/11/2026", row["done"])
        self.assertEqual(row["at"], "08 giờ 00 phút, ngày 23/11/2026")
        self.assertEqual(row["until"], dossier._local_words(dossier.first_due_at))
        self.assertIn("QUÁ TRÌNH", self._text(self._print("hcc_dossier.course", dossier)))

    def test_a_draft_has_no_course_yet(self):
        self.assertEqual(self._draft()._course_rows(), [])

    # -- the promise, the receiver --------------------------------------------

    def test_the_promise_in_force_is_printed(self):
        dossier = self._processing()
        self.assertNotIn("hẹn lại", dossier._appointment_words())
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        for report in ("hcc_dossier.control_slip", "hcc_dossier.course"):
            text = self._text(self._print(report, dossier))
            self.assertIn("08 giờ 00 phút, ngày 27/11/2026; hẹn lại: 16 giờ 00 phút, ngày 02", text)
        row = self._course_row(dossier, "Xin lỗi, hẹn lại")
        self.assertEqual(row["until"], "16 giờ 00 phút, ngày 02/12/2026")

    def test_the_receiver_is_who_took_it_by_the_journal(self):
        """Whoever did the next thing received nothing: a suspension, an apology."""
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).suspend("Chờ.")
        self.assertEqual(self._course_row(dossier, "Bàn giao hồ sơ")["to"], self.appraiser.name)
        self.assertEqual(
            self._course_row(dossier, "Hoàn thành bước")["to"], "Sở Thử nghiệm – Phê duyệt"
        )
        self.assertEqual(self._course_row(dossier, "Tiếp nhận")["to"], "")
        self.assertEqual(self._course_row(dossier, "Tạm dừng")["to"], "")

    def test_a_step_taken_has_its_hour(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-23 09:30"):
            dossier.with_user(self.approver).take_step()
        row = dossier._control_rows()[-1]
        self.assertEqual(
            (row["taken"], row["taker"]), ("09 giờ 30 phút, ngày 23/11/2026", self.approver.name)
        )

    # -- all of it ------------------------------------------------------------

    def test_every_verb_is_told_or_named_as_silent(self):
        verbs = set(self.env["hcc.dossier"]._verbs)
        self.assertFalse(verbs - set(VERB_WORDS) - SILENT_VERBS)
        self.assertFalse(set(VERB_WORDS) & SILENT_VERBS)

    def test_pictures(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.appraiser).undo()
        dossier.report_loss("Mất.")
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        dossier.rebuild()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh thực địa.")
        dossier.with_user(self.approver).give_back("Không đủ điều kiện.")
        for report in ("control_slip", "course"):
            pdf = self._print(f"hcc_dossier.{report}", dossier)
            self.assertTrue(self._pictures(pdf, f"mishap_{report}"))
