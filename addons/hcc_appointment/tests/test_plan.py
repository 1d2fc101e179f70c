from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestPlan(AppointmentCommon):
    def count(self, user, first=DAY, last=DAY):
        plans = self.env["hcc.appointment.plan"].with_user(user)
        plan = plans.create({"date_from": first, "date_to": last})
        plan.action_count()
        return plan.line_ids

    def test_what_was_offered_and_what_became_of_it(self):
        came = self.booked(1)
        self.booked(2)
        self.booked(3, "08:30")._withdraw()
        with self.at(f"{DAY} 08:00"):
            came.with_user(self.official).check_in()
        with self.at(f"{DAY} 09:00"):
            self.appointments._cron_lapse()
        for user in (self.hall_manager, self.oversight):
            with self.subTest(user=user.login):
                line = self.count(user)
                self.assertEqual(line.lane_id, self.lane)
                numbers = (line.places, line.taken, line.checked_in, line.no_show, line.cancelled)
                self.assertEqual(numbers, (8, 2, 1, 1, 1))
                self.assertEqual(line.taken_percent, 25)

    def test_a_holiday_offers_nothing(self):
        self.assertFalse(self.count(self.hall_manager, "2026-11-24", "2026-11-24"))

    def test_a_period_has_an_end_and_officials_do_not_count(self):
        with self.assertRaises(UserError):
            self.count(self.hall_manager, "2026-11-01", "2027-11-01")
        with self.assertRaises(AccessError):
            self.count(self.official)
