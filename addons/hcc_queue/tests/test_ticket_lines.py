from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestTicketLines(QueueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.land_service, cls.water_service = (
            cls.env["hcc.procedure"].search([("field_id", "=", field.id)], limit=1)
            for field in (cls.land, cls.water)
        )
        cls.copies = cls.env["hcc.procedure"].create(
            {
                "name": "Chứng thực bản sao",
                "code": "L-CT",
                "kind": "service",
                "agency_id": cls.agency.id,
                "field_id": cls.land.id,
            }
        )
        cls.hall = cls.env["hcc.hall"]

    def choice(self, *lines, agency=None):
        return {"agency": (agency or self.agency).id, "lines": [{"count": 1, **x} for x in lines]}

    def lane_of(self, *lines, agency=None):
        choice = self.choice(*lines, agency=agency)
        if self.hall._lines_of_choice(self.centre, choice) is None:
            return None
        return self.hall._lane_of_choice(self.centre, choice)

    def issue_lines(self, lane, *lines, key=None):
        answer = self.env["hcc.ticket"]._issue_at_kiosk(
            self.kiosk.id, lane.id, self.agency.id, None, key, [{"count": 1, **x} for x in lines]
        )
        ticket = self.env["hcc.ticket"].search([("name", "=", answer["number"])], limit=1)
        return ticket, answer

    def make_quick(self):
        return self._create_lane(
            "N", "Làn nhanh", None, quick_procedure_ids=(self.copies | self.water_service).ids
        )

    # -- Several procedures on one ticket ----------------------------------------------------------

    def test_a_ticket_carries_what_was_chosen(self):
        ticket, answer = self.issue_lines(
            self.lane, {"field": self.land.id}, {"field": self.water.id, "count": 3}
        )
        self.assertEqual(answer["lines"], ["Đất đai", "Tài nguyên nước × 3"])
        self.assertEqual(ticket._expected_units(), 4)
        self.assertEqual(ticket.line_ids.company_id, self.centre)
        self.assertEqual(self.issue()._expected_units(), 1)

    def test_the_same_press_writes_its_lines_once(self):
        line = {"field": self.land.id}
        first, _answer = self.issue_lines(self.lane, line, key="lines-key-1")
        again, _answer = self.issue_lines(self.lane, line, key="lines-key-1")
        self.assertEqual((again, len(again.line_ids)), (first, 1))
        with self.assertRaises(UserError):
            self.issue_lines(self.lane, {"field": self.water.id}, key="lines-key-1")

    def test_lines_of_one_lane_go_there(self):
        both = ({"field": self.land.id}, {"field": self.water.id})
        self.assertEqual(self.lane_of(*both), self.lane)

    def test_lines_of_different_lanes_are_no_one_ticket(self):
        self._create_lane("C", "Đất đai", self.agency, field_ids=self.land.ids)
        self.assertFalse(self.lane_of({"field": self.land.id}, {"field": self.water.id}))

    def test_lines_from_the_page_are_not_trusted(self):
        for line in (
            {},
            {"field": self.trade.id},
            {"procedure": 2**31 - 1},
            {"field": self.land.id, "count": 21},
            {"field": self.water.id, "procedure": self.land_service.id},
        ):
            with self.subTest(line=line):
                self.assertIsNone(self.lane_of({"field": self.land.id}, line))
        self.assertIsNone(self.lane_of(*[{"field": self.land.id}] * 11))

    def test_staff_add_to_a_ticket_and_the_panel_shows_it(self):
        ticket = self.issue(field=self.land, agency=self.agency)
        called = self.call_next(self.open_session())
        called.add_line(field_id=self.water.id, count=2, request_key="add-line-01")
        called.add_line(field_id=self.water.id, count=2, request_key="add-line-01")
        self.assertEqual(ticket._expected_units(), 2)
        state = self.hall.with_user(self.official)._panel_state()
        self.assertEqual(state["current"]["lines"], ["Tài nguyên nước × 2"])
        self.assertIn("add_line", self.journal_verbs(ticket))
        options = self.hall.with_user(self.official)._line_options(called)
        self.assertIn({"field": self.water.id, "name": "Tài nguyên nước"}, options)
        self.assertNotIn(self.trade.id, [option.get("field") for option in options])

    def test_who_may_not_add(self):
        self.issue()
        ticket = self.call_next(self.open_session())
        for user in (self.oversight, self.appraiser, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                ticket.with_user(user).add_line(field_id=self.water.id)
        ticket.with_user(self.hall_manager).add_line(field_id=self.water.id)

    def test_what_may_not_be_added(self):
        self.issue()
        ticket = self.call_next(self.open_session())
        for values in ({"field_id": self.trade.id}, {"field_id": self.land.id, "count": 0}, {}):
            with self.subTest(values=values), self.assertRaises(UserError):
                ticket.add_line(**values)
        ticket.serve()
        ticket.finish()
        with self.assertRaises(UserError):
            ticket.add_line(field_id=self.land.id)

    def test_nobody_edits_a_line(self):
        ticket, _answer = self.issue_lines(self.lane, {"field": self.land.id})
        line = ticket.line_ids
        for user in (self.official, self.hall_manager, self.administrator):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    line.with_user(user).count = 2
                with self.assertRaises(AccessError):
                    line.with_user(user).unlink()
        with self.assertRaises(AccessError):
            ticket.sudo().write({"line_ids": [(5,)]})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            ticket._write_lines([{"count": 1}])

    # -- Quick lane --------------------------------------------------------------------------------

    def test_only_quick_procedures_lead_to_the_quick_lane(self):
        quick = self.make_quick()
        copies, water = {"procedure": self.copies.id}, {"procedure": self.water_service.id}
        self.assertEqual(self.lane_of(copies), quick)
        self.assertEqual(self.lane_of(copies, water), quick)
        self.assertEqual(self.lane_of(copies, {"field": self.water.id}), self.lane)
        self.assertEqual(self.lane_of(copies, {"procedure": self.land_service.id}), self.lane)

    def test_a_closed_quick_lane_leaves_the_ordinary_one(self):
        quick = self.make_quick()
        quick.write({"hours": "own", "calendar_id": self._create_calendar().id})
        with self.at("2026-11-25 18:00"):
            self.assertEqual(self.lane_of({"procedure": self.copies.id}), self.lane)
        with self.at("2026-11-25 08:00"):
            self.assertEqual(self.lane_of({"procedure": self.copies.id}), quick)

    def test_a_quick_lane_is_neither_general_nor_of_an_agency(self):
        quick = self.make_quick()
        quick.agency_ids = self.other_agency
        lanes = quick | self.lane
        self.assertFalse(quick._is_general())
        self.assertFalse(lanes._lane_for(self.other_agency, None))

    def test_the_kiosk_offers_quick_procedures_by_name(self):
        quick = self.make_quick()
        offers = self.hall._kiosk_choices(self.centre)["agencies"]
        offer = next(offer for offer in offers if offer["agency"] == self.agency.id)
        names = [procedure["name"] for procedure in offer["quick"]]
        self.assertEqual(names, ["Chứng thực bản sao", "Thủ tục Tài nguyên nước"])
        quick.quick_procedure_ids = False
        offers = self.hall._kiosk_choices(self.centre)["agencies"]
        self.assertFalse(any(offer["quick"] for offer in offers))
