import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .signing import PASSPHRASE
from .signing_common import SigningCommon
from .test_delegation import DelegationCommon


@tagged("post_install", "-at_install")
class TestSigningInSomebodysPlace(SigningCommon, DelegationCommon):
    """Whoever acts in a principal's place finds the papers, signs and seals them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy_certificate = cls._certificate("deputy.p12", user_id=cls.deputy.id)

    def _seals_for_the_clerk(self):
        return self._delegate("number_seal", principal=self.clerk)

    def test_a_keepers_deputy_seals_electronically(self):
        dossier = self._approved()
        self._seals_for_the_clerk()
        sealing = dossier.with_user(self.deputy)
        desk = sealing.signing_desk()
        self.assertEqual([one["id"] for one in desk["certificates"]], self.seal_certificate.ids)
        self.assertEqual({one["kind"] for one in desk["drafts"]}, {"submission", "result"})
        sealing.number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(dossier.seal_use_ids.on_behalf_user_id, self.clerk)
        self.assertEqual(dossier._archived_results().number, dossier.result_number)

    def test_a_keepers_deputy_is_told_of_a_certificate_that_ended(self):
        dossier = self._approved()
        self._seals_for_the_clerk()
        self.seal_certificate.valid_until = "2026-01-01 00:00:00"
        with self.assertRaisesRegex(UserError, "is valid from"), self.cr.savepoint():
            dossier.with_user(self.deputy).number_and_seal(self.seal_certificate.id, PASSPHRASE)

    def test_a_keepers_deputy_stamps_what_was_signed_digitally(self):
        self.env.ref("hcc_base.policy_c").paper_for_digital = True
        dossier = self._approved()
        self._seals_for_the_clerk()
        dossier.with_user(self.deputy).complete_step(signed=True)
        self.assertEqual(dossier.seal_use_ids.user_id, self.deputy)

    def test_an_approvers_deputy_signs_the_result(self):
        dossier = self._appraised()
        delegation = self._delegate()
        signing = dossier.with_user(self.deputy)
        papers = signing.signing_desk()["drafts"]
        self.assertEqual({one["kind"] for one in papers}, {"submission", "result"})
        self.assertTrue(all(one["file"] for one in papers))
        signing.take_step()
        self._sign(signing, "result", self.deputy_certificate)
        signing.complete_step()
        signature = dossier.signature_ids.filtered(lambda one: one.user_id == self.deputy)
        self.assertEqual(signature.on_behalf_user_id, self.approver)
        delegation.revoke()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(dossier.draft_ids.with_user(self.deputy)[0].has_access("read"))
        self.assertFalse(signature.with_user(self.deputy).has_access("read"))
        dossier.with_user(self.clerk).number_and_seal(self.seal_certificate.id, PASSPHRASE)
        self.assertEqual(dossier._archived_results().signer, self.deputy.name)

    def test_an_approvers_deputy_lays_a_draft_in(self):
        dossier = self._appraised()
        self._delegate()
        content = base64.b64encode(self.draft_pdf).decode()
        paper = dossier.with_user(self.deputy).put_draft("moi.pdf", content)
        self.assertEqual(self._draft_of(dossier.with_user(self.deputy), "result"), paper)

    def test_without_a_delegation_nothing_is_seen(self):
        dossier = self._appraised()
        paper = dossier.draft_ids[0].with_user(self.deputy)
        self.assertFalse(paper.has_access("read"))
        self.assertFalse(dossier.signature_ids[0].with_user(self.deputy).has_access("read"))
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).signing_desk()
