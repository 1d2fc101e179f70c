from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..models import hcc_request_key
from .common import HccCommon

KEY = "0123456789abcdef"


@tagged("post_install", "-at_install")
class TestRequestKey(HccCommon):
    def setUp(self):
        super().setUp()
        self.calls = 0

    def _answer(self):
        self.calls += 1
        return {"call": self.calls}

    def _once(self, scope="test", key=KEY, payload=None):
        return self.env["hcc.request.key"]._once(scope, key, payload or {"a": 1}, self._answer)

    def test_asking_twice_does_it_once(self):
        self.assertEqual(self._once(), {"call": 1})
        self.assertEqual(self._once(), {"call": 1})
        self.assertEqual(self.calls, 1)

    def test_scopes_do_not_meet(self):
        self._once()
        self.assertEqual(self._once(scope="other"), {"call": 2})

    def test_a_key_is_not_reused_for_something_else(self):
        self._once()
        with self.assertRaises(UserError):
            self._once(payload={"a": 2})

    def test_a_failed_request_leaves_the_key_free(self):
        def fail():
            raise UserError("no")

        with self.assertRaises(UserError):
            self.env["hcc.request.key"]._once("test", KEY, {"a": 1}, fail)
        self.assertEqual(self._once(), {"call": 1})

    def test_malformed_keys_are_refused(self):
        for key in ("short", "x" * 101, "with\nnewline-in-it", 12345678):
            with self.subTest(key=key), self.assertRaises(ValidationError):
                self._once(key=key)

    def _age(self, key, days):
        self.env.cr.execute(
            """UPDATE hcc_request_key
               SET create_date = (now() AT TIME ZONE 'UTC') - make_interval(days => %s)
               WHERE key = %s""",
            [days, key],
        )

    def test_answers_are_forgotten_after_a_week(self):
        keys = [f"{KEY}-{number}" for number in range(5)]
        for key in [KEY, *keys]:
            self._once(key=key)
        for key in keys:
            self._age(key, 8)
        self._age(KEY, 6)
        with (
            patch.object(hcc_request_key, "FORGETTING_BATCH", 2),
            patch.object(IrCron, "_commit_progress", return_value=float("inf")),
        ):
            self.assertEqual(self.env["hcc.request.key"]._cron_forget(), 5)
        self.assertEqual(self.env["hcc.request.key"].search([]).mapped("key"), [KEY])
        self.assertEqual(self._once(), {"call": 1}, "a repeated request of this week")
        self.assertEqual(self._once(key=keys[0]), {"call": 7}, "a forgotten one is a new one")

    def test_the_job_that_forgets_runs_daily(self):
        job = self.env.ref("hcc_base.ir_cron_request_key_forget")
        self.assertEqual((job.interval_number, job.interval_type), (1, "days"))
        self.assertTrue(job.active)
