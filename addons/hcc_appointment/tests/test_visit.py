from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestVisit(AppointmentCommon):
    def test_who_comes_gets_a_ticket_with_the_time(self):
        appointment = self.booked()
        with self.at(f"{DAY} 07:45"):
            answer = appointment.with_user(self.official).check_in("check-in-0001")
            again = appointment.with_user(self.official).check_in("check-in-0001")
        ticket = appointment.ticket_id
        self.assertEqual((answer["number"], again["number"]), (ticket.name, ticket.name))
        self.assertEqual(ticket.channel, "appointment")
        self.assertEqual(ticket.appointment_at, appointment.slot_start)
        self.assertEqual(appointment.state, "checked_in")

    def test_neither_too_early_nor_too_late(self):
        appointment = self.booked()
        for time in ("07:29", "08:16"):
            with self.subTest(time=time), self.at(f"{DAY} {time}"), self.assertRaises(UserError):
                appointment.with_user(self.official).check_in()
        self.assertFalse(appointment.ticket_id)

    def test_unconfirmed_appointments_and_strangers_get_no_ticket(self):
        held, booked = self.book(1), self.booked(2)
        with self.at(f"{DAY} 07:45"):
            with self.assertRaises(UserError):
                held.with_user(self.official).check_in()
            for user in (self.oversight, self.administrator, self.appraiser):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    booked.with_user(user).check_in()

    def test_cancelled_by_the_citizen_frees_the_place(self):
        self.booked(1)
        mine = self.booked(2)
        with self.assertRaises(UserError):
            self.book(3)
        self.assertEqual((mine._withdraw(), mine._withdraw()), ("cancelled", "cancelled"))
        self.assertEqual(self.book(3).place, 2)
        self.assertEqual(self.journal_verbs(mine), ["book", "confirm", "withdraw"])

    def test_staff_cancel_with_a_reason_that_is_told(self):
        appointment = self.booked()
        manager = appointment.with_user(self.hall_manager)
        with self.assertRaises(UserError):
            manager.cancel(" ")
        with self.assertRaises(AccessError):
            appointment.with_user(self.official).cancel("Mất điện")
        manager.cancel("Mất điện")
        message = self.env["hcc.outbox"].search([("res_id", "=", appointment.id)], limit=1)
        message._deliver()
        log = self.env["hcc.sms.log"].search([("appointment_id", "=", appointment.id)], limit=1)
        self.assertIn("Mat dien", log.text)

    def test_who_does_not_come_is_noted_once_the_time_is_over(self):
        by_hand, by_clock = self.booked(1), self.booked(2)
        with self.at(f"{DAY} 08:10"), self.assertRaises(UserError):
            by_hand.with_user(self.hall_manager).no_show()
        with self.at(f"{DAY} 08:16"):
            by_hand.with_user(self.hall_manager).no_show()
            self.appointments._cron_lapse()
        self.assertEqual({by_hand.state, by_clock.state}, {"no_show"})

    def test_unconfirmed_holds_lapse(self):
        held, booked = self.book(1), self.booked(2)
        with self.at("2026-11-23 08:09"):
            self.appointments._cron_lapse()
            self.assertEqual(held.state, "held")
        with self.at("2026-11-23 08:10"):
            self.appointments._cron_lapse()
        self.assertEqual((held.state, booked.state), ("lapsed", "booked"))

    def test_names_are_forgotten(self):
        appointment = self.booked()
        with self.at("2026-12-25 08:00"):
            self.appointments._gc_personal_data()
            self.assertTrue(appointment.phone)
        with self.at("2026-12-26 08:00"):
            self.appointments._gc_personal_data()
        self.assertFalse(appointment.phone or appointment.person_name or appointment.identity_end)

    def test_found_by_its_code(self):
        appointment = self.booked()
        codes = self.env["hcc.code"].with_user(self.official)
        for code in (appointment.name, appointment._page_url()):
            with self.subTest(code=code):
                self.assertEqual(codes._appointment_of(code).ids, appointment.ids)

    def test_states_are_changed_by_verbs_alone(self):
        appointment = self.booked()
        for values in ({"state": "checked_in"}, {"place": 9}, {"slot_start": "2026-11-25 01:30"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                appointment.write(values)
