"""The hall on a bad day: no paper comes out, nobody comes, and the server is gone for a while."""

import re

import pytest
from playwright.sync_api import expect
from visit import BOARD, KIOSK, Visit

pytestmark = pytest.mark.browser

#: A ticket's paper is useless after 120 s; then the agent says why it never came out (ms).
PAPER_GIVEN_UP = 150000
STRIP = "Không cập nhật từ"


@pytest.fixture
def visit(centre, browser, tmp_path):
    visit = Visit(centre, browser, tmp_path, tmp_path)
    yield visit
    if hasattr(visit, "agent"):
        visit.stop_printing()
    visit.close()


def take_another_ticket(visit):
    visit.device("kiosk", KIOSK).locator(".kiosk-done").click()
    return visit.take_ticket()


def no_errors(visit):
    for person in visit.people.values():
        assert not person.errors, (person.login, person.errors)


def test_a_ticket_without_paper_counts_until_nobody_comes(visit):
    visit.start_printing()
    visit.printer.mode = "off"
    number = visit.take_ticket()
    expect(visit.device("kiosk", KIOSK).locator(".kiosk-paper")).to_have_text(
        re.compile("Đang in phiếu|chưa in được")
    )
    visit.open_counter()
    call_recall_and_miss(visit, number)
    read_that_it_was_not_printed(visit, number)
    assert visit.printer.papers == []
    assert visit.fact("SELECT count(*) FROM hcc_ticket WHERE state = 'no_show'") == "1"
    calls = "SELECT string_agg(kind, ' ' ORDER BY id) FROM hcc_ticket_call"
    assert visit.fact(calls).split()[:2] == ["call", "recall"]
    no_errors(visit)


def call_recall_and_miss(visit, number):
    page = visit.person("canbo").page
    visit.call_next()
    board = visit.device("board", BOARD)
    expect(board.locator(".board-now-title")).to_have_text("MỜI SỐ")
    visit.press_key("2")
    expect(board.locator(".board-now-title")).to_have_text("MỜI LẠI SỐ", timeout=30000)
    expect(board.locator(".board-now-number")).to_have_text(number)
    expect(page.locator(".panel-current-title")).to_contain_text("lần 2")
    visit.press_key("5")
    expect(page.locator(".panel-current.is-empty")).to_be_visible(timeout=60000)
    expect(page.locator(".panel-lists")).to_contain_text("Để sau và vắng mặt: 1")
    missed = page.locator(".panel-row.is-aside", has_text=number)
    expect(missed.locator(".panel-mark", has_text="vắng mặt")).to_be_visible()


def read_that_it_was_not_printed(visit, number):
    """The counter and the hall's manager; no one has to look at the printer."""
    missed = visit.person("canbo").page.locator(".panel-row.is-aside", has_text=number)
    mark = missed.locator(".panel-mark.is-bad")
    expect(mark).to_have_text("chưa in", timeout=PAPER_GIVEN_UP)
    assert visit.fact("SELECT outcome || ' ' || reason FROM hcc_device_job") == (
        "not_printed unreachable"
    )
    manager = visit.person("dieuphoi")
    manager.open("/odoo/hcc-not-printed")
    expect(manager.page.locator(".o_data_row")).to_have_count(1)
    expect(manager.page.locator(".o_data_row")).to_contain_text(number)


def test_the_board_keeps_its_number_while_the_server_is_gone(visit):
    first = visit.take_ticket()
    visit.open_counter()
    visit.call_next()
    second = take_another_ticket(visit)
    assert second != first
    board = visit.device("board", BOARD)
    strip = board.locator(".hcc-lost")
    expect(strip).to_be_hidden()
    visit.centre.server.stop()
    expect(strip).to_be_visible(timeout=60000)
    expect(strip).to_contain_text(STRIP)
    expect(board.locator(".board-now-number")).to_have_text(first)
    visit.centre.server.start()
    expect(strip).to_be_hidden(timeout=60000)
    expect(board.locator(".board-now-number")).to_have_text(first)
    visit.press_key("3")
    visit.press_key("4")
    assert visit.call_next() < 5, "the doorbell rings again"
    expect(board.locator(".board-now-number")).to_have_text(second)
    expect(visit.person("canbo").page.locator(".hcc-lost")).to_be_hidden()
    no_errors(visit)


def test_a_paper_that_no_agent_fetches_is_told_at_the_kiosk(visit):
    number = visit.take_ticket()
    visit.centre.script(
        'jobs = env["hcc.device.job"].search([])\n'
        'jobs.write({"expires_at": env["hcc.clock"]._now()})\n'
        "jobs._cron_expire()"
    )
    paper = visit.device("kiosk", KIOSK).locator(".kiosk-paper")
    expect(paper).to_contain_text("Phiếu chưa in được. Số vẫn có hiệu lực")
    visit.open_counter()
    row = visit.person("canbo").page.locator(".panel-row", has_text=number)
    expect(row.locator(".panel-mark.is-bad")).to_have_text("chưa in")
    no_errors(visit)
