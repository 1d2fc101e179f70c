"""Scanners and pads: nothing a person did is lost, nothing counts twice."""

import time

import pytest
from hcc_agent import agent as agent_module
from hcc_agent import worker as worker_module
from hcc_agent.framer import Framer
from hcc_agent.testing import Pty

CARD = "001199012345|123456789|NGUYỄN THỊ ÁNH NGUYỆT|01021990|Nữ|Số 5 phố Huế, Hà Nội|01012022"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(agent_module, "REFUSED_SECONDS", 0.2)


@pytest.fixture
def cable():
    with Pty() as pty:
        yield pty


@pytest.fixture
def plug_in(server, agent, cable):
    """Put a driver on the cable and wait until it listens."""

    def plug(driver, **settings):
        settings = {"serial_port": cable.path, **settings}
        server.devices = {"5": {"driver": driver, "settings": settings}}
        assert wait_for_state(server, "ready")

    return plug


def wait_for_state(server, state):
    return server.wait_for(
        lambda: (
            server.requests
            and server.requests[-1]["health"]["devices"].get("5", {}).get("state") == state
        )
    )


def texts(server):
    return [event["data"]["text"] for event in server.events]


def test_vietnamese_arrives_whole_however_the_bytes_are_cut(server, cable, plug_in):
    plug_in("serial_scanner")
    data = f"{CARD}\r\n".encode()
    for start in range(0, len(data), 7):
        cable.send(data[start : start + 7])
    assert server.wait_for(lambda: server.events)
    [event] = server.events
    assert (event["kind"], event["data"], event["seq"]) == ("scan", {"text": CARD}, 1)
    assert event["at"]


def test_fast_scans_are_all_there_and_in_order(server, cable, plug_in):
    plug_in("serial_scanner")
    codes = [f"HS-{number:04d}" for number in range(200)]
    cable.send("".join(f"{code}\r" for code in codes).encode())
    assert server.wait_for(lambda: len(server.events) == 200)
    assert texts(server) == codes
    assert [event["seq"] for event in server.events] == list(range(1, 201))


def test_lost_answers_repeat_events_but_the_number_tells(server, cable, plug_in, agent):
    plug_in("serial_scanner")
    server.lose_answers = 2
    cable.send(b"HS-1\rHS-2\r")
    assert server.wait_for(lambda: server.events_repeated and not server.lose_answers)
    assert server.wait_for(lambda: not server.requests[-1]["events"])
    assert texts(server) == ["HS-1", "HS-2"]
    assert agent.journal.events() == []


def test_scans_made_while_the_server_is_away_arrive_when_it_is_back(server, cable, plug_in, agent):
    plug_in("serial_scanner")
    server.kill()
    cable.send(b"HS-1\rHS-2\rHS-3\r")
    while len(agent.journal.events()) < 3:
        time.sleep(0.02)
    server.start()
    assert server.wait_for(lambda: len(server.events) == 3)
    assert texts(server) == ["HS-1", "HS-2", "HS-3"]


def test_a_scan_leaves_no_trace_once_the_server_has_it(server, cable, plug_in, agent, caplog):
    plug_in("serial_scanner")
    cable.send(f"{CARD}\r".encode())
    assert server.wait_for(lambda: server.events)
    assert server.wait_for(lambda: not server.requests[-1]["events"])
    agent.journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = agent._config.journal_file.parent
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"001199012345" not in kept and "001199012345" not in caplog.text


def test_unreadable_bytes_are_said_without_guessing(server, cable, plug_in):
    plug_in("serial_scanner")
    cable.send(b"NGUY\xff\xfe\rHS-2\r")
    assert server.wait_for(lambda: len(server.events) == 2)
    assert [event["kind"] for event in server.events] == ["scan_unreadable", "scan"]
    assert server.events[0]["data"] == {"bytes": 6}


def test_pulled_and_plugged_again(server, cable, plug_in):
    plug_in("serial_scanner")
    cable.unplug()
    assert wait_for_state(server, "unreachable")
    cable.plug()
    assert wait_for_state(server, "ready")
    cable.send(b"HS-9\r")
    assert server.wait_for(lambda: texts(server) == ["HS-9"])


@pytest.mark.parametrize("driver, kind", [("button_pad", "button"), ("rating_pad", "rating")])
def test_a_press_that_bounces_is_one_press(server, cable, plug_in, driver, kind, monkeypatch):
    monkeypatch.setattr("hcc_agent.drivers._pad.BOUNCE_SECONDS", 60)
    plug_in(driver, keys={"1": "good", "2": "bad"})
    cable.send(b"1\r\n1\r\n2\r\n1\r\n")
    assert server.wait_for(lambda: len(server.events) == 3)
    assert [(event["kind"], event["data"]["key"]) for event in server.events] == [
        (kind, "good"),
        (kind, "bad"),
        (kind, "good"),
    ]


def test_a_pad_that_sends_nonsense_is_reported_and_presses_nothing(server, cable, plug_in):
    plug_in("button_pad", keys={"1": "next"})
    cable.send(b"\xff\x00zz\r\n7\r\n")
    assert wait_for_state(server, "garbled")
    cable.send(b"1\r\n")
    assert server.wait_for(lambda: server.events)
    assert [event["data"]["key"] for event in server.events] == ["next"]
    assert wait_for_state(server, "ready")


def test_tail_of_an_endless_line_is_no_line():
    framer = Framer(longest=5)
    assert framer.feed(b"abcdefgh\rok\r\n\r\n") == [b"ok"]
    assert framer.feed(b"ha") == [] and framer.feed(b"lf\n") == [b"half"]
    assert framer.dropped == 1
