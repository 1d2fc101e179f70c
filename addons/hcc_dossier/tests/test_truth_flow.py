from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestTruthFlow(TruthCommon):
    """Papers that did not arrive, results that do not come back, steps that rest."""

    def test_papers_that_did_not_arrive_are_found_the_same_day(self):
        alone, batch = self._received(), self._handed()
        alone.hand_over()
        result = self._sealed()
        result.with_user(self.clerk).hand_over()
        with self.at("2026-11-23 16:59"):
            self._check()
            self.assertEqual(self._found(alone, result, *batch.line_ids.dossier_id), [])
        with self.at("2026-11-23 17:00"):
            self._check("evening")
            for dossier in (alone, result, *batch.line_ids.dossier_id):
                self.assertEqual(self._found(dossier), ["in_transit"])
            self.assertEqual(self._found(batch), ["batch_open"])
            alone.with_user(self.appraiser).take()
            self._check("evening")
            self.assertEqual(self._found(alone), [])
            self.assertEqual(self._found(result), ["in_transit"])

    def test_papers_that_go_on_are_looked_for_too(self):
        dossier = self._processing()
        dossier._parts("hcc.dossier.step").browse(dossier.step_ids[1].id).write(
            {"agency_id": self.other_agency.id}
        )
        dossier.with_user(self.appraiser).complete_step()
        self._batch(self.appraiser, dossier).hand(everything=True)
        with self.at("2026-11-23 17:30"):
            self._assert_only("in_transit", dossier)

    def test_the_hour_is_the_policys(self):
        self.env.ref("hcc_base.policy_c").handover_check_minutes = 16 * 60 + 30
        dossier = self._received()
        dossier.hand_over()
        with self.at("2026-11-23 16:30"):
            self._assert_only("in_transit", dossier)

    def test_the_evening_run_comes_once_a_working_day(self):
        runs = self.env["hcc.truth.run"].sudo()
        self.enterContext(patch.object(IrCron, "_commit_progress", return_value=float("inf")))
        own = [("company_id", "=", self.centre.id), ("kind", "=", "evening")]
        for moment, count in (
            ("2026-11-23 16:45", 0),
            ("2026-11-23 17:05", 1),
            ("2026-11-23 17:20", 1),
            ("2026-11-24 17:20", 1),  # a public holiday
            ("2026-11-25 17:20", 2),
        ):
            with self.at(moment), self.subTest(moment=moment):
                runs._cron_evening()
                self.assertEqual(runs.search_count(own), count)

    def test_a_centre_that_has_not_begun_does_not_stop_the_night(self):
        self.enterContext(patch.object(IrCron, "_commit_progress", return_value=float("inf")))
        bare = self._create_centre("Trung tâm chưa mở", "H99.77")
        self._sow("UPDATE res_company SET resource_calendar_id = NULL WHERE id = %s", bare.id)
        runs = self.env["hcc.truth.run"].sudo()
        runs._cron_nightly()
        self.assertEqual(runs.search_count([("company_id", "=", self.centre.id)]), 1)
        self.assertEqual(runs.search_count([("company_id", "=", bare.id)]), 0)

    def test_papers_still_at_the_centre(self):
        dossier = self._received()
        with self.at("2026-11-25 08:00"):
            self._assert_only("handover_late", dossier)

    def test_finished_but_not_handed_back(self):
        dossier = self._sealed()
        with self.at("2026-11-25 08:00"):  # one working day later: Tuesday is a holiday
            self._check()
            self.assertEqual(self._found(dossier), [])
        with self.at("2026-11-25 08:01"):
            self._assert_only("result_waits", dossier)

    def test_how_long_a_result_may_wait_is_the_policys(self):
        self.env.ref("hcc_base.policy_c").truth_result_days = 2
        dossier = self._sealed()
        with self.at("2026-11-25 16:00"):
            self._check()
            self.assertEqual(self._found(dossier), [])
        with self.at("2026-11-26 09:00"):
            self._assert_only("result_waits", dossier)

    def test_a_step_without_movement(self):
        dossier = self._processing()
        with self.at("2026-12-01 07:30"):
            self._check()
            self.assertEqual(self._found(dossier), [])
        with self.at("2026-12-01 09:00"):
            self._assert_only("step_idle", dossier)
            dossier.with_user(self.appraiser).complete_step()
            self._check()
            self.assertEqual(self._found(dossier), [])

    def test_a_wait_without_an_end_is_found(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement(
            "Thiếu.", dossier.component_ids[:1].ids
        )
        self.assertFalse(dossier.wait_until, "neither the procedure nor the policy says")
        with self.at("2026-12-01 09:00"):
            self._assert_only("wait_idle", dossier)
            dossier.with_user(self.official).log_call("reached", "Hẹn mang đến")
            self._check()
            self.assertEqual(self._found(dossier), [])

    def test_how_long_a_step_may_rest_is_the_policys(self):
        self.env.ref("hcc_base.policy_c").truth_idle_days = 1
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            self._assert_only("step_idle", dossier)
