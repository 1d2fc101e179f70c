"""What a person does in Odoo's web client, as a browser does it."""

import re
from contextlib import contextmanager, suppress

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

PAPER = re.compile(r"/report/pdf/|/paper$")
BUSY = 503
WIDE = {"width": 1366, "height": 768}


class WebClient:
    """One person at one computer, logged in; every method waits until the client is idle again."""

    def __init__(self, browser, url, login, password, viewport=None):
        self.url, self.login = url, login
        self.context = browser.new_context(
            viewport=viewport or WIDE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.under_way = set()
        self.page.on("request", self._begin)
        self.page.on("requestfinished", self._end)
        self.page.on("requestfailed", self._end)
        self._log_in(password)

    def _log_in(self, password):
        self.page.goto(f"{self.url}/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_web_client, .panel", timeout=60000)

    def _begin(self, request):
        if request.resource_type in ("fetch", "xhr"):
            self.under_way.add(request)

    def _end(self, request):
        self.under_way.discard(request)

    def close(self):
        self.context.close()

    # -- Going ------------------------------------------------------------------------------------

    def open(self, path, ready=".o_action_manager .o_view_controller, .o_action_manager .o_action"):
        address = f"{self.url}{path}"
        with suppress(PlaywrightError):
            self.page.goto(address)
        self.arrive(ready, address)

    def arrive(self, ready, address, attempts=4):
        """Wait for the page; load it again when the server died while it was on its way."""
        for _ in range(attempts - 1):
            try:
                self.page.wait_for_selector(ready, timeout=20000)
                break
            except PlaywrightError:
                self.under_way.clear()
                with suppress(PlaywrightError):
                    self.page.goto(address)
        self.page.wait_for_selector(ready, timeout=60000)
        self.wait()

    def open_action(self, xmlid, ready=".o_action_manager > *"):
        """Open an action that has no path of its own."""
        self.open(f"/odoo/action-{xmlid}", ready=ready)

    def wait(self):
        """Until the client has asked nothing for a moment."""
        quiet = 0
        for _ in range(600):
            self.page.wait_for_timeout(50)
            quiet = 0 if self.under_way else quiet + 1
            if quiet >= 4:
                return
        raise TimeoutError([request.url for request in self.under_way])

    def recover(self, reload=False):
        """Go on after an answer that never came: close what the client complains with."""
        self.under_way.clear()
        for complaint in self.page.locator(
            ".o_error_dialog .btn-close, .o_error_dialog .btn-primary"
        ).all():
            complaint.click(timeout=2000)
        if reload:
            self.page.reload()
            self.page.wait_for_selector(".o_action_manager > *", timeout=60000)
            self.wait()

    def open_row(self, text):
        self.page.locator(".o_data_row", has_text=text).first.locator("td").nth(1).click()
        self.page.wait_for_selector(".o_form_view")
        self.wait()

    # -- Doing ------------------------------------------------------------------------------------

    def press(self, name, verb=None):
        """Press the button of that name; ``verb`` tells apart those that open the same dialog."""
        self.button(name, verb).click()
        self.wait()

    def button(self, name, verb=None):
        scope = self.page.locator(".modal" if self.page.locator(".modal").count() else "body")
        buttons = scope.locator(f"button[name='{name}']:visible")
        if verb is None:
            return buttons.first
        words = {
            "guide": "Hướng dẫn",
            "refuse": "Từ chối",
            "complete_step": "Hoàn thành",
            "return_result": "Trả kết quả",
        }[verb]
        return buttons.filter(has_text=re.compile(words, re.IGNORECASE)).first

    def fill(self, field, value):
        widget = self.field(field).locator("input:not([type=checkbox]), textarea").first
        widget.click()
        widget.fill(str(value))
        widget.evaluate("box => box.blur()")
        self.wait()

    def fill_date(self, field, text):
        """The client shows a date as a button that turns into a box when it is pressed; a day of
        this year is shown without it."""
        for _attempt in range(3):
            self.field(field).locator("button, input").first.click()
            box = self.field(field).locator("input").first
            box.fill(text)
            box.press("Enter")
            self.wait()
            shown = self.field(field).locator("button, input").first
            words = shown.inner_text() or shown.input_value()
            first = (words.split() or [""])[0]
            if first.lstrip("0").split("/")[0] == text.split("/")[0].lstrip("0"):
                return
        raise AssertionError(f"{field} shows {words}, not {text}")

    def choose(self, field, words):
        """Type into a many2one and take the first proposal."""
        box = self.field(field).locator("input").first
        box.click()
        box.press_sequentially(words, delay=20)
        proposal = self.page.locator(".o-autocomplete--dropdown-item", has_text=words)
        proposal.first.click()
        self.wait()
        expect(box).to_have_value(re.compile(re.escape(words)))

    def field(self, name):
        modal = self.page.locator(f".modal .o_field_widget[name='{name}']")
        return (
            modal if modal.count() else self.page.locator(f".o_field_widget[name='{name}']")
        ).first

    @contextmanager
    def printing(self, path):
        """The paper whose tab opens inside goes to ``path``; it is fetched once, as by a person.
        While others are drawn the tab says so and asks again by itself."""
        caught = []

        def keep(route):
            answer = route.fetch()
            if answer.status != BUSY:
                caught.append(answer)
            route.fulfill(response=answer)

        self.context.route(PAPER, keep)
        yield
        for _ in range(300):
            if caught:
                break
            self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(300)
        self.context.unroute(PAPER)
        assert caught and caught[0].ok, "no paper came"
        assert caught[0].headers["content-type"] == "application/pdf"
        path.write_bytes(caught[0].body())
        for page in self.context.pages:
            if page != self.page:
                page.close()

    # -- Seeing -----------------------------------------------------------------------------------

    def text(self, selector="body"):
        return self.page.inner_text(selector)

    def see(self, text):
        expect(self.page.locator("body")).to_contain_text(text)

    def picture(self, path):
        self.page.screenshot(path=str(path))
