import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_base.tests.common import centre_time

from ..models.hcc_appointment_booking import CODE_TRIES
from .common import DAY, AppointmentCommon

LATER = "2026-11-23 08:11"


@tagged("post_install", "-at_install")
class TestBooking(AppointmentCommon):
    def test_booked_then_confirmed_with_the_code(self):
        appointment = self.book()
        self.assertEqual((appointment.state, appointment.place), ("held", 1))
        self.assertEqual(appointment._confirm("000000x"), "wrong")
        self.assertEqual(appointment._confirm(appointment._code()), "confirmed")
        self.assertEqual(appointment.state, "booked")
        self.assertEqual(self.journal_verbs(appointment), ["book", "confirm"])

    def test_the_code_comes_by_sms_and_is_kept_nowhere(self):
        appointment = self.book()
        message = self.env["hcc.outbox"].search([("res_id", "=", appointment.id)], limit=1)
        self.assertEqual((message.kind, message.payload or {}), ("appointment_code", {}))
        message._deliver()
        log = self.env["hcc.sms.log"].search([("appointment_id", "=", appointment.id)])
        self.assertIn(appointment._code(), log.text)
        self.assertNotIn("0912000001", log.phone)
        self.assertNotIn(appointment._code(), str(appointment.read()))

    def test_a_code_too_late_or_too_often_wrong_ends_the_hold(self):
        late = self.book(1)
        with self.at(LATER):
            self.assertEqual(late._confirm(late._code()), "over")
        guessed = self.book(2)
        outcomes = [guessed._confirm("wrong") for _try in range(CODE_TRIES)]
        self.assertEqual(outcomes, ["wrong"] * (CODE_TRIES - 1) + ["over"])
        self.assertEqual(guessed._confirm(guessed._code()), "over", "the right code is too late")
        self.assertEqual(guessed.state, "lapsed")

    def test_a_full_slot_is_refused_and_a_lapsed_hold_makes_room(self):
        self.booked(1)
        self.book(2)
        with self.assertRaises(UserError):
            self.book(3)
        with self.at(LATER):
            self.assertEqual(self.book(3).place, 2)

    def test_what_is_not_offered_is_refused(self):
        for day, time in (
            (DAY, "08:10"),
            (DAY, "10:00"),
            ("2026-11-24", "08:00"),
            ("2026-12-23", "08:00"),
            ("2026-11-23", "08:30"),
        ):
            with self.subTest(day=day, time=time), self.assertRaises(UserError):
                self.book(day=day, time=time)
        self.assertTrue(self.book(day="2026-11-23", time="09:00"))

    def test_asked_twice_is_booked_once(self):
        self.book(key="one-press-0001")
        self.assertFalse(self.book(key="one-press-0001"))
        with self.assertRaises(UserError):
            self.book(2, key="one-press-0001")

    def test_limits_hold_for_identity_and_for_telephone(self):
        self.centre.appointment_open_limit = 2
        self.booked(1, "08:00")
        self.book(1, "08:30", phone="0987000001")
        with self.assertRaises(UserError):
            self.book(1, "09:00", phone="0987000002")
        self.book(2, "09:00", phone="0987000001")
        with self.assertRaises(UserError):
            self.book(3, "09:30", phone="0987000001")
        self.centre.appointment_open_limit = 0
        self.assertTrue(self.book(3, "09:30", phone="0987000001"))

    def test_a_day_counts_what_was_cancelled_too(self):
        self.centre.write({"appointment_day_limit": 2, "appointment_month_limit": 0})
        for _turn in range(2):
            self.book(1)._withdraw()
        with self.assertRaises(UserError):
            self.book(1)
        with self.at("2026-11-24 08:00"):
            self.assertTrue(self.book(1))

    def test_a_month_has_its_limit(self):
        self.centre.write({"appointment_day_limit": 0, "appointment_month_limit": 1})
        self.book(1)._withdraw()
        with self.assertRaises(UserError):
            self.book(1)
        self.centre.appointment_month_limit = 2
        self.assertTrue(self.book(1))

    def test_one_person_is_at_one_place_at_a_time(self):
        self._create_offer(self.other_lane)
        self.booked(1)
        with self.assertRaises(UserError):
            self.book(1, lane=self.other_lane)
        other = self.book(2, lane=self.other_lane)
        mine = self.appointments.search([("place", "=", 1), ("lane_id", "=", self.lane.id)])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            other._guarded_write({"identity_hash": mine.identity_hash})
            self.env.flush_all()

    def test_the_database_gives_no_place_twice_nor_beyond_the_slot(self):
        self.booked(1)
        second = self.book(2)
        for values, error in (
            ({"place": 1}, psycopg2.errors.UniqueViolation),
            ({"place": 3}, psycopg2.errors.CheckViolation),
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                second._guarded_write(values)
                self.env.flush_all()
            self.env.invalidate_all()

    def test_nothing_personal_in_names_and_journal(self):
        appointment = self.booked(1)
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.appointment"), ("res_id", "=", appointment.id)]
        )
        said = f"{entries.mapped('facts')} {appointment.display_name}"
        for secret in ("Người Thử", "001090000001", "0912000001", appointment._code()):
            self.assertNotIn(secret, said)
        self.assertNotIn("001090000001", str(appointment.read()), "only its hash is kept")

    def test_names_and_telephones_are_the_hall_managers(self):
        appointment = self.booked(1)
        self.assertEqual(appointment.with_user(self.hall_manager).phone, "0912000001")
        for user in (self.official, self.oversight, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                appointment.with_user(user).read(["phone"])

    # -- By hand -----------------------------------------------------------------------------------

    def by_hand(self, user, number, reason=None):
        person = self.person(number)
        answer = self.appointments.with_user(user).book_by_hand(
            self.lane.id, centre_time(f"{DAY} 08:00"), *person, reason
        )
        return self.appointments.browse(answer["appointment_id"])

    def test_the_hall_manager_books_beyond_the_places_with_a_reason(self):
        self.assertEqual(self.by_hand(self.hall_manager, 1).state, "booked")
        self.by_hand(self.hall_manager, 2)
        with self.assertRaises(UserError):
            self.by_hand(self.hall_manager, 3)
        extra = self.by_hand(self.hall_manager, 3, "Cấp cứu, cần gấp")
        self.assertTrue(extra.is_extra)
        self.assertEqual(extra.place, 3)
        for user in (self.official, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.by_hand(user, 4, "Cần gấp")

    def test_what_is_typed_is_checked(self):
        for person in (("A", "001090000001", "0912000001"), ("Trần Thử", "12", "0912000001"),
                       ("Trần Thử", "001090000001", "02838000000")):  # fmt: skip
            with self.subTest(person=person), self.assertRaises(UserError):
                self.appointments.with_user(self.hall_manager).book_by_hand(
                    self.lane.id, centre_time(f"{DAY} 08:00"), *person
                )
