import json
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.hall.hcc_device_kiosk import FREE_ATTEMPTS
from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestKioskService(QueueCommon, HttpCase):
    """Staff at the kiosk, and papers that are scanned there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kiosk_page = cls.kiosk._page_address()
        cls.code = cls.kiosk._issue_unlock_code()
        cls.wrong = "000000" if cls.code != "000000" else "111111"

    def get(self, path):
        return self.url_open(path)

    def post(self, path, data):
        return self.url_open(
            path, data=json.dumps(data), headers={"Content-Type": "application/json"}
        )

    def press(self, path, **data):
        self.key = getattr(self, "key", 0) + 1
        return self.post(path, {"key": f"press-{self.key:06d}", **data})

    def service(self, action="state", code=None):
        answer = self.post(
            self.kiosk_page + "/service", {"code": code or self.code, "action": action}
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()

    def test_the_code_shows_the_printer(self):
        state = self.service()
        self.assertTrue(state["unlocked"])
        self.assertEqual((state["printer"], state["closed"]), ("Máy in", False))

    def test_the_code_itself_is_kept_nowhere(self):
        self.assertNotIn(self.code, str(self.kiosk.sudo().read()[0].values()))
        self.assertTrue(self.kiosk.sudo().unlock_hash)

    def test_a_wrong_code_opens_nothing_and_then_waits(self):
        for _attempt in range(FREE_ATTEMPTS - 1):
            self.assertEqual(self.service(code=self.wrong), {"unlocked": False, "wait": 0})
        self.assertEqual(self.service(code=self.wrong)["wait"], 60)
        answer = self.service()
        self.assertFalse(answer["unlocked"])
        self.assertTrue(0 < answer["wait"] <= 60)
        later = self.env["hcc.clock"]._now() + timedelta(seconds=61)
        with patch.object(type(self.env["hcc.clock"]), "_now", lambda clock: later):
            self.assertEqual(self.service(code=self.wrong)["wait"], 120)
        later += timedelta(seconds=121)
        with patch.object(type(self.env["hcc.clock"]), "_now", lambda clock: later):
            self.assertTrue(self.service()["unlocked"])
            self.assertEqual(self.service(code=self.wrong)["wait"], 0)

    def test_a_new_code_ends_the_old_one(self):
        old = self.code
        new = self.kiosk.with_user(self.hall_manager)._issue_unlock_code()
        if new != old:
            self.assertFalse(self.service(code=old)["unlocked"])
        self.assertTrue(self.service(code=new)["unlocked"])

    def test_who_may_have_a_code_made(self):
        self.assertTrue(self.kiosk.with_user(self.hall_manager).can_issue_unlock_code)
        self.assertFalse(self.printer.with_user(self.hall_manager).can_issue_unlock_code)
        self.assertIn("issue_unlock_code", self.journal_verbs(self.kiosk))
        for user in (self.oversight, self.official):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.kiosk.with_user(user).issue_unlock_code()

    def test_a_kiosk_without_code_is_never_opened(self):
        other = self._create_device("Ki-ốt 2", "kiosk")
        page = other._page_address()
        answer = self.post(page + "/service", {"code": "", "action": "state"}).json()
        self.assertFalse(answer["unlocked"])

    def test_a_closed_kiosk_issues_nothing_until_it_is_opened(self):
        self.assertTrue(self.service("close_kiosk")["closed"])
        self.assertTrue(self.get(self.kiosk_page + "/choices").json()["closed"])
        issue, choice = self.kiosk_page + "/issue", {"lane": self.general_lane.id}
        answer = self.press(issue, choice=choice)
        self.assertEqual(answer.status_code, 422)
        answer = self.press(issue, choice=choice, language="en")
        self.assertIn("out of service", answer.json()["message"])
        self.assertFalse(self.service("reopen_kiosk")["closed"])
        self.assertEqual(self.press(issue, choice=choice).status_code, 200)
        verbs = self.journal_verbs(self.kiosk)
        self.assertIn("close_kiosk", verbs)
        self.assertIn("reopen_kiosk", verbs)

    def test_test_print(self):
        self.service("test_print")
        self.assertEqual(len(self.env["hcc.device.job"]._of_record(self.printer)), 1)
        self.service("test_print", code=self.wrong)
        self.assertEqual(len(self.env["hcc.device.job"]._of_record(self.printer)), 1)

    def test_nonsense_is_refused(self):
        for body in ({}, {"code": 1, "action": "state"}, {"code": self.code, "action": "unlink"}):
            with self.subTest(body=body):
                answer = self.post(self.kiosk_page + "/service", body)
                self.assertEqual(answer.status_code, 400)

    # -- Languages, closed lanes, several procedures -----------------------------------------------

    def test_a_refusal_speaks_the_visitors_language(self):
        self.general_lane.daily_capacity = 1
        issue, choice = self.kiosk_page + "/issue", {"lane": self.general_lane.id}
        self.assertEqual(self.press(issue, choice=choice).status_code, 200)
        answer = self.press(issue, choice=choice, language="en")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("given out all 1 numbers", answer.json()["message"])

    def test_several_procedures_from_the_page(self):
        lines = [{"field": self.land.id}, {"field": self.water.id, "count": 2}]
        choice = {"agency": self.agency.id, "lines": lines}
        answer = self.press(self.kiosk_page + "/issue", choice=choice).json()
        self.assertEqual(answer["lines"], ["Đất đai", "Tài nguyên nước × 2"])
        for bad in ([1], {"field": 1}, [{"field": "x"}], [{"count": 2**40}]):
            with self.subTest(bad=bad):
                choice = {"agency": self.agency.id, "lines": bad}
                answer = self.press(self.kiosk_page + "/issue", choice=choice)
                self.assertEqual(answer.status_code, 400)

    def test_the_page_learns_of_a_new_version(self):
        version = self.get(self.kiosk_page + "/choices").json()["version"]
        self.assertIn(version, self.get(self.kiosk_page).text)

    # -- Scanned papers ----------------------------------------------------------------------------

    def scan(self, code, page=None):
        return self.post((page or self.kiosk_page) + "/scan", {"code": code}).json()["found"]

    def test_a_ticket_is_found_by_its_code(self):
        self.issue()
        ticket = self.issue()
        found = self.scan(ticket._page_url(ticket._token()))
        self.assertEqual((found["title"], found["kind"]), ("A002", "ticket"))
        self.assertIn(["ahead", "1"], found["rows"])

    def test_strange_codes_are_not_found(self):
        ticket = self.issue()
        for code in ("", "A001", "https://example.com/hcc/t/" + "x" * 26, "x" * 5000):
            with self.subTest(code=code[:20]):
                self.assertIsNone(self.scan(code))
        other = self.env["hcc.device"].create(
            {"name": "Khác", "kind": "kiosk", "company_id": self.other_centre.id}
        )
        self.assertIsNone(self.scan(ticket._page_url(ticket._token()), other._page_address()))
        answer = self.post(self.kiosk_page + "/scan", {"code": 5})
        self.assertEqual(answer.status_code, 400)
