import email
import email.policy
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .fakes import MailSink
from .message_common import EMAIL, MessageCommon


@tagged("post_install", "-at_install")
class TestEmail(MessageCommon):
    """E-mail through a real SMTP connection."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(IrMail_Server, "_disable_send", lambda *args: False))
        self.sink = self.enterContext(MailSink().running())
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {
                "name": "Hộp thư thử",
                "smtp_host": "127.0.0.1",
                "smtp_port": self.sink.port,
                "smtp_encryption": "none",
                "from_filter": "example.vn",
            }
        )

    def test_plain_and_html_say_the_same_in_vietnamese(self):
        dossier = self._agreeing()
        dossier.receive()
        self._send_all()
        message = dossier.sudo().sent_ids
        self.assertEqual((message.state, message.recipient), ("done", "n***@example.vn"))
        [source] = self.sink.mails
        mail = email.message_from_bytes(source, policy=email.policy.default)
        self.assertEqual(mail["Subject"], f"Đã tiếp nhận hồ sơ {dossier.name}")
        self.assertEqual(mail["To"], EMAIL)
        self.assertIn("motcua@example.vn", mail["From"])
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        plain = mail.get_body(("plain",)).get_content()
        page = mail.get_body(("html",)).get_content()
        for words in ("Kính gửi Ông/Bà", dossier.name, "08:00 27/11/2026", "giấy phép thử nghiệm"):
            self.assertIn(words, plain)
            self.assertIn(words, page)
        self.assertIn(dossier._status_url(), plain)
        self.assertIn(f'href="{dossier._status_url()}"', page)
        for secret in ("Nghiệm", "0912345678", "012195000017", "Bản Thử"):
            self.assertNotIn(secret, plain + page)

    def test_a_mail_server_that_is_busy_is_asked_again(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids
        self.sink.refuses = True
        with mute_logger("odoo.addons.base.models.ir_mail_server"):
            self._send_all()
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.assertEqual(message.error, "MailDeliveryException")
        self.sink.refuses = False
        with self.at("2026-11-23 08:02"):
            self._send_all()
        self.assertEqual((message.state, len(self.sink.mails)), ("done", 1))

    def test_papers_may_go_with_it(self):
        dossier = self._agreeing()
        dossier.receive()
        cls = type(self.env["hcc.dossier.message"])
        paper = ("giay-tiep-nhan.pdf", b"%PDF-x", "application/pdf")
        with patch.object(cls, "_attachments", lambda message: [paper]):
            self._send_all()
        mail = email.message_from_bytes(self.sink.mails[0], policy=email.policy.default)
        [attached] = mail.iter_attachments()
        self.assertEqual(attached.get_filename(), "giay-tiep-nhan.pdf")

    def test_a_centre_without_an_address_sends_nothing(self):
        self.centre.email = False
        dossier = self._agreeing()
        dossier.receive()
        self._send_all()
        self.assertEqual(dossier.sudo().sent_ids.state, "failed")
        self.assertFalse(self.sink.mails)
