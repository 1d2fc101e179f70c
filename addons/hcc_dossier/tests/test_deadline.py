from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestDeadline(HccDossierCommon):
    def _requested(self):
        """A supplement asked for on Wednesday 25 November at 09:00."""
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement(
                "Bản sao mờ.", dossier.component_ids[1:2].ids
            )
        return dossier

    def test_supplement_counts_from_the_start(self):
        dossier = self._requested()
        self.assertEqual(dossier.state, "supplement")
        self.assertTrue(dossier.component_ids[1].is_missing)
        self.assertEqual(dossier.notice_ids.content[0]["name"], "Bản sao giấy tờ")
        with self.at("2026-11-30 14:00"):
            dossier.accept_supplement()
        self.assertEqual(dossier.state, "processing")
        self.assertFalse(dossier.component_ids[1].is_missing)
        self.assertEqual(dossier.due_at, centre_time("2026-12-03 14:00"))
        self.assertEqual(dossier.first_due_at, centre_time("2026-11-27 08:00"))

    def test_supplement_pauses_where_the_policy_says_so(self):
        self.env.ref("hcc_base.policy_c").supplement_clock_mode = "pause"
        dossier = self._requested()
        with self.at("2026-11-26 09:00"):
            dossier.accept_supplement()
        # One working day waited: Friday 27 November 08:00 becomes Monday 30 November 08:00.
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))

    def test_procedure_may_pause_against_the_policy(self):
        self._publish_version(
            self.other_procedure, valid_from="2026-11-01", supplement_clock_mode="pause"
        )
        dossier = self._received(user=self.other_official, procedure=self.other_procedure)
        policy = dossier._policy().sudo()
        self.assertEqual(dossier._supplement_clock_mode(policy), "pause")

    def test_second_supplement_is_refused(self):
        dossier = self._requested()
        with self.at("2026-11-26 09:00"):
            dossier.accept_supplement()
        self.assertFalse(dossier.with_user(self.appraiser).can_request_supplement)
        with self.assertRaisesRegex(UserError, "already requested 1"):
            dossier.with_user(self.appraiser).request_supplement("Nữa.")

    def test_late_supplement_request_is_marked(self):
        dossier = self._processing()
        with self.at("2026-11-27 08:01"):
            dossier.with_user(self.appraiser).request_supplement("Muộn.")
        self.assertTrue(dossier.notice_ids.is_past_limit)

    def test_supplement_by_the_right_roles(self):
        dossier = self._processing()
        with self.assertRaises(AccessError):
            dossier.request_supplement("Không phải việc của quầy.")
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).accept_supplement()
        with self.assertRaises(AccessError):
            dossier.with_user(self.other_official).accept_supplement()

    def test_same_key_asks_once(self):
        dossier = self._processing().with_user(self.appraiser)
        first = dossier.request_supplement("Thiếu.", request_key="supplement-1")
        self.assertEqual(dossier.request_supplement("Thiếu.", request_key="supplement-1"), first)

    def test_suspension_moves_the_due_date(self):
        dossier = self._processing().with_user(self.approver)
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).suspend("Không.")
        with self.at("2026-11-25 07:00"):
            dossier.suspend("Chờ kết luận thanh tra.")
        self.assertEqual(dossier.state, "suspended")
        with self.at("2026-11-27 07:00"):
            dossier.resume()
        self.assertEqual(dossier.due_at, centre_time("2026-12-01 08:00"))
        self.assertEqual(dossier.state, "processing")
        with self.assertRaises(UserError):
            dossier.resume()

    def test_reappointment_never_makes_timely(self):
        dossier = self._sealed().with_user(self.approver)
        with self.at("2026-11-26 10:00"):
            dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi: hồ sơ phức tạp.")
        self.assertEqual(dossier.appointment_at, centre_time("2026-12-02 16:00"))
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertFalse(dossier.notice_ids.is_past_limit)
        with self.at("2026-12-01 10:00"):
            dossier.with_user(self.clerk).hand_over()
            dossier.with_user(self.official).take()
        self.assertEqual(dossier.timeliness, "late")

    def test_reappointed_once(self):
        dossier = self._processing().with_user(self.approver)
        dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        self.assertFalse(dossier.can_extend)
        with self.assertRaisesRegex(UserError, "already re-appointed 1"):
            dossier.extend(centre_time("2026-12-03 16:00"), "Xin lỗi lần nữa.")

    def test_new_appointment_is_a_later_working_day(self):
        dossier = self._processing().with_user(self.approver)
        with self.assertRaisesRegex(UserError, "after the present one"):
            dossier.extend(centre_time("2026-11-26 16:00"), "Xin lỗi.")
        with self.assertRaisesRegex(UserError, "closed on 28/11/2026"):
            dossier.extend(centre_time("2026-11-28 09:00"), "Xin lỗi.")
        for at in ("2026-12-02 02:30", "2026-12-02 12:15", "2026-12-02 23:00"):
            with self.assertRaisesRegex(UserError, "closed at .*opening hours: 07:00–11:30"):
                dossier.extend(centre_time(at), "Xin lỗi.")
        with self.assertRaises(AccessError):
            dossier.with_user(self.official).extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")

    def test_late_apology_is_marked(self):
        dossier = self._processing().with_user(self.approver)
        with self.at("2026-11-27 07:30"):
            dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        self.assertTrue(dossier.notice_ids.is_past_limit)

    def test_late_apology_is_refused_where_the_policy_says_so(self):
        self.env.ref("hcc_base.policy_c").apology_rule = "refuse"
        dossier = self._processing().with_user(self.approver)
        with self.at("2026-11-27 07:30"):
            with self.assertRaisesRegex(UserError, "at least 1 working day"):
                dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")

    def test_timeliness(self):
        cases = {
            "2026-11-26 17:00": "early",
            "2026-11-27 07:00": "on_time",
            "2026-11-27 08:00": "on_time",
            "2026-11-27 08:01": "late",
        }
        for finished, expected in cases.items():
            dossier = self._sealed()
            dossier.with_user(self.clerk).hand_over()
            with self.at(finished):
                dossier.take()
            self.assertEqual(dossier.timeliness, expected, finished)

    def test_early_by_four_hours_where_the_policy_says_so(self):
        self.env.ref("hcc_base.policy_c").early_rule = "four_hours"
        for finished, expected in {
            "2026-11-26 14:00": "early",
            "2026-11-26 16:00": "on_time",
        }.items():
            dossier = self._sealed()
            dossier.with_user(self.clerk).hand_over()
            with self.at(finished):
                dossier.take()
            self.assertEqual(dossier.timeliness, expected, finished)

    def test_the_due_date_is_always_the_ledger_s(self):
        dossier = self._requested()
        with self.at("2026-11-30 14:00"):
            dossier.accept_supplement()
            dossier.with_user(self.approver).suspend("Chờ.")
        with self.at("2026-12-01 14:00"):
            dossier.with_user(self.approver).resume()
        self.assertEqual(dossier._due_from_ledger().instant, dossier.due_at)
        self.assertEqual(dossier.due_at, centre_time("2026-12-04 14:00"))

    def test_overdue_and_due_today_can_be_searched(self):
        dossier = self._processing()
        found = self.env["hcc.dossier"].with_user(self.official)
        with self.at("2026-11-27 07:00"):
            dossier.invalidate_recordset()
            self.assertTrue(dossier.is_due_today)
            self.assertEqual(found.search([("is_due_today", "=", True)]), dossier)
            self.assertFalse(found.search([("is_overdue", "=", True)]))
        with self.at("2026-11-27 09:00"):
            dossier.invalidate_recordset()
            self.assertTrue(dossier.is_overdue)
            self.assertEqual(found.search([("is_overdue", "=", True)]), dossier)
            self.assertNotIn(dossier, found.search([("is_overdue", "=", False)]))
