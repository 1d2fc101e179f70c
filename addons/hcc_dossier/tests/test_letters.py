from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard

from .common import SHOWN
from .correction_common import CorrectionCommon
from .message_common import MessageCommon
from .test_paper import PaperCommon

UNCHECKED = "bố cục chưa đối chiếu với văn bản"


@tagged("post_install", "-at_install")
class TestLetters(PaperCommon, MessageCommon, CorrectionCommon):
    """The agency's letters of mishaps: whose head they carry, which form they claim, and that the
    applicant is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _begun(self):
        dossier = self._agreeing()
        dossier.receive()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        return dossier

    def _finished(self):
        dossier = self._begun()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        dossier.return_result("proxy", "Người Nhận Thay", "UQ 02/2026", SHOWN)
        return dossier

    def _events(self, dossier):
        mails = dossier.sudo().sent_ids.filtered(lambda message: message.channel == "email")
        return mails.sorted("id").mapped("event")

    def _letter(self, dossier, kind, name):
        notice = dossier.notice_ids.filtered(lambda one: one.kind == kind)
        pdf = self._print("hcc_dossier.report_notice", notice)
        self._pictures(pdf, f"letter_{name}")
        return notice, self._text(pdf)

    # -- heads, forms ---------------------------------------------------------

    def test_a_letter_carries_its_agencys_head(self):
        lost, revoked, given_back = self._begun(), self._finished(), self._begun()
        lost.report_loss("Mất.")
        lost.with_user(self.approver).apologise_loss("Thất lạc khi luân chuyển.")
        revoked.with_user(self.approver).reopen_result("Sai họ tên.")
        given_back.with_user(self.approver).give_back("Không đủ điều kiện.")
        for dossier, kind, title in (
            (lost, "loss", "VĂN BẢN XIN LỖI DO MẤT, THẤT LẠC HỒ SƠ"),
            (revoked, "revocation", "THÔNG BÁO THU HỒI, ĐÍNH CHÍNH KẾT QUẢ"),
            (given_back, "give_back", "THÔNG BÁO TRẢ LẠI HỒ SƠ"),
        ):
            with self.subTest(kind=kind):
                notice, text = self._letter(dossier, kind, kind)
                self.assertEqual(notice._issuer(), self.agency.name)
                self.assertIn(self.agency.name.upper(), text.upper().partition("CỘNG HÒA")[0])
                self.assertIn(title, text)
                self.assertNotIn("Mẫu số", text)

    # -- who signs ------------------------------------------------------------

    def _signed(self, dossier, name):
        """Issuer, words over the name, and text of the last paper."""
        notice = dossier.notice_ids[-1:]
        pdf = self._print("hcc_dossier.report_notice", notice)
        self._pictures(pdf, f"signed_{name}")
        return notice._issuer(), notice._signer_role(), self._text(pdf)

    def test_an_official_does_not_sign_as_the_agencys_head(self):
        for verb in ("stop", "give_back"):
            with self.subTest(verb=verb):
                dossier = self._begun()
                getattr(dossier, verb)("Quá hạn bổ sung.")
                issuer, role, text = self._signed(dossier, f"official_{verb}")
                self.assertEqual((issuer, role), ("", "Người thông báo"))
                self.assertNotIn("THỦ TRƯỞNG", text)
                self.assertIn(f"{self.centre.name} thông báo", text)
                self.assertIn(self.official.name, text)

    def test_an_approver_signs_as_the_agencys_head(self):
        for verb in ("stop", "give_back"):
            with self.subTest(verb=verb):
                dossier = self._begun()
                getattr(dossier.with_user(self.approver), verb)("Không đủ điều kiện.")
                issuer, role, text = self._signed(dossier, f"approver_{verb}")
                self.assertEqual((issuer, role), (self.agency.name, "Thủ trưởng cơ quan, đơn vị"))
                self.assertIn(f"{self.agency.name} thông báo", text)

    def test_a_refusal_is_signed_by_who_refuses(self):
        counter = self._draft()
        counter.refuse("Không đúng thẩm quyền.")
        issuer, role, text = self._signed(counter, "refused_at_the_counter")
        self.assertEqual((issuer, role), ("", "Người tiếp nhận hồ sơ"))
        self.assertIn(f"{self.centre.name} thông báo", text)
        examined = self._begun()
        examined.with_user(self.appraiser).complete_step()
        examined.with_user(self.approver).complete_step("refused", "Không đủ điều kiện.")
        issuer, role, text = self._signed(examined, "refused_after_examination")
        self.assertEqual((issuer, role), (self.agency.name, "Thủ trưởng cơ quan, đơn vị"))
        self.assertNotIn("NGƯỜI TIẾP NHẬN HỒ SƠ", text)

    def test_in_the_heads_place_one_says_so(self):
        """A delegate by the register; the approver of a room by order of the agency's head."""
        deputy = self._create_user("l_deputy", "official", agency=self.other_agency)
        self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.approver.id, "delegate_user_id": deputy.id,
                "agency_id": self.agency.id, "act_approve": True, "decision_number": "12/QĐ-TN",
                "decision_date": "2026-11-20", "decision_signer": "Giám đốc",
                "date_from": "2026-11-23", "date_to": "2026-11-27",
            }
        ).activate()  # fmt: skip
        room = self.env["hcc.agency"].create(
            {"name": "Phòng", "code": "TN-P1", "kind": "unit", "parent_id": self.agency.id}
        )
        head_of_room = self._create_user("l_room", "approver", agency=room)
        for user, words in ((deputy, "TUQ. THỦ TRƯỞNG"), (head_of_room, "TL. THỦ TRƯỞNG")):
            with self.subTest(words=words):
                dossier = self._begun()
                dossier.with_user(user).extend("2026-12-02 09:00:00", "Phải xác minh.")
                issuer, _role, text = self._signed(dossier, user.login)
                self.assertEqual(issuer, self.agency.name)
                self.assertIn(f"{words} CƠ QUAN, ĐƠN VỊ", text)

    def _with_step_elsewhere(self):
        """A dossier whose approval is another agency's."""
        dossier = self._begun()
        approval = dossier.step_ids.filtered(lambda step: step.kind == "approve")
        past_guard(approval.sudo()).agency_id = self.other_agency
        dossier.with_user(self.appraiser).complete_step()
        return dossier

    def test_an_approver_of_another_agency_signs_for_it(self):
        ends = {
            "refusal": lambda one: one.complete_step("refused", "Không đủ điều kiện."),
            "apology": lambda one: one.extend("2026-12-02 09:00:00", "Phải xác minh."),
            "give_back": lambda one: one.give_back("Không đủ điều kiện."),
        }
        for kind, end in ends.items():
            with self.subTest(kind=kind):
                dossier = self._with_step_elsewhere()
                end(dossier.with_user(self.other_approver))
                notice = dossier.notice_ids
                self.assertEqual((notice.kind, notice.signs_as), (kind, "head"))
                self.assertEqual(notice.agency_id, self.other_agency)
                issuer, role, text = self._signed(dossier, f"elsewhere_{kind}")
                self.assertEqual(
                    (issuer, role), (self.other_agency.name, "Thủ trưởng cơ quan, đơn vị")
                )
                self.assertIn(self.other_agency.name.upper(), text.upper())

    def test_a_room_of_another_agency_signs_by_order_of_its_head(self):
        room = self.env["hcc.agency"].create(
            {"name": "Phòng", "code": "K-P1", "kind": "unit", "parent_id": self.other_agency.id}
        )
        head_of_room = self._create_user("l_far_room", "approver", agency=room)
        dossier = self._begun()
        past_guard(dossier.sudo().step_ids[1]).agency_id = room
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(head_of_room).complete_step("refused", "Không đủ điều kiện.")
        notice = dossier.notice_ids
        self.assertEqual((notice.agency_id, notice.signs_as), (self.other_agency, "by_order"))

    def test_a_delegate_signs_for_the_agency_of_who_delegates(self):
        self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.other_approver.id, "delegate_user_id": self.official.id,
                "agency_id": self.other_agency.id, "act_approve": True, "scope": "procedures",
                "procedure_ids": self.procedure.ids,
                "decision_number": "13/QĐ-TN", "decision_date": "2026-11-20",
                "decision_signer": "Giám đốc",
                "date_from": "2026-11-23", "date_to": "2026-11-27",
            }
        ).activate()  # fmt: skip
        dossier = self._with_step_elsewhere()
        dossier.with_user(self.official).complete_step("refused", "Không đủ điều kiện.")
        notice = dossier.notice_ids
        self.assertEqual((notice.agency_id, notice.signs_as), (self.other_agency, "by_delegation"))

    def test_costs_of_a_loss_are_borne_by_who_apologises(self):
        dossier = self._with_step_elsewhere()
        dossier.report_loss("Mất.")
        dossier.with_user(self.other_approver).apologise_loss("Thất lạc.", cost=50000)
        self.assertEqual(dossier.notice_ids.agency_id, self.other_agency)
        self.assertEqual(dossier.incident_ids.agency_id, self.other_agency)

    def test_who_signs_stays_as_it_was(self):
        dossier = self._begun()
        dossier.with_user(self.approver).give_back("Không đủ điều kiện.")
        self.approver.sudo().write({"agency_ids": [(5,)]})
        self.assertEqual(dossier.notice_ids._signer_role(), "Thủ trưởng cơ quan, đơn vị")

    def test_a_guidance_is_the_centres_paper(self):
        draft = self._draft(complete=False)
        draft.guide("Thiếu giấy tờ.")
        self.assertFalse(draft.notice_ids._issuer())

    def test_forms_say_whether_they_were_compared_with_the_text(self):
        dossier = self._received()
        slip = self._text(self._print("hcc_dossier.slip", dossier))
        self.assertIn(f"Mẫu số 01 – Thông tư số 03/2025/TT-VPCP; {UNCHECKED}", slip)
        self.assertIn(UNCHECKED, self._text(self._print("hcc_dossier.control_slip", dossier)))
        self.policy.source_ids.filtered(
            lambda source: source.field_name == "forms_set"
        ).certainty = "certain"
        slip = self._text(self._print("hcc_dossier.slip", dossier))
        self.assertNotIn(UNCHECKED, slip)
        old = self.env.ref("hcc_base.policy_a")
        self.assertEqual(old._form_basis("slip"), "Mẫu số 01 – Thông tư số 01/2018/TT-VPCP")

    def test_what_stands_across_the_slip(self):
        ends = {
            "ĐÃ TRẢ LẠI": lambda one: one.with_user(self.approver).give_back("Không đủ."),
            "ĐÃ RÚT": lambda one: one.withdraw("Rút."),
            "ĐÃ DỪNG": lambda one: one.stop("Quá hạn."),
            "ĐÃ HỦY": lambda one: one.with_user(self.director).cancel("Nhầm."),
        }
        for words, end in ends.items():
            with self.subTest(words=words):
                dossier = self._begun()
                before = self._text(self._print("hcc_dossier.slip", dossier))
                self.assertNotIn(words, before)
                end(dossier)
                pdf = self._print("hcc_dossier.slip", dossier)
                self._pictures(pdf, f"stamp_{dossier.state}")
                self.assertIn(words, self._text(pdf))

    # -- who is told ----------------------------------------------------------

    def test_papers_given_back_come_with_a_notice(self):
        dossier = self._begun()
        answer = dossier.with_user(self.approver).give_back(
            "Không đủ điều kiện.", request_key="tra-lai-mot-lan"
        )
        again = dossier.with_user(self.approver).give_back(
            "Không đủ điều kiện.", request_key="tra-lai-mot-lan"
        )
        self.assertEqual(answer, again)
        notice = self.env["hcc.dossier.notice"].browse(answer["notice_id"])
        self.assertRegex(notice.number, r"^\d{3}/2026/TBTL$")
        self.assertEqual(self._events(dossier)[-1], "given_back")
        message = dossier.sudo().sent_ids.filtered(lambda one: one.event == "given_back")[:1]
        self.assertEqual(message.cause, str(notice.id))
        status = dossier._get_public_status()
        self.assertIn("thông báo trả lại hồ sơ", status["task"])
        self.assertEqual(status["notices"][-1]["name"], "Thông báo trả lại hồ sơ")

    def test_a_withdrawal_is_confirmed(self):
        dossier = self._begun()
        dossier.withdraw("Rút.")
        self.assertEqual(self._events(dossier)[-1], "withdrawn")

    def test_a_void_slip_is_told_of(self):
        dossier = self._begun()
        dossier.with_user(self.approver).correct("Nhầm thủ tục.")
        self.assertEqual(self._events(dossier)[-1], "corrected")
        dossier.replaced_by_id.with_user(self.approver).cancel("Nhập nhầm.")
        self.assertEqual(self._events(dossier)[-1], "not_again")

    def _guided_again(self, dossier):
        draft = self._corrected(dossier, self.approver)
        draft.component_ids[0].write({"is_received": False, "is_missing": True})
        draft.guide("Thiếu đơn.")
        return draft

    def test_an_end_without_acceptance_is_told_of_once(self):
        for verb, event in (("cancel", "not_again"), ("withdraw", "withdrawn")):
            with self.subTest(verb):
                dossier = self._begun()
                draft = self._guided_again(dossier)
                getattr(draft.with_user(self.approver), verb)("Không tiếp nhận lại.")
                self.assertEqual(self._events(dossier)[-1], event)
                self.assertEqual(self._events(draft), ["guided"])

    def test_another_applicant_hears_of_their_own_paper(self):
        dossier = self._begun()
        draft = self._corrected(dossier, self.approver)
        draft.applicant_id = right = self._another_applicant()
        right.sudo().write({"consent_at": "2026-11-01 00:00:00", "email": "dung@example.vn"})
        draft.component_ids[0].write({"is_received": False, "is_missing": True})
        draft.guide("Thiếu đơn.")
        draft.with_user(self.approver).cancel("Nhập nhầm.")
        self.assertEqual(self._events(draft)[-1], "cancelled")
        self.assertNotIn("not_again", self._events(dossier))

    def test_an_ordinary_discard_is_told_to_nobody(self):
        draft = self._draft()
        draft.applicant_id.sudo().write({"consent_at": "2026-11-01 00:00:00"})
        draft.cancel("Nhập nhầm.")
        self.assertFalse(draft.sudo().sent_ids)

    def test_a_loss_is_told_of_with_the_apology(self):
        dossier = self._begun()
        dossier.report_loss("Mất.")
        self.assertNotIn("lost", self._events(dossier), "the apology tells of it")
        self.assertNotIn("thất lạc", dossier._get_public_status()["task"])
        dossier.with_user(self.approver).apologise_loss("Thất lạc khi luân chuyển.")
        self.assertEqual(self._events(dossier)[-1], "lost")
        self.assertIn("bản sao", dossier._get_public_status()["task"])
        dossier.rebuild()
        self.assertNotIn("thất lạc", dossier._get_public_status()["task"])

    # -- what a letter asks for -----------------------------------------------

    def _words(self, dossier, kind, name):
        notice, text = self._letter(dossier, kind, name)
        return notice, " ".join(text.split())

    def _lost(self):
        dossier = self._begun()
        dossier.with_user(self.appraiser).report_loss("Mất.")
        return dossier

    def test_only_a_result_given_out_is_brought_back(self):
        returned, kept = self._finished(), self._done()
        for dossier in (returned, kept):
            dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        self.assertIn("nộp lại kết quả", self._words(returned, "revocation", "revoked")[1])
        self.assertNotIn("nộp lại kết quả", self._words(kept, "revocation", "revoked_kept")[1])

    def test_it_says_the_same_after_the_second_return(self):
        dossier = self._finished()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        with self.at("2026-11-26 09:00"):
            for user in (self.approver, self.clerk):
                dossier.with_user(user).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            dossier.return_result()
        self.assertIn("nộp lại kết quả", self._words(dossier, "revocation", "revoked_later")[1])

    def test_no_copies_are_asked_for_after_the_end(self):
        dossier = self._lost()
        dossier.withdraw("Rút hồ sơ.")
        with self.at("2026-11-23 10:00"):
            dossier.with_user(self.approver).apologise_loss("Thất lạc.")
        _notice, words = self._words(dossier, "loss", "loss_ended")
        self.assertIn("đã kết thúc", words)
        for untrue in ("bản sao", "Thời hạn giải quyết hồ sơ không thay đổi"):
            self.assertNotIn(untrue, words)

    def test_no_copies_are_asked_for_of_papers_found(self):
        dossier = self._lost()
        dossier.with_user(self.appraiser).rebuild()
        with self.at("2026-11-23 10:00"):
            dossier.with_user(self.approver).apologise_loss("Thất lạc.")
        _notice, words = self._words(dossier, "loss", "loss_found")
        self.assertIn("đã được khôi phục", words)
        self.assertNotIn("bản sao", words)

    def test_an_end_after_the_letter_changes_none_of_its_words(self):
        dossier = self._lost()
        dossier.with_user(self.approver).apologise_loss("Thất lạc.")
        before = dossier.notice_ids._loss_remedy()
        with self.at("2026-11-23 10:00"):
            dossier.withdraw("Rút hồ sơ.")
        self.assertIn("bản sao", before)
        self.assertEqual(dossier.notice_ids._loss_remedy(), before)

    def test_a_lost_result_is_the_agencys_to_replace(self):
        """Lost with the agency, on the way, at the counter and in the archive."""
        sealed, on_the_way, here = self._sealed(), self._sealed(), self._done()
        on_the_way.with_user(self.clerk).hand_over()
        for number, dossier in enumerate((sealed, on_the_way, here)):
            dossier.with_user(self.clerk).report_loss("Mất kết quả.")
            dossier.with_user(self.approver).apologise_loss("Thất lạc kết quả.")
            _notice, words = self._words(dossier, "loss", f"loss_result_{number}")
            self.assertIn("Kết quả giải quyết hồ sơ nêu trên bị mất", words)
            self.assertNotIn("bản sao", words)
            task = dossier._get_public_status()["task"]
            self.assertIn("Kết quả giải quyết hồ sơ bị thất lạc", task)
            self.assertNotIn("bản sao", task)
            self.assertIn("The result was lost", dossier._get_public_status("en")["task"])

    def test_originals_lost_after_the_last_step_are_no_lost_result(self):
        dossier = self._done()
        dossier.report_loss("Mất bản chính.", lost="papers")
        self.assertFalse(dossier.incident_ids.is_result)
        dossier.with_user(self.approver).apologise_loss("Thất lạc bản chính.")
        _notice, words = self._words(dossier, "loss", "loss_originals")
        self.assertIn("giấy tờ Ông/Bà đã nộp bị mất", words)
        for untrue in ("Kết quả giải quyết hồ sơ nêu trên bị mất", "cấp lại kết quả"):
            self.assertNotIn(untrue, words)
        for untrue in ("khôi phục hồ sơ", "Thời hạn giải quyết"):
            self.assertNotIn(untrue, words, "it is decided already")
        self.assertNotIn("Kết quả", dossier._get_public_status()["task"])

    def test_the_dialog_asks_what_was_lost(self):
        dialogs = self.env["hcc.dossier.act"].with_user(self.official)
        reason = self.env.ref("hcc_dossier.reason_loss_1").id
        for dossier, lost in ((self._done(), "result"), (self._begun(), "papers")):
            dialog = dialogs.create(
                {
                    "dossier_id": dossier.id, "verb": "report_loss", "reason": "Mất.",
                    "reason_id": reason,
                }
            )  # fmt: skip
            self.assertEqual(dialog.lost, lost)
        done = self._done()
        dialogs.create(
            {
                "dossier_id": done.id, "verb": "report_loss", "reason": "Mất.",
                "reason_id": reason, "lost": "papers",
            }
        ).action_confirm()  # fmt: skip
        self.assertFalse(done.incident_ids.is_result)

    def test_before_the_last_step_there_is_no_result_to_lose(self):
        dossier = self._begun()
        with self.assertRaisesRegex(UserError, "no result yet"):
            dossier.report_loss("Mất.", lost="result")

    def test_messages_say_nothing_that_may_not_be_so(self):
        templates = self.env["hcc.message.template"]
        texts = templates.search([("event", "in", ("revoked", "lost"))]).mapped("body")
        for untrue in ("đã trả", "đã nộp"):
            self.assertNotIn(untrue, " ".join(texts))

    def test_a_revoked_result_is_told_of(self):
        dossier = self._finished()
        dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        self.assertEqual(self._events(dossier)[-1], "revoked")

    def test_nobody_is_told_without_consent(self):
        dossier = self._processing()
        dossier.with_user(self.approver).give_back("Không đủ điều kiện.")
        self.assertFalse(dossier.sudo().sent_ids)
        self.assertTrue(dossier.notice_ids, "the paper goes with the papers all the same")
