import io

from odoo.exceptions import AccessError
from odoo.tests import tagged
from PIL import Image

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestPrint(QueueCommon):
    def job(self, ticket):
        return self.env["hcc.device.job"]._of_record(ticket)[:1]

    def test_paper_is_a_fact_of_its_own(self):
        ticket = self.issue()
        self.assertEqual((ticket.state, ticket.print_state), ("waiting", "pending"))
        self.job(ticket)._close("printed")
        self.env.invalidate_all()
        self.assertEqual(ticket.print_state, "printed")

    def test_printer_off_and_the_ticket_counts(self):
        ticket, printed = self.issue(), self.issue()
        self.job(ticket)._close("not_printed", "unreachable")
        self.job(printed)._close("printed")
        self.env.invalidate_all()
        self.assertEqual(ticket.print_state, "not_printed")
        self.assertEqual(self.call_next(self.open_session()), ticket)
        listed = (
            self.env["hcc.ticket"]
            .with_user(self.hall_manager)
            .search(
                [("print_state", "in", ("not_printed", "unknown")), ("lane_id", "=", self.lane.id)]
            )
        )
        self.assertEqual(listed, ticket)
        rows = self.env["hcc.hall"].with_user(self.official)._panel_state()["current"]
        self.assertEqual(rows["print_state"], "not_printed")

    def test_no_printer_means_not_printed(self):
        self.kiosk.printer_id = False
        ticket = self.issue()
        self.assertEqual(ticket.print_state, "not_printed")
        found = self.env["hcc.ticket"].search([("print_state", "=", "not_printed")])
        self.assertIn(ticket, found)
        self.assertNotIn(ticket, self.env["hcc.ticket"].search([("print_state", "=", "printed")]))

    def test_reprint_replaces_the_fact(self):
        ticket = self.issue()
        self.job(ticket)._close("not_printed", "paper_out")
        self.env.invalidate_all()
        self.assertFalse(ticket.with_user(self.official).can_reprint)
        with self.assertRaises(AccessError):
            ticket.with_user(self.official).reprint()
        manager = ticket.with_user(self.hall_manager)
        self.assertTrue(manager.can_reprint)
        manager.reprint()
        self.env.invalidate_all()
        self.assertEqual(ticket.print_state, "pending")
        self.assertTrue(self.job(ticket).reprint_of_id)

    def test_picture_fits_every_paper(self):
        ticket = self.issue(agency=self.agency, field=self.land)
        for width in (576, 512, 384):
            with self.subTest(width=width):
                picture = Image.open(io.BytesIO(ticket._render_image(width)))
                self.assertEqual((picture.width, picture.mode), (width, "1"))

    def test_token_of_reprint_is_the_same(self):
        ticket = self.issue()
        self.assertEqual(ticket._token(), ticket._token())
        resolved = self.env["hcc.token"]._resolve(ticket._token(), "ticket")
        self.assertEqual(resolved.id, ticket.id)
        with self.at("2026-11-25 08:00"):
            self.assertFalse(self.env["hcc.token"]._resolve(ticket._token(), "ticket"))

    def test_its_code_opens_it_today_and_to_those_who_see_tickets(self):
        ticket = self.issue()
        url = ticket._page_url(ticket._token())
        manager = self.env["hcc.code"].with_user(self.hall_manager)
        for code in (url, ticket.name, ticket.name.lower()):
            with self.subTest(code):
                self.assertEqual(manager.find(code)["ids"], ticket.ids)
        with self.at("2026-11-25 08:00"):
            self.assertEqual(manager.find(ticket.name)["kind"], "unknown")
        stranger = self._create_user("q_accountant", "accountant")
        find = self.env["hcc.code"].with_user(stranger).find
        self.assertEqual(find(url)["kind"], "unknown")
