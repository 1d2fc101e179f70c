"""A citizen's visit, step by step, each by the person whose work it is.

The steps read in the order of the visit; what one learns (number, code, addresses) the next ones
use. `disturb` is called in the middle of every step that must survive a dying worker.
"""

import re
import time
from contextlib import suppress
from pathlib import Path

import papers
from hcc_agent.testing import AgentProcess, FakePrinter
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect
from web_client import WebClient

AGENCY = "Sở Tư pháp"
PRINT_SLIP = "In giấy hẹn"
FINISHED_STEPS = "SELECT count(*) FROM hcc_dossier_step WHERE finished_at IS NOT NULL"
PROCEDURE = "1.013837"  # 5 working days, one charge of 500 000 đồng at reception
COUNTER = 5
APPLICANT = {
    "identity_number": "012190004321",
    "name": "Lò Thị Thử Nghiệm",
    "phone": "0912345678",
    "address": "Tổ 1, phường Tân Phong, tỉnh Lai Châu",
}
KIOSK, BOARD, RATING, PHONE = (
    {"width": 1080, "height": 1920},
    {"width": 1920, "height": 1080},
    {"width": 1280, "height": 800},
    {"width": 390, "height": 844},
)


def undisturbed():
    """Nothing happens."""


class Visit:
    def __init__(self, centre, browser, pictures, folder, disturb=undisturbed):
        self.centre, self.browser, self.disturb = centre, browser, disturb
        self.pictures, self.folder = Path(pictures), Path(folder)
        self.people, self.pages = {}, {}
        self.addresses = dict(centre.script('result = env["hcc.demo"]._page_addresses()'))

    # -- Who and where ----------------------------------------------------------------------------

    def person(self, login):
        if login not in self.people:
            password = self.centre.logins[login]
            self.people[login] = WebClient(self.browser, self.centre.url, login, password)
        return self.people[login]

    def screen(self, name, address, size):
        """A public page on a screen of its own; opened once."""
        if name not in self.pages:
            context = self.browser.new_context(
                viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
            )
            self.pages[name] = context.new_page()
            self.pages[name].goto(f"{self.centre.url}{address}")
        return self.pages[name]

    def device(self, kind, size):
        words = {"kiosk": "Kiosk", "board": "Bảng gọi số", "rating": "đánh giá"}[kind]
        [address] = [path for name, path in self.addresses.items() if words in name]
        return self.screen(kind, address, size)

    def take_picture(self, name, page):
        page.screenshot(path=str(self.pictures / f"{name}.png"))

    def fact(self, statement):
        return self.centre.sql(statement).strip()

    def close(self):
        for client in self.people.values():
            client.close()
        for page in self.pages.values():
            page.context.close()

    # -- 1. Kiosk ---------------------------------------------------------------------------------

    def start_printing(self):
        self.printer = FakePrinter()
        code = self.centre.script(
            "printer = env['hcc.device'].search([('kind', '=', 'printer')], limit=1)\n"
            f"printer.write({{'host': '127.0.0.1', 'port': {self.printer.port}}})\n"
            "result = printer.agent_id._issue_enrolment_code()\n"
            "env.cr.commit()"
        )
        self.agent = AgentProcess(self.centre.url, self.folder / "agent")
        self.agent.enroll(code)
        self.agent.start()

    def stop_printing(self):
        self.agent.stop()
        self.printer.close()

    def take_ticket(self):
        kiosk = self.device("kiosk", KIOSK)
        tile = kiosk.locator(".kiosk-tile", has_text=AGENCY)
        tile.wait_for()
        self.take_picture("kiosk", kiosk)
        tile.click()
        self.choose_field(kiosk)
        self.disturb()
        number = kiosk.locator(".kiosk-ticket-number")
        number.wait_for(timeout=60000)
        self.number = number.inner_text().strip()
        self.ticket_qr = kiosk.locator(".kiosk-ticket-qr")
        expect(kiosk.locator(".kiosk-ticket-ahead")).to_be_visible()
        self.take_picture("ticket", kiosk)
        return self.number

    def choose_field(self, kiosk):
        kiosk.locator(".kiosk-ticket-number, .kiosk-subtitle").first.wait_for(timeout=60000)
        if kiosk.locator(".kiosk-subtitle").count():
            kiosk.locator(".kiosk-tile").first.click()

    # -- 2. Counter and board ---------------------------------------------------------------------

    def open_counter(self, login="canbo", counter=COUNTER):
        official = self.person(login)
        official.page.goto(f"{self.centre.url}/hcc/panel")
        official.page.locator(".panel-open-tile", has_text=str(counter)).first.click()
        expect(official.page.locator(".panel-counter")).to_contain_text("Quầy", timeout=60000)
        official.page.locator(".panel-verb").first.wait_for()

    def press_key(self, key, login="canbo"):
        """Press a key of the counter panel once it is possible."""
        page = self.person(login).page
        button = page.locator(f".panel-verb[data-key='{key}']")
        expect(button).to_be_enabled(timeout=60000)
        page.keyboard.press(key)
        self.disturb()
        return page

    def call_next(self):
        """Call, and return how long the board took to show it (seconds)."""
        board = self.device("board", BOARD)
        expect(board.locator(".board-clock")).to_be_visible()
        board.wait_for_timeout(1500)
        started = time.monotonic()
        self.press_key("1")
        expect(board.locator(".board-now-number")).to_have_text(self.number, timeout=30000)
        elapsed = time.monotonic() - started
        self.take_picture("board", board)
        self.take_picture("panel", self.person("canbo").page)
        return elapsed

    def serve(self):
        page = self.press_key("3")
        expect(page.locator(".panel-current.is-serving")).to_be_visible(timeout=60000)

    def finish_ticket(self):
        official = self.person("canbo")
        official.page.goto(f"{self.centre.url}/hcc/panel")
        self.press_key("4")
        expect(official.page.locator(".panel-current.is-empty")).to_be_visible(timeout=60000)

    # -- 3. Reception -----------------------------------------------------------------------------

    def receive(self):
        official = self.person("canbo")
        self.press_key("7")
        official.arrive(".o_hcc_reception", f"{self.centre.url}/odoo/hcc-desk")
        official.open("/odoo/hcc-reception/new", ready=".o_form_view")
        official.choose("procedure_id", PROCEDURE)
        self.register_applicant(official)
        official.press("action_tick_all")
        official.picture(self.pictures / "reception.png")
        self.insist(
            official,
            lambda: official.button("action_receive").click(timeout=5000),
            lambda: self.fact("SELECT count(*) FROM hcc_dossier WHERE state = 'received'") == "1",
        )
        slip = self.folder / "slip.pdf"
        official.page.reload()
        with official.printing(slip):
            official.page.locator("button:visible", has_text=PRINT_SLIP).first.click()
        self.read_slip(slip)

    def insist(self, person, press, is_done, attempts=6):
        """Press, and press again when the server died meanwhile, until it is done."""
        for attempt in range(attempts):
            try:
                press()
                if attempt < 2:
                    self.disturb()
                person.wait()
            except (PlaywrightError, TimeoutError):
                pass  # no answer: what a person sees as "connection lost"
            if self.wait_for(is_done):
                return
            person.recover(reload=attempt > 1)
            time.sleep(2)  # a new worker needs a moment
        assert is_done()

    def wait_for(self, is_done, seconds=6):
        for _ in range(int(seconds / 0.25)):
            if is_done():
                return True
            time.sleep(0.25)
        return is_done()

    def register_applicant(self, official):
        official.press("action_applicant")
        for name, value in APPLICANT.items():
            official.fill(name, value)
        official.page.locator(".modal .o_field_widget[name='has_consented'] input").check()
        official.press("action_confirm")
        expect(official.page.locator(".modal")).to_have_count(0)

    def read_slip(self, slip):
        words = papers.text(slip)
        self.code = re.search(r"H35[.\d]*-\d{6}-\d{4}", words).group()
        image = papers.picture(slip, self.pictures / "slip.png", dpi=150)
        found = papers.codes(image)
        [self.status_address] = [code for code in found if "/hcc/s/" in code]
        assert any(self.code in code for code in found), "the statutory code names the dossier"
        assert APPLICANT["identity_number"] not in "".join(found), "its personal item is masked"
        assert "BẢN THỬ" in words.upper()

    # -- 4. Processing ----------------------------------------------------------------------------

    def hand_over(self):
        official = self.person("canbo")
        official.open("/odoo/hcc-reception")
        official.open_row(self.code)
        official.press("hand_over")
        self.expect_state("handed_over")

    def appraise(self):
        clerk = self.at_work("thamdinh", "hcc-appraise")
        clerk.press("take")
        self.expect_state("processing")
        self.complete_step(clerk)

    def approve(self):
        clerk = self.at_work("pheduyet", "hcc-approve")
        self.take_if_needed(clerk)
        clerk.picture(self.pictures / "processing.png")
        self.complete_step(clerk)

    def seal(self):
        clerk = self.at_work("vanthu", "hcc-seal")
        self.take_if_needed(clerk)
        self.complete_step(clerk)
        clerk.press("hand_over")

    def take_result(self):
        official = self.at_work("canbo", "hcc-return")
        official.press("take")
        self.expect_state("done")

    def at_work(self, login, path):
        person = self.person(login)
        person.open(f"/odoo/{path}")
        person.open_row(self.code)
        return person

    def take_if_needed(self, person):
        take = person.page.locator("button[name='take']:visible")
        if take.count():
            take.first.click()
            person.wait()

    def complete_step(self, person):
        done = int(self.fact(FINISHED_STEPS)) + 1
        self.insist(
            person,
            lambda: self.confirm_step(person),
            lambda: int(self.fact(FINISHED_STEPS)) == done,
        )
        person.recover(reload=True)

    def confirm_step(self, person):
        if not person.page.locator(".modal").count():
            person.press("action_open_dialog", verb="complete_step")
            person.page.locator(".modal").wait_for(timeout=10000)
        person.button("action_confirm").click(timeout=5000)

    def expect_state(self, state):
        statement = f"SELECT state FROM hcc_dossier WHERE name = '{self.code}'"
        for _ in range(50):
            if self.fact(statement) == state:
                return
            time.sleep(0.2)
        assert self.fact(statement) == state

    # -- 5. Fee -----------------------------------------------------------------------------------

    def open_shift(self):
        cashier = self.person("thungan")
        cashier.open("/odoo/cashier-desk", ready=".o_hcc_desk")
        opening = cashier.page.locator("button[name='open_shift']")
        if opening.count():
            cashier.page.fill("#hcc_desk_float", "500000")
            opening.click()
            cashier.page.locator("input[name='dossier_code']").wait_for()

    def collect(self):
        cashier = self.person("thungan")
        page = cashier.page
        self.find_dues(page)
        page.fill("input[name='tendered']", "500000")
        cashier.picture(self.pictures / "cashier.png")
        self.insist(cashier, lambda: self.press_collect(page), self.is_collected)
        receipt = self.folder / "receipt.pdf"
        with cashier.printing(receipt):
            self.print_receipt(cashier)
        papers.picture(receipt, self.pictures / "receipt.png", dpi=150)
        return papers.text(receipt)

    def find_dues(self, page):
        page.fill("input[name='dossier_code']", self.code)
        page.click("button[name='search']")
        page.locator(".o_hcc_desk_due").first.wait_for()

    def press_collect(self, page):
        if not page.locator(".o_hcc_desk_due").count():
            self.find_dues(page)  # the desk was loaded again
        page.click("button[name='collect']", timeout=5000)

    def is_collected(self):
        return (
            self.fact(f"SELECT count(*) FROM hcc_receipt WHERE dossier_code = '{self.code}'") == "1"
        )

    def print_receipt(self, cashier):
        """At the desk; when the answer never came, from the list of receipts."""
        done = cashier.page.locator(".o_hcc_desk_done")
        with suppress(PlaywrightError):
            done.wait_for(timeout=5000)
        if done.count():
            cashier.page.click("button[name='print']")
        else:
            cashier.open_action("hcc_fees.hcc_receipt_action")
            cashier.open_row(self.code)
            cashier.button("print_paper").click()

    def close_shift(self):
        """Count by denomination without knowing the sum, then close."""
        cashier = self.person("thungan")
        cashier.open("/odoo/cashier-desk", ready=".o_hcc_desk")
        cashier.page.locator(".o_hcc_desk_bar button").click()
        cashier.page.wait_for_selector(".o_form_view")
        cashier.wait()
        cashier.page.locator(".o_notebook .nav-link").first.click()
        self.count_drawer(cashier)
        cashier.press("count")
        cashier.page.locator(".modal .btn-primary").click()
        cashier.wait()
        cashier.press("close")
        expect(cashier.page.locator("button[name='close']:visible")).to_have_count(0)

    def count_drawer(self, cashier):
        """500 000 of float and 500 000 collected: two notes."""
        row = cashier.page.locator(".o_field_x2many_list .o_data_row", has_text="500.000").first
        row.locator("td[name='quantity']").click()
        box = cashier.page.locator(".o_data_row.o_selected_row td[name='quantity'] input")
        box.fill("2")
        box.press("Tab")
        cashier.page.locator(".o_form_button_save:visible").click()
        cashier.wait()

    # -- 6. Return and rating ---------------------------------------------------------------------

    def return_result(self):
        official = self.at_work("canbo", "hcc-return")
        official.press("action_open_dialog", verb="return_result")
        official.page.locator(".modal").wait_for()
        official.press("action_confirm")
        self.expect_state("returned")

    def rate(self):
        rating = self.device("rating", RATING)
        rating.locator(".rating-level").first.wait_for(timeout=30000)
        self.take_picture("rating", rating)
        rating.locator(".rating-level").first.click()
        expect(rating.locator("body")).to_contain_text("Xin cảm ơn")

    # -- 7. Status page ---------------------------------------------------------------------------

    def look_up(self, picture=None):
        """The page behind the slip's code, on a phone; returns its text."""
        page = self.screen("phone", "/web/health", PHONE)
        page.goto(self.centre.url + self.status_address[self.status_address.index("/hcc/s/") :])
        if picture:
            page.screenshot(path=str(self.pictures / f"{picture}.png"), full_page=True)
        return page.inner_text("body")

    # -- 8. Month end -----------------------------------------------------------------------------

    def remit(self):
        accountant = self.person("ketoan")
        accountant.open_action("hcc_fees.hcc_agency_balance_action")
        accountant.see(AGENCY)
        accountant.open_action("hcc_fees.hcc_remittance_action")
        accountant.page.locator(".o_list_button_add:visible").click()
        accountant.page.locator(".o_form_editable").wait_for()
        accountant.wait()  # what is typed before the proposed dates come is overwritten by them
        today = self.centre.script("result = f\"{env['hcc.clock']._today():%d/%m/%Y}\"")
        accountant.fill_date("date_to", today)
        accountant.fill_date("date_from", f"01{today[2:]}")
        accountant.page.locator(".o_form_button_save:visible").click()
        accountant.wait()
        accountant.press("action_prepare")
        self.decide("giamdoc")
        accountant.open_action("hcc_fees.hcc_remittance_action")
        accountant.page.locator(".o_data_row td").nth(1).click()
        accountant.wait()
        accountant.press("send")
        accountant.fill("bank_reference", "UNC-0001")
        accountant.press("confirm")
        accountant.picture(self.pictures / "remittance.png")

    def decide(self, login):
        """The director is the second person, and approves."""
        director = self.person(login)
        director.open_action("hcc_fees.hcc_remittance_action")
        director.page.locator(".o_data_row td").nth(1).click()
        director.wait()
        for verb in ("check", "approve"):
            if director.button(verb).count():
                director.press(verb)

    # -- 9. The table -----------------------------------------------------------------------------

    def table(self):
        """Row of our agency in the 14-column table of this month: ``{column: text}``."""
        overseer = self.person("giamsat")
        overseer.open_action("hcc_report.hcc_report_agency_table_action", ready=".modal")
        overseer.press("action_show")
        overseer.page.wait_for_selector(".o_hcc_agency_table", timeout=60000)
        overseer.wait()
        overseer.picture(self.pictures / "table.png")
        row = overseer.page.locator(".o_data_row", has_text=AGENCY).first
        return {f"c{n}": row.locator(f"td[name='c{n}']").inner_text().strip() for n in range(1, 15)}
