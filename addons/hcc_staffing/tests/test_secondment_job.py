from datetime import date

from odoo.tests import warmup

from .common import StaffingCommon


class TestSecondmentJob(StaffingCommon):
    def test_starts_on_the_first_day(self):
        stay = self._approved("2026-12-01", "2027-11-30")
        with self.at("2026-11-30 23:50"):
            self._run_job()
            self.assertEqual(stay.state, "approved")
        with self.at("2026-12-01 00:10"):
            self._run_job()
        self.assertRecordValues(stay, [{"state": "active", "is_current": True}])

    def test_ends_the_day_after_the_last(self):
        stay = self._approved()
        with self.at("2027-11-22 23:50"):
            self._run_job()
            self.assertTrue(stay.is_current)
        with self.at("2027-11-23 00:10"):
            self._run_job()
        self.assertRecordValues(
            stay,
            [
                {
                    "state": "ended",
                    "is_current": False,
                    "ended_on": date(2027, 11, 22),
                    "leaving_within": False,
                }
            ],
        )

    def test_catches_up_after_a_long_stop(self):
        stay = self._approved("2026-12-01", "2027-11-30")
        with self.at("2028-02-01 08:00"):
            self._run_job()
        self.assertRecordValues(stay, [{"state": "ended", "ended_on": date(2027, 11, 30)}])

    def test_warnings_90_60_30_days_before(self):
        stay = self._approved()
        for day, band in (
            ("2027-08-23 08:00", False),
            ("2027-08-24 08:00", "90"),
            ("2027-09-22 08:00", "90"),
            ("2027-09-23 08:00", "60"),
            ("2027-10-23 08:00", "30"),
            ("2027-11-22 08:00", "30"),
        ):
            with self.subTest(day=day), self.at(day):
                self._run_job()
                stay.invalidate_recordset(["days_left"])
                self.assertEqual(stay.leaving_within, band)
                self.assertEqual(
                    stay.days_left, (date(2027, 11, 22) - date.fromisoformat(day[:10])).days
                )

    def test_an_extension_takes_the_warning_back(self):
        stay = self._approved().with_user(self.director)
        with self.at("2027-11-01 08:00"):
            self._run_job()
            self.assertEqual(stay.leaving_within, "30")
            stay.extend("2028-11-22", self.decision.id)
            self.assertFalse(stay.leaving_within)

    def test_running_twice_changes_nothing(self):
        stay = self._approved()
        with self.at("2027-11-01 08:00"):
            self._run_job()
            before = self.env["hcc.journal.entry"].search_count([("res_id", "=", stay.id)])
            self._run_job()
            self.assertEqual(
                self.env["hcc.journal.entry"].search_count([("res_id", "=", stay.id)]), before
            )

    @warmup
    def test_reading_the_list_costs_the_same_for_one_and_for_ten(self):
        people = [self._create_employee(f"Người {n}") for n in range(10)]
        stays = self.env["hcc.secondment"].browse(self._draft(employee=p).id for p in people)
        names = ["display_name", "agency_id", "term_text", "days_left", "leaving_within", "state"]
        counts = []
        for records in (stays[:1], stays):
            self.env.invalidate_all()
            with self.assertQueryCount(20):
                start = self.env.cr.sql_log_count
                records.with_user(self.hr).read(names)
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1] - counts[0], 1)
