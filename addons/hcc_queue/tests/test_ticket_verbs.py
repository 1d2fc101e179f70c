from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestTicketVerbs(QueueCommon):
    def setUp(self):
        super().setUp()
        self.first, self.second, self.third = (self.issue() for _index in range(3))
        self.session = self.open_session()

    def test_a_visit(self):
        ticket = self.call_next(self.session)
        self.assertEqual(ticket, self.first)
        self.assertEqual(ticket.counter_id, self.counter)
        self.assertEqual(ticket.official_user_id, self.official)
        ticket.recall()
        ticket.serve()
        ticket.finish()
        self.assertEqual(ticket.state, "finished")
        self.assertTrue(ticket.called_at and ticket.served_at and ticket.finished_at)
        self.assertEqual(ticket.call_ids.mapped("kind"), ["recall", "call"])
        verbs = ["issue", "call_next", "recall", "serve", "finish"]
        self.assertEqual(self.journal_verbs(ticket), verbs)

    def test_journal_holds_ids_and_codes_only(self):
        ticket = self.call_next(self.session)
        entries = self.env["hcc.journal.entry"].search([("res_id", "=", ticket.id)])
        for value in (v for entry in entries for v in (entry.facts or {}).values()):
            self.assertIsInstance(value, (int, str, type(None)))

    def test_first_come_first_called(self):
        called = []
        for _index in range(3):
            ticket = self.call_next(self.session)
            called.append(ticket.name)
            ticket.no_show()
        self.assertEqual(called, ["A001", "A002", "A003"])
        self.assertFalse(self.call_next(self.session))

    def test_nobody_waits(self):
        session = self.open_session(self.cashier, self.cash_counter)
        answer = self.env["hcc.ticket"].with_user(self.cashier).call_next(session.id)
        self.assertEqual(answer, {"ticket_id": None, "number": ""})

    def test_same_key_calls_once(self):
        first = self.call_next(self.session, "call-0000001")
        self.assertEqual(self.call_next(self.session, "call-0000001"), first)
        self.assertEqual(self.second.state, "waiting")
        with self.assertRaises(UserError):
            self.env["hcc.ticket"].with_user(self.official).browse(self.second.id).call(
                request_key="call-0000001"
            )

    def test_one_ticket_at_a_counter(self):
        self.call_next(self.session)
        with self.assertRaisesRegex(UserError, "A001"):
            self.call_next(self.session)
        with self.assertRaisesRegex(UserError, "A001"):
            self.second.with_user(self.official).call()

    def test_no_call_while_paused_or_closed(self):
        self.session.pause(reason_id=self.pause_reason.id)
        with self.assertRaises(UserError):
            self.call_next(self.session)
        self.session.close()
        with self.assertRaises(UserError):
            self.call_next(self.session)
        with self.assertRaises(UserError):
            self.second.with_user(self.official).call()

    def test_only_from_the_own_session(self):
        for user in (self.colleague, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["hcc.ticket"].with_user(user).call_next(self.session.id)

    def test_roles_that_do_not_call(self):
        for user in (self.hall_manager, self.oversight, self.appraiser, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["hcc.ticket"].with_user(user).call_next(self.session.id)

    def test_call_this_one(self):
        self.third.with_user(self.official).call()
        self.assertEqual((self.third.state, self.first.state), ("called", "waiting"))
        self.assertEqual(self.third.counter_id, self.counter)

    def test_no_show_may_be_called_again(self):
        ticket = self.call_next(self.session)
        ticket.no_show()
        ticket.call()
        self.assertEqual(ticket.state, "called")
        self.assertEqual(len(ticket.call_ids), 2)

    def test_park_and_resume_keep_the_place(self):
        ticket = self.call_next(self.session)
        ticket.serve()
        ticket.park()
        self.assertEqual(ticket.state, "parked")
        ticket.resume()
        self.assertFalse(ticket.session_id or ticket.official_user_id)
        self.assertEqual(self.call_next(self.session), ticket)

    def test_transfer_keeps_number_and_place(self):
        late = self.issue(self.other_lane)
        ticket = self.call_next(self.session)
        ticket.transfer(self.other_lane.id)
        self.assertEqual((ticket.name, ticket.state), ("A001", "waiting"))
        self.assertEqual(ticket.lane_id, self.other_lane)
        self.assertEqual(late.people_ahead, 1)

    def test_same_key_transfers_once(self):
        ticket = self.first.with_user(self.hall_manager)
        first = ticket.transfer(self.other_lane.id, "move-0000001")
        self.assertEqual(ticket.transfer(self.other_lane.id, "move-0000001"), first)
        self.assertEqual(self.journal_verbs(self.first), ["issue", "transfer"])
        with self.assertRaises(UserError):
            ticket.transfer(self.lane.id, "move-0000001")

    def test_transfer_refused(self):
        foreign = self.env["hcc.lane"].create(
            {"name": "Khác", "prefix": "A", "company_id": self.other_centre.id}
        )
        ticket = self.first.with_user(self.hall_manager)
        with self.assertRaises(UserError):
            ticket.transfer(self.lane.id)
        with self.assertRaises(UserError):
            ticket.transfer(foreign.id)

    def test_wrong_state(self):
        ticket = self.first.with_user(self.official)
        for verb in ("recall", "serve", "finish", "no_show", "park", "resume"):
            with self.subTest(verb=verb), self.assertRaisesRegex(UserError, "A001"):
                getattr(ticket, verb)()
        ticket.call()
        ticket.serve()
        for verb in ("call", "recall", "serve", "no_show", "resume"):
            with self.subTest(verb=verb), self.assertRaises(UserError):
                getattr(ticket, verb)()
        ticket.finish()
        for verb in ("recall", "serve", "finish", "no_show", "park", "resume"):
            with self.subTest(verb=verb), self.assertRaises(UserError):
                getattr(ticket, verb)()

    def test_anothers_ticket(self):
        ticket = self.call_next(self.session).with_user(self.colleague)
        for verb in ("recall", "serve", "finish", "no_show", "park"):
            with self.subTest(verb=verb), self.assertRaisesRegex(AccessError, "A001"):
                getattr(ticket, verb)()
        with self.assertRaises(AccessError):
            ticket.transfer(self.other_lane.id)
        self.assertFalse(ticket.can_finish)
        manager = ticket.with_user(self.hall_manager)
        self.assertTrue(manager.can_no_show)
        manager.no_show()
        self.assertEqual(ticket.state, "no_show")

    def test_oversight_changes_nothing(self):
        ticket = self.call_next(self.session).with_user(self.oversight)
        for verb in ("recall", "serve", "finish", "no_show", "park", "cancel"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(ticket, verb)()
        self.assertEqual(ticket.state, "called")

    def test_cancel_is_the_hall_managers(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.official).cancel()
        self.first.with_user(self.hall_manager).cancel("cancel-00001")
        self.assertEqual(self.first.state, "cancelled")
        self.assertEqual(self.call_next(self.session), self.second)
        answer = self.first.with_user(self.hall_manager).cancel("cancel-00001")
        self.assertEqual(answer["state"], "cancelled")

    def test_same_key_finishes_once(self):
        ticket = self.call_next(self.session)
        first = ticket.finish("finish-00001")
        self.assertEqual(ticket.finish("finish-00001"), first)
        self.assertEqual(self.journal_verbs(ticket).count("finish"), 1)

    def test_yesterdays_tickets_are_not_called(self):
        with self.at("2026-11-25 07:30"):
            session = self.open_session()
            self.assertFalse(self.call_next(session))
            with self.assertRaises(UserError):
                self.first.with_user(self.official).call()

    def test_foreign_centre_reads_nothing(self):
        stranger = self._create_user("q_far", "official", centre=self.other_centre)
        tickets = self.env["hcc.ticket"].with_user(stranger)
        tickets = tickets.with_context(allowed_company_ids=self.other_centre.ids)
        self.assertFalse(tickets.search([]))
        with self.assertRaises(AccessError):
            tickets.browse(self.first.id).call()

    def test_wizard_moves(self):
        action = self.first.with_user(self.hall_manager).action_transfer()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.hall_manager)
            .with_context(**action["context"])
            .create({"lane_id": self.other_lane.id})
        )
        wizard.action_transfer()
        self.assertEqual(self.first.lane_id, self.other_lane)

    def test_board_follows(self):
        hall = self.env["hcc.hall"]
        self.call_next(self.session)
        state = hall._board_state(self.centre)
        self.assertEqual([call["number"] for call in state["calls"]], ["A001"])
        self.assertEqual(
            state["counters"],
            [{"counter": 1, "paused": False, "number": "A001", "called": True, "reason": ""}],
        )
        waiting = {lane["prefix"]: lane["waiting"] for lane in state["lanes"]}
        self.assertEqual(waiting, {"A": 2, "B": 0, "Z": 0})
        self.first.with_user(self.official).recall()
        again = hall._board_state(self.centre)["calls"]
        self.assertEqual(len(again), 1)
        self.assertTrue(again[0]["repeated"] and again[0]["id"] > state["calls"][0]["id"])

    def test_doorbell_is_empty(self):
        self.env.cr.precommit.run()
        before = self.env["bus.bus"].search([], order="id desc", limit=1).id
        self.call_next(self.session)
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([("id", ">", before), ("channel", "like", "hcc_queue/")])
        self.assertTrue(rows)
        self.assertEqual(set(rows.mapped("message")), {'{"type":"hcc_queue","payload":{}}'})
        self.assertRegex(rows[0].channel, r"hcc_queue/(hall|counter)/[0-9a-f]{32}")
