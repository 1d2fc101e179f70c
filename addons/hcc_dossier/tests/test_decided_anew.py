import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccDossierCommon
from .signing import PASSPHRASE
from .signing_common import SigningCommon


@tagged("post_install", "-at_install")
class TestSentBackFromTheSeal(HccDossierCommon):
    """Until a result has its number, an approver takes it back from the seal and decides anew."""

    def _decided(self, outcome="agreed"):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step(outcome, "Theo quy định.")
        return dossier

    def test_it_goes_back_to_the_approval(self):
        dossier = self._decided()
        seal = dossier.current_step_id
        dossier.with_user(self.clerk).take_step()
        approving = dossier.with_user(self.approver)
        self.assertTrue(approving.can_send_back)
        approving.send_back("Sai họ tên trong dự thảo.")
        step = dossier.current_step_id
        self.assertEqual((step.kind, step.round), ("approve", 2))
        self.assertEqual(step.holder_user_id, self.approver)
        self.assertEqual((seal.outcome, seal.signed_at), ("sent_back", False))
        self.assertFalse(dossier.result_kind)
        approving.complete_step("refused", "Không đủ điều kiện.")
        self.assertEqual(dossier.result_kind, "refused")
        dossier.with_user(self.clerk).complete_step()
        self.assertTrue(dossier.result_number)
        self.assertEqual(len(dossier.seal_use_ids), 1)

    def test_or_to_the_appraisal_where_it_is_named(self):
        dossier = self._decided()
        first = dossier.step_ids._in_order()[0]
        dossier.with_user(self.approver).send_back("Thẩm định lại.", step_id=first.id)
        self.assertEqual(dossier.current_step_kind, "appraise")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        self.assertEqual(dossier.result_kind, "granted")

    def test_only_an_approver_of_the_deciding_agency(self):
        dossier = self._decided()
        for user in (self.appraiser, self.clerk, self.official, self.other_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dossier.with_user(user).send_back("Không.")
        self.assertFalse(dossier.with_user(self.clerk).can_send_back)
        self.assertEqual(dossier.current_step_kind, "number_seal")

    def test_whoever_has_the_seal_elsewhere(self):
        """The seal lies with another room: the decision stays with those who made it."""
        office = self.env["hcc.agency"].create(
            {"name": "Văn phòng", "kind": "unit", "parent_id": self.agency.id, "code": "VPTN"}
        )
        dossier = self._decided()
        dossier._parts("hcc.dossier.step").browse(dossier.current_step_id.id).agency_id = office
        stranger = self._create_user("d_office", "approver", agency=office, keeps_seal=False)
        self.assertFalse(office._has_staff(self.approver))
        self.assertTrue(dossier.with_user(self.approver).can_send_back)
        self.assertFalse(dossier.with_user(stranger).can_complete_step)
        dossier.with_user(self.approver).send_back("Xem lại.")
        self.assertEqual(dossier.current_step_kind, "approve")

    def test_what_has_its_number_is_revoked_instead(self):
        with self.assertRaises(UserError):
            self._sealed().with_user(self.approver).send_back("Sai.")
        self.assertFalse(self._done().with_user(self.approver).can_send_back)

    def test_a_refusal_that_is_numbered_stays(self):
        """The applicant has form 03: two answers to one dossier would be told."""
        dossier = self._decided("refused")
        approving = dossier.with_user(self.approver)
        self.assertFalse(approving.can_send_back)
        with self.assertRaisesRegex(UserError, "numbered notice"):
            approving.send_back("Xem lại.")
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual((dossier.result_kind, len(dossier.notice_ids)), ("refused", 1))

    def test_it_can_be_undone(self):
        dossier = self._decided()
        decided, seal = dossier.result_kind, dossier.current_step_id
        dossier.with_user(self.clerk).take_step()
        approving = dossier.with_user(self.approver)
        approving.send_back("Nhầm hồ sơ.")
        approving.undo()
        self.assertEqual((dossier.current_step_id, dossier.result_kind), (seal, decided))
        self.assertEqual((seal.holder_user_id, seal.outcome), (self.clerk, False))
        self.assertEqual(len(dossier.step_ids), 3)

    def test_undone_after_an_earlier_sending_back(self):
        """The repeated steps are in different rounds; all of them go."""
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        approving = dossier.with_user(self.approver)
        approving.send_back("Làm rõ.")
        dossier.with_user(self.appraiser).complete_step()
        approving.complete_step()
        before = dossier.step_ids
        approving.send_back("Nhầm hồ sơ.")
        self.assertEqual(len(dossier.step_ids - before), 2)
        approving.undo()
        self.assertEqual(dossier.step_ids, before)

    def test_nothing_is_awaited_after_the_decision(self):
        """The one supplement is not spent on what is decided."""
        dossier = self._decided()
        approving = dossier.with_user(self.approver)
        self.assertFalse(approving.can_request_supplement or approving.can_suspend)
        with self.assertRaisesRegex(UserError, "is decided"):
            approving.request_supplement("Bổ sung bản sao.")
        with self.assertRaisesRegex(UserError, "is decided"):
            approving.suspend("Chờ kết luận.")
        approving.send_back("Thiếu giấy tờ.")
        approving.request_supplement("Bổ sung bản sao.")
        self.assertEqual(dossier.state, "supplement")

    def _reopened(self, kind, outcome="agreed"):
        """Revoked and repeated from the step of this kind."""
        dossier = self._decided(outcome)
        dossier.with_user(self.clerk).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        step = dossier.step_ids.filtered(lambda one: one.kind == kind)
        dossier.with_user(self.approver).reopen_result("Sai số.", step_id=step.id)
        return dossier

    def test_only_its_number_was_wrong(self):
        """The decision stands where no approval is repeated."""
        for outcome, kind in (("agreed", "granted"), ("refused", "refused")):
            dossier = self._reopened("number_seal", outcome)
            dossier.with_user(self.clerk).complete_step()
            self.assertEqual(dossier.result_kind, kind)

    def test_decided_once_more_it_is_undecided_until_then(self):
        for kind in ("appraise", "approve"):
            self.assertFalse(self._reopened(kind).result_kind)

    def _without_approval(self):
        steps = [("appraise", "Thẩm định"), ("number_seal", "Đóng dấu")]
        return self._create_procedure(
            self.agency,
            "1.000019",
            "Cấp bản sao",
            step_ids=[
                Command.create({"sequence": n, "name": name, "kind": kind})
                for n, (kind, name) in enumerate(steps)
            ],
        )

    def test_decided_anew_where_no_step_approves(self):
        dossier = self._processing(procedure=self._without_approval())
        for user in (self.appraiser, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        first = dossier.step_ids._in_order()[0]
        dossier.with_user(self.approver).reopen_result("Sai.", step_id=first.id)
        dossier.with_user(self.appraiser).complete_step("refused", "Không đủ điều kiện.")
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual(dossier.result_kind, "refused")

    def test_where_no_step_approves_the_last_one_decides(self):
        procedure = self._without_approval()
        for outcome, kind in (("agreed", "granted"), ("refused", "refused")):
            dossier = self._processing(procedure=procedure)
            dossier.with_user(self.appraiser).complete_step(outcome, "Theo quy định.")
            dossier.with_user(self.clerk).complete_step()
            self.assertEqual(dossier.result_kind, kind)

    def test_reopened_the_first_passs_note_is_gone(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        approving = dossier.with_user(self.approver)
        approving.send_back("Lần đầu: làm rõ căn cứ.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        with self.at("2026-11-24 09:00"):
            approving.reopen_result("Sai họ tên.")
            self.assertFalse(approving.sent_back_note or approving.sent_back_from)
        with self.at("2026-11-24 10:00"):
            approving.send_back("Lần sau: thẩm định lại.")
            self.assertEqual(approving.sent_back_note, "Lần sau: thẩm định lại.")


@tagged("post_install", "-at_install")
class TestSignedAnew(SigningCommon):
    """A signature that no longer holds is no dead end."""

    def test_an_issuer_no_longer_trusted(self):
        dossier = self._approved()
        self.env["hcc.trust.anchor"].search([]).active = False
        sealing = dossier.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Issuer not trusted"), self.cr.savepoint():
            sealing.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.env["hcc.trust.anchor"].with_context(active_test=False).search([]).active = True
        approving = dossier.with_user(self.approver)
        approving.send_back("Ký lại.")
        with self.assertRaisesRegex(UserError, "ends with a digital signature"):
            approving.complete_step()
        approving.put_draft("moi.pdf", base64.b64encode(self.draft_pdf).decode())
        self._sign(approving, "result", self.approver_certificate)
        approving.complete_step()
        sealing.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(dossier._archived_results().number, dossier.result_number)
