"""The receipt printer at the end of a serial cable: works, and every way of not working."""

import base64
import io

import pytest
from hcc_agent.drivers import PRINTED, _escpos, create, not_printed, serial_printer, unknown
from hcc_agent.journal import Job
from hcc_agent.serial_line import SerialLine
from hcc_agent.testing import SerialBridge
from PIL import Image, ImageChops

from .conftest import ticket


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(_escpos, "CONFIRM_SECONDS", 0.4)
    monkeypatch.setattr(_escpos, "STATUS_SECONDS", 0.4)
    monkeypatch.setattr(serial_printer, "STATUS_SECONDS", 0.4)


@pytest.fixture
def bridge(printer):
    with SerialBridge(printer) as cable:
        yield cable


def run(cable, png=None, **settings):
    # A pty carries everything at once; the speed only says how long to wait.
    settings = {"serial_port": cable.path, "baudrate": 4_000_000, "width": 576, **settings}
    payload = {"image": base64.b64encode(png or ticket()).decode()}
    job = Job("u", "1", "print_image", "once", "2030-01-01T00:00:00Z", payload)
    begun = []
    outcome = create("serial_printer", settings).run(job, lambda: begun.append(True))
    return outcome, bool(begun)


def test_paper_equals_the_picture_dot_for_dot(printer, bridge):
    png = ticket()
    assert run(bridge, png) == (PRINTED, True)
    [paper] = printer.wait_for_papers(1)
    source = Image.open(io.BytesIO(png))
    assert ImageChops.difference(paper.convert("L"), source.convert("L")).getbbox() is None


@pytest.mark.parametrize("mode", ["paper_out", "cover_open", "offline"])
def test_not_ready_means_not_printed(printer, bridge, mode):
    printer.mode = mode
    assert run(bridge) == (not_printed(mode), False)
    printer.mode = "ok"
    assert run(bridge) == (PRINTED, True)


@pytest.mark.parametrize("mode", ["off", "mute"])
def test_a_printer_that_is_off_is_a_silent_one(printer, bridge, mode):
    printer.mode = mode
    assert run(bridge) == (not_printed("no_answer"), False)


def test_cable_pulled_before(bridge):
    bridge.cable.unplug()
    assert run(bridge) == (not_printed("unreachable"), False)
    bridge.cable.plug()
    assert run(bridge) == (PRINTED, True)


@pytest.mark.parametrize(
    "mode, reason",
    [("closes", "timeout"), ("stalls", "timeout"), ("paper_ends", "paper_out_while_printing")],
)
def test_failure_while_printing_is_unknown(printer, bridge, mode, reason):
    printer.mode = mode
    assert run(bridge) == (unknown(reason), True)


def test_cable_pulled_while_printing_is_unknown(printer, bridge):
    printer.rows_per_second = 500
    pulled = []

    def pull(data):
        if len(data) > 100 and not pulled:
            pulled.append(True)
            bridge.cable.unplug()

    forward = bridge.cable.on_bytes
    bridge.cable.on_bytes = lambda data: (forward(data), pull(data))
    assert run(bridge) == (unknown("connection_lost"), True)


def test_a_second_program_cannot_take_the_port(bridge):
    with SerialLine(bridge.path):
        assert run(bridge) == (not_printed("unreachable"), False)
