from datetime import date

import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_base.tests.common import centre_time

from .common import AppointmentCommon

WEDNESDAY = date(2026, 11, 25)


@tagged("post_install", "-at_install")
class TestOffer(AppointmentCommon):
    def starts(self, day=WEDNESDAY):
        return [slot.start for slot in self.offer._slots(day)]

    def test_slots_follow_the_week_and_keep_a_share_for_walk_ins(self):
        slots = self.offer._slots(WEDNESDAY)
        self.assertEqual(slots[0].start, centre_time("2026-11-25 08:00"))
        self.assertEqual(slots[-1].end, centre_time("2026-11-25 10:00"))
        self.assertEqual([slot.places for slot in slots], [2, 2, 2, 2])
        self.assertFalse(self.offer._slots(date(2026, 11, 26)), "no slots on Thursdays")
        self.offer.walk_in_percent = 30
        self.assertEqual(self.offer._slots(WEDNESDAY)[0].places, 2, "the share is rounded up")

    def test_a_holiday_wins_over_the_week(self):
        self.offer.period_ids[:1].weekday = "1"
        self.assertFalse(self.offer._slots(date(2026, 11, 24)), "a public holiday")
        self.assertTrue(self.offer._slots(date(2026, 12, 1)))

    def test_working_hours_win_over_the_week(self):
        self.offer.period_ids.filtered(lambda p: p.weekday == "2").write({"hour_to": 14})
        self.assertEqual(len(self.starts()), 8, "07:00–11:30 and 13:30–17:00 are worked")

    def test_a_day_can_be_closed(self):
        self.offer.closure_ids.create(
            {
                "offer_id": self.offer.id,
                "date_from": WEDNESDAY,
                "date_to": WEDNESDAY,
                "reason": "Tập huấn",
            }
        )
        self.assertFalse(self.starts())

    def test_two_offers_of_a_lane_never_overlap(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ExclusionViolation):
            self._create_offer(self.lane)
            self.env.flush_all()

    def test_runs_of_one_weekday_never_overlap(self):
        period = self.offer.period_ids.filtered(lambda p: p.weekday == "2")
        with self.assertRaises(ValidationError):
            period.copy({"hour_from": 9, "hour_to": 11})

    def test_every_change_is_in_the_journal(self):
        before = self.journal_verbs(self.offer)
        self.offer.with_user(self.hall_manager).walk_in_percent = 25
        self.offer.with_user(self.hall_manager).period_ids[:1].places = 9
        self.assertEqual(self.journal_verbs(self.offer), [*before, "change_offer", "change_offer"])
        last = self.env["hcc.journal.entry"].search([("res_id", "=", self.offer.id)], limit=1)
        self.assertEqual(last.facts["walk_in_percent"], 25)
        self.assertIn("/9", "".join(last.facts["periods"]))

    def test_only_hall_managers_and_administrators_keep_offers(self):
        for user in (self.official, self.cashier, self.oversight):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.offer.with_user(user).walk_in_percent = 0
        self.offer.with_user(self.administrator).walk_in_percent = 0
