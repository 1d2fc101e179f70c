import threading
from collections import Counter

from odoo import api
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .common import QueueCommon


class AtOnce(QueueCommon, CommittedCase):
    """Works in threads that start together, each on a connection of its own."""

    @classmethod
    def _create_desk(cls, case, index):
        """A counter of lane A with an official who opened it: (user id, session id)."""
        user = cls._create_user(f"q_desk_{index}", "official")
        counter = cls._create_counter(20 + index, cls.agency, user)
        cls.lane.counter_ids |= counter
        return user.id, case.open_session(user, counter).id

    def at_once(self, works):
        """Run the works in threads that start together and return their errors."""
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

    def env_of(self, cr, user_id):
        return api.Environment(cr, user_id, {"allowed_company_ids": [self.centre_id]})

    def select(self, query, *params):
        with self.registry.cursor() as cr:
            cr.execute(query, params)
            return cr.fetchall()


@tagged("post_install", "-at_install")
class TestConcurrency(AtOnce):
    """Real connections: many officials and kiosks at once."""

    OFFICIALS, WAITING = 8, 60
    KIOSKS, EACH = 6, 12

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.session_ids = [cls._create_desk(case, index) for index in range(cls.OFFICIALS)]
        tickets = cls.env["hcc.ticket"].with_user(cls.hall_manager)
        for _index in range(cls.WAITING):
            tickets.issue(cls.lane.id)
        cls.lane_ids = (cls.lane.id, cls.other_lane.id, cls.general_lane.id)
        cls.centre_id, cls.manager_id = cls.centre.id, cls.hall_manager.id
        cls.env.flush_all()
        cls._commit_fixture()

    def test_never_two_officials_the_same_ticket_and_none_lost(self):
        called = []

        def work(user_id, session_id):
            while True:
                with number_cursor(self.registry) as cr:
                    tickets = self.env_of(cr, user_id)["hcc.ticket"]
                    answer = tickets.call_next(session_id)
                if not answer["ticket_id"]:
                    return
                called.append(answer["number"])
                with number_cursor(self.registry) as cr:
                    self.env_of(cr, user_id)["hcc.ticket"].browse(answer["ticket_id"]).finish()

        errors = self.at_once([lambda desk=desk: work(*desk) for desk in self.session_ids])
        self.assertFalse(errors)
        expected = [f"A{index:03d}" for index in range(1, self.WAITING + 1)]
        self.assertEqual(sorted(called), expected)
        [(left,)] = self.select(
            "SELECT count(*) FROM hcc_ticket WHERE state != 'finished' AND lane_id = %s",
            self.lane_ids[0],
        )
        self.assertEqual(left, 0)
        calls = Counter(
            self.select(
                "SELECT ticket_id FROM hcc_ticket_call WHERE company_id = %s", self.centre_id
            )
        )
        self.assertEqual(set(calls.values()), {1})

    def test_one_press_sent_twice_at_once_calls_once(self):
        lane_id = self.lane_ids[1]
        user_id, session_id = self.session_ids[0]
        with number_cursor(self.registry) as cr:
            env = self.env_of(cr, api.SUPERUSER_ID)
            lane = env["hcc.lane"].browse(lane_id)
            lane.counter_ids |= env["hcc.counter.session"].browse(session_id).counter_id
            for _index in range(3):
                self.env_of(cr, self.manager_id)["hcc.ticket"].issue(lane_id)
        answers = []

        def work():
            with number_cursor(self.registry) as cr:
                tickets = self.env_of(cr, user_id)["hcc.ticket"]
                answers.append(tickets.call_next(session_id, "one-press-0001"))

        self.assertFalse(self.at_once([work] * 5))
        self.assertEqual(len({answer["ticket_id"] for answer in answers}), 1)
        with number_cursor(self.registry) as cr:
            ticket_id = answers[0]["ticket_id"]
            self.env_of(cr, user_id)["hcc.ticket"].browse(ticket_id).finish()

    def test_numbers_are_unique_and_without_gaps(self):
        """Each third issue is rolled back after its number was drawn."""
        lane_id = self.lane_ids[2]

        def work(kiosk):
            for turn in range(self.EACH):
                try:
                    with number_cursor(self.registry) as cr:
                        tickets = self.env_of(cr, self.manager_id)["hcc.ticket"]
                        tickets.issue(lane_id, request_key=f"kiosk-{kiosk}-turn-{turn}")
                        if turn % 3 == 0:
                            raise InterruptedError
                except InterruptedError:
                    pass

        errors = self.at_once([lambda kiosk=kiosk: work(kiosk) for kiosk in range(self.KIOSKS)])
        self.assertFalse(errors)
        rows = self.select(
            "SELECT ordinal, name FROM hcc_ticket WHERE lane_id = %s ORDER BY id", lane_id
        )
        kept = self.KIOSKS * (self.EACH - self.EACH // 3)
        # In the order of the ids: the order in which they are called.
        self.assertEqual([ordinal for ordinal, _name in rows], list(range(1, kept + 1)))
        self.assertEqual(rows[0][1], "Z001")
