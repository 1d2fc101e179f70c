import json
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.bus.models import ir_websocket

from .common import HccDeviceCommon


class _Anonymous:
    """What the websocket knows of a caller that never logged in."""

    class session:
        uid = None


@tagged("post_install", "-at_install")
class TestDoorbell(HccDeviceCommon):
    def test_token_opens_the_devices_own_channel(self):
        token = self.kiosk._issue_token()
        channels = self._subscribe(f"hcc_device/{self.kiosk.id}/{token}")
        self.assertIn(("hcc.device", self.kiosk.id), channels)

    def test_wrong_token_and_wrong_number_open_nothing(self):
        token = self.kiosk._issue_token()
        for channel in (
            f"hcc_device/{self.agent.id}/{token}",
            f"hcc_device/{self.kiosk.id}/{'x' * 43}",
            f"hcc_device/{self.kiosk.id}",
            "hcc_device/",
        ):
            channels = self._subscribe(channel)
            self.assertFalse([row for row in channels if row[0] == "hcc.device"], channel)
            self.assertNotIn(channel, channels)

    def test_revoked_device_cannot_subscribe(self):
        token = self.kiosk._issue_token()
        self.kiosk.revoke()
        channels = self._subscribe(f"hcc_device/{self.kiosk.id}/{token}")
        self.assertNotIn(("hcc.device", self.kiosk.id), channels)

    def test_other_channels_pass(self):
        self.assertIn("somebody_elses", self._subscribe("somebody_elses"))

    def test_a_job_rings_its_agent_with_an_empty_message(self):
        self._print()
        self.env.cr.precommit.run()
        [row] = self.env["bus.bus"].search([("channel", "ilike", "hcc.device")])
        self.assertEqual(json.loads(row.channel)[1:], ["hcc.device", self.agent.id])
        self.assertEqual(json.loads(row.message), {"type": "hcc_device", "payload": {}})

    def _subscribe(self, *channels):
        public = self.env.ref("base.public_user")
        with (
            patch.object(ir_websocket, "wsrequest", _Anonymous),
            patch.object(ir_websocket, "request", None),
        ):
            found = (
                self.env["ir.websocket"].with_user(public)._build_bus_channel_list(list(channels))
            )
        return [row if isinstance(row, str) else (row._name, row.id) for row in found]
