from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .common import OWNER, HccDossierCommon


@tagged("post_install", "-at_install")
class TestWarnings(HccDossierCommon):
    """Received on Monday 23 November 08:00, due on Friday 27 at 08:00. The appraisal, 12 working
    hours, ends on Wednesday 25 at 14:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _run(self, moment):
        with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
            self.env["hcc.dossier.warning"]._cron_watch()

    def _kinds(self, dossier, moment=None):
        found = self.env["hcc.dossier.warning"].search(
            [("dossier_id", "=", dossier.id), ("is_open", "=", True)]
        )
        return sorted(found.mapped("kind"))

    def test_a_step_is_warned_of_before_its_dossier(self):
        self.policy.dossier_warning_days = 1
        dossier = self._processing()
        self.assertEqual(dossier.current_step_id.due_at, centre_time("2026-11-25 14:00"))
        self._run("2026-11-25 07:59")
        self.assertEqual(self._kinds(dossier), [])
        self._run("2026-11-25 08:00")  # four working hours before
        self.assertEqual(self._kinds(dossier), ["step_near"])
        self._run("2026-11-25 14:00")
        self.assertEqual(self._kinds(dossier), ["step_near"])
        self._run("2026-11-25 14:01")
        self.assertEqual(self._kinds(dossier), ["step_late"])
        warning = self.env["hcc.dossier.warning"].search([("kind", "=", "step_near")])
        self.assertEqual(warning.holder_user_id, self.appraiser)

    def test_to_the_minute(self):
        dossier = self._processing()
        # Two working days before Friday 08:00.
        self._run("2026-11-25 07:59")
        self.assertNotIn("dossier_near", self._kinds(dossier))
        self._run("2026-11-25 08:00")
        self.assertIn("dossier_near", self._kinds(dossier))
        self._run("2026-11-27 08:00")
        self.assertNotIn("dossier_late", self._kinds(dossier))
        self._run("2026-11-27 08:01")
        self.assertEqual(self._kinds(dossier), ["dossier_late", "step_late"])

    def test_a_revoked_result_is_late_by_its_own_clock(self):
        dossier = self._done()
        dossier.return_result()
        with self.at("2026-11-30 08:00"):  # the first due time was on Friday 27
            dossier.with_user(self.approver).reopen_result("Ghi sai ngày sinh.")
        self._run("2026-12-01 08:00")
        self.assertNotIn("dossier_late", self._kinds(dossier))
        with self.at("2026-12-01 08:00"):
            self.assertFalse(dossier.is_apology_missing)
            found = self.env["hcc.dossier"].search([("is_apology_missing", "=", True)])
            self.assertNotIn(dossier, found)
        self._run("2026-12-03 08:01")
        self.assertIn("dossier_late", self._kinds(dossier))

    def test_once_for_each_due_time(self):
        dossier = self._processing()
        for moment in ("2026-11-27 09:00", "2026-11-27 09:15", "2026-11-30 09:00"):
            self._run(moment)
        warnings = self.env["hcc.dossier.warning"].search([("dossier_id", "=", dossier.id)])
        self.assertEqual(sorted(warnings.mapped("kind")), ["dossier_late", "step_late"])
        told = self.env["hcc.journal.entry"].search(
            [("res_id", "=", dossier.id), ("verb", "=", "warn")]
        )
        self.assertEqual([entry.facts["kind"] for entry in told], ["dossier_late"])

    def test_no_warnings_where_the_policy_has_none(self):
        self.policy.write({"step_warning_hours": 0, "dossier_warning_days": 0})
        dossier = self._processing()
        self._run("2026-11-25 10:59")
        self._run("2026-11-27 07:59")
        self.assertEqual(self._kinds(dossier), ["step_late"])

    def test_a_wait_silences_and_a_new_due_time_warns_again(self):
        dossier = self._processing()
        self._run("2026-11-25 10:00")
        with self.at("2026-11-25 10:05"):
            dossier.with_user(self.approver).suspend("Chờ.")
        self.assertEqual(self._kinds(dossier), [])
        with self.at("2026-11-27 10:05"):
            dossier.with_user(self.approver).resume()
        self.assertEqual(self._kinds(dossier), [])
        self._run("2026-11-30 08:30")
        self.assertIn("dossier_near", self._kinds(dossier))

    def test_a_break_over_lunch_keeps_the_warning(self):
        """Due times do not move, so what was said still holds afterwards."""
        dossier = self._processing()
        self._run("2026-11-26 08:00")
        before = self._kinds(dossier)
        self.assertIn("dossier_near", before)
        with self.at("2026-11-26 11:30"):
            dossier.with_user(self.approver).suspend("Chờ.")
        with self.at("2026-11-26 13:30"):
            dossier.with_user(self.approver).resume()
        self.assertIn("dossier_near", self._kinds(dossier))

    def test_a_finished_dossier_is_warned_of_no_more(self):
        dossier = self._sealed()
        self._run("2026-11-26 16:00")
        self.assertEqual(self._kinds(dossier), ["dossier_near"])
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        self.assertEqual(self._kinds(dossier), [])
        self._run("2026-11-30 16:00")
        self.assertEqual(self._kinds(dossier), [])

    def test_the_second_failure_is_for_the_director(self):
        dossier = self._processing()
        dossier.with_user(self.approver).extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        self._run("2026-12-02 16:00")
        self.assertNotIn("failed_twice", self._kinds(dossier))
        self._run("2026-12-02 16:01")
        self.assertIn("failed_twice", self._kinds(dossier))
        warning = self.env["hcc.dossier.warning"].search([("kind", "=", "failed_twice")])
        self.director.email = "giam.doc@example.com"
        self.assertIn(self.director, warning._recipients())

    def test_the_applicant_is_reminded_some_days_before(self):
        self.policy.supplement_abandon_days = 10
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        owner = dossier.applicant_id.sudo()
        owner.consent_at = "2026-11-20 02:00:00"
        sent = dossier.sudo().sent_ids
        self._run("2026-12-01 23:59")
        self.assertFalse(dossier.sudo().sent_ids.filtered(lambda one: one.event == "awaited"))
        self._run("2026-12-02 00:00")
        self._run("2026-12-03 00:00")
        awaited = dossier.sudo().sent_ids.filtered(lambda one: one.event == "awaited") - sent
        self.assertEqual(awaited.mapped("channel"), ["sms"])
        self.assertEqual(awaited.cause, str(dossier.notice_ids.id))
        self.assertEqual(self._kinds(dossier), ["silent"])

    def test_a_reminder_names_the_day_whatever_was_written_since(self):
        self.policy.supplement_abandon_days = 10
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        asked = dossier.notice_ids
        dossier.with_user(self.appraiser).report_loss("Mất.")
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        dossier.applicant_id.sudo().consent_at = "2026-11-20 02:00:00"
        dossier._remind_to_supplement()
        awaited = dossier.sudo().sent_ids.filtered(lambda one: one.event == "awaited")
        until = awaited[:1]._values()["until"]
        self.assertEqual(until, f"{asked.expected_on:%d/%m/%Y}")

    def test_nobody_is_reminded_where_the_policy_says_so(self):
        self.policy.write({"supplement_abandon_days": 10, "stop_reminder_days": 0})
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        self._run("2026-12-03 09:00")
        self.assertEqual(self._kinds(dossier), [])

    def test_an_old_suspension_is_recalled(self):
        dated, open_end = self._processing(), self._processing()
        with self.at("2026-11-25 10:00"):
            dated.with_user(self.approver).suspend("Chờ.", expected_on="2026-11-30")
            open_end.with_user(self.approver).suspend(
                "Chờ.", self.env.ref("hcc_dossier.reason_suspend_3").id
            )
        self._run("2026-11-30 23:59")
        self.assertEqual((self._kinds(dated), self._kinds(open_end)), ([], []))
        self._run("2026-12-01 00:00")
        self.assertEqual(self._kinds(dated), ["suspended_long"])
        self._run("2026-12-05 09:59")
        self.assertEqual(self._kinds(open_end), [])
        self._run("2026-12-05 10:00")
        self.assertEqual(self._kinds(open_end), ["suspended_long"])
        self.assertEqual(open_end.reason_id, self.env.ref("hcc_dossier.reason_suspend_3"))

    def test_hundreds_in_batches(self):
        dossiers = self.env["hcc.dossier"].union(*(self._received() for _n in range(7)))
        with patch("odoo.addons.hcc_dossier.models.limits.hcc_dossier_warning.BATCH", 3):
            self._run("2026-11-27 09:00")
        found = self.env["hcc.dossier.warning"].search([("kind", "=", "dossier_late")])
        self.assertEqual(found.dossier_id, dossiers)

    def test_queries_do_not_grow_with_dossiers(self):
        counts = []
        for size in (1, 4):
            for _n in range(size):
                self._received()
            self._run("2026-11-27 09:00")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._run("2026-11-27 09:15")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_nobody_writes_warnings_and_others_do_not_read_them(self):
        dossier = self._processing()
        self._run("2026-11-27 09:00")
        warning = self.env["hcc.dossier.warning"].search([("dossier_id", "=", dossier.id)])[:1]
        with self.assertRaises(AccessError):
            warning.with_user(self.approver).write({"kind": "silent"})
        self.assertFalse(warning.with_user(self.other_official).search([]))
        self.assertTrue(warning.with_user(self.official).search([]))

    # -------------------------------------------------------------------------
    # BY E-MAIL
    # -------------------------------------------------------------------------

    def _digests(self):
        with self.at("2026-11-27 06:30"):
            self.env["hcc.dossier.warning"]._cron_digest()
        return self.env["hcc.outbox"].search([("kind", "=", "dossier_digest")])

    def _warned(self):
        dossier = self._processing()
        for user in (self.appraiser, self.approver, self.official):
            user.email = f"{user.login}@example.com"
        self._run("2026-11-26 16:00")
        return dossier

    def test_no_e_mail_unless_the_policy_says_so(self):
        self._warned()
        self.assertFalse(self._digests())

    def test_holder_and_approver_get_one_message_each(self):
        self.policy.warning_digest = True
        dossier = self._warned()
        messages = self._digests()
        users = {message.payload["user"] for message in messages}
        self.assertEqual(users, {self.appraiser.id, self.approver.id})
        warnings = self.env["hcc.dossier.warning"].search([("dossier_id", "=", dossier.id)])
        text = warnings._digest_text()
        self.assertIn(dossier.name, text)
        for secret in (OWNER["name"], OWNER["phone"], OWNER["identity_number"]):
            self.assertNotIn(secret, text)

    def test_a_message_is_delivered_with_what_still_holds(self):
        self.policy.warning_digest = True
        dossier = self._warned()
        self.centre.email = "trung.tam@example.com"
        message = self._digests()[:1]
        servers = type(self.env["ir.mail_server"])
        with patch.object(servers, "send_email", autospec=True) as send:
            message._deliver()
            self.assertFalse(message.error)
            send.assert_called_once()
            mail = send.call_args.args[1]
            self.assertNotIn(OWNER["phone"], mail.as_string())
            message.write({"state": "pending"})
            dossier.withdraw("Rút.")
            message._deliver()
            send.assert_called_once()
        self.assertEqual(message.state, "done")


@tagged("post_install", "-at_install")
class TestWhoSuspends(HccDossierCommon):
    def test_the_appraiser_only_where_the_policy_says_so(self):
        dossier = self._processing().with_user(self.appraiser)
        self.assertFalse(dossier.can_suspend)
        with self.assertRaises(AccessError):
            dossier.suspend("Chờ.")

    def test_the_appraiser_suspends_and_resumes(self):
        self.env.ref("hcc_base.policy_c").suspension_by = "appraiser"
        dossier = self._processing().with_user(self.appraiser)
        self.assertTrue(dossier.can_suspend)
        dossier.suspend("Chờ.")
        with self.assertRaises(AccessError):
            dossier.with_user(self.clerk).resume()
        dossier.resume()
        self.assertEqual(dossier.state, "processing")
