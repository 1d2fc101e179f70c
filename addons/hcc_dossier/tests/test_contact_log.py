from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestContactLog(HccDossierCommon):
    """Calls by hand: every contact is on record."""

    def test_a_call_is_on_record_with_its_outcome(self):
        dossier = self._received()
        answer = dossier.log_call("no_answer", "Máy bận", request_key="cuoc-goi-1")
        again = dossier.log_call("no_answer", "Máy bận", request_key="cuoc-goi-1")
        self.assertEqual(answer, again)
        contact = dossier.contact_ids
        self.assertEqual(len(contact), 1)
        self.assertEqual((contact.outcome, contact.user_id), ("no_answer", self.official))
        entry = self.env["hcc.journal.entry"].search(
            [("verb", "=", "log_call"), ("res_id", "=", dossier.id)]
        )
        self.assertEqual(entry.facts, {"outcome": "no_answer", "contact": contact.id})
        self.assertEqual(entry.from_state, entry.to_state)

    def test_an_outcome_is_said(self):
        dossier = self._received()
        for outcome in (None, "", "chatted"):
            with self.assertRaises(UserError):
                dossier.log_call(outcome)
        self.assertFalse(dossier.contact_ids)

    def test_who_calls_is_of_the_agency(self):
        dossier = self._received()
        dossier.with_user(self.appraiser).log_call("reached")
        for user in (self.oversight, self.director, self.other_official, self.cashier):
            with self.assertRaises(AccessError):
                dossier.with_user(user).log_call("reached")

    def test_nobody_writes_or_removes_it_by_hand(self):
        dossier = self._received()
        dossier.log_call("reached", "Sẽ đến chiều nay")
        contact = dossier.contact_ids
        for act in (
            lambda: contact.write({"outcome": "no_answer"}),
            lambda: contact.unlink(),
            lambda: (
                self.env["hcc.dossier.contact"]
                .with_user(self.official)
                .create({"dossier_id": dossier.id, "outcome": "reached"})
            ),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            contact.with_user(self.director).read(["note"])

    def test_the_dialog_records_it(self):
        dossier = self._received()
        dialog = (
            self.env["hcc.dossier.act"]
            .with_user(self.official)
            .create({"dossier_id": dossier.id, "verb": "log_call", "call_outcome": "call_back"})
        )
        dialog.action_confirm()
        self.assertEqual(dossier.contact_ids.outcome, "call_back")
        self.assertTrue(dossier.can_log_call)
        self.assertFalse(dossier.with_user(self.oversight).can_log_call)
