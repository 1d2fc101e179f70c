from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestSessions(QueueCommon):
    def test_open_pause_resume_close(self):
        session = self.open_session()
        self.assertEqual((session.state, session.user_id), ("open", self.official))
        session.pause(reason_id=self.pause_reason.id)
        self.assertEqual(session.state, "paused")
        session.resume()
        session.close()
        self.assertEqual(session.state, "closed")
        self.assertTrue(session.closed_at)
        self.assertEqual(self.journal_verbs(session), ["open", "pause", "resume", "close"])

    def test_same_key_opens_once(self):
        sessions = self.env["hcc.counter.session"].with_user(self.official)
        first = sessions.open(self.counter.id, "open-0000001")
        self.assertEqual(sessions.open(self.counter.id, "open-0000001"), first)

    def test_same_key_changes_once(self):
        session = self.open_session()
        for verb in ("pause", "resume", "close"):
            with self.subTest(verb=verb):
                options = {"reason_id": self.pause_reason.id} if verb == "pause" else {}
                first = getattr(session, verb)(f"{verb}-0000001", **options)
                self.assertEqual(getattr(session, verb)(f"{verb}-0000001", **options), first)
        self.assertEqual(self.journal_verbs(session), ["open", "pause", "resume", "close"])

    def test_only_who_may_open(self):
        with self.assertRaisesRegex(UserError, "09"):
            self.open_session(self.official, self.cash_counter)
        for user in (self.hall_manager, self.oversight, self.appraiser, self.administrator):
            self.counter.user_ids |= user
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.open_session(user)

    def test_cashier_opens_the_cash_counter(self):
        session = self.open_session(self.cashier, self.cash_counter)
        self.issue(self.general_lane)
        self.assertEqual(self.call_next(session).name, "Z001")

    def test_one_session_a_counter_and_a_user(self):
        self.open_session()
        with self.assertRaises(UserError):
            self.open_session(self.colleague)
        with self.assertRaises(UserError):
            self.open_session(counter=self.counter_2)

    def test_the_database_stands_behind_it(self):
        session = self.open_session().sudo()
        vals = {
            "company_id": self.centre.id,
            "counter_id": self.counter.id,
            "user_id": self.colleague.id,
            "opened_on": session.opened_on,
            "opened_at": session.opened_at,
        }
        other = {**vals, "counter_id": self.counter_2.id, "user_id": self.official.id}
        for values in (vals, other):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.env["hcc.counter.session"]._guarded_create(values)

    def test_others_session_is_closed_by_the_hall_manager_only(self):
        session = self.open_session()
        for user in (self.colleague, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                session.with_user(user).close()
        with self.assertRaises(AccessError):
            session.with_user(self.oversight).pause(reason_id=self.pause_reason.id)
        session.with_user(self.hall_manager).close()
        self.assertEqual(session.state, "closed")

    def test_not_closed_while_a_ticket_is_there(self):
        self.issue()
        session = self.open_session()
        ticket = self.call_next(session)
        for verb in ("close", "pause"):
            with self.subTest(verb=verb), self.assertRaisesRegex(UserError, "A001"):
                getattr(session, verb)(
                    **({"reason_id": self.pause_reason.id} if verb == "pause" else {})
                )
        ticket.no_show()
        session.close()

    def test_wrong_state(self):
        session = self.open_session()
        with self.assertRaises(UserError):
            session.resume()
        session.close()
        with self.assertRaises(UserError):
            session.close()

    def test_buttons_follow_the_verbs(self):
        session = self.open_session()
        self.assertTrue(session.can_pause and session.can_close)
        self.assertFalse(session.can_resume)
        self.assertFalse(session.with_user(self.oversight).can_close)
        self.assertTrue(session.with_user(self.hall_manager).can_close)

    def test_forgotten_session_ends_when_the_counter_is_opened_again(self):
        self.issue()
        self.issue()
        session = self.open_session()
        ticket = self.call_next(session)
        ticket.serve()
        with self.at("2026-11-25 07:05"):
            again = self.open_session(self.colleague)
        self.assertEqual((session.state, again.state), ("closed", "open"))
        self.assertEqual(ticket.state, "finished")

    def test_cron_ends_the_day(self):
        session = self.open_session()
        waiting = self.issue()
        with self.at("2026-11-25 01:00"):
            self.env["hcc.counter.session"]._cron_close_day()
        self.assertEqual((session.state, waiting.state), ("closed", "no_show"))
        self.assertEqual(self.journal_verbs(waiting), ["issue", "lapse"])
