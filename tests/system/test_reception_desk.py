"""The reception desk with keyboard and scanner alone, by an official of forty words a minute."""

import papers
import pytest
from keyboard import Hands
from playwright.sync_api import expect
from web_client import WebClient

pytestmark = pytest.mark.browser

DESK = "/odoo/hcc-desk"
CARD = "012190004321|045678901|Lò Thị Thử Nghiệm|02031990|Nữ|Tổ 1, phường Tân Phong|01012022"
PROXY = "012090000018||Giàng A Thử|05061990|Nam|Bản Thử, xã Mẫu|01012023"
CODE = "1.013837"


@pytest.fixture
def official(centre, browser):
    client = WebClient(browser, centre.url, "canbo", centre.logins["canbo"])
    client.open(DESK, ready=".o_hcc_reception")
    yield client
    client.close()


def fact(centre, columns):
    statement = f"SELECT {columns} FROM hcc_dossier ORDER BY id DESC LIMIT 1"
    return centre.sql(statement).strip().split("|")


def test_an_ordinary_dossier_in_less_than_a_minute(centre, official, tmp_path):
    hands, page = Hands(official), official.page
    hands.wait_for("applicant")
    hands.scan(CARD)
    hands.wait_for("procedure")
    expect(page.locator(".o_hcc_reception_name").first).to_contain_text(CARD.split("|")[2])
    hands.type(CODE)
    hands.press("Enter")
    hands.wait_for("is_received")
    hands.press("F6", "Tab")
    hands.wait_for("phone")
    hands.type("0912345678")
    hands.press("F2")
    slip = tmp_path / "slip.pdf"
    with official.printing(slip):
        hands.press("F9")
    code, state, phone = fact(centre, "name, state, applicant_phone")
    assert (state, phone) == ("received", "0912345678")
    assert code in papers.text(slip)
    expect(page.locator(".o_hcc_reception_answer .code")).to_have_text(code)
    hands.wait_for("next")
    hands.press("Enter")
    hands.wait_for("applicant")
    assert hands.seconds < 60, f"{hands.keys} keys"
    assert (hands.mouse_presses, official.errors) == (0, [])


def test_a_proxy_a_lacking_paper_and_the_return(centre, official, tmp_path):
    """Somebody else's hands, an error that loses nothing, guidance, and who comes back."""
    hands, page = Hands(official), official.page
    hands.scan(CARD)
    hands.wait_for("procedure")
    hands.type(CODE)
    hands.press("Enter")
    hands.wait_for("is_received")
    hands.press("F7", "ArrowRight")
    hands.scan(PROXY)
    hands.wait_for("submitter_phone")
    expect(page.locator("[name=submitter_name]")).to_have_value("Giàng A Thử")
    hands.press("Tab")
    hands.type("12/2026")
    hands.press("Tab")
    hands.type("15012026")
    hands.press("F10")
    hands.wait_for("reason")
    form = tmp_path / "guidance.pdf"
    with official.printing(form):
        hands.press("Control+Enter")
    dossier, number, state, submitter = fact(centre, "id, reception_number, state, submitter_name")
    assert (state, submitter) == ("guided", "Giàng A Thử")
    assert number in papers.text(form)
    hands.wait_for("next")
    hands.press("Enter")
    hands.wait_for("applicant")
    hands.scan(number)
    expect(page.locator(".o_hcc_reception_head")).to_contain_text(number)
    expect(page.locator("button[name=guide]")).to_be_disabled()
    hands.press("F2")
    with official.printing(tmp_path / "slip.pdf"):
        hands.press("F9")
    again, state = fact(centre, "id, state")
    assert (again, state) == (dossier, "received")
    assert (hands.mouse_presses, official.errors) == (0, [])


def test_any_screen_takes_a_scan(centre, official):
    """What a scanner typed into a box is taken out again; what nobody may see is unknown."""
    hands, page = Hands(official), official.page
    hands.scan(CARD)
    hands.wait_for("procedure")
    hands.type(CODE)
    hands.press("Enter")
    hands.wait_for("is_received")
    hands.press("F2", "F9")
    hands.wait_for("next")
    code = fact(centre, "name")[0]
    for other in official.context.pages[1:]:
        other.close()
    official.open("/odoo/hcc-reception")
    box = page.locator(".o_searchview_input")
    box.focus()
    Hands(official).scan(code)
    page.wait_for_selector(".o_form_view")
    official.see(code)
    official.open("/odoo/hcc-reception")
    hands = Hands(official)
    hands.press("F3")
    hands.type(code[-8:])
    hands.press("Enter")
    page.wait_for_selector(".o_form_view")
    official.open("/odoo/hcc-reception")
    Hands(official).scan("H99.99-991231-9999")
    expect(page.locator(".o_notification")).to_contain_text("H99.99-991231-9999")
    assert not official.errors, official.errors
