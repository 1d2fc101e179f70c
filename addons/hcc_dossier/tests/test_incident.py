from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestIncident(PaperCommon):
    """Papers lost, a wrong result, a result that nobody collects."""

    def _entry(self, dossier, verb):
        domain = [
            ("res_model", "=", "hcc.dossier"),
            ("res_id", "=", dossier.id),
            ("verb", "=", verb),
        ]
        return self.env["hcc.journal.entry"].search(domain, limit=1)

    # -------------------------------------------------------------------------
    # LOSS
    # -------------------------------------------------------------------------

    def test_a_loss_from_report_to_rebuilding(self):
        dossier = self._processing()
        due_at = dossier.due_at
        reason = self.env.ref("hcc_dossier.reason_loss_2")
        dossier.with_user(self.appraiser).report_loss(reason_id=reason.id)
        incident = dossier.incident_ids
        self.assertEqual((incident.custody, incident.user_id), ("agency", self.appraiser))
        seen = dossier.with_user(self.official).read(["lost_since", "loss_reason"])[0]
        self.assertEqual(seen["lost_since"], incident.reported_at)
        self.assertEqual(seen["loss_reason"], incident.reason)
        with self.assertRaisesRegex(UserError, "not collected again"):
            dossier.with_user(self.appraiser).complete_step()
        answer = dossier.with_user(self.approver).apologise_loss("Thất lạc.", 250_000)
        notice = self.env["hcc.dossier.notice"].browse(answer["notice_id"])
        self.assertTrue(notice.number.endswith("/PXL"))
        self.assertEqual((incident.notice_id, incident.cost), (notice, 250_000))
        paper = self._text(self._print("hcc_dossier.report_notice", notice))
        self.assertIn("không phải nộp lại phí, lệ phí", paper)
        dossier.with_user(self.official).rebuild()
        self.assertTrue(incident.closed_at)
        self.assertFalse(dossier.lost_since)
        dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier.due_at, due_at)
        self._pictures(self._print("hcc_dossier.report_notice", notice), "loss")

    def test_who_and_when_of_a_loss(self):
        dossier = self._processing()
        for user in (self.director, self.oversight, self.cashier, self.other_official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).report_loss("Mất.")
        with self.assertRaisesRegex(UserError, "no loss"):
            dossier.rebuild()
        with self.assertRaisesRegex(UserError, "no loss"):
            dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        dossier.report_loss("Mất.")
        with self.assertRaisesRegex(UserError, "reported already"):
            dossier.report_loss("Mất nữa.")
        for user in (self.official, self.appraiser, self.director):
            with self.assertRaises(AccessError):
                dossier.with_user(user).apologise_loss("Xin lỗi.", 1000)
        for cost in (-1, 10.5):
            with self.assertRaisesRegex(UserError, "whole number"):
                dossier.with_user(self.approver).apologise_loss("Xin lỗi.", cost)
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        with self.assertRaisesRegex(UserError, "waits for an apology"):
            dossier.with_user(self.approver).apologise_loss("Lần hai.")

    def test_a_lost_result_is_not_returned(self):
        dossier = self._done()
        dossier.report_loss("Mất kết quả.")
        with self.assertRaisesRegex(UserError, "reported as lost"):
            dossier.return_result()

    def test_nobody_writes_an_incident(self):
        dossier = self._processing()
        dossier.report_loss("Mất.")
        for user in (self.official, self.approver, self.env.user):
            with self.assertRaises(AccessError):
                dossier.incident_ids.with_user(user).write({"cost": 1})

    # -------------------------------------------------------------------------
    # WRONG RESULT
    # -------------------------------------------------------------------------

    def _returned(self):
        dossier = self._done()
        dossier.return_result()
        return dossier

    def test_a_wrong_result_is_revoked_and_decided_anew(self):
        dossier = self._returned()
        number, finished_at, timeliness = (
            dossier.result_number, dossier.finished_at, dossier.timeliness,
        )  # fmt: skip
        approve = dossier.step_ids.filtered(lambda step: step.kind == "approve")
        with self.at("2026-11-30 09:00"):
            answer = dossier.with_user(self.approver).reopen_result(
                "Sai họ tên.", approve.id, 50_000
            )
            self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))
            self.assertEqual(dossier.current_step_id.kind, "approve")
            self.assertEqual(dossier.current_step_id.round, 2)
            self.assertEqual(
                dossier.step_ids.filtered(lambda s: s.round == 2).mapped("kind"),
                ["approve", "number_seal"],
            )
            self.assertFalse(dossier.result_number)
            self.assertFalse(dossier.is_overdue)
            self.assertFalse(
                self.env["hcc.dossier"].search([("id", "=", dossier.id), ("is_overdue", "=", True)])
            )
            self.assertEqual(dossier.reopened_due_at, centre_time("2026-12-03 09:00"))
            incident = dossier.incident_ids
            self.assertEqual((incident.revoked_number, incident.cost), (number, 50_000))
            notice = self.env["hcc.dossier.notice"].browse(answer["notice_id"])
            self.assertIn("xin lỗi", self._text(self._print("hcc_dossier.report_notice", notice)))
            self._pictures(self._print("hcc_dossier.report_notice", notice), "revocation")
        dossier.invalidate_recordset()
        with self.at("2026-12-04 09:00"):
            self.assertTrue(dossier.is_overdue)
            dossier.with_user(self.approver).complete_step()
            with self.assertRaisesRegex(UserError, "already|stays used"):
                dossier.with_user(self.clerk).complete_step(result_number=number)
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            self.assertEqual((dossier.finished_at, dossier.timeliness), (finished_at, timeliness))
            self.assertNotEqual(dossier.result_number, number)
            dossier.return_result()
        self.assertEqual(dossier.state, "returned")

    def test_a_number_of_a_revoked_result_stays_used(self):
        dossier = self._returned()
        number = dossier.result_number
        dossier.with_user(self.approver).reopen_result("Sai.")
        other = self._processing()
        other.with_user(self.appraiser).complete_step()
        other.with_user(self.approver).complete_step()
        with self.assertRaisesRegex(UserError, "stays used"):
            other.with_user(self.clerk).complete_step(result_number=number)

    def test_from_the_appraisal(self):
        dossier = self._returned()
        first = dossier.step_ids[0]
        dossier.with_user(self.approver).reopen_result("Sai.", first.id)
        self.assertEqual(dossier.current_step_id.kind, "appraise")
        self.assertEqual(len(dossier.step_ids), 6)

    def test_who_and_when_of_a_revocation(self):
        dossier = self._returned()
        for user in (self.official, self.appraiser, self.clerk, self.director, self.other_approver):
            with self.assertRaises(AccessError):
                dossier.with_user(user).reopen_result("Sai.")
        with self.assertRaises(UserError):
            self._processing().with_user(self.approver).reopen_result("Sai.")
        foreign = self._processing().step_ids[0]
        with self.assertRaisesRegex(UserError, "one of its steps"):
            dossier.with_user(self.approver).reopen_result("Sai.", foreign.id)
        dossier.with_user(self.approver).reopen_result("Sai.")
        with self.assertRaisesRegex(UserError, "corrected one"):
            dossier.withdraw("Thôi.")

    # -------------------------------------------------------------------------
    # NOT COLLECTED
    # -------------------------------------------------------------------------

    def _listed(self, dossier):
        domain = [("id", "=", dossier.id), ("is_uncollected", "=", True)]
        return bool(self.env["hcc.dossier"].search(domain))

    def test_listed_after_the_policys_days(self):
        dossier = self._done()
        with self.at("2026-12-23 08:00"):
            self.assertFalse(dossier.is_uncollected or self._listed(dossier))
            with self.assertRaisesRegex(UserError, "still has time"):
                dossier.remind()
        dossier.invalidate_recordset()
        with self.at("2026-12-23 08:01"):
            self.assertTrue(dossier.is_uncollected and self._listed(dossier))

    def test_the_policy_may_list_none(self):
        self.env.ref("hcc_base.policy_c").uncollected_days = 0
        dossier = self._done()
        with self.at("2027-06-01 08:00"):
            self.assertFalse(dossier.is_uncollected or self._listed(dossier))

    def test_reminded_deposited_fetched_and_returned(self):
        dossier = self._done()
        with self.at("2027-01-04 09:00"):
            dossier.remind()
            dossier.remind()
            self.assertEqual(dossier.reminders, 2)
            self.assertEqual(self._entry(dossier, "remind").facts, {"reminder": 2})
            for user in (self.appraiser, self.director, self.other_official):
                with self.assertRaises(AccessError):
                    dossier.with_user(user).archive_result()
            dossier.archive_result()
            self.assertEqual(dossier.custody, "archive")
            with self.assertRaisesRegex(UserError, "not at the counter"):
                dossier.deposit_at_agency()
            with self.assertRaisesRegex(UserError, "fetch it again"):
                dossier.return_result()
            dossier.fetch_result()
            dossier.deposit_at_agency()
            self.assertEqual(
                self._entry(dossier, "deposit_at_agency").facts, {"from": "centre", "to": "agency"}
            )
            dossier.fetch_result()
            with self.assertRaisesRegex(UserError, "at the counter"):
                dossier.fetch_result()
            dossier.return_result()
        self.assertEqual(dossier.state, "returned")
