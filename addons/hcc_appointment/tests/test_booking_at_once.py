import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import centre_time, real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .common import DAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestBookingAtOnce(AppointmentCommon, CommittedCase):
    """Real connections: many people want the same few places."""

    PEOPLE, PLACES = 32, 5

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_offer(cls.other_lane, places=cls.PLACES, walk_in_percent=0)
        cls.lane_id, cls.centre_id = cls.other_lane.id, cls.centre.id
        cls.env.flush_all()
        cls._commit_fixture()

    def at_once(self, works):
        """Run the works in threads that start together and return what they raised."""
        barrier, errors = threading.Barrier(len(works)), []

        def run(work):
            barrier.wait()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - judged by the test
                errors.append(error)

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        with real_connections():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return errors

    def book_in(self, number, time, person=None):
        with number_cursor(self.registry) as cr:
            context = {"allowed_company_ids": [self.centre_id]}
            env = api.Environment(cr, api.SUPERUSER_ID, context)
            start = centre_time(f"{DAY} {time}")
            who = person or self.person(number)
            env["hcc.appointment"]._book(self.lane_id, {}, start, who, f"one-press-{number:04d}")

    def select(self, query, *params):
        with self.registry.cursor() as cr:
            cr.execute(query, params)
            return cr.fetchall()

    def test_32_people_5_places(self):
        """Five win, the others read that the slot is full; nobody waits for ever or fails."""
        errors = self.at_once(
            [lambda number=number: self.book_in(number, "08:00") for number in range(self.PEOPLE)]
        )
        self.assertEqual(len(errors), self.PEOPLE - self.PLACES)
        self.assertEqual({type(error) for error in errors}, {UserError})
        places = self.select(
            "SELECT place FROM hcc_appointment WHERE lane_id = %s AND slot_start = %s"
            " AND state = 'held' ORDER BY place",
            self.lane_id,
            centre_time(f"{DAY} 08:00"),
        )
        self.assertEqual([place for (place,) in places], list(range(1, self.PLACES + 1)))

    def test_one_person_in_many_windows_stays_within_the_limit(self):
        """Locks of persons and slots are taken crosswise: no deadlock, and two of four."""
        one = self.person(900)
        times = ("08:30", "09:00", "09:30", "08:30", "09:00", "09:30")
        errors = self.at_once(
            [
                lambda number=number, time=time: self.book_in(100 + number, time, one)
                for number, time in enumerate(times)
            ]
        )
        self.assertEqual({type(error) for error in errors}, {UserError})
        self.assertEqual(len(errors), len(times) - 2)
