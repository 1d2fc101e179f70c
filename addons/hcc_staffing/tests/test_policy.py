from datetime import date

from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import HccCommon


@tagged("post_install", "-at_install")
class TestPolicy(HccCommon):
    """The terms of secondment that provinces decided for themselves."""

    def test_the_provinces_terms(self):
        expected = {"thanh_hoa": (24, 0), "bac_ninh": (12, 0)}
        for code, terms in expected.items():
            profile = self.env["hcc.policy.profile"].search([("code", "=", code)])
            centre = self.centre if code == "bac_ninh" else self.other_centre
            policy = profile._apply(centre, date(2026, 12, 1))
            with self.subTest(code=code):
                self.assertEqual(
                    (policy.secondment_min_months, policy.secondment_max_months), terms
                )

    def test_shipped_standard_of_decree_61(self):
        for regime in "abc":
            self.assertRecordValues(
                self.env.ref(f"hcc_base.policy_{regime}"),
                [
                    {
                        "staff_min_seniority_years": 3,
                        "staff_min_rank": "specialist",
                        "backup_staff_min": 1,
                    }
                ],
            )

    def test_sources_cover_this_addons_parameters(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        self.assertIn("secondment_min_months", names)
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(set(policy.source_ids.mapped("field_name")), names)
