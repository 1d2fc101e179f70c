from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.ticket.hcc_ticket_issue import FLOOD_PER_MINUTE
from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestIssue(QueueCommon):
    def test_numbers_count_per_lane_and_day(self):
        names = [self.issue().name, self.issue().name, self.issue(self.other_lane).name]
        self.assertEqual(names, ["A001", "A002", "B001"])
        with self.at("2026-11-25 08:00"):
            next_day = self.issue()
        self.assertEqual(next_day.name, "A001")
        self.assertEqual(next_day.business_date.isoformat(), "2026-11-25")

    def test_business_date_is_the_centres(self):
        with self.at("2026-11-25 00:30"):
            self.assertEqual(self.issue().business_date.isoformat(), "2026-11-25")

    def test_answer_says_what_the_paper_says(self):
        self.issue()
        answer = self.env["hcc.ticket"]._issue_at_kiosk(
            self.kiosk.id, self.lane.id, self.agency.id, self.land.id, "key-00000001"
        )
        self.assertEqual(answer["number"], "A002")
        self.assertEqual(answer["ahead"], 1)
        self.assertEqual((answer["agency"], answer["field"]), ("Sở Thử nghiệm", "Đất đai"))
        self.assertEqual(answer["issued_at"], "08:00")
        self.assertEqual(answer["print_state"], "pending")
        self.assertIn("/hcc/t/" + answer["token"], answer["url"])
        self.assertNotIn("ticket_id", answer)

    def test_same_key_gives_the_same_ticket(self):
        first = self.issue(key="key-00000001")
        self.assertEqual(self.issue(key="key-00000001"), first)
        self.assertEqual(self.env["hcc.ticket"].search_count([("lane_id", "=", self.lane.id)]), 1)
        jobs = self.env["hcc.device.job"]._of_record(first)
        self.assertEqual(len(jobs), 1)

    def test_same_key_for_another_lane_is_refused(self):
        self.issue(key="key-00000001")
        with self.assertRaises(UserError):
            self.issue(self.other_lane, key="key-00000001")

    def test_the_lane_list_issues_by_hand_for_hall_managers_only(self):
        answer = self.lane.with_user(self.hall_manager).action_issue()
        self.assertIn("A001", answer["params"]["title"])
        overseer = self._create_user("q_overseer_issue", "oversight")
        with self.assertRaises(AccessError):
            self.lane.with_user(overseer).action_issue()

    def test_hall_manager_issues_by_hand(self):
        tickets = self.env["hcc.ticket"].with_user(self.hall_manager)
        answer = tickets.issue(self.lane.id, request_key="hand-0000001")
        ticket = tickets.search([("name", "=", answer["number"])])
        self.assertEqual((ticket.channel, ticket.print_state), ("staff", "not_printed"))
        self.assertEqual(tickets.issue(self.lane.id, request_key="hand-0000001"), answer)
        self.assertEqual(self.journal_verbs(ticket), ["issue"])

    def test_others_do_not_issue(self):
        for user in (self.official, self.cashier, self.oversight, self.appraiser):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["hcc.ticket"].with_user(user).issue(self.lane.id)

    def test_lane_of_another_centre_is_refused(self):
        stranger = self._create_user("q_stranger", "hall_manager", centre=self.other_centre)
        tickets = self.env["hcc.ticket"].with_user(stranger).with_company(self.other_centre)
        with self.assertRaises(AccessError):
            tickets.with_context(allowed_company_ids=self.other_centre.ids).issue(self.lane.id)
        kiosk = self.env["hcc.device"].create(
            {"name": "Khác", "kind": "kiosk", "company_id": self.other_centre.id}
        )
        with self.assertRaises(UserError):
            self.env["hcc.ticket"]._issue_at_kiosk(kiosk.id, self.lane.id, None, None, None)

    def test_archived_lane_is_refused(self):
        self.lane.active = False
        with self.assertRaises(UserError):
            self.issue()

    def test_a_stuck_kiosk_is_stopped(self):
        for _index in range(FLOOD_PER_MINUTE):
            self.issue()
        with self.assertRaises(UserError):
            self.issue()
        with self.at("2026-11-23 08:02"):
            self.issue()

    def test_a_repeat_is_answered_though_the_kiosk_is_stopped(self):
        first = self.issue(key="key-00000001")
        for _index in range(FLOOD_PER_MINUTE - 1):
            self.issue()
        self.assertEqual(self.issue(key="key-00000001"), first)
        with self.assertRaises(UserError):
            self.issue(key="key-00000002")

    def test_a_clock_put_back_does_not_stop_the_kiosk(self):
        for _index in range(FLOOD_PER_MINUTE):
            self.issue()
        with self.at("2026-11-23 07:30"):
            self.assertTrue(self.issue())

    def test_nobody_writes_or_creates_a_ticket_by_hand(self):
        ticket = self.issue()
        for vals in ({"state": "finished"}, {"name": "A999"}, {"lane_id": self.other_lane.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                ticket.sudo().write(vals)
        with self.assertRaises(AccessError):
            self.env["hcc.ticket"].sudo().create({"name": "A999", "lane_id": self.lane.id})
        with self.assertRaises(UserError):
            ticket.sudo().unlink()

    def test_display_name_is_the_number(self):
        self.assertEqual(self.issue().display_name, "A001")

    def test_people_ahead_and_today(self):
        first, second, third = (self.issue() for _index in range(3))
        self.assertEqual((third.people_ahead, first.people_ahead), (2, 0))
        self.call_next(self.open_session())
        self.env.invalidate_all()
        self.assertEqual((third.people_ahead, second.people_ahead), (1, 0))
        today = self.env["hcc.ticket"].search([("is_today", "=", True)])
        self.assertIn(first, today)
        with self.at("2026-11-25 08:00"):
            self.assertFalse(self.env["hcc.ticket"].search([("is_today", "=", True)]))
