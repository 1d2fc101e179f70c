import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccDossierCommon
from .signing import Issuer


@tagged("post_install", "-at_install")
class TestSeal(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("d_administrator", "administrator")
        cls.second_clerk = cls._create_user(
            "d_clerk_2", "clerk", agency=cls.agency, keeps_seal=False
        )

    def _approved(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step()
        return dossier

    def test_sealing_leaves_a_line_in_the_register(self):
        dossier = self._sealed()
        use = dossier.with_user(self.clerk).seal_use_ids
        self.assertEqual((use.seal_id, use.user_id), (self.seal, self.clerk))
        self.assertEqual(use.result_number, dossier.result_number)
        self.assertEqual((use.used_at, dossier.seal_id), (dossier.sealed_at, self.seal))

    def test_who_keeps_no_seal_seals_nothing(self):
        dossier = self._approved()
        with self.assertRaisesRegex(AccessError, "keeps no seal"):
            dossier.with_user(self.second_clerk).complete_step()
        self.assertFalse(dossier.result_number)
        self.seal.with_user(self.administrator).appoint(self.second_clerk.ids)
        dossier.with_user(self.second_clerk).complete_step()
        self.assertEqual(dossier.seal_use_ids.user_id, self.second_clerk)
        with self.assertRaisesRegex(AccessError, "keeps no seal"):
            self._approved().with_user(self.clerk).complete_step()

    def test_a_seal_out_of_use_seals_nothing(self):
        dossier = self._approved()
        self.seal.with_user(self.administrator).retire("Nộp lại")
        with self.assertRaisesRegex(AccessError, "in use in the register"):
            dossier.with_user(self.clerk).complete_step()

    def test_without_the_policys_rule_a_result_is_sealed_unregistered(self):
        self.env.ref("hcc_base.policy_c").seal_register_required = False
        dossier = self._approved()
        self.seal.with_user(self.administrator).retire("Nộp lại")
        dossier.with_user(self.clerk).complete_step()
        self.assertTrue(dossier.result_number)
        self.assertFalse(dossier.seal_use_ids)

    def test_another_agencys_seal_is_of_no_use(self):
        self._create_user("d_other_clerk", "clerk", agency=self.other_agency)
        self.seal.with_user(self.administrator).retire("Nộp lại")
        with self.assertRaises(AccessError):
            self._approved().with_user(self.clerk).complete_step()

    def _second_seal(self, centre, **values):
        return self._create_seal(
            self.agency, self.clerk, kind="second", company_id=centre.id,
            permission_number="12/UBND", permission_date="2026-01-05", **values,
        )  # fmt: skip

    def test_the_seal_is_that_of_the_place_where_the_step_is_done(self):
        second = self._second_seal(self.centre)
        self._second_seal(self.other_centre)
        self.assertEqual(self._sealed().seal_use_ids.seal_id, self.seal)
        dossier = self._approved()
        dossier._parts("hcc.dossier.step").browse(dossier.current_step_id.id).on_the_spot = True
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual(dossier.seal_use_ids.seal_id, second)

    def test_the_keeper_of_several_says_which(self):
        second = self._second_seal(self.centre)
        dossier = self._approved()
        dialogs = self.env["hcc.dossier.act"].with_user(self.clerk)
        dialog = dialogs.create({"dossier_id": dossier.id, "verb": "complete_step"})
        self.assertEqual((dialog.seal_ids, dialog.seal_id), (self.seal | second, self.seal))
        dialog.seal_id = second
        dialog.action_confirm()
        self.assertEqual((dossier.seal_id, dossier.seal_use_ids.seal_id), (second, second))

    def test_only_a_kept_seal_of_the_place_may_be_named(self):
        elsewhere = self._second_seal(self.other_centre)
        of_another = self._create_seal(self.agency, self.second_clerk)
        dossier = self._approved().with_user(self.clerk)
        for seal in (elsewhere, of_another):
            with self.assertRaisesRegex(UserError, "no seal for paper that you keep"):
                dossier.complete_step(seal_id=seal.id)
        self.assertFalse(dossier.result_number)

    def test_an_electronic_seal_stamps_no_paper(self):
        certificate = self.env["hcc.signing.certificate"].create(
            {
                "name": "Con dấu số", "purpose": "agency", "agency_id": self.agency.id,
                "certificate": base64.b64encode(Issuer().token("Sở Thử Nghiệm")[1]),
            }
        )  # fmt: skip
        self._create_seal(
            self.agency, self.second_clerk, kind="electronic", certificate_id=certificate.id
        )
        dossier = self._approved()
        with self.assertRaisesRegex(AccessError, "only an electronic seal"):
            dossier.with_user(self.second_clerk).complete_step()
        self.assertFalse(dossier.result_number)

    def _deputy(self, role):
        """Of another agency, in the clerk's place."""
        delegate = self._create_user(
            f"d_delegate_{role}", role, agency=self.other_agency, keeps_seal=False
        )
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.clerk.id, "delegate_user_id": delegate.id,
                "agency_id": self.agency.id, "scope": "agency", "act_number_seal": True,
                "decision_number": "9/QĐ", "decision_date": "2026-01-01",
                "decision_signer": "Giám đốc", "date_from": "2026-01-01", "date_to": "2026-12-31",
            }
        )  # fmt: skip
        delegation.activate()
        return delegate

    def _sealing_dialog(self, dossier, user):
        dialogs = self.env["hcc.dossier.act"].with_user(user)
        return dialogs.create({"dossier_id": dossier.id, "verb": "complete_step"})

    def test_in_a_keepers_place_one_says_which_seal_too(self):
        second = self._second_seal(self.centre)
        elsewhere = self._second_seal(self.other_centre)
        not_theirs = self._create_seal(self.agency, self.second_clerk)
        dossier, delegate = self._approved(), self._deputy("clerk")
        dialog = self._sealing_dialog(dossier, delegate)
        self.assertEqual((dialog.seal_ids, dialog.seal_id), (self.seal | second, self.seal))
        self.assertEqual(dialog.seal_ids.mapped("delegate_ids"), delegate)
        for seal in elsewhere | not_theirs:
            self.assertFalse(seal.with_user(delegate).has_access("read"))
        dialog.seal_id = second
        dialog.action_confirm()
        self.assertEqual(dossier.seal_use_ids.seal_id, second)

    def test_who_may_not_read_seals_is_told_which_one_is_used(self):
        self._second_seal(self.centre)
        dossier, delegate = self._approved(), self._deputy("official")
        dialog = self._sealing_dialog(dossier, delegate)
        self.assertFalse(dialog.seal_ids)
        self.assertEqual(dialog.seal_words, self.seal.display_name)
        dialog.action_confirm()
        self.assertEqual(dossier.seal_use_ids.seal_id, self.seal)

    def test_who_takes_a_keepers_place_seals_for_them(self):
        dossier, delegate = self._approved(), self._deputy("clerk")
        dossier.with_user(delegate).complete_step()
        use = dossier.seal_use_ids
        self.assertEqual((use.user_id, use.on_behalf_user_id), (delegate, self.clerk))

    def test_a_second_seal_needs_its_papers(self):
        values = {
            "name": "Con dấu thứ hai", "number": "CD2", "agency_id": self.agency.id,
            "kind": "second", "keeper_ids": [Command.set(self.clerk.ids)],
        }  # fmt: skip
        seals = self.env["hcc.seal"].with_user(self.administrator)
        with self.assertRaisesRegex(ValidationError, "lies at a centre"):
            seals.create(values)
        seal = seals.create({**values, "number": "CD3", "company_id": self.centre.id})
        with self.assertRaisesRegex(UserError, "Permission"):
            seal.take_into_use()
        seal.write(
            {
                "permission_number": "12/UBND", "permission_date": "2026-01-05",
                "registration_number": "34/GCN",
            }
        )  # fmt: skip
        seal.take_into_use()
        self.assertEqual(seal.state, "in_use")
        with self.assertRaises(AccessError):
            seal.number = "CD4"

    def test_only_the_agencys_clerks_keep_its_seal(self):
        other_clerk = self._create_user("d_other_clerk", "clerk", agency=self.other_agency)
        for user in (self.official, other_clerk):
            with self.assertRaisesRegex(UserError, "cannot keep"):
                self.seal.with_user(self.administrator).appoint(user.ids)
        with self.assertRaisesRegex(UserError, "at least one"):
            self.seal.with_user(self.administrator).appoint([])
        for user in (self.clerk, self.approver, self.director):
            with self.assertRaises(AccessError):
                self.seal.with_user(user).appoint(self.second_clerk.ids)

    def test_nobody_writes_the_register_by_hand(self):
        use = self._sealed().seal_use_ids
        for user in (self.clerk, self.administrator, self.env.user):
            with self.assertRaises(AccessError):
                use.with_user(user).write({"result_number": "999"})
            with self.assertRaises(AccessError):
                use.with_user(user).unlink()
        with self.assertRaises(AccessError):
            use.sudo().write({"result_number": "999"})
        with self.assertRaises(UserError):
            self.seal.unlink()
