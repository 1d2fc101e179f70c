from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestReopened(TruthCommon):
    """A dossier whose result was revoked is due when its corrected result is: on every list, on
    the public page, and after a change of the calendar."""

    FIRST_DUE = "2026-11-27 08:00"
    PROMISED = "2026-12-03 09:00"

    def _reopened(self, returned=True, step=None):
        """Finished in time on Monday 23 November, revoked on the 30th: three working days."""
        dossier = self._done()
        if returned:
            dossier.return_result()
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai họ tên.", step)
        return dossier

    def _close(self, day="2026-12-01"):
        return self.env["hcc.calendar.day"].create(
            {"date": day, "name": "Bão số 9", "kind": "closure", "company_id": self.centre.id}
        )

    def _listed(self, dossier, name):
        """Whether the filter and the field say so; they say the same."""
        dossier.invalidate_recordset()
        found = self.env["hcc.dossier"].search([("id", "=", dossier.id), (name, "=", True)])
        self.assertEqual(bool(found), dossier[name], name)
        return dossier[name]

    def _warned(self, dossier):
        """Kinds of the warnings that hold."""
        with patch.object(IrCron, "_commit_progress", return_value=60.0):
            self.env["hcc.dossier.warning"]._cron_watch()
        domain = [("dossier_id", "=", dossier.id), ("is_open", "=", True)]
        return set(self.env["hcc.dossier.warning"].search(domain).mapped("kind"))

    # -------------------------------------------------------------------------
    # THE CLOCK
    # -------------------------------------------------------------------------

    def test_a_recount_leaves_the_promise(self):
        dossier = self._reopened()
        with self.at("2026-11-30 10:00"):
            self.env["hcc.dossier"]._cron_recount()
        self.assertEqual(dossier.due_at, centre_time(self.FIRST_DUE))
        self.assertEqual(dossier.reopened_due_at, centre_time(self.PROMISED))
        self.assertEqual(dossier.appointment_at, centre_time(self.PROMISED))
        self.assertEqual(dossier.work_due_at, centre_time(self.PROMISED))

    def test_a_closure_moves_the_corrected_result_only(self):
        dossier = self._reopened()
        with self.at("2026-11-30 10:00"):
            self._close()
        self.assertEqual(dossier.due_at, centre_time(self.FIRST_DUE), "it is judged already")
        self.assertEqual(dossier.reopened_due_at, centre_time("2026-12-04 09:00"))
        self.assertEqual(dossier.appointment_at, centre_time("2026-12-04 09:00"))
        row = dossier.ledger_ids.filtered(lambda row: row.kind == "calendar")
        self.assertEqual(
            (row.moved_from, row.moved_to),
            (centre_time(self.PROMISED), centre_time("2026-12-04 09:00")),
        )
        open_steps = dossier.step_ids.filtered(lambda step: not step.finished_at)
        self.assertLessEqual(max(open_steps.mapped("due_at")), dossier.reopened_due_at)
        self.assertGreater(min(open_steps.mapped("due_at")), dossier.reopened_at)

    def test_a_wait_moves_the_corrected_result_only(self):
        dossier = self._reopened()
        with self.at("2026-12-01 09:00"):
            dossier.with_user(self.approver).suspend("Chờ xác minh.")
        with self.at("2026-12-02 09:00"):
            dossier.with_user(self.approver).resume()
        self.assertEqual(dossier.due_at, centre_time(self.FIRST_DUE))
        self.assertEqual(dossier.reopened_due_at, centre_time("2026-12-04 09:00"))
        self.assertEqual(dossier.appointment_at, centre_time("2026-12-04 09:00"))

    def test_what_waited_before_the_revocation_does_not_count(self):
        dossier = self._processing()
        dossier.with_user(self.approver).suspend("Chờ xác minh.")
        with self.at("2026-11-25 08:00"):
            dossier.with_user(self.approver).resume()
            for user in (self.appraiser, self.approver, self.clerk):
                dossier.with_user(user).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
        due_at = dossier.due_at
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai.")
            self.env["hcc.dossier"]._cron_recount()
        self.assertEqual(dossier.due_at, due_at)
        self.assertEqual(dossier.reopened_due_at, centre_time(self.PROMISED))

    def test_steps_sent_back_are_planned_until_the_promise(self):
        dossier = self._done()
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai.", dossier.step_ids[0].id)
            dossier.with_user(self.appraiser).complete_step()
            dossier.with_user(self.approver).send_back("Chưa đúng.")
        self.assertGreater(dossier.current_step_id.due_at, centre_time("2026-11-30 09:00"))
        self.assertLessEqual(dossier.current_step_id.due_at, dossier.reopened_due_at)

    # -------------------------------------------------------------------------
    # THE LISTS
    # -------------------------------------------------------------------------

    def test_in_time_it_is_on_no_list_of_the_late(self):
        dossier = self._reopened()
        with self.at("2026-11-30 10:00"):
            for name in ("is_overdue", "is_apology_missing", "is_failed_twice", "is_notice_near"):
                self.assertFalse(self._listed(dossier, name))
            self.assertNotIn("dossier_late", self._warned(dossier))
        with self.at("2026-12-03 08:00"):
            self.assertTrue(self._listed(dossier, "is_due_today"))
            self.assertTrue(self._listed(dossier, "is_amber"))
            self.assertIn("dossier_near", self._warned(dossier))

    def test_late_with_the_corrected_result_it_is(self):
        dossier = self._reopened()
        with self.at("2026-12-04 09:00"):
            self.assertTrue(self._listed(dossier, "is_overdue"))
            self.assertTrue(self._listed(dossier, "is_apology_missing"))
            self.assertIn("dossier_late", self._warned(dossier))
            dossier.with_user(self.approver).extend("2026-12-08 02:00:00", "Phải xác minh.")
            self.assertFalse(self._listed(dossier, "is_apology_missing"))
            apology = dossier.notice_ids.filtered(lambda one: one.kind == "apology")
            self.assertEqual(apology._due_to_keep(), centre_time(self.PROMISED))
            self.assertEqual(dossier.appointment_at, centre_time("2026-12-08 09:00"))
            self.assertEqual(dossier.reopened_due_at, centre_time(self.PROMISED))
        with self.at("2026-12-08 10:00"):
            self.assertTrue(self._listed(dossier, "is_failed_twice"))
            self.assertIn("failed_twice", self._warned(dossier))

    def test_due_before_the_first_due_time(self):
        """Revoked on the very day: what was promised comes before the first due time."""
        dossier = self._done()
        with self.at("2026-11-23 08:30"):
            dossier.with_user(self.approver).reopen_result("Sai.")
        earlier = "UPDATE hcc_dossier SET reopened_due_at = %s WHERE id = %s"
        self._sow(earlier, centre_time("2026-11-25 08:30"), dossier.id)
        with self.at("2026-11-26 08:00"):
            self.assertTrue(self._listed(dossier, "is_overdue"))

    def test_an_apology_of_the_first_time_is_none_for_the_second(self):
        dossier = self._extended_then_reopened()
        self.assertEqual(dossier.appointment_at, dossier.reopened_due_at)
        apology = dossier.notice_ids.filtered(lambda one: one.kind == "apology")
        self.assertEqual(apology._due_to_keep(), centre_time(self.FIRST_DUE))
        with self.at("2026-12-04 09:00"):
            self.assertTrue(self._listed(dossier, "is_apology_missing"))
            self.assertFalse(self._listed(dossier, "is_failed_twice"))

    # -------------------------------------------------------------------------
    # ONCE, FOR THE CORRECTED RESULT
    # -------------------------------------------------------------------------

    def _extended_then_reopened(self):
        """Re-appointed in the first round, revoked afterwards."""
        dossier = self._processing()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai.")
        return dossier

    def test_the_corrected_result_has_a_re_appointment_of_its_own(self):
        dossier = self._extended_then_reopened()
        with self.at("2026-12-04 09:00"):
            self.assertTrue(self._listed(dossier, "is_apology_missing"))
            dossier.with_user(self.appraiser).propose_apology("2026-12-08 02:00:00", "Xác minh.")
            dossier.with_user(self.approver).extend("2026-12-08 02:00:00", "Phải xác minh.")
            self.assertFalse(self._listed(dossier, "is_apology_missing"))
            with self.assertRaisesRegex(UserError, "already re-appointed 1"):
                dossier.with_user(self.approver).extend("2026-12-09 02:00:00", "Lần nữa.")

    def test_no_exception_is_asked_for_before_it_is_needed(self):
        self.env.ref("hcc_base.policy_c").reappointment_override = "director"
        dossier = self._extended_then_reopened()
        asking = dossier.with_user(self.approver)
        self.assertIn("not reached", asking._exception_refusal("reappointment"))
        with self.at("2026-12-01 09:00"), self.assertRaises(UserError):
            asking.ask_exception("reappointment", "Cần thêm.")

    def test_the_applicant_is_asked_for_nothing_more(self):
        """Silent, they could not be stopped any more: the dossier has counted as finished."""
        dossier = self._done()
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai.", dossier.step_ids[0].id)
            appraising = dossier.with_user(self.appraiser)
            self.assertFalse(appraising.can_request_supplement)
            with self.assertRaisesRegex(UserError, "was revoked"):
                appraising.request_supplement("Thiếu bản sao.")
            dossier.with_user(self.approver).suspend("Chờ bản sao.")
            dossier.with_user(self.approver).resume()
        self.assertEqual(dossier.state, "processing")

    def test_nor_is_an_exception_for_it_asked_for(self):
        self.env.ref("hcc_base.policy_c").supplement_override = "director"
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        dossier.accept_supplement()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        with self.at("2026-11-30 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai.")
            with self.assertRaisesRegex(UserError, "was revoked"):
                dossier.with_user(self.approver).ask_exception("supplement", "Cần thêm.")

    # -------------------------------------------------------------------------
    # THE PUBLIC PAGE
    # -------------------------------------------------------------------------

    def _way(self, dossier):
        return [
            (way["name"], way["is_done"], way["is_current"])
            for way in dossier._get_public_status()["milestones"]
        ]

    def test_the_page_speaks_of_the_corrected_result(self):
        dossier = self._reopened()
        with self.at("2026-11-30 10:00"):
            status = dossier._get_public_status(with_fact=True)
        self.assertIn("03/12/2026", status["appointment"])
        self.assertIn("03/12/2026", "".join(status["explanation"]))
        self.assertNotIn("27/11/2026", "".join(status["explanation"]))
        self.assertTrue(status["explanation"][0].startswith("Thu hồi kết quả lúc 09:00"))
        self.assertNotIn("Nhận hồ sơ", "".join(status["explanation"]))
        [move] = status["moves"]
        self.assertIn("03/12/2026", move["to"])
        self.assertIn("Sai họ tên.", move["reason"])
        names = {notice["name"] for notice in status["notices"]}
        self.assertEqual(names, {"Thông báo thu hồi, đính chính kết quả"})
        self.assertIn("thu hồi", status["task"])

    def test_the_way_goes_on_where_the_result_was_revoked(self):
        dossier = self._reopened()
        with self.at("2026-11-30 10:00"):
            dossier.with_user(self.approver).complete_step()
        self.assertEqual(
            self._way(dossier)[5:],
            [
                ("Kết quả về Trung tâm", True, False),
                ("Trả kết quả", True, False),
                ("Thu hồi kết quả sai sót", True, False),
                ("Phê duyệt", True, False),
                ("Lấy số, đóng dấu", False, True),
                ("Kết quả về Trung tâm", False, False),
                ("Trả kết quả", False, False),
            ],
        )
        with self.at("2026-12-01 08:00"):
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            dossier.return_result()
        self.assertTrue(all(done for _name, done, _current in self._way(dossier)))
        way = dossier._get_public_status()["milestones"]
        self.assertTrue(all("01/12/2026" in one["at"] for one in way[-2:]))
        returns = [one["at"] for one in way if one["name"] == "Trả kết quả"]
        self.assertEqual([at[-10:] for at in returns], ["23/11/2026", "01/12/2026"])

    def test_every_result_stands_on_the_way(self):
        """Revoked twice, the second one came back from the post and was never given out."""
        dossier = self._reopened()
        with self.at("2026-12-01 08:00"):
            dossier.with_user(self.approver).complete_step()
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            dossier.return_result("postal", None, "EB900VN")
        with self.at("2026-12-07 08:00"):
            dossier.record_postal_return()
        with self.at("2026-12-08 08:00"):
            dossier.with_user(self.approver).reopen_result("Sai lần nữa.")
        names = [name for name, is_done, _current in self._way(dossier) if is_done]
        self.assertEqual(names.count("Thu hồi kết quả sai sót"), 2)
        self.assertEqual(names.count("Kết quả về Trung tâm"), 2)
        self.assertEqual(names.count("Trả kết quả"), 1)

    def test_the_ledger_says_what_was_revoked(self):
        dossier = self._reopened()
        self.assertEqual(
            self._book_note(dossier),
            "Thu hồi kết quả 09:00 30/11/2026; Hẹn trả kết quả đúng 09:00 03/12/2026",
        )
        with self.at("2026-12-01 08:00"):
            dossier.with_user(self.approver).complete_step()
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            dossier.return_result()
        self.assertEqual(
            self._book_note(dossier),
            "Đã trả 08:00 23/11/2026, thu hồi kết quả 09:00 30/11/2026; "
            "Hẹn trả kết quả đúng 09:00 03/12/2026",
        )

    def _book_note(self, dossier):
        values = {"date_from": "2026-01-01", "date_to": "2026-12-31"}
        book = self.env["hcc.dossier.book"].with_user(self.director).create(values)
        [line] = [one for one in book._lines() if one["id"] == dossier.id]
        return book._cells(line)[-1]

    def test_in_english_too(self):
        status = self._reopened()._get_public_status("en")
        self.assertIn("withdrawn", status["task"])
        self.assertNotIn("Ông/Bà", status["task"])
        self.assertTrue(status["explanation"][0].startswith("Result withdrawn at 09:00"))
        self.assertIn("Wrong result withdrawn", [way["name"] for way in status["milestones"]])

    def test_a_dossier_never_reopened_keeps_its_way(self):
        dossier = self._done()
        self.assertEqual(len(self._way(dossier)), 7)
        self.assertEqual(self._way(dossier)[-1], ("Trả kết quả", False, True))

    # -------------------------------------------------------------------------
    # THE TRUTH CHECK
    # -------------------------------------------------------------------------

    def test_what_the_truth_check_still_finds(self):
        again, moved, unfinished = (self._reopened() for _n in range(3))
        with self.at("2026-12-01 09:00"):
            returned = "UPDATE hcc_dossier SET returned_at = %s WHERE id = %s"
            self._sow(returned, again.reopened_at + timedelta(hours=1), again.id)
            promised = "UPDATE hcc_dossier SET reopened_due_at = %s WHERE id = %s"
            self._sow(promised, moved.reopened_due_at + timedelta(days=1), moved.id)
            self._sow("UPDATE hcc_dossier SET finished_at = NULL WHERE id = %s", unfinished.id)
            self._check()
        self.assertEqual(self._found(again), ["returned_open"])
        self.assertEqual(self._found(moved), ["due_ledger"])
        self.assertEqual(self._found(unfinished), ["ending_state"])

    def test_only_the_approver_moves_it_so(self):
        dossier = self._done()
        with self.assertRaises(UserError):
            self._processing().with_user(self.approver).reopen_result("Sai.")
        self.assertFalse(dossier.reopened_due_at)
        self.assertEqual(dossier.work_due_at, dossier.due_at)
