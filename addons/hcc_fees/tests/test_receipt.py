from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestReceipt(HccFeesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receipts = cls.env["hcc.receipt"]

    def setUp(self):
        super().setUp()
        self.shift = self._open_shift(opening_float=500_000)

    # -------------------------------------------------------------------------
    # COLLECT
    # -------------------------------------------------------------------------

    def test_collect_writes_one_receipt_for_the_agency(self):
        dossier = self._owing()
        answer = self._collect(dossier.due_ids, self.shift, tendered=1_200_000)
        self.assertEqual((answer["total"], answer["change"]), (1_151_001, 48_999))
        self.assertFalse(answer["invoices"])
        [row] = answer["receipts"]
        receipt = self.receipts.browse(row["id"])
        self.assertEqual(row["number"], "00000001")
        self.assertEqual(receipt.display_name, "26TAA 00000001")
        self.assertEqual(receipt.template, "EBL01")
        self.assertEqual(str(receipt.day), "2026-11-23")
        self.assertEqual(receipt.cashier_id, self.cashier)
        self.assertEqual(receipt.agency_name, self.agency.name)
        self.assertEqual(receipt.collector_name, self.centre.name)
        self.assertEqual(receipt.payer_name, dossier.applicant_name)
        self.assertEqual(receipt.dossier_code, dossier.name)
        self.assertEqual(
            receipt.amount_in_words,
            "Một triệu một trăm năm mươi mốt nghìn không trăm lẻ một đồng",
        )
        self.assertEqual(receipt._paper_split(), "P: 1.001.001 đ; LP: 150.000 đ")
        self.assertEqual(set(dossier.due_ids.mapped("state")), {"settled"})
        self.assertEqual(self._journal(receipt), ["collect"])

    def test_one_receipt_per_beneficiary(self):
        dues = self._owing().due_ids
        other = self._create_fee("P-KH", "charge", 90_000, self.other_agency)
        item = self.env["hcc.fee.item"].sudo().search([("fee_id", "=", dues[0].fee_id.id)])
        due = self.env["hcc.due"]._guarded_create(
            [
                {
                    **self.env["hcc.due"]._prepare(
                        dues.dossier_id,
                        item,
                        other._tariff_on(dues[0].tariff_day),
                        dues[0].tariff_day,
                        self.env["hcc.fee.modifier"],
                    ),
                    "fee_id": other.id,
                    "fee_item_id": False,
                    "agency_id": self.other_agency.id,
                }
            ]
        )
        answer = self._collect(dues | due, self.shift)
        self.assertEqual([r["number"] for r in answer["receipts"]], ["00000001", "00000002"])
        self.assertEqual(
            self.receipts.browse([r["id"] for r in answer["receipts"]]).agency_id,
            self.agency | self.other_agency,
        )

    def test_the_same_request_key_collects_once(self):
        dues = self._owing().due_ids
        first = self._collect(dues, self.shift, request_key="desk-0001")
        again = self._collect(dues, self.shift, request_key="desk-0001")
        self.assertEqual(again, first)
        self.assertEqual(self.receipts.search_count([("book_id", "=", self.book.id)]), 1)
        with self.assertRaises(UserError, msg="same key, other request"):
            self._collect(self._owing().due_ids, self.shift, request_key="desk-0001")

    def test_refusals(self):
        dossier = self._owing()
        dues = dossier.due_ids
        receipts = self.receipts.with_user(self.cashier)
        for user in (self.official, self.accountant, self.director, self.oversight):
            with self.assertRaises(AccessError, msg=user.login):
                self.receipts.with_user(user).collect(dues.ids, self.shift.id)
        with self.assertRaises(UserError, msg="nothing chosen"):
            receipts.collect([], self.shift.id)
        with self.assertRaises(UserError, msg="two dossiers"):
            receipts.collect((dues | self._owing().due_ids).ids, self.shift.id)
        with self.assertRaises(UserError, msg="too little"):
            self._collect(dues, self.shift, tendered=1_151_000)
        with self.assertRaises(UserError, msg="unknown method"):
            self._collect(dues, self.shift, method="transfer")
        other_shift = self._open_shift(self.cashier_2)
        with self.assertRaises(AccessError, msg="another cashier's shift"):
            receipts.collect(dues.ids, other_shift.id)
        with self.at("2026-11-25 08:00"), self.assertRaises(UserError, msg="yesterday's shift"):
            self._collect(dues, self.shift)
        self._collect(dues, self.shift)
        with self.assertRaises(UserError, msg="already paid"):
            self._collect(dues, self.shift)
        self.assertEqual(self.receipts.search_count([("book_id", "=", self.book.id)]), 1)

    def test_a_closed_book_is_not_written(self):
        self.book.with_user(self.accountant).close_book()
        with self.assertRaises(UserError):
            self._collect(self._owing().due_ids, self.shift)

    def test_a_used_up_book_says_so(self):
        self.book.with_user(self.accountant).close_book()
        small = self._create_book("26TAB", number_from=5, number_to=5)
        shift = self._open_shift(self.cashier_2)
        self.assertEqual(small.next_number, "00000005")
        self.assertEqual(self._collected(shift).name, "00000005")
        self.assertFalse(small.next_number)
        with self.assertRaises(UserError):
            self._collected(shift)
        self.assertFalse(small._verify()["broken"])

    def test_a_rolled_back_collection_leaves_no_gap(self):
        self.assertEqual(self._collected(self.shift).name, "00000001")
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.assertEqual(self._collected(self.shift).name, "00000002")
            1 / 0  # noqa: B018
        self.assertEqual(self._collected(self.shift).name, "00000002")
        self.assertFalse(self.book._verify()["broken"])

    def test_a_due_cannot_be_paid_twice_in_the_database(self):
        receipt = self._collected(self.shift)
        payment = receipt.payment_ids[:1]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.UniqueViolation),
            self.cr.savepoint(flush=False),
        ):
            payment._guarded_create([self._payment_copy(payment)])

    def _payment_copy(self, payment):
        names = ("company_id", "due_id", "receipt_id", "shift_id", "agency_id", "fee_id")
        return {
            **{name: payment[name].id for name in names},
            **{name: payment[name] for name in ("day", "fee_name", "kind", "method", "amount")},
        }

    def test_query_count_of_collect(self):
        """The hot path: a receipt of two lines. Measured once warm, guarded against growth; three
        of the queries wake the journal's sealer, which a busy server does every two seconds."""
        self._collected(self.shift)
        dues = self._owing().due_ids
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(31):
            self._collect(dues, self.shift, request_key="desk-query-count")
            self.env.flush_all()

    # -------------------------------------------------------------------------
    # SERVICE PRICES
    # -------------------------------------------------------------------------

    def test_a_service_price_is_invoiced_never_receipted(self):
        due = self._owing_service().due_ids
        answer = self._collect(due, self.shift, tendered=220_000)
        self.assertFalse(answer["receipts"])
        [row] = answer["invoices"]
        invoice = self.env["account.move"].browse(row["id"])
        self.assertEqual((invoice.state, invoice.move_type), ("posted", "out_invoice"))
        self.assertEqual(invoice.amount_total, 220_000)
        self.assertEqual(invoice.ref, due.dossier_code)
        self.assertNotIn(due.payer_name, invoice.partner_id.name)
        line = invoice.invoice_line_ids
        self.assertEqual(line.account_id, self.centre.hcc_service_account_id)
        self.assertEqual(due.state, "settled")
        self.assertEqual(
            self.env["hcc.agency.balance"]._owed(self.centre), {self.enterprise.id: 220_000}
        )
        with self.assertRaises(UserError):
            invoice.button_draft()

    # -------------------------------------------------------------------------
    # VOID
    # -------------------------------------------------------------------------

    def test_void_and_replacement(self):
        receipt = self._collected(self.shift)
        dues = receipt.payment_ids.due_id
        answer = receipt.with_user(self.accountant).void(
            "Ghi sai người nộp", request_key="void-0001"
        )
        again = receipt.with_user(self.accountant).void(
            "Ghi sai người nộp", request_key="void-0001"
        )
        self.assertEqual(answer, again)
        self.assertEqual(receipt.state, "void")
        self.assertEqual(set(dues.mapped("state")), {"open"})
        self.assertEqual(receipt.void_ids.voided_by_id, self.accountant)
        self.assertFalse(self.env["hcc.agency.balance"]._owed(self.centre))
        replacement = self._collected(self.shift, dues.dossier_id)
        self.assertEqual(replacement.replaces_id, receipt)
        self.assertEqual(replacement.name, "00000002")
        self.assertFalse(self.book._verify()["broken"])
        self.assertEqual(self._journal(receipt), ["collect", "void"])

    def test_void_refusals(self):
        receipt = self._collected(self.shift)
        with self.assertRaises(AccessError, msg="the cashier alone"):
            receipt.with_user(self.cashier).void("Sai")
        both = self._create_user("f_both", "cashier", "accountant")
        own = self._collected(self._open_shift(both))
        with self.assertRaises(AccessError, msg="a second person is needed"):
            own.with_user(both).void("Sai")
        with self.assertRaises(UserError, msg="no reason"):
            receipt.with_user(self.accountant).void(" ")
        with self.at("2026-11-25 08:00"), self.assertRaises(UserError, msg="another day"):
            receipt.with_user(self.accountant).void("Sai")
        receipt.with_user(self.accountant).void("Sai")
        with self.assertRaises(UserError, msg="twice"):
            receipt.with_user(self.accountant).void("Sai")
        later = self._collected(self.shift)
        self._closed(self.shift)
        with self.assertRaises(UserError, msg="the shift is closed"):
            later.with_user(self.accountant).void("Sai")

    # -------------------------------------------------------------------------
    # FROZEN
    # -------------------------------------------------------------------------

    def test_nobody_edits_a_receipt(self):
        receipt = self._collected(self.shift)
        for record in (receipt, receipt.payment_ids):
            for user in (self.cashier, self.accountant, self.administrator):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"state": record._fields["state"].selection[1][0]})
                with self.assertRaises(AccessError):
                    record.with_user(user).create({"company_id": self.centre.id})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
            with self.assertRaises(AccessError, msg="not even the superuser"):
                record.sudo().write({"company_id": self.other_centre.id})
            with self.assertRaises(AccessError):
                record.sudo().create({"company_id": self.centre.id})
            with self.assertRaises(UserError):
                record.sudo().unlink()

    def test_the_database_refuses_too(self):
        receipt = self._collected(self.shift)
        receipt.with_user(self.accountant).void("Sai")
        self.env.flush_all()
        for statement in (
            "UPDATE hcc_receipt SET total = total + 1",
            "UPDATE hcc_receipt SET payer_name = 'x'",
            "DELETE FROM hcc_receipt",
            "TRUNCATE hcc_receipt CASCADE",
            "UPDATE hcc_payment SET amount = 1",
            "DELETE FROM hcc_payment",
            "TRUNCATE hcc_payment CASCADE",
            "UPDATE hcc_receipt_void SET reason = 'x'",
            "DELETE FROM hcc_receipt_void",
            "DELETE FROM hcc_shift",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.InsufficientPrivilege),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(statement)

    def test_no_payment_enters_or_leaves_a_shift_that_is_not_open(self):
        payment = self._collected(self.shift).payment_ids[:1]
        self._closed(self.shift)
        self.env.flush_all()
        for statement in (
            "UPDATE hcc_payment SET state = 'reversed' WHERE id = %s",
            """INSERT INTO hcc_payment (company_id, due_id, receipt_id, shift_id, day, agency_id,
                   fee_id, fee_name, kind, method, amount, state)
               SELECT company_id, due_id, receipt_id, shift_id, day, agency_id, fee_id, fee_name,
                   kind, method, amount, 'reversed' FROM hcc_payment WHERE id = %s""",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.InsufficientPrivilege),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(statement, [payment.id])

    # -------------------------------------------------------------------------
    # BOOKS
    # -------------------------------------------------------------------------

    def test_book_codes(self):
        for values in (
            {"symbol": "26XAA"},
            {"symbol": "25TAA"},
            {"symbol": "26TAI"},
            {"symbol": "26TAC", "template": "EBL03"},
            {"symbol": "26TAC", "number_to": 100_000_000},
            {"symbol": "AB-25E", "scheme": "blp", "template": "EBL01", "number_to": 9_999_999},
            {"symbol": "AB-25E", "scheme": "blp", "template": "01BLP0-001"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._create_book(**values)
        old = self._create_book("AB-25E", scheme="blp", template="01BLP0-001", number_to=9_999_999)
        self.assertEqual(old.next_number, "0000001")
        self.assertNotIn(old, old._usable_on(self.centre, self.shift.day))

    def test_book_is_frozen_once_open(self):
        with self.assertRaises(AccessError):
            self.book.with_user(self.accountant).write({"symbol": "26TAZ"})
        with self.assertRaises(UserError):
            self.book.with_user(self.accountant).unlink()
        draft = self.env["hcc.receipt.book"].with_user(self.accountant).create({"symbol": "26TAE"})
        with self.assertRaises(AccessError):
            draft.with_user(self.cashier).open_book()
        draft.open_book()
        with self.assertRaises(UserError):
            draft.open_book()
        self.assertEqual(self.book.with_user(self.oversight).verify()["params"]["type"], "success")

    # -------------------------------------------------------------------------
    # PUBLIC LOOK-UP
    # -------------------------------------------------------------------------

    def test_its_codes_open_it_to_those_who_see_it(self):
        receipt = self._collected(self.shift)
        url = receipt.with_user(self.cashier)._lookup_url()
        for code in (url, f"{receipt.symbol} {receipt.name}", receipt.display_name.lower()):
            with self.subTest(code):
                find = self.env["hcc.code"].with_user(self.cashier).find
                self.assertEqual(find(code)["ids"], receipt.ids)
                find = self.env["hcc.code"].with_user(self.other_official).find
                self.assertEqual(find(code)["kind"], "unknown")

    def test_look_up_tells_only_what_the_paper_may_tell(self):
        receipt = self._collected(self.shift)
        token = receipt.with_user(self.cashier)._lookup_url().rsplit("/", 1)[1]
        found = self.env["hcc.token"]._resolve(token, "receipt")
        facts = found._public_facts()
        self.assertTrue(facts["is_valid"])
        self.assertEqual(facts["amount"], "1.151.001 đ")
        self.assertEqual(facts["payer"], "L. T. T. Nghiệm")
        self.assertNotIn(receipt.payer_name, facts.values())
        self.assertNotIn(receipt.dossier_code, facts.values())
        receipt.with_user(self.accountant).void("Sai")
        self.assertFalse(found._public_facts()["is_valid"])
        self.assertFalse(self.env["hcc.token"]._resolve("A" * 26, "receipt"))
