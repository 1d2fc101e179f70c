"""The hall board in a real browser: its voice, a server that goes and comes back, every size."""

import pytest
from board_server import BoardServer, call
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

#: A sound card whose sounds last 0.3 s and have the name that was fetched.
FAKE_AUDIO = """
window.played = [];
window.AudioContext = class {
    constructor() { this.state = BLOCKED ? "suspended" : "running"; this.destination = {}; }
    get currentTime() { return performance.now() / 1000; }
    createGain() { return { gain: {}, connect() {} }; }
    resume() {
        if (BLOCKED && !window.touched) { return new Promise(() => {}); }
        this.state = "running";
        return Promise.resolve();
    }
    decodeAudioData(bytes, good) {
        good({ duration: 0.3, name: new TextDecoder().decode(bytes) });
    }
    createBufferSource() {
        const source = {
            connect() {},
            start(time) {
                window.played.push([source.buffer.name, time, time + source.buffer.duration]);
                const wait = (time + source.buffer.duration - performance.now() / 1000) * 1000;
                setTimeout(() => source.onended && source.onended(), wait);
            },
        };
        return source;
    }
};
document.addEventListener("click", () => { window.touched = true; }, true);
"""
REAL_AUDIO = """
window.played = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (time) {
    window.played.push(["", time, time + this.buffer.duration]);
    return start.call(this, time);
};
"""


@pytest.fixture
def server():
    server = BoardServer()
    yield server
    server.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="vi-VN")
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()
    assert not page.errors


def visit(page, server, audio=None):
    page.add_init_script(audio or FAKE_AUDIO.replace("BLOCKED", "false"))
    page.goto(server.url)
    expect(page.locator(".board-now-number")).to_be_visible()


