from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestReason(HccDossierCommon):
    """Endings and suspensions for a reason of the common list."""

    def _reason(self, name):
        return self.env.ref(f"hcc_dossier.reason_{name}")

    def _last_entry(self, dossier):
        domain = [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)]
        return self.env["hcc.journal.entry"].search(domain, limit=1)

    def test_every_kind_has_one_default(self):
        kinds = dict(self.env["hcc.dossier.reason"]._fields["kind"].selection)
        for kind in kinds:
            self.assertTrue(self.env["hcc.dossier.reason"]._chosen(kind).is_default, kind)

    def test_the_reason_is_what_the_applicant_reads(self):
        dossier = self._processing()
        chosen = self._reason("stop_1")
        dossier.with_user(self.approver).stop(reason_id=chosen.id)
        self.assertEqual(dossier.reason_id, chosen)
        self.assertEqual(dossier.request_reason, chosen.name)
        self.assertEqual(dossier.notice_ids.reason, chosen.name)
        self.assertEqual(self._last_entry(dossier).facts["reason"], chosen.id)

    def test_words_are_added_to_the_reason(self):
        dossier = self._received()
        dossier.withdraw("Bán đất.", self._reason("withdraw_1").id)
        self.assertEqual(dossier.request_reason, f"{self._reason('withdraw_1').name}: Bán đất.")

    def test_words_only_count_as_the_default(self):
        dossier = self._received()
        dossier.withdraw("Theo đơn.")
        self.assertEqual(dossier.reason_id, self._reason("withdraw_other"))
        self.assertEqual(dossier.request_reason, "Theo đơn.")

    def test_a_reason_that_needs_words_gets_them(self):
        dossier = self._received()
        self._reason("withdraw_1").needs_text = True
        with self.assertRaisesRegex(UserError, "words of your own"):
            dossier.withdraw(" ", self._reason("withdraw_1").id)
        with self.assertRaisesRegex(UserError, "state the reason"):
            dossier.withdraw(" ", self._reason("withdraw_other").id)
        self.assertEqual(dossier.state, "received")

    def test_a_reason_of_another_kind_is_refused(self):
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "Choose one of the list"):
            dossier.withdraw("Nhầm.", self._reason("stop_1").id)
        self._reason("withdraw_1").active = False
        with self.assertRaisesRegex(UserError, "Choose one of the list"):
            dossier.withdraw("Nhầm.", self._reason("withdraw_1").id)
        for nonsense in ("withdraw_1", [1], 10**9):
            with self.assertRaisesRegex(UserError, "Choose one of the list"):
                dossier.withdraw("Nhầm.", nonsense)
        self.assertEqual(dossier.state, "received")

    def test_refusal_and_suspension(self):
        draft = self._draft(complete=False)
        draft.refuse(reason_id=self._reason("refuse_1").id)
        self.assertEqual(draft.reason_id, self._reason("refuse_1"))
        self.assertEqual(draft.notice_ids.reason, self._reason("refuse_1").name)
        dossier = self._processing()
        dossier.with_user(self.approver).suspend(reason_id=self._reason("suspend_2").id)
        self.assertEqual(dossier.reason_id, self._reason("suspend_2"))

    def test_give_back(self):
        dossier = self._processing()
        for user in (self.appraiser, self.clerk, self.director, self.other_approver, self.cashier):
            with self.assertRaises(AccessError):
                dossier.with_user(user).give_back("Không.")
        dossier.with_user(self.approver).give_back(reason_id=self._reason("give_back_1").id)
        self.assertEqual((dossier.state, dossier.custody), ("given_back", "applicant"))
        self.assertEqual((dossier.status_code, dossier.status_words), (8, "Dừng xử lý"))
        self.assertIn("được trả lại", dossier._get_public_status()["task"])
        self.assertEqual(dossier.ledger_ids.mapped("kind"), ["reception", "given_back"])
        with self.assertRaises(UserError):
            dossier.withdraw("Muộn.")

    def test_a_result_is_not_given_back_without_one(self):
        with self.assertRaises(UserError):
            self._done().give_back("Muộn.")
        with self.assertRaises(UserError):
            self._draft().give_back("Sớm.")

    def test_dialog(self):
        dossier = self._processing()
        dialog = (
            self.env["hcc.dossier.act"]
            .with_user(self.approver)
            .create({"dossier_id": dossier.id, "verb": "give_back"})
        )
        self.assertEqual(dialog.reason_kind, "give_back")
        dialog.write({"reason_id": self._reason("give_back_2").id, "reason": "Theo Thông báo."})
        dialog.action_confirm()
        self.assertEqual(dossier.reason_id, self._reason("give_back_2"))

    def test_the_list_holds_together(self):
        reason = self._reason("withdraw_1")
        with self.assertRaisesRegex(ValidationError, "agency table"):
            reason.report_place = "paused"
        with self.assertRaisesRegex(ValidationError, "does nothing to dues"):
            self._reason("suspend_1").fee_effect = "refund"
        with self.assertRaisesRegex(UserError, "stays of its kind"):
            reason.kind = "stop"

    def test_sets_of_statuses_made_before_show_the_new_state(self):
        national = self.env.ref("hcc_dossier.status_set_national_10")
        row = national.state_ids.filtered(lambda row: row.state == "given_back")
        self.env.cr.execute("DELETE FROM hcc_status_state WHERE id = %s", [row.id])
        self.env.invalidate_all()
        self.env["hcc.status.set"]._add_new_states()
        shown = {row.state: row.status_id.number for row in national.state_ids}
        self.assertEqual(shown["given_back"], shown["stopped"])
