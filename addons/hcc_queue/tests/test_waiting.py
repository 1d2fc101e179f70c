from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QueueCommon


class WaitingCommon(QueueCommon):
    """A lane A of which ten tickets took five minutes each, from 09:00 on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paces = cls.env["hcc.lane.pace"]

    def serve(self, begin, end, absent=False, day="2026-11-23"):
        """One ticket of lane A, issued and called at ``begin``, ended at ``end`` (HH:MM)."""
        with self.at(f"{day} {begin}"):
            ticket = self.issue()
            session = self.env["hcc.counter.session"].with_user(self.official)._mine()
            called = self.call_next(session or self.open_session())
        with self.at(f"{day} {end}"):
            called.no_show() if absent else called.finish()
        return ticket

    def serve_ten(self, **options):
        for minute in range(0, 50, 5):
            self.serve(f"09:{minute:02d}", f"09:{minute + 5:02d}", **options)

    def measure(self):
        self.paces._measure(self.centre)
        return self.paces.search([("lane_id", "=", self.lane.id)])


@tagged("post_install", "-at_install")
class TestMeasuredPace(WaitingCommon):
    def test_times_per_lane_and_hour(self):
        self.serve_ten()
        self.serve("10:10", "10:20")
        nine, ten = self.measure()
        self.assertEqual((nine.hour, nine.count, nine.mean_seconds), (9, 10, 300))
        self.assertEqual((ten.hour, ten.count, ten.median_seconds), (10, 1, 600))
        self.assertEqual((nine.arrivals_per_hour, ten.arrivals_per_hour), (10, 1))

    def test_who_was_not_there_is_in_no_time(self):
        self.serve("09:00", "09:05")
        self.serve("09:10", "09:40", absent=True)
        measured = self.measure()
        self.assertEqual(measured.count, 1)
        self.assertEqual((measured.mean_seconds, measured.no_show_count), (300, 1))

    def test_a_parked_ticket_counts_from_its_last_call(self):
        with self.at("2026-11-23 09:00"):
            self.issue()
            session = self.open_session()
            ticket = self.call_next(session)
            ticket.park()
        with self.at("2026-11-23 09:50"):
            ticket.call()
        with self.at("2026-11-23 09:55"):
            ticket.finish()
        self.assertEqual(self.measure().mean_seconds, 300)

    def test_what_the_system_ended_is_no_measurement(self):
        with self.at("2026-11-23 16:50"):
            self.issue()
            self.call_next(self.open_session()).serve()
        with self.at("2026-11-25 01:00"):
            self.env["hcc.counter.session"]._cron_close_day()
            measured = self.measure()
        self.assertEqual((measured.hour, measured.count), (16, 0))

    def test_what_is_long_ago_is_forgotten(self):
        self.serve("09:00", "09:05")
        self.assertTrue(self.measure())
        with self.at("2027-01-20 09:00"):
            self.assertFalse(self.measure())

    def test_measured_again_is_the_same_line(self):
        self.serve("09:00", "09:05")
        first = self.measure()
        self.serve("09:10", "09:25")
        self.assertEqual(self.measure(), first)
        self.assertEqual((first.count, first.mean_seconds), (2, 600))

    def test_nobody_writes_it(self):
        self.serve("09:00", "09:05")
        measured = self.measure()
        self.env["hcc.wait.month"]._count(self.centre)
        month = self.env["hcc.wait.month"].search([("lane_id", "=", self.lane.id)])
        for record in (measured, month):
            for user in (self.hall_manager, self.oversight, self.administrator):
                seen = record.with_user(user)
                self.assertTrue(seen.has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(seen.has_access(operation), operation)
            with self.assertRaises(AccessError):
                record.with_user(self.appraiser).check_access("read")


@tagged("post_install", "-at_install")
class TestExpectation(WaitingCommon):
    def setUp(self):
        super().setUp()
        self.serve_ten()
        self.measure()

    def test_told_at_issue_and_kept(self):
        with self.at("2026-11-23 10:00"):
            answers = [
                self.env["hcc.ticket"]._issue_at_kiosk(
                    self.kiosk.id, self.lane.id, None, None, f"told-{number:08d}"
                )
                for number in range(5)
            ]
        # the counter is free: the first is called at once, four whole turns before the last
        self.assertEqual(answers[0]["expected"], "Khoảng 10:00, có thể sớm hoặc muộn 5 phút.")
        self.assertEqual(answers[4]["expected"], "Khoảng 10:20, có thể sớm hoặc muộn 5 phút.")
        last = self.env["hcc.ticket"].search([("name", "=", answers[4]["number"])], limit=1)
        self.assertEqual(f"{last.expected_at:%H:%M}", "03:20")
        self.assertEqual((last.told_lane_id, last.expected_margin), (self.lane, 5))
        with self.at("2026-11-23 10:15"):
            again = self.env["hcc.ticket"]._issue_at_kiosk(
                self.kiosk.id, self.lane.id, None, None, "told-00000004"
            )
        self.assertEqual(again["expected"], answers[4]["expected"])

    def test_two_counters_halve_it(self):
        self.open_session(self.colleague, self.counter_2)
        with self.at("2026-11-23 10:00"):
            for _number in range(9):
                ticket = self.issue()
        # eight before, two called at once: seven turns of five minutes at two counters
        self.assertEqual(f"{ticket.expected_at:%H:%M}", "03:20")

    def test_nothing_is_told_without_measurements(self):
        with self.at("2026-11-23 10:00"):
            self.other_lane.counter_ids = self.counter_2
            self.open_session(self.colleague, self.counter_2)
            self.issue(self.other_lane)
            ticket = self.issue(self.other_lane)
        self.assertEqual((ticket.expected_at, ticket.expected_lack), (False, "no_data"))
        self.assertIn("Chưa đủ số liệu", ticket._answer()["expected"])

    def test_nothing_is_told_without_a_counter(self):
        self.env["hcc.counter.session"].with_user(self.official)._mine().close()
        ticket = self.issue()
        self.assertEqual((ticket.expected_at, ticket.expected_lack), (False, "no_counter"))
        self.assertIn("Chưa có quầy mở", ticket._answer()["expected"])

    def test_the_phone_follows(self):
        with self.at("2026-11-23 10:00"):
            for _number in range(5):
                ticket = self.issue()
            state = self.env["hcc.hall"]._phone_state(ticket)["expected"]
            self.assertEqual((state["at"], state["come_at"]), ("10:20", "10:15"))
        with self.at("2026-11-23 10:20"):
            state = self.env["hcc.hall"]._phone_state(ticket)["expected"]
            self.assertEqual((state["at"], state["come_at"]), ("10:40", "10:35"))
            self.assertEqual(f"{ticket.expected_at:%H:%M}", "03:20")
        ticket.with_user(self.hall_manager).cancel()
        self.assertIsNone(self.env["hcc.hall"]._phone_state(ticket)["expected"])

    def test_the_board_tells_each_lane(self):
        with self.at("2026-11-23 10:00"):
            for _number in range(4):
                self.issue()
            lanes = self.env["hcc.hall"]._board_state(self.centre)["lanes"]
        waits = {lane["prefix"]: lane["wait_minutes"] for lane in lanes}
        self.assertEqual(waits, {"A": 20, "B": None, "Z": None})


@tagged("post_install", "-at_install")
class TestWaitMonth(WaitingCommon):
    def months(self):
        self.env["hcc.wait.month"]._count(self.centre)
        return self.env["hcc.wait.month"].search([("lane_id", "=", self.lane.id)], limit=1)

    def call_at(self, session, time):
        with self.at(f"2026-11-23 {time}"):
            ticket = self.call_next(session)
            ticket.finish()
        return ticket

    def issue_told(self):
        """Three tickets of 10:00, told 10:00, 10:05 and 10:10, to five minutes; what that rests
        on was measured the month before."""
        self.serve_ten(day="2026-10-30")
        self.measure()
        with self.at("2026-11-23 10:00"):
            self.open_session()
            return [self.issue() for _number in range(3)]

    def test_error_and_share_within(self):
        self.issue_told()
        session = self.env["hcc.counter.session"].with_user(self.official)._mine()
        for time in ("10:00", "10:08", "10:20"):
            self.call_at(session, time)
        month = self.months()
        self.assertEqual(f"{month.month}", "2026-11-01")
        self.assertEqual((month.issued_count, month.called_count, month.told_count), (3, 3, 3))
        self.assertEqual(month.median_error, 3)
        self.assertAlmostEqual(month.within_percent, 66.67, 1)
        self.assertAlmostEqual(month.average_wait, 28 / 3, 1)

    def test_a_moved_ticket_is_not_compared(self):
        first = self.issue_told()[0]
        first.with_user(self.hall_manager).transfer(self.other_lane.id)
        self.other_lane.counter_ids = self.counter
        session = self.env["hcc.counter.session"].with_user(self.official)._mine()
        self.call_at(session, "10:30")
        month = self.months()
        self.assertEqual((first.state, month.called_count), ("finished", 1))
        self.assertEqual(month.told_count, 0)

    def test_not_present_is_counted_apart(self):
        self.serve("09:00", "09:05", absent=True)
        month = self.months()
        self.assertEqual((month.issued_count, month.no_show_count), (1, 1))

    def test_an_earlier_month_stays(self):
        self.serve("09:00", "09:05")
        november = self.months()
        with self.at("2027-01-20 09:00"):
            self.assertEqual(self.months(), november)
        self.assertEqual(november.issued_count, 1)
