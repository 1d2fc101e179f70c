from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestPolicy(HccDossierCommon):
    """Policies by which dossiers were received, and what the new parameters do."""

    def test_sources_cover_this_addons_parameters(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        self.assertIn("forms_set", names)
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(set(policy.source_ids.mapped("field_name")), names)

    def test_a_policy_with_dossiers_keeps_its_content(self):
        policy = self.env.ref("hcc_base.policy_c")
        policy.guidance_max = 2
        self._received()
        with self.assertRaisesRegex(UserError, "dossiers received"):
            policy.guidance_max = 1
        with self.assertRaises(UserError):
            policy.unlink()

    def test_dossiers_keep_the_policy_of_their_day(self):
        old = self._received()
        policy = self.env.ref("hcc_base.policy_c")
        following = self.env["hcc.policy"].browse(policy.action_prepare_next()["res_id"])
        following.reappointment_max = 2
        with self.at("2026-11-25 08:00"):
            new = self._received()
        self.assertEqual((old.policy_id, new.policy_id), (policy, following))

    def test_lai_chau_counts_from_the_postmark(self):
        profile = self.env.ref("hcc_base.policy_profile_lai_chau")
        day = self.env["hcc.clock"]._today(self.centre)
        self.assertEqual(profile._apply(self.centre, day).clock_start, "arrival")

    def test_the_code_follows_the_scheme_of_the_policy(self):
        self.env["hcc.agency.alias"].create({"agency_id": self.agency.id, "code": "000.00.11.H99"})
        self.env.ref("hcc_base.policy_c").agency_code_scheme = "qcvn_102"
        self.assertEqual(self._received().name[:14], "000.00.11.H99-")
