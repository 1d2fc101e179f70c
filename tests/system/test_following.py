"""A citizen follows a dossier on a telephone: by the slip's code, and by code and second fact."""

import accessibility
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

#: 320 px: the smallest telephone, and a screen of 1280 px at 400 % zoom.
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
#: Dossiers in the states that differ on the page; their addresses and one look-up.
PREPARE = """
from datetime import timedelta
from odoo import fields
from odoo.addons.hcc_base.transaction import number_cursor
with number_cursor(env.registry) as cr:
    env = env(cr=cr)
    people = {u.login: u for u in env["res.users"].search([])}
    dossiers = env(user=people["canbo"], su=False)["hcc.dossier"]
    procedure = env["hcc.procedure"].search([("code", "=", "1.013837")])
    applicant = dossiers.env["hcc.applicant"].find_or_register({
        "kind": "person", "name": "Lò Thị Thử Nghiệm", "identity_kind": "citizen_id",
        "identity_number": "012190004321", "phone": "0912345678"})
    def draft():
        made = dossiers.create({
            "procedure_id": procedure.id, "applicant_id": applicant.id, "beside_open": True})
        made.action_tick_all()
        return made
    guided = draft()
    guided.component_ids[:1].write({"is_received": False, "note": "Chưa ký tên"})
    guided.guide("Thiếu giấy tờ.")
    received = draft()
    received.receive()
    late = draft()
    late.receive()
    late.hand_over()
    staff = late.agency_id.sudo().member_ids
    of = lambda group: staff.filtered(lambda u: u.has_group("hcc_base.group_" + group))[:1]
    late.with_user(of("appraiser")).take()
    calendar = env["hcc.clock"]._calendar(late.company_id)
    day = late.appointment_at + timedelta(days=7)
    while not calendar.is_working_day(env["hcc.clock"]._local(late.company_id, day).date()):
        day += timedelta(days=1)
    day = fields.Datetime.to_string(day)
    late.with_user(of("approver")).extend(day, "Chờ ý kiến chuyên ngành.")
    void = draft()
    void_token = void.receive()["token"]
    env["hcc.token"]._revoke(void, "dossier_status")
    token = env["hcc.token"]._issue
    result = {
        "paths": {
            "guided": "/hcc/s/" + token(guided, "dossier_status"),
            "received": "/hcc/s/" + token(received, "dossier_status"),
            "moved": "/hcc/s/" + token(late, "dossier_status"),
            "void": "/hcc/s/" + void_token,
            "unknown": "/hcc/s/AAAAAAAAAAAAAAAAAAAAAAAAAA",
            "lookup": "/hcc/tra-cuu",
        },
        "code": received.name,
    }
"""


def test_a_citizen_follows_a_dossier(centre, browser, pictures):
    made = centre.script(PREPARE)
    look_up(centre, browser, made["code"])
    check_pages(centre, browser, pictures, made["paths"])


def look_up(centre, browser, code):
    """Without scripts: a wrong ending, the right one, and the page in English."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{centre.url}/hcc/tra-cuu")
    for ending in ("9999", "4321"):
        page.get_by_label("Mã hồ sơ hoặc số tiếp nhận").fill(code)
        page.get_by_label("4 số cuối").fill(ending)
        page.get_by_role("button", name="Xem tình trạng").click()
        if ending == "9999":
            expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy hồ sơ khớp")
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Status of dossier")
    context.close()


def check_pages(centre, browser, pictures, paths):
    """Every state in both languages: readable on the smallest screen, nothing from elsewhere."""
    for viewport in (NARROW, PHONE, DESK):
        page = browser.new_page(viewport=viewport)
        fetched = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        for state, path in paths.items():
            for query in ("", "?lang=en"):
                page.goto(centre.url + path + query)
                assert accessibility.faults(page) == [], (viewport["width"], path, query)
                name = f"following_{state}_{viewport['width']}{'_en' if query else ''}.png"
                page.screenshot(path=str(pictures / name), full_page=True)
        assert all(url.startswith(centre.url) for url in fetched)
        page.close()
