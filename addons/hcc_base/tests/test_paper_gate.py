import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import config

from .. import paper, paper_gate


@contextmanager
def workers(count, asks=True):
    """As in a server of so many workers; ``asks``: in the middle of a request."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(config.options, {"workers": count, "data_dir": folder}),
        patch.object(paper_gate, "CLICK_SECONDS", 0),
        patch.object(paper_gate, "_is_request", lambda: asks),
    ):
        yield


def elsewhere(work):
    """``work`` in a thread of its own, as a worker of its own would do it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def held():
    with paper_gate.drawing(asks_again=True):
        return True


@tagged("post_install", "-at_install")
class TestPaperGate(BaseCase):
    def test_all_workers_but_one_draw(self):
        for count, slots in ((2, 1), (4, 3), (1, 1)):
            with self.subTest(workers=count), workers(count), ExitStack() as drawings:
                for _slot in range(slots):
                    drawings.enter_context(paper_gate._slot(0))
                with self.assertRaises(paper_gate.PapersBusy):
                    elsewhere(held)
                drawings.close()
                self.assertTrue(elsewhere(held))

    def test_a_drawing_that_fails_leaves_its_slot(self):
        with workers(2):
            with self.assertRaises(ZeroDivisionError), paper_gate.drawing():
                raise ZeroDivisionError
            self.assertTrue(elsewhere(held))

    def test_a_part_of_a_drawing_needs_no_slot_of_its_own(self):
        with workers(2), paper_gate.drawing(), paper_gate.drawing():
            with self.assertRaises(paper_gate.PapersBusy):
                elsewhere(held)

    def test_who_cannot_ask_again_is_told_in_words(self):
        with workers(2), paper_gate.drawing():
            with self.assertRaises(paper_gate.PapersBusy):
                elsewhere(lambda: paper.render_pdf("<html><body>x</body></html>"))

    def test_background_work_waits(self):
        with workers(2, asks=False):
            begun = threading.Event()
            with ThreadPoolExecutor(1) as pool:
                with paper_gate.drawing():
                    waiting = pool.submit(lambda: (begun.set(), held())[1])
                    begun.wait(10)
                    self.assertFalse(waiting.done())
                self.assertTrue(waiting.result(10))


@tagged("post_install", "-at_install")
class TestBusyPaper(HttpCase):
    def test_the_tab_of_a_paper_asks_again_by_itself(self):
        self.authenticate("admin", "admin")
        address = f"/report/pdf/hcc_base.report_procedure_poster/{10**6}"
        with (
            patch.object(paper_gate, "_take_slot", return_value=None),
            patch.object(paper_gate, "_patience", lambda asks_again: 0 if asks_again else None),
        ):
            answer = self.url_open(address)
        self.assertEqual(answer.status_code, 503)
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertIn('http-equiv="refresh" content="1"', answer.text)
