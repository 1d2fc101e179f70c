from odoo.tests import new_test_user, tagged
from odoo.tests.common import get_db_name

from ..models.hcc_login_failure import FIRST_WAIT, FREE_ATTEMPTS, LONGEST_WAIT
from .committed import CommittedCase
from .common import HccCommon
from .worker import Worker

TRY_PASSWORD = """
from odoo.exceptions import AccessDenied
users = env["res.users"]
credential = {"type": "password", "login": asked["login"], "password": asked["password"]}
checked = []
cls = type(users)
original = cls._check_credentials
def _check_credentials(self, *args):
    checked.append(1)
    return original(self, *args)
cls._check_credentials = _check_credentials
brake = type(env["hcc.login.failure"])
if asked.get("unbraked"):
    brake._wait_until = lambda self, login: False
try:
    users.authenticate(credential, {"interactive": True})
    answer = "in"
except AccessDenied:
    answer = "wrong" if checked else "wait"
finally:
    del cls._check_credentials
    if asked.get("unbraked"):
        del brake._wait_until
"""


@tagged("post_install", "-at_install")
class TestLoginThrottleEverywhere(CommittedCase):
    """Two server processes count the wrong passwords of one account together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login in ("throttled_one", "throttled_two", "unthrottled"):
            new_test_user(cls.env, login, groups="hcc_base.group_official")
        cls._commit_fixture()
        cls.workers = [Worker(get_db_name(), TRY_PASSWORD) for _ in range(2)]
        for worker in cls.workers:
            cls.addClassCleanup(worker.close)

    def _try(self, turn, login, password):
        return self.workers[turn % 2].ask({"login": login, "password": password})

    def test_wrong_passwords_count_together_and_for_the_account_alone(self):
        answers = [self._try(n, "throttled_one", "sai") for n in range(FREE_ATTEMPTS + 3)]
        self.assertEqual(answers, ["wrong"] * FREE_ATTEMPTS + ["wait"] * 3)
        self.assertEqual(self._try(0, "throttled_one", "throttled_one"), "wait")
        self.assertEqual(self._try(0, "throttled_two", "throttled_two"), "in")
        self.assertEqual(self._try(1, "throttled_two", "sai"), "wrong")

    def test_without_the_measure_the_processes_do_not_know_of_each_other(self):
        tries = [
            self.workers[turn % 2].ask(
                {"login": "unthrottled", "password": "sai", "unbraked": True}
            )
            for turn in range(FREE_ATTEMPTS + 3)
        ]
        self.assertEqual(tries, ["wrong"] * (FREE_ATTEMPTS + 3))


@tagged("post_install", "-at_install")
class TestLoginThrottle(HccCommon):
    def test_waits_grow_end_and_are_forgotten(self):
        failures = self.env["hcc.login.failure"]
        for _ in range(FREE_ATTEMPTS - 1):
            failures._count("ai-do")
        self.assertFalse(failures._wait_until("ai-do"))
        failures._count("AI-DO ")
        started = self.env["hcc.clock"]._now()
        self.assertEqual((failures._wait_until("ai-do") - started).seconds, FIRST_WAIT)
        for _ in range(20):
            failures._count("ai-do")
        self.assertEqual((failures._wait_until("ai-do") - started).seconds, LONGEST_WAIT)
        with self.at("2026-11-23 09:01"):
            self.assertFalse(failures._wait_until("ai-do"))
        failures._forget("ai-do")
        self.assertFalse(failures._wait_until("ai-do"))

    def test_the_login_is_not_kept(self):
        failures = self.env["hcc.login.failure"]
        failures._count("mat-khau-go-nham")
        row = failures.search([], order="id desc", limit=1)
        self.assertNotIn("mat-khau", row.login_hash)
        self.assertFalse(row.user_id)

    def test_old_failures_go(self):
        failures = self.env["hcc.login.failure"]
        failures._count("ai-do")
        with self.at("2026-11-25 08:00"):
            failures._gc_old()
        self.assertFalse(failures.search([("login_hash", "=", failures._hash("ai-do"))]))

    def test_an_administrator_lets_an_account_in(self):
        administrator = self._create_user("throttle_admin", "administrator")
        user = self._create_user("throttle_user", "official")
        failures = self.env["hcc.login.failure"].with_user(administrator)
        failures._count(user.login)
        failures.search([("user_id", "=", user.id)]).unlink()
        self.assertFalse(failures._wait_until(user.login))
