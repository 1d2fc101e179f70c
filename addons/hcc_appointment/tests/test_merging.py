from odoo.tests import tagged

from .common import DAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestMerging(AppointmentCommon):
    """The booked and those who just came in one line, by a rule that can be told."""

    def setUp(self):
        super().setUp()
        self.policy = self.env["hcc.policy"]._todays(self.centre)
        self.set_interval(2)

    def set_interval(self, interval, aging=0):
        """Past the guard of a policy in force: here the rule is tried, not how it is kept."""
        self.env.cr.execute(
            "UPDATE hcc_policy SET appointment_interval = %s, queue_aging_minutes = %s"
            " WHERE id = %s",
            [interval, aging, self.policy.id],
        )
        self.env.invalidate_all()

    def check_in(self, appointment):
        appointment.with_user(self.official).check_in()
        return appointment.ticket_id

    def line(self):
        """The numbers in the order in which they are called."""
        session = self.open_session()
        called = []
        while ticket := self.call_next(session):
            called.append(ticket.name)
            ticket.with_user(self.official).finish()
        return called

    def test_in_time_one_appointment_after_so_many_ordinary_numbers(self):
        first, second = self.booked(1), self.booked(2)
        with self.at(f"{DAY} 08:05"):
            walk_ins = [self.issue().name for _n in range(4)]
            booked = [self.check_in(first).name, self.check_in(second).name]
            self.assertEqual(self.line(), [booked[0], *walk_ins[:2], booked[1], *walk_ins[2:]])

    def test_the_interval_is_the_policys(self):
        self.set_interval(0)
        first, second = self.booked(1), self.booked(2)
        with self.at(f"{DAY} 08:05"):
            walk_in = self.issue().name
            booked = [self.check_in(first).name, self.check_in(second).name]
            self.assertEqual(self.line(), [*booked, walk_in])

    def test_too_early_one_waits_in_the_order_of_issue_until_the_time(self):
        appointment = self.booked()
        with self.at(f"{DAY} 07:45"):
            walk_in = self.issue().name
            ticket = self.check_in(appointment)
            self.appointments._cron_lapse()
            self.assertEqual((ticket.people_ahead, ticket.let_in_at), (1, False))
            self.assertIn("08:00", ticket.place_reason)
        with self.at(f"{DAY} 08:00"):
            self.appointments._cron_lapse()
            ticket.invalidate_recordset()
            self.assertEqual(ticket.people_ahead, 0)
            self.assertEqual(self.line(), [ticket.name, walk_in])
        self.assertEqual(self.journal_verbs(ticket).count("let_in"), 1)

    def test_who_is_early_holds_up_nobody_whose_time_has_come(self):
        early, due = self.booked(1, "08:30"), self.booked(2, "08:00")
        with self.at(f"{DAY} 08:05"):
            walk_in = self.issue().name
            early, due = self.check_in(early).name, self.check_in(due).name
            self.assertEqual(self.line(), [due, walk_in, early])

    def test_who_has_waited_long_is_not_passed(self):
        self.set_interval(0, aging=20)
        appointment = self.booked()
        with self.at(f"{DAY} 07:40"):
            walk_in = self.issue().name
        with self.at(f"{DAY} 08:00"):
            ticket = self.check_in(appointment)
            self.assertEqual(self.line(), [walk_in, ticket.name])
