"""A citizen's visit from the kiosk to the month's table, in a browser, as the roles that do it."""

import re
import threading

import papers
import pytest
from visit import Visit

pytestmark = pytest.mark.browser

#: What one visit leaves behind, whatever happened on the way.
TRACES = {
    "tickets": "SELECT count(*) FROM hcc_ticket",
    "calls": "SELECT count(*) FROM hcc_ticket_call WHERE kind = 'call'",
    "dossiers": "SELECT count(*) FROM hcc_dossier",
    "codes": "SELECT count(DISTINCT name) FROM hcc_dossier WHERE name IS NOT NULL",
    "receipts": "SELECT count(*) FROM hcc_receipt",
    "live receipts": "SELECT count(*) FROM hcc_receipt WHERE state = 'issued'",
    "marks": "SELECT count(*) FROM hcc_satisfaction",
    "posted remittances": "SELECT count(*) FROM hcc_remittance WHERE state = 'posted'",
}
UNSEALED = "SELECT count(*) FROM hcc_journal_entry WHERE seal IS NULL"
UNBALANCED = (
    "SELECT count(*) FROM (SELECT move_id FROM account_move_line GROUP BY move_id"
    " HAVING sum(debit) <> sum(credit)) AS wrong"
)


def play(visit):
    """The whole line; the assertions are what the citizen and the staff see."""
    visit.start_printing()
    number = visit.take_ticket()
    [paper] = visit.printer.wait_for_papers(1, timeout=30)
    assert any("/hcc/t/" in code for code in papers.codes(paper)), "the ticket's code is readable"
    paper.convert("L").save(visit.pictures / "ticket_paper.png")
    visit.open_counter()
    assert visit.call_next() < 5, "the board is told, not asked"
    visit.serve()
    visit.receive()
    assert "tiếp nhận" in visit.look_up().lower()
    visit.rate()
    visit.finish_ticket()
    visit.open_shift()
    receipt = visit.collect()
    assert "Năm trăm nghìn đồng" in receipt and visit.code in receipt
    visit.hand_over()
    visit.appraise()
    visit.approve()
    visit.seal()
    visit.take_result()
    visit.return_result()
    visit.close_shift()
    words = visit.look_up("status")
    assert "trả kết quả" in words.lower() and visit.code in words
    assert "012190004321" not in words and "0912345678" not in words
    visit.remit()
    row = visit.table()
    hand_count = {"c1": 0, "c2": 1, "c3": 0, "c4": 1, "c5": 0, "c6": 0, "c7": 1, "c8": 1, "c9": 0,
                  "c10": 0, "c11": 0, "c12": 0, "c13": 0, "c14": 500000}  # fmt: skip
    assert {name: int(re.sub(r"\D", "", text) or 0) for name, text in row.items()} == hand_count
    return number


def check_traces(visit):
    traces = {name: int(visit.fact(statement)) for name, statement in TRACES.items()}
    assert traces == dict.fromkeys(TRACES, 1)
    assert visit.fact(UNBALANCED) == "0"
    visit.centre.script('env["hcc.journal.entry"]._seal_pending(); env.cr.commit(); result = 1')
    assert visit.fact(UNSEALED) == "0"
    verdict = visit.centre.script(
        'found = env["hcc.journal.entry"]._verify(env.ref("base.main_company"))\n'
        'result = [found["checked"], found["broken"]]'
    )
    assert verdict[0] > 10 and verdict[1] is None
    for person in visit.people.values():
        assert not person.errors, (person.login, person.errors)


class WorkerKiller:
    """Kills a worker (SIGKILL) a moment after it is called, while the press is on its way."""

    DELAYS = (0.0, 0.02, 0.05, 0.1, 0.2)

    def __init__(self, centre):
        self.centre, self.kills, self.threads = centre, [], []

    def __call__(self):
        delay = self.DELAYS[len(self.threads) % len(self.DELAYS)]
        thread = threading.Timer(delay, self._kill)
        thread.start()
        self.threads.append(thread)

    def _kill(self):
        workers = self.centre.workers()
        if workers:
            self.kills.append(self.centre.kill_worker(workers[len(self.kills) % len(workers)]))

    def join(self):
        for thread in self.threads:
            thread.join()


def test_a_visit_from_the_kiosk_to_the_table(centre, browser, pictures, tmp_path):
    visit = Visit(centre, browser, pictures, tmp_path)
    try:
        play(visit)
        check_traces(visit)
    finally:
        visit.stop_printing()
        visit.close()


def test_a_visit_with_dying_workers_loses_and_doubles_nothing(centre, browser, tmp_path):
    """The same visit; at every decisive press a worker is killed, and the person presses again."""
    killer = WorkerKiller(centre)
    visit = Visit(centre, browser, tmp_path, tmp_path, disturb=killer)
    try:
        play(visit)
        killer.join()
        assert len(killer.kills) >= 8
        check_traces(visit)
    finally:
        killer.join()
        visit.stop_printing()
        visit.close()
