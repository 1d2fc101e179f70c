import json
from unittest.mock import patch

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import error_answers
from ..models.ir_http import IrHttp

SERVER = "odoo.http"
RPC = "/web/dataset/call_kw/res.users/read"


@tagged("post_install", "-at_install")
class TestErrorAnswers(HttpCase):
    """Nobody but a system administrator learns where in the code something went wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "errors_official", groups="hcc_base.group_official")
        new_test_user(cls.env, "errors_system", groups="base.group_system")

    def _post(self, url, params, raw=None):
        body = raw or json.dumps({"jsonrpc": "2.0", "params": params})
        return self.url_open(url, data=body, headers={"Content-Type": "application/json"})

    def _failing_call(self, login=None):
        self.authenticate(login, login)
        url = "/web/session/get_session_info" if login else "/web/session/authenticate"
        with (
            patch.object(IrHttp, "_dispatch", side_effect=RuntimeError("/opt/secret/path.py")),
            mute_logger(SERVER),
        ):
            return self._post(url, {})

    def test_the_anonymous_get_no_traceback(self):
        answer = self._failing_call()
        self.assertIn("error", answer.json())
        self.assertNotIn("Traceback", answer.text)
        self.assertNotIn("/opt/secret", answer.text)
        with patch.object(http, "serialize_exception", error_answers._serialize_exception):
            self.assertIn("Traceback", self._failing_call().text)

    def test_a_user_gets_no_traceback_and_no_inner_message(self):
        answer = self._failing_call("errors_official").text
        self.assertNotIn("Traceback", answer)
        self.assertNotIn("/opt/secret", answer)

    def test_a_system_administrator_does(self):
        self.assertIn("Traceback", self._failing_call("errors_system").text)

    def test_what_is_meant_for_the_user_is_said(self):
        self.authenticate("errors_official", "errors_official")
        with (
            patch.object(IrHttp, "_dispatch", side_effect=UserError("Choose a lane")),
            mute_logger(SERVER),
        ):
            answer = self._post("/web/session/get_session_info", {}).json()
        self.assertEqual(answer["error"]["data"]["message"], "Choose a lane")
        self.assertFalse(answer["error"]["data"]["debug"])

    def test_text_that_no_database_holds_is_a_bad_request(self):
        self.authenticate("errors_official", "errors_official")
        for text in ('"a\\u0000b"', '"\\ud800"', '["x", {"\\udfff": 1}]'):
            body = '{"jsonrpc": "2.0", "params": {"model": "res.users", "method": "name_search",'
            body += f' "args": [{text}], "kwargs": {{}}}}}}'
            url = "/web/dataset/call_kw/res.users/name_search"
            with self.subTest(text=text):
                self.assertEqual(self._post(url, None, body).status_code, 400)
        with (
            patch("odoo.addons.hcc_base.models.ir_http.unstorable", lambda params: False),
            mute_logger(SERVER, "odoo.sql_db"),
        ):
            self.assertNotEqual(self._post(url, None, body).status_code, 400)

    def test_ordinary_text_passes(self):
        self.authenticate("errors_official", "errors_official")
        answer = self._post(
            "/web/dataset/call_kw/res.users/name_search",
            {"model": "res.users", "method": "name_search", "args": ["Nguyễn 😀"], "kwargs": {}},
        )
        self.assertIn("result", answer.json())
