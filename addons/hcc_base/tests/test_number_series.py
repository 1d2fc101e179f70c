import threading

from odoo import api
from odoo.tests import TransactionCase, tagged

from ..transaction import number_cursor
from .common import real_connections


@tagged("post_install", "-at_install")
class TestNumberSeries(TransactionCase):
    def test_numbers_follow_each_other_per_key(self):
        series = self.env["hcc.number.series"]
        self.assertEqual([series._draw("a") for _ in range(3)], [1, 2, 3])
        self.assertEqual(series._draw("b"), 1)
        self.assertEqual(series._last("a"), 3)
        self.assertEqual(series._last("never"), 0)

    def test_two_series_that_share_a_span_never_give_the_same_number_in_it(self):
        """However the rule changes on the day: the year's series and the day's."""
        series = self.env["hcc.number.series"]
        year, day = "year", "day"
        drawn = [series._draw_both(year, day) for _ in range(2)]
        drawn += [series._draw(day) for _ in range(3)]
        drawn += [series._draw_both(year, day) for _ in range(2)]
        drawn += [series._draw(day), series._draw_both(year, day)]
        self.assertEqual(drawn, [1, 2, 3, 4, 5, 6, 7, 8, 9])
        self.assertEqual(series._draw("next day"), 1)
        self.assertEqual(series._draw_both(year, "third day"), 10)
        self.assertEqual((series._last(year), series._last("third day")), (10, 10))


@tagged("post_install", "-at_install")
class TestNumberSeriesConcurrency(TransactionCase):
    """Real connections: what is committed here is removed again."""

    KEY = "test/concurrency"
    both = (f"{KEY}/year", KEY)
    WRITERS, DRAWS = 6, 20

    def setUp(self):
        super().setUp()
        self.addCleanup(self._remove_series)
        self.drawn, self.errors = [], []

    def _remove_series(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM hcc_number_series WHERE key LIKE %s", [f"{self.KEY}%"])

    def _draw_many(self, fail_every, both=False):
        for turn in range(self.DRAWS):
            try:
                with number_cursor(self.registry) as cr:
                    env = api.Environment(cr, api.SUPERUSER_ID, {})
                    series = env["hcc.number.series"]
                    number = series._draw_both(*self.both) if both else series._draw(self.KEY)
                    if turn % fail_every == 0:
                        raise InterruptedError
                self.drawn.append(number)
            except InterruptedError:
                pass
            except Exception as error:  # noqa: BLE001 - reported by the main thread
                self.errors.append(error)

    def test_parallel_writers_leave_no_gap_and_no_double(self):
        writers = [threading.Thread(target=self._draw_many, args=(3,)) for _ in range(self.WRITERS)]
        with real_connections():
            for writer in writers:
                writer.start()
            for writer in writers:
                writer.join()
        self.assertFalse(self.errors)
        self.assertEqual(sorted(self.drawn), list(range(1, len(self.drawn) + 1)))
        self.assertLess(len(self.drawn), self.WRITERS * self.DRAWS)

    def test_parallel_writers_under_both_rules_draw_no_number_twice(self):
        """Some count by the year, some by the day: in the day every number comes once."""
        writers = [
            threading.Thread(target=self._draw_many, args=(3, number % 2 == 0))
            for number in range(self.WRITERS)
        ]
        with real_connections():
            for writer in writers:
                writer.start()
            for writer in writers:
                writer.join()
        self.assertFalse(self.errors)
        self.assertEqual(sorted(self.drawn), list(range(1, len(self.drawn) + 1)))
