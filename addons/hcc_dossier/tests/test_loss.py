from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestLoss(TruthCommon):
    """The apology and the costs of a loss cannot be skipped, and what is lost goes nowhere."""

    def _lost(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).report_loss("Mất.")
        return dossier

    # -- the apology ----------------------------------------------------------

    def test_the_apology_is_owed_after_the_papers_were_found(self):
        dossier = self._lost()
        dossier.rebuild()
        self.assertTrue(dossier.incident_ids.closed_at)
        apologising = dossier.with_user(self.approver)
        self.assertTrue(apologising.can_apologise_loss)
        apologising.apologise_loss("Xin lỗi.", 120_000)
        incident = dossier.incident_ids
        self.assertEqual((incident.cost, bool(incident.notice_id)), (120_000, True))
        with self.assertRaisesRegex(UserError, "waits for an apology"):
            apologising.apologise_loss("Lần nữa.")

    def test_the_apology_is_owed_after_the_end(self):
        dossier = self._lost()
        dossier.withdraw("Rút hồ sơ.")
        incident = dossier.incident_ids
        self.assertEqual((bool(incident.closed_at), incident.closed_by_id), (True, self.official))
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        self.assertTrue(incident.notice_id)

    def test_two_losses_two_apologies(self):
        dossier = self._lost()
        dossier.rebuild()
        dossier.report_loss("Mất lần nữa.")
        for cost in (1000, 2000):
            dossier.with_user(self.approver).apologise_loss("Xin lỗi.", cost)
        self.assertEqual(dossier.incident_ids.mapped("cost"), [1000, 2000])

    def test_every_end_settles_a_loss(self):
        ends = {
            "stop": ("Dừng.", self.official),
            "cancel": ("Nhập nhầm.", self.director),
            "give_back": ("Không đủ điều kiện.", self.approver),
        }
        for verb, (reason, user) in ends.items():
            with self.subTest(verb=verb):
                dossier = self._lost()
                getattr(dossier.with_user(user), verb)(reason)
                self.assertTrue(dossier.incident_ids.closed_at)

    # -- costs ----------------------------------------------------------------

    def test_costs_that_became_known_later(self):
        dossier = self._lost()
        approving = dossier.with_user(self.approver)
        self.assertFalse(approving.can_add_cost)
        with self.assertRaisesRegex(UserError, "apologised for"):
            approving.add_cost(1000)
        approving.apologise_loss("Xin lỗi.", 100_000)
        answer = approving.add_cost(50_000, request_key="add-cost-1")
        self.assertEqual(answer["cost"], 150_000)
        self.assertEqual(approving.add_cost(50_000, request_key="add-cost-1"), answer)
        self.assertEqual(dossier.incident_ids.cost, 150_000)
        domain = [("res_id", "=", dossier.id), ("verb", "=", "add_cost")]
        [entry] = self.env["hcc.journal.entry"].search(domain)
        self.assertEqual(entry.facts["total"], 150_000)

    def test_who_adds_costs_and_how_much(self):
        dossier = self._lost()
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.", 100_000)
        for user in (self.official, self.appraiser, self.clerk, self.director, self.other_approver):
            with self.assertRaises(AccessError):
                dossier.with_user(user).add_cost(1000)
        for cost in (0, -1, 10.5):
            with self.assertRaises(UserError):
                dossier.with_user(self.approver).add_cost(cost)
        self.assertEqual(dossier.incident_ids.cost, 100_000)

    def _dialog(self, dossier, verb, **values):
        context = dossier.with_context(verb=verb).action_open_dialog()["context"]
        dialogs = self.env["hcc.dossier.act"].with_user(dossier.env.user)
        dialogs.with_context(**context).create(values).action_confirm()

    def test_the_dialogs_take_costs(self):
        dossier = self._lost().with_user(self.approver)
        self._dialog(dossier, "apologise_loss", reason="Xin lỗi.", cost=100_000)
        self._dialog(dossier, "add_cost", cost=30_000)
        self.assertEqual(dossier.incident_ids.cost, 130_000)
        revoked = self._done().with_user(self.approver)
        step = revoked.step_ids[1]
        self._dialog(
            revoked, "reopen_result", reason="Sai tên.", cost=20_000, repeat_step_id=step.id
        )
        self.assertEqual(revoked.incident_ids.cost, 20_000)

    # -- what is lost goes nowhere --------------------------------------------

    def test_lost_papers_are_not_handed_over(self):
        dossier = self._received()
        dossier.report_loss("Mất ở quầy.")
        self.assertFalse(dossier.can_hand_over)
        with self.assertRaisesRegex(UserError, "reported as lost"):
            dossier.hand_over()
        dossier.rebuild()
        dossier.hand_over()
        self.assertEqual(dossier.state, "handed_over")

    def test_lost_papers_are_not_taken(self):
        dossier = self._received()
        dossier.hand_over()
        dossier.report_loss("Mất trên đường.")
        with self.assertRaisesRegex(UserError, "reported as lost"):
            dossier.with_user(self.appraiser).take()

    def test_a_lost_result_is_not_handed_over(self):
        dossier = self._sealed()
        dossier.with_user(self.clerk).report_loss("Mất kết quả.")
        with self.assertRaisesRegex(UserError, "reported as lost"):
            dossier.with_user(self.clerk).hand_over()

    def test_lost_on_the_way_in_a_batch(self):
        """The scan of a paper reported lost is refused; not sent after all still clears it up."""
        batch = self._handed()
        lost, *others = batch.line_ids.dossier_id
        lost.with_user(self.official).report_loss("Mất trên đường.")
        self._scan(batch, self.appraiser, *others)
        batch.with_user(self.appraiser).receive()
        self.assertEqual((lost.state, others[0].state), ("handed_over", "processing"))
        self._line(batch, lost).with_user(self.official).record_not_sent("Mất, đang tìm.")
        self.assertEqual(lost.state, "received")

    def test_a_result_lost_in_the_archive(self):
        dossier = self._done()
        with self.at("2027-01-04 09:00"):
            dossier.archive_result()
            dossier.report_loss("Không thấy trong kho.")
        self.assertEqual(dossier.incident_ids.custody, "archive")

    def test_a_lost_result_lies_nowhere(self):
        """Neither archived nor given to the agency, and nobody is called to collect it."""
        dossier = self._done()
        with self.at("2027-01-04 09:00"):
            dossier.report_loss("Không thấy ở quầy.")
            for verb in ("archive_result", "deposit_at_agency", "remind"):
                with self.subTest(verb=verb):
                    self.assertFalse(dossier[f"can_{verb}"])
                    with self.assertRaisesRegex(UserError, "reported as lost"):
                        getattr(dossier, verb)()
            self.assertEqual((dossier.custody, dossier.reminders), ("centre", 0))
            dossier.rebuild()
            dossier.remind()
            dossier.archive_result()
            self.assertEqual(dossier.custody, "archive")

    def test_what_is_lost_in_the_archive_is_not_fetched(self):
        dossier = self._done()
        with self.at("2027-01-04 09:00"):
            dossier.archive_result()
            dossier.report_loss("Không thấy trong kho.")
            with self.assertRaisesRegex(UserError, "reported as lost"):
                dossier.fetch_result()
            self.assertEqual(dossier.custody, "archive")
            dossier.rebuild()
            dossier.fetch_result()
            self.assertEqual(dossier.custody, "centre")

    # -- the truth check ------------------------------------------------------

    def test_an_apology_skipped_is_found(self):
        dossier = self._lost()
        self._check()
        self.assertFalse(self._found(dossier), "the papers are still looked for")
        dossier.rebuild()
        self._assert_only("loss_unsettled", dossier)
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        self._check()
        self.assertFalse(self._found(dossier))

    def test_an_apology_that_takes_too_long_is_found(self):
        dossier = self._lost()
        self._sow(
            "UPDATE hcc_dossier_incident SET reported_at = reported_at - %s WHERE dossier_id = %s",
            timedelta(days=4),
            dossier.id,
        )
        self._assert_only("loss_unsettled", dossier)

    def test_a_loss_left_open_by_an_end_is_found(self):
        dossier = self._lost()
        dossier.with_user(self.approver).apologise_loss("Xin lỗi.")
        dossier.withdraw("Rút.")
        self._check()
        self.assertFalse(self._found(dossier))
        self._sow(
            "UPDATE hcc_dossier_incident SET closed_at = NULL WHERE dossier_id = %s", dossier.id
        )
        self._assert_only("loss_unsettled", dossier)
        dossier.rebuild()
        self._check()
        self.assertFalse(self._found(dossier))
