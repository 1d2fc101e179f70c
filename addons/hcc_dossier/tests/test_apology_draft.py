from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon

APPOINTMENT = "2026-12-02 16:00"


@tagged("post_install", "-at_install")
class TestApologyDraft(HccDossierCommon):
    """Drafted by the appraiser before the term lapses, issued by the approver. Due on Friday 27
    November 08:00, so an apology is in time until Thursday."""

    def _drafted(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).propose_apology(
            centre_time(APPOINTMENT), "Hồ sơ phải xác minh thực địa."
        )
        return dossier

    def test_the_approver_issues_the_draft(self):
        dossier = self._drafted()
        proposal = dossier.proposal_ids
        self.assertFalse(dossier.notice_ids)
        for user in (self.appraiser, self.official, self.director, self.other_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proposal.with_user(user).approve()
        action = proposal.with_user(self.approver).action_approve()
        self.assertEqual(action["report_name"], "hcc_dossier.notice")
        self.assertEqual(dossier.appointment_at, centre_time(APPOINTMENT))
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertEqual((proposal.state, proposal.notice_id), ("done", dossier.notice_ids))
        self.assertEqual(dossier.notice_ids.reason, "Hồ sơ phải xác minh thực địa.")

    def test_a_delegate_issues_it(self):
        delegate = self._create_user("d_delegate", "clerk", agency=self.agency)
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.approver.id,
                "delegate_user_id": delegate.id,
                "agency_id": self.agency.id,
                "company_id": self.centre.id,
                "act_approve": True,
                "decision_number": "1/QĐ",
                "decision_date": "2026-11-01",
                "decision_signer": "Giám đốc Sở",
                "date_from": "2026-11-01",
                "date_to": "2026-12-31",
            }
        )
        delegation.activate()
        proposal = self._drafted().proposal_ids
        proposal.with_user(delegate).approve()
        self.assertEqual(proposal.state, "done")

    def test_the_dialog_of_the_approver_holds_the_draft(self):
        dossier = self._drafted()
        action = dossier.with_user(self.approver).with_context(verb="extend").action_open_dialog()
        dialogs = self.env[action["res_model"]].with_user(self.approver)
        dialog = Form(dialogs.with_context(**action["context"]), view=action["views"][0][0])
        self.assertEqual(dialog.new_appointment_at, centre_time(APPOINTMENT))
        self.assertIn("16 giờ 00 phút, ngày 02/12/2026", dialog.preview)
        dialog.reason = "Lý do đã sửa."
        dialog.save().action_confirm()
        self.assertEqual(dossier.proposal_ids.state, "done")
        self.assertEqual(dossier.notice_ids.reason, "Lý do đã sửa.")

    def test_a_better_draft_replaces_the_former(self):
        dossier = self._drafted()
        former = dossier.proposal_ids
        dossier.with_user(self.appraiser).propose_apology(
            centre_time("2026-12-03 16:00"), "Thêm ngày."
        )
        self.assertEqual(former.state, "lapsed")
        self.assertEqual((dossier.proposal_ids - former).state, "open")

    def test_what_could_not_be_issued_is_not_drafted(self):
        dossier = self._processing().with_user(self.appraiser)
        with self.assertRaisesRegex(UserError, "closed on 28/11/2026"):
            dossier.propose_apology(centre_time("2026-11-28 09:00"), "Thứ bảy.")
        with self.assertRaises(UserError):
            dossier.propose_apology(centre_time(APPOINTMENT), " ")
        with self.assertRaises(AccessError):
            dossier.with_user(self.official).propose_apology(centre_time(APPOINTMENT), "Quầy.")
        dossier.with_user(self.approver).extend(centre_time(APPOINTMENT), "Xin lỗi.")
        self.assertFalse(dossier.can_propose_apology)
        with self.assertRaisesRegex(UserError, "already re-appointed"):
            dossier.propose_apology(centre_time("2026-12-04 16:00"), "Lần hai.")

    def test_a_finished_dossier_needs_no_draft(self):
        dossier = self._drafted()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        self.assertEqual(dossier.proposal_ids.state, "lapsed")

    def test_late_without_an_apology(self):
        silent, apologised = self._processing(), self._processing()
        finished = self._sealed()
        with self.at("2026-11-26 09:00"):
            apologised.with_user(self.approver).extend(centre_time(APPOINTMENT), "Xin lỗi.")
        finished.with_user(self.clerk).hand_over()
        found = self.env["hcc.dossier"].with_user(self.director)
        for moment, expected in (
            ("2026-11-27 08:00", found),
            ("2026-11-27 08:01", silent | finished),
        ):
            with self.subTest(moment=moment), self.at(moment):
                found.invalidate_model()
                self.assertEqual(found.search([("is_apology_missing", "=", True)]), expected)
                self.assertEqual(silent.is_apology_missing, bool(expected))
        with self.at("2026-11-27 09:00"):
            finished.take()
            found.invalidate_model()
            self.assertTrue(finished.is_apology_missing, "finished late, and nobody apologised")
            self.assertFalse(apologised.is_apology_missing)

    def test_the_new_appointment_is_missed_too(self):
        dossier, plain = self._processing(), self._processing()
        dossier.with_user(self.approver).extend(centre_time(APPOINTMENT), "Xin lỗi.")
        found = self.env["hcc.dossier"].with_user(self.director)
        for moment, expected in (
            ("2026-12-02 16:00", found),
            ("2026-12-02 16:01", dossier),
        ):
            with self.subTest(moment=moment), self.at(moment):
                found.invalidate_model()
                self.assertEqual(found.search([("is_failed_twice", "=", True)]), expected)
                self.assertEqual(dossier.is_failed_twice, bool(expected))
                self.assertFalse(plain.is_failed_twice)

    # -- a wrong acceptance corrected: for the applicant both are one -----------

    def _corrected(self, dossier, moment):
        """Voided by the approver at ``moment`` and received again."""
        with self.at(moment):
            answer = dossier.with_user(self.approver).correct("Nhầm thành phần hồ sơ.")
            again = dossier.browse(answer["dossier_id"]).with_user(self.official)
            again.receive()
            return again

    def _listed(self, moment, field):
        dossiers = self.env["hcc.dossier"].with_user(self.director)
        with self.at(moment):
            dossiers.invalidate_model()
            found = dossiers.search([(field, "=", True)])
            self.assertEqual(found, dossiers.search([]).filtered(field), field)
            return found

    def test_the_apology_of_the_voided_acceptance_counts(self):
        apologised, silent = self._processing(), self._processing()
        with self.at("2026-11-25 09:00"):
            apologised.with_user(self.approver).extend(centre_time(APPOINTMENT), "Xin lỗi.")
        again = self._corrected(apologised, "2026-11-25 10:00")
        third = self._corrected(again, "2026-11-25 11:00")
        owed = self._corrected(silent, "2026-11-25 10:00")
        self.assertFalse(self._listed("2026-11-27 08:00", "is_apology_missing"))
        self.assertEqual(self._listed("2026-11-27 08:01", "is_apology_missing"), owed)
        self.assertFalse(self._listed("2026-12-02 16:00", "is_failed_twice"))
        self.assertEqual(self._listed("2026-12-02 16:01", "is_failed_twice"), third)
        self.assertEqual(self._warned_of("2026-12-02 16:00"), self.env["hcc.dossier"])
        self.assertEqual(self._warned_of("2026-12-02 16:01"), third)

    def _warned_of(self, moment):
        warnings = self.env["hcc.dossier.warning"]
        with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
            warnings._cron_watch()
        return warnings.search([("kind", "=", "failed_twice")]).dossier_id

    def test_before_a_revocation_neither_counts(self):
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).extend(centre_time(APPOINTMENT), "Xin lỗi.")
        again = self._corrected(dossier, "2026-11-25 10:00")
        with self.at("2026-11-25 14:00"):
            again.hand_over()
            again.with_user(self.appraiser).take()
            for user in (self.appraiser, self.approver, self.clerk):
                again.with_user(user).complete_step()
            again.with_user(self.clerk).hand_over()
            again.take()
            again.with_user(self.approver).reopen_result("Ghi sai ngày sinh.")
        self.assertEqual(self._listed("2026-12-18 09:00", "is_apology_missing"), again)
        self.assertFalse(self._listed("2026-12-18 09:00", "is_failed_twice"))

    def test_the_preview_tells_of_a_late_apology(self):
        dossier = self._processing().with_user(self.approver)
        with self.at("2026-11-26 16:00"):
            self.assertNotIn("marked as late", "\n".join(dossier._preview("extend")))
        with self.at("2026-11-27 07:00"):
            self.assertIn("marked as late", "\n".join(dossier._preview("extend")))
