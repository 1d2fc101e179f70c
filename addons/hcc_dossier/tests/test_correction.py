from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from ..models.reception.hcc_dossier_reception import STATUS_TOKEN
from .correction_common import CorrectionCommon
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestCorrection(CorrectionCommon, PaperCommon):
    """A wrong acceptance is voided and continued; a typing error is amended; a lost slip comes
    again, and its code ends on request."""

    def test_the_official_corrects_on_the_day(self):
        wrong = self._received(subject="Thửa số 5", return_channel="postal", return_address="Bản A")
        code, history = wrong.name, wrong.received_at
        draft = self._corrected(wrong)
        self.assertEqual((wrong.state, wrong.name, wrong.received_at), ("cancelled", code, history))
        self.assertEqual((wrong.replaced_by_id, draft.replaces_id), (draft, wrong))
        self.assertEqual(
            (draft.state, draft.subject, draft.return_address), ("draft", "Thửa số 5", "Bản A")
        )
        self.assertEqual(
            draft.component_ids.mapped("is_received"), wrong.component_ids.mapped("is_received")
        )
        entry = self._entry(wrong, "correct")
        self.assertEqual(set(entry.facts), {"reason", "step"})
        self.assertEqual(self._entry(draft, "continue").facts, {"replaces": wrong.id})
        draft.receive()
        self.assertNotEqual(draft.name, code)

    def test_the_time_limit_runs_from_the_first_reception(self):
        with self.at("2026-11-23 08:00"):
            wrong = self._received()
        with self.at("2026-11-25 09:00"):
            draft = self._corrected(wrong, self.approver)
            draft.receive()
            self.assertEqual(draft.due_at, wrong.due_at)
            self.assertEqual(str(draft.received_on), "2026-11-25")

    def test_who_and_when(self):
        dossier = self._received()
        for user in (self.appraiser, self.clerk, self.oversight, self.cashier, self.other_official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).correct("Nhầm.")
        with self.at("2026-11-25 08:00"):
            self.assertFalse(dossier.can_correct)
            with self.assertRaisesRegex(AccessError, "on its day"):
                dossier.correct("Nhầm.")
            self.assertEqual(self._corrected(dossier, self.director).replaces_id, dossier)
        handed_over = self._processing()
        with self.assertRaisesRegex(AccessError, "on its day"):
            handed_over.correct("Nhầm.")
        self._corrected(handed_over, self.approver)
        self.assertEqual(handed_over.state, "cancelled")

    def test_the_policy_may_leave_it_to_approvers(self):
        self.env.ref("hcc_base.policy_c").correction_by_official = "never"
        dossier = self._received()
        with self.assertRaises(AccessError):
            dossier.correct("Nhầm.")
        self._corrected(dossier, self.approver)

    def test_a_numbered_result_is_not_voided(self):
        dossier = self._sealed()
        with self.assertRaisesRegex(UserError, "result's number"):
            dossier.with_user(self.director).correct("Nhầm.")
        with self.assertRaises(UserError):
            self._draft().correct("Chưa nhận.")

    def test_the_code_is_never_used_again(self):
        wrong = self._received()
        draft = self._corrected(wrong)
        draft.receive()
        other = self._received()
        self.assertEqual(len({wrong.name, draft.name, other.name}), 3)

    def test_the_void_slip_and_its_page_say_so(self):
        wrong = self._received()
        draft = self._corrected(wrong)
        self.assertIn("ĐÃ HỦY", self._text(self._print("hcc_dossier.report_slip", wrong)))
        self.assertIn("đã hủy do tiếp nhận nhầm", wrong._get_public_status()["task"])
        self.assertNotIn("với mã", wrong._get_public_status()["task"])
        draft.receive()
        self.assertIn(draft.name, wrong._get_public_status()["task"])
        new = self._text(self._print("hcc_dossier.report_slip", draft))
        self.assertNotIn("ĐÃ HỦY", new)
        self.assertIn("Thay cho giấy tiếp nhận đã hủy, mã hồ sơ:", new)
        self.assertIn(wrong.name, new.replace("- ", "-"))
        self._pictures(self._print("hcc_dossier.report_slip", wrong), "void")

    # -------------------------------------------------------------------------
    # ONE DOSSIER FOR THE APPLICANT
    # -------------------------------------------------------------------------

    def _waited(self):
        """Received on Monday, a supplement awaited from Tuesday to the Monday after."""
        with self.at("2026-11-23 08:00"):
            wrong = self._processing()
        with self.at("2026-11-24 08:00"):
            wrong.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        with self.at("2026-11-30 08:00"):
            wrong.accept_supplement()
        return wrong

    def _received_again(self, wrong, user=None):
        draft = self._corrected(wrong, user or self.approver)
        draft.receive()
        return draft

    def _at_work(self, dossier):
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        return dossier

    def test_what_happened_once_happened(self):
        wrong = self._waited()
        with self.at("2026-11-30 09:00"):
            wrong.with_user(self.approver).extend("2026-12-09 02:00:00", "Phải xác minh.")
            again = self._at_work(self._received_again(wrong))
            third = self._at_work(self._received_again(again))
            for dossier in (again, third):
                self.assertEqual(dossier._supplement_count(), 1)
                self.assertEqual(dossier._reappointment_count(), 1)
            with self.assertRaisesRegex(UserError, "already requested 1"):
                third.with_user(self.appraiser).request_supplement("Thiếu nữa.")
            with self.assertRaisesRegex(UserError, "already re-appointed 1"):
                third.with_user(self.approver).extend("2026-12-10 02:00:00", "Lại xác minh.")
            untouched = self._processing()
            untouched.with_user(self.appraiser).request_supplement("Thiếu bản sao.")

    def test_guidance_counts_along_too(self):
        wrong = self._draft(complete=False)
        wrong.guide("Thiếu giấy tờ.")
        wrong.component_ids.filtered("is_required").write(
            {"is_received": True, "is_missing": False}
        )
        wrong.receive()
        draft = self._corrected(wrong)
        with self.assertRaisesRegex(UserError, "already guided 1"):
            draft.guide("Thiếu nữa.")

    def test_what_was_waited_for_is_carried_over(self):
        wrong = self._waited()
        due_at = wrong.due_at
        self.assertEqual(due_at, centre_time("2026-12-03 08:00"), "counted from the supplement")
        with self.at("2026-12-01 10:00"):
            again = self._received_again(wrong)
            self.assertEqual((again.due_at, again.first_due_at), (due_at, due_at))
            self.assertEqual(again.appointment_at, due_at)
            self.assertFalse(again.is_overdue)
            planned = again.step_ids.mapped("due_at")
            self.assertGreater(min(planned), centre_time("2026-12-01 10:00"))
            self.assertLessEqual(max(planned), due_at)
            self.env["hcc.dossier"]._cron_recount()
            self.assertEqual(again.due_at, due_at)
            self.assertFalse(self._entry(again, "recount"))
            self.assertEqual(again.step_ids.mapped("due_at"), planned)

    def test_its_slip_tells_both_receptions(self):
        wrong = self._waited()
        with self.at("2026-11-30 09:00"):
            wrong.with_user(self.approver).extend("2026-12-09 02:00:00", "Phải xác minh.")
        with self.at("2026-12-01 10:00"):
            again = self._received_again(wrong)
        slip = self._text(self._print("hcc_dossier.report_slip", again))
        slip = " ".join(slip.split())
        self.assertIn("08 giờ 00 phút, ngày 23/11/2026 (lần đầu)", slip)
        self.assertIn("tiếp nhận lại 10 giờ 00 phút, ngày 01/12/2026", slip)
        self.assertIn("08 giờ 00 phút, ngày 03/12/2026", slip)
        self.assertIn("hẹn lại ngày trả kết quả: 09 giờ 00 phút, ngày 09/12/2026", slip)
        self.assertEqual(again.appointment_at, centre_time("2026-12-09 09:00"))
        self._pictures(self._print("hcc_dossier.report_slip", again), "again")

    # -------------------------------------------------------------------------
    # NOT RECEIVED AGAIN
    # -------------------------------------------------------------------------

    def _found(self):
        self.env["hcc.truth.run"].sudo()._run(self.centre, "demand")
        findings = self.env["hcc.truth.finding"].search(
            [("company_id", "=", self.centre.id), ("check_code", "=", "not_again"),
             ("state", "!=", "mended")]
        )  # fmt: skip
        return set(findings.mapped("res_id"))

    def test_what_is_not_received_again_is_found(self):
        forgotten, continued = self._received(), self._received()
        draft = self._corrected(forgotten)
        again = self._corrected(continued)
        self.assertFalse(self._found(), "the day is not over")
        with self.at("2026-11-24 08:00"):
            again.receive()
            self.assertEqual(self._found(), {forgotten.id})
            draft.receive()
            self.assertFalse(self._found())

    def test_nobody_but_the_approver_ends_what_continues(self):
        draft = self._corrected(self._received())
        for act in (draft.refuse, draft.cancel):
            with self.assertRaisesRegex(AccessError, "without an acceptance"):
                act("Không đủ điều kiện.")
        self.assertFalse(draft.can_refuse or draft.can_cancel)
        with self.assertRaises(AccessError):
            draft.with_user(self.other_approver).refuse("Không đủ điều kiện.")
        draft.with_user(self.approver).refuse("Không thuộc thẩm quyền.")
        self.assertEqual(draft.state, "refused")
        task = draft.replaces_id._get_public_status()["task"]
        self.assertIn("không được tiếp nhận lại", task)
        with self.at("2026-11-24 08:00"):
            self.assertFalse(self._found())

    def test_others_are_refused_at_the_counter_as_before(self):
        draft = self._draft()
        with self.assertRaisesRegex(AccessError, "only these roles do this"):
            draft.with_user(self.approver).refuse("Không.")
        draft.refuse("Không thuộc thẩm quyền.")
        self.assertEqual(draft.state, "refused")

    def test_an_official_gets_round_the_approver_by_no_way(self):
        draft = self._corrected(self._received())
        draft.component_ids[0].write({"is_received": False, "is_missing": True})
        draft.guide("Thiếu đơn.")
        with self.assertRaisesRegex(AccessError, "without an acceptance"):
            draft.withdraw("Theo đơn.")
        self.assertFalse(draft.can_withdraw)
        draft.with_user(self.approver).withdraw("Theo đơn.")
        self.assertEqual(draft.state, "withdrawn")
        ordinary = self._received()
        with self.assertRaisesRegex(AccessError, "only these roles do this") as refusal:
            ordinary.with_user(self.approver).withdraw("Theo đơn.")
        self.assertNotIn("void", str(refusal.exception))
        ordinary.withdraw("Theo đơn.")

    def test_the_approver_records_the_withdrawal_of_a_fresh_correction(self):
        wrong = self._received()
        draft = self._corrected(wrong)
        self.assertFalse(draft.can_withdraw)
        with self.assertRaisesRegex(AccessError, "without an acceptance"):
            draft.withdraw("Theo đơn.")
        deciding = draft.with_user(self.approver)
        self.assertTrue(deciding.can_withdraw)
        deciding.withdraw("Theo đơn.")
        self.assertEqual((draft.state, draft.custody), ("withdrawn", "applicant"))
        self.assertIn("rút theo yêu cầu", wrong._get_public_status()["task"])
        with self.at("2026-11-24 08:00"):
            self.assertFalse(self._found())

    def test_an_ordinary_draft_is_not_withdrawn(self):
        draft = self._draft()
        for user in (self.official, self.approver):
            acting = draft.with_user(user)
            self.assertFalse(acting.can_withdraw)
            with self.assertRaisesRegex(UserError, "never accepted"):
                acting.withdraw("Theo đơn.")
        self.assertEqual(draft.state, "draft")

    def test_what_is_not_received_here_any_more_can_be_refused(self):
        wrong = self._received()
        self.procedure.sudo().write({"reception": "excluded", "exclusion_reason": "Cấp tại chỗ."})
        draft = self._corrected(wrong)
        self.assertEqual(draft.procedure_id, self.procedure)
        with self.assertRaises(UserError):
            draft.receive()
        draft.with_user(self.approver).refuse("Không thuộc thẩm quyền.")
        self.assertEqual(draft.state, "refused")
        self.assertTrue(draft.notice_ids)

    def test_the_void_page_says_how_it_ended(self):
        ends = {
            "refuse": ("refused", "phiếu từ chối"),
            "withdraw": ("withdrawn", "rút theo yêu cầu"),
            "cancel": ("cancelled", "liên hệ Trung tâm"),
        }
        for verb, (state, words) in ends.items():
            with self.subTest(verb):
                wrong = self._received()
                draft = self._corrected(wrong)
                if verb == "withdraw":
                    draft.component_ids[0].write({"is_received": False, "is_missing": True})
                    draft.guide("Thiếu đơn.")
                getattr(draft.with_user(self.approver), verb)("Không tiếp nhận lại.")
                self.assertEqual(draft.state, state)
                task = wrong._get_public_status()["task"]
                self.assertIn("không được tiếp nhận lại", task)
                self.assertIn(words, task)
                self.assertEqual("văn bản gửi" in task or "phiếu từ chối" in task, verb == "refuse")
                self.assertIn("void", wrong._get_public_status("en")["task"])

    def test_corrected_twice_the_page_names_the_last(self):
        first = self._received()
        second = self._corrected(first)
        second.receive()
        third = self._corrected(second)
        self.assertIn("đang được tiếp nhận lại", first._get_public_status()["task"])
        third.receive()
        for dossier in (first, second):
            task = dossier._get_public_status()["task"]
            self.assertIn(third.name, task)
            self.assertNotIn(second.name, task)

    def test_lost_papers_are_settled_before_the_acceptance_is_corrected(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).report_loss("Mất.")
        with self.assertRaisesRegex(UserError, "reported as lost"):
            self._corrected(dossier, self.approver)
        self.assertFalse(dossier.with_user(self.approver).can_correct)
        dossier.rebuild()
        self._corrected(dossier, self.approver)
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        self.assertTrue(dossier.incident_ids.notice_id, "the apology is still owed")

    def test_a_proposal_about_the_voided_one_lapses(self):
        self.env.ref("hcc_base.policy_c").supplement_override = "agency"
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        dossier.accept_supplement()
        dossier.with_user(self.appraiser).ask_exception("supplement", "Cần thêm bản vẽ.")
        self._corrected(dossier, self.approver)
        self.assertEqual(dossier.sudo().proposal_ids.mapped("state"), ["lapsed"])

    # -------------------------------------------------------------------------
    # TYPING ERRORS
    # -------------------------------------------------------------------------

    def test_amend_prints_a_new_slip(self):
        dossier = self._received()
        old_token = self.env["hcc.token"]._issue(dossier, STATUS_TOKEN)
        dossier.amend({"applicant_name": "Lò Thị Thử Nghiệp", "applicant_phone": "0912 000 111"})
        self.assertEqual(dossier.applicant_name, "Lò Thị Thử Nghiệp")
        entry = self._entry(dossier, "amend")
        self.assertEqual(
            entry.facts, {"fields": ["applicant_name", "applicant_phone"], "version": 1}
        )
        slip = self._text(self._print("hcc_dossier.report_slip", dossier))
        self.assertIn("Bản thay thế lần 1 – giấy cấp trước không còn giá trị", slip)
        self.assertFalse(self.env["hcc.token"]._resolve(old_token, STATUS_TOKEN))
        dossier.amend({"return_channel": "postal", "return_address": "Bản B"})
        self.assertEqual(dossier.slip_amendments, 2)
        self._pictures(self._print("hcc_dossier.report_slip", dossier), "amended")

    def test_amend_is_for_typing_errors(self):
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "somebody else"):
            dossier.amend({"applicant_name": "Vàng A Páo"})
        with self.assertRaisesRegex(UserError, "cannot be amended"):
            dossier.amend({"due_at": "2027-01-01"})
        with self.assertRaisesRegex(UserError, "nothing was changed"):
            dossier.amend({"applicant_name": dossier.applicant_name})
        self.assertFalse(dossier.slip_amendments)
        for user in (self.appraiser, self.approver, self.director, self.other_official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).amend({"applicant_address": "Bản C"})

    # -------------------------------------------------------------------------
    # LOST SLIPS
    # -------------------------------------------------------------------------

    def test_a_lost_slip_comes_again(self):
        dossier = self._received()
        token = self.env["hcc.token"]._issue(dossier, STATUS_TOKEN)
        dossier.reprint_slip("identity_card")
        self.assertTrue(self.env["hcc.token"]._resolve(token, STATUS_TOKEN))
        dossier.reprint_slip("attorney", new_code=True)
        self.assertFalse(self.env["hcc.token"]._resolve(token, STATUS_TOKEN))
        slip = self._text(self._print("hcc_dossier.report_slip", dossier))
        self.assertIn("Bản in lại lần 2", slip)
        entry = self._entry(dossier, "reprint_slip")[0]
        self.assertEqual(entry.facts, {"paper": "attorney", "new_code": True, "copy": 2})

    def test_who_asks_is_recognised(self):
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "recognised"):
            dossier.reprint_slip()
        with self.assertRaisesRegex(UserError, "recognised"):
            dossier.reprint_slip("Lò Thị Thử 012195000017")
        with self.assertRaises(AccessError):
            dossier.with_user(self.clerk).reprint_slip("passport")
        self.assertFalse(dossier.slip_reprints)

    def test_the_dialog_shows_nothing_to_who_may_not_amend(self):
        dossier = self._received()
        for user in (self.director, self.approver):
            dialogs = self.env["hcc.dossier.act"].with_user(user)
            dialog = dialogs.create({"dossier_id": dossier.id, "verb": "amend"})
            self.assertFalse(dialog.new_applicant_phone or dialog.new_applicant_name)
        self.assertFalse(dossier.with_user(self.other_official).has_access("read"))
        foreign = self.env["hcc.dossier.act"].with_user(self.other_official)
        dialog = foreign.create({"dossier_id": dossier.id, "verb": "amend"})
        self.assertFalse(dialog.new_applicant_phone or dialog.new_applicant_name)

    def test_dialogs(self):
        dossier = self._received()
        dialogs = self.env["hcc.dossier.act"].with_user(self.official)
        dialog = dialogs.create({"dossier_id": dossier.id, "verb": "amend"})
        self.assertEqual(dialog.new_applicant_name, dossier.applicant_name)
        dialog.new_applicant_address = "Bản Sửa, xã Mẫu"
        self.assertEqual(dialog.action_confirm()["type"], "ir.actions.report")
        self.assertEqual(self._entry(dossier, "amend").facts["fields"], ["applicant_address"])
        dialogs.create(
            {"dossier_id": dossier.id, "verb": "reprint_slip", "asker_paper": "vneid"}
        ).action_confirm()
        self.assertEqual(dossier.slip_reprints, 1)
        reason = self.env.ref("hcc_dossier.reason_correct_2")
        action = dialogs.create(
            {"dossier_id": dossier.id, "verb": "correct", "reason_id": reason.id}
        ).action_confirm()
        self.assertEqual(action["res_id"], dossier.replaced_by_id.id)
