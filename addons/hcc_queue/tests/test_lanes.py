from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestLanes(QueueCommon):
    def test_counters_are_proposed_from_the_agencies(self):
        self.assertEqual(self.lane.counter_ids, self.counter | self.counter_2)

    def test_chosen_counters_stay(self):
        self.lane.counter_ids = self.counter
        self.lane.agency_ids |= self.other_agency
        self.assertEqual(self.lane.counter_ids, self.counter)

    def test_lane_of_a_field_comes_before_the_agencys(self):
        land_lane = self._create_lane("C", "Đất đai", self.agency, field_ids=self.land.ids)
        lanes = self.lane | land_lane | self.other_lane
        self.assertEqual(lanes._lane_for(self.agency, self.land), land_lane)
        self.assertEqual(lanes._lane_for(self.agency, self.water), self.lane)
        self.assertEqual(lanes._lane_for(self.agency, None), self.lane)
        self.assertFalse(self.other_lane._lane_for(self.agency, self.land))

    def test_prefix_is_unique_in_the_centre(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_lane("A", "Hai", self.agency)

    def test_prefix_must_be_letters(self):
        with self.assertRaises(ValidationError):
            self._create_lane("1", "Sai", self.agency)

    def test_prefix_stays_while_its_numbers_are_out(self):
        self.lane.prefix = "D"
        self.issue()
        with self.assertRaises(UserError):
            self.lane.prefix = "E"
        with self.at("2026-11-25 08:00"):
            self.lane.prefix = "E"

    def test_waiting_counts_are_of_today(self):
        self.issue()
        self.issue()
        self.assertEqual(self.lane.waiting_count, 2)
        self.env.invalidate_all()
        with self.at("2026-11-25 08:00"):
            self.assertEqual(self.lane.waiting_count, 0)

    def test_kiosk_offers_what_has_a_lane(self):
        self.issue()
        choices = self.env["hcc.hall"]._kiosk_choices(self.centre)
        self.assertEqual([lane["name"] for lane in choices["general"]], ["Nhận kết quả, nộp phí"])
        by_name = {agency["name"]: agency for agency in choices["agencies"]}
        fields = by_name["Sở Thử nghiệm"]["fields"]
        self.assertEqual([field["name"] for field in fields], ["Đất đai", "Tài nguyên nước"])
        self.assertEqual(by_name["Sở Thử nghiệm"]["waiting"], 1)

    def test_choice_from_the_page_is_not_trusted(self):
        hall = self.env["hcc.hall"]
        chosen = {"agency": self.agency.id, "field": self.land.id}
        self.assertEqual(hall._lane_of_choice(self.centre, chosen), self.lane)
        wrong = [
            {},
            {"lane": self.lane.id},
            {"agency": self.agency.id, "field": self.trade.id},
            {"agency": 2**31 - 1},
        ]
        for choice in wrong:
            with self.subTest(choice=choice):
                self.assertFalse(hall._lane_of_choice(self.centre, choice))
        self.assertFalse(hall._lane_of_choice(self.other_centre, {"lane": self.general_lane.id}))

    def test_a_field_without_a_procedure_at_the_centre_has_no_button(self):
        def offered():
            choices = self.env["hcc.hall"]._kiosk_choices(self.centre)["agencies"]
            return {field["field"] for agency in choices for field in agency["fields"]}

        self.assertIn(self.land.id, offered())
        procedures = self.env["hcc.procedure"].search([("field_id", "=", self.land.id)])
        self.env["hcc.catalogue.decision"].create(
            {
                "name": "1/QĐ",
                "signer": "Nguyễn Văn Mẫu",
                "effective_on": "2026-11-25",
                "line_ids": [
                    Command.create({"procedure_id": p.id, "mode": "excluded", "reason": "Lưu động"})
                    for p in procedures
                ],
            }
        ).sign()
        self.assertIn(self.land.id, offered())
        with self.at("2026-11-25 07:00"):
            self.assertNotIn(self.land.id, offered())

    def test_an_agency_at_its_own_premises_has_no_button(self):
        hall = self.env["hcc.hall"]
        chosen = {"agency": self.agency.id, "field": self.land.id}
        self.assertTrue(hall._lane_of_choice(self.centre, chosen))
        self.agency.write({"premises_address": "Số 1", "reception_mode": "own_premises"})
        offered = [agency["name"] for agency in hall._kiosk_choices(self.centre)["agencies"]]
        self.assertEqual(offered, ["Sở Khác"])
        self.assertFalse(hall._lane_of_choice(self.centre, chosen))
