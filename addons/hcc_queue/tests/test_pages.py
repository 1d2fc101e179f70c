import json
import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestPages(QueueCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kiosk_page = cls.kiosk._page_address()
        cls.board_page = cls.board._page_address()
        cls.rating_page = cls.screen._page_address()
        # Odoo's HTTP server asks whoever logs in for this.
        for user in cls.official | cls.hall_manager:
            user.password = user.login

    def get(self, path):
        return self.url_open(path)

    def post(self, path, data):
        return self.url_open(
            path, data=json.dumps(data), headers={"Content-Type": "application/json"}
        )

    def press(self, path, **data):
        self.key = getattr(self, "key", 0) + 1
        return self.post(path, {"key": f"press-{self.key:06d}", **data})

    # -- Pages and their tokens --------------------------------------------------------------------

    def test_pages_open_with_their_token(self):
        for path in (self.kiosk_page, self.board_page, self.rating_page):
            with self.subTest(path=path.split("/")[2]):
                answer = self.get(path)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("data-config", answer.text)
                self.assertIn("default-src 'self'", answer.headers["Content-Security-Policy"])
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertNotIn("<script>", answer.text)

    def test_bundles_are_plain_and_local(self):
        for path in (self.kiosk_page, self.board_page, self.rating_page):
            page = self.get(path).text
            for address in re.findall(r'(?:src|href)="([^"]+)"', page):
                self.assertTrue(address.startswith("/"), address)
                bundle = self.get(address)
                self.assertEqual(bundle.status_code, 200, address)
                self.assertNotIn("odoo.define", bundle.text)

    def test_wrong_token_is_not_found(self):
        wrong = "x" * 43
        for path in ("kiosk", "board", "rating"):
            with self.subTest(path=path):
                self.assertEqual(self.get(f"/hcc/{path}/{wrong}").status_code, 404)
        for path in (
            f"/hcc/kiosk/{wrong}/choices",
            f"/hcc/board/{wrong}/state",
            f"/hcc/rating/{wrong}/state",
            f"/hcc/t/{wrong}/state",
        ):
            answer = self.get(path)
            self.assertEqual((answer.status_code, "error" in answer.json()), (404, True), path)
        self.assertEqual(self.get(f"/hcc/t/{wrong}").status_code, 404)

    def test_a_token_opens_its_own_kind_only(self):
        kiosk_token = self.kiosk_page.rsplit("/", 1)[1]
        self.assertEqual(self.get(f"/hcc/board/{kiosk_token}").status_code, 404)
        self.assertEqual(self.get(f"/hcc/rating/{kiosk_token}/state").status_code, 404)

    def test_revoked_at_once(self):
        self.assertEqual(self.get(self.board_page + "/state").status_code, 200)
        self.board.revoke()
        self.assertEqual(self.get(self.board_page + "/state").status_code, 404)
        self.assertEqual(self.get(self.board_page).status_code, 404)

    # -- Kiosk -------------------------------------------------------------------------------------

    def test_kiosk_issues(self):
        choices = self.get(self.kiosk_page + "/choices").json()
        agency = next(a for a in choices["agencies"] if a["name"] == "Sở Thử nghiệm")
        choice = {"agency": agency["agency"], "field": agency["fields"][0]["field"]}
        answer = self.press(self.kiosk_page + "/issue", choice=choice).json()
        self.assertEqual((answer["number"], answer["ahead"]), ("A001", 0))
        self.assertTrue(answer["qr"].startswith("data:image/svg+xml;base64,"))
        paper = self.get(f"{self.kiosk_page}/paper/{answer['token']}").json()
        self.assertEqual(paper, {"print_state": "pending"})

    def test_double_tap_is_one_ticket(self):
        choice = {"choice": {"lane": self.general_lane.id}, "key": "the-same-press"}
        first = self.post(self.kiosk_page + "/issue", choice).json()
        second = self.post(self.kiosk_page + "/issue", choice).json()
        self.assertEqual(first, second)
        tickets = self.env["hcc.ticket"].search([("lane_id", "=", self.general_lane.id)])
        self.assertEqual(len(tickets), 1)

    def test_kiosk_refuses_nonsense_without_traceback(self):
        issue = self.kiosk_page + "/issue"
        good = {"lane": self.general_lane.id}
        bodies = {
            b" ": 400,
            b"{": 400,
            b"[]": 400,
            b'{"choice": "\\u0000", "key": "12345678"}': 400,
            b'{"choice": {"lane": "\\ud800"}, "key": "12345678"}': 400,
            b'{"choice": {"lane": true}, "key": "12345678"}': 400,
            b'{"choice": {"lane": 99999999999}, "key": "12345678"}': 400,
            b'{"choice": {"lane": 99999}, "key": "12345678"}': 422,
            json.dumps({"choice": good}).encode(): 400,
            json.dumps({"choice": good, "key": "short"}).encode(): 400,
            b'{"choice": "' + b"x" * 20000 + b'"}': 413,
        }
        for body, status in bodies.items():
            with self.subTest(body=body[:60]):
                answer = self.url_open(
                    issue, data=body, headers={"Content-Type": "application/json"}
                )
                self.assertEqual(answer.status_code, status, answer.text[:200])
                self.assertNotIn("Traceback", answer.text)
        self.assertFalse(self.env["hcc.ticket"].search([("lane_id", "=", self.general_lane.id)]))

    def test_paper_of_another_kiosk_is_not_told(self):
        other = self._create_device("Ki-ốt 2", "kiosk")
        ticket = self.issue()
        page = other._page_address()
        self.assertEqual(self.get(f"{page}/paper/{ticket._token()}").status_code, 404)

    # -- Board, phone, rating ----------------------------------------------------------------------

    def test_board_holds_no_personal_data(self):
        self.issue()
        self.call_next(self.open_session())
        text = self.get(self.board_page + "/state").text
        self.assertIn("A001", text)
        for secret in (self.official.name, self.official.login):
            self.assertNotIn(secret, text)
        keys = set(re.findall(r'"(\w+)":', text))
        centre = "centre name slogan hotline now figures notices zone voice"
        queue = "calls id number counter repeated at counters paused called lanes prefix waiting"
        self.assertEqual(keys, {*centre.split(), *queue.split(), "wait_minutes", "reason"})

    def test_phone_follows(self):
        first, second = self.issue(), self.issue()
        page = f"/hcc/t/{second._token()}"
        self.assertEqual(self.get(page).status_code, 200)
        state = self.get(page + "/state").json()
        self.assertEqual((state["number"], state["state"], state["ahead"]), ("A002", "waiting", 1))
        session = self.open_session()
        self.call_next(session).no_show()
        self.call_next(session)
        state = self.get(page + "/state").json()
        self.assertEqual((state["state"], state["counter"]), ("called", 1))
        self.assertTrue(first)

    def test_rating(self):
        self.issue()
        ticket = self.call_next(self.open_session())
        ticket.serve()
        ticket.finish()
        state = self.get(self.rating_page + "/state").json()
        self.assertEqual((state["number"], len(state["levels"])), ("A001", 3))
        vote = {"number": "A001", "level": state["levels"][0]["code"]}
        self.assertEqual(self.post(self.rating_page + "/vote", vote).json(), {"kept": True})
        self.assertEqual(self.post(self.rating_page + "/vote", vote).json(), {"kept": False})
        self.assertEqual(self.post(self.rating_page + "/vote", {"number": 1}).status_code, 400)
        self.assertEqual(len(ticket.sudo().satisfaction_ids), 1)

    def test_rating_screen_without_counter_says_so(self):
        self.screen.counter_id = False
        self.assertEqual(self.get(self.rating_page).status_code, 200)
        answer = self.get(self.rating_page + "/state")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("quầy", answer.json()["message"])

    # -- Panel -------------------------------------------------------------------------------------

    def test_panel_asks_for_a_login(self):
        self.assertEqual(self.get("/hcc/api/panel/state").status_code, 401)
        self.assertEqual(self.press("/hcc/api/panel/call_next").status_code, 401)

    def test_panel_day(self):
        self.issue()
        self.issue()
        self.authenticate(self.official.login, self.official.login)
        self.assertEqual(self.get("/hcc/panel").status_code, 200)
        api = "/hcc/api/panel"
        counters = self.get(api + "/state").json()["counters"]
        self.assertEqual([counter["number"] for counter in counters], [1, 2])
        self.press(api + "/open", counter=self.counter.id)
        called = self.press(api + "/call_next").json()
        self.assertEqual(called["number"], "A001")
        state = self.get(api + "/state").json()
        self.assertEqual(state["current"]["number"], "A001")
        self.assertEqual([row["number"] for row in state["waiting"]], ["A002"])
        for verb in ("recall", "serve", "finish"):
            answer = self.press(f"{api}/ticket/{verb}", ticket=called["ticket_id"])
            self.assertEqual(answer.status_code, 200, answer.text)
        second = state["waiting"][0]["id"]
        self.press(f"{api}/ticket/call", ticket=second)
        self.press(f"{api}/transfer", ticket=second, lane=self.other_lane.id)
        self.assertEqual(self.env["hcc.ticket"].browse(second).lane_id, self.other_lane)
        session = state["session"]["id"]
        for verb in ("pause", "resume", "close"):
            for _press in ("first", "repeated"):
                data = {"session": session, "key": f"{verb}-0000001"}
                if verb == "pause":
                    data["reason"] = self.pause_reason.id
                answer = self.press(f"{api}/session/{verb}", **data)
                self.assertEqual((answer.status_code, answer.json()), (200, {"done": True}))
        self.assertIsNone(self.get(api + "/state").json()["session"])

    def test_panel_says_why_not(self):
        self.authenticate(self.official.login, self.official.login)
        api = "/hcc/api/panel"
        refusals = {
            api + "/call_next": 422,
            api + "/open": 400,
            api + "/session/unlink": 404,
            api + "/session/close": 400,
            api + "/ticket/write": 404,
            api + "/ticket/finish": 400,
        }
        for path, status in refusals.items():
            with self.subTest(path=path):
                self.assertEqual(self.press(path).status_code, status)
        answer = self.press(api + "/open", counter=self.cash_counter.id)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("09", answer.json()["message"])
        self.authenticate(self.hall_manager.login, self.hall_manager.login)
        answer = self.press(api + "/open", counter=self.counter.id)
        self.assertEqual((answer.status_code, bool(answer.json()["message"])), (403, True))

    def test_panel_takes_no_forms_of_other_sites(self):
        self.authenticate(self.official.login, self.official.login)
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            with self.subTest(kind=kind):
                answer = self.url_open(
                    "/hcc/api/panel/open",
                    data=json.dumps({"counter": self.counter.id, "key": "forged-0001"}),
                    headers={"Content-Type": kind},
                )
                self.assertEqual(answer.status_code, 415)

    @mute_logger("odoo.addons.hcc_device.controllers.api")
    def test_own_fault_shows_no_traceback(self):
        def broken(*_args):
            raise ValueError("a path of the server")

        self.patch(self.env.registry["hcc.hall"], "_board_state", broken)
        answer = self.get(self.board_page + "/state")
        self.assertEqual(answer.status_code, 500)
        self.assertNotIn("Traceback", answer.text)
