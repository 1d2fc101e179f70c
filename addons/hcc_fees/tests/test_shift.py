from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestShift(HccFeesCommon):
    def _entry(self, shift):
        """``{(account code, partner): balance}`` of the shift's entry."""
        lines = shift.sudo().move_id.line_ids
        self.assertEqual(sum(lines.mapped("balance")), 0)
        return {
            (line.with_company(self.centre).account_id.code[:3], line.partner_id): round(
                line.balance
            )
            for line in lines
        }

    def test_open_once_and_blind(self):
        shift = self._open_shift(opening_float=300_000, request_key="shift-0001")
        again = self._open_shift(opening_float=300_000, request_key="shift-0001")
        self.assertEqual(again, shift)
        self.assertEqual(shift.name, "CT-261123-01")
        self.assertEqual(shift.book_id, self.book)
        self._collected(shift)
        self.assertFalse(shift.collected_amount or shift.expected_amount or shift.difference)
        self.assertEqual(shift.receipt_count, 1)
        with self.assertRaises(UserError, msg="one open shift a cashier"):
            self._open_shift()
        with self.assertRaises(AccessError):
            self._open_shift(self.accountant)

    def test_one_open_shift_in_the_database(self):
        shift = self._open_shift()
        vals = {
            "name": "CT-X", "company_id": self.centre.id, "user_id": self.cashier.id,
            "book_id": self.book.id, "day": shift.day, "opened_at": shift.opened_at,
        }  # fmt: skip
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.UniqueViolation),
            self.cr.savepoint(flush=False),
        ):
            shift._guarded_create([vals])

    def test_open_needs_a_book_and_a_listed_counter(self):
        counter = self.env["hcc.counter"].create(
            {"name": "Thu phí", "number": 24, "company_id": self.centre.id}
        )
        with self.assertRaises(UserError, msg="not listed"):
            self._open_shift(counter_id=counter.id)
        self._create_book("26TAB")
        with self.assertRaises(UserError, msg="which book?"):
            self._open_shift()
        counter.user_ids = self.cashier
        shift = self._open_shift(book_id=self.book.id, counter_id=counter.id)
        self.assertEqual(shift.counter_id, counter)
        with self.at("2027-01-04 08:00"), self.assertRaises(UserError, msg="another year's books"):
            self._open_shift(self.cashier_2)

    def test_a_balanced_shift_is_closed_by_its_cashier(self):
        shift = self._open_shift(opening_float=200_000)
        due = self._owing().due_ids.sorted("amount")[0]
        self._collect(due, shift)
        with self.assertRaises(UserError, msg="not counted yet"):
            shift.close()
        self._count(shift, 350_000)
        self.assertEqual((shift.expected_amount, shift.difference), (350_000, 0))
        with self.assertRaises(AccessError, msg="another cashier"):
            shift.with_user(self.cashier_2).close()
        shift.close()
        self.assertEqual(shift.state, "closed")
        partner = self.agency.partner_id
        none = partner.browse()
        self.assertEqual(self._entry(shift), {("111", none): 150_000, ("338", partner): -150_000})
        move = shift.sudo().move_id
        self.assertEqual((move.state, move.date), ("posted", shift.day))
        self.assertEqual(move.line_ids.account_id & self.centre.hcc_collected_account_id,
                         self.centre.hcc_collected_account_id)  # fmt: skip
        self.assertEqual(self._journal(shift), ["open", "count", "close"])

    def test_nothing_is_added_after_the_count(self):
        shift = self._open_shift()
        self._count(shift, 0)
        with self.assertRaises(UserError):
            self._collect(self._owing().due_ids, shift)
        with self.assertRaises(AccessError):
            shift.count_ids[:1].quantity = 3
        with self.assertRaises(UserError, msg="a second count"):
            shift.count()
        shift.close()
        self.assertFalse(shift.sudo().move_id, "nothing collected, nothing posted")
        with self.assertRaises(UserError):
            self._collect(self._owing().due_ids, shift)
        with self.assertRaises(AccessError):
            shift.with_user(self.accountant).explanation = "Sau khi đóng"

    def test_a_shortage_needs_an_accountant_and_an_explanation(self):
        shift = self._open_shift()
        self._collect(self._owing().due_ids.sorted("amount")[0], shift)
        self._count(shift, 145_000)
        self.assertEqual(shift.difference, -5_000)
        with self.assertRaises(UserError, msg="the cashier alone"):
            shift.close()
        by_accountant = shift.with_user(self.accountant)
        with self.assertRaises(UserError, msg="no explanation"):
            by_accountant.close()
        by_accountant.explanation = "Trả lại thừa cho công dân"
        by_accountant.close()
        self.assertEqual(shift.closed_by_id, self.accountant)
        self.assertEqual(
            self._entry(shift),
            {
                ("111", self.env["res.partner"]): 145_000,
                ("138", self.cashier.partner_id): 5_000,
                ("338", self.agency.partner_id): -150_000,
            },
        )

    def test_a_surplus_waits_for_its_owner(self):
        shift = self._open_shift()
        self._count(shift, 20_000)
        shift = shift.with_user(self.accountant)
        shift.explanation = "Chưa rõ nguồn"
        shift.close()
        self.assertEqual(
            self._entry(shift),
            {
                ("111", self.env["res.partner"]): 20_000,
                ("338", self.cashier.partner_id): -20_000,
            },
        )
        self.assertEqual(
            shift.sudo().move_id.line_ids.account_id & self.centre.hcc_surplus_account_id,
            self.centre.hcc_surplus_account_id,
        )

    def test_invoices_are_settled_with_the_shift(self):
        shift = self._open_shift()
        answer = self._collect(self._owing_service().due_ids, shift)
        invoice = self.env["account.move"].browse(answer["invoices"][0]["id"])
        self.assertEqual(invoice.payment_state, "not_paid")
        self._collect(self._owing_service().due_ids, shift)
        self._closed(shift)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(shift.collected_amount, 440_000)

    def test_voided_money_is_not_expected(self):
        shift = self._open_shift()
        self._collected(shift).with_user(self.accountant).void("Sai")
        self._count(shift, 0)
        self.assertEqual(shift.difference, 0)

    def test_the_posted_entry_stays(self):
        shift = self._open_shift()
        self._collect(self._owing().due_ids.sorted("amount")[0], shift)
        self._closed(shift)
        for verb in ("button_draft", "button_cancel"):
            with self.assertRaises(UserError):
                getattr(shift.sudo().move_id, verb)()

    def test_the_closing_anchors_the_book(self):
        shift = self._open_shift()
        receipt = self._collected(shift)
        self._closed(shift)
        self.assertEqual((shift.head_number, shift.head_hash), (receipt.number, receipt.hash))

    def test_too_much_cash(self):
        policy = self.env["hcc.policy"]._get(self.centre, self.env["hcc.clock"]._today())
        policy.sudo().cash_limit_amount = 1_000_000
        shift = self._open_shift()
        self.assertFalse(shift.is_over_limit)
        self._collected(shift)
        shift.invalidate_recordset()
        self.assertTrue(shift.is_over_limit)
        self.assertTrue(self.env["hcc.shift"].with_user(self.cashier).desk()["shift"]["over_limit"])

    def test_who_sees_shifts(self):
        shift = self._open_shift()
        shifts = self.env["hcc.shift"]
        self.assertIn(shift, shifts.with_user(self.cashier).search([]))
        self.assertFalse(shifts.with_user(self.cashier_2).search([]))
        self.assertIn(shift, shifts.with_user(self.oversight).search([]))
        with self.assertRaises(AccessError):
            shifts.with_user(self.official).search([])
        self.assertFalse(shifts.with_user(self.cashier_2).desk()["shift"])
