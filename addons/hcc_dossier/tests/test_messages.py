import email
import email.policy
import os
import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, common, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..models import hcc_sms_provider
from ..sms_key import ENVIRONMENT_VARIABLE
from .common import HccDossierCommon
from .fakes import FakeGateway, MailSink

EMAIL = "nguoinop@example.vn"
SUPER_SEND = common._super_send
KEY = "bi-mat-cua-cong-tin-nhan"


class MessageCommon(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.write({"email": "motcua@example.vn", "short_name": "TTPVHCC"})

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.enterContext(patch.object(cron, "_commit_progress", lambda *a, **k: float("inf")))

    def _agreeing(self, **contact):
        """A draft whose applicant has agreed to be written to."""
        draft = self._draft()
        draft.applicant_id.sudo().write(
            {"consent_at": "2026-11-01 00:00:00", "email": EMAIL, **contact}
        )
        return draft

    def _send_all(self):
        self.env["hcc.dossier.message"]._cron_deliver()

    def _switch(self, event, **channels):
        for channel, is_sent in channels.items():
            self.env.ref(f"hcc_dossier.message_{event}_{channel}").is_sent = is_sent


@tagged("post_install", "-at_install")
class TestMessages(MessageCommon):
    """Which event is told of, to whom, and that it is told of once."""

    def test_acceptance_writes_one_row_for_each_channel_in_use(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids
        self.assertEqual((message.event, message.channel), ("accepted", "email"))
        self._switch("accepted", sms=True)
        other = self._agreeing()
        other.receive()
        self.assertEqual(sorted(other.sudo().sent_ids.mapped("channel")), ["email", "sms"])

    def test_nothing_without_consent_or_contact(self):
        silent = self._received()
        self.assertTrue(silent.applicant_phone)
        self.assertFalse(silent.sudo().sent_ids, "no consent")
        unreachable = self._agreeing(email=False, phone=False)
        unreachable.receive()
        self.assertFalse(unreachable.sudo().sent_ids, "no contact")

    def test_a_landline_gets_no_sms(self):
        self._switch("accepted", sms=True)
        dossier = self._agreeing(phone="02133876543")
        dossier.receive()
        self.assertEqual(dossier.sudo().sent_ids.mapped("channel"), ["email"])

    def test_what_the_centre_does_not_send_is_not_written(self):
        self._switch("accepted", email=False)
        dossier = self._agreeing()
        dossier.receive()
        self.assertFalse(dossier.sudo().sent_ids)

    def test_every_event_of_a_dossiers_way(self):
        dossier = self._agreeing()
        dossier.receive()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        dossier.with_user(self.appraiser).request_supplement(
            "Thiếu chữ ký.", dossier.component_ids[:1].ids
        )
        dossier.accept_supplement()
        dossier.with_user(self.approver).extend("2026-12-10 02:00:00", "Chờ ý kiến.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        dossier._remind_to_collect("2026-12")
        dossier._remind_to_collect("2026-12")
        dossier.return_result()
        mails = dossier.sudo().sent_ids.filtered(lambda message: message.channel == "email")
        self.assertEqual(
            mails.sorted("id").mapped("event"),
            ["accepted", "supplement", "moved", "ready", "uncollected", "returned"],
        )

    def test_guided_refused_and_stopped(self):
        guided = self._agreeing()
        guided.component_ids[0].is_received = False
        guided.guide("Thiếu đơn")
        refused = self._agreeing()
        refused.refuse("Không đúng thẩm quyền")
        stopped = self._agreeing()
        stopped.receive()
        stopped.hand_over()
        stopped.with_user(self.appraiser).take()
        stopped.with_user(self.approver).stop("Quá hạn bổ sung")
        for dossier, event in ((guided, "guided"), (refused, "refused"), (stopped, "stopped")):
            self.assertEqual(dossier.sudo().sent_ids[:1].event, event)

    def test_a_verb_asked_twice_is_told_of_once(self):
        dossier = self._agreeing()
        for _n in range(2):
            dossier.receive(request_key="tiep-nhan-hai-lan")
        self.assertEqual(len(dossier.sudo().sent_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_one_event_one_message_says_the_database(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            dossier._tell(message.event, message.cause)
            self.env.flush_all()
        self.assertIn("unique", str(caught.exception).lower())

    def test_a_reception_with_a_message_costs_one_statement_more(self):
        drafts = [self._draft() for _n in range(2)] + [self._agreeing()]
        silent = (
            self.env["hcc.applicant"]
            .with_user(self.official)
            .create({"name": "Lò Văn Lặng", "identity_kind": "other", "phone": "0912345679"})
        )
        for draft in drafts[:2]:
            draft.applicant_id = silent
        self._agreeing().receive()  # what a process reads once and keeps
        self.env.flush_all()
        counts = []
        for draft in drafts:
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            draft.receive()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2] - counts[1], 1)

    # -------------------------------------------------------------------------
    # RIGHTS
    # -------------------------------------------------------------------------

    def test_nobody_writes_a_message_by_hand(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids
        values = {
            "dossier_id": dossier.id, "event": "ready", "cause": "x", "channel": "email",
        }  # fmt: skip
        for user in (self.official, self.oversight):
            with self.assertRaises(AccessError):
                self.env["hcc.dossier.message"].with_user(user).create(values)
            with self.assertRaises(AccessError):
                message.with_user(user).write({"state": "done"})
        with self.assertRaises(AccessError):
            dossier.with_user(self.official).write({"sent_ids": [(5,)]})

    def test_the_agency_sees_what_was_sent_and_others_do_not(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids
        for user in (self.official, self.appraiser, self.oversight, self.director):
            self.assertEqual(message.with_user(user).event, "accepted")
        with self.assertRaises(AccessError):
            message.with_user(self.other_official).read(["event"])

    def test_an_official_sends_again(self):
        dossier = self._agreeing()
        dossier.receive()
        message = dossier.sudo().sent_ids.with_user(self.official)
        with self.assertRaisesRegex(UserError, "not gone out yet"):
            message.resend()
        self.env.cr.execute(
            "UPDATE hcc_dossier_message SET state = 'failed', attempts = 8 WHERE id = %s",
            [message.id],
        )
        message.invalidate_recordset()
        for user in (self.appraiser, self.oversight, self.other_official):
            with self.assertRaises(AccessError):
                message.with_user(user).resend()
        message.resend()
        self.assertEqual((message.state, message.attempts, message.sendings), ("pending", 0, 1))
        entry = self.env["hcc.journal.entry"].search([("verb", "=", "resend_message")])
        self.assertEqual((entry.res_id, entry.user_id), (dossier.id, self.official))


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


@tagged("post_install", "-at_install")
class TestMessageTemplates(MessageCommon):
    """Texts: kept by administrators, checked when they are written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("d_texts", "administrator")

    def _own(self, **values):
        values = {
            "event": "accepted", "channel": "sms", "company_id": self.centre.id,
            "body": "{code}: {link}", **values,
        }  # fmt: skip
        return self.env["hcc.message.template"].with_user(self.administrator).create(values)

    def test_a_centres_own_text_replaces_the_common_one(self):
        channels = self.env["hcc.message.template"]._channels
        self.assertEqual(channels(self.centre.id, "accepted"), ("email",))
        self._own()
        self.assertEqual(sorted(channels(self.centre.id, "accepted")), ["email", "sms"])
        self.assertEqual(channels(self.other_centre.id, "accepted"), ("email",))

    def test_unknown_places_and_long_sms_are_refused(self):
        for body, words in (
            ("{code} {applicant}", "cannot be filled in"),
            ("{code", "cannot be filled in"),
            ("{link} {link} {link}", "too long"),
        ):
            with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                self._own(body=body)
        with self.assertRaisesRegex(ValidationError, "subject"), self.env.cr.savepoint():
            self._own(channel="email")

    def test_shipped_texts_fit_into_one_sms(self):
        templates = self.env["hcc.message.template"].search([("channel", "=", "sms")])
        self.assertGreaterEqual(len(templates), 9)
        templates._check_text()

    def test_a_long_procedure_is_cut_to_one_sms(self):
        template = self._own(body="{code} {procedure}: {link}")
        values = {
            "code": "H35.12-261121-0001",
            "link": "https://dichvucong.tinh.gov.vn/hcc/s/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "procedure": "Cấp giấy phép " * 20,
        }
        text = template._fill(values, is_plain=True)
        self.assertLessEqual(len(text), 160)
        self.assertIn("...", text)
        self.assertIn(values["link"], text)

    def test_the_form_shows_what_it_looks_like(self):
        with Form(self.env["hcc.message.template"].with_user(self.administrator)) as form:
            form.company_id = self.centre
            form.event, form.channel = "accepted", "sms"
            form.body = "Hồ sơ {code}"
            self.assertEqual(form.preview, "Ho so H35.12-261121-0001")
            self.assertIn("24", form.preview_size)

    def test_officials_do_not_write_texts(self):
        with self.assertRaises(AccessError):
            self.env.ref("hcc_dossier.message_ready_sms").with_user(self.official).is_sent = False
