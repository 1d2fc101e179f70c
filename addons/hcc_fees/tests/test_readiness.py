from odoo.tests import tagged

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, HccFeesCommon):
    """What the money desk needs, line by line."""

    def test_receipt_book(self):
        self.assertHolds("receipt_book")
        self.assertLacks("receipt_book", "No receipt book", centre=self.other_centre)

    def test_few_numbers(self):
        self.env["hcc.receipt.book"].search([("company_id", "=", self.centre.id)]).flush_recordset()
        self.env.cr.execute(
            "UPDATE hcc_receipt_book SET number_to = number_from + 10 WHERE company_id = %s",
            (self.centre.id,),
        )
        self.env.invalidate_all()
        self.assertLacks("receipt_book", "left")

    def test_accounts(self):
        self.assertHolds("accounts")
        self.centre.hcc_cash_journal_id = False
        self.assertLacks("accounts", "Cash of the cashiers")

    def test_cashier(self):
        counters = self.env["hcc.counter"].search([("company_id", "=", self.centre.id)])
        counters.purpose = "reception"
        self.assertLacks("cashier", "No counter")
        till = self.env["hcc.counter"].create(
            {"name": "Thu phí", "number": 77, "purpose": "cashier_return"}
        )
        self.assertLacks("cashier", "No cashier")
        till.user_ids = self.cashier
        self.assertHolds("cashier")

    def test_amounts(self):
        self.assertHolds("amounts")
        fees = self.env["hcc.readiness"]._versions_in_force(self.centre).fee_item_ids.fee_id
        self.assertTrue(fees)
        fees.tariff_ids.certainty = "certain"
        self.assertHolds("amounts_checked")
        fees[0].tariff_ids[0].certainty = "likely"
        self.assertLacks("amounts_checked", fees[0].name)
        fees[0].tariff_ids.flush_recordset()
        self.env.cr.execute("DELETE FROM hcc_tariff WHERE fee_id = %s", (fees[0].id,))
        self.env.invalidate_all()
        self.assertLacks("amounts", fees[0].name)

    def test_remitted(self):
        shift = self._open_shift()
        self._collected(shift)
        self.env.flush_all()
        self.assertHolds("remitted")
        self.env.invalidate_all()
        with self.at("2026-12-08 08:00"):
            self.assertLacks("remitted", "07/12/2026")
