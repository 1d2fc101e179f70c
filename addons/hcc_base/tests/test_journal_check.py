from unittest.mock import patch

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from ..tools import journal_findings
from .common import HccCommon

WHOLE = {
    "verdict": "whole",
    "checked": 7,
    "position": 7,
    "seal": "$1$ab",
    "heads": 2,
    "broken": None,
    "guard": [],
    "warnings": {},
    "findings": [],
    "seconds": 0.25,
}
BROKEN = {
    **WHOLE,
    "verdict": "broken",
    "broken": {"kind": "content", "position": 8, "entry": 99},
    "findings": ["Nội dung dòng nhật ký không khớp niêm phong: dòng đã bị sửa."],
}


@tagged("post_install", "-at_install")
class TestJournalCheck(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["hcc.journal.check"]
        cls.overseer = cls._create_user("overseer", "oversight")
        cls.official = cls._create_user("official", "official")

    def _finding(self, report):
        return patch.object(
            type(self.env["hcc.journal.entry"]), "_verify", lambda journal, company: report
        )

    def _check_as(self, user, report=WHOLE):
        with self._finding(report):
            checks = self.checks.with_user(user).with_company(self.centre)
            action = checks.action_check_now()
        return action, self.checks.search([("company_id", "=", self.centre.id)], limit=1)

    def test_those_who_watch_verify_and_read_the_result(self):
        for role in ("oversight", "director", "administrator"):
            user = self._create_user(f"watch_{role}", role)
            action, check = self._check_as(user)
            self.assertEqual(action["params"]["type"], "success")
            read = check.with_user(user).read(["result", "checked_count", "user_id"])[0]
            self.assertEqual((read["result"], read["checked_count"]), ("whole", 7))
            self.assertEqual(read["user_id"][0], user.id)

    def test_nobody_else_verifies_or_reads(self):
        __, check = self._check_as(self.overseer)
        with self.assertRaises(AccessError):
            self.checks.with_user(self.official).action_check_now()
        with self.assertRaises(AccessError):
            check.with_user(self.official).read(["result"])
        stranger = self._create_user("stranger", "oversight", centre=self.other_centre)
        self.assertFalse(
            self.checks.with_user(stranger)
            .with_context(allowed_company_ids=self.other_centre.ids)
            .search([("id", "=", check.id)])
        )

    def test_the_result_names_the_first_broken_link(self):
        action, check = self._check_as(self.overseer, BROKEN)
        self.assertEqual(action["params"]["type"], "danger")
        self.assertRecordValues(
            check,
            [
                {
                    "result": "broken",
                    "broken_kind": "content",
                    "broken_position": 8,
                    "broken_entry": 99,
                    "finding": BROKEN["findings"][0],
                    "duration_ms": 250,
                }
            ],
        )

    def test_every_break_has_its_name(self):
        self.assertEqual(
            set(dict(self.checks._fields["broken_kind"].selection)),
            set(journal_findings.FINDINGS),
        )

    def test_the_journal_keeps_an_entry_of_the_verification(self):
        __, check = self._check_as(self.overseer, BROKEN)
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.journal.check"), ("res_id", "=", check.id)]
        )
        self.assertEqual((entry.verb, entry.to_state), ("verify", "broken"))
        self.assertEqual(entry.user_id, self.overseer)

    @mute_logger("odoo.sql_db")
    def test_a_result_stays_as_it_is(self):
        __, check = self._check_as(self.overseer, BROKEN)
        with self.assertRaises(AccessError):
            check.with_user(self.overseer).create({"result": "whole"})
        with self.assertRaises(UserError):
            check.sudo().write({"result": "whole"})
        with self.assertRaises(UserError):
            check.sudo().unlink()
        for statement in (
            "UPDATE hcc_journal_check SET result = 'whole'",
            "DELETE FROM hcc_journal_check",
            "TRUNCATE hcc_journal_check",
        ):
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_every_centre_is_verified_at_night_and_a_break_is_an_error(self):
        report = {self.centre: BROKEN}
        journal = type(self.env["hcc.journal.entry"])
        with (
            patch.object(journal, "_verify", lambda __, company: report.get(company, WHOLE)),
            patch.object(IrCron, "_commit_progress"),
            self.assertLogs("odoo.addons.hcc_base.models.hcc_journal_check", "ERROR") as logs,
        ):
            self.checks._cron_check()
        self.assertEqual(len(logs.output), 1)
        self.assertIn(BROKEN["findings"][0], logs.output[0])
        companies = self.env["res.company"].search([])
        self.assertEqual(self.checks.search([]).company_id, companies)

    def test_those_who_watch_are_warned_on_every_screen(self):
        self.assertIsNone(self._alarm_of(self.overseer))
        self._check_as(self.overseer, BROKEN)
        self.assertEqual(self._alarm_of(self.overseer), "broken")
        stranger = self._create_user("stranger", "oversight", centre=self.other_centre)
        self.assertIsNone(self._alarm_of(stranger))
        self._check_as(self.overseer, WHOLE)
        self.assertIsNone(self._alarm_of(self.overseer))

    def test_they_are_warned_when_nothing_is_sealed(self):
        journal = type(self.env["hcc.journal.entry"])
        with patch.object(journal, "_count_overdue", lambda *args: 3):
            self.assertEqual(self._alarm_of(self.overseer), "unsealed")

    def _alarm_of(self, user):
        return self.checks.sudo()._alarm(user.company_ids)

    def test_a_long_journal_is_left_to_the_scheduled_job(self):
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([])
        with patch("odoo.addons.hcc_base.models.hcc_journal_check.AT_ONCE", -1):
            action = self.checks.with_user(self.overseer).action_check_now()
        self.assertEqual(action["params"]["type"], "info")
        self.assertEqual(triggers.search_count([]), before + 1)
        self.assertFalse(self.checks.search([("company_id", "=", self.centre.id)]))
