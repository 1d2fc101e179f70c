"""Dossiers that are not simply accepted: guided and brought again, refused, another agency's."""

import papers
import pytest
from playwright.sync_api import expect
from visit import AGENCY, APPLICANT, KIOSK, PROCEDURE, Visit

pytestmark = pytest.mark.browser

MISSING = "Thiếu bản chính lý lịch tư pháp; tờ khai chưa ký"
REFUSED = "Không thuộc thẩm quyền giải quyết của Sở Tư pháp tỉnh Lai Châu"
RECEPTION, DOSSIERS = "/odoo/hcc-reception", "/odoo/hcc-dossiers"


@pytest.fixture
def visit(centre, browser, tmp_path):
    visit = Visit(centre, browser, tmp_path, tmp_path)
    yield visit
    visit.close()


def sit_down(visit):
    """A ticket is taken, called and served."""
    visit.take_ticket()
    visit.open_counter()
    visit.call_next()
    visit.serve()


def come_again(visit):
    visit.finish_ticket()
    visit.device("kiosk", KIOSK).locator(".kiosk-done, .kiosk-tile").first.wait_for()
    done = visit.device("kiosk", KIOSK).locator(".kiosk-done")
    if done.count():
        done.click()
    visit.take_ticket()
    visit.call_next()
    visit.serve()


def open_dossier(visit):
    """The reception form of the ticket, with procedure and applicant."""
    official = visit.person("canbo")
    visit.press_key("7")
    official.arrive(".o_hcc_reception", f"{visit.centre.url}/odoo/hcc-desk")
    official.open(f"{RECEPTION}/new", ready=".o_form_view")
    official.choose("procedure_id", PROCEDURE)
    visit.register_applicant(official)
    return official


def answer(visit, verb, reason):
    """Guide or refuse with a reason; the text of the paper that comes out."""
    official = visit.person("canbo")
    official.press("action_open_dialog", verb=verb)
    official.page.locator(".modal").wait_for()
    if verb == "refuse":
        choices = official.page.locator(".modal .o_field_widget[name='reason_id'] label")
        choices.filter(has_text="Lý do khác").click()
    official.fill("reason", reason)
    paper = visit.folder / f"{verb}.pdf"
    with official.printing(paper):
        official.press("action_confirm")
    expect(official.page.locator(".modal")).to_have_count(0)
    return words(papers.text(paper))


def words(text):
    """Without the line breaks of the paper."""
    return " ".join(text.split())


def row(visit, columns):
    return visit.fact(f"SELECT {columns} FROM hcc_dossier ORDER BY id DESC LIMIT 1").split("|")


def test_who_was_guided_comes_back_to_the_same_dossier(visit):
    sit_down(visit)
    open_dossier(visit)
    form = answer(visit, "guide", MISSING)
    assert "phiếu yêu cầu bổ sung" in form.lower() and MISSING in form
    assert APPLICANT["name"] in form
    dossier, state, number, first_ticket = row(visit, "id, state, reception_number, ticket_id")
    assert state == "guided" and number in form
    come_again(visit)
    official = visit.person("canbo")
    official.open(RECEPTION)
    official.open_row(number)
    official.see(MISSING)
    official.press("action_tick_all")
    official.press("action_receive")
    visit.wait_for(lambda: row(visit, "state") == ["received"])
    same, state, visit.code, ticket = row(visit, "id, state, name, ticket_id")
    assert (same, state) == (dossier, "received") and visit.code.startswith("H35")
    assert visit.fact("SELECT count(*) FROM hcc_dossier") == "1"
    assert ticket != first_ticket, "it belongs to the visit that brought the rest"
    assert not official.errors, official.errors


def test_another_agencys_official_cannot_hand_over(visit):
    sit_down(visit)
    visit.receive()
    [dossier] = row(visit, "id")
    check_others_cannot_hand_over(visit, dossier)
    expect_one_refusal(visit.centre)


def expect_one_refusal(centre):
    """The log has the refusal that was provoked; the fixture goes on to forbid everything else."""
    problems = centre.problems
    [refusal] = problems()
    assert "odoo.http: Bạn không được xem bản ghi này (Hồ sơ)" in refusal
    centre.problems = lambda: [line for line in problems() if line != refusal]


def check_others_cannot_hand_over(visit, dossier):
    """Another agency's official finds it nowhere; its own does where the other one looked."""
    own, other = visit.person("canbo"), visit.person("canbo2")
    for path in (RECEPTION, DOSSIERS):
        for person, found in ((own, 1), (other, 0)):
            person.open(path)
            rows = person.page.locator(".o_data_row", has_text=visit.code)
            expect(rows).to_have_count(found)
    own.open(f"{RECEPTION}/{dossier}", ready=".o_form_view")
    expect(own.button("hand_over")).to_be_visible()
    other.page.goto(f"{visit.centre.url}{RECEPTION}/{dossier}")
    other.page.wait_for_selector(".o_action_manager > *, .o_error_dialog", timeout=60000)
    other.wait()
    expect(other.page.locator("button[name='hand_over']")).to_have_count(0)
    assert visit.code not in other.text() and APPLICANT["name"] not in other.text()
    assert row(visit, "state, custody")[0] == "received"


def test_a_refusal_names_its_reason_on_form_03(visit):
    sit_down(visit)
    official = open_dossier(visit)
    form = answer(visit, "refuse", REFUSED)
    assert "phiếu từ chối" in form.lower() and REFUSED in form
    assert APPLICANT["name"] in form and AGENCY in form
    dossier, state, code = row(visit, "id, state, name")
    assert (state, code) == ("refused", "")
    official.open(f"/odoo/hcc-dossiers/{dossier}", ready=".o_form_view")
    official.see(REFUSED)
    expect(official.page.locator("button[name='action_receive']:visible")).to_have_count(0)
    assert REFUSED in print_again(visit, official)
    assert visit.fact("SELECT count(*) FROM hcc_dossier_notice WHERE kind = 'refusal'") == "1"
    assert not official.errors, official.errors


def print_again(visit, official):
    official.page.locator(".o_notebook .nav-link", has_text="Phiếu").first.click()
    paper = visit.folder / "again.pdf"
    with official.printing(paper):
        official.page.locator(".o_data_row button .fa-print, .o_data_row button.fa-print").click()
    return words(papers.text(paper))
