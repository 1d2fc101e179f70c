from odoo.tests import tagged

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from .common import StaffingCommon


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, StaffingCommon):
    """What the centre lacks in people."""

    def test_secondees(self):
        counter = self.env["hcc.counter"].create(
            {"name": "Quầy", "number": 1, "agency_ids": self.agency.ids}
        )
        self.assertLacks("secondees", counter.display_name)
        self._approved()
        self.assertHolds("secondees")

    def test_secondments_ending(self):
        stay = self._approved()
        self.assertHolds("secondments_ending")
        with self.at(f"{stay.date_end} 08:00"):
            self.assertLacks("secondments_ending", "1 end")

    def test_substitutes(self):
        policy = self.env["hcc.policy"]._get(self.centre, self.decision.date).sudo()
        policy.backup_staff_min = 1
        self.env["hcc.agency"].search([]).filtered(
            lambda a: a not in self.agency
        ).reception_mode = "none"
        self.assertLacks("substitutes", self.agency.display_name)
        self._approved(end="2026-12-05", kind="substitute")
        self.assertHolds("substitutes")
        self._next_policy("2026-11-25", backup_staff_min=2)
        with self.at("2026-11-25 08:00"):
            self.assertLacks("substitutes", self.agency.display_name)
