"""The kiosk's page alone in a real browser, before a server of few words: every screen, both
languages, both shapes of screen. What the real server answers is tested with the addon; a whole
visit with both is in test_visit."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ADDONS = Path(__file__).parents[2] / "addons"
PARTS = (
    "hcc_base/static/src/page/page.css",
    "hcc_queue/static/src/common/*",
    "hcc_queue/static/src/kiosk/parts/*",
    "hcc_queue/static/src/kiosk/*",
)
PAGE = "http://kiosk.test/hcc/kiosk/token"
PORTRAIT, LANDSCAPE = {"width": 1080, "height": 1920}, {"width": 1280, "height": 1024}
#: Two centimetres on the coarsest screens that kiosks have.
SMALLEST_TARGET = 88
HALF_MINUTE = 31000


def lane(name, waiting=0, **more):
    return {"name": name, "waiting": waiting, "left": None, "closed": "", "opens": None, **more}


def offers():
    land = [
        lane("Đất đai", 3, field=1, together=1, left=12),
        lane("Môi trường", field=2, together=1),
        lane("Tài nguyên nước", field=3, together=2),
    ]
    copies = lane("Chứng thực bản sao", procedure=9, together=1)
    closed = lane("Đo đạc", field=4, together=1, closed="hours", opens={"day": "", "time": "13:30"})
    return {
        "now": "2026-11-25T01:00:00Z",
        "centre": {"name": "Trung tâm Thử nghiệm", "slogan": "", "hotline": "1900 0000"},
        "general": [lane("Nhận kết quả, nộp phí", 2, lane=7)],
        "agencies": [
            {**lane("Sở Nông nghiệp", agency=1), "fields": [*land, closed], "quick": [copies]},
            {**lane("Sở Tư pháp", agency=2), "fields": [], "quick": []},
            {**lane("Sở Y tế", agency=3, closed="full"), "fields": [], "quick": []},
        ],
        "closed": False,
        "version": "1",
    }


TICKET = {
    "number": "A012",
    "ahead": 3,
    "lane": "Sở Tư pháp",
    "agency": "Sở Tư pháp",
    "field": "",
    "lines": [],
    "issued_at": "08:00",
    "print_state": "printed",
    "token": "t",
    "url": "",
    "qr": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
}
SERVICE = {"name": "Ki-ốt 1", "closed": False, "printer": "Máy in", "paper": "", "unprinted": 0}


class Kiosk:
    """The page, and a server that answers what ``answers`` holds; ``None``: it is gone."""

    def __init__(self, browser, size):
        self.context = browser.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        self.page = self.context.new_page()
        self.errors, self.asked = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.answers = {
            "/choices": offers(),
            "/issue": TICKET,
            "/scan": {"found": None},
            "/service": {"unlocked": True, **SERVICE},
        }
        self.page.route("http://kiosk.test/**", self.answer)
        self.page.clock.install()
        self.page.goto(PAGE)
        self.page.locator(".kiosk-tile").first.wait_for()

    def answer(self, route):
        path = route.request.url.removeprefix(PAGE)
        if not path:
            route.fulfill(body=shell(), content_type="text/html")
            return
        if path != "/choices":
            self.asked.append((path, route.request.post_data_json))
        answer = self.answers.get(path)
        if answer is None:
            route.abort()
        elif isinstance(answer, tuple):
            route.fulfill(status=answer[0], json={"message": answer[1]})
        else:
            route.fulfill(json=answer)

    def issued(self):
        return [body["choice"] for path, body in self.asked if path == "/issue"]

    def tile(self, name):
        return self.page.locator(".kiosk-tile", has_text=name)

    def press(self, label):
        self.page.locator("button", has_text=label).first.click()

    def hold_clock(self):
        self.page.locator(".kiosk-clock").hover()
        self.page.mouse.down()
        self.page.clock.run_for(3200)
        self.page.mouse.up()


def shell():
    files = [path for part in PARTS for path in sorted(ADDONS.glob(part))]
    styles = "".join(path.read_text() for path in files if path.suffix == ".css")
    scripts = "".join(
        f"<script>{path.read_text()}</script>" for path in files if path.suffix == ".js"
    )
    config = json.dumps({"base": "/hcc/kiosk/token", "logo": "", "version": "1"})
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><style>{styles}</style>"
        f"</head><body data-config='{config}'><main id='page'></main>{scripts}</body></html>"
    )


@pytest.fixture(params=[PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def kiosk(browser, request):
    kiosk = Kiosk(browser, request.param)
    yield kiosk
    kiosk.context.close()
    assert not kiosk.errors


def small_targets(page):
    sizes = page.evaluate(
        """() => Array.from(document.querySelectorAll("button"))
            .filter((node) => node.offsetParent)
            .map((node) => [node.textContent, node.getBoundingClientRect()])
            .map(([text, box]) => [text, box.width, box.height])"""
    )
    assert sizes
    return [size for size in sizes if min(size[1:]) < SMALLEST_TARGET]


def test_every_screen_has_targets_for_fingers(kiosk):
    page = kiosk.page
    assert small_targets(page) == []
    kiosk.tile("Sở Nông nghiệp").click()
    assert small_targets(page) == []
    kiosk.press("Làm nhiều việc")
    kiosk.tile("Đất đai").click()
    assert small_targets(page) == []
    kiosk.press("Lấy số")
    page.locator(".kiosk-ticket-number").wait_for()
    assert small_targets(page) == []
    kiosk.press("Xong")
    kiosk.hold_clock()
    assert small_targets(page) == []


def test_english_is_complete_and_holds_for_one_visitor(kiosk):
    page = kiosk.page
    words = page.evaluate(
        "[Hcc.kioskWords.vi, Hcc.kioskWords.en].map((w) => Object.keys(w).sort())"
    )
    assert words[0] == words[1]
    rows = page.evaluate(
        "[Hcc.kioskWords.vi.row, Hcc.kioskWords.en.row].map((w) => Object.keys(w).sort())"
    )
    assert rows[0] == rows[1]
    kiosk.press("English")
    expect(page.locator("h1")).to_have_text("Please choose the agency")
    kiosk.tile("Sở Tư pháp").click()
    expect(page.locator(".kiosk-ticket-ahead")).to_have_text("3 people before you")
    assert kiosk.asked[0][1]["language"] == "en"
    kiosk.press("Done")
    expect(page.locator("h1")).to_have_text("Mời chọn cơ quan giải quyết")


def test_large_letters(kiosk):
    name = kiosk.page.locator(".kiosk-tile-name").first
    before = name.bounding_box()["height"]
    kiosk.press("Chữ to")
    assert name.bounding_box()["height"] > before * 1.2
    kiosk.press("Chữ thường")
    assert name.bounding_box()["height"] == before


def test_closed_and_full_lanes_say_so_and_cannot_be_touched(kiosk):
    expect(kiosk.tile("Sở Y tế")).to_be_disabled()
    expect(kiosk.tile("Sở Y tế")).to_contain_text("Đã hết số hôm nay")
    kiosk.tile("Sở Nông nghiệp").click()
    expect(kiosk.tile("Đo đạc")).to_be_disabled()
    expect(kiosk.tile("Đo đạc")).to_contain_text("Mở lúc 13:30")
    expect(kiosk.tile("Đất đai")).to_contain_text("Đang chờ: 3 · còn 12 lượt hôm nay")


def test_a_double_tap_is_one_ticket_and_no_choice_on_the_next_screen(kiosk):
    box = kiosk.tile("Sở Nông nghiệp").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    kiosk.page.mouse.click(*middle)
    kiosk.page.mouse.click(*middle)
    expect(kiosk.page.locator(".kiosk-subtitle")).to_have_text("Sở Nông nghiệp")
    assert kiosk.issued() == []
    kiosk.page.clock.run_for(1000)
    kiosk.tile("Đất đai").dblclick()
    kiosk.page.locator(".kiosk-ticket-number").wait_for()
    assert kiosk.issued() == [{"agency": 1, "field": 1}]


def test_several_things_on_one_ticket(kiosk):
    kiosk.tile("Sở Nông nghiệp").click()
    kiosk.press("Làm nhiều việc")
    expect(kiosk.page.locator(".kiosk-bar .kiosk-done")).to_be_disabled()
    kiosk.tile("Đất đai").click()
    kiosk.tile("Đất đai").click()
    kiosk.tile("Đất đai").click()
    kiosk.page.locator(".kiosk-less").click()
    kiosk.tile("Chứng thực bản sao").click()
    expect(kiosk.tile("Tài nguyên nước")).to_be_disabled()  # another lane
    kiosk.press("Lấy số")
    kiosk.page.locator(".kiosk-ticket-number").wait_for()
    lines = [{"field": 1, "count": 2}, {"procedure": 9, "count": 1}]
    assert kiosk.issued() == [{"agency": 1, "lines": lines}]


def test_the_screen_counts_down_and_returns(kiosk):
    page, strip = kiosk.page, kiosk.page.locator(".kiosk-idle")
    kiosk.press("English")
    kiosk.tile("Sở Nông nghiệp").click()
    page.clock.run_for(HALF_MINUTE)
    expect(strip).to_have_text("Back to the start in 14 s – touch to stay")
    page.locator("h1").click()
    expect(strip).to_be_hidden()
    page.clock.run_for(HALF_MINUTE)
    expect(strip).to_be_visible()
    page.clock.run_for(HALF_MINUTE)
    expect(page.locator("h1")).to_have_text("Mời chọn cơ quan giải quyết")
    expect(strip).to_be_hidden()


def test_an_error_recovers_by_itself(kiosk):
    kiosk.answers["/issue"] = (422, "Làn đã hết số.")
    kiosk.tile("Sở Tư pháp").click()
    expect(kiosk.page.locator(".kiosk-error")).to_contain_text("Làn đã hết số.")
    kiosk.page.clock.run_for(16000)
    expect(kiosk.page.locator("h1")).to_have_text("Mời chọn cơ quan giải quyết")


def test_a_lost_server_is_told_and_the_choices_stay(kiosk):
    page, strip = kiosk.page, kiosk.page.locator(".hcc-lost")
    kiosk.answers["/choices"] = None
    page.clock.run_for(HALF_MINUTE)
    expect(strip).to_contain_text(re.compile("Mất kết nối từ (07:59|08:00)"))
    expect(kiosk.tile("Sở Tư pháp")).to_be_visible()
    kiosk.answers["/choices"] = offers()
    page.clock.run_for(5000)
    expect(strip).to_be_hidden()


def test_a_new_version_is_taken_while_nobody_uses_the_screen(kiosk):
    page = kiosk.page
    page.evaluate("window.isOld = true")
    kiosk.tile("Sở Nông nghiệp").click()
    kiosk.answers["/choices"] = {**offers(), "version": "2"}
    page.clock.run_for(HALF_MINUTE)
    assert page.evaluate("window.isOld")
    with page.expect_navigation():
        page.clock.run_for(HALF_MINUTE)
    assert not page.evaluate("window.isOld || false")


def test_fast_scans_are_all_looked_up(kiosk):
    codes = [f"http://t.vn/hcc/s/CODE{n}" for n in range(3)]
    for code in codes:
        kiosk.page.keyboard.type(code)
        kiosk.page.keyboard.press("Enter")
    expect(kiosk.page.locator(".kiosk-found")).to_have_count(3)
    expect(kiosk.page.locator(".kiosk-found").first).to_contain_text("Không tìm thấy")
    assert [body["code"] for path, body in kiosk.asked if path == "/scan"] == codes


def test_a_scanned_slip_shows_where_the_dossier_stands(kiosk):
    rows = [["status", "Đang giải quyết"], ["appointment", "16:00 30/11/2026"], ["agency", ""]]
    found = {"kind": "dossier", "title": "H35.12-1", "rows": rows, "state": "", "note": "Chờ."}
    kiosk.answers["/scan"] = {"found": found}
    kiosk.page.keyboard.type("http://t.vn/hcc/s/CODE")
    kiosk.page.keyboard.press("Enter")
    card = kiosk.page.locator(".kiosk-found")
    expect(card).to_contain_text("Đang giải quyết")
    expect(card).not_to_contain_text("Cơ quan giải quyết")


def test_staff_open_the_service_screen_with_the_code(kiosk):
    page = kiosk.page
    kiosk.hold_clock()
    kiosk.answers["/service"] = {"unlocked": False, "wait": 60}
    for digit in "123456":
        page.locator(".kiosk-key", has_text=digit).click()
    expect(page.locator(".kiosk-service-note")).to_contain_text("sau 60 giây")
    kiosk.answers["/service"] = {"unlocked": True, **SERVICE}
    for digit in "654321":
        page.locator(".kiosk-key", has_text=digit).click()
    expect(page.locator(".kiosk-service")).to_contain_text("Máy in")
    kiosk.press("In thử")
    expect(page.locator(".kiosk-service-note")).to_have_text("Đã gửi trang in thử.")
    assert kiosk.asked[-1] == ("/service", {"code": "654321", "action": "test_print"})
    kiosk.press("Thoát")
    expect(kiosk.tile("Sở Tư pháp")).to_be_visible()
