from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestAbsence(QueueCommon):
    """Not present after so many calls; called again by a person only, and not for ever."""

    def setUp(self):
        super().setUp()
        self.policy = self.env["hcc.policy"]._todays(self.centre).sudo()
        self.rule(calls=1, seconds=0, after=0, limit=0)
        self.ticket = self.issue().with_user(self.official)
        self.session = self.open_session()
        self.call_next(self.session)

    def rule(self, calls=None, seconds=None, after=None, limit=None):
        values = {
            "no_show_calls": calls,
            "no_show_seconds": seconds,
            "recall_after_minutes": after,
            "recall_limit": limit,
        }
        self.policy.write({name: value for name, value in values.items() if value is not None})

    def missing(self):
        state = self.env["hcc.hall"].with_user(self.official)._panel_state()
        return state["current"]["before_no_show"]

    def test_shipped_rule(self):
        fresh = self.env["hcc.policy"].new({"regime": "c"})
        self.assertEqual((fresh.no_show_calls, fresh.recall_limit), (1, 3))
        self.ticket.no_show()
        self.assertEqual((self.ticket.state, self.ticket.absence_count), ("no_show", 1))
        self.assertEqual(self.ticket.absent_at, self.ticket.called_at)

    def test_so_many_calls(self):
        self.rule(calls=2)
        self.assertEqual(self.missing(), {"calls": 1, "seconds": 0})
        self.assertFalse(self.ticket.can_no_show)
        with self.assertRaisesRegex(UserError, "A001"):
            self.ticket.no_show()
        self.ticket.recall()
        self.ticket.no_show()
        self.assertEqual(self.ticket.state, "no_show")

    def test_calls_of_an_earlier_time_do_not_count(self):
        self.rule(calls=2)
        self.ticket.recall()
        self.ticket.no_show()
        self.ticket.call()
        with self.assertRaises(UserError):
            self.ticket.no_show()

    def test_so_long(self):
        self.rule(seconds=60)
        self.assertEqual(self.missing(), {"calls": 0, "seconds": 60})
        with self.at("2026-11-23 08:00:59"), self.assertRaisesRegex(UserError, "A001"):
            self.ticket.no_show()
        with self.at("2026-11-23 08:01"):
            self.ticket.no_show()

    def test_called_again_only_later(self):
        self.rule(after=5)
        self.ticket.no_show()
        for verb in ("call", "resume"):
            with self.subTest(verb=verb), self.at("2026-11-23 08:04:59"):
                with self.assertRaisesRegex(UserError, "08:05"):
                    getattr(self.ticket, verb)()
        with self.at("2026-11-23 08:05"):
            self.ticket.call()
        self.assertEqual(self.ticket.state, "called")

    def test_called_again_at_once_where_nothing_is_said(self):
        self.ticket.no_show()
        self.ticket.resume()
        self.assertEqual(self.ticket.people_ahead, 0)

    def test_not_for_ever(self):
        self.rule(limit=1)
        self.ticket.no_show()
        self.ticket.call()
        self.ticket.no_show()
        for verb in ("call", "resume"):
            with self.subTest(verb=verb), self.assertRaisesRegex(UserError, "A001"):
                getattr(self.ticket, verb)()
        self.rule(limit=2)
        self.ticket.call()

    def test_the_hall_manager_is_not_bound(self):
        self.rule(calls=3, seconds=600, after=30, limit=1)
        manager = self.ticket.with_user(self.hall_manager)
        manager.no_show()
        manager.resume()
        self.assertEqual(self.ticket.state, "waiting")

    def test_nobody_set_aside_is_called_by_itself(self):
        for verb in ("no_show", "park"):
            with self.subTest(verb=verb):
                getattr(self.ticket, verb)()
                with self.at("2026-11-23 11:00"):
                    self.assertFalse(self.call_next(self.session))
                self.ticket.call()

    def test_not_by_hand(self):
        with self.assertRaises(AccessError):
            self.ticket.sudo().write({"absence_count": 0})
