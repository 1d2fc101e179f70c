"""Papers change hands by scanner alone: the official gives, the agency's appraiser takes."""

import pytest
from dossiers import receive
from keyboard import Hands
from playwright.sync_api import expect
from web_client import WebClient

pytestmark = pytest.mark.browser

SCAN_PAGE = "/odoo/hcc-handover-scan"
STRAY = "H99.99-991231-9999"


def sit_down(centre, browser, login):
    client = WebClient(browser, centre.url, login, centre.logins[login])
    client.open(SCAN_PAGE, ready=".o_hcc_scan")
    return client, Hands(client)


def sees(client, count, code):
    page = client.page
    expect(page.locator(".o_hcc_scan_count")).to_contain_text(count)
    expect(page.locator(".o_hcc_scan_answer .o_hcc_scan_code")).to_have_text(code)


def facts(centre, table, columns, order="id"):
    rows = centre.sql(f"SELECT {columns} FROM {table} ORDER BY {order}").strip().splitlines()
    return [row.split("|") for row in rows]


def test_both_sides_confirm_with_the_scanner(centre, browser):
    codes = receive(centre, 3, "name")
    giver, hands = sit_down(centre, browser, "canbo")
    for n, code in enumerate(codes[:2], 1):
        hands.scan(code)
        sees(giver, f"{n}/{n}", code)
    expect(giver.page.locator(".o_hcc_scan_field")).to_have_value("")
    hands.press("Control+Enter")
    giver.page.wait_for_selector(".o_form_view")
    batch, state = facts(centre, "hcc_handover", "name, state")[-1]
    assert state == "handed"
    giver.see(batch)
    assert (hands.mouse_presses, giver.errors) == (0, [])
    giver.close()

    taker, hands = sit_down(centre, browser, "thamdinh")
    hands.scan(batch)
    expect(taker.page.locator(".o_hcc_scan_head h1")).to_contain_text(batch)
    hands.scan(codes[0])
    sees(taker, "1/2", codes[0])
    hands.scan(STRAY)
    expect(taker.page.locator(".o_hcc_scan_answer.o_hcc_scan_unknown")).to_contain_text(STRAY)
    hands.scan(codes[2])
    expect(taker.page.locator(".o_hcc_scan_answer.o_hcc_scan_bad")).to_contain_text(codes[2])
    hands.press("Control+z")
    hands.scan(codes[1])
    sees(taker, "2/2", codes[1])
    hands.press("Control+Enter")
    taker.page.wait_for_selector(".o_form_view")
    assert facts(centre, "hcc_handover", "name, state")[-1] == [batch, "closed"]
    states = dict(facts(centre, "hcc_dossier", "name, state"))
    assert [states[code] for code in codes] == ["processing", "processing", "received"]
    assert (hands.mouse_presses, taker.errors) == (0, [])
    taker.close()
