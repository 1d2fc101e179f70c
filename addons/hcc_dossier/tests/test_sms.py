import os
import tempfile
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import common, tagged

from ..models.following import hcc_sms_provider
from ..sms_key import ENVIRONMENT_VARIABLE
from .fakes import FakeGateway
from .message_common import MessageCommon

SUPER_SEND = common._super_send
KEY = "bi-mat-cua-cong-tin-nhan"


@tagged("post_install", "-at_install")
class TestSms(MessageCommon):
    """SMS: texts, quiet hours, providers."""

    def _ready(self, **contact):
        """A dossier with an SMS to be delivered."""
        self._switch("accepted", sms=True, email=False)
        dossier = self._agreeing(**contact)
        dossier.receive()
        return dossier, dossier.sudo().sent_ids

    def test_the_default_writes_it_to_a_list_and_nothing_leaves(self):
        dossier, message = self._ready()
        with patch.object(hcc_sms_provider.requests, "post") as post:
            self._send_all()
        self.assertFalse(post.called)
        self.assertEqual((message.state, message.attempts), ("done", 0))
        written = self.env["hcc.sms.log"].search([])
        self.assertEqual(written.phone, message.recipient)
        self.assertNotIn("345678"[:3], written.phone)
        self.assertIn(dossier.name, written.text)
        self.assertIn("da tiep nhan ho so", written.text)
        token = self.env["hcc.token"]._issue(dossier, "dossier_status")
        self.assertNotIn(token, written.text, "what opens the page is not in the list")
        for secret in ("Nghiệm", "Nghiem", "012195000017"):
            self.assertNotIn(secret, written.text)

    def test_a_centre_without_a_hotline_sends_words_all_the_same(self):
        self.centre.hotline = False
        dossier = self._agreeing()
        dossier.receive()
        dossier.with_user(self.approver).correct("Nhầm thủ tục.")
        self._send_all()
        told = dossier.sudo().sent_ids.filtered(lambda one: one.event == "corrected")
        [sms] = self.env["hcc.sms.log"].search([("message_id", "in", told.ids)])
        self.assertIn(f"giay tiep nhan {dossier.name} da huy", sms.text)
        self.assertNotIn("Lien he", sms.text)

    def test_nothing_is_not_sent(self):
        """A text of before, or of a centre that lost its number since."""
        self._switch("accepted", sms=True, email=True)
        dossier = self._agreeing()
        dossier.receive()
        self.centre.hotline = False
        self.env.cr.execute("UPDATE hcc_message_template SET body = 'Liên hệ: {hotline}'")
        self.env["hcc.message.template"].invalidate_model()
        with patch.object(self.registry["ir.mail_server"], "send_email") as send:
            self._send_all()
        self.assertFalse(send.called)
        self.assertFalse(self.env["hcc.sms.log"].search([]))
        messages = dossier.sudo().sent_ids
        self.assertEqual(messages.mapped("state"), ["failed", "failed"])
        for message in messages:
            self.assertRegex(message.error, "hotline|điện thoại")

    def test_odoo_sells_no_sms_here(self):
        names = {"sms", "iap", "iap_mail", "sms_twilio"}
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        self.assertFalse(names & set(self._with_dependencies("hcc_dossier")))
        self.assertIn("hcc_dossier", installed.mapped("name"))

    def _with_dependencies(self, name):
        module = self.env["ir.module.module"].search([("name", "=", name)])
        return module.upstream_dependencies(exclude_states=("uninstallable",)).mapped("name") + [
            name
        ]

    def test_at_night_it_waits_for_the_morning_of_the_centre(self):
        with self.at("2026-11-23 21:00"):
            _dossier, message = self._ready()
            self._send_all()
            self.assertEqual((message.state, message.attempts), ("pending", 0))
            self.assertEqual(f"{message.next_try_at:%d %H:%M}", "24 00:00", "07:00 in Hà Nội")
        with self.at("2026-11-24 06:59"):
            self._send_all()
            self.assertEqual(message.state, "pending")
        with self.at("2026-11-24 07:00"):
            self._send_all()
            self.assertEqual(message.state, "done")

    def test_after_midnight_it_waits_for_the_same_morning(self):
        with self.at("2026-11-24 03:00"):
            _dossier, message = self._ready()
            self._send_all()
            self.assertEqual(f"{message.next_try_at:%d %H:%M}", "24 00:00")

    def test_the_policy_sets_the_quiet_hours(self):
        with self.at("2026-11-23 21:30"):
            dossier, message = self._ready()
            self.env.cr.execute(
                "UPDATE hcc_policy SET sms_quiet_from = 0, sms_quiet_until = 0 WHERE id = %s",
                [dossier.policy_id.id],
            )
            self.env["hcc.policy"].invalidate_model()
            self._send_all()
            self.assertEqual(message.state, "done")

    def test_what_is_too_old_is_not_sent(self):
        _dossier, message = self._ready()
        with self.at("2026-11-26 08:01"):
            self._send_all()
        self.assertEqual(message.state, "expired")
        self.assertFalse(self.env["hcc.sms.log"].search([]))

    def test_consent_withdrawn_meanwhile_counts(self):
        dossier, message = self._ready()
        dossier.applicant_id.sudo().consent_at = False
        self._send_all()
        self.assertEqual(message.state, "failed")
        self.assertFalse(self.env["hcc.sms.log"].search([]))

    # -------------------------------------------------------------------------
    # THE GATEWAY
    # -------------------------------------------------------------------------

    def _use_gateway(self, gateway, key=KEY):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, "hcc_sms.key")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"khac khoa-khac\nthu {key}\n" if key else "khac khoa-khac\n")
        self.enterContext(patch.dict(os.environ, {ENVIRONMENT_VARIABLE: path}))
        self.centre.sms_provider_id = self.env["hcc.sms.provider"].create(
            {
                "name": "Cổng thử",
                "code": "thu",
                "kind": "http",
                "url": gateway.url,
                "sender": "MOTCUA",
            }
        )

    def test_the_gateway_gets_number_text_and_key(self):
        dossier, message = self._ready()
        with FakeGateway().running() as gateway:
            self._use_gateway(gateway)
            self._send_all()
        [(headers, body)] = gateway.asked
        self.assertEqual(message.state, "done")
        self.assertEqual(headers["Authorization"], f"Bearer {KEY}")
        self.assertEqual(headers["Idempotency-Key"], body["id"])
        self.assertEqual((body["to"], body["sender"]), ("0912345678", "MOTCUA"))
        self.assertIn(dossier._status_url(), body["text"])
        self.env.cr.execute("SELECT string_agg(p::text, '') FROM hcc_sms_provider p")
        self.assertNotIn(KEY, self.env.cr.fetchone()[0])

    def test_what_passes_is_tried_again_under_the_same_number(self):
        _dossier, message = self._ready()
        with FakeGateway([429, 500, 503]).running() as gateway:
            self._use_gateway(gateway)
            for attempt, time in enumerate(("08:00", "08:01", "08:06", "08:21")):
                with self.at(f"2026-11-23 {time}"):
                    self._send_all()
                self.assertEqual(message.attempts, min(attempt + 1, 3))
        self.assertEqual(message.state, "done")
        self.assertEqual(len({body["id"] for _headers, body in gateway.asked}), 1)

    def test_a_gateway_that_does_not_answer_is_tried_again(self):
        _dossier, message = self._ready()
        with (
            FakeGateway(delay=1).running() as gateway,
            patch.object(common, "_super_send", self._send_impatiently),
        ):
            self._use_gateway(gateway)
            self._send_all()
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.assertEqual(message.error, "ReadTimeout")

    def _send_impatiently(self, session, request, **options):
        """The test framework waits ten seconds at least."""
        self.assertEqual(options["timeout"], hcc_sms_provider.TIMEOUT)
        return SUPER_SEND(session, request, **{**options, "timeout": 0.2})

    def test_a_gateway_that_is_not_there_is_tried_again_but_not_for_ever(self):
        _dossier, message = self._ready()
        with FakeGateway().running() as gateway:
            self._use_gateway(gateway)
        for hour in range(8, 18):
            with self.at(f"2026-11-23 {hour:02d}:00"):
                self._send_all()
        self.assertEqual((message.state, message.attempts), ("failed", 8))
        self.assertEqual(message.error, "ConnectionError")

    def test_a_refusal_is_not_repeated_and_nothing_is_followed(self):
        for status in (302, 400, 401):
            _dossier, message = self._ready()
            with FakeGateway([status]).running() as gateway:
                self._use_gateway(gateway)
                self._send_all()
            self.assertEqual(message.state, "failed", status)
            self.assertIn(str(status), message.error)
            self.assertEqual(len(gateway.asked), 1)
            self.centre.sms_provider_id.code = f"cu{status}"
            self.env.flush_all()

    def test_without_a_key_nothing_is_sent(self):
        _dossier, message = self._ready()
        with FakeGateway().running() as gateway:
            self._use_gateway(gateway, key="")
            self._send_all()
        self.assertEqual((message.state, gateway.asked), ("failed", []))

    def test_a_gateways_address_is_https_or_this_machine(self):
        for url in ("http://gateway.example/", "ftp://127.0.0.1/", "", "http://127.0.0.1.evil/"):
            with self.assertRaises(ValidationError, msg=url):
                self.env["hcc.sms.provider"].create(
                    {"name": "x", "code": f"x{len(url)}", "kind": "http", "url": url}
                )
