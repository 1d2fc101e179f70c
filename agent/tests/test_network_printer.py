"""The driver against a printer that works, and against every way of not working."""

import base64
import io

import pytest
import zxingcpp
from hcc_agent.drivers import PRINTED, BadJob, create, network_printer, not_printed, unknown
from hcc_agent.drivers import _escpos as module
from hcc_agent.journal import Job
from PIL import Image, ImageChops

from .conftest import QR_TEXT, ticket


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    for name in ("STATUS_SECONDS", "CONFIRM_SECONDS"):
        monkeypatch.setattr(module, name, 0.4)
    monkeypatch.setattr(network_printer, "CONNECT_SECONDS", 0.4)


def run(settings, png=None, began=None):
    """Print; returns the outcome and whether the driver began."""
    payload = {"image": base64.b64encode(png or ticket()).decode()}
    job = Job("u", "1", "print_image", "once", "2030-01-01T00:00:00Z", payload)
    begun = [] if began is None else began
    outcome = create("network_printer", settings).run(job, lambda: begun.append(True))
    return outcome, bool(begun)


@pytest.mark.parametrize("width", [576, 512, 384])
def test_paper_equals_the_picture_dot_for_dot(printer, settings, width):
    png = ticket(width)
    assert run({**settings, "width": width}, png) == (PRINTED, True)
    [paper] = printer.wait_for_papers(1)
    source = Image.open(io.BytesIO(png)).convert("1")
    assert paper.size == source.size
    assert ImageChops.difference(paper.convert("L"), source.convert("L")).getbbox() is None
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [QR_TEXT]


def test_comparison_notices_a_single_dot(printer, settings):
    png = ticket()
    run(settings, png)
    [paper] = printer.wait_for_papers(1)
    source = Image.open(io.BytesIO(png)).convert("L")
    source.putpixel((3, 3), 255 - source.getpixel((3, 3)))
    assert ImageChops.difference(paper.convert("L"), source).getbbox() == (3, 3, 4, 4)


def test_long_paper_goes_in_short_fragments(settings):
    stream = module.escpos_bytes(Image.open(io.BytesIO(ticket(rows=1200))).convert("1"))
    assert stream.count(b"\x1dv0") == 5


def test_printer_without_cutter(printer, settings):
    assert run({**settings, "has_cutter": False})[0] == PRINTED
    assert len(printer.wait_for_papers(1)) == 1


@pytest.mark.parametrize(
    "mode, reason",
    [
        ("paper_out", "paper_out"),
        ("cover_open", "cover_open"),
        ("offline", "offline"),
        ("off", "unreachable"),
        ("mute", "no_answer"),
    ],
)
def test_not_ready_means_not_printed(printer, settings, mode, reason):
    printer.mode = mode
    assert run(settings) == (not_printed(reason), False)
    assert not printer.papers
    printer.mode = "ok"
    assert run(settings) == (PRINTED, True)


@pytest.mark.parametrize(
    "mode, reason",
    [
        ("closes", "connection_lost"),
        ("stalls", "timeout"),
        ("paper_ends", "paper_out_while_printing"),
    ],
)
def test_failure_while_printing_is_unknown(printer, settings, mode, reason):
    printer.mode = mode
    assert run(settings) == (unknown(reason), True)
    printer.mode = "ok"
    assert run(settings)[0] == PRINTED


def test_near_end_of_paper_still_prints(printer, settings):
    printer.mode = "paper_low"
    assert run(settings)[0] == PRINTED
    assert create("network_printer", settings).status() == "paper_low"


def test_unasked_status_bytes_are_passed_over(printer, settings):
    printer.mode = "noisy"
    assert run(settings)[0] == PRINTED


def test_printer_that_cannot_confirm(printer, settings):
    printer.mode = "mute"
    assert run({**settings, "has_status": False}) == (unknown("unconfirmed"), True)
    assert len(printer.wait_for_papers(1)) == 1


@pytest.mark.parametrize(
    "payload", [{}, {"image": "AAAA"}, {"image": base64.b64encode(ticket(800)).decode()}]
)
def test_bad_picture_is_refused_before_anything_is_touched(printer, settings, payload):
    job = Job("u", "1", "print_image", "once", "2030-01-01T00:00:00Z", payload)
    with pytest.raises(BadJob):
        create("network_printer", settings).run(job, pytest.fail)
    assert printer.questions == 0


def test_status_words(printer, settings):
    driver = create("network_printer", settings)
    for mode, word in (("ok", "ready"), ("paper_out", "paper_out"), ("off", "unreachable")):
        printer.mode = mode
        assert driver.status() == word
