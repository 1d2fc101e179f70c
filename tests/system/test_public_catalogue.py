"""A citizen looks for a procedure on a telephone, and scans the code on the notice board."""

import base64
import re

import accessibility
import papers
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
#: 320 px: the smallest telephone, and a screen of 1280 px at 400 % zoom.
NARROW = {"width": 320, "height": 640}
CODE, NAME = "1.012906", "Cấp mới chứng chỉ hành nghề môi giới bất động sản"
SHEET = """
import base64
env["ir.config_parameter"].sudo().set_param("web.base.url", {url!r})
env.cr.commit()
procedure = env["hcc.procedure"].search([("code", "=", {code!r})])
reports = env["ir.actions.report"].with_context(lang="vi_VN")
pdf, _kind = reports._render_qweb_pdf("hcc_base.report_procedure_sheet", procedure.ids)
result = base64.b64encode(pdf).decode()
"""
PAINT = """
company = env["res.company"].search([("is_centre", "=", True)], limit=1)
company.brand_color = {colour!r}
env.cr.commit()
result = company.brand_color
"""


@pytest.fixture
def visitor(browser):
    """A telephone without scripts: nothing on these pages needs any."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_citizen_finds_a_procedure_and_scans_the_notice_board(
    centre, visitor, pictures, tmp_path
):
    find_by_words(centre, visitor, pictures)
    scan_the_sheet(centre, visitor, tmp_path)
    check_accessibility(centre, visitor.context.browser)


def find_by_words(centre, page, pictures):
    page.goto(f"{centre.url}/hcc/thu-tuc")
    page.get_by_label("Tên thủ tục, mã thủ tục").fill("cap moi")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Tìm thấy")
    page.screenshot(path=str(pictures / "catalogue.png"))
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.locator("main")).to_contain_text(CODE)
    expect(page.get_by_role("heading", name="Thành phần hồ sơ")).to_be_visible()


def scan_the_sheet(centre, page, folder):
    """The notice-board sheet as paper: what its code says opens the same procedure."""
    pdf = folder / "sheet.pdf"
    pdf.write_bytes(base64.b64decode(centre.script(SHEET.format(url=centre.url, code=CODE))))
    assert NAME in re.sub(r"\s+", " ", papers.text(pdf))
    [address] = papers.codes(papers.picture(pdf, folder / "sheet.png"))
    assert address.startswith(f"{centre.url}/hcc/thu-tuc/{CODE}?centre=")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


def check_accessibility(centre, browser):
    """Every kind of page, on the smallest screen, in colours an administrator might choose."""
    page = browser.new_page(viewport=NARROW)
    for colour in ("#ffd400", "#777777", "#c8102e"):
        centre.script(PAINT.format(colour=colour))
        for path in ("/hcc/thu-tuc", "/hcc/thu-tuc?q=cap+moi&agency=SXD", "/hcc/thu-tuc?q=khong-co",
                     f"/hcc/thu-tuc/{CODE}", "/hcc/thu-tuc/9.999999"):  # fmt: skip
            page.goto(centre.url + path)
            assert accessibility.faults(page) == [], (colour, path)
    page.close()
