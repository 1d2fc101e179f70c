"""Counter boards on one line: what they show, and what is not believed of them."""

import pytest
from hcc_agent.drivers import PRINTED, BadJob, _board, create, not_printed
from hcc_agent.drivers.led_ascii import frame
from hcc_agent.drivers.led_modbus import crc
from hcc_agent.journal import Job
from hcc_agent.testing import FakeAsciiBoard, FakeModbusBoard

KINDS = [("led_ascii", FakeAsciiBoard), ("led_modbus", FakeModbusBoard)]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(_board, "ANSWER_SECONDS", 0.15)


@pytest.fixture(params=KINDS, ids=[name for name, _fake in KINDS])
def board(request):
    """A line with boards 1 and 2, and how to make a driver for one of them."""
    name, fake_class = request.param
    with fake_class(addresses=(1, 2)) as fake:
        fake.driver = lambda address=1: create(
            name, {"serial_port": fake.path, "address": address, "blink_register": 16}
        )
        yield fake


def show(driver, text, **payload):
    payload = {"text": text, **payload}
    job = Job("u", "1", "show", "idempotent", "2030-01-01T00:00:00Z", payload)
    return driver.run(job, lambda: None)


def test_shows_flashes_clears(board):
    driver = board.driver()
    assert show(driver, "A012", blink=True) == PRINTED
    assert (board.texts[1], board.flashing[1]) == ("A012", True)
    assert show(driver, "A013") == PRINTED
    assert (board.texts[1], board.flashing[1]) == ("A013", False)
    assert show(driver, "") == PRINTED
    assert board.texts[1] == ""


def test_boards_on_one_line_do_not_disturb_each_other(board):
    first, second = board.driver(1), board.driver(2)
    for number in range(10):
        assert show(first, f"A{number:03d}") == show(second, f"B{number:03d}") == PRINTED
    assert board.texts == {1: "A009", 2: "B009"}


@pytest.mark.parametrize(
    "mode, reason",
    [
        ("noise", "garbled"),
        ("wrong_check", "garbled"),
        ("stranger", "garbled"),
        ("half", "garbled"),
        ("mute", "no_answer"),
        ("refuses", "refused"),
    ],
)
def test_what_is_not_a_whole_answer_of_its_own_is_not_believed(board, mode, reason):
    board.mode = mode
    driver = board.driver()
    assert show(driver, "A012") == not_printed(reason)
    assert driver.status() == reason
    board.mode = "ok"
    assert driver.status() == "ready"
    assert show(driver, "A012") == PRINTED


def test_a_lost_question_is_asked_again(board):
    board.lose = 2
    assert show(board.driver(), "A012") == PRINTED


def test_a_board_that_is_not_there_stays_silent(board):
    assert show(board.driver(9), "A012") == not_printed("no_answer")
    assert show(board.driver(1), "A012") == PRINTED


def test_pulled_and_plugged_again(board):
    driver = board.driver()
    assert show(driver, "A012") == PRINTED
    board.cable.unplug()
    assert show(driver, "A013") == not_printed("unreachable")
    board.cable.plug()
    assert show(driver, "A013") == PRINTED
    assert board.texts[1] == "A013"


@pytest.mark.parametrize("text", [None, 5, "Ế012", "A" * 17, "A\n1", "A\x02"])
def test_what_no_board_can_show_is_refused_before_the_line_is_touched(board, text):
    with pytest.raises(BadJob):
        show(board.driver(), text)
    assert board.questions == 0


def test_known_frames():
    # Modbus' published example: read ten registers of board 1.
    assert crc(bytes.fromhex("01030000000a")) == bytes.fromhex("c5cd")
    assert frame(1, b"D", b"A012") == b"\x0201DA012\x0334"
