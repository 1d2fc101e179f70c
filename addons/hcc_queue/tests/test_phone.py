import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestPhone(QueueCommon, HttpCase):
    """The page behind the ticket's QR code: whoever holds its address may give the ticket back."""

    def setUp(self):
        super().setUp()
        self.ticket = self.issue()
        self.page = f"/hcc/t/{self.ticket._token()}"

    def cancel(self, key="give-back-01", page=None):
        return self.url_open(
            (page or self.page) + "/cancel",
            data=json.dumps({"key": key}),
            headers={"Content-Type": "application/json"},
        )

    def test_given_back_once(self):
        for _press in ("first", "repeated"):
            answer = self.cancel()
            self.assertEqual((answer.status_code, answer.json()), (200, {"state": "cancelled"}))
        self.assertEqual(self.ticket.state, "cancelled")
        self.assertEqual(self.journal_verbs(self.ticket), ["issue", "give_back"])
        self.assertFalse(self.call_next(self.open_session()))

    def test_another_address_gives_nothing_back(self):
        self.assertEqual(self.cancel(page="/hcc/t/" + "x" * 43).status_code, 404)
        self.assertEqual(self.cancel(key="short").status_code, 400)
        self.assertEqual(self.ticket.state, "waiting")

    def test_not_while_it_is_at_a_counter(self):
        self.call_next(self.open_session())
        answer = self.cancel()
        self.assertEqual(answer.status_code, 422)
        self.assertIn("A001", answer.json()["message"])
        self.assertEqual(self.ticket.state, "called")

    def test_what_has_ended_is_not_given_back(self):
        self.ticket.with_user(self.hall_manager).cancel()
        self.assertEqual(self.cancel().status_code, 422)

    def test_no_role_has_the_verb(self):
        for user in (self.official, self.hall_manager, self.oversight, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ticket.with_user(user)._transition("give_back")

    def test_the_key_of_another_ticket_counts_for_itself(self):
        second = self.issue()
        self.cancel()
        with self.assertRaises(UserError):
            self.ticket.sudo()._give_back("give-back-02")
        self.cancel(page=f"/hcc/t/{second._token()}")
        self.assertEqual(second.state, "cancelled")
