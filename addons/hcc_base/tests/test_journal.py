from unittest.mock import patch

import psycopg2
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import journal_chain
from .common import HccCommon


@tagged("post_install", "-at_install")
class TestJournal(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["hcc.journal.entry"]
        cls.official = cls._create_user("official", "official")
        cls.overseer = cls._create_user("overseer", "oversight")

    def _append(self, count=1):
        record = self.env["hcc.calendar.day"].search([], limit=1)
        record.company_id = self.centre
        entries = self.journal.browse()
        for number in range(count):
            with self._company_of(record):
                entries |= self.journal._append(record, "test", "a", "b", {"number": number})
        return entries

    def _company_of(self, record):
        return patch.object(type(record), "_journal_company", lambda r: r.company_id, create=True)

    def test_entries_name_who_and_when(self):
        entry = self._append()
        self.assertEqual(entry.occurred_at, self.env["hcc.clock"]._now())
        self.assertEqual(entry.company_id, self.centre)
        self.assertEqual(entry.facts, {"number": 0})

    def test_facts_that_are_no_codes_are_refused(self):
        record = self.env["hcc.calendar.day"].search([], limit=1)
        with self._company_of(record), self.assertRaises(TypeError):
            self.journal._append(record, "test", facts={"amount": 1.5})

    def test_nobody_writes_entries_by_hand(self):
        vals = {
            "company_id": self.centre.id,
            "occurred_at": self.env["hcc.clock"]._now(),
            "user_id": self.official.id,
            "res_model": "res.company",
            "res_id": self.centre.id,
            "verb": "forged",
        }
        for user in (self.official, self.overseer, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.journal.with_user(user).create(vals)

    def test_oversight_reads_the_own_centre_only(self):
        entry = self._append()
        self.assertEqual(entry.with_user(self.overseer).verb, "test")
        stranger = self._create_user("stranger", "oversight", centre=self.other_centre)
        self.assertFalse(
            self.journal.with_user(stranger)
            .with_context(allowed_company_ids=self.other_centre.ids)
            .search([("id", "=", entry.id)])
        )
        with self.assertRaises(AccessError):
            entry.with_user(self.official).read(["verb"])

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_change_and_deletion(self):
        entry = self._append()
        self.journal._seal_pending()
        statements = {
            "update": "UPDATE hcc_journal_entry SET verb = 'x' WHERE id = %s",
            "reseal": "UPDATE hcc_journal_entry SET seal = 'x' WHERE id = %s",
            "delete": "DELETE FROM hcc_journal_entry WHERE id = %s",
            "truncate": "TRUNCATE hcc_journal_entry",
        }
        for name, statement in statements.items():
            with self.subTest(name), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(statement, [entry.id] if "%s" in statement else None)

    @mute_logger("odoo.sql_db")
    def test_an_unsealed_entry_takes_its_seal_and_nothing_else(self):
        entry = self._append()
        self.env.flush_all()
        with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE hcc_journal_entry SET seal = 'x', verb = 'y' WHERE id = %s", [entry.id]
            )

    def test_an_entry_of_an_earlier_transaction_is_sealed(self):
        entry = self._append()
        self.env.cr.execute("ALTER TABLE hcc_journal_entry DISABLE TRIGGER USER")
        self.env.cr.execute(
            """UPDATE hcc_journal_entry SET write_date = write_date - interval '1 hour',
               write_uid = NULL WHERE id = %s""",
            [entry.id],
        )
        self.env.cr.execute("ALTER TABLE hcc_journal_entry ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.journal._seal_pending()
        self.assertTrue(entry.seal)

    def test_a_strange_key_seals_nothing(self):
        self.journal._seal_pending()
        entry = self._append()
        with (
            patch("odoo.addons.hcc_base.secret_key.derive_key", lambda purpose: b"another"),
            self.assertRaisesRegex(RuntimeError, "key file"),
        ):
            self.journal._seal_pending()
        self.assertFalse(entry.seal)

    def test_a_batch_is_sealed_in_the_order_of_the_entries(self):
        entries = self._append(5)
        self.assertGreaterEqual(self.journal._seal_pending(), 5)
        self.assertEqual(entries.sorted("id").mapped("position"), [1, 2, 3, 4, 5])
        self.assertEqual(entries.mapped("previous_seal"), ["", *entries[:4].mapped("seal")])
        self.assertEqual(self.journal._chain_head(self.centre), (5, entries[4].seal))

    def test_the_sealer_is_asked_for_once_a_transaction(self):
        self.env.cr.precommit.run()
        triggers = self.env["ir.cron.trigger"].sudo()
        cron = self.env.ref("hcc_base.ir_cron_journal_seal")
        before = triggers.search_count([("cron_id", "=", cron.id)])
        with patch.dict("odoo.addons.hcc_base.cron_wake._last_asked", clear=True):
            self._append(3)
            self.env.cr.precommit.run()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)

    def test_every_column_is_sealed(self):
        self.env.cr.execute(
            """SELECT column_name FROM information_schema.columns
               WHERE table_name = 'hcc_journal_entry'"""
        )
        self.assertEqual({name for (name,) in self.env.cr.fetchall()}, set(journal_chain.COLUMNS))
