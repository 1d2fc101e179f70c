import random
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from .. import journal_heads, secret_key
from .common import HccCommon
from .forging import KINDS, Forger

ROUNDS = 3


@tagged("post_install", "-at_install")
class TestJournalVerification(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["hcc.journal.entry"]
        cls.env["ir.config_parameter"].sudo().set_param("hcc.demonstration", "False")
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.heads_file = cls.folder / "heads.jsonl"
        cls.forger = Forger(
            cls.env, cls.centre | cls.other_centre, cls.heads_file, random.Random(1), length=24
        )

    def test_an_untouched_chain_is_whole(self):
        for centre in self.centre | self.other_centre:
            report = self.forger.verify(centre)
            self.assertEqual((report["verdict"], report["checked"]), ("whole", 24), report)
            self.assertEqual(report["heads"], 4)
            self.assertFalse(report["findings"])

    def test_every_forgery_is_found_where_it_is(self):
        for kind in KINDS:
            for __ in range(ROUNDS):
                with self.subTest(kind), self.forger.forged(kind) as expected:
                    report = self.forger.verify(expected.company)
                    self.assertTrue(expected.is_met_by(report), (expected, report))
                    self.assertEqual(report["verdict"], "broken")
                    self.assertTrue(report["findings"])
        self.test_an_untouched_chain_is_whole()

    def test_other_columns_and_batches_do_not_matter(self):
        with patch("odoo.addons.hcc_base.models.hcc_journal_verification.VERIFY_BATCH", 5):
            self.test_an_untouched_chain_is_whole()
            with self.forger.forged("deletion") as expected:
                self.assertTrue(expected.is_met_by(self.forger.verify(expected.company)))

    def test_what_an_owner_can_do_unseen(self):
        """The limits that are written down: behind the last exported head, and before sealing."""
        self.forger._write_entries(self.centre, 3)
        self.forger._cut(self.centre, 25)
        self.assertEqual(self.forger.verify(self.centre)["verdict"], "whole")

    def test_a_cut_before_the_first_export_is_not_found_and_said(self):
        report = self.journal._verify(self.centre)
        self.assertEqual((report["verdict"], report["warnings"]), ("warning", {"no_heads": 1}))

    def test_a_strange_key_file_is_named_as_such(self):
        with self._keys("11" * 32):
            report = self.forger.verify(self.centre)
        self.assertEqual(report["broken"]["kind"], "fingerprint")
        self.assertIn("HCC_KEY_FILE", report["findings"][0])

    def test_a_new_key_seals_from_then_on(self):
        own = secret_key.key_path().read_text().strip()
        with self._keys(own, "22" * 32):
            self.forger._write_entries(self.centre, 2)
            report = self.forger.verify(self.centre)
            self.assertEqual((report["verdict"], report["checked"]), ("whole", 26))
            newest = self.journal.search([("company_id", "=", self.centre.id)], limit=3)
            self.assertEqual(newest.mapped("key_version"), [2, 2, 1])
        with self._keys(own):
            report = self.forger.verify(self.centre)
            self.assertEqual((report["broken"]["kind"], report["broken"]["position"]), ("key", 25))

    def test_an_old_key_is_not_taken_again(self):
        own = secret_key.key_path().read_text().strip()
        with self._keys(own, "22" * 32):
            self.forger._write_entries(self.centre, 1)
            with patch("odoo.addons.hcc_base.models.hcc_journal_entry.key_version", lambda: 1):
                self.forger._write_entries(self.centre, 1)
            report = self.forger.verify(self.centre)
        self.assertEqual((report["broken"]["kind"], report["broken"]["position"]), ("version", 26))

    def _keys(self, *lines):
        path = self.folder / f"key-{len(lines)}-{lines[-1][:4]}"
        path.write_text("\n".join(lines))
        return patch.object(secret_key, "key_path", lambda: path)

    def test_entries_under_the_demonstration_clock_are_pointed_out(self):
        vals = self.journal.search([("company_id", "=", self.centre.id)], limit=1).copy_data()[0]
        self.journal.sudo().create({**vals, "is_demo_clock": True})
        self.journal._seal_pending()
        report = self.forger.verify(self.centre)
        self.assertEqual((report["verdict"], report["warnings"]), ("warning", {"demo": 1}))
        self.env["ir.config_parameter"].sudo().set_param("hcc.demonstration", "True")
        self.assertEqual(self.forger.verify(self.centre)["verdict"], "whole")

    def test_entries_unsealed_for_over_a_minute_are_pointed_out(self):
        entry = self.journal.sudo().create(
            self.journal.search([("company_id", "=", self.centre.id)], limit=1).copy_data()[0]
        )
        self.assertEqual(self.forger.verify(self.centre)["verdict"], "whole")
        self.env.flush_all()
        self.forger._sql(
            "UPDATE hcc_journal_entry SET create_date = create_date - interval '2 minutes'"
            " WHERE id = %s",
            entry.id,
        )
        report = self.forger.verify(self.centre)
        self.assertEqual((report["verdict"], report["warnings"]), ("warning", {"unsealed": 1}))

    def test_the_daily_export_is_what_is_compared(self):
        with patch.dict("os.environ", {journal_heads.ENVIRONMENT_VARIABLE: str(self.folder)}):
            self.journal._cron_export_heads()
            report = self.journal._verify(self.centre)
            self.assertEqual((report["verdict"], report["heads"]), ("whole", 1))
            self.forger._cut(self.centre, 20)
            report = self.journal._verify(self.centre)
            self.assertEqual((report["broken"]["kind"], report["broken"]["position"]), ("tail", 21))
            with journal_heads.heads_path(self.env.cr.dbname).open("a") as stream:
                stream.write("torn li")
            self.assertEqual(self.journal._verify(self.centre)["warnings"]["heads_file"], 1)

    def test_a_missing_heads_file_that_was_named_is_an_error(self):
        with self.assertRaises(FileNotFoundError):
            self.journal._verify(self.centre, self.folder / "nowhere.jsonl")
