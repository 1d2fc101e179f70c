from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestTurns(QueueCommon):
    """A counter of two lanes calls as its turns say."""

    def setUp(self):
        super().setUp()
        self.policy = self.env["hcc.policy"]._todays(self.centre).sudo()
        self.policy.queue_aging_minutes = 20
        self.other_lane.counter_ids |= self.counter
        for lane in (self.lane, self.other_lane, self.lane, self.other_lane):
            self.issue(lane)

    def set_turn(self, lane, turn, user=None, counter=None):
        return (
            self.env["hcc.counter.turn"]
            .with_user(user or self.hall_manager)
            .create({"lane_id": lane.id, "counter_id": (counter or self.counter).id, "turn": turn})
        )

    def call_all(self, counter=None):
        session, names = self.open_session(counter=counter), []
        while ticket := self.call_next(session):
            names.append(ticket.name)
            ticket.finish()
        session.close()
        return names

    def listed(self):
        """The panel's list and its reasons, as the official at the counter sees them."""
        session = self.open_session()
        rows = self.env["hcc.hall"].with_user(self.official)._panel_state()["waiting"]
        session.close()
        return [row["number"] for row in rows], [row["why"] for row in rows]

    def test_without_a_turn_in_the_order_of_issue(self):
        self.assertEqual(self.listed()[0], ["A001", "B001", "A002", "B002"])
        self.assertEqual(self.call_all(), ["A001", "B001", "A002", "B002"])

    def test_before_the_others(self):
        self.set_turn(self.other_lane, "before")
        numbers, reasons = self.listed()
        self.assertEqual(numbers, ["B001", "B002", "A001", "A002"])
        self.assertIn("B", reasons[0].rpartition(";")[2])
        self.assertNotEqual(reasons[0], reasons[2])
        self.assertEqual(self.call_all(), numbers)

    def test_when_nobody_else_waits(self):
        self.set_turn(self.lane, "last")
        self.assertEqual(self.listed()[0], ["B001", "B002", "A001", "A002"])
        self.assertEqual(self.call_all(), ["B001", "B002", "A001", "A002"])

    def test_only_at_its_own_counter(self):
        self.set_turn(self.lane, "last")
        self.other_lane.counter_ids |= self.counter_2
        self.assertEqual(self.call_all(self.counter_2), ["A001", "B001", "A002", "B002"])

    def test_who_has_waited_long_comes_before_all_turns(self):
        self.set_turn(self.lane, "last")
        with self.at("2026-11-23 08:25"):
            self.issue(self.other_lane)
            numbers, reasons = self.listed()
            self.assertEqual(numbers, ["A001", "B001", "A002", "B002", "B003"])
            self.assertNotEqual(reasons[0], reasons[4])
            self.policy.queue_aging_minutes = 0
            self.assertEqual(self.call_all(), ["B001", "B002", "B003", "A001", "A002"])

    def test_a_lane_that_is_not_called_there_has_no_turn(self):
        with self.assertRaisesRegex(ValidationError, "Sở Khác"):
            self.set_turn(self.other_lane, "last", counter=self.counter_2)
        turn = self.set_turn(self.other_lane, "last")
        self.other_lane.with_user(self.hall_manager).counter_ids -= self.counter
        self.assertFalse(turn.exists())

    def test_kept_by_hall_managers(self):
        for user in (self.official, self.oversight, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.set_turn(self.lane, "last", user=user)
