import random
from contextlib import contextmanager

from odoo.tests import tagged

from .common import HccFeesCommon

#: Columns of a receipt and its lines that say nothing a paper says.
_UNSEALED = {
    "id",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "print_count",
    "printed_at",
}


@tagged("post_install", "-at_install")
class TestChain(HccFeesCommon):
    """Whoever can switch the triggers off still cannot change a byte unseen."""

    def setUp(self):
        super().setUp()
        shift = self._open_shift()
        self.receipts = self.env["hcc.receipt"]
        for __ in range(3):
            self.receipts |= self._collected(shift)
        self.receipts[1].with_user(self.accountant).void("Ghi sai số tiền")
        self.void = self.receipts.void_ids
        self.receipts |= self._collected(shift, self.receipts[1].payment_ids.due_id.dossier_id)
        self.shift = self._closed(shift)
        self._create_book("26TAX")  # something else for every reference to point at
        self._open_shift(self.cashier_2, book_id=self.book.id)
        self.env.flush_all()

    def _broken(self):
        self.env.invalidate_all()
        return self.book._verify()["broken"]

    @contextmanager
    def _tampered(self, *statements):
        """Run statements with the triggers off, as the tables' owner can; undone afterwards."""
        savepoint = self.cr.savepoint(flush=False)
        for table in ("hcc_receipt", "hcc_payment", "hcc_receipt_void", "hcc_due"):
            self.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, params in statements:
            self.cr.execute(statement, params)
        yield
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()

    def _columns(self, table):
        self.cr.execute(
            """SELECT column_name, data_type FROM information_schema.columns
               WHERE table_name = %s ORDER BY column_name""",
            [table],
        )
        return [row for row in self.cr.fetchall() if row[0] not in _UNSEALED]

    def test_untouched_it_verifies(self):
        self.assertEqual(self.book._verify(), {"checked": 4, "broken": ""})

    def test_every_changed_column_is_found(self):
        skipped = {"currency_id", "remittance_line_id", "due_id", "receipt_id", "move_id"}
        for table, record in (
            ("hcc_receipt", self.receipts[0]),
            ("hcc_payment", self.receipts[0].payment_ids[0]),
            ("hcc_receipt_void", self.void),
        ):
            for column, kind in self._columns(table):
                change = self._change(record, column, kind)
                if column in skipped or not change:
                    continue
                statement = f'UPDATE {table} SET "{column}" = {change} WHERE id = %s'
                with self.subTest(f"{table}.{column}"), self._tampered((statement, [record.id])):
                    self.assertTrue(self._broken())

    def _change(self, record, column, kind):
        """An SQL expression that gives the column another value, None where none can be written."""
        if column.endswith("_id") or column.endswith("_uid"):
            return self._other_reference(record, column)
        if column == "state":
            return "CASE state WHEN 'issued' THEN 'void' WHEN 'live' THEN 'reversed' END"
        if column == "kind":
            return "CASE kind WHEN 'fee' THEN 'charge' ELSE 'fee' END"
        if kind in ("integer", "numeric"):
            return f'"{column}" + 1000'
        if kind == "date":
            return f'"{column}" + 1'
        if kind.startswith("timestamp"):
            return f"\"{column}\" + interval '1 second'"
        if kind in ("character varying", "text"):
            return f"COALESCE(\"{column}\", '') || 'x'"
        return None

    def _other_reference(self, record, column):
        comodel = self.env[record._fields[column].comodel_name].sudo()
        others = comodel.with_context(active_test=False).search([("id", "!=", record[column].id)])
        return str(others[0].id) if others else None

    def test_single_bytes_of_texts_are_found(self):
        """Random positions of the texts of random receipts, one character replaced."""
        chance = random.Random(20261123)
        columns = [
            "payer_name", "payer_address", "amount_in_words", "dossier_code", "agency_name", "hash",
            "prev_hash", "name", "symbol", "collector_name", "procedure_name",
        ]  # fmt: skip
        for __ in range(120):
            receipt, column = chance.choice(self.receipts), chance.choice(columns)
            value = receipt[column]
            if not value:
                continue
            position = chance.randrange(len(value))
            other = "y" if value[position] != "y" else "z"
            changed = value[:position] + other + value[position + 1 :]
            statement = f"UPDATE hcc_receipt SET {column} = %s WHERE id = %s"
            with self._tampered((statement, [changed, receipt.id])):
                self.assertTrue(self._broken(), f"{column}: {value} → {changed}")

    def test_removed_rows_are_found(self):
        for receipt in self.receipts:
            drop = [
                ("UPDATE hcc_receipt SET replaces_id = NULL WHERE replaces_id = %s", [receipt.id]),
                ("DELETE FROM hcc_receipt_void WHERE receipt_id = %s", [receipt.id]),
                ("DELETE FROM hcc_payment WHERE receipt_id = %s", [receipt.id]),
                ("DELETE FROM hcc_receipt WHERE id = %s", [receipt.id]),
            ]
            with self.subTest(receipt.name), self._tampered(*drop):
                self.assertTrue(self._broken())

    def test_a_cut_tail_with_the_series_turned_back_is_found(self):
        """The closed shift's printed head is not in the book any more."""
        last = self.receipts[-1]
        cut = [
            ("DELETE FROM hcc_payment WHERE receipt_id = %s", [last.id]),
            ("DELETE FROM hcc_receipt WHERE id = %s", [last.id]),
            ("UPDATE hcc_number_series SET last_number = last_number - 1 WHERE key = %s",
             [self.book._series_key()]),
        ]  # fmt: skip
        with self._tampered(*cut):
            self.assertEqual(self._broken(), self.shift.display_name)

    def test_a_line_slipped_in_is_found(self):
        payment = self.receipts[0].payment_ids[:1]
        other = self._owing().due_ids[:1]
        self.env.flush_all()
        slip = (
            """INSERT INTO hcc_payment (company_id, due_id, receipt_id, shift_id, day, agency_id,
                   fee_id, fee_name, kind, method, amount, state)
               SELECT company_id, %s, receipt_id, shift_id, day, agency_id, fee_id, fee_name,
                   kind, method, amount, state FROM hcc_payment WHERE id = %s""",
            [other.id, payment.id],
        )
        with self._tampered(slip):
            self.assertTrue(self._broken())

    def test_an_undone_void_is_found(self):
        with self._tampered(
            ("DELETE FROM hcc_receipt_void WHERE id = %s", [self.void.id]),
            ("UPDATE hcc_receipt SET state = 'issued' WHERE id = %s", [self.void.receipt_id.id]),
        ):
            self.assertTrue(self._broken())

    def test_the_button_tells(self):
        book = self.book.with_user(self.accountant)
        self.assertEqual(book.verify()["params"]["type"], "success")
        with self._tampered(
            ("UPDATE hcc_receipt SET total = 1 WHERE id = %s", [self.receipts[2].id])
        ):
            self.env.invalidate_all()
            answer = book.verify()["params"]
            self.assertEqual(answer["type"], "danger")
            self.assertIn(self.receipts[2].display_name, answer["message"])
