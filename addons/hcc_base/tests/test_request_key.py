from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

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
