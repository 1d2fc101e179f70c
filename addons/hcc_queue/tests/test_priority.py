from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestPriority(QueueCommon):
    """One priority number in so many ordinary ones, and nobody waits for ever."""

    def setUp(self):
        super().setUp()
        self.policy = self.env["hcc.policy"]._todays(self.centre).sudo()
        self.policy.write({"priority_interval": 2, "queue_aging_minutes": 20})

    def line(self, count=4):
        return [self.issue() for _index in range(count)]

    def prefer(self, ticket, code="elderly", ground="seen", user=None, key=None):
        return ticket.with_user(user or self.hall_manager).prefer(code, ground, key)

    def call_all(self, session):
        names = []
        while ticket := self.call_next(session):
            names.append(ticket.name)
            ticket.finish()
        return names

    # -- Order -------------------------------------------------------------------------------------

    def test_let_in_at_the_kiosk(self):
        self.line(5)
        first, second = self.issue(priority="elderly"), self.issue(priority="disabled")
        self.assertEqual((first.people_ahead, second.people_ahead), (0, 3))
        self.assertEqual(
            self.call_all(self.open_session()),
            ["A006", "A001", "A002", "A007", "A003", "A004", "A005"],
        )

    def test_the_policy_says_how_often(self):
        self.policy.priority_interval = 0
        self.line(2)
        self.issue(priority="elderly")
        self.issue(priority="elderly")
        self.assertEqual(self.call_all(self.open_session()), ["A003", "A004", "A001", "A002"])

    def test_counted_from_the_last_one_called(self):
        session = self.open_session()
        self.issue(priority="elderly")
        self.line(4)
        for _index in range(2):  # A001, the priority one, and the ordinary A002
            self.call_next(session).finish()
        self.issue(priority="elderly")
        self.assertEqual(self.call_all(session), ["A003", "A006", "A004", "A005"])

    def test_who_has_waited_long_is_not_passed(self):
        self.line(2)
        with self.at("2026-11-23 09:21"):
            self.line(1)
            late = self.issue(priority="elderly")
            self.assertEqual(late.people_ahead, 2)
            self.policy.queue_aging_minutes = 0
            self.assertEqual(self.issue(priority="elderly").people_ahead, 4)
        self.assertEqual(
            self.call_all_at("2026-11-23 09:22"), ["A001", "A002", "A004", "A003", "A005"]
        )

    def call_all_at(self, instant):
        with self.at(instant):
            return self.call_all(self.open_session())

    def test_without_a_limit_of_waiting(self):
        self.policy.queue_aging_minutes = 0
        self.line(2)
        with self.at("2026-11-23 09:21"):
            self.assertEqual(self.issue(priority="elderly").people_ahead, 0)

    def test_a_moved_ticket_keeps_the_place_it_was_let_into(self):
        self.line(3)
        ticket = self.issue(priority="elderly")
        late = self.issue(self.other_lane)
        ticket.with_user(self.hall_manager).transfer(self.other_lane.id)
        self.assertEqual((ticket.people_ahead, late.people_ahead), (0, 1))

    def test_the_panel_lists_as_it_calls_and_says_why(self):
        self.line(2)
        self.issue(priority="merit")
        self.open_session()
        state = self.env["hcc.hall"].with_user(self.official)._panel_state()
        rows = state["waiting"]
        self.assertEqual([row["number"] for row in rows], ["A003", "A001", "A002"])
        self.assertIn("công", rows[0]["why"])
        self.assertIn("2", rows[0]["why"])
        self.assertEqual(rows[1]["why"], rows[2]["why"])
        self.assertNotEqual(rows[0]["why"], rows[1]["why"])

    # -- Given and taken ---------------------------------------------------------------------------

    def test_given_afterwards(self):
        first, second, third = self.line(3)
        self.prefer(third, key="prefer-00001")
        self.prefer(third, key="prefer-00001")
        self.assertEqual((third.people_ahead, first.people_ahead), (0, 1))
        self.assertEqual(self.journal_verbs(third), ["issue", "prefer"])
        entry = self.env["hcc.journal.entry"].search(
            [("res_id", "=", third.id), ("res_model", "=", "hcc.ticket"), ("verb", "=", "prefer")]
        )
        self.assertEqual((entry.facts["class"], entry.facts["ground"]), ("elderly", "seen"))
        self.prefer(third, None, "mistake")
        self.assertFalse(third.priority_class_id)
        self.assertEqual(third.people_ahead, 2)

    def test_never_later_than_before(self):
        first, second, third = self.line(3)
        self.prefer(third)
        self.prefer(first)
        self.assertLess(first.people_ahead, second.people_ahead)

    def test_by_the_lanes_own_official(self):
        _first, second = self.line(2)
        with self.assertRaises(AccessError):
            self.prefer(second, user=self.official)
        self.open_session()
        self.prefer(second, user=self.official)
        self.assertEqual(second.people_ahead, 0)
        other = self.issue(self.other_lane)
        with self.assertRaisesRegex(AccessError, "B001"):
            self.prefer(other, user=self.official)

    def test_refused(self):
        first, second = self.line(2)
        for user in (self.oversight, self.appraiser, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.prefer(first, user=user)
        with self.assertRaises(UserError):
            self.prefer(first, code="nobody")
        with self.assertRaises(UserError):
            self.prefer(first, ground="because")
        with self.assertRaises(UserError):
            self.issue(priority="nobody")
        session = self.open_session()
        self.call_next(session)
        with self.assertRaises(UserError):
            self.prefer(first)
        with self.at("2026-11-25 08:00"), self.assertRaises(UserError):
            self.prefer(second)

    def test_not_by_hand(self):
        ticket = self.issue()
        for vals in ({"line_before": 1}, {"priority_class_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                ticket.write(vals)

    def test_wizard(self):
        _first, second = self.line(2)
        action = second.with_user(self.hall_manager).action_prefer()
        wizards = self.env[action["res_model"]].with_user(self.hall_manager)
        elderly = self.env.ref("hcc_queue.priority_class_elderly")
        wizard = wizards.with_context(**action["context"]).create(
            {"class_id": elderly.id, "ground": "document"}
        )
        wizard.action_prefer()
        self.assertEqual(second.priority_class_id, elderly)
        self.assertEqual(second.people_ahead, 0)
