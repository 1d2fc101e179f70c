import random
import threading

from odoo.tests import tagged

from odoo.addons.hcc_base.transaction import number_cursor

from .test_concurrency import AtOnce


@tagged("post_install", "-at_install")
class TestManyCounters(AtOnce):
    """A big hall in its morning peak: 64 counters of two lanes call at the same moment.

    As many transactions run at once as the connections of one server process allow: each has one
    of its own and one for its doorbell.
    """

    COUNTERS, WAITING, AT_ONCE = 64, 150, 26

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.session_ids = [cls._create_desk(case, index) for index in range(cls.COUNTERS)]
        desks = cls.lane.counter_ids
        cls.other_lane.counter_ids |= desks
        cls.env["hcc.counter.turn"].create(
            [
                {"lane_id": cls.other_lane.id, "counter_id": counter.id, "turn": "last"}
                for counter in desks[::2]
            ]
        )
        tickets = cls.env["hcc.ticket"].with_user(cls.hall_manager)
        for index in range(cls.WAITING):
            lane = cls.other_lane if index % 3 == 0 else cls.lane
            tickets.issue(lane.id, priority="elderly" if index % 5 == 0 else None)
        cls.centre_id = cls.centre.id
        cls.env.flush_all()
        cls._commit_fixture()

    def press(self, user_id, verb, *arguments, ticket=None):
        with self.turnstile, number_cursor(self.registry) as cr:
            tickets = self.env_of(cr, user_id)["hcc.ticket"].browse(ticket)
            return getattr(tickets, verb)(*arguments)

    def work(self, user_id, session_id, called):
        """Call, now and then take it back, end, until nobody waits."""
        chance = random.Random(session_id)
        while ticket := self.press(user_id, "call_next", session_id)["ticket_id"]:
            verb = "undo_call" if chance.random() < 0.2 else "finish"
            self.press(user_id, verb, ticket=ticket)
            called.append((ticket, verb))

    def test_none_twice_and_none_lost(self):
        called = []
        works = [lambda desk=desk: self.work(*desk, called) for desk in self.session_ids]
        self.turnstile = threading.BoundedSemaphore(self.AT_ONCE)
        errors = self.at_once(works)
        self.assertFalse(errors)
        ended = [ticket for ticket, verb in called if verb == "finish"]
        self.assertEqual((len(ended), len(set(ended))), (self.WAITING, self.WAITING))
        self.assertIn("undo_call", [verb for _ticket, verb in called])
        states = self.select(
            "SELECT state, count(*) FROM hcc_ticket WHERE company_id = %s GROUP BY state",
            self.centre_id,
        )
        self.assertEqual(states, [("finished", self.WAITING)])
        [(standing, undone)] = self.select(
            """SELECT count(*) FILTER (WHERE undone_at IS NULL),
                      count(*) FILTER (WHERE undone_at IS NOT NULL)
                 FROM hcc_ticket_call WHERE company_id = %s""",
            self.centre_id,
        )
        self.assertEqual((standing, undone), (self.WAITING, len(called) - self.WAITING))
