from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccCommon


@tagged("post_install", "-at_install")
class TestPolicy(HccCommon):
    def _get(self, day, centre=None):
        return self.env["hcc.policy"]._get(centre or self.centre, day)

    def test_each_day_has_its_regime(self):
        expected = {
            date(2019, 9, 3): "a", date(2025, 6, 30): "a", date(2025, 7, 1): "b",
            date(2026, 6, 30): "b", date(2026, 7, 1): "c", date(2026, 11, 23): "c",
        }  # fmt: skip
        for day, regime in expected.items():
            with self.subTest(day=day):
                self.assertEqual(self._get(day).regime, regime)

    def test_a_centres_own_policy_wins_there_only(self):
        own = self.env["hcc.policy"].create(
            {
                "name": "Riêng",
                "regime": "c",
                "company_id": self.centre.id,
                "valid_from": "2026-01-01",
            }
        )
        self.assertEqual(self._get(date(2026, 11, 23)), own)
        self.assertNotEqual(self._get(date(2026, 11, 23), self.other_centre), own)
        self.assertEqual(self._get(date(2025, 12, 31)).regime, "b")

    def test_a_day_before_all_policies_is_named(self):
        with self.assertRaisesRegex(UserError, "2017-01-01"):
            self._get(date(2017, 1, 1))

    def test_officials_do_not_change_the_law(self):
        official = self._create_user("official", "official")
        policy = self._get(date(2026, 11, 23)).with_user(official)
        self.assertEqual(policy.regime, "c")
        with self.assertRaises(AccessError):
            policy.write({"day_hours": 9})
