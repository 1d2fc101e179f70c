import base64
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..tools import pdf_signing
from .signing import PASSPHRASE, Issuer
from .signing_common import SigningCommon


@tagged("post_install", "-at_install")
class TestSigning(SigningCommon):
    # -------------------------------------------------------------------------

    def test_from_the_submission_to_the_electronic_seal(self):
        dossier = self._approved().with_user(self.clerk)
        answer = dossier.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(dossier.result_number, answer["result_number"])
        paper = dossier.draft_ids.filtered(lambda one: one.is_current and one.kind == "result")
        self.assertEqual(paper.signature_ids.mapped("purpose"), ["person", "agency"])
        self.assertEqual(set(paper.signature_ids.mapped("verdict")), {"valid"})
        self.assertEqual(dossier.seal_use_ids.seal_id, self.electronic_seal)
        self.assertEqual(dossier._archived_results()._content(), paper._content())
        self.assertEqual(set(dossier.step_ids.mapped("signed_by")), {"certificate"})
        verbs = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id), ("verb", "=", "sign")]
        )
        self.assertEqual(len(verbs), 2)

    def test_a_step_waits_for_its_signature(self):
        dossier = self._submitted()
        with self.assertRaisesRegex(UserError, "ends with a digital signature"):
            dossier.complete_step(signed=True)
        self._sign(dossier, "submission", self.appraiser_certificate)
        dossier.complete_step()
        with self.assertRaisesRegex(UserError, "Draft of the result|Submission slip"):
            dossier.with_user(self.approver).complete_step()

    def test_by_hand_only_where_the_policy_says_so(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._processing(procedure=self.digital).with_user(self.appraiser)
        with self.assertRaises(UserError):
            dossier.complete_step()
        dossier.complete_step(signed=True)
        self.assertEqual(dossier.step_ids[0].signed_by, "hand")

    def test_nobody_signs_with_another_ones_certificate(self):
        dossier = self._submitted()
        paper = self._draft_of(dossier, "submission")
        for certificate in (self.approver_certificate, self.seal_certificate):
            with self.assertRaisesRegex(AccessError, "own certificate"):
                dossier.sign(paper, certificate.id, PASSPHRASE)
        with self.assertRaises(AccessError):
            dossier.with_user(self.approver).sign(paper, self.approver_certificate.id, PASSPHRASE)
        self.assertFalse(dossier.signature_ids)

    def test_a_wrong_passphrase_signs_nothing(self):
        dossier = self._submitted()
        with self.assertRaisesRegex(UserError, "passphrase is wrong"):
            self._sign(dossier, "submission", self.appraiser_certificate, "sai")
        self.assertFalse(dossier.signature_ids)

    def test_a_failed_seal_uses_no_number(self):
        dossier = self._approved().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "passphrase is wrong"), self.cr.savepoint():
            dossier.number_and_seal(self.seal_certificate.id, "sai")
        dossier.invalidate_recordset()
        self.assertFalse(dossier.result_number)
        answer = dossier.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(answer["result_number"], "001/KQ-TN")

    def test_only_a_keeper_uses_the_electronic_seal(self):
        other = self._create_user("d_clerk_2", "clerk", agency=self.agency, keeps_seal=False)
        dossier = self._approved().with_user(other)
        with self.assertRaisesRegex(AccessError, "keeps no seal"), self.cr.savepoint():
            dossier.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        dossier.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "no electronic seal that you keep"):
            dossier.with_user(self.clerk).number_and_seal(self.approver_certificate.id, PASSPHRASE)

    def test_an_unsigned_result_is_not_sealed(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._appraised().with_user(self.approver)
        dossier.complete_step(signed=True)
        with self.assertRaisesRegex(UserError, "whoever approved"):
            dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)

    def test_what_was_signed_as_a_wrong_result_is_not_sealed_again(self):
        dossier = self._approved()
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        wrong = dossier._archived_results()
        dossier.with_user(self.clerk).hand_over()
        dossier.with_user(self.official).take()
        sealing = dossier.step_ids.filtered(lambda step: step.kind == "number_seal")
        with self.assertRaisesRegex(UserError, "stands in the sealed file"):
            dossier.reopen_result("Sai số.", sealing.id)
        dossier.reopen_result("Sai họ tên.")
        self.assertFalse(self._draft_of(dossier, "result"))
        self.assertEqual(wrong.state, "revoked")
        with self.assertRaisesRegex(UserError, "ends with a digital signature"):
            dossier.complete_step(signed=True)

    def test_a_newer_draft_must_be_signed_anew(self):
        dossier = self._appraised().with_user(self.approver)
        paper = self._draft_of(dossier, "result")
        dossier.sign(paper, self.approver_certificate.id, PASSPHRASE)
        dossier.put_draft("giay-phep-2.pdf", base64.b64encode(self.draft_pdf).decode())
        with self.assertRaisesRegex(UserError, "digital signature"):
            dossier.complete_step()
        with self.assertRaisesRegex(UserError, "newer one"):
            dossier.sign(paper, self.approver_certificate.id, PASSPHRASE)

    # -------------------------------------------------------------------------
    # SIGNED ON THE OWN COMPUTER
    # -------------------------------------------------------------------------

    def _signed_at_home(self, dossier, archive):
        draft = dossier.draft_ids.filtered("is_current")
        now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
        signer = pdf_signing.software_signer(archive, PASSPHRASE)
        signed = pdf_signing.sign(
            draft._content(), signer, pdf_signing.Particulars("Own", "Thẩm định", "Lai Châu", now)
        )
        return draft, base64.b64encode(signed).decode()

    def test_a_paper_signed_on_the_own_computer_is_taken_back(self):
        archive, pem = self.issuer.token("Người ký ở nhà")
        self.appraiser_certificate.write(
            {"provider": "own_computer", "certificate": base64.b64encode(pem)}
        )
        dossier = self._submitted()
        draft, signed = self._signed_at_home(dossier, archive)
        with self.assertRaisesRegex(UserError, "in the holder's hands"):
            dossier.sign(draft.id, self.appraiser_certificate.id, PASSPHRASE)
        dossier.put_signed(draft.id, signed)
        self.assertEqual(draft.signature_ids.verdict, "valid")
        dossier.complete_step()

    def test_another_paper_or_signer_is_not_taken_back(self):
        dossier = self._submitted()
        draft, foreign = self._signed_at_home(dossier, self.issuer.token("Ai đó")[0])
        own = Path(self.folder.name, "appraiser.p12").read_bytes()
        signer = pdf_signing.software_signer(own, PASSPHRASE)
        now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
        another = pdf_signing.sign(
            self.draft_pdf, signer, pdf_signing.Particulars("Own", "", "", now)
        )
        for content in (foreign, base64.b64encode(another).decode(), "", "không phải Base64"):
            with self.assertRaises(UserError):
                dossier.put_signed(draft.id, content)
        self.assertFalse(draft.signature_ids)

    # -------------------------------------------------------------------------
    # WHAT IS REFUSED
    # -------------------------------------------------------------------------

    def test_what_is_no_open_pdf_is_refused(self):
        dossier = self._submitted()
        for content in (b"", b"MZ\x90", b"%PDF-1.7 broken"):
            with self.assertRaisesRegex(UserError, "no readable PDF"):
                dossier.put_draft("tep.pdf", base64.b64encode(content).decode())

    def test_an_untrusted_signature_does_not_end_the_step(self):
        certificate = self._certificate(
            "foreign.p12", issuer=Issuer("Nơi khác"), user_id=self.appraiser.id
        )
        dossier = self._submitted()
        self._sign(dossier, "submission", certificate)
        self.assertEqual(dossier.signature_ids.verdict, "untrusted")
        with self.assertRaisesRegex(UserError, "signature that holds"):
            dossier.complete_step()

    def test_an_expired_certificate_signs_nothing(self):
        archive, pem = self.issuer.token("Hết hạn", last=datetime(2021, 1, 1))
        Path(self.folder.name, "old.p12").write_bytes(archive)
        self.appraiser_certificate.write(
            {"certificate": base64.b64encode(pem), "token_file": "old.p12"}
        )
        dossier = self._submitted()
        with self.assertRaisesRegex(UserError, "01/01/2021 only"):
            self._sign(dossier, "submission", self.appraiser_certificate)

    def test_a_tampered_file_is_found_when_looked_at_again(self):
        dossier = self._submitted()
        self._sign(dossier, "submission", self.appraiser_certificate)
        signature = dossier.signature_ids
        draft = signature.draft_id.sudo()
        content = bytearray(draft._content())
        content[len(content) // 4] ^= 1
        draft.with_env(dossier.sudo()._open_guard().env).file = base64.b64encode(bytes(content))
        signature.with_user(self.oversight).action_check()
        self.assertIn(signature.verdict, ("changed", "broken", "missing", "unreadable"))

    def test_certificates_and_issuers_are_what_they_say(self):
        noise = base64.b64encode(b"noise")
        values = {"name": "x", "user_id": self.appraiser.id, "certificate": noise}
        with self.assertRaisesRegex(ValidationError, "no certificate"):
            self.env["hcc.signing.certificate"].with_user(self.administrator).create(values)
        leaf = base64.b64encode(self.issuer.token("Người thường")[1])
        with self.assertRaisesRegex(ValidationError, "issues no others"):
            self.env["hcc.trust.anchor"].create({"name": "x", "certificate": leaf})
        with self.assertRaisesRegex(ValidationError, "fill in"):
            self.env["hcc.signing.certificate"].create(
                {"name": "x", "purpose": "person", "certificate": leaf}
            )

    def test_a_token_file_outside_the_folder_is_not_read(self):
        self.appraiser_certificate.token_file = "../appraiser.p12"
        dossier = self._submitted()
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self._sign(dossier, "submission", self.appraiser_certificate)

    def test_a_library_that_the_operator_did_not_name_is_not_loaded(self):
        self.appraiser_certificate.write(
            {"provider": "pkcs11", "module": "/usr/lib/x.so", "token_label": "T", "key_label": "K"}
        )
        dossier = self._submitted()
        with self.assertRaisesRegex(UserError, "library cannot be used"):
            self._sign(dossier, "submission", self.appraiser_certificate)

    def test_the_desk_offers_what_the_user_may(self):
        dossier = self._submitted()
        desk = dossier.signing_desk()
        self.assertEqual(
            [one["id"] for one in desk["certificates"]], self.appraiser_certificate.ids
        )
        self.assertTrue(desk["can"]["prepare"] and desk["can"]["sign"])
        self.assertFalse(desk["can"]["seal"])
        self.assertFalse(any(dossier.with_user(self.oversight).signing_desk()["can"].values()))
        with self.assertRaises(AccessError):
            dossier.with_user(self.other_official).signing_desk()
