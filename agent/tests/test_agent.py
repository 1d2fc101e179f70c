"""The agent between a server and a printer: nothing lost, nothing twice, nothing late."""

import time
from datetime import timedelta

import pytest
from hcc_agent import agent as agent_module
from hcc_agent import worker as worker_module

from .conftest import ticket


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(agent_module, "REFUSED_SECONDS", 0.5)
    monkeypatch.setattr("hcc_agent.drivers._escpos.STATUS_SECONDS", 0.5)
    monkeypatch.setattr("hcc_agent.drivers._escpos.CONFIRM_SECONDS", 0.5)


def test_jobs_are_printed_in_order_and_acknowledged(server, printer, agent):
    rows = [400, 410, 420, 430, 440]
    uids = [server.add_job(ticket(rows=count)) for count in rows]
    assert [server.wait_for_result(uid) for uid in uids] == [("printed", "")] * 5
    assert [paper.height for paper in printer.papers] == rows
    assert server.wait_for(lambda: not server.requests[-1]["results"])
    assert len(server.results) == 5


def test_job_given_again_and_again_is_printed_once(server, printer, agent):
    server.give_known_jobs_again = True
    uid = server.add_job(ticket())
    assert server.wait_for_result(uid) == ("printed", "")
    calls = len(server.requests)
    server.wait_for(lambda: len(server.requests) > calls + 5)
    assert len(printer.papers) == 1


def test_lost_answers_lose_and_double_nothing(server, printer, agent):
    server.lose_answers = 2
    uid = server.add_job(ticket())
    assert server.wait_for_result(uid) == ("printed", "")
    server.lose_answers = 1
    server.add_job(ticket())
    assert server.wait_for(lambda: len(server.closed) == 2)
    assert len(printer.papers) == 2


@pytest.mark.parametrize("status", [404, 409, 500, 503])
def test_server_errors_are_waited_out(server, printer, agent, status):
    server.failures = [status]
    uid = server.add_job(ticket())
    assert server.wait_for_result(uid) == ("printed", "")


@pytest.mark.parametrize(
    "mode, reason", [("paper_out", "paper_out"), ("off", "unreachable"), ("mute", "no_answer")]
)
def test_waits_for_the_printer_says_why_then_prints_once(server, printer, agent, mode, reason):
    printer.mode = mode
    uid = server.add_job(ticket())
    assert server.wait_for(lambda: server.waiting.get(uid) == reason)
    assert server.wait_for(
        lambda: server.requests[-1]["health"]["devices"].get("1", {}).get("state") == reason
    )
    printer.mode = "ok"
    assert server.wait_for_result(uid) == ("printed", "")
    assert len(printer.papers) == 1


@pytest.mark.parametrize("mode, reason", [("closes", "connection_lost"), ("stalls", "timeout")])
def test_broken_off_is_unknown_and_the_next_job_prints(server, printer, agent, mode, reason):
    printer.mode = mode
    uid = server.add_job(ticket())
    assert server.wait_for_result(uid) == ("unknown", reason)
    printer.mode = "ok"
    assert server.wait_for_result(server.add_job(ticket(rows=300))) == ("printed", "")
    # A stalled printer may still bring out what it holds; the agent sent nothing a second time.
    assert [paper.height for paper in printer.papers if paper.height == 300] == [300]
    assert len(printer.papers) <= (2 if mode == "stalls" else 1)


def test_expired_job_is_not_printed_late(server, printer, agent):
    printer.mode = "paper_out"
    uid = server.add_job(ticket(), seconds=1)
    assert server.wait_for_result(uid) == ("not_printed", "paper_out")
    printer.mode = "ok"
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    assert len(printer.papers) == 1


@pytest.mark.parametrize("offset", [timedelta(hours=1), timedelta(hours=-1)])
def test_only_the_servers_clock_counts(server, printer, agent, offset):
    server.clock_offset = offset
    assert server.wait_for_result(server.add_job(ticket(), seconds=30)) == ("printed", "")
    assert server.wait_for_result(server.add_job(ticket(), seconds=-30)) == (
        "not_printed",
        "expired",
    )
    assert len(printer.papers) == 1


def test_damaged_picture_does_not_hold_up_the_others(server, printer, agent):
    bad = server.add_job(b"no picture")
    good = server.add_job(ticket())
    assert server.wait_for_result(bad) == ("not_printed", "bad_job")
    assert server.wait_for_result(good) == ("printed", "")


def test_revoked_token_backs_off_and_prints_nothing(server, printer, agent):
    assert server.wait_for(lambda: server.requests)
    server.revoked = True
    time.sleep(0.3)
    calls = len(server.requests)
    uid = server.add_job(ticket())
    time.sleep(1)
    assert len(server.requests) == calls and not printer.papers
    server.revoked = False
    assert server.wait_for_result(uid) == ("printed", "")


def test_changed_settings_are_taken_over(server, printer, settings, agent):
    assert server.wait_for_result(server.add_job(ticket())) == ("printed", "")
    server.devices = {"1": {"driver": "network_printer", "settings": {**settings, "port": 1}}}
    uid = server.add_job(ticket())
    assert server.wait_for(lambda: server.waiting.get(uid) == "unreachable")
    server.devices = {"1": {"driver": "network_printer", "settings": settings}}
    assert server.wait_for_result(uid) == ("printed", "")


def test_unknown_driver_is_reported(server, agent):
    server.devices = {"1": {"driver": "no_such_thing", "settings": {}}}
    assert server.wait_for_result(server.add_job(ticket())) == ("not_printed", "bad_job")
