from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..tools import lane_hours
from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestLaneHours(QueueCommon):
    """The centre and the lane of its own hours work 7:00–11:30 and 13:30–17:00, Monday to Friday;
    25/11/2026 is a Wednesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hours = cls._create_calendar()

    def close_by_hours(self, **values):
        self.lane.write({"hours": "own", "calendar_id": self.hours.id, **values})

    def choice(self, lane_name="Sở Thử nghiệm"):
        choices = self.env["hcc.hall"]._kiosk_choices(self.centre)
        return next(agency for agency in choices["agencies"] if agency["name"] == lane_name)

    def test_windows(self):
        slots = ((420, 690), (810, 1020))
        self.assertEqual(lane_hours.windows(slots), [(420, 690), (810, 1020)])
        self.assertEqual(lane_hours.windows(slots, 30, 60), [(390, 690), (780, 960)])
        self.assertEqual(lane_hours.windows(slots, 120), [(300, 1020)])
        self.assertEqual(lane_hours.windows(slots, 0, 240), [(420, 690)])
        self.assertEqual(lane_hours.windows(()), [])

    def test_without_hours_a_lane_is_always_open(self):
        with self.at("2026-11-22 03:00"):
            self.assertTrue(self.lane.is_open)
            self.assertTrue(self.issue())

    def test_a_closed_lane_refuses_the_kiosk_and_says_when_it_opens(self):
        self.close_by_hours()
        for moment, words in (
            ("2026-11-25 06:59", "07:00"),
            ("2026-11-25 11:30", "13:30"),
            ("2026-11-25 17:00", "07:00 tomorrow"),
            ("2026-11-28 09:00", "07:00 30/11/2026"),
        ):
            with self.subTest(moment=moment), self.at(moment):
                with self.assertRaisesRegex(UserError, words):
                    self.issue()
                self.assertEqual(self.choice()["closed"], "hours")
        for moment in ("2026-11-25 07:00", "2026-11-25 11:29", "2026-11-25 16:59"):
            with self.subTest(moment=moment), self.at(moment):
                self.assertTrue(self.issue())
                self.assertEqual(self.choice()["closed"], "")

    def test_numbers_begin_early_and_end_before_closing(self):
        self.close_by_hours(early_minutes=30, last_ticket_minutes=20)
        for moment in ("2026-11-25 06:30", "2026-11-25 11:29", "2026-11-25 16:39"):
            with self.subTest(moment=moment), self.at(moment):
                self.assertTrue(self.issue())
        for moment in ("2026-11-25 06:29", "2026-11-25 16:40"):
            with self.subTest(moment=moment), self.at(moment), self.assertRaises(UserError):
                self.issue()

    def test_the_kiosk_says_the_opening(self):
        self.close_by_hours()
        with self.at("2026-11-25 12:00"):
            self.assertEqual(self.choice()["opens"], {"day": "", "time": "13:30"})
        with self.at("2026-11-28 12:00"):
            self.assertEqual(self.choice()["opens"], {"day": "2026-11-30", "time": "07:00"})

    def test_the_centres_hours_and_its_days_off_hold(self):
        self.lane.hours = "centre"
        with self.at("2026-11-29 09:00"), self.assertRaises(UserError):
            self.issue()  # a Sunday
        with self.at("2026-11-25 09:00"):
            self.assertTrue(self.issue())
        self.env["hcc.calendar.day"].create(
            {"name": "Nghỉ lễ", "date": "2026-11-26", "kind": "holiday"}
        )
        with self.at("2026-11-26 09:00"), self.assertRaises(UserError):
            self.issue()

    def test_a_hall_manager_issues_while_the_lane_is_closed(self):
        self.close_by_hours()
        with self.at("2026-11-25 18:00"):
            answer = self.lane.with_user(self.hall_manager).action_issue()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("closed now", answer["params"]["message"])

    def test_own_hours_must_be_chosen_and_usable(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.lane.hours = "own"
            self.env.flush_all()
        self.lane.hours = "always"
        self.close_by_hours()
        with self.assertRaises(ValidationError):
            self.hours.attendance_ids = [Command.clear()]

    def test_only_the_hall_and_its_administrators_set_hours(self):
        with self.assertRaises(AccessError):
            self.lane.with_user(self.official).early_minutes = 10
        self.lane.with_user(self.hall_manager).early_minutes = 10
        self.assertEqual(self.lane.early_minutes, 10)


@tagged("post_install", "-at_install")
class TestLaneCapacity(QueueCommon):
    def test_first_number_and_digits(self):
        self.lane.write({"first_number": 101, "number_digits": 4})
        self.assertEqual([self.issue().name, self.issue().name], ["A0101", "A0102"])
        for values in ({"first_number": 1}, {"number_digits": 3}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.lane.write(values)
        self.lane.write({"first_number": 101})
        with self.at("2026-11-25 08:00"):
            self.lane.write({"first_number": 1, "number_digits": 3})
            self.assertEqual(self.issue().name, "A001")

    def test_the_last_place_is_given_and_no_more(self):
        self.lane.daily_capacity = 2
        self.assertEqual([self.issue().name, self.issue().name], ["A001", "A002"])
        with self.assertRaisesRegex(UserError, "all 2 numbers of today"), self.cr.savepoint():
            self.issue()
        self.assertEqual(self.lane.issued_today, 2)
        self.assertEqual(self.lane.capacity_state, "full")
        with self.at("2026-11-25 08:00"):
            self.assertEqual(self.issue().name, "A001")

    def test_the_hall_manager_issues_beyond_and_the_journal_says_so(self):
        self.lane.daily_capacity = 1
        within = self.issue()
        answer = self.lane.with_user(self.hall_manager).action_issue()
        self.assertIn("beyond", answer["params"]["message"])
        beyond = self.env["hcc.ticket"].search([("name", "=", "A002")], limit=1)
        self.assertEqual(self.facts(beyond)["beyond_capacity"], 1)
        self.assertNotIn("beyond_capacity", self.facts(within))

    def test_hall_managers_of_the_centre_are_told_before(self):
        self.lane.write({"daily_capacity": 5, "warn_share": 60})
        told = []
        self.patch(
            self.env.registry["hcc.lane"],
            "_tell_hall_managers",
            lambda lane, ordinal: told.append((ordinal, lane._hall_managers())),
        )
        for _index in range(5):
            self.issue()
        self.assertEqual([ordinal for ordinal, _users in told], [3, 5])
        stranger = self._create_user("q_far_manager", "hall_manager", centre=self.other_centre)
        users = self.lane._hall_managers()
        self.assertIn(self.hall_manager, users)
        self.assertNotIn(stranger, users)
        self.assertNotIn(self.official, users)

    def test_the_warning_reaches_the_managers_screen(self):
        self.lane.write({"daily_capacity": 1})
        sent = []
        self.patch(
            self.env.registry["res.users"],
            "_bus_send",
            lambda user, kind, message, **_options: sent.append((user, kind, message)),
        )
        self.issue()
        user, kind, message = next(row for row in sent if row[0] == self.hall_manager)
        self.assertEqual((kind, message["type"]), ("simple_notification", "danger"))
        self.assertIn("1 of today's 1", message["message"])

    def test_states(self):
        self.lane.daily_capacity = 5
        states = []
        for _index in range(5):
            self.issue()
            self.lane.invalidate_recordset()
            states.append(self.lane.capacity_state)
        self.assertEqual(states, ["free", "free", "free", "near", "full"])

    def test_the_kiosk_shows_the_places_left(self):
        self.lane.daily_capacity = 1
        agency = self.kiosk_agency()
        self.assertEqual([(f["left"], f["closed"]) for f in agency["fields"]], [(1, ""), (1, "")])
        self.issue()
        agency = self.kiosk_agency()
        self.assertEqual([f["closed"] for f in agency["fields"]], ["full", "full"])
        self.assertEqual(agency["closed"], "full")

    def test_an_agency_stays_open_while_one_of_its_fields_is(self):
        self._create_lane("C", "Đất đai", self.agency, field_ids=self.land.ids)
        self.lane.daily_capacity = 1
        self.issue()
        agency = self.kiosk_agency()
        self.assertEqual([f["closed"] for f in agency["fields"]], ["", "full"])
        self.assertEqual(agency["closed"], "")

    def test_impossible_settings_are_refused(self):
        for values in (
            {"daily_capacity": -1},
            {"warn_share": 0},
            {"warn_share": 101},
            {"first_number": 0},
            {"number_digits": 6},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.other_lane.write(values)
                self.env.flush_all()
            self.env.invalidate_all()

    def kiosk_agency(self):
        choices = self.env["hcc.hall"]._kiosk_choices(self.centre)
        return next(a for a in choices["agencies"] if a["name"] == "Sở Thử nghiệm")

    def facts(self, ticket):
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.ticket"), ("res_id", "=", ticket.id), ("verb", "=", "issue")]
        )
        return entry.facts
