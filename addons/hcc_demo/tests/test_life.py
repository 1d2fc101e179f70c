import os
import tempfile
from datetime import datetime, time, timedelta, timezone
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.models.hcc_clock import DEMO_CLOCK_VARIABLE

from ..life import Life

#: what the truth check is meant to find, and in which story
MEANT = {
    ("batch_open", "list-short"),
    ("in_transit", "short-2"),
    ("handover_late", "short-3"),
    ("result_waits", "result-waits"),
    ("step_idle", "consult-silent"),
    ("paper_number", "offline-waiting"),
}


@tagged("post_install", "-at_install")
class TestLife(TransactionCase):
    """The centre's last weeks: acted out once, then looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls.env.ref("base.main_company")
        cls.env = cls.env(context={"allowed_company_ids": cls.centre.ids, "lang": "vi_VN"})
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(patch.dict(os.environ, HCC_SIGNING_DIR=folder))
        cls.enterClassContext(patch.object(IrCron, "_commit_progress", return_value=float("inf")))
        cls.enterClassContext(patch.dict(os.environ, {DEMO_CLOCK_VARIABLE: cls._quiet_monday()}))
        cls.clock_before = os.environ.get(DEMO_CLOCK_VARIABLE)
        cls.first_entry = cls.env["hcc.journal.entry"].search([], limit=1).id
        cls.life = Life(cls.env)
        cls.life.run()
        cls.dossiers = cls.env["hcc.dossier"].search([])

    @classmethod
    def _quiet_monday(cls):
        """The offset to the next Monday 07:30 that has no holidays in the weeks before it."""
        clock = cls.env["hcc.clock"]
        calendar = clock._calendar(cls.centre)
        day = clock._today(cls.centre) + timedelta(days=1)
        while day.weekday() or not all(
            calendar.is_working_day(day - timedelta(days=n))
            for n in range(35)
            if (day - timedelta(days=n)).weekday() < 5
        ):
            day += timedelta(days=1)
        morning = datetime.combine(day, time(7, 30), clock._timezone(cls.centre))
        present = morning.astimezone(timezone.utc).replace(tzinfo=None)
        return str(round((present - cls.env.cr.now()).total_seconds()))

    def _dossier(self, key):
        return self.env["hcc.dossier"].browse(self.life.dossiers[key])

    def _all_of(self, field):
        return {value for value, _label in self.dossiers._fields[field].selection}

    # -- what is there --------------------------------------------------------

    def test_every_state_place_and_way(self):
        self.assertGreater(len(self.dossiers), 60)
        for field in ("state", "custody", "return_channel", "collector_kind"):
            with self.subTest(field=field):
                present = set(self.dossiers.mapped(field)) - {False}
                missing = self._all_of(field) - present - {"online"}
                self.assertFalse(missing)
        self.assertLessEqual(
            {"counter", "postal", "online", "home"}, set(self.dossiers.mapped("channel"))
        )
        running = self.dossiers.filtered(lambda dossier: dossier.state == "processing")
        kinds = set(running.mapped("current_step_kind"))
        self.assertLessEqual({"appraise", "approve", "number_seal"}, kinds)

    def test_limits_that_near_or_are_missed(self):
        self.assertTrue(self._dossier("overdue").is_apology_missing)
        self.assertTrue(self._dossier("apologised").is_overdue)
        self.assertFalse(self._dossier("apologised").is_apology_missing)
        self.assertTrue(self._dossier("failed-twice").is_failed_twice)
        self.assertTrue(self._dossier("uncollected").is_uncollected)
        self.assertEqual(self._dossier("sent-back").send_back_count, 1)
        warnings = self.env["hcc.dossier.warning"].search([("is_open", "=", True)])
        wanted = {"dossier_late", "step_late", "failed_twice", "silent", "suspended_long"}
        self.assertLessEqual(wanted, set(warnings.mapped("kind")))

    def test_proposals_of_every_kind_are_open(self):
        proposals = self.env["hcc.dossier.proposal"].search([("state", "=", "open")])
        kinds = {"supplement", "reappointment", "apology", "stop"}
        self.assertEqual(set(proposals.mapped("kind")), kinds)

    def test_hand_over_lists(self):
        lists = self.env["hcc.handover"].search([])
        self.assertLessEqual({"draft", "handed", "received", "closed"}, set(lists.mapped("state")))
        self.assertTrue(lists.filtered("tracking_code"))
        self.assertTrue(lists.filtered("difference_count"))

    def test_papers(self):
        documents = self.env["hcc.document"].search([])
        self.assertLessEqual({"scan", "online", "result"}, set(documents.mapped("provenance")))
        self.assertTrue(self._dossier("extract-reused").component_ids.filtered("is_reused"))
        self.assertTrue(self._dossier("original-waits").held_originals)
        self.assertFalse(self._dossier("original-back").held_originals)

    def test_agencies_are_asked_and_linked(self):
        self.assertTrue(self._dossier("consult-silent").has_silent_agency)
        self.assertTrue(self._dossier("consult-answered").consultation_ids.opinion)
        self.assertEqual(self._dossier("linked-begun").child_ids.state, "processing")
        self.assertEqual(self._dossier("linked-answered").child_ids.state, "done")

    def test_what_went_wrong(self):
        self.assertEqual(self._dossier("corrected").replaces_id, self._dossier("corrected-wrong"))
        self.assertEqual(self._dossier("amended").slip_reprints, 1)
        self.assertEqual(self._dossier("lost").incident_ids.cost, 50000)
        self.assertEqual(self._dossier("revoked").state, "processing")
        self.assertTrue(self._dossier("offline-waiting").entered_by_id)
        self.assertTrue(self._dossier("offline-confirmed").confirmed_by_id)

    def test_messages_calls_money_and_signatures(self):
        messages = self.env["hcc.dossier.message"].search([])
        self.assertLessEqual({"done", "failed", "pending"}, set(messages.mapped("state")))
        self.assertTrue(self.env["hcc.dossier.contact"].search_count([]))
        dues = self.env["hcc.due"].search([])
        self.assertLessEqual({"open", "settled"}, set(dues.mapped("state")))
        self.assertEqual(set(self.env["hcc.shift"].search([]).mapped("state")), {"closed"})
        self.assertEqual(self._dossier("signed").signature_ids.verdict, "valid")

    # -- that it is true ------------------------------------------------------

    def test_the_truth_check_finds_what_is_meant_to_be_found(self):
        keys = {("hcc.dossier", record): key for key, record in self.life.dossiers.items()} | {
            ("hcc.handover", record): key for key, record in self.life.lists.items()
        }
        findings = self.env["hcc.truth.finding"].search([("state", "!=", "mended")])
        found = {(one.check_code, keys.get((one.res_model, one.res_id))) for one in findings}
        self.assertEqual(found, MEANT)

    def test_the_journal_runs_forward_to_the_present(self):
        entries = self.env["hcc.journal.entry"].search([("id", ">", self.first_entry)], order="id")
        times = entries.mapped("occurred_at")
        self.assertEqual(times, sorted(times))
        self.assertLessEqual(times[-1], self.life.clock.present)
        self.assertTrue(all(entries.mapped("is_demo_clock")))

    def test_the_clock_is_as_before(self):
        self.assertEqual(os.environ.get(DEMO_CLOCK_VARIABLE), self.clock_before)

    def test_it_is_lived_once_and_in_a_demonstration_only(self):
        with self.assertRaisesRegex(UserError, "hồ sơ"):
            self.env["hcc.demo"]._live()
        self.env["ir.config_parameter"].set_param("hcc.demonstration", "False")
        with self.assertRaisesRegex(UserError, "bản thử|demonstration"):
            self.env["hcc.demo"]._live()
