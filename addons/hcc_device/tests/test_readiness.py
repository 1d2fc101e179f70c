from odoo.tests import tagged

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, HccDeviceCommon):
    """What the devices of a centre lack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third_centre = cls._create_centre("Trung tâm thứ ba", "H99.03")

    def test_devices_enrolled(self):
        board = self.env["hcc.device"].create(
            {"name": "Bảng sảnh", "kind": "board", "company_id": self.third_centre.id}
        )
        self.assertLacks("devices_enrolled", "Bảng sảnh", centre=self.third_centre)
        board.issue_page_address()
        self.assertHolds("devices_enrolled", centre=self.third_centre)

    def test_devices_heard(self):
        board = self.env["hcc.device"].create(
            {"name": "Bảng sảnh", "kind": "board", "company_id": self.third_centre.id}
        )
        self.assertHolds("devices_heard", centre=self.third_centre)
        board.issue_page_address()
        self.assertLacks("devices_heard", "Bảng sảnh", centre=self.third_centre)