def look_again(page):
    """The doorbell rings."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def wait_played(page, count):
    page.wait_for_function(f"window.played.length >= {count}", timeout=20000)
    page.wait_for_timeout(1500)
    return page.evaluate("window.played")


def wait_told(page, server, sounds):
    """What the page told the server of its sound, in order."""
    for _attempt in range(100):
        if len(server.sounds) >= len(sounds):
            break
        page.wait_for_timeout(50)
    assert server.sounds == sounds


def names(played):
    return [name for name, __, __ in played]


def assert_no_overlap(played):
    for (__, __, end), (name, start, __) in zip(played, played[1:], strict=False):
        assert start >= end, (name, played)


def test_a_second_call_waits_for_the_first(page, server):
    visit(page, server)
    server.say(call(11), call(12))
    look_again(page)
    page.wait_for_timeout(500)
    server.say(call(11), call(12), call(13))
    look_again(page)
    played = wait_played(page, 6)
    assert names(played) == ["chime", "digit_1-11", "chime", "digit_1-12", "chime", "digit_1-13"]
    assert_no_overlap(played)


def test_real_recordings_do_not_overlap(page, server):
    server.real_clips = True
    visit(page, server, REAL_AUDIO)
    server.say(call(11, name="digit_1"), call(12, name="to_counter"))
    look_again(page)
    played = wait_played(page, 4)
    assert len(played) == 4
    assert_no_overlap(played)


def test_nothing_old_after_a_reload(page, server):
    server.say(call(11))
    visit(page, server)
    look_again(page)
    server.say(call(11), call(12))
    look_again(page)
    assert names(wait_played(page, 2)) == ["chime", "digit_1-12"]


def test_a_call_is_repeated_only_while_nobody_waits(page, server):
    visit(page, server)
    server.say(call(11), times=2)
    look_again(page)
    assert names(wait_played(page, 4)) == ["chime", "digit_1-11"] * 2
    server.say(call(12), call(13), times=2)
    look_again(page)
    assert names(wait_played(page, 10))[4:] == [
        *["chime", "digit_1-12"],
        *["chime", "digit_1-13"] * 2,
    ]


def test_what_was_undone_or_is_served_is_not_said(page, server):
    visit(page, server)
    server.say(call(11), call(12), call(13), times=3)
    look_again(page)
    page.wait_for_function("window.played.length >= 2")
    server.say(call(13), times=1)
    look_again(page)
    assert names(wait_played(page, 4)) == ["chime", "digit_1-11", "chime", "digit_1-13"]


def test_nothing_is_said_late_when_the_server_was_away(page, server):
    visit(page, server)
    server.say(call(11), call(12, seconds=9), max_age=10)
    look_again(page)
    page.wait_for_function("window.played.length >= 1")
    server.down = True
    assert names(wait_played(page, 2)) == ["chime", "digit_1-11"]
    server.down = False
    look_again(page)
    page.wait_for_timeout(1500)
    assert names(page.evaluate("window.played")) == ["chime", "digit_1-11"]


def test_a_recording_that_cannot_be_played_is_told_and_stops_nothing(page, server):
    server.broken = {"digit_1-11"}
    visit(page, server)
    server.say(call(11))
    look_again(page)
    wait_told(page, server, ["ready", "failed"])
    server.say(call(12))
    look_again(page)
    assert names(wait_played(page, 2)) == ["chime", "digit_1-12"]
    wait_told(page, server, ["ready", "failed", "ready"])


def test_a_browser_that_blocks_sound_says_so(page, server):
    visit(page, server, FAKE_AUDIO.replace("BLOCKED", "true"))
    strip = page.locator(".board-unheard")
    expect(strip).to_be_visible()
    expect(strip).to_contain_text("Chạm vào màn hình để bật tiếng")
    wait_told(page, server, ["blocked"])
    server.say(call(11))
    look_again(page)
    page.locator(".board").click()
    expect(strip).to_be_hidden()
    assert names(wait_played(page, 2)) == ["chime", "digit_1-11"]
    wait_told(page, server, ["blocked", "ready"])


def test_the_last_state_stays_while_the_server_fails(page, server):
    visit(page, server)
    expect(page.locator(".board-counter")).to_have_count(3)
    server.down = True
    look_again(page)
    strip = page.locator(".hcc-lost")
    expect(strip).to_contain_text("Không cập nhật từ", timeout=10000)
    expect(page.locator(".board-counter")).to_have_count(3)
    expect(page.locator(".board-now-number")).to_have_text("A001")
    server.state = server.board_state(counters=4)
    server.down = False
    expect(strip).to_be_hidden(timeout=10000)
    expect(page.locator(".board-counter")).to_have_count(4)


def test_a_board_of_days_does_not_grow(page, server):
    visit(page, server)
    nodes = "document.getElementsByTagName('*').length"
    before = page.evaluate(nodes)
    for turn in range(60):
        server.state["calls"][0]["id"] = turn + 2
        with page.expect_response("**/state"):
            look_again(page)
    assert page.evaluate(nodes) == before


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)])
def test_more_counters_than_fit_take_turns(page, server, size):
    server.state = server.board_state(
        counters=40,
        zone="Tầng 1, sảnh A – khu tiếp nhận và trả kết quả",
        notices=["Ông/bà vui lòng chuẩn bị sẵn giấy tờ tùy thân và hồ sơ trước khi đến quầy. " * 2],
        lanes=[
            {
                "prefix": "MN",
                "name": "Sở Nông nghiệp và Môi trường – Đăng ký đất đai, tài nguyên nước",
                "waiting": 128,
            }
        ]
        * 12,
    )
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.clock.install()
    visit(page, server)
    seen = set()
    for _turn in range(3):
        seen |= set(page.locator(".board-counter-name").all_inner_texts())
        assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
        inside = "node => node.getBoundingClientRect().bottom <= window.innerHeight"
        whole = "node => node.scrollHeight <= node.clientHeight + 1"
        assert page.locator(".board-now").evaluate(whole)
        for part in (".board-lanes", ".board-counter:last-child", ".board-notice"):
            assert page.locator(part).evaluate(inside), part
        page.clock.run_for(8000)
    assert seen == {f"Quầy {place}" for place in range(1, 41)}
