import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestPauses(QueueCommon):
    def test_a_pause_needs_a_reason(self):
        session = self.open_session()
        with self.assertRaises(UserError):
            session.pause()
        self.pause_reason.active = False
        with self.assertRaises(UserError):
            session.pause(reason_id=self.pause_reason.id)
        self.assertEqual(session.state, "open")

    def test_time_per_reason_is_kept(self):
        session = self.open_session()
        with self.at("2026-11-23 09:00"):
            session.pause(reason_id=self.pause_reason.id)
        self.assertEqual(session.pause_reason_id, self.pause_reason)
        with self.at("2026-11-23 09:25"):
            session.resume()
        self.assertEqual((session.pause_ids.minutes, session.pause_reason_id.id), (25, False))
        self.assertEqual(session.pause_ids.reason_id, self.pause_reason)

    def test_a_forgotten_pause_ends_with_the_day(self):
        session = self.open_session()
        with self.at("2026-11-23 16:00"):
            session.pause(reason_id=self.pause_reason.id)
        with self.at("2026-11-25 01:00"):
            self.env["hcc.counter.session"]._cron_close_day()
        self.assertEqual((session.state, session.pause_ids.minutes), ("closed", 8 * 60))

    def test_the_board_says_why(self):
        self.open_session().pause(reason_id=self.pause_reason.id)
        [counter] = self.env["hcc.hall"]._board_state(self.centre)["counters"]
        self.assertEqual((counter["paused"], counter["reason"]), (True, "Họp"))

    def test_reasons_are_kept_by_administrators(self):
        self.pause_reason.with_user(self.administrator).check_access("write")
        for user in (self.official, self.hall_manager, self.oversight):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.pause_reason.with_user(user).name = "Khác"


@tagged("post_install", "-at_install")
class TestHallManager(QueueCommon):
    def state(self, user):
        return self.env["hcc.hall"].with_user(user)._hall_manager_state()

    def test_everything_live(self):
        session = self.open_session()
        with self.at("2026-11-23 08:00"):
            self.issue()
            self.issue()
            self.call_next(session)
        with self.at("2026-11-23 08:16"):
            state = self.state(self.hall_manager)
        first = state["counters"][0]
        self.assertEqual((first["ticket"], first["official"]), ("A001", self.official.name))
        self.assertEqual((first["state"], first["since_seconds"]), ("open", 16 * 60))
        lane = next(line for line in state["lanes"] if line["prefix"] == "A")
        self.assertEqual((lane["waiting"], lane["oldest_seconds"]), (1, 16 * 60))
        self.assertEqual(lane["light"], "amber")

    def test_the_light_follows_the_policy(self):
        policy = self.env["hcc.policy"]._todays(self.centre)
        for minutes, light in ((10, "red"), (20, "amber"), (60, "green")):
            policy.wait_target_minutes = minutes
            with self.at("2026-11-23 08:00"):
                self.issue()
            with self.at("2026-11-23 08:16"):
                state = self.state(self.hall_manager)
            lane = next(line for line in state["lanes"] if line["prefix"] == "A")
            self.assertEqual((state["target_minutes"], lane["light"]), (minutes, light))

    def test_oversight_sees_the_same_and_changes_nothing(self):
        session = self.open_session()
        seen, own = self.state(self.oversight), self.state(self.hall_manager)
        self.assertEqual((seen.pop("can_act"), own.pop("can_act")), (False, True))
        self.assertEqual(seen, own)
        as_oversight = self.env(user=self.oversight)
        sessions = as_oversight["hcc.counter.session"]
        acts = (
            lambda: as_oversight["hcc.counter.message"].send(session.id, "Xin chào"),
            lambda: sessions.open_for(self.counter_2.id, self.colleague.id),
            lambda: sessions.browse(session.id).pause(reason_id=self.pause_reason.id),
            lambda: sessions.browse(session.id).close(),
            lambda: self.lane.with_user(self.oversight).move_to_counters(self.counter_2.ids),
        )
        for act in acts:
            with self.assertRaises(AccessError):
                act()

    def test_others_do_not_see_it(self):
        for user in (self.official, self.cashier, self.appraiser):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.state(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["hcc.hall"].with_user(user)._advice()

    def test_message_until_it_is_confirmed(self):
        session = self.open_session()
        messages = self.env["hcc.counter.message"].with_user(self.hall_manager)
        first = messages.send(session.id, " Xin  mở làn B ", "message-0001")
        self.assertEqual(messages.send(session.id, "Xin mở làn B", "message-0001"), first)
        panel = self.env["hcc.hall"].with_user(self.official)
        [shown] = panel._panel_state()["messages"]
        self.assertEqual(shown["text"], "Xin mở làn B")
        message = messages.browse(shown["id"])
        for user in (self.colleague, self.hall_manager):
            with self.assertRaises(AccessError):
                message.with_user(user).confirm()
        message.with_user(self.official).confirm()
        self.assertFalse(panel._panel_state()["messages"])
        self.assertEqual(self.journal_verbs(message), ["send", "confirm"])

    def test_message_refused(self):
        session = self.open_session()
        messages = self.env["hcc.counter.message"].with_user(self.hall_manager)
        for text in ("", "   ", "x" * 201):
            with self.assertRaises(UserError):
                messages.send(session.id, text)
        with self.assertRaises(AccessError):
            messages.with_user(self.official).send(session.id, "Xin chào")
        session.close()
        with self.assertRaises(UserError):
            messages.send(session.id, "Xin chào")

    def test_open_for_an_official(self):
        sessions = self.env["hcc.counter.session"].with_user(self.hall_manager)
        answer = sessions.open_for(self.counter.id, self.official.id, "open-for-0001")
        session = sessions.browse(answer["session_id"])
        self.assertEqual((session.user_id, session.state), (self.official, "open"))
        self.assertEqual(self.journal_verbs(session), ["open_for"])
        self.issue()
        self.assertEqual(self.call_next(session.with_user(self.official)).name, "A001")

    def test_open_for_refused(self):
        sessions = self.env["hcc.counter.session"].with_user(self.hall_manager)
        for counter, user in (
            (self.cash_counter, self.official),
            (self.counter, self.appraiser),
            (self.counter, self.hall_manager),
        ):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                sessions.open_for(counter.id, user.id)
        self.open_session()
        with self.assertRaises(UserError):
            sessions.open_for(self.counter_2.id, self.official.id)
        with self.assertRaises(AccessError):
            sessions.with_user(self.colleague).open_for(self.counter_2.id, self.colleague.id)

    def test_a_lane_moves_to_other_counters(self):
        self.issue()
        session = self.open_session(self.cashier, self.cash_counter)
        self.assertFalse(self.call_next(session))
        lane = self.lane.with_user(self.hall_manager)
        lane.move_to_counters(self.cash_counter.ids)
        self.assertEqual(self.call_next(session).name, "A001")
        [entry] = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.lane"), ("res_id", "=", lane.id)]
        )
        self.assertEqual(entry.verb, "move_to_counters")
        self.assertEqual(entry.facts["counters"], self.cash_counter.ids)

    def test_a_lane_is_not_left_without_counters(self):
        lane = self.lane.with_user(self.hall_manager)
        with self.assertRaises(UserError):
            lane.move_to_counters([])
        with self.assertRaises(AccessError):
            self.lane.with_user(self.official).move_to_counters(self.counter.ids)

    # -- Advice ------------------------------------------------------------------------------------

    def measured(self, deviation=0.0):
        return self.env["hcc.lane.pace"].create(
            {
                "company_id": self.centre.id,
                "lane_id": self.lane.id,
                "hour": 8,
                "count": 50,
                "mean_seconds": 900,
                "deviation_seconds": deviation,
                "arrivals_per_hour": 0,
            }
        )

    def test_advice_with_its_numbers(self):
        self.measured()
        self.open_session()
        with self.at("2026-11-23 08:00"):
            for _number in range(4):
                self.issue()
        with self.at("2026-11-23 08:10"):
            [advice] = self.env["hcc.hall"].with_user(self.oversight)._advice()["lanes"]
        # one counter: 10, 25, 40, 55 minutes; two: 10, 10, 25, 25
        self.assertEqual((advice["now_minutes"], advice["more_minutes"]), (32, 18))
        self.assertEqual((advice["waiting"], advice["counters"]), (4, 1))
        self.assertEqual((advice["service_minutes"], advice["arrivals"]), (15, 0))

    def test_no_advice_where_the_target_is_kept_or_nothing_is_measured(self):
        self.open_session()
        with self.at("2026-11-23 08:00"):
            self.issue()
        advice = self.env["hcc.hall"].with_user(self.hall_manager)._advice
        with self.at("2026-11-23 08:01"):
            self.assertFalse(advice()["lanes"])
            self.measured()
            self.assertFalse(advice()["lanes"])


