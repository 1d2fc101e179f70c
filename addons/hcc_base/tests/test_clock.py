from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..models.hcc_clock import DEMO_CLOCK_VARIABLE
from .common import HccCommon, centre_time


@tagged("post_install", "-at_install")
class TestClock(HccCommon):
    def _due(self, start, value, unit="working_day"):
        return self.env["hcc.clock"]._due(self.centre, centre_time(start), value, unit)

    def test_a_public_holiday_is_skipped(self):
        self.assertEqual(self._due("2026-11-23 10:00", 1), centre_time("2026-11-25 10:00"))

    def test_hours_run_over_lunch(self):
        due = self._due("2026-11-23 10:00", 4, "working_hour")
        self.assertEqual(due, centre_time("2026-11-23 16:00"))

    def test_a_new_closure_moves_the_due_date_at_once(self):
        self._due("2026-11-26 08:00", 1)
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-11-27",
                "name": "Mất điện",
                "kind": "closure",
                "company_id": self.centre.id,
            }
        )
        self.assertEqual(self._due("2026-11-26 08:00", 1), centre_time("2026-11-30 08:00"))

    def test_a_closure_of_another_centre_moves_nothing(self):
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-11-27",
                "name": "Mất điện",
                "kind": "closure",
                "company_id": self.other_centre.id,
            }
        )
        self.assertEqual(self._due("2026-11-26 08:00", 1), centre_time("2026-11-27 08:00"))

    def test_changed_hours_count_at_once(self):
        self._due("2026-11-26 08:00", 1)
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "4").unlink()
        self.assertEqual(self._due("2026-11-26 08:00", 1), centre_time("2026-11-30 08:00"))

    def test_explanation_is_vietnamese(self):
        lines = self.env["hcc.clock"]._explain(
            self.centre, centre_time("2026-11-23 10:00"), 1, "working_day"
        )
        self.assertTrue(any("Ngày Văn hóa Việt Nam" in line for line in lines), lines)

    def test_business_date_is_the_centres(self):
        with self.at("2026-11-23 01:30"):  # still 22 November in UTC
            self.assertEqual(self.env["hcc.clock"]._today(self.centre), date(2026, 11, 23))

    def test_day_bounds_are_half_open(self):
        start, end = self.env["hcc.clock"]._day_bounds(self.centre, date(2026, 11, 23))
        self.assertEqual(start, centre_time("2026-11-23 00:00"))
        self.assertEqual(end, centre_time("2026-11-24 00:00"))

    def test_broken_hours_are_refused(self):
        for slots in ("7-11", "11:00-07:00", "07:00-11:30;11:00-12:00", "25:00-26:00"):
            with self.subTest(slots=slots), self.assertRaises(ValidationError):
                self.env["hcc.calendar.day"].create(
                    {"date": "2026-12-05", "name": "Làm bù", "kind": "make_up", "slots": slots}
                )

    def test_a_make_up_day_needs_hours(self):
        with self.assertRaises(ValidationError):
            self.env["hcc.calendar.day"].create(
                {"date": "2026-12-05", "name": "Làm bù", "kind": "make_up"}
            )

    def test_the_clock_moves_only_on_a_demonstration_database(self):
        clock = self.env["hcc.clock"]
        parameters = self.env["ir.config_parameter"].sudo()
        with patch.dict("os.environ", {DEMO_CLOCK_VARIABLE: "86400"}):
            parameters.set_param("hcc.demonstration", "False")
            self.assertFalse(clock._is_demonstration())
            parameters.set_param("hcc.demonstration", "True")
            self.assertTrue(clock._is_demonstration())
        self.assertFalse(clock._is_demonstration())
