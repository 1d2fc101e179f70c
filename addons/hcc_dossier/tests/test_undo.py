from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestUndo(HccDossierCommon):
    """Undo of one's own last act, within the minutes, while nothing followed."""

    def _entries(self, dossier):
        domain = [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)]
        entries = self.env["hcc.journal.entry"].search(domain, order="id")
        return entries.filtered(lambda entry: entry.verb != "view")

    def test_hand_over(self):
        dossier = self._received()
        dossier.hand_over()
        self.assertTrue(dossier.can_undo)
        dossier.undo()
        self.assertEqual((dossier.state, dossier.custody), ("received", "centre"))
        self.assertFalse(dossier.handed_over_at)
        act, undo = self._entries(dossier)[-2:]
        self.assertEqual(
            (undo.verb, undo.from_state, undo.to_state), ("undo", "handed_over", "received")
        )
        self.assertEqual(undo.facts, {"undone": act.id, "verb": "hand_over"})
        self.assertFalse(dossier.can_undo)
        dossier.hand_over()
        self.assertEqual(dossier.state, "handed_over")

    def test_take(self):
        dossier = self._received()
        dossier.hand_over()
        dossier = dossier.with_user(self.appraiser)
        dossier.take()
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)
        dossier.undo()
        self.assertEqual((dossier.state, dossier.custody), ("handed_over", "to_agency"))
        self.assertFalse(dossier.current_step_id.holder_user_id)
        self.assertFalse(dossier.current_step_id.started_at)
        self.assertFalse(dossier.current_step_id.taken_at)

    def test_take_of_a_step_that_somebody_was_given_before(self):
        """The step is theirs still, since when it was."""
        dossier = self._received()
        dossier.hand_over()
        step = dossier._parts("hcc.dossier.step").browse(dossier.current_step_id.id)
        given_at = self.env["hcc.clock"]._now()
        step.write({"holder_user_id": self.appraiser.id, "taken_at": given_at})
        with self.at("2026-11-23 09:00"):
            dossier.with_user(self.appraiser).take()
            self.assertGreater(step.taken_at, given_at)
            dossier.with_user(self.appraiser).undo()
        self.assertEqual((step.holder_user_id, step.taken_at), (self.appraiser, given_at))

    def test_complete_step(self):
        dossier = self._processing().with_user(self.appraiser)
        first, second, _third = dossier.step_ids
        dossier.complete_step(note="Đủ điều kiện.")
        dossier.undo()
        self.assertEqual(dossier.current_step_id, first)
        self.assertEqual(
            (first.outcome, first.note, first.holder_user_id), (False, False, self.appraiser)
        )
        self.assertTrue(first.started_at)
        self.assertFalse(second.started_at)
        dossier.complete_step()
        self.assertEqual(dossier.current_step_id, second)

    def test_a_signature_by_hand_is_taken_back_with_the_step(self):
        dossier = self._processing()
        steps = dossier._parts("hcc.dossier.step").browse(dossier.step_ids.ids)
        steps.write({"signature_kind": "wet"})
        dossier = dossier.with_user(self.appraiser)
        dossier.complete_step(signed=True)
        step = dossier.step_ids[0]
        self.assertEqual(step.signed_by, "hand")
        dossier.undo()
        self.assertEqual((step.signed_at, step.signed_by), (False, False))

    def test_an_approval_takes_its_decision_back(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        approved = dossier.with_user(self.approver)
        approved.complete_step()
        approved.undo()
        self.assertFalse(dossier.result_kind)
        self.assertEqual(dossier.current_step_id.kind, "approve")

    def test_send_back(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        approving = dossier.with_user(self.approver)
        approving.send_back("Xem lại.")
        self.assertEqual(len(dossier.step_ids), 5)
        approving.undo()
        self.assertEqual(len(dossier.step_ids), 3)
        self.assertEqual(dossier.current_step_id.kind, "approve")
        self.assertFalse(dossier.current_step_id.outcome)
        self.assertFalse(dossier.request_reason)

    def test_the_result_on_its_way(self):
        dossier = self._sealed()
        dossier.with_user(self.clerk).hand_over()
        dossier.with_user(self.clerk).undo()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))

    def test_only_who_did_it(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        colleague = self._create_user("u_appraiser", "appraiser", agency=self.agency)
        for user in (colleague, self.approver, self.official):
            with self.assertRaisesRegex(UserError, "not an act of yours"):
                dossier.with_user(user).undo()
        for user in (self.director, self.oversight, self.cashier):
            with self.assertRaises(AccessError):
                dossier.with_user(user).undo()

    def test_only_while_nothing_followed(self):
        dossier = self._processing()
        with self.assertRaisesRegex(UserError, "not an act of yours"):
            dossier.undo()  # the official's hand-over was taken since
        dossier.with_user(self.appraiser).undo()
        self.assertFalse(dossier.with_user(self.appraiser).can_undo)
        with self.assertRaises(UserError):
            dossier.undo()  # the last act is the undo now

    def test_looking_at_it_is_no_act(self):
        dossier = self._received()
        dossier.hand_over()
        dossier.with_user(self.approver).read(["applicant_phone"])
        dossier.undo()
        self.assertEqual(dossier.state, "received")

    def test_within_the_minutes_of_the_policy(self):
        dossier = self._received()
        dossier.hand_over()
        with self.at("2026-11-23 08:06"), self.assertRaisesRegex(UserError, "minutes old"):
            dossier.undo()
        with self.at("2026-11-23 08:05"):
            dossier.undo()
        self.assertEqual(dossier.state, "received")

    def test_the_policy_may_allow_none(self):
        self.env.ref("hcc_base.policy_c").undo_minutes = 0
        dossier = self._received()
        dossier.hand_over()
        self.assertFalse(dossier.can_undo)
        with self.assertRaisesRegex(UserError, "allows no undo"):
            dossier.undo()

    def test_numbers_and_papers_stay(self):
        sealed = self._sealed()
        with self.assertRaisesRegex(UserError, "number and a seal"):
            sealed.with_user(self.clerk).undo()
        refused = self._processing()
        refused.with_user(self.appraiser).complete_step()
        refused.with_user(self.approver).complete_step(outcome="refused", note="Không đủ.")
        with self.assertRaisesRegex(UserError, "numbered already"):
            refused.with_user(self.approver).undo()
        received = self._received()
        with self.assertRaises(UserError):
            received.undo()  # an acceptance is corrected, not undone
