from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestRefund(HccFeesCommon):
    """What an ending does to dues, by its reason; the list of refunds."""

    def _ended(self, verb="give_back", reason="give_back_1", user=None):
        """A dossier with one paid and one unpaid due, ended."""
        dossier = self._owing()
        paid, unpaid = dossier.due_ids.sorted("amount")
        self._collect(paid, self._open_shift())
        chosen = self.env.ref(f"hcc_dossier.reason_{reason}")
        getattr(dossier.with_user(user or self.official), verb)(reason_id=chosen.id)
        return paid, unpaid

    def test_a_reason_that_refunds_lists_what_was_paid(self):
        paid, unpaid = self._ended()
        self.assertEqual((paid.state, paid.refund_state), ("settled", "asked"))
        self.assertEqual((unpaid.state, unpaid.refund_state), ("cancelled", False))
        self.assertEqual(str(paid.refund_asked_on), "2026-11-23")

    def test_a_reason_that_voids_keeps_what_was_paid(self):
        paid, unpaid = self._ended("withdraw", "withdraw_1")
        self.assertEqual((paid.state, paid.refund_state), ("settled", False))
        self.assertEqual(unpaid.state, "cancelled")

    def test_a_reason_that_keeps_leaves_dues_open(self):
        self.env.ref("hcc_dossier.reason_withdraw_1").fee_effect = "keep"
        paid, unpaid = self._ended("withdraw", "withdraw_1")
        self.assertEqual((paid.refund_state, unpaid.state), (False, "open"))

    def test_an_accountant_records_the_refund(self):
        paid, unpaid = self._ended()
        for user in (self.cashier, self.official, self.director):
            with self.assertRaises(AccessError):
                paid.with_user(user).refund("PC 12/2026")
        with self.assertRaisesRegex(UserError, "payment slip"):
            paid.with_user(self.accountant).refund("  ")
        self.assertTrue(paid.with_user(self.accountant).can_refund)
        dialog = (
            self.env["hcc.fee.reason"]
            .with_user(self.accountant)
            .with_context(
                default_res_model="hcc.due", default_res_id=paid.id, default_verb="refund"
            )
            .create({"reason": "PC 12/2026"})
        )
        dialog.action_confirm()
        self.assertEqual((paid.refund_state, paid.refund_paper), ("done", "PC 12/2026"))
        self.assertEqual(paid.refunded_by_id, self.accountant)
        with self.assertRaisesRegex(UserError, "refunded already"):
            paid.with_user(self.accountant).refund("PC 13/2026")
        with self.assertRaises(UserError):
            unpaid.with_user(self.accountant).refund("PC 14/2026")

    def test_nobody_asks_for_a_refund_by_hand(self):
        dossier = self._owing()
        due = dossier.due_ids[:1]
        self._collect(due, self._open_shift())
        with self.assertRaises(AccessError):
            due.with_user(self.accountant).write({"refund_state": "asked"})
        with self.assertRaises(UserError):
            due.with_user(self.accountant).refund("PC 12/2026")

    def test_a_void_on_the_day_ends_the_refund_and_the_due(self):
        paid, _unpaid = self._ended()
        paid.with_user(self.accountant).payment_ids.receipt_id.void("Hoàn trả trong ngày")
        self.assertEqual((paid.state, paid.refund_state), ("cancelled", "done"))
