from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestPolicy(HccFeesCommon):
    """Policies by which money was collected."""

    def test_sources_cover_this_addons_parameters(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        self.assertIn("receipt_scheme", names)
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(set(policy.source_ids.mapped("field_name")), names)

    def test_shipped_deadline_and_form(self):
        forms = {"a": "c1_02", "b": "c1_02", "c": "annex1_02"}
        for regime, form in forms.items():
            self.assertRecordValues(
                self.env.ref(f"hcc_base.policy_{regime}"),
                [
                    {
                        "deposit_deadline_rule": "month_day",
                        "deposit_deadline_day": 5,
                        "treasury_form": form,
                    }
                ],
            )

    def test_a_policy_by_which_receipts_were_written_keeps_its_content(self):
        shift = self._open_shift()
        self._collected(shift)
        with self.assertRaisesRegex(UserError, "receipts issued"):
            self.env.ref("hcc_base.policy_c").receipt_scheme = "blp"
