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
