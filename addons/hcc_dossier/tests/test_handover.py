from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


class HandoverCommon(HccDossierCommon):
    def _batch(self, user=None, dossiers=None, count=3):
        """A list with dossiers of the official's agency, nothing scanned yet."""
        user = user or self.official
        dossiers = dossiers or self._pile(count)
        action = dossiers.with_user(user).action_list_for_handover()
        return self.env["hcc.handover"].with_user(user).browse(action["res_id"])

    def _pile(self, count):
        pile = self.env["hcc.dossier"]
        for _n in range(count):
            pile |= self._received()
        return pile.with_user(self.official)

    def _handed(self, count=3, dossiers=None):
        batch = self._batch(count=count, dossiers=dossiers)
        batch.hand(everything=True)
        return batch

    def _scan(self, batch, user, *dossiers):
        for dossier in dossiers:
            answer = batch.with_user(user).scan(dossier.name, batch.id)
            self.assertEqual(answer["result"], "ok", answer)

    def _line(self, batch, dossier):
        return batch.line_ids.filtered(lambda line: line.dossier_id.id == dossier.id)

    def _verbs_of(self, record):
        return (
            self.env["hcc.journal.entry"]
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)], order="id")
            .mapped("verb")
        )


@tagged("post_install", "-at_install")
class TestHandover(HandoverCommon):
    # -- the list -------------------------------------------------------------

    def test_the_chosen_go_on_a_list_of_their_way(self):
        batch = self._batch()
        self.assertEqual(batch.direction, "to_agency")
        self.assertEqual((batch.from_agency_id, batch.to_agency_id), (self.agency, self.agency))
        self.assertEqual(batch.state, "draft")
        self.assertFalse(batch.name)
        self.assertEqual((batch.line_count, batch.given_count), (3, 0))
        self.assertEqual(batch.due_at, min(batch.line_ids.dossier_id.mapped("handover_due_at")))
        self.assertEqual(batch.line_ids.dossier_id.handover_id, batch)

    def test_a_dossier_is_on_one_list_at_a_time(self):
        batch = self._batch()
        dossier = batch.line_ids[0].dossier_id
        with self.assertRaises(UserError):
            dossier.action_list_for_handover()
        with self.assertRaisesRegex(UserError, "hand-over list"):
            dossier.hand_over()
        batch.line_ids[0].remove_from_list()
        self.assertFalse(dossier.handover_id)
        dossier.hand_over()
        self.assertEqual(dossier.state, "handed_over")

    def test_a_step_of_another_agency_gets_its_own_list(self):
        here, there = self._received(), self._received()
        there._parts("hcc.dossier.step").browse(there.current_step_id.id).write(
            {"agency_id": self.other_agency.id}
        )
        (here | there).action_list_for_handover()
        self.assertNotEqual(here.handover_id, there.handover_id)
        self.assertEqual(there.handover_id.to_agency_id, self.other_agency)
        there.handover_id.hand(everything=True)
        self.assertEqual(there.state, "handed_over")
        taker = self._create_user("d_other_appraiser", "appraiser", agency=self.other_agency)
        batch = there.handover_id.with_user(taker)
        batch.scan(there.name, batch.id)
        self.assertTrue(batch.receive()["closed"])
        self.assertEqual(there.state, "processing")

    def test_a_list_is_due_when_its_first_dossier_is(self):
        early = self._received()
        with self.at("2026-11-25 08:00"):
            late = self._received()
            batch = self._batch(dossiers=(early | late).with_user(self.official))
            self.assertEqual(batch.due_at, early.handover_due_at)
            self._line(batch, early).remove_from_list()
            self.assertEqual(batch.due_at, late.handover_due_at)
            self.assertFalse(batch.is_late)

    def test_nobody_writes_a_list_by_hand(self):
        batch = self._batch()
        for user in (self.official, self.clerk, self.director):
            with self.assertRaises(AccessError):
                batch.with_user(user).write({"state": "closed"})
            with self.assertRaises(AccessError):
                batch.line_ids.with_user(user).write({"status": "arrived"})
            with self.assertRaises(AccessError):
                batch.line_ids.with_user(user).unlink()
        with self.assertRaises(AccessError):
            batch.sudo().write({"state": "closed"})
        with self.assertRaises(AccessError):
            batch.line_ids.sudo().write({"status": "arrived"})
        with self.assertRaises(AccessError):
            batch.line_ids.dossier_id.sudo().write({"handover_id": False})

    def test_a_discarded_list_leaves_its_dossiers(self):
        batch = self._batch()
        dossiers = batch.line_ids.dossier_id
        batch.cancel()
        self.assertEqual(batch.state, "cancelled")
        self.assertFalse(dossiers.handover_id)
        self.assertEqual(set(dossiers.mapped("state")), {"received"})

    # -- giving ---------------------------------------------------------------

    def test_the_giver_scans_or_confirms_all(self):
        batch = self._batch()
        with self.assertRaisesRegex(UserError, "not scanned yet"):
            batch.hand()
        self.assertEqual(batch.state, "draft")
        self._scan(batch, self.official, *batch.line_ids.dossier_id)
        answer = batch.hand()
        self.assertEqual(answer["count"], 3)
        self.assertEqual(batch.name, "001/2026/BGHS-TN")
        dossiers = batch.line_ids.dossier_id
        self.assertEqual(set(dossiers.mapped("state")), {"handed_over"})
        self.assertEqual(set(dossiers.mapped("custody")), {"to_agency"})
        self.assertEqual(self._verbs_of(batch), ["hand"])
        self.assertEqual(self._verbs_of(dossiers[0])[-1], "hand_over")

    def test_numbers_count_per_way_agency_and_year(self):
        self.assertEqual(self._handed(1).name, "001/2026/BGHS-TN")
        self.assertEqual(self._handed(1).name, "002/2026/BGHS-TN")
        results = self._batch(self.clerk, self._sealed())
        results.hand(everything=True)
        self.assertEqual(results.name, "001/2026/BGKQ-TN")
        with self.at("2027-01-04 08:00"):
            self.assertEqual(self._handed(1).name, "001/2027/BGHS-TN")

    def test_a_discarded_list_uses_no_number(self):
        self._batch().cancel()
        self.assertEqual(self._handed(1).name, "001/2026/BGHS-TN")

    def test_the_same_request_hands_over_once(self):
        batch = self._batch()
        first = batch.hand(everything=True, request_key="hand-over-1")
        self.assertEqual(batch.hand(everything=True, request_key="hand-over-1"), first)
        with self.assertRaises(UserError):
            batch.hand(everything=True)

    def test_all_or_none_with_every_refusal_said(self):
        batch = self._batch()
        gone, other, _third = batch.line_ids.dossier_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hcc_dossier SET state = 'processing' WHERE id IN %s", [(gone.id, other.id)]
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError) as refusal:
            batch.hand(everything=True)
        for dossier in (gone, other):
            self.assertIn(dossier.name, str(refusal.exception))
        self.assertIn("2 of 3", str(refusal.exception))

    def test_who_may_give(self):
        batch = self._batch()
        for user in (self.clerk, self.appraiser, self.director, self.oversight, self.cashier):
            with self.assertRaises(AccessError):
                batch.with_user(user).hand(everything=True)
        for user in (self.other_official, self.elsewhere):
            with self.assertRaises(AccessError):
                batch.with_user(user).read(["name"])
        self.assertEqual(batch.with_user(self.oversight).line_count, 3)

    # -- taking ---------------------------------------------------------------

    def test_what_was_scanned_is_taken_and_the_batch_closes(self):
        batch = self._handed()
        dossiers = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, *dossiers)
        answer = batch.with_user(self.appraiser).receive()
        self.assertEqual((answer["taken"], answer["differences"], answer["closed"]), (3, 0, True))
        self.assertEqual(set(dossiers.mapped("state")), {"processing"})
        self.assertFalse(dossiers.handover_id)
        self.assertEqual(batch.taker_user_id, self.appraiser)
        self.assertEqual(self._verbs_of(batch), ["hand", "receive", "close"])
        self.assertEqual(dossiers[0].current_step_id.holder_user_id, self.appraiser)

    def test_giver_and_taker_are_two_people(self):
        self.official.group_ids += self.env.ref("hcc_base.group_appraiser")
        batch = self._handed()
        with self.assertRaisesRegex(UserError, "signed for the other side"):
            batch.receive()
        answer = batch.scan(batch.line_ids[0].dossier_id.name, batch.id)
        self.assertEqual(answer["result"], "refused")

    def test_who_may_take(self):
        batch = self._handed()
        colleague = self._create_user("d_official_2", "official", agency=self.agency)
        for user in (self.director, self.oversight, self.other_approver, colleague):
            with self.assertRaises(AccessError):
                batch.with_user(user).receive()
        results = self._batch(self.clerk, self._sealed())
        results.hand(everything=True)
        for user in (self.approver, self.appraiser):
            with self.assertRaises(AccessError):
                results.with_user(user).receive()

    def test_on_its_way_a_dossier_moves_with_the_batch_only(self):
        batch = self._handed()
        dossier = batch.line_ids[0].dossier_id
        with self.assertRaisesRegex(UserError, "hand-over list"):
            dossier.with_user(self.appraiser).take()
        self.assertFalse(dossier.with_user(self.appraiser).can_take)
        with self.assertRaises(UserError):
            dossier._take_back()

    def test_results_travel_back(self):
        batch = self._batch(self.clerk, self._sealed() | self._sealed())
        self.assertEqual(batch.direction, "to_centre")
        dossiers = batch.line_ids.dossier_id
        batch.hand(everything=True)
        self.assertEqual(set(dossiers.mapped("custody")), {"to_centre"})
        self._scan(batch, self.official, *dossiers)
        self.assertTrue(batch.with_user(self.official).receive()["closed"])
        self.assertEqual(set(dossiers.mapped("state")), {"done"})
        self.assertEqual(set(dossiers.mapped("timeliness")), {"early"})

    def test_papers_go_on_to_the_agency_of_the_next_step(self):
        dossier = self._processing()
        second = dossier.step_ids[1]
        dossier._parts("hcc.dossier.step").browse(second.id).write(
            {"agency_id": self.other_agency.id}
        )
        dossier.with_user(self.appraiser).complete_step()
        batch = self._batch(self.appraiser, dossier)
        self.assertEqual(batch.direction, "onward")
        self.assertEqual(batch.to_agency_id, self.other_agency)
        batch.hand(everything=True)
        self.assertEqual(batch.name, "001/2026/LCHS-TN")
        self._scan(batch, self.other_approver, dossier)
        self.assertTrue(batch.with_user(self.other_approver).receive()["closed"])
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.sudo()._papers_agency(), self.other_agency)
        self.assertIsNone(dossier.sudo()._way())
        self.assertEqual(self._verbs_of(dossier)[-2:], ["pass_on", "pass_in"])

    # -- meanwhile ------------------------------------------------------------

    def _suspended_on_its_way(self):
        """Going on to another agency, whose approver stops the clock before the papers come."""
        dossier = self._processing()
        dossier._parts("hcc.dossier.step").browse(dossier.step_ids[1].id).write(
            {"agency_id": self.other_agency.id}
        )
        dossier.with_user(self.appraiser).complete_step()
        batch = self._batch(self.appraiser, dossier)
        batch.hand(everything=True)
        dossier.with_user(self.other_approver).suspend("Chờ số liệu.")
        return batch, dossier

    def test_papers_of_a_suspended_dossier_arrive_all_the_same(self):
        batch, dossier = self._suspended_on_its_way()
        self._scan(batch, self.other_approver, dossier)
        self.assertTrue(batch.with_user(self.other_approver).receive()["closed"])
        self.assertEqual((dossier.state, dossier.handover_id.ids), ("suspended", []))
        self.assertEqual(dossier.sudo()._papers_agency(), self.other_agency)
        dossier.with_user(self.other_approver).resume()
        self.assertEqual(dossier.state, "processing")

    def test_papers_of_a_suspended_dossier_are_called_back(self):
        batch, dossier = self._suspended_on_its_way()
        batch.with_user(self.appraiser).call_back("Gửi nhầm.")
        self.assertEqual(self._verbs_of(dossier)[-1], "take_back")
        self.assertEqual((dossier.state, dossier.custody), ("suspended", "agency"))

    def test_a_withdrawn_dossier_is_expected_no_more(self):
        batch = self._handed()
        gone, *others = batch.line_ids.dossier_id
        gone.withdraw("Người nộp rút hồ sơ.")
        self.assertEqual(self._line(batch, gone).status, "ended")
        self.assertFalse(gone.handover_id)
        self._scan(batch, self.appraiser, *others)
        self.assertTrue(batch.with_user(self.appraiser).receive()["closed"])

    def test_an_ended_agency_takes_its_batches_along(self):
        batch = self._handed()
        self.agency._hand_over_work(self.other_agency)
        self.assertEqual(batch.sudo().to_agency_id, self.other_agency)

    # -- undo -----------------------------------------------------------------

    def test_what_was_signed_on_a_list_is_not_undone_for_one_dossier(self):
        batch = self._handed()
        dossier, *others = batch.line_ids.dossier_id
        self.assertFalse(dossier.can_undo)
        with self.assertRaisesRegex(UserError, batch.name):
            dossier.undo()
        self._scan(batch, self.appraiser, dossier, *others)
        batch.with_user(self.appraiser).receive()
        with self.assertRaisesRegex(UserError, batch.name):
            dossier.with_user(self.appraiser).undo()
        self.assertEqual(dossier.state, "processing")

    def test_results_signed_on_a_list_are_not_undone_for_one_dossier(self):
        batch = self._batch(self.clerk, self._sealed())
        batch.hand(everything=True)
        with self.assertRaisesRegex(UserError, batch.name):
            batch.line_ids.dossier_id.with_user(self.clerk).undo()
        batch.with_user(self.clerk).call_back("Thiếu phụ lục.")
        dossier = batch.line_ids.dossier_id
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))

    def test_later_acts_of_a_dossier_from_a_list_are_undone(self):
        batch = self._handed(1)
        dossier = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, dossier)
        batch.with_user(self.appraiser).receive()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.appraiser).undo()
        self.assertEqual(dossier.current_step_id, dossier.step_ids[0])

    def test_a_result_given_alone_after_papers_came_on_a_list_is_undone(self):
        batch = self._handed(1)
        dossier = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, dossier)
        batch.with_user(self.appraiser).receive()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        self.assertTrue(dossier.with_user(self.clerk).can_undo)
        dossier.with_user(self.clerk).undo()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))

    def test_a_dossier_taken_alone_after_a_list_is_undone(self):
        batch = self._handed(1)
        dossier = batch.line_ids.dossier_id
        batch.call_back("Xe hỏng giữa đường.")
        with self.at("2026-11-23 09:00"):
            dossier.hand_over()
            dossier.with_user(self.appraiser).take()
            dossier.with_user(self.appraiser).undo()
        self.assertEqual(dossier.state, "handed_over")

    def test_what_is_back_already_comes_off_the_list(self):
        batch = self._handed()
        back = batch.line_ids[0].dossier_id
        back._guarded_write({"state": "received", "custody": "centre", "handed_over_at": False})
        batch.call_back("Bàn giao nhầm.")
        self.assertEqual(set(batch.line_ids.dossier_id.mapped("state")), {"received"})
        self.assertFalse(batch.line_ids.dossier_id.handover_id)
        self.assertNotIn("take_back", self._verbs_of(back))

    # -- where the two sides are ----------------------------------------------

    def test_the_screen_says_where_each_side_is(self):
        batch = self._handed(1)
        counter = f"{self.centre.name} (counter of {self.agency.name})"
        self.assertEqual((batch.giving_place, batch.taking_place), (counter, self.agency.name))
        results = self._batch(self.clerk, self._sealed())
        self.assertEqual((results.giving_place, results.taking_place), (self.agency.name, counter))

    # -- the policy's word ----------------------------------------------------

    def test_papers_move_in_batches_where_the_policy_says_so(self):
        self.env.ref("hcc_base.policy_c").handover_batches_only = True
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "in batches"):
            dossier.hand_over()
        self.assertFalse(dossier.can_hand_over)
        batch = self._handed(dossiers=dossier)
        self._scan(batch, self.appraiser, dossier)
        batch.with_user(self.appraiser).receive()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        with self.assertRaisesRegex(UserError, "in batches"):
            dossier.with_user(self.clerk).hand_over()
        results = self._batch(self.clerk, dossier)
        results.hand(everything=True)
        self._scan(results, self.official, dossier)
        results.with_user(self.official).receive()
        self.assertEqual(dossier.state, "done")

    def test_one_by_one_where_the_policy_leaves_it_open(self):
        self.assertFalse(self.env.ref("hcc_base.policy_c").handover_batches_only)
        dossier = self._received()
        self.assertTrue(dossier.can_hand_over)
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        self.assertEqual(dossier.state, "processing")

    def test_a_step_at_the_centre_needs_no_batch(self):
        self.env.ref("hcc_base.policy_c").handover_batches_only = True
        dossier = self._received()
        dossier._parts("hcc.dossier.step").browse(dossier.current_step_id.id).write(
            {"on_the_spot": True}
        )
        dossier.hand_over()
        self.assertEqual(dossier.state, "handed_over")

    def test_what_must_go_today(self):
        dossiers = self.env["hcc.dossier"].with_user(self.official)
        early = self._received()
        self.assertTrue(early.is_handover_today)
        self.assertIn(early, dossiers.search([("is_handover_today", "=", True)]))
        self.assertFalse(early.is_handover_late)
        with self.at("2026-11-25 08:00"):
            self.env.invalidate_all()
            self.assertTrue(early.is_handover_late)
            self.assertIn(early, dossiers.search([("is_handover_late", "=", True)]))
            batch = self._handed(dossiers=early)
            self.assertTrue(batch.is_late)
        self.assertNotIn(early, dossiers.search([("is_handover_today", "=", True)]))

    def test_after_the_cut_off_there_is_time_until_the_next_morning(self):
        self.env.ref("hcc_base.policy_c").handover_rule = "cutoff"
        with self.at("2026-11-23 15:30"):
            late = self._received()
            self.assertFalse(late.is_handover_today)
        with self.at("2026-11-25 06:30"):
            self.env.invalidate_all()
            self.assertTrue(late.is_handover_today)
            self.assertFalse(late.is_handover_late)
