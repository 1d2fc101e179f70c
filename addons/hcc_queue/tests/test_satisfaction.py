from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestSatisfaction(QueueCommon):
    def setUp(self):
        super().setUp()
        self.issue(agency=self.agency)
        self.issue()
        self.session = self.open_session()
        self.ticket = self.call_next(self.session)

        self.levels = self.env["hcc.satisfaction.level"].search([])

    def rate(self, number="A001", level="very_satisfied"):
        return self.env["hcc.satisfaction"]._rate(self.counter, number, level)

    def test_three_levels_as_data(self):
        self.assertEqual(self.levels.mapped("name"), ["Rất hài lòng", "Hài lòng", "Không hài lòng"])
        self.assertEqual(self.levels.mapped("value"), [3, 2, 1])

    def test_asked_while_served_and_after(self):
        hall = self.env["hcc.hall"]
        self.assertEqual(hall._rating_state(self.counter)["number"], "")
        self.ticket.serve()
        self.assertEqual(hall._rating_state(self.counter)["number"], "A001")
        self.ticket.finish()
        state = hall._rating_state(self.counter)
        self.assertTrue(state["finished"])
        with self.at("2026-11-23 08:04"):
            self.assertEqual(hall._rating_state(self.counter)["number"], "")

    def test_a_visit_that_ends_later_than_now_is_not_asked_about(self):
        self.ticket.serve()
        self.ticket.finish()
        with self.at("2026-11-23 07:30"):
            self.assertEqual(self.env["hcc.hall"]._rating_state(self.counter)["number"], "")

    def test_vote_is_bound_and_anonymous(self):
        self.ticket.serve()
        self.ticket.finish()
        vote = self.rate()
        self.assertEqual(vote.ticket_id, self.ticket.sudo())
        self.assertEqual(vote.official_user_id, self.official)
        self.assertEqual((vote.counter_id, vote.agency_id), (self.counter, self.agency))
        self.assertEqual((vote.level_id.code, vote.value), ("very_satisfied", 3))
        self.assertEqual(self.journal_verbs(self.ticket)[-1], "rate")
        self.assertEqual(self.env["hcc.hall"]._rating_state(self.counter)["number"], "")

    def test_one_vote_a_ticket(self):
        self.ticket.serve()
        self.ticket.finish()
        self.assertTrue(self.rate())
        self.assertFalse(self.rate(level="not_satisfied"))
        values = self.env["hcc.satisfaction"]._values_of(self.ticket.sudo(), self.levels[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["hcc.satisfaction"].sudo().create(values)

    def test_wrong_votes_are_not_kept(self):
        self.assertFalse(self.rate())
        self.ticket.serve()
        self.assertFalse(self.rate(number="A002"))
        self.assertFalse(self.rate(level="nonsense"))
        self.assertFalse(self.env["hcc.satisfaction"]._rate(self.counter_2, "A001", "satisfied"))

    def test_the_next_visitor_is_asked_about_the_own_visit(self):
        self.ticket.serve()
        self.ticket.finish()
        second = self.call_next(self.session)
        second.serve()
        self.assertEqual(self.env["hcc.hall"]._rating_state(self.counter)["number"], "A002")

    def test_officials_do_not_read_votes(self):
        self.ticket.serve()
        vote = self.rate()
        for user in (self.official, self.cashier, self.appraiser):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                vote.with_user(user).read(["level_id"])
        self.assertEqual(vote.with_user(self.oversight).level_id.code, "very_satisfied")
        for user in (self.hall_manager, self.oversight, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                vote.with_user(user).write({"rated_at": False})
