import base64
import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard
from odoo.addons.hcc_base.paper import render_pdf

from ..tools import pdf_signing
from .signing import PASSPHRASE
from .signing_common import SigningCommon


@tagged("post_install", "-at_install")
class TestApprovedPaper(SigningCommon):
    """What was approved is what is sealed, and what is decided with a signature stands on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("d_colleague", "appraiser", agency=cls.agency)
        cls.clerk_certificate = cls._certificate("clerk.p12", user_id=cls.clerk.id)
        other = render_pdf("<html><body><p>Giấy phép khác</p></body></html>")
        cls.other_pdf = base64.b64encode(other).decode()

    def _steps(self, *steps):
        """The procedure has ``steps`` from now on: ``(kind, kind of signature)`` each."""
        self._publish_version(
            self.digital,
            valid_from="2026-11-23",
            step_ids=[
                Command.create(
                    {
                        "sequence": n,
                        "name": f"{kind} {n}",
                        "kind": kind,
                        "signature_kind": signature,
                    }
                )
                for n, (kind, signature) in enumerate(steps)
            ],
        )

    def _approved_through(self, *steps):
        """A result laid in, then signed by the approver in the second of ``steps``."""
        self._steps(*steps)
        dossier = self._processing(procedure=self.digital).with_user(self.appraiser)
        dossier.put_draft("giay-phep.pdf", self.other_pdf)
        dossier.complete_step()
        approving = dossier.with_user(self.approver)
        self._sign(approving, "result", self.approver_certificate)
        approving.complete_step()
        return dossier

    def _put(self, dossier, user):
        return dossier.with_user(user).put_draft("khac.pdf", self.other_pdf)

    def _swap(self, dossier):
        """Another draft in the approved one's place, past every verb."""
        parts = dossier.sudo()._parts("hcc.dossier.draft")
        values = parts._prepare(dossier, "result", "khac.pdf", base64.b64decode(self.other_pdf))
        current = parts.browse(self._draft_of(dossier, "result"))
        current.write({"is_current": False})
        current.flush_recordset()
        return parts.create(values)

    # -------------------------------------------------------------------------
    # WHO LAYS A DRAFT IN, UNTIL WHEN
    # -------------------------------------------------------------------------

    def test_only_whoever_has_the_step_lays_a_draft_in(self):
        dossier = self._submitted()
        for user in (self.approver, self.colleague, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._put(dossier, user)
            self.assertFalse(dossier.with_user(user).can_put_draft)
        self._put(dossier, self.appraiser)
        self._sign(dossier, "submission", self.appraiser_certificate)
        dossier.complete_step()
        dossier.with_user(self.approver).take_step()
        for user in (self.appraiser, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._put(dossier, user)
        self._put(dossier, self.approver)

    def test_after_the_approval_nobody_replaces_the_result(self):
        dossier = self._approved()
        paper = self._draft_of(dossier, "result")
        for user in (self.appraiser, self.approver, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._put(dossier, user)
            self.assertFalse(dossier.with_user(user).can_put_draft)
        with self.assertRaisesRegex(UserError, "is decided"):
            self._put(dossier, self.env.user)
        self.assertEqual(self._draft_of(dossier, "result"), paper)

    def test_nor_in_a_step_after_the_last_approval(self):
        dossier = self._approved_through(
            ("appraise", "none"),
            ("approve", "digital"),
            ("appraise", "none"),
            ("number_seal", "none"),
        )
        self.assertEqual(dossier.current_step_kind, "appraise")
        with self.assertRaisesRegex(UserError, "is decided"):
            self._put(dossier, self.appraiser)
        with self.assertRaisesRegex(UserError, "is decided"):
            dossier.prepare_submission("Đã đổi ý.")

    def test_sent_back_the_papers_are_open_again(self):
        dossier = self._appraised()
        dossier.with_user(self.approver).send_back("Sửa dự thảo.")
        self._put(dossier, self.appraiser)

    def test_where_no_step_approves_the_draft_is_open_until_the_seal(self):
        self._steps(("appraise", "digital"), ("number_seal", "digital"))
        dossier = self._submitted()
        dossier.put_draft("giay-phep.pdf", self.other_pdf)
        self._sign(dossier, "submission", self.appraiser_certificate)
        self._sign(dossier, "result", self.appraiser_certificate)
        dossier.complete_step()
        with self.assertRaises(UserError):
            self._put(dossier, self.appraiser)
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertTrue(dossier.result_number)

    # -------------------------------------------------------------------------
    # THE SEAL
    # -------------------------------------------------------------------------

    def test_the_electronic_seal_asks_for_the_approvers_signature(self):
        dossier = self._approved().with_user(self.clerk)
        self._swap(dossier)
        self._sign(dossier, "result", self.clerk_certificate)
        with self.assertRaisesRegex(UserError, "not the paper"), self.cr.savepoint():
            dossier.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.invalidate_recordset()
        self.assertFalse(dossier.result_number or dossier.seal_use_ids)

    def test_so_does_the_wet_seal_where_the_approval_was_digital(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._approved().with_user(self.clerk)
        self._swap(dossier)
        with self.assertRaisesRegex(UserError, "not the paper"):
            dossier.complete_step(signed=True)
        self._sign(dossier, "result", self.clerk_certificate)
        with self.assertRaisesRegex(UserError, "not the paper"):
            dossier.complete_step(signed=True)
        self.assertFalse(dossier.result_number or dossier.seal_use_ids)

    def test_the_approved_result_may_be_printed_and_sealed_by_hand(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._approved().with_user(self.clerk)
        dossier.complete_step(signed=True)
        self.assertEqual(dossier.seal_use_ids.seal_id, self.seal)

    def test_a_personal_signature_is_no_seal(self):
        """The agency's digital seal is its electronic seal, not the clerk's own certificate."""
        sealing = self._approved().with_user(self.clerk)
        self._sign(sealing, "result", self.clerk_certificate)
        for signed in (False, True):
            with self.assertRaisesRegex(UserError, "ends with the electronic seal"):
                sealing.complete_step(signed=signed)
        self.assertFalse(sealing.result_number or sealing.seal_use_ids)

    def test_where_paper_may_stand_for_it_the_seal_is_by_hand(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        sealing = self._approved().with_user(self.clerk)
        self._sign(sealing, "result", self.clerk_certificate)
        step = sealing.current_step_id
        with self.assertRaisesRegex(UserError, "needs a signature"):
            sealing.complete_step()
        sealing.complete_step(signed=True)
        self.assertEqual(step.signed_by, "hand")

    def test_a_digital_seal_needs_a_digital_decision_before_it(self):
        for steps in (
            (("appraise", "digital"), ("approve", "none"), ("number_seal", "digital")),
            (("appraise", "none"), ("approve", "wet"), ("number_seal", "digital")),
            (("appraise", "wet"), ("number_seal", "digital")),
            (("number_seal", "digital"), ("approve", "digital")),
        ):
            with self.assertRaisesRegex(UserError, "stands beside a digital"), self.cr.savepoint():
                self._steps(*steps)
        self._steps(("appraise", "digital"), ("number_seal", "digital"))
        self.assertEqual(len(self.digital.version_ids.filtered(lambda v: v.state != "draft")), 2)

    def test_an_approval_by_hand_is_not_sealed_electronically(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._appraised()
        dossier.with_user(self.approver).complete_step(signed=True)
        sealing = dossier.with_user(self.clerk)
        self._sign(sealing, "result", self.clerk_certificate)
        with self.assertRaisesRegex(UserError, "whoever approved"), self.cr.savepoint():
            sealing.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.invalidate_recordset()
        self.assertFalse(dossier.result_number)

    def test_what_was_decided_by_hand_is_sealed_by_hand(self):
        """Of a version published before such steps were refused."""
        self._steps(("appraise", "none"), ("approve", "digital"), ("number_seal", "digital"))
        dossier = self._processing(procedure=self.digital)
        past_guard(dossier.sudo().step_ids[1]).signature_kind = "wet"
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step(signed=True)
        sealing = dossier.with_user(self.clerk)
        dialog = self.env["hcc.dossier.act"].with_user(self.clerk)
        dialog = dialog.create({"dossier_id": sealing.id, "verb": "complete_step"})
        self.assertTrue(dialog.is_signed_asked)
        with self.assertRaisesRegex(UserError, "needs a signature"):
            sealing.complete_step()
        sealing.complete_step(signed=True)
        self.assertTrue(dossier.result_number)
        self.assertEqual(dossier.seal_use_ids.seal_id, self.seal)
        self.assertEqual(dossier.step_ids.mapped("signed_by"), [False, "hand", "hand"])

    def test_a_signature_of_an_earlier_round_is_none(self):
        """Signed, then sent back and approved by hand: the signature was not that approval's."""
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._appraised()
        approving = dossier.with_user(self.approver)
        self._sign(approving, "result", self.approver_certificate)
        approving.send_back("Xem lại căn cứ.")
        dossier.with_user(self.appraiser).complete_step(signed=True)
        approving.complete_step(signed=True)
        with self.assertRaisesRegex(UserError, "whoever approved"), self.cr.savepoint():
            dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)

    # -------------------------------------------------------------------------
    # A PAPER CHANGED BEFORE THE NEXT SIGNATURE
    # -------------------------------------------------------------------------

    def test_a_page_added_to_under_a_signature_is_not_taken_back(self):
        dossier = self._approved().with_user(self.clerk)
        paper = dossier.draft_ids.filtered(lambda d: d.is_current and d.kind == "result")
        self.clerk_certificate.write({"provider": "own_computer"})
        writer = IncrementalPdfFileWriter(io.BytesIO(paper._content()), strict=False)
        words = b"BT /F1 12 Tf 100 600 Td (Doi noi dung) Tj ET"
        stream = writer.add_object(generic.StreamObject(stream_data=words))
        writer.add_stream_to_page(0, stream)
        altered = io.BytesIO()
        writer.write(altered)
        token = Path(self.folder.name, "clerk.p12").read_bytes()
        signed = pdf_signing.sign(
            altered.getvalue(),
            pdf_signing.software_signer(token, PASSPHRASE),
            pdf_signing.Particulars("Own", "", "", datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))),
        )
        with self.assertRaisesRegex(UserError, "change nothing"):
            dossier.put_signed(paper.id, base64.b64encode(signed).decode())

    def test_the_seal_looks_at_the_file_itself(self):
        dossier = self._approved().with_user(self.clerk)
        paper = dossier.draft_ids.filtered(lambda d: d.is_current and d.kind == "result")
        content = bytearray(paper._content())
        content[len(content) // 4] ^= 1
        paper.with_env(dossier.sudo()._open_guard().env).file = base64.b64encode(bytes(content))
        self.assertEqual(paper.signature_ids.verdict, "valid")
        with self.assertRaisesRegex(UserError, "not the paper"):
            dossier.number_and_seal(self.seal_certificate.id, PASSPHRASE)

    # -------------------------------------------------------------------------
    # THE SEALED FILE IS THE RESULT
    # -------------------------------------------------------------------------

    def _sealed_and_back(self):
        dossier = self._approved()
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.with_user(self.clerk).hand_over()
        dossier.with_user(self.official).take()
        return dossier

    def test_no_scan_takes_the_sealed_files_place(self):
        dossier = self._sealed_and_back()
        sealed = dossier._archived_results()
        for user in (self.official, self.clerk):
            with self.assertRaisesRegex(UserError, "electronic seal"):
                dossier.with_user(user).store_result(self.other_pdf, "quet.pdf")
        self.assertEqual((dossier._archived_results(), sealed.state), (sealed, "accepted"))
        self.assertEqual(sealed.signer, self.approver.name)

    def test_it_is_not_revoked_as_a_mere_file(self):
        """Revoked beside the result, it would make room for any scan."""
        dossier = self._sealed_and_back()
        sealed = dossier._archived_results()
        for user in (self.clerk, self.approver):
            document = sealed.with_env(self.env).with_user(user)
            self.assertFalse(document.can_revoke)
            with self.assertRaisesRegex(UserError, "an approver revokes the result"):
                document.revoke("Thay tệp khác.")
        self.assertEqual(sealed.state, "accepted")

    def test_of_an_ended_parent_it_is_revoked_as_a_file(self):
        """Nobody decides such a linked one anew; its wrong result is in use all the same."""
        dossier, parent = self._sealed_and_back(), self._received()
        parent.withdraw("Theo đơn.")
        dossier._guarded_write({"parent_id": parent.id, "lead_agency_id": self.agency.id})
        with self.assertRaisesRegex(UserError, "has ended"):
            dossier.with_user(self.approver).reopen_result("Sai số liệu.")
        self._revoked_by_the_approver_only(dossier)
        with self.assertRaisesRegex(UserError, "electronic seal"):
            dossier.with_user(self.official).store_result(self.other_pdf, "quet.pdf")

    def test_so_is_that_of_a_dossier_ended_after_its_seal(self):
        dossier = self._approved()
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.with_user(self.official).withdraw("Theo đơn.")
        self._revoked_by_the_approver_only(dossier)

    def _revoked_by_the_approver_only(self, dossier):
        number = dossier.result_number
        sealed = dossier._archived_results().with_env(self.env)
        self.assertFalse(sealed.with_user(self.clerk).can_revoke)
        with self.assertRaisesRegex(AccessError, "only an approver"):
            sealed.with_user(self.clerk).revoke("Sai số liệu.")
        sealed.with_user(self.approver).revoke("Sai số liệu.")
        self.assertEqual((sealed.state, sealed.revoked_user_id), ("revoked", self.approver))
        self.assertEqual(dossier.result_number, number, "it stays used")

    def test_not_even_out_of_force_it_makes_room(self):
        dossier = self._sealed_and_back()
        sealed = dossier._archived_results()
        sealed._guarded_write({"state": "superseded"})
        with self.assertRaisesRegex(UserError, "electronic seal"):
            dossier.with_user(self.official).store_result(self.other_pdf, "quet.pdf")

    def test_in_a_step_after_the_seal_nothing_is_added_to_it(self):
        """Another signature would make it another file, which no longer guards the archived one."""
        dossier = self._approved_through(
            ("appraise", "none"),
            ("approve", "digital"),
            ("number_seal", "digital"),
            ("other", "none"),
        )
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.with_user(self.appraiser).take_step()
        with self.assertRaisesRegex(UserError, "is sealed: nothing"):
            self._sign(dossier, "result", self.appraiser_certificate)
        with self.assertRaisesRegex(UserError, "is decided"):
            self._put(dossier, self.appraiser)

    def test_a_result_decided_anew_is_another_paper(self):
        dossier = self._sealed_and_back()
        wrong = dossier._archived_results()
        approving = dossier.with_user(self.approver)
        approving.reopen_result("Sai họ tên.")
        self.assertFalse(self._draft_of(approving, "result"), "the sealed file is none any more")
        with self.assertRaisesRegex(UserError, "ends with a digital signature"):
            approving.complete_step()
        self._put(dossier, self.approver)
        self._sign(approving, "result", self.approver_certificate)
        approving.complete_step()
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        result = dossier._archived_results()
        self.assertEqual(wrong.state, "revoked")
        self.assertNotEqual(result, wrong)
        self.assertEqual(result.number, dossier.result_number)

    # -------------------------------------------------------------------------
    # EVERY DECISION STANDS ON ITS SIGNATURE
    # -------------------------------------------------------------------------

    def test_a_number_and_a_seal_are_not_refused(self):
        for dossier in (self._approved(), self._appraised_by_hand()):
            sealing = dossier.with_user(self.clerk)
            with self.assertRaisesRegex(UserError, "numbered and sealed, or left open"):
                sealing.complete_step("refused", "Không đóng dấu.")
            self.assertFalse(dossier.result_number or dossier.seal_use_ids)
            self.assertEqual(dossier.current_step_kind, "number_seal")

    def _appraised_by_hand(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step()
        return dossier

    def test_a_digital_refusal_is_signed_like_a_grant(self):
        dossier = self._appraised().with_user(self.approver)
        with self.assertRaisesRegex(UserError, "ends with a digital signature"):
            dossier.complete_step("refused", "Không đủ điều kiện.")
        self._sign(dossier, "result", self.approver_certificate)
        dossier.complete_step("refused", "Không đủ điều kiện.")
        step = dossier.step_ids.filtered(lambda one: one.kind == "approve")
        self.assertEqual((step.outcome, step.signed_by), ("refused", "certificate"))
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(dossier.result_kind, "refused")

    def test_a_proposal_to_refuse_needs_none(self):
        dossier = self._submitted()
        dossier.complete_step("refused", "Không đủ điều kiện.")
        self.assertFalse(dossier.step_ids[0].signed_at)

    def test_the_deciding_approval_signs_the_result_itself(self):
        dossier = self._submitted()
        self._sign(dossier, "submission", self.appraiser_certificate)
        dossier.complete_step()
        approving = dossier.with_user(self.approver)
        self._sign(approving, "submission", self.approver_certificate)
        with self.assertRaisesRegex(UserError, "Draft of the result"):
            approving.complete_step()
        self.assertFalse(dossier.result_kind)
        approving.put_draft("giay-phep.pdf", self.other_pdf)
        self._sign(approving, "result", self.approver_certificate)
        approving.complete_step()
        self.assertEqual(dossier.result_kind, "granted")

    def test_an_approval_before_the_last_signs_the_submission_slip(self):
        self._steps(("appraise", "digital"), ("approve", "digital"), ("approve", "digital"),
                    ("number_seal", "digital"))  # fmt: skip
        dossier = self._submitted()
        self._sign(dossier, "submission", self.appraiser_certificate)
        dossier.complete_step()
        approving = dossier.with_user(self.approver)
        self._sign(approving, "submission", self.approver_certificate)
        approving.complete_step()
        with self.assertRaisesRegex(UserError, "Draft of the result"):
            approving.complete_step()

    def test_where_the_result_is_signed_on_paper_the_slip_carries_the_approval(self):
        self._steps(("appraise", "none"), ("approve", "digital"), ("number_seal", "wet"))
        dossier = self._submitted()
        dossier.complete_step()
        approving = dossier.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "digital signature"):
            approving.complete_step()
        self._sign(approving, "submission", self.approver_certificate)
        approving.complete_step()
        sealing = dossier.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "needs a signature"):
            sealing.complete_step()
        sealing.complete_step(signed=True)
        self.assertEqual(dossier.step_ids.mapped("signed_by"), [False, "certificate", "hand"])
