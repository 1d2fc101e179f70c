import time
from contextlib import closing
from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..models.hcc_clock import DEMO_CLOCK_VARIABLE
from ..tools import working_time
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
        due = self.env["hcc.clock"]._term(
            self.centre, centre_time("2026-11-23 10:00"), 1, "working_day"
        )
        lines = working_time.explain(due)
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

    # -------------------------------------------------------------------------
    # CALENDARS OF AGENCIES
    # -------------------------------------------------------------------------

    def _agency_due(self, start, value, agency, unit="working_day"):
        return self.env["hcc.clock"]._due(
            self.centre, centre_time(start), value, unit, agency=agency
        )

    def test_an_agency_with_its_own_hours(self):
        hours = self.calendar.copy({"name": "Thứ Bảy"})
        hours.attendance_ids = [
            Command.create(
                {
                    "name": "Sáng thứ Bảy",
                    "dayofweek": "5",
                    "day_period": "morning",
                    "hour_from": 7,
                    "hour_to": 11.5,
                }
            )
        ]
        self.agency.calendar_id = hours
        self.assertEqual(
            self._agency_due("2026-11-27 10:00", 1, self.agency), centre_time("2026-11-28 10:00")
        )
        self.assertEqual(self._due("2026-11-27 10:00", 1), centre_time("2026-11-30 10:00"))
        self.agency.calendar_id = False
        self.assertEqual(
            self._agency_due("2026-11-27 10:00", 1, self.agency), centre_time("2026-11-30 10:00")
        )

    def test_which_day_wins(self):
        """The agency's at the centre, the agency's everywhere, the centre's, the common one."""
        days = self.env["hcc.calendar.day"]
        wanted = [
            ({}, "", ()),
            ({"company_id": self.centre.id}, "07:00-08:00", ((420, 480),)),
            ({"agency_id": self.agency.id}, "07:00-09:00", ((420, 540),)),
            (
                {"agency_id": self.agency.id, "company_id": self.centre.id},
                "07:00-10:00",
                ((420, 600),),
            ),
        ]
        for owner, slots, expected in wanted:
            days.create(
                {"date": "2026-12-02", "name": "x", "kind": "closure", "slots": slots, **owner}
            )
            calendar = self.env["hcc.clock"]._calendar(self.centre, self.agency)
            self.assertEqual(calendar.slots_on(date(2026, 12, 2)), expected)
        calendar = self.env["hcc.clock"]._calendar(self.centre, self.other_agency)
        self.assertEqual(calendar.slots_on(date(2026, 12, 2)), ((420, 480),))
        calendar = self.env["hcc.clock"]._calendar(self.other_centre, self.agency)
        self.assertEqual(calendar.slots_on(date(2026, 12, 2)), ((420, 540),))
        calendar = self.env["hcc.clock"]._calendar(self.other_centre)
        self.assertEqual(calendar.slots_on(date(2026, 12, 2)), ())

    def test_agencies_without_own_days_share_the_centres_calendar(self):
        clock = self.env["hcc.clock"]
        self.assertIs(clock._calendar(self.centre), clock._calendar(self.centre, self.other_agency))

    def test_a_day_is_entered_once_for_whom_it_holds(self):
        vals = {"date": "2026-12-02", "name": "x", "agency_id": self.agency.id}
        self.env["hcc.calendar.day"].create(vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["hcc.calendar.day"].create(vals)

    # -------------------------------------------------------------------------
    # BATCHES, ZONES, CACHE
    # -------------------------------------------------------------------------

    def test_many_are_as_one_by_one(self):
        starts = [
            centre_time(f"2026-11-{day} 0{hour}:15")
            for day in range(20, 29)
            for hour in range(5, 10)
        ]
        for unit in ("working_hour", "working_day", "calendar_day"):
            many = self.env["hcc.clock"]._due_many(self.centre, starts, 7, unit)
            self.assertEqual(
                many, [self.env["hcc.clock"]._due(self.centre, start, 7, unit) for start in starts]
            )

    def test_many_ask_the_database_once(self):
        starts = [centre_time("2026-11-23 08:00")] * 500
        self.env["hcc.clock"]._forget_version()
        self._due("2026-11-23 08:00", 1)
        self.env["hcc.clock"]._forget_version()
        with self.assertQueryCount(1):
            self.env["hcc.clock"]._due_many(self.centre, starts, 5, "working_day")

    def test_the_centres_zone_counts_whatever_the_servers(self):
        """16:30 in Hà Nội is 09:30 UTC: inside the hours here, half an hour before closing."""
        due = self.env["hcc.clock"]._due(
            self.centre, datetime(2026, 11, 26, 9, 30), 1, "working_hour"
        )
        self.assertEqual(due, datetime(2026, 11, 27, 0, 30))
        with patch.dict("os.environ", {"TZ": "America/New_York"}):
            time.tzset()
            self.addCleanup(time.tzset)
            again = self.env["hcc.clock"]._due(
                self.centre, datetime(2026, 11, 26, 9, 30), 1, "working_hour"
            )
        self.assertEqual(again, due)

    def test_a_centre_in_another_zone(self):
        self.calendar.tz = "Asia/Tokyo"
        due = self.env["hcc.clock"]._due(
            self.centre, datetime(2026, 11, 26, 7, 30), 1, "working_hour"
        )
        self.assertEqual(due, datetime(2026, 11, 26, 22, 30))

    def test_every_change_is_another_version(self):
        clock = self.env["hcc.clock"]
        seen = {clock._calendars_version()}
        day = self.env["hcc.calendar.day"].create({"date": "2026-12-02", "name": "Nghỉ"})
        seen.add(clock._calendars_version())
        day.slots = "07:00-11:30"
        seen.add(clock._calendars_version())
        day.source = "Thông báo"
        seen.add(clock._calendars_version())
        day.unlink()
        seen.add(clock._calendars_version())
        self.assertEqual(len(seen), 4, "the source of a day moves no clock")

    def test_a_change_rolled_back_leaves_nothing_cached(self):
        clock = self.env["hcc.clock"]
        with closing(self.env.cr.savepoint()):
            self.env["hcc.calendar.day"].create({"date": "2026-11-27", "name": "Nghỉ"})
            self.assertEqual(self._due("2026-11-26 08:00", 1), centre_time("2026-11-30 08:00"))
        clock._forget_version()
        self.assertEqual(self._due("2026-11-26 08:00", 1), centre_time("2026-11-27 08:00"))
