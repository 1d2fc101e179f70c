import base64
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from . import files
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestUpload(DocumentCommon, HttpCase):
    """The scan as the browser sends it, and the file as the browser gets it back."""

    def setUp(self):
        super().setUp()
        self.dossier = self._draft()
        self.line = self._line(self.dossier)
        self.env.flush_all()

    def _sign_in(self, user):
        self.authenticate(user.login, user.login)

    def _call(self, method, *arguments):
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {
                "model": "hcc.dossier.component",
                "method": method,
                "args": [self.line.ids, *arguments],
                "kwargs": {},
            },
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/hcc.dossier.component/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def _upload(self, data):
        return self._call("attach_scan", "quet.pdf", base64.b64encode(data).decode())

    def _download(self, document):
        return self.url_open(document.action_open_file()["url"])

    def test_up_and_down(self):
        self._sign_in(self.official)
        data = files.pdf(pages=2, inside=bytes(range(256)) * 2000)
        answer = self._upload(data)["result"]
        self.assertEqual(answer["pages"], 2)
        document = self.env["hcc.document"].browse(answer["document_id"])
        answer = self._download(document)
        self.assertEqual((answer.status_code, answer.content), (200, data))
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn(document.file_name, answer.headers["Content-Disposition"])
        [entry] = self._entries(document, "view")
        self.assertEqual((entry.user_id, entry.facts["fields"]), (self.official, ["file"]))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_foreign_browser_gets_nothing(self):
        document = self._attach(self.line)
        self._sign_in(self.other_official)
        self.assertEqual(self._download(document).status_code, 404)
        self.assertIn("error", self._upload(files.pdf(text="foreign")))
        self.assertEqual(self.line.document_id, document)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_other_address_shows_it_without_a_trace(self):
        document = self._attach(self.line)
        self._sign_in(self.official)
        address = f"/web/content/hcc.document/{document.id}/file"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertFalse(self._entries(document, "view"))

    @mute_logger("odoo.http")
    def test_a_refusal_says_why(self):
        self._sign_in(self.official)
        error = self._upload(b"<html>")["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.UserError")
        self.assertIn("quet.pdf", error["message"])
