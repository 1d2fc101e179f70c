from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestRecount(HccDossierCommon):
    """Open dossiers are counted again when the calendar changes; finished ones stay.

    Received on Monday 23 November 08:00, three working days: due on Friday 27 November 08:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("d_admin", "administrator")

    def _close(self, day="2026-11-26", user=None, **values):
        vals = {"date": day, "name": "Bão số 9", "kind": "closure", "company_id": self.centre.id}
        days = self.env["hcc.calendar.day"].with_user(user or self.administrator)
        return days.create(vals | values)

    def _entries(self, dossier):
        return self.env["hcc.journal.entry"].search(
            [
                ("res_model", "=", "hcc.dossier"),
                ("res_id", "=", dossier.id),
                ("verb", "=", "recount"),
            ]
        )

    # -------------------------------------------------------------------------
    # WHAT MOVES
    # -------------------------------------------------------------------------

    def test_a_revoked_result_moves_on_its_own_clock(self):
        dossier = self._done()
        dossier.return_result()
        with self.at("2026-11-25 08:00"):
            dossier.with_user(self.approver).reopen_result("Ghi sai ngày sinh.")
            first, promised = dossier.due_at, dossier.reopened_due_at
            step = dossier.current_step_id
            self.assertEqual(step.due_at, centre_time("2026-11-26 08:00"), "its eight hours")
            self._close()
        self.assertEqual(step.due_at, centre_time("2026-11-27 08:00"), "without the closed day")
        self.assertEqual(promised, centre_time("2026-11-30 08:00"))
        self.assertEqual(dossier.reopened_due_at, centre_time("2026-12-01 08:00"))
        self.assertEqual(dossier.appointment_at, dossier.reopened_due_at)
        self.assertEqual(dossier.due_at, first, "of the result that was given in time")

    def test_an_emergency_closure_moves_open_dossiers(self):
        dossier = self._processing()
        with self.at("2026-11-27 07:30"):
            day = self._close()
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(dossier.appointment_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(dossier.first_due_at, centre_time("2026-11-27 08:00"), "as printed")
        self.assertIn("Bão số 9", dossier.due_explanation)
        entry = self._entries(dossier)
        self.assertEqual(entry.facts["from"], "2026-11-27T01:00:00")
        self.assertEqual(entry.facts["due_at"], "2026-11-30T01:00:00")
        self.assertEqual(entry.facts["cause"]["ids"], day.ids)
        self.assertEqual(entry.user_id, self.administrator)
        row = dossier.ledger_ids.filtered(lambda row: row.kind == "calendar")
        self.assertEqual(row.reason, "Bão số 9 (26/11/2026)")
        self.assertEqual(
            (row.moved_from, row.moved_to),
            (centre_time("2026-11-27 08:00"), centre_time("2026-11-30 08:00")),
        )

    def test_a_change_and_a_deletion_move_them_back(self):
        dossier = self._received()
        day = self._close()
        day.slots = "07:00-11:30"
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        day.slots = False
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))
        day.unlink()
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertEqual(len(self._entries(dossier)), 4)

    def test_weekly_hours_and_deletions_are_previewed_too(self):
        dossier = self._received()
        day = self._close()
        removal = self.env["hcc.calendar.removal"].with_user(self.administrator)
        removal = removal.create({"day_ids": [Command.set(day.ids)]})
        hours = self.env["hcc.calendar.hours"].with_user(self.administrator)
        hours = hours.create({"calendar_id": self.calendar.id})
        hours.line_ids[4].slots = ""
        for dialog in (removal, hours):
            with self.subTest(dialog=dialog._name):
                before = dossier.due_at
                dialog.action_preview()
                self.assertIn("08:00 30/11/2026 → 08:00", dialog.consequences)
                self.assertIn(dossier.name, dialog.consequences)
                self.assertEqual(dossier.due_at, before)
        hours.action_confirm()
        self.assertEqual(dossier.due_at, centre_time("2026-12-01 08:00"))
        removal.action_preview()
        removal.action_confirm()
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))

    def test_changed_weekly_hours_move_them(self):
        dossier = self._received()
        friday = self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4")
        friday.with_user(self.administrator).unlink()
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(self._entries(dossier).facts["cause"]["model"], friday._name)

    def test_a_closure_elsewhere_moves_nothing(self):
        dossier = self._received()
        day = self._close(user=self.env.user, company_id=self.other_centre.id)
        self._close(agency_id=self.other_agency.id)
        self._close("2026-12-03")
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertFalse(self._entries(dossier))
        self.assertTrue(day)

    def test_a_word_corrected_leaves_no_trace(self):
        dossier = self._received()
        day = self._close()
        day.name = "Bão số 10"
        self.assertEqual(len(self._entries(dossier)), 1)
        self.assertIn("Bão số 10", dossier.due_explanation)

    def test_finished_dossiers_stay(self):
        done = self._done()
        due_at, timeliness = done.due_at, done.timeliness
        returned = self._done()
        returned.return_result("applicant")
        withdrawn = self._received()
        withdrawn.withdraw("Người nộp xin rút.")
        self._close("2026-11-23")
        for dossier in done | returned | withdrawn:
            self.assertEqual(dossier.due_at, due_at)
            self.assertFalse(self._entries(dossier))
        self.assertEqual(done.timeliness, timeliness)

    def test_drafts_have_no_due_date_to_move(self):
        draft = self._draft()
        self._close()
        self.assertFalse(draft.due_at)
        draft.receive()
        self.assertEqual(draft.due_at, centre_time("2026-11-30 08:00"))

    def test_the_hand_over_moves_too(self):
        self.env.ref("hcc_base.policy_c").handover_rule = "cutoff"
        with self.at("2026-11-25 15:30"):
            dossier = self._received()
        self.assertEqual(dossier.handover_due_at, centre_time("2026-11-26 07:00"))
        self._close()
        self.assertEqual(dossier.handover_due_at, centre_time("2026-11-27 07:00"))

    def test_steps_are_planned_again(self):
        dossier = self._processing()
        before = dossier.step_ids.mapped("due_at")
        with self.at("2026-11-23 10:00"):
            dossier.with_user(self.appraiser).complete_step()
        self._close("2026-11-25")
        # Appraisal is done and keeps its deadline; approval: 12 + 8 hours from Monday 08:00.
        self.assertEqual(dossier.step_ids[0].due_at, before[0])
        self.assertEqual(dossier.step_ids[1].due_at, centre_time("2026-11-27 14:00"))
        self.assertEqual(dossier.step_ids[2].due_at, dossier.due_at)
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))

    def test_steps_planned_again_are_as_planned_at_first(self):
        """A change that is taken back leaves every deadline as it was, send-backs included."""
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).send_back("Bổ sung căn cứ.")
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).suspend("Chờ kết luận thanh tra.")
        with self.at("2026-11-26 09:00"):
            dossier.with_user(self.approver).resume()
        before = dossier.step_ids.mapped("due_at"), dossier.due_at
        self._close("2026-11-27").unlink()
        self.assertEqual((dossier.step_ids.mapped("due_at"), dossier.due_at), before)
        self.assertEqual(len(self._entries(dossier)), 2)

    # -------------------------------------------------------------------------
    # WITH A LEDGER
    # -------------------------------------------------------------------------

    def test_a_wait_over_a_closed_day(self):
        """Waited Wednesday 07:00–Friday 07:00: two days, only one of them worked in the end."""
        dossier = self._processing().with_user(self.approver)
        with self.at("2026-11-25 07:00"):
            dossier.suspend("Chờ kết luận.")
        with self.at("2026-11-27 07:00"):
            dossier.resume()
        self.assertEqual(dossier.due_at, centre_time("2026-12-01 08:00"))
        self._close()
        # Three days from Monday: Monday 30 November 08:00; one day waited: Tuesday.
        self.assertEqual(dossier.due_at, centre_time("2026-12-01 08:00"))

    def test_a_recount_starts_where_the_supplement_was_complete(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        self._close("2026-11-25")
        with self.at("2026-11-30 14:00"):
            dossier.with_user(self.official).accept_supplement()
        self.assertEqual(dossier.due_at, centre_time("2026-12-03 14:00"))
        self._close("2026-12-01")
        self.assertEqual(dossier.due_at, centre_time("2026-12-04 14:00"))

    def test_a_new_appointment_stands(self):
        dossier = self._processing().with_user(self.approver)
        dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        self._close()
        self.assertEqual(dossier.appointment_at, centre_time("2026-12-02 16:00"))
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))

    # -------------------------------------------------------------------------
    # THE AGENCY'S CALENDAR
    # -------------------------------------------------------------------------

    def test_the_competent_agencys_calendar_counts(self):
        self._close(agency_id=self.agency.id)
        mine = self._received()
        other = self._received(user=self.other_official, procedure=self.other_procedure)
        self.assertEqual(mine.due_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(other.due_at, centre_time("2026-11-27 08:00"))
        self.assertIn("Bão số 9", "".join(mine._explain_on_slip()))

    def test_the_papers_are_handed_over_by_the_centres_clock(self):
        self._close("2026-11-23", agency_id=self.agency.id)
        dossier = self._received()
        self.assertEqual(dossier.handover_due_at, centre_time("2026-11-23 17:00"))

    # -------------------------------------------------------------------------
    # DIALOG
    # -------------------------------------------------------------------------

    def _closure(self, user=None, **values):
        dialogs = self.env["hcc.calendar.closure"].with_user(user or self.administrator)
        return dialogs.create({"date_from": "2026-11-26", "reason": "Bão số 9"} | values)

    def test_the_preview_names_who_moves_and_moves_nobody(self):
        dossiers = self._received() | self._received()
        dialog = self._closure()
        dialog.action_preview()
        self.assertIn("2 open dossier(s)", dialog.consequences)
        self.assertIn(dossiers[0].name, dialog.consequences)
        self.assertIn("08:00 27/11/2026 → 08:00 30/11/2026", dialog.consequences)
        self.assertEqual(set(dossiers.mapped("due_at")), {centre_time("2026-11-27 08:00")})
        self.assertFalse(self._entries(dossiers[0]))

    def test_the_dialog_lists_who_moved(self):
        moved = self._received()
        with self.at("2026-11-23 08:05"):
            dialog = self._closure()
            dialog.action_preview()
            action = dialog.action_confirm()
        self.assertEqual(self.env["hcc.dossier"].search(action["domain"]), moved)

    def test_the_dialog_says_when_nobody_moves(self):
        dialog = self._closure(date_from="2026-12-31")
        dialog.action_preview()
        self.assertIn("No open dossier", dialog.consequences)
        self.assertEqual(dialog.action_confirm()["type"], "ir.actions.act_window_close")

    def test_a_client_cannot_pretend_a_preview(self):
        dossier = self._received()
        context = {"hcc_calendar_preview": True}
        self.env["hcc.calendar.day"].with_user(self.administrator).with_context(**context).create(
            {"date": "2026-11-26", "name": "Bão", "company_id": self.centre.id}
        )
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))
        self.assertTrue(self._entries(dossier))

    def test_nobody_else_moves_due_dates(self):
        dossier = self._received()
        for user in (self.official, self.approver, self.director, self.oversight):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._close(user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._closure(user=user)
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))

    # -------------------------------------------------------------------------
    # THOUSANDS
    # -------------------------------------------------------------------------

    def _recount_queries(self, day):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._close(day)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_dossiers(self):
        for _n in range(3):
            self._received()
        few = self._recount_queries("2026-11-25")
        for _n in range(12):
            self._received()
        many = self._recount_queries("2026-11-26")
        self.assertLessEqual(many - few, 3, f"{few} for 3 dossiers, {many} for 15")

    def test_the_sweep_finds_what_a_change_did_not_see(self):
        dossier = self._received()
        self._close()
        dossier._guarded_write({"due_at": centre_time("2026-11-27 08:00")})  # as if unseen
        self.env["hcc.dossier"]._cron_recount()
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))
