import threading
from contextlib import contextmanager

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .common import HccFeesCommon


class Abandoned(Exception):
    """A collection that is rolled back after its number was drawn."""


@tagged("post_install", "-at_install")
class TestMoneyConcurrency(HccFeesCommon, CommittedCase):
    """Real connections: two cashiers at two desks."""

    EACH = 10

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cashiers = cls.cashier | cls.cashier_2 | cls._create_user("f_cashier3", "cashier")
        cls.shift_ids = [case._open_shift(cashier).id for cashier in cashiers]
        cls.due_ids = [case._owing().due_ids.ids for __ in range(2 * cls.EACH + 4)]
        cls.cashier_ids = cashiers.ids
        cls.book_id = cls.book.id
        cls.company_id = cls.centre.id
        cls.env.flush_all()
        cls._commit_fixture()

    def setUp(self):
        super().setUp()
        self.answers, self.errors = [], []

    @contextmanager
    def _desk(self, cashier, number=True):
        """An environment of the cashier on a connection of its own, committed at the end."""
        opened = number_cursor(self.registry) if number else self.registry.cursor()
        with opened as cr:
            context = {"allowed_company_ids": [self.company_id]}
            yield api.Environment(cr, self.cashier_ids[cashier], context)

    def _collect_at(self, cashier, due_ids, request_key=None, abandon=False):
        with self._desk(cashier) as env:
            answer = env["hcc.receipt"].collect(
                due_ids, self.shift_ids[cashier], request_key=request_key
            )
            if abandon:
                raise Abandoned
        self.answers.append(answer)

    def _at_once(self, *works):
        """Run the works in threads that start together; their errors end up in ``self.errors``."""
        barrier = threading.Barrier(len(works))

        def run(work):
            barrier.wait()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - judged by the test
                self.errors.append(error)

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        with real_connections():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=60)
        self.assertFalse([thread for thread in threads if thread.is_alive()], "a deadlock")

    def _issued(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT number FROM hcc_receipt WHERE book_id = %s ORDER BY number", [self.book_id]
            )
            return [number for (number,) in cr.fetchall()]

    def _assert_book_holds(self):
        self.assertEqual(self._issued(), list(range(1, len(self._issued()) + 1)))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.assertFalse(env["hcc.receipt.book"].browse(self.book_id)._verify()["broken"])

    def test_two_cashiers_never_the_same_number_and_no_gap(self):
        """Every third collection is rolled back after its number was drawn, and tried again."""

        def work(cashier):
            for turn in range(self.EACH):
                dues = self.due_ids[cashier * self.EACH + turn]
                if turn % 3 == 0:
                    try:
                        self._collect_at(cashier, dues, abandon=True)
                    except Abandoned:
                        pass
                self._collect_at(cashier, dues)

        before = len(self._issued())
        self._at_once(lambda: work(0), lambda: work(1))
        self.assertFalse(self.errors)
        numbers = [row["number"] for answer in self.answers for row in answer["receipts"]]
        self.assertEqual(len(set(numbers)), 2 * self.EACH)
        self.assertEqual(len(self._issued()), before + 2 * self.EACH)
        self._assert_book_holds()

    def test_one_due_at_two_desks_is_paid_once(self):
        dues = self.due_ids[-1]
        self._at_once(lambda: self._collect_at(0, dues), lambda: self._collect_at(1, dues))
        self.assertEqual(len(self.answers), 1)
        [error] = self.errors
        self.assertIsInstance(error, UserError)
        self._assert_book_holds()

    def test_a_repeated_request_is_answered_once(self):
        dues, key = self.due_ids[-2], "desk-twice-at-once"
        again = lambda: self._collect_at(0, dues, request_key=key)  # noqa: E731
        before = len(self._issued())
        self._at_once(again, again, again)
        self.assertFalse(self.errors)
        self.assertEqual(len(self.answers), 3)
        self.assertEqual(self.answers[1:], self.answers[:1] * 2)
        self.assertEqual(len(self._issued()), before + 1)

    def test_the_count_waits_for_the_collection_under_way(self):
        """The payment is in the shift before its count, or refused; never after it unseen."""
        counted = threading.Event()

        def count():
            with self._desk(2, number=False) as env:
                env["hcc.shift"].browse(self.shift_ids[2]).count()
            counted.set()

        counter = threading.Thread(target=count)
        with real_connections():
            with self._desk(2) as env:
                env["hcc.receipt"].collect(self.due_ids[-3], self.shift_ids[2])
                env.flush_all()
                counter.start()
                self.assertFalse(counted.wait(0.7), "the count did not wait")
            counter.join(timeout=60)
        self.assertTrue(counted.is_set())
        with self._desk(2) as env:
            shift = env["hcc.shift"].browse(self.shift_ids[2])
            self.assertEqual(shift.state, "counted")
            paid = env["hcc.payment"].search([("due_id", "in", self.due_ids[-3])])
            self.assertEqual(len(paid), 2)
            self.assertGreaterEqual(shift.expected_amount, sum(paid.mapped("amount")))
        with self.assertRaises(UserError):
            self._collect_at(2, self.due_ids[-4])
