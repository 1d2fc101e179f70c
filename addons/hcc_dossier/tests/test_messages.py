from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard
from odoo.addons.hcc_base.tests.common import centre_time

from ..models.following.hcc_message_template import CHANNELS, EVENTS, OPTIONAL, SAMPLE
from .message_common import MessageCommon


@tagged("post_install", "-at_install")
class TestMessages(MessageCommon):
    """Which event is told of, to whom, and that it is told of once."""

    def test_a_notice_says_when_it_was_written(self):
        with self.at("2026-11-25 09:30"):
            dossier = self._agreeing()
            dossier.receive()
        written = set(dossier.sent_ids.mapped("written_at"))
        self.assertEqual(written, {centre_time("2026-11-25 09:30")})

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
            [
                "accepted", "supplement", "supplemented", "moved", "ready", "uncollected",
                "returned",
            ],
        )  # fmt: skip

    def test_a_suspension_and_its_end(self):
        dossier = self._in_process()
        suspending = dossier.with_user(self.approver)
        suspending.suspend("Chờ giám định.")
        suspending.resume()
        mails = dossier.sudo().sent_ids.filtered(lambda message: message.channel == "email")
        self.assertEqual(mails.sorted("id").mapped("event"), ["accepted", "suspended", "resumed"])

    def test_the_end_of_a_wait_tells_the_new_appointment(self):
        dossier = self._in_process()
        dossier.with_user(self.appraiser).request_supplement("Thiếu chữ ký.")
        with self.at("2026-11-27 14:00"):
            dossier.accept_supplement()
            told = dossier.sudo().sent_ids.filtered(lambda one: one.event == "supplemented")
            self.assertEqual(set(told.mapped("channel")), {"email", "sms"})
            past_guard(told.filtered(lambda one: one.channel == "sms"))._deliver()
            [sms] = self.env["hcc.sms.log"].search([("message_id", "in", told.ids)])
        local = self.env["hcc.clock"]._local(self.centre, dossier.appointment_at)
        self.assertIn(f"{local:%H:%M %d/%m/%Y}", sms.text)

    def test_a_cancelled_acceptance_is_told_of_and_a_draft_is_not(self):
        accepted = self._in_process()
        accepted.with_user(self.approver).cancel("Tiếp nhận nhầm.")
        cancelled = accepted.sudo().sent_ids.filtered(lambda one: one.event == "cancelled")
        self.assertEqual(set(cancelled.mapped("channel")), {"email", "sms"})
        guided = self._agreeing()
        guided.component_ids[0].is_received = False
        guided.guide("Thiếu đơn")
        guided.cancel("Người nộp không làm nữa.")
        self.assertIn("cancelled", guided.sudo().sent_ids.mapped("event"))
        draft = self._agreeing()
        draft.cancel("Mở nhầm.")
        self.assertFalse(draft.sudo().sent_ids)

    def _in_process(self):
        dossier = self._agreeing()
        dossier.receive()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        return dossier

    def test_guided_refused_and_stopped(self):
        guided = self._agreeing()
        guided.component_ids[0].is_received = False
        guided.guide("Thiếu đơn")
        refused = self._agreeing()
        refused.refuse("Không đúng thẩm quyền")
        stopped = self._in_process()
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

    def test_every_event_has_a_text_for_each_channel(self):
        common = self.env["hcc.message.template"].search([("company_id", "=", False)])
        expected = {(event, channel) for event, _name in EVENTS for channel, _label in CHANNELS}
        self.assertEqual({(one.event, one.channel) for one in common}, expected)

    def test_shipped_texts_do_without_a_hotline(self):
        bare = {**SAMPLE, **dict.fromkeys(OPTIONAL, "")}
        for template in self.env["hcc.message.template"].search([]):
            with self.subTest(template=template.display_name):
                text = template._fill(bare, is_plain=True)
                self.assertIn(SAMPLE["code"], text)
                self.assertNotIn("{", text)

    def test_a_text_that_may_come_out_empty_is_refused(self):
        for body in ("Liên hệ: {hotline}", "{code}: {rating}", "{code} {until}\n{hotline}"):
            with (
                self.assertRaisesRegex(ValidationError, "nothing is left"),
                self.env.cr.savepoint(),
            ):
                self._own(body=body)
        self._own(body="{code}\nLiên hệ: {hotline}")

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
