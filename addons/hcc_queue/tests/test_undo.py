from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestUndo(QueueCommon):
    """A wrong call is taken back within twenty seconds, and nobody loses a place."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.issue(), self.issue()
        self.session = self.open_session()

    def shown(self):
        return [call["number"] for call in self.env["hcc.hall"]._board_state(self.centre)["calls"]]

    def current(self):
        return self.env["hcc.hall"].with_user(self.official)._panel_state()["current"]

    def test_back_at_its_place(self):
        ticket = self.call_next(self.session)
        self.assertEqual((self.shown(), self.current()["undo_seconds"]), (["A001"], 20))
        ticket.undo_call("undo-0000001")
        self.assertEqual(ticket.undo_call("undo-0000001")["state"], "waiting")
        self.assertEqual(ticket.people_ahead, 0)
        self.assertFalse(
            ticket.called_at or ticket.session_id or ticket.counter_id or ticket.official_user_id
        )
        self.assertEqual(self.shown(), [])
        self.assertTrue(ticket.call_ids.undone_at)
        self.assertEqual(self.journal_verbs(ticket), ["issue", "call_next", "undo_call"])
        self.assertEqual(self.call_next(self.session), self.first)

    def test_a_preferred_one_too(self):
        preferred = self.issue(priority="elderly")
        ticket = self.call_next(self.session)
        self.assertEqual(ticket, preferred)
        ticket.undo_call()
        self.assertEqual((ticket.people_ahead, self.first.people_ahead), (0, 1))
        # It does not count as called: the next one is let in as if it never was.
        self.assertEqual(self.issue(priority="elderly").people_ahead, 3)

    def test_after_a_move(self):
        late = self.issue(self.other_lane)
        ticket = self.call_next(self.session)
        ticket.transfer(self.other_lane.id)
        self.other_lane.counter_ids |= self.counter
        ticket.call()
        ticket.undo_call()
        self.assertEqual(ticket.lane_id, self.other_lane)
        self.assertEqual((ticket.people_ahead, late.people_ahead), (0, 1))

    def test_back_among_those_set_aside(self):
        for verb, state in (("park", "parked"), ("no_show", "no_show")):
            ticket = self.call_next(self.session)
            with self.subTest(verb=verb), self.at("2026-11-23 08:05"):
                getattr(ticket, verb)()
                ticket.call()
                ticket.recall()
                ticket.undo_call()
                self.assertEqual(ticket.state, state)
                self.assertEqual(ticket.called_at, ticket.issued_at)
                self.assertIn(ticket.name, self.shown())
                self.assertEqual(len(ticket.call_ids.filtered("undone_at")), 2)

    def test_only_for_twenty_seconds(self):
        ticket = self.call_next(self.session)
        with self.at("2026-11-23 08:00:19"):
            self.assertEqual(self.current()["undo_seconds"], 1)
        for instant in ("2026-11-23 08:00:20", "2026-11-23 07:59:59"):
            with self.at(instant):
                self.assertEqual(self.current()["undo_seconds"], 0)
                with self.subTest(instant=instant), self.assertRaisesRegex(UserError, "A001"):
                    ticket.undo_call()
        self.assertEqual(ticket.state, "called")

    def test_calling_again_gives_no_more_time(self):
        ticket = self.call_next(self.session)
        with self.at("2026-11-23 08:00:15"):
            ticket.recall()
        with self.at("2026-11-23 08:00:25"), self.assertRaises(UserError):
            ticket.undo_call()

    def test_not_once_served_or_ended(self):
        ticket = self.call_next(self.session)
        ticket.serve()
        with self.assertRaises(UserError):
            ticket.undo_call()
        ticket.finish()
        self.call_next(self.session)
        with self.assertRaises(UserError):
            ticket.undo_call()

    def test_only_by_who_called(self):
        ticket = self.call_next(self.session)
        for user in (self.colleague, self.hall_manager, self.oversight, self.appraiser):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                ticket.with_user(user).undo_call()
        self.assertEqual(ticket.state, "called")
