from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestProcessing(HccDossierCommon):
    def test_the_whole_line(self):
        dossier = self._received()
        dossier.hand_over()
        self.assertEqual((dossier.state, dossier.custody), ("handed_over", "to_agency"))
        dossier.with_user(self.appraiser).take()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)
        dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")
        dossier.with_user(self.approver).complete_step()
        self.assertEqual(dossier.result_kind, "granted")
        answer = dossier.with_user(self.clerk).complete_step()
        self.assertEqual(answer["result_number"], "001/KQ-TN")
        self.assertEqual(dossier.sealed_user_id, self.clerk)
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))
        dossier.with_user(self.clerk).hand_over()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "to_centre"))
        dossier.take()
        self.assertEqual((dossier.state, dossier.custody), ("done", "centre"))
        dossier.return_result()
        self.assertEqual((dossier.state, dossier.custody), ("returned", "applicant"))
        verbs = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], order="id"
        )
        self.assertEqual(
            verbs.mapped("verb"),
            ["receive", "hand_over", "take", "complete_step", "complete_step", "complete_step",
             "hand_over_result", "take_result", "return_result"],
        )  # fmt: skip
        self.assertEqual(len(verbs.user_id), 4)

    def test_many_are_handed_over_together(self):
        dossiers = self._received() | self._received()
        dossiers.hand_over()
        dossiers.with_user(self.approver).take()
        self.assertEqual(set(dossiers.mapped("state")), {"processing"})
        self.assertFalse(dossiers.current_step_id.holder_user_id)

    def test_each_step_by_its_role(self):
        dossier = self._processing()
        for user in (self.approver, self.clerk, self.official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).complete_step()
            self.assertFalse(dossier.with_user(user).can_complete_step)
        self.assertTrue(dossier.with_user(self.appraiser).can_complete_step)
        dossier.with_user(self.appraiser).complete_step()
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).complete_step()

    def test_another_agency_or_role_changes_nothing(self):
        dossier = self._processing()
        for user in (self.other_approver, self.other_official, self.elsewhere, self.cashier):
            with self.assertRaises(AccessError):
                dossier.with_user(user).take()
        for user in (self.director, self.oversight):
            for verb in ("hand_over", "take", "complete_step", "resume"):
                with self.assertRaises(AccessError):
                    getattr(dossier.with_user(user), verb)()

    def test_who_leaves_the_agency_loses_its_dossiers_at_once(self):
        dossier = self._processing()
        self.assertTrue(dossier.with_user(self.appraiser).has_access("read"))
        self.agency.member_ids -= self.appraiser
        dossier.invalidate_recordset()
        self.assertFalse(dossier.with_user(self.appraiser).has_access("read"))
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).complete_step()

    def test_step_of_another_agency_belongs_to_its_staff(self):
        version = self.env["hcc.procedure.version"].create(
            {"procedure_id": self.procedure.id, "time_limit_value": 3, "valid_from": "2026-12-01"}
        )
        dossier = self._processing()
        step = dossier.current_step_id.sudo()
        step.with_env(dossier.sudo()._open_guard().env).agency_id = self.other_agency
        # Whoever took the papers is no staff of that agency and holds nothing there.
        other = self._create_user("d_other_appraiser", "appraiser", agency=self.other_agency)
        with self.assertRaisesRegex(AccessError, "Sở Khác"):
            dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(other).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")
        self.assertTrue(version)

    def test_wrong_state_is_named(self):
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "Received"):
            dossier.with_user(self.appraiser).complete_step()
        with self.assertRaises(UserError):
            dossier.with_user(self.appraiser).take()
        with self.assertRaises(UserError):
            dossier.return_result()
        dossier.hand_over()
        with self.assertRaises(UserError):
            dossier.hand_over()

    def test_result_travels_only_when_complete(self):
        dossier = self._processing()
        with self.assertRaisesRegex(UserError, "no finished result"):
            dossier.with_user(self.clerk).hand_over()
        with self.assertRaisesRegex(UserError, "has not handed"):
            dossier.take()

    def test_result_number_of_the_agency_own_register(self):
        first, second = self._processing(), self._processing()
        for dossier in (first, second):
            dossier.with_user(self.appraiser).complete_step()
            dossier.with_user(self.approver).complete_step()
        first.with_user(self.clerk).complete_step(result_number=" 15/GP-TN ")
        self.assertEqual((first.result_number, first.result_year), ("15/GP-TN", 2026))
        with self.assertRaisesRegex(UserError, "15/GP-TN"):
            second.with_user(self.clerk).complete_step(result_number="15/GP-TN")
        second.with_user(self.clerk).complete_step()
        self.assertEqual(second.result_number, "001/KQ-TN")

    def test_same_request_key_completes_once(self):
        dossier = self._processing().with_user(self.appraiser)
        step = dossier.current_step_id
        first = dossier.complete_step(request_key="complete-01")
        self.assertEqual(first["step_id"], step.id)
        self.assertEqual(dossier.current_step_kind, "approve")

    def test_approver_sends_back(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).send_back("Không.")
        dossier.with_user(self.approver).send_back("Làm rõ căn cứ pháp lý.")
        self.assertEqual(dossier.current_step_kind, "appraise")
        self.assertEqual(dossier.current_step_id.round, 2)
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)
        with self.assertRaisesRegex(UserError, "nothing to send back"):
            dossier.with_user(self.approver).send_back("Lần nữa.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        self.assertEqual(dossier.result_kind, "granted")
        self.assertEqual(
            dossier.step_ids.filtered(lambda s: s.outcome == "sent_back").mapped("kind"),
            ["approve"],
        )

    def test_refusal_after_examination_is_a_result(self):
        dossier = self._processing()
        with self.assertRaisesRegex(UserError, "reason"):
            dossier.with_user(self.appraiser).complete_step(outcome="refused")
        dossier.with_user(self.appraiser).complete_step(
            outcome="refused", note="Không đủ điều kiện."
        )
        dossier.with_user(self.approver).complete_step(
            outcome="refused", note="Không đủ điều kiện."
        )
        self.assertEqual(dossier.result_kind, "refused")
        self.assertEqual(dossier.notice_ids.kind, "refusal")
        dossier.with_user(self.clerk).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        self.assertEqual(dossier.timeliness, "early")

    def test_blockers_of_other_addons_stop_a_step(self):
        dossier = self._processing()
        self.patch(
            type(self.env["hcc.dossier"]),
            "_get_step_blockers",
            lambda self, step: ["Phí chưa thu."],
        )
        with self.assertRaisesRegex(UserError, "Phí chưa thu."):
            dossier.with_user(self.appraiser).complete_step()
