from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, QueueCommon):
    """What the hall lacks, line by line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hcc.agency"].search([("company_ids", "=", False)]).active = False

    def test_lanes(self):
        self.assertHolds("lanes")
        self.assertLacks("lanes", centre=self.other_centre)

    def test_agency_lanes(self):
        self.assertHolds("agency_lanes")
        self.other_lane.active = False
        self.assertLacks("agency_lanes", self.other_agency.name)
        self.other_agency.write({"premises_address": "Số 1", "reception_mode": "own_premises"})
        self.assertHolds("agency_lanes")

    def test_lane_counters(self):
        self.other_lane.counter_ids = self.counter_2
        self.assertHolds("lane_counters")
        self.general_lane.counter_ids = False
        self.assertLacks("lane_counters", self.general_lane.name)

    def test_screens(self):
        for key, device in (("kiosk", self.kiosk), ("board", self.board)):
            self.assertLacks(key)
            device.issue_page_address()
            self.assertHolds(key)

    def test_zones(self):
        zone = self.env["hcc.hall.zone"].create(
            {
                "name": "Tầng 1",
                "company_id": self.centre.id,
                "counter_ids": [Command.set(self.counter.ids)],
            }
        )
        self.assertLacks("zone_counters", self.counter_2.name)
        self.assertLacks("zone_voice", "Tầng 1")
        self.env["hcc.counter"].search([("company_id", "=", self.centre.id)]).zone_id = zone
        self.assertHolds("zone_counters")
        self.board.issue_page_address()
        self.board.write({"zone_id": zone.id, "speaks": True})
        self.assertHolds("zone_voice")
        self.assertHolds("voice_packs")
        zone.pack_ids = self.env["hcc.voice.pack"].create(
            {"name": "Giọng mới", "company_id": self.centre.id}
        )
        self.assertLacks("voice_packs", "Giọng mới")
