from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestHolder(HccDossierCommon):
    """Taken, given back, reassigned: what one holds nobody else completes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("d_colleague", "appraiser", agency=cls.agency)

    def _appraised(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        return dossier

    def _verbs(self, dossier):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], order="id"
        )

    def test_only_the_holder_completes(self):
        dossier = self._processing()
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)
        with self.assertRaisesRegex(AccessError, "held by"):
            dossier.with_user(self.colleague).complete_step()
        self.assertFalse(dossier.with_user(self.colleague).can_complete_step)
        dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")

    def test_taken_once(self):
        dossier = self._appraised()
        other = self._create_user("d_second", "approver", agency=self.agency)
        dossier.with_user(self.approver).take_step()
        step = dossier.current_step_id
        self.assertEqual(step.holder_user_id, self.approver)
        self.assertEqual(step.taken_at, centre_time("2026-11-23 08:00"))
        with self.assertRaisesRegex(UserError, "has been taken by"):
            dossier.with_user(other).take_step()
        with self.assertRaises(AccessError):
            dossier.with_user(other).send_back("Không rõ.")
        with self.assertRaises(AccessError):
            dossier.with_user(other).release_step()
        dossier.with_user(self.approver).release_step()
        self.assertFalse(step.holder_user_id or step.taken_at)
        dossier.with_user(other).complete_step()
        self.assertEqual(self._verbs(dossier).mapped("verb")[-3:],
                         ["take_step", "release_step", "complete_step"])  # fmt: skip

    def test_who_may_take(self):
        dossier = self._appraised()
        for user in (self.appraiser, self.clerk, self.official, self.other_approver,
                     self.director, self.oversight, self.cashier):  # fmt: skip
            with self.assertRaises(AccessError):
                dossier.with_user(user).take_step()

    def test_only_the_holder_acts_in_the_step(self):
        """Above all nobody else spends the one supplement."""
        dossier = self._processing()
        for user in (self.colleague, self.approver):
            other = dossier.with_user(user)
            self.assertFalse(other.can_request_supplement or other.can_consult)
            self.assertFalse(other.can_put_draft or other.can_prepare_submission or other.can_sign)
            with self.assertRaisesRegex(AccessError, "held by"):
                other.request_supplement("Thiếu bản sao.")
            with self.assertRaisesRegex(AccessError, "held by"):
                other.consult(self.other_agency.ids, "Ý kiến?", 2)
        with self.assertRaisesRegex(AccessError, "held by"):
            dossier.with_user(self.colleague).prepare_submission("Đủ.")
        with self.assertRaisesRegex(AccessError, "held by"):
            dossier.with_user(self.colleague).put_draft("kq.pdf", "")
        dossier = self._appraised()
        dossier.with_user(self.approver).take_step()
        with self.assertRaisesRegex(AccessError, "held by"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        dossier.with_user(self.approver).request_supplement("Thiếu bản sao.")
        self.assertEqual(dossier.state, "supplement")

    def test_in_the_holders_place_a_delegate_asks(self):
        delegate = self._create_user("d_delegate", "appraiser", agency=self.other_agency)
        dossier = self._processing()
        with self.assertRaises(AccessError):
            dossier.with_user(delegate).consult(self.other_agency.ids, "Ý kiến?", 2)
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.appraiser.id, "delegate_user_id": delegate.id,
                "agency_id": self.agency.id, "scope": "agency", "act_appraise": True,
                "decision_number": "9/QĐ", "decision_date": "2026-01-01",
                "decision_signer": "Giám đốc", "date_from": "2026-01-01", "date_to": "2026-12-31",
            }
        )  # fmt: skip
        delegation.activate()
        dossier.with_user(delegate).consult(self.other_agency.ids, "Ý kiến?", 2)
        entry = self._verbs(dossier)[-1]
        self.assertEqual((entry.verb, entry.facts["delegation"]), ("consult", delegation.id))

    def test_reassigned_by_the_units_approver_or_the_director(self):
        dossier = self._processing()
        for user in (self.appraiser, self.colleague, self.clerk, self.official,
                     self.other_approver, self.oversight):  # fmt: skip
            with self.assertRaises(AccessError):
                dossier.with_user(user).reassign_step(self.colleague.id, "Nghỉ ốm.")
        dossier.with_user(self.approver).reassign_step(self.colleague.id, "Nghỉ ốm.")
        step = dossier.current_step_id
        self.assertEqual((step.holder_user_id, step.reassign_reason), (self.colleague, "Nghỉ ốm."))
        entry = self._verbs(dossier)[-1]
        self.assertEqual(
            (entry.verb, entry.user_id, entry.facts["from"], entry.facts["to"]),
            ("reassign_step", self.approver, self.appraiser.id, self.colleague.id),
        )
        self.assertNotIn("Nghỉ ốm", str(entry.facts))
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.director).reassign_step(self.appraiser.id, "Đã đi làm lại.")
        dossier.with_user(self.appraiser).complete_step()

    def test_to_whom(self):
        dossier = self._processing().with_user(self.approver)
        stranger = self._create_user("d_stranger", "appraiser", agency=self.other_agency)
        for person in (self.clerk, self.official, stranger, self.env["res.users"]):
            with self.assertRaisesRegex(UserError, "somebody of"):
                dossier.reassign_step(person.id, "Nghỉ.")
        with self.assertRaisesRegex(UserError, "already"):
            dossier.reassign_step(self.appraiser.id, "Nghỉ.")
        with self.assertRaisesRegex(UserError, "state the reason"):
            dossier.reassign_step(self.colleague.id, " ")
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)

    def test_all_work_of_a_colleague_on_leave(self):
        first, second, third = self._processing(), self._processing(), self._processing()
        third.with_user(self.appraiser).complete_step()
        second.with_user(self.approver).suspend("Chờ kết luận.")
        dialog = (
            self.env["hcc.dossier.reassign"]
            .with_user(self.approver)
            .create({"from_user_id": self.appraiser.id})
        )
        self.assertEqual(dialog.step_ids.dossier_id, first | second)
        self.assertEqual(dialog.candidate_ids, self.appraiser | self.colleague)
        dialog.write({"user_id": self.colleague.id, "reason": "Nghỉ phép."})
        dialog.action_confirm()
        self.assertEqual((first | second).current_step_id.holder_user_id, self.colleague)
        with self.assertRaises(AccessError):
            self.env["hcc.dossier.reassign"].with_user(self.clerk).create({})

    def test_who_has_left_holds_nothing(self):
        dossier = self._processing()
        self.agency.member_ids -= self.appraiser
        dossier.with_user(self.colleague).take_step()
        self.assertEqual(dossier.current_step_id.holder_user_id, self.colleague)
        dossier.with_user(self.colleague).complete_step()

    def test_a_list_that_is_old_takes_nothing(self):
        dossier = self._processing()
        step = dossier.current_step_id
        dossier.with_user(self.appraiser).complete_step()
        with self.assertRaisesRegex(UserError, "no longer in the step"):
            step.with_user(self.appraiser).action_take()

    def test_papers_and_steps_are_taken_from_one_list(self):
        handed_over, released = self._received(), self._processing()
        handed_over.hand_over()
        released.with_user(self.appraiser).release_step()
        steps = (handed_over | released).current_step_id.with_user(self.colleague)
        steps.action_take()
        self.assertEqual(steps.holder_user_id, self.colleague)
        self.assertEqual(handed_over.state, "processing")

    # -------------------------------------------------------------------------
    # THE CLOCK OF A STEP
    # -------------------------------------------------------------------------

    def test_hours_used_leave_out_the_waits(self):
        dossier = self._processing()  # Monday 08:00
        step = dossier.current_step_id
        with self.at("2026-11-23 10:00"):
            dossier.with_user(self.approver).suspend("Chờ kết luận.")
        with self.at("2026-11-23 16:00"):
            step.invalidate_recordset()
            self.assertEqual(step.hours_used, 2)
        with self.at("2026-11-25 08:00"):  # the 24th is a holiday
            dossier.with_user(self.approver).resume()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(step.hours_used, 3)
        self.assertFalse(step.is_late)

    def test_a_repeated_step_gets_its_quota_afresh(self):
        dossier = self._processing()
        with self.at("2026-11-23 09:00"):
            dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-23 10:00"):
            dossier.with_user(self.approver).send_back("Làm rõ căn cứ.")
        appraisal, approval, seal = dossier.step_ids.filtered(
            lambda s: not s.finished_at
        )._in_order()
        # 12, 8 and 4 hours from Monday 10:00, within the dossier's own time limit.
        self.assertEqual(appraisal.due_at, centre_time("2026-11-25 16:00"))
        self.assertEqual(approval.due_at, centre_time("2026-11-26 16:00"))
        self.assertEqual(seal.due_at, dossier.due_at)
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertEqual(dossier.send_back_count, 1)

    def test_sent_back_to_a_chosen_step(self):
        self._publish_version(
            self.procedure,
            valid_from="2026-11-23",
            step_ids=[
                (0, 0, {"sequence": 1, "name": "Kiểm tra", "kind": "appraise", "hours": 4}),
                (0, 0, {"sequence": 2, "name": "Thẩm định", "kind": "appraise", "hours": 8}),
                (0, 0, {"sequence": 3, "name": "Phê duyệt", "kind": "approve", "hours": 4}),
                (0, 0, {"sequence": 4, "name": "Đóng dấu", "kind": "number_seal", "hours": 4}),
            ],
        )
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.colleague).complete_step()
        approver = dossier.with_user(self.approver)
        first, second = approver.returnable_step_ids
        with self.assertRaisesRegex(UserError, "goes back to one of"):
            approver.send_back("Sai.", step_id=dossier.current_step_id.id)
        approver.send_back("Kiểm tra lại từ đầu.", step_id=first.id)
        self.assertEqual(dossier.current_step_id.name, "Kiểm tra")
        self.assertEqual(dossier.current_step_id.holder_user_id, self.appraiser)
        dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier.current_step_id.name, "Thẩm định")
        self.assertEqual(dossier.current_step_id.holder_user_id, self.colleague)
        dossier.with_user(self.colleague).complete_step()
        approver.send_back("Thẩm định lại.")
        self.assertEqual((dossier.current_step_id.name, dossier.current_step_id.round),
                         ("Thẩm định", 3))  # fmt: skip
        self.assertEqual(dossier.send_back_count, 2)
        self.assertTrue(second.finished_at)

    def test_who_gets_it_back_reads_why(self):
        dossier = self._appraised()
        self.assertFalse(dossier.with_user(self.approver).sent_back_note)
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).send_back("Làm rõ căn cứ pháp lý.")
        for user in (self.appraiser, self.colleague, self.official, self.director):
            seen = dossier.with_user(user)
            self.assertEqual(seen.sent_back_note, "Làm rõ căn cứ pháp lý.", user.login)
            for words in ("Phê duyệt", self.approver.name, "09:00 25/11/2026"):
                self.assertIn(words, seen.sent_back_from)
        self.assertFalse(dossier.request_reason, "said among colleagues, not to the applicant")
        dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-25 15:00"):
            dossier.with_user(self.approver).send_back("Vẫn thiếu căn cứ.")
        self.assertEqual(dossier.with_user(self.appraiser).sent_back_note, "Vẫn thiếu căn cứ.")
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step()
        self.env.invalidate_all()
        self.assertFalse(dossier.sent_back_note, "the seal is set for the first time")

    def test_a_proposal_to_refuse_gives_its_reason_to_colleagues(self):
        dossier = self._processing()
        with self.assertRaises(UserError) as refused:
            dossier.with_user(self.appraiser).complete_step("refused", " ")
        self.assertIn("state the reason", str(refused.exception))
        self.assertNotIn("applicant", str(refused.exception))

    def test_a_reason_for_colleagues_is_asked_for_as_such(self):
        dossier = self._appraised()
        with self.assertRaises(UserError) as refused:
            dossier.with_user(self.approver).send_back(" ")
        self.assertIn("state the reason", str(refused.exception))
        self.assertNotIn("applicant", str(refused.exception))
