from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestNoticeDay(HccDossierCommon):
    """Received on Monday 23 November 08:00; three working days: due on Friday 27 at 08:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _requested(self, moment):
        dossier = self._processing()
        with self.at(moment):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        return dossier.notice_ids

    def test_the_last_fifth_begins_on_the_minute(self):
        # 288 of 1440 working minutes are left on Thursday at 11:12.
        self.assertFalse(self._requested("2026-11-26 11:11").is_late_in_term)
        self.assertTrue(self._requested("2026-11-26 11:12").is_late_in_term)
        self.assertTrue(self._requested("2026-11-27 09:00").is_late_in_term)

    def test_the_share_is_the_policy_s(self):
        self.policy.late_request_percent = 0
        self.assertFalse(self._requested("2026-11-27 07:59").is_late_in_term)

    def test_a_larger_share_begins_earlier(self):
        self.policy.late_request_percent = 50
        self.assertTrue(self._requested("2026-11-25 16:00").is_late_in_term)

    def test_late_requests_are_found_and_counted_by_agency(self):
        self._requested("2026-11-25 08:00")
        late = self._requested("2026-11-26 15:00")
        dossiers = self.env["hcc.dossier"].with_user(self.director)
        self.assertEqual(
            dossiers.search([("notice_ids.is_late_in_term", "=", True)]), late.dossier_id
        )
        counted = late.with_user(self.director)._read_group(
            [("is_late_in_term", "=", True)], ["agency_id"], ["__count"]
        )
        self.assertEqual(counted, [(self.agency, 1)])
        entry = self.env["hcc.journal.entry"].search(
            [("res_id", "=", late.dossier_id.id), ("verb", "=", "request_supplement")]
        )
        self.assertIs(entry.facts["late_in_term"], True)

    def test_three_working_days_from_reception(self):
        dossier = self._processing()
        self.assertEqual(dossier.notice_due_at, centre_time("2026-11-27 08:00"))
        self.assertFalse(self._requested("2026-11-27 08:00").is_past_limit)
        self.assertTrue(self._requested("2026-11-27 08:01").is_past_limit)

    def test_sector_law_of_the_procedure_comes_first(self):
        self._publish_version(self.procedure, valid_from="2026-11-01", supplement_notice_days=1)
        self.assertEqual(self._processing().notice_due_at, centre_time("2026-11-25 08:00"))
        self.assertTrue(self._requested("2026-11-25 08:01").is_past_limit)

    def test_no_limit_in_law_nor_policy(self):
        self.policy.supplement_notice_days = 0
        self.assertFalse(self._processing().notice_due_at)
        self.assertFalse(self._requested("2026-11-27 16:00").is_past_limit)

    def test_the_list_of_last_days(self):
        dossier, asked = self._processing(), self._processing()
        with self.at("2026-11-26 07:00"):
            asked.with_user(self.appraiser).request_supplement("Thiếu.")
            asked.with_user(self.official).accept_supplement()
        appraised = self._processing()
        appraised.with_user(self.appraiser).complete_step()
        found = self.env["hcc.dossier"].with_user(self.appraiser)
        for moment, expected in (
            ("2026-11-25 16:00", found),
            ("2026-11-26 07:00", dossier),
            ("2026-11-30 08:00", dossier),
        ):
            with self.subTest(moment=moment), self.at(moment):
                (dossier | asked | appraised).invalidate_recordset()
                self.assertEqual(found.search([("is_notice_near", "=", True)]), expected)
                self.assertEqual(dossier.is_notice_near, bool(expected))
                self.assertFalse(asked.is_notice_near or appraised.is_notice_near)

    def test_a_closure_moves_the_day(self):
        dossier = self._processing()
        self.env["hcc.calendar.day"].create(
            {"date": "2026-11-26", "name": "Bão", "kind": "closure", "company_id": self.centre.id}
        )
        self.assertEqual(dossier.notice_due_at, centre_time("2026-11-30 08:00"))
