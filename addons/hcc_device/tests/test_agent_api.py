import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_device.controllers.api import clean

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestAgentApi(HccDeviceCommon, HttpCase):
    def setUp(self):
        super().setUp()
        code = self.agent._issue_enrolment_code()
        self.token = self._post("enroll", {"code": code}).json()["token"]

    def test_enrolment_answers_with_a_token_once(self):
        code = self.agent._issue_enrolment_code()
        answer = self._post("enroll", {"code": code})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["device_id"], self.agent.id)
        again = self._post("enroll", {"code": code})
        self.assertEqual((again.status_code, again.json()["error"]), (403, "enrolment_code"))

    def test_sync_gives_jobs_and_takes_results(self):
        job = self._print()
        answer = self._sync_http()
        self.assertEqual([row["uid"] for row in answer.json()["jobs"]], [job.uid])
        self._sync_http(results=[{"uid": job.uid, "outcome": "printed", "reason": ""}])
        self.assertEqual(job.outcome, "printed")

    def test_answers_are_kept_by_nobody_and_open_no_session(self):
        answer = self._sync_http()
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", answer.headers)

    def test_revoked_token_is_refused_at_once(self):
        self._print()
        self.agent.revoke()
        answer = self._sync_http()
        self.assertEqual((answer.status_code, answer.json()["error"]), (401, "token"))
        self.assertNotIn("jobs", answer.json())

    def test_other_tokens_are_refused(self):
        kiosk_token = self.kiosk._issue_token()
        for header in ("", "Bearer", "Bearer x", f"Basic {self.token}", f"Bearer {kiosk_token}"):
            answer = self._post("sync", {}, Authorization=header)
            self.assertEqual(answer.status_code, 401, header)

    def test_bad_bodies_get_a_plain_400(self):
        for body in (b"{", b"[]", b"5", b"\xff\xfe", b'{"a": NaN}', b"[" * 5000, b'{"a":' * 5000):
            answer = self._post("sync", body)
            self.assertEqual(
                (answer.status_code, answer.json()["error"]), (400, "bad_json"), body[:9]
            )

    def test_too_large_a_body_is_refused(self):
        answer = self._post("sync", {"x": "y" * 300_000})
        self.assertEqual(answer.status_code, 413)
        self.assertNotIn("Traceback", answer.text)

    def test_control_characters_do_not_crash(self):
        body = b'{"boot": "\\u0000\\ud800x", "journal": "\\u0007", "results": [{"uid": "\\u0000"}]}'
        self.assertEqual(self._post("sync", body).status_code, 200)

    def test_an_error_of_ours_shows_no_traceback_and_changes_nothing(self):
        def fail(device, request):
            device.sudo().name = "Changed"
            raise ValueError("secret detail")

        self.patch(type(self.env["hcc.device"]), "_sync", fail)
        with mute_logger("odoo.addons.hcc_device.controllers.api"):
            answer = self._sync_http()
        self.assertEqual((answer.status_code, answer.json()["error"]), (500, "server_error"))
        self.assertNotIn("secret detail", answer.text)
        self.assertNotIn("Traceback", answer.text)
        self.agent.invalidate_recordset()
        self.assertEqual(self.agent.name, "Máy trạm")

    def test_get_is_no_call(self):
        self.assertEqual(self.url_open("/hcc/agent/sync").status_code, 405)

    def test_texts_are_composed_and_clean(self):
        self.assertEqual(
            clean({"a\x00": ["E\u0302\u0303\x07\n", 1, None, True, "\u200bx"]}),
            {"a": ["\u1ec4\n", 1, None, True, "\u200bx"]},
        )

    # -------------------------------------------------------------------------

    def _sync_http(self, **request):
        return self._post("sync", {"boot": "b", "seq": 1, "journal": "j", **request})

    def _post(self, verb, body, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        token = getattr(self, "token", "")
        return self.url_open(
            f"/hcc/agent/{verb}",
            data=data,
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token}",
                **headers,
            },
        )