@tagged("post_install", "-at_install")
class TestHallManagerPage(QueueCommon, HttpCase):
    def setUp(self):
        super().setUp()
        for user in self.official | self.hall_manager | self.oversight:
            user.password = user.login

    def press(self, path, **data):
        return self.url_open(
            "/hcc/api/hall-manager" + path,
            data=json.dumps({"key": f"press{path}", **data}),
            headers={"Content-Type": "application/json"},
        )

    def test_acts(self):
        session = self.open_session()
        self.authenticate(self.hall_manager.login, self.hall_manager.login)
        self.assertIn("data-config", self.url_open("/hcc/hall-manager").text)
        self.assertEqual(self.url_open("/hcc/api/hall-manager/advice").status_code, 200)
        for path, data in {
            "/message": {"session": session.id, "text": "Xin mở làn B"},
            "/session/pause": {"session": session.id, "reason": self.pause_reason.id},
            "/session/resume": {"session": session.id},
            "/lane": {"lane": self.lane.id, "counters": [self.counter_2.id]},
            "/open": {"counter": self.counter_2.id, "user": self.colleague.id},
            "/session/close": {"session": session.id},
        }.items():
            with self.subTest(path=path):
                answer = self.press(path, **data)
                self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual((session.state, self.lane.counter_ids), ("closed", self.counter_2))

    def test_oversight_is_refused_by_the_server(self):
        session = self.open_session()
        self.authenticate(self.oversight.login, self.oversight.login)
        state = self.url_open("/hcc/api/hall-manager/state").json()
        self.assertFalse(state["can_act"])
        answer = self.press("/session/close", session=session.id)
        self.assertEqual((answer.status_code, session.state), (403, "open"))

    def test_nonsense_is_refused(self):
        self.authenticate(self.hall_manager.login, self.hall_manager.login)
        self.assertEqual(self.press("/session/unlink").status_code, 404)
        self.assertEqual(self.press("/message", session="1", text="x").status_code, 400)
        self.assertEqual(self.press("/lane", lane=self.lane.id, counters="all").status_code, 404)

    def test_an_official_sees_nothing_of_it(self):
        self.authenticate(self.official.login, self.official.login)
        self.assertEqual(self.url_open("/hcc/api/hall-manager/state").status_code, 403)
