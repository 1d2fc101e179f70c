"""Whatever happens around the agent: nothing lost, nothing twice, nothing late."""

import base64
import sqlite3
import threading
import time
from datetime import timedelta

import pytest
from hcc_agent import agent as agent_module
from hcc_agent import server as server_module
from hcc_agent import worker as worker_module
from hcc_agent.agent import Agent
from hcc_agent.config import Identity, load
from hcc_agent.journal import Journal
from hcc_agent.testing import AgentProcess, FakeAsciiBoard, TcpProxy
from hcc_agent.testing.fake_server import DEVICE_ID, TOKEN

from .conftest import ticket


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(agent_module, "REFUSED_SECONDS", 0.2)
    monkeypatch.setattr(server_module, "TIMEOUTS", (1, 1))


@pytest.fixture
def proxy(server):
    with TcpProxy(server.url) as cable:
        yield cable


@pytest.fixture
def far_agent(proxy, tmp_path):
    """A running agent that reaches the server through the cable ``proxy``."""
    file = AgentProcess(proxy.url, tmp_path, doorbell=False, poll_seconds=0.1).config_file
    config = load(file)
    Identity(DEVICE_ID, TOKEN).save(config.token_file)
    running = Agent(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield running
    running.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()


def heights(printer):
    return [paper.height for paper in printer.papers]


# -- the server -----------------------------------------------------------------------------------


def test_server_killed_in_the_middle_of_a_batch(server, printer, agent):
    """It has taken the call in; its answer, with the jobs, never arrives."""
    rows = list(range(400, 420, 2))
    server.hold_answers.set()
    assert server.holding_back.wait(10)
    uids = [server.add_job(ticket(rows=count)) for count in rows]
    server.kill()
    server.hold_answers.clear()
    time.sleep(0.3)
    assert printer.papers == []
    server.start()
    assert [server.wait_for_result(uid) for uid in uids] == [("printed", "")] * len(rows)
    assert heights(printer) == rows


def test_results_wait_for_a_dead_server(server, printer, agent):
    uids = [server.add_job(ticket(rows=count)) for count in (400, 410)]
    printer.rows_per_second = 2000
    assert printer.printing.wait(10)
    server.kill()
    printer.wait_for_papers(2)
    server.start()
    assert [server.wait_for_result(uid) for uid in uids] == [("printed", "")] * 2
    assert heights(printer) == [400, 410]


# -- the network ----------------------------------------------------------------------------------


def test_black_hole_prints_nothing_late_and_catches_up(server, printer, proxy, far_agent):
    assert server.wait_for_result(server.add_job(ticket(rows=400))) == ("printed", "")
    proxy.mode = "black_hole"
    time.sleep(0.5)
    late = server.add_job(ticket(rows=410), seconds=1)
    good = server.add_job(ticket(rows=420), seconds=60)
    time.sleep(2)
    assert heights(printer) == [400]
    proxy.mode = "ok"
    assert server.wait_for_result(good, 30) == ("printed", "")
    assert server.wait_for_result(late) == ("not_printed", "expired")
    assert heights(printer) == [400, 420]


def test_what_was_fetched_before_the_cut_is_printed_in_time_or_not_at_all(
    server, printer, proxy, far_agent
):
    printer.mode = "paper_out"
    uid = server.add_job(ticket(), seconds=2)
    assert server.wait_for(lambda: server.waiting.get(uid) == "paper_out")
    proxy.mode = "refuses"
    server.kill()
    time.sleep(3.5)  # the server tells its time in whole seconds
    printer.mode = "ok"
    time.sleep(0.5)
    server.start()
    proxy.mode = "ok"
    assert server.wait_for_result(uid, 30) == ("not_printed", "paper_out")
    assert printer.papers == []


def test_blocked_websocket_leaves_polling(server, printer, proxy, tmp_path):
    proxy.mode = "no_websocket"
    process = AgentProcess(proxy.url, tmp_path / "agent", doorbell=True, poll_seconds=0.2)
    process.enroll("ABCDE-FGHJK")
    process.start()
    try:
        assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
        assert proxy.websockets_refused
        assert server.requests[-1]["health"]["doorbell"] is False
    finally:
        process.kill()


# -- order and repetition -------------------------------------------------------------------------


def test_jobs_given_backwards_and_again_come_out_once_each(server, printer, agent):
    server.reversed = server.give_known_jobs_again = True
    uids = [server.add_job(ticket(rows=count)) for count in (400, 410, 420)]
    assert {server.wait_for_result(uid) for uid in uids} == {("printed", "")}
    calls = len(server.requests)
    server.wait_for(lambda: len(server.requests) > calls + 5)
    assert sorted(heights(printer)) == [400, 410, 420]


def test_the_latest_state_wins_whichever_came_first(server, agent):
    with FakeAsciiBoard() as board:
        server.reversed = True
        server.devices = {"9": {"driver": "led_ascii", "settings": {"serial_port": board.path}}}
        board.mode = "mute"

        def show(text, position):
            return server.add(
                "show", {"text": text}, "9", job_class="idempotent", position=position
            )

        first = show("A012", 12)
        assert server.wait_for(lambda: server.waiting.get(first) == "no_answer")
        last = show("A014", 14)
        assert server.wait_for_result(first) == ("not_printed", "replaced")
        board.mode = "ok"
        assert server.wait_for_result(last) == ("printed", "")
        # One that was held up on its way arrives after its successor.
        assert server.wait_for_result(show("A013", 13)) == ("not_printed", "replaced")
        assert board.texts == {1: "A014"}


@pytest.mark.parametrize("broken", [{}, {"expires_at": "soon"}, {"uid": None}, {"device_id": {}}])
def test_what_is_no_job_stops_nobody(server, printer, agent, broken):
    bad = server.add_job(ticket())
    server.jobs[bad] = {**server.jobs[bad], **broken} if broken else {"uid": bad}
    good = server.add_job(ticket(rows=400))
    assert server.wait_for_result(good) == ("printed", "")
    assert 400 in heights(printer)


# -- clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [3600, -3600])
def test_this_computers_clock_may_jump_an_hour(server, printer, agent, monkeypatch, jump):
    printer.mode = "paper_out"
    uid = server.add_job(ticket(), seconds=30)
    assert server.wait_for(lambda: server.waiting.get(uid) == "paper_out")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    printer.mode = "ok"
    assert server.wait_for_result(uid) == ("printed", "")
    monkeypatch.setattr(time, "time", real)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
def test_the_servers_clock_may_jump_an_hour(server, printer, agent, jump):
    """What is useless by the new time is not printed; what is good by it is, once."""
    printer.mode = "paper_out"
    old = server.add_job(ticket(), seconds=600)
    assert server.wait_for(lambda: server.waiting.get(old) == "paper_out")
    server.clock_offset = jump
    new = server.add_job(ticket(rows=400), seconds=600)
    assert server.wait_for(lambda: new in server.waiting)
    printer.mode = "ok"
    wanted = ("not_printed", "paper_out") if jump > timedelta(0) else ("printed", "")
    assert server.wait_for_result(old) == wanted
    assert server.wait_for_result(new) == ("printed", "")


# -- the disk -------------------------------------------------------------------------------------


def fill_disk(journal):
    """From now on every write that needs room is refused, as SQLite does on a full disk."""
    with journal._lock:
        journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
        journal._db.execute(f"PRAGMA max_page_count = {pages}")


def empty_disk(journal):
    with journal._lock:
        journal._db.execute("PRAGMA max_page_count = 1000000")


def test_full_disk_takes_no_job_and_prints_it_once_there_is_room(server, printer, agent):
    assert server.wait_for_result(server.add_job(ticket(rows=400))) == ("printed", "")
    fill_disk(agent.journal)
    image = base64.b64encode(ticket(rows=1500)).decode()
    uid = server.add("print_image", {"image": image, "filling": "x" * 500_000})
    state = lambda: server.requests[-1]["health"]["state"]  # noqa: E731
    assert server.wait_for(lambda: state() == "journal_error")
    assert uid not in server.waiting and heights(printer) == [400]
    empty_disk(agent.journal)
    assert server.wait_for_result(uid, 30) == ("printed", "")
    assert server.wait_for(lambda: state() == "ready")
    assert heights(printer) == [400, 1500]


def test_disk_that_fails_before_the_first_byte_prints_nothing(server, printer, agent, monkeypatch):
    def refuse(_uid):
        raise sqlite3.OperationalError("database or disk is full")

    start = agent.journal.start
    monkeypatch.setattr(agent.journal, "start", refuse)
    uid = server.add_job(ticket())
    assert server.wait_for(lambda: uid in server.waiting)
    time.sleep(0.5)
    assert printer.papers == [] and uid not in server.closed
    monkeypatch.setattr(agent.journal, "start", start)
    assert server.wait_for_result(uid) == ("printed", "")
    assert len(printer.papers) == 1


def test_disk_that_fails_after_the_print_loses_no_result(server, printer, agent, monkeypatch):
    finish = agent.journal.finish
    refusals = iter(range(3))

    def refuse_three_times(*arguments):
        if next(refusals, None) is not None:
            raise sqlite3.OperationalError("disk I/O error")
        return finish(*arguments)

    monkeypatch.setattr(agent.journal, "finish", refuse_three_times)
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    assert len(printer.papers) == 1


def test_a_refused_write_leaves_the_journal_as_it_was(tmp_path):
    journal = Journal(tmp_path / "journal")
    journal.add_event("1", "scan", {"text": "first"})
    fill_disk(journal)
    with pytest.raises(sqlite3.Error):
        for _index in range(100):
            journal.add_event("1", "scan", {"text": "x" * 2000})
    held = len(journal.events(500))
    empty_disk(journal)
    journal.add_event("1", "scan", {"text": "last"})
    events = journal.events(500)
    assert [event["seq"] for event in events] == list(range(1, held + 2))
    journal.close()


# -- who may work ---------------------------------------------------------------------------------


def test_token_is_exchanged_and_the_old_one_ends(server, printer, agent):
    assert server.wait_for(lambda: server.requests)
    token = server.rotate()
    assert server.wait_for(lambda: server.tokens == {token})
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    assert Identity.load(agent._config.token_file).token == token


def test_lost_answer_with_a_new_token_shuts_nobody_out(server, printer, agent):
    assert server.wait_for(lambda: server.requests)
    server.lose_answers = 1
    token = server.rotate()
    assert server.wait_for(lambda: server.tokens == {token})
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")


def test_token_that_cannot_be_kept_is_not_used(server, printer, agent, monkeypatch):
    def refuse(_identity, _path):
        raise OSError(28, "No space left on device")

    assert server.wait_for(lambda: server.requests)
    monkeypatch.setattr(Identity, "save", refuse)
    server.rotate()
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    assert TOKEN in server.tokens


def test_agent_that_takes_anothers_place_goes_by_its_number(server, printer, agent):
    assert server.wait_for(lambda: server.requests)
    server.device_id = 99
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    assert Identity.load(agent._config.token_file) == Identity(99, TOKEN)
