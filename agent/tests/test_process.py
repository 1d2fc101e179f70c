"""The agent as a process: enrolment, sudden death, orderly end."""

import os
import stat
import subprocess

import pytest
from hcc_agent.testing import AgentProcess

from .conftest import ticket


def test_enrolment_keeps_the_token_private(agent_process):
    token_file = agent_process.folder / "state" / "token"
    assert token_file.read_text().startswith("7 test-token")
    assert stat.S_IMODE(os.stat(token_file).st_mode) == 0o600


def test_wrong_code_is_refused_in_words(server, tmp_path):
    with pytest.raises(RuntimeError, match="wrong code"):
        AgentProcess(server.url, tmp_path).enroll("WRONG-WRONG")


def test_not_enrolled_says_what_to_do(server, tmp_path):
    process = AgentProcess(server.url, tmp_path).start()
    assert process._process.wait(timeout=20) == 1
    assert "hcc-agent enroll" in process.log()


def test_killed_while_printing_is_unknown_and_never_printed_again(server, printer, agent_process):
    printer.rows_per_second = 100  # seven seconds for a ticket
    first = server.add_job(ticket())
    second = server.add_job(ticket(rows=300))
    agent_process.start()
    assert printer.printing.wait(timeout=15)
    agent_process.kill()
    printer.rows_per_second = None
    agent_process.start()
    assert server.wait_for_result(first) == ("unknown", "agent_stopped")
    assert server.wait_for_result(second) == ("printed", "")
    # The killed job's bytes were on their way: the printer finished its paper, once.
    printer.wait_for_papers(2)
    assert sorted(paper.height for paper in printer.papers) == [300, 700]


def test_killed_before_printing_prints_after_the_restart(server, printer, agent_process):
    printer.mode = "paper_out"
    uid = server.add_job(ticket())
    agent_process.start()
    assert server.wait_for(lambda: server.waiting.get(uid) == "paper_out")
    agent_process.kill()
    printer.mode = "ok"
    agent_process.start()
    assert server.wait_for_result(uid) == ("printed", "")
    assert len(printer.papers) == 1


def test_result_survives_a_kill_until_it_is_acknowledged(server, printer, agent_process):
    uid = server.add_job(ticket())
    agent_process.start()
    printer.wait_for_papers(1)
    server.failures = [500] * 3
    agent_process.kill()
    agent_process.start()
    assert server.wait_for_result(uid)[0] in ("printed", "unknown")
    assert len(printer.papers) == 1


def test_stops_in_order_and_only_one_runs(server, printer, agent_process):
    agent_process.start()
    assert server.wait_for(lambda: server.requests)
    second = subprocess.run(
        agent_process._command("run"),
        env=agent_process._env(),
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert second.returncode == 1 and "Another agent" in second.stderr
    assert agent_process.stop() == 0
