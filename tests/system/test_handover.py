"""Papers change hands by scanner alone: the official gives, the agency's appraiser takes."""

import pytest
from dossiers import receive
from keyboard import Hands
from playwright.sync_api import expect
from web_client import WebClient

pytestmark = pytest.mark.browser

SCAN_PAGE = "/odoo/hcc-handover-scan"
STRAY = "H99.99-991231-9999"

# Faster than any answer: all in one go, as the server is asked for the first of them.
_ENTER = """
    const box = document.querySelector(".o_hcc_scan_field");
    const enter = held => box.dispatchEvent(new KeyboardEvent(
        "keydown", {key: "Enter", ctrlKey: held, bubbles: true, cancelable: true}));
    for (const code of codes) {
        box.value = code;
        enter(false);
    }
"""
SCANS_AND_SIGNS = "codes => {" + _ENTER + "enter(true); }"
SCANS_AND_LEAVES = (
    "codes => {"
    + _ENTER
    + "document.querySelector('.o_hcc_scan_tools .btn-secondary:not(:has(kbd))').click(); }"
)


def sit_down(centre, browser, login):
    client = WebClient(browser, centre.url, login, centre.logins[login])
    client.open(SCAN_PAGE, ready=".o_hcc_scan")
    return client, Hands(client)


def sees(client, count, code):
    page = client.page
    expect(page.locator(".o_hcc_scan_count")).to_contain_text(count)
    expect(page.locator(".o_hcc_scan_answer .o_hcc_scan_code")).to_have_text(code)


def answer_late(client, milliseconds):
    """From now on every scan is answered so much later, as on a slow line."""
    client.page.evaluate(
        """milliseconds => {
            const ask = window.fetch;
            window.fetch = async (url, ...rest) => {
                if (String(url.url || url).includes("hcc.handover/scan")) {
                    await new Promise(resolve => setTimeout(resolve, milliseconds));
                }
                return ask.call(window, url, ...rest);
            };
        }""",
        milliseconds,
    )


def facts(centre, table, columns, order="id"):
    rows = centre.sql(f"SELECT {columns} FROM {table} ORDER BY {order}").strip().splitlines()
    return [row.split("|") for row in rows]


def listed(centre):
    """The lines of the latest list: code and status."""
    rows = centre.sql(
        "SELECT d.name, l.status FROM hcc_handover_line l JOIN hcc_dossier d ON d.id = l.dossier_id"
        " WHERE l.handover_id = (SELECT max(id) FROM hcc_handover) ORDER BY l.sequence"
    )
    return [row.split("|") for row in rows.strip().splitlines()]


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


def test_nothing_goes_before_the_last_scan_is_answered(centre, browser):
    """A pile is scanned faster than a slow line answers: signing and leaving wait for it."""
    codes = receive(centre, 5, "name")
    giver, hands = sit_down(centre, browser, "canbo")
    hands.scan(codes[0])
    sees(giver, "1/1", codes[0])
    answer_late(giver, 1000)
    giver.page.evaluate(SCANS_AND_SIGNS, codes[1:3])
    giver.page.wait_for_selector(".o_form_view")
    assert listed(centre) == [[code, "given"] for code in codes[:3]]
    assert facts(centre, "hcc_handover", "state")[-1] == ["handed"]

    giver.open(SCAN_PAGE, ready=".o_hcc_scan")
    hands.scan(codes[3])
    sees(giver, "1/1", codes[3])
    answer_late(giver, 1000)
    giver.page.evaluate(SCANS_AND_LEAVES, codes[4:])
    giver.page.wait_for_selector(".o_form_view")
    assert listed(centre) == [[code, "given"] for code in codes[3:]]
    assert facts(centre, "hcc_handover", "state")[-1] == ["draft"]
    assert giver.errors == []
    giver.close()


def test_what_a_lost_line_swallowed_is_not_signed_away(centre, browser):
    first, swallowed = receive(centre, 2, "name")
    giver, hands = sit_down(centre, browser, "canbo")
    hands.scan(first)
    sees(giver, "1/1", first)
    giver.page.route("**/hcc.handover/scan*", lambda route: route.abort())
    hands.scan(swallowed)
    expect(giver.page.locator(".o_hcc_scan")).to_contain_text("Mất kết nối")
    giver.page.unroute("**/hcc.handover/scan*")
    hands.press("Control+Enter")
    giver.page.wait_for_selector(".o_form_view")
    assert listed(centre) == [[first, "given"], [swallowed, "given"]]
    assert facts(centre, "hcc_handover", "state")[-1] == ["handed"]
    giver.close()
