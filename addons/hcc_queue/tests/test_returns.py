from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestReturns(QueueCommon):
    """Who only fetches or brings something is let in, by a rule of its own."""

    def setUp(self):
        super().setUp()
        self.policy = self.env["hcc.policy"]._todays(self.centre).sudo()
        self.policy.write({"return_interval": 2, "priority_interval": 2})
        self.earlier = self.issue()
        session = self.open_session()
        self.call_next(session).finish()
        session.close()
        for _index in range(5):
            self.issue()

    def come_back(self, kind="supplement", lane=None, key=None, user=None):
        answer = self.earlier.with_user(user or self.hall_manager).issue_return(
            kind, lane and lane.id, key
        )
        return self.env["hcc.ticket"].search([("name", "=", answer["number"])], limit=1)

    def waiting(self):
        self.open_session()
        rows = self.env["hcc.hall"].with_user(self.official)._panel_state()["waiting"]
        return [row["number"] for row in rows], [row["why"] for row in rows]

    def test_let_in_by_its_own_rule(self):
        first, second = self.come_back(), self.come_back("result")
        self.assertEqual((first.kind, first.earlier_ticket_id), ("supplement", self.earlier))
        self.assertEqual((first.people_ahead, second.people_ahead), (0, 3))
        numbers, reasons = self.waiting()
        self.assertEqual(numbers, ["A007", "A002", "A003", "A008", "A004", "A005", "A006"])
        self.assertNotIn(reasons[0], reasons[1:])
        self.assertEqual(reasons[1], reasons[2])

    def test_without_a_rule_in_the_order_of_issue(self):
        self.policy.return_interval = 0
        self.assertEqual(self.come_back().people_ahead, 5)
        self.assertEqual(self.come_back("result").people_ahead, 6)

    def test_beside_priority_numbers(self):
        self.come_back()
        self.issue(priority="elderly")
        self.come_back()
        self.issue(priority="elderly")
        self.assertEqual(
            self.waiting()[0],
            ["A007", "A008", "A002", "A003", "A009", "A010", "A004", "A005", "A006"],
        )

    def test_in_a_lane_of_their_own(self):
        ticket = self.come_back("result", self.general_lane)
        self.assertEqual((ticket.name, ticket.people_ahead), ("Z001", 0))
        self.assertFalse(ticket.line_before)

    def test_another_day(self):
        with self.at("2026-11-30 08:00"):
            ticket = self.come_back("result")
            self.assertEqual((ticket.state, ticket.business_date.day), ("waiting", 30))

    def test_same_key_issues_once(self):
        self.assertEqual(self.come_back(key="return-00001"), self.come_back(key="return-00001"))

    def test_refused(self):
        for user in (self.official, self.oversight, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.come_back(user=user)
        with self.assertRaises(UserError):
            self.come_back("ordinary")
        foreign = self.env["hcc.lane"].create(
            {"name": "Khác", "prefix": "A", "company_id": self.other_centre.id}
        )
        with self.assertRaises(UserError):
            self.come_back(lane=foreign)
        self.earlier = self.issue()
        with self.assertRaises(UserError):
            self.come_back()
        with self.assertRaises(AccessError):
            self.earlier.sudo().write({"kind": "result"})

    def test_wizard(self):
        action = self.earlier.with_user(self.hall_manager).action_issue_return()
        wizards = self.env[action["res_model"]].with_user(self.hall_manager)
        wizard = wizards.with_context(**action["context"]).create({"kind": "result"})
        self.assertEqual(wizard.lane_id, self.lane)
        self.assertIn("A007", wizard.action_issue()["params"]["title"])
