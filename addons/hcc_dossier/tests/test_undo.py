from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .correction_common import CorrectionCommon


@tagged("post_install", "-at_install")
class TestUndo(CorrectionCommon):
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

    def test_a_sending_back_leaves_a_held_step_as_long_held(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        approving = dossier.with_user(self.approver)
        with self.at("2026-11-23 09:00"):
            approving.take_step()
            taken_at = approving.current_step_id.taken_at
        with self.at("2026-11-23 10:00"):
            approving.send_back("Xem lại.")
            approving.undo()
        step = dossier.current_step_id
        self.assertEqual((step.holder_user_id, step.taken_at), (self.approver, taken_at))

    def test_a_sending_back_leaves_an_untaken_step_untaken(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).send_back("Xem lại.")
        dossier.with_user(self.approver).undo()
        step = dossier.current_step_id
        self.assertEqual((step.holder_user_id.id, step.taken_at), (False, False))

    def test_papers_that_lay_with_the_agency_lie_there_again(self):
        """Of a dossier that continues a wrong acceptance."""
        dossier = self._corrected(self._processing(), self.approver)
        dossier.receive()
        self.assertEqual(dossier.custody, "agency")
        here = self._received()
        (dossier | here).hand_over()
        for one, custody in ((dossier, "agency"), (here, "centre")):
            one.undo()
            self.assertEqual((one.state, one.custody), ("received", custody))

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

    # -- what happens by itself meanwhile ---------------------------------------

    def _watch(self):
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *args, **kwargs: float("inf")):
            self.env["hcc.dossier.warning"]._cron_watch()

    def test_a_warning_is_no_act(self):
        dossier = self._processing()
        with self.at("2026-12-01 15:00"):
            dossier.with_user(self.appraiser).complete_step()
            self._watch()
            self.assertEqual(self._entries(dossier)[-1:].verb, "warn")
            self.assertTrue(dossier.with_user(self.appraiser).can_undo)
            dossier.with_user(self.appraiser).undo()
        self.assertEqual(dossier.current_step_id.kind, "appraise")

    def test_a_warned_round_goes_with_its_sending_back(self):
        dossier = self._processing()
        with self.at("2026-12-01 15:00"):
            dossier.with_user(self.appraiser).complete_step()
            before = {step: step.due_at for step in dossier.step_ids}
            dossier.with_user(self.approver).send_back("Xem lại.")
            self._watch()
            self.assertEqual(self._entries(dossier)[-1:].verb, "warn")
            dossier.with_user(self.approver).undo()
        self.assertEqual({step: step.due_at for step in dossier.step_ids}, before)

    def test_what_was_sent_back_is_due_as_before(self):
        kinds = ("appraise", "approve", "other", "number_seal")
        steps = [
            Command.create({"sequence": number, "name": kind, "kind": kind, "hours": 6})
            for number, kind in enumerate(kinds)
        ]
        self._publish_version(self.procedure, valid_from="2026-11-01", step_ids=steps)
        dossier = self._processing()
        with self.at("2026-11-23 15:00"):
            dossier.with_user(self.appraiser).complete_step()
            before = {step: step.due_at for step in dossier.step_ids}
            dossier.with_user(self.approver).send_back("Xem lại.")
            dossier.with_user(self.approver).undo()
        self.assertEqual({step: step.due_at for step in dossier.step_ids}, before)

    def test_what_says_nothing_new_is_no_act(self):
        for verb in ("mail_form", "resend_message", "download_result", "propose_stop"):
            dossier = self._received()
            dossier.hand_over()
            self.env["hcc.journal.entry"]._append(dossier, verb)
            dossier.undo()
            self.assertEqual(dossier.state, "received")

    def _close_the_day(self, day):
        values = {"date": day, "name": "Mất điện", "kind": "closure", "company_id": self.centre.id}
        self.env["hcc.calendar.day"].create(values)
        self.env["hcc.dossier"]._cron_recount()

    def test_a_new_due_time_stays_and_the_undone_step_gets_its_own(self):
        undone, plain = self._processing(), self._processing()
        undone.with_user(self.appraiser).complete_step()
        self._close_the_day("2026-11-25")
        self.assertEqual(self._entries(undone)[-1:].verb, "recount")
        undone.with_user(self.appraiser).undo()
        self.assertEqual(undone.due_at, plain.due_at)
        self.assertEqual(undone.step_ids.mapped("due_at"), plain.step_ids.mapped("due_at"))

    def test_the_hand_over_is_due_by_the_new_calendar(self):
        with self.at("2026-11-23 18:30"):
            handed, plain = self._received(), self._received()
            handed.hand_over()
            before = handed.handover_due_at
            self._close_the_day("2026-11-25")
            handed.undo()
            self.assertEqual(handed.handover_due_at, plain.handover_due_at)
            self.assertNotEqual(handed.handover_due_at, before)

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
