from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccCommon, centre_time


@tagged("post_install", "-at_install")
class TestCentreHours(HccCommon):
    """Every centre has hours by which due dates can be counted; where not, the refusal says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.calendar.copy()
        cls.own.name = "Giờ riêng"
        cls.agency.calendar_id = cls.own

    def test_hours_that_are_followed_keep_a_slot(self):
        for calendar in (self.calendar, self.own):
            with self.subTest(calendar=calendar.name):
                refused = self.assertRaisesRegex(ValidationError, f"{calendar.name} has no working")
                with refused, self.env.cr.savepoint():
                    calendar.attendance_ids = [Command.clear()]
                self.env.invalidate_all()
                refused = self.assertRaisesRegex(ValidationError, "at least one slot")
                with refused, self.env.cr.savepoint():
                    calendar.attendance_ids.unlink()

    def test_hours_that_nobody_follows_may_be_empty(self):
        free = self.calendar.copy()
        free.name = "Mẫu"
        free.attendance_ids.unlink()
        self.assertFalse(free.attendance_ids)
        for record, name in ((self.centre, "resource_calendar_id"), (self.agency, "calendar_id")):
            with self.assertRaisesRegex(ValidationError, "Mẫu has no working hours"):
                record[name] = free

    def test_weeks_are_all_the_same(self):
        with self.assertRaisesRegex(ValidationError, "from week to week are not supported"):
            self.calendar.two_weeks_calendar = True
        with self.assertRaisesRegex(ValidationError, "from week to week are not supported"):
            self.calendar.attendance_ids[0].week_type = "1"

    def test_a_centre_needs_a_calendar(self):
        with self.assertRaisesRegex(ValidationError, "Trung tâm thử nghiệm needs working hours"):
            self.centre.resource_calendar_id = False
        company = self.env["res.company"].create({"name": "Công ty thử"})
        company.resource_calendar_id = False
        with self.assertRaisesRegex(ValidationError, "Công ty thử needs working hours"):
            company.is_centre = True

    def test_the_clock_names_the_centre_that_cannot_count(self):
        """As a database that was not ours from the start may have it."""
        clock, start = self.env["hcc.clock"], centre_time("2026-11-23 08:00")
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM resource_calendar_attendance WHERE calendar_id = %s", (self.own.id,)
        )
        self.env.cr.execute(
            "UPDATE res_company SET resource_calendar_id = NULL WHERE id = %s",
            (self.other_centre.id,),
        )
        self.env.invalidate_all()
        clock._renew_version()
        with self.assertRaisesRegex(UserError, "Trung tâm khác has no working hours"):
            clock._due(self.other_centre, start, 3, "working_day")
        with self.assertRaisesRegex(UserError, "Trung tâm khác has no working hours"):
            clock._due_many(self.other_centre, [start], 3, "working_day")
        with self.assertRaisesRegex(UserError, "Trung tâm thử nghiệm – Sở Thử nghiệm has no"):
            clock._due(self.centre, start, 3, "working_day", agency=self.agency)
        self.assertTrue(clock._due(self.centre, start, 3, "working_day"))
