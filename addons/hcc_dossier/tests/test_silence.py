from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestSilence(HccDossierCommon):
    """Asked on Wednesday 25 November, ten days: awaited until Saturday 5 December."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")
        cls.policy.write({"supplement_abandon_days": 10, "stop_grace_days": 0})

    def _requested(self):
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement(
                "Bản sao mờ.", dossier.component_ids[1:2].ids
            )
        return dossier

    def _run(self, moment):
        with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
            self.env["hcc.dossier.proposal"]._cron_propose_stops()

    def test_not_a_minute_early(self):
        dossier = self._requested()
        self.assertEqual(str(dossier.wait_until), "2026-12-05")
        for moment in ("2026-11-25 09:05", "2026-12-05 00:00", "2026-12-05 23:59"):
            self._run(moment)
            self.assertFalse(dossier.proposal_ids, moment)
        self._run("2026-12-06 00:00")
        self.assertEqual(dossier.proposal_ids.kind, "stop")
        self.assertEqual(dossier.state, "supplement", "proposed, not stopped")
        self.assertIn("Hết ngày 05/12/2026", dossier.proposal_ids.reason)
        self.assertFalse(dossier.proposal_ids.requested_user_id)

    def test_working_days_are_left_to_the_post(self):
        self.policy.stop_grace_days = 1
        dossier = self._requested()
        self._run("2026-12-07 23:59")
        self.assertFalse(dossier.proposal_ids)
        self._run("2026-12-08 00:00")
        self.assertTrue(dossier.proposal_ids)

    def test_proposed_once(self):
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        self._run("2026-12-07 00:05")
        self.assertEqual(len(dossier.proposal_ids), 1)

    def test_no_days_no_proposal(self):
        self.policy.supplement_abandon_days = 0
        dossier = self._requested()
        self.assertFalse(dossier.wait_until)
        self._run("2027-06-01 08:00")
        self.assertFalse(dossier.proposal_ids)

    def test_many_in_batches_with_few_queries(self):
        dossiers = self.env["hcc.dossier"].union(*(self._requested() for _n in range(5)))
        with patch("odoo.addons.hcc_dossier.models.limits.hcc_dossier_silence.BATCH", 2):
            self._run("2026-12-06 00:05")
        self.assertEqual(len(dossiers.proposal_ids), 5)

    def test_the_counter_stops_with_one_press(self):
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        proposal = dossier.proposal_ids
        for user in (self.appraiser, self.clerk, self.other_official, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proposal.with_user(user).approve()
        with self.at("2026-12-07 08:00"):
            action = proposal.with_user(self.official).action_approve()
        self.assertEqual(action["report_name"], "hcc_dossier.notice")
        self.assertEqual((dossier.state, proposal.state), ("stopped", "done"))
        self.assertEqual(proposal.notice_id.kind, "stop")
        self.assertIn("Phiếu yêu cầu bổ sung", proposal.notice_id.reason)

    def test_the_approver_stops_too(self):
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        with self.at("2026-12-07 08:00"):
            dossier.proposal_ids.with_user(self.approver).approve()
        self.assertEqual(dossier.state, "stopped")

    def test_what_came_by_post_yesterday_ends_the_wait(self):
        """The post brought it in time; the counter takes it a day later, past the last day."""
        self.policy.clock_start = "arrival"
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        proposal = dossier.proposal_ids
        with self.at("2026-12-07 08:00"):
            dossier.with_user(self.official).accept_supplement(
                arrived_at=centre_time("2026-12-04 15:00")
            )
        self.assertEqual((dossier.state, proposal.state), ("processing", "lapsed"))
        self.assertEqual(dossier.due_at, centre_time("2026-12-09 15:00"))
        with self.assertRaises(UserError):
            proposal.with_user(self.official).approve()
        self.assertFalse(dossier.wait_until)

    def test_a_postmark_lies_between_request_and_now(self):
        self.policy.clock_start = "arrival"
        dossier = self._requested().with_user(self.official)
        for arrived in ("2026-11-24 15:00", "2026-11-27 15:00"):
            with self.at("2026-11-26 08:00"), self.assertRaisesRegex(UserError, "postmark"):
                dossier.accept_supplement(arrived_at=centre_time(arrived))

    def test_where_the_reception_counts_a_postmark_does_not(self):
        dossier = self._requested().with_user(self.official)
        with self.at("2026-12-07 08:00"):
            dossier.accept_supplement(arrived_at=centre_time("2026-12-04 15:00"))
        self.assertEqual(dossier.due_at, centre_time("2026-12-10 08:00"))

    def test_turned_down_until_a_later_day(self):
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        proposal = dossier.proposal_ids.with_user(self.official)
        with self.at("2026-12-07 08:00"):
            with self.assertRaisesRegex(UserError, "later day"):
                proposal.refuse("Người dân nằm viện.")
            action = proposal.action_refuse()
            dialogs = self.env[action["res_model"]].with_user(self.official)
            dialog = Form(dialogs.with_context(**action["context"]), view=action["views"][0][0])
            dialog.reason = "Người dân nằm viện."
            dialog.expected_on = "2026-12-15"
            dialog.save().action_confirm()
        self.assertEqual((proposal.state, str(dossier.wait_until)), ("refused", "2026-12-15"))
        entry = self.env["hcc.journal.entry"].search(
            [("res_id", "=", dossier.id), ("verb", "=", "prolong_wait")]
        )
        self.assertEqual(entry.facts, {"from": "2026-12-05", "until": "2026-12-15"})
        self._run("2026-12-15 23:59")
        self.assertEqual(len(dossier.proposal_ids), 1)
        self._run("2026-12-16 00:00")
        self.assertEqual(len(dossier.proposal_ids), 2)

    def test_stopped_by_hand_the_proposal_is_done(self):
        dossier = self._requested()
        self._run("2026-12-06 00:05")
        with self.at("2026-12-07 08:00"):
            dossier.with_user(self.official).stop("Không bổ sung.")
        self.assertEqual(dossier.proposal_ids.state, "done")
