import email
import socket
import socketserver
import threading
from email import policy as email_policy
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.hcc_base.models.hcc_policy_use import HccPolicy

from .test_paper import PaperCommon


class _Talk(socketserver.StreamRequestHandler):
    """A mail server's part of the conversation."""

    def handle(self):
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
                self._say("250 taken")
            elif word == "RCPT" and self.server.refuses:
                self._say("550 no such address")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _letter(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return email.message_from_bytes(b"".join(lines), policy=email_policy.default)

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class _Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@tagged("post_install", "-at_install")
class TestFormMail(PaperCommon):
    """A form goes out by e-mail once, over a real connection, to those who agreed."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(IrMail_Server, "_disable_send", lambda server: False))
        self.enterContext(patch.object(HccPolicy, "_check_unused", lambda policy, names: None))
        cron = type(self.env["ir.cron"])
        self.enterContext(patch.object(cron, "_commit_progress", lambda *a, **k: float("inf")))
        self.sink = self.enterContext(_Sink(("127.0.0.1", 0), _Talk))
        self.sink.letters, self.sink.refuses = [], False
        thread = threading.Thread(target=self.sink.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.sink.shutdown)
        self.centre.email = "hcc@example.test"
        self.server = self.env["ir.mail_server"].create(
            {
                "name": "Máy thử", "smtp_host": "127.0.0.1", "smtp_encryption": "none",
                "smtp_port": self.sink.server_address[1], "smtp_authentication": "login",
            }
        )  # fmt: skip
        self.policy = self.env.ref("hcc_base.policy_c")

    def _with_address(self, consent=True, **values):
        dossier = self._draft(**values)
        owner = dossier.applicant_id.sudo()
        owner.write({"email": "lo.thi@example.test"})
        owner.consent_at = consent and "2026-11-20 02:00:00"
        return dossier

    def _deliver(self):
        self.env["hcc.outbox"]._cron_deliver()

    def _messages(self, record):
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["hcc.outbox"].search(domain)

    def test_the_slip_as_it_is_printed(self):
        dossier = self._with_address()
        dossier.receive()
        self.assertFalse(self._messages(dossier), "by policy only when an official sends it")
        self.assertTrue(dossier.can_mail)
        dossier.action_mail()
        self.assertEqual(dossier.mail_state, "pending")
        self.assertFalse(self.sink.letters, "delivered after the commit, not in the request")
        self._deliver()
        [letter] = self.sink.letters
        self.assertEqual(letter["To"], "lo.thi@example.test")
        self.assertIn("hcc@example.test", letter["From"])
        self.assertIn(dossier.name, letter["Subject"])
        self.assertNotIn("Lò Thị", letter["Subject"])
        self.assertIn("/hcc/s/", letter.get_body().get_content())
        [attached] = letter.iter_attachments()
        self.assertEqual(attached.get_content_type(), "application/pdf")
        self.assertIn("GIẤY TIẾP NHẬN HỒ SƠ", self._text(attached.get_content()))
        dossier.invalidate_recordset()
        self.assertEqual(dossier.mail_state, "done")
        entry = self.env["hcc.journal.entry"].search([("verb", "=", "mail_form")], limit=1)
        self.assertEqual((entry.res_id, entry.user_id), (dossier.id, self.official))

    def test_one_form_is_one_message(self):
        dossier = self._with_address()
        dossier.receive()
        dossier.action_mail()
        with self.assertRaises(UserError):
            dossier.action_mail()
        self._deliver()
        self._deliver()
        with self.assertRaises(UserError):
            dossier.action_mail()
        self.assertEqual(len(self.sink.letters), 1)

    def test_nothing_without_an_address_or_without_consent(self):
        without_consent = self._with_address(consent=False)
        without_consent.receive()
        self.assertNotMailed(without_consent)
        unaccepted = self._with_address()
        self.assertNotMailed(unaccepted)
        unaccepted.applicant_id.sudo().email = False
        unaccepted.receive()
        self.assertNotMailed(unaccepted)

    def assertNotMailed(self, dossier):
        dossier.invalidate_recordset()
        self.assertFalse(dossier.can_mail)
        with self.assertRaises(UserError):
            dossier.action_mail()
        self.assertFalse(self._messages(dossier))

    def test_consent_withdrawn_before_delivery_counts(self):
        dossier = self._with_address()
        dossier.receive()
        dossier.action_mail()
        dossier.applicant_id.sudo().consent_at = False
        self._deliver()
        self.assertFalse(self.sink.letters)
        self.assertEqual(self._messages(dossier).state, "failed")

    def _notices_by_email(self, is_sent):
        templates = self.env["hcc.message.template"].search([("channel", "=", "email")])
        templates.is_sent = is_sent

    def test_at_once_by_policy(self):
        self._notices_by_email(False)
        self.policy.form_mail = "at_once"
        received, guided = self._with_address(), self._with_address(complete=False)
        received.receive()
        guided.guide("Thiếu đơn.")
        self._deliver()
        silent = self._with_address(consent=False)
        silent.receive()
        self._deliver()
        subjects = sorted(letter["Subject"] for letter in self.sink.letters)
        self.assertEqual(len(subjects), 2)
        self.assertIn("Giấy tiếp nhận hồ sơ", subjects[0])
        self.assertIn("Phiếu yêu cầu bổ sung", subjects[1])
        self.assertEqual(guided.notice_ids.mail_state, "done")
        self.assertFalse(silent.mail_state)

    def test_one_event_is_one_e_mail_with_its_form(self):
        self._notices_by_email(True)
        self.policy.form_mail = "at_once"
        received, guided = self._with_address(), self._with_address(complete=False)
        received.receive()
        guided.guide("Thiếu đơn.")
        self._deliver()
        self.assertFalse(self.sink.letters, "no e-mail of the forms alone")
        self.env["hcc.dossier.message"]._cron_deliver()
        papers = [self._text(self._attached(letter)) for letter in self.sink.letters]
        self.assertEqual(len(papers), 2)
        self.assertTrue(any("GIẤY TIẾP NHẬN HỒ SƠ" in paper for paper in papers))
        self.assertTrue(any("BỔ SUNG" in paper for paper in papers))

    def test_on_request_the_notice_comes_without_the_form(self):
        self._notices_by_email(True)
        self._with_address().receive()
        self.env["hcc.dossier.message"]._cron_deliver()
        [letter] = self.sink.letters
        self.assertFalse(list(letter.iter_attachments()))

    def _attached(self, letter):
        [attached] = letter.iter_attachments()
        return attached.get_content()

    def test_a_notice_on_request(self):
        dossier = self._with_address()
        dossier.receive()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        dossier.with_user(self.approver).extend("2026-12-02 09:00:00", "Xác minh.")
        dossier.notice_ids.with_user(self.approver).action_mail()
        self._deliver()
        [letter] = self.sink.letters
        [attached] = letter.iter_attachments()
        self.assertIn("VĂN BẢN XIN LỖI", self._text(attached.get_content()))

    def test_a_server_that_fails_is_tried_again_and_the_message_is_the_same(self):
        dossier = self._with_address()
        dossier.receive()
        dossier.action_mail()
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        self.server.smtp_port = port
        self._deliver()
        message = self._messages(dossier)
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.server.smtp_port = self.sink.server_address[1]
        with self.at("2026-11-23 08:02"):
            self._deliver()
        [letter] = self.sink.letters
        self.assertIn(f"hcc-form-{message.id}@", letter["Message-Id"])
        self.assertEqual(message.state, "done")

    def test_an_address_that_is_refused_waits_for_a_person(self):
        self.sink.refuses = True
        dossier = self._with_address()
        dossier.receive()
        dossier.action_mail()
        self._deliver()
        dossier.invalidate_recordset()
        self.assertEqual((dossier.mail_state, self._messages(dossier).state), ("failed", "failed"))
        self.sink.refuses = False
        self.assertTrue(dossier.can_mail)
        dossier.action_mail()
        self._deliver()
        self.assertEqual(len(self.sink.letters), 1)
        self.assertEqual(len(self._messages(dossier)), 1)

    def test_who_may_send(self):
        dossier = self._with_address()
        dossier.receive()
        for user in (self.director, self.oversight, self.cashier, self.other_official):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dossier.with_user(user).action_mail()
            self.assertFalse(self._messages(dossier))
