from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .test_handover import HandoverCommon


class TruthCommon(HandoverCommon):
    """Faults are sown by SQL, past every guard, as a hand in the database would."""

    def _sow(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        self.env.invalidate_all()

    def _check(self, kind="demand"):
        return self.env["hcc.truth.run"].sudo()._run(self.centre, kind)

    def _found(self, *records):
        """The codes of the standing findings about ``records``."""
        findings = self.env["hcc.truth.finding"].search(
            [
                ("company_id", "=", self.centre.id),
                ("state", "!=", "mended"),
                ("res_model", "=", records[0]._name),
                ("res_id", "in", [record.id for record in records]),
            ]
        )
        return sorted(findings.mapped("check_code"))

    def _assert_only(self, code, record):
        self._check()
        self.assertEqual(self._found(record), [code])


@tagged("post_install", "-at_install")
class TestTruth(TruthCommon):
    # -- the sound database ---------------------------------------------------

    def test_a_sound_database_has_no_finding(self):
        """Dossiers in every state, moved one by one and in batches, give no finding."""
        self._draft(complete=False).guide("Thiếu giấy tờ.")
        self._draft().refuse("Không thuộc thẩm quyền.")
        self._received().withdraw("Rút hồ sơ.")
        self._received().with_user(self.director).cancel("Nhập nhầm.")
        self._processing().stop("Quá thời hạn.")
        self._processing().with_user(self.approver).give_back("Không thuộc thẩm quyền.")
        self._processing().with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        supplemented = self._processing()
        supplemented.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        supplemented.accept_supplement()
        suspended = self._processing()
        suspended.with_user(self.approver).suspend("Chờ kết luận.")
        extended = self._processing()
        extended.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh.")
        self._done()
        self._done().return_result()
        posted = self._done()
        posted.return_result("postal", None, "EB900VN")
        posted.record_postal_return()
        self._received().give_back("Không đủ điều kiện.")
        self._received().correct("Nhầm thủ tục.")
        self._corrected_and_received()
        self._undone()
        self._lost()
        self._reopened()
        self._reopened().return_result()
        self._entered_from_paper()
        batch = self._handed()
        lost, *others = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, *others)
        batch.with_user(self.appraiser).receive()
        self._line(batch, lost).record_not_sent("Nằm lại ở quầy.")
        batch.with_user(self.appraiser).close()
        self._batch()
        self._handed()
        self._batch(self.clerk, self._sealed()).hand(everything=True)
        with self.at("2026-11-23 16:30"):
            run = self._check()
        found = self.env["hcc.truth.finding"].search([("company_id", "=", self.centre.id)])
        self.assertFalse([(f.check_code, f.record_name, f.facts) for f in found])
        self.assertEqual(run.finding_count, 0)
        self.assertGreater(run.check_count, 14)

    def _corrected_and_received(self):
        """Corrected by the approver after a supplement and a new appointment."""
        wrong = self._processing()
        wrong.with_user(self.appraiser).request_supplement("Thiếu bản sao.")
        wrong.accept_supplement()
        wrong.with_user(self.approver).extend("2026-12-02 09:00:00", "Phải xác minh.")
        answer = wrong.with_user(self.approver).correct("Nhầm chủ hồ sơ.")
        draft = self.env["hcc.dossier"].with_user(self.official).browse(answer["dossier_id"])
        draft.receive()
        return draft

    def _undone(self):
        """Every act that can be undone, undone; then done again in the end."""
        dossier = self._received()
        dossier.hand_over()
        dossier.undo()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        dossier.with_user(self.appraiser).undo()
        dossier.with_user(self.appraiser).take()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.appraiser).undo()
        sent_back = self._processing()
        sent_back.with_user(self.appraiser).complete_step()
        sent_back.with_user(self.approver).send_back("Chưa rõ.")
        sent_back.with_user(self.approver).undo()
        result = self._sealed()
        result.with_user(self.clerk).hand_over()
        result.with_user(self.clerk).undo()

    def _lost(self):
        """Papers lost at either place; found again, and still sought."""
        found, sought = self._processing(), self._received()
        found.with_user(self.appraiser).report_loss("Thất lạc.")
        found.with_user(self.approver).apologise_loss("Cơ quan làm thất lạc.", 50_000)
        found.rebuild()
        sought.report_loss("Thất lạc.")
        sought.with_user(self.approver).apologise_loss("Cơ quan làm thất lạc.", 50_000)

    def _reopened(self):
        """Returned, revoked, suspended for an hour, done again; beside one that still runs."""
        running, again = self._done(), self._done()
        for dossier in (running, again):
            dossier.return_result()
            dossier.with_user(self.approver).reopen_result("Sai họ tên.", None, 50_000)
        again.with_user(self.approver).complete_step()
        again.with_user(self.clerk).complete_step()
        again.with_user(self.clerk).hand_over()
        again.take()
        return again

    def _entered_from_paper(self):
        hall_manager = self._create_user("t_hall", "hall_manager")
        colleague = self._create_user("t_colleague", "official", agency=self.agency)
        dialog = self.env["hcc.offline.print"].with_user(hall_manager).create({"quantity": 1})
        form_ids = dialog.action_confirm()["context"]["active_ids"]
        outage = {
            "started_at": centre_time("2026-11-20 14:00"),
            "ended_at": centre_time("2026-11-20 16:30"),
            "reason": "Mất điện",
        }
        self.env["hcc.outage"].with_user(self.director).create(outage)
        dossier = self._draft(
            offline_form_id=form_ids[0], paper_received_at=centre_time("2026-11-20 15:10")
        )
        dossier.submit_paper()
        dossier.with_user(colleague).confirm_paper()
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()

    # -- faults of every kind -------------------------------------------------

    def test_returned_on_paper_open_in_the_system(self):
        handed_out, delivered, with_applicant = self._done(), self._done(), self._processing()
        self._sow(
            "UPDATE hcc_dossier SET collector_kind = 'applicant' WHERE id = %s", handed_out.id
        )
        self._sow("UPDATE hcc_dossier SET delivered_at = now() WHERE id = %s", delivered.id)
        self._sow("UPDATE hcc_dossier SET custody = 'applicant' WHERE id = %s", with_applicant.id)
        self._check()
        for dossier in (handed_out, delivered, with_applicant):
            self.assertEqual(self._found(dossier), ["returned_open"])

    def test_end_and_state(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET ended_at = now() WHERE id = %s", dossier.id)
        self._assert_only("ending_state", dossier)

    def test_journal_and_state(self):
        dossier, batch = self._received(), self._batch()
        self._sow(
            "UPDATE hcc_dossier SET state = 'handed_over', custody = 'to_agency',"
            " handed_over_at = now() WHERE id = %s",
            dossier.id,
        )
        self._sow("UPDATE hcc_handover SET state = 'cancelled' WHERE id = %s", batch.id)
        self._check()
        self.assertEqual(self._found(dossier), ["journal_state"])
        self.assertEqual(self._found(batch), ["journal_state"])
        finding = self.env["hcc.truth.finding"].search(
            [("check_code", "=", "journal_state"), ("res_id", "=", dossier.id),
             ("res_model", "=", "hcc.dossier")]
        )  # fmt: skip
        self.assertEqual(finding.facts, {"state": "handed_over", "journal": "received"})
        self.assertIn("Handed over", finding.detail)

    def test_a_state_without_any_journal(self):
        dossier = self._draft()
        self._sow(
            "UPDATE hcc_dossier SET state = 'cancelled', ended_at = now() WHERE id = %s", dossier.id
        )
        self._assert_only("journal_state", dossier)

    def test_papers_where_they_cannot_be(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        self._assert_only("custody_state", dossier)

    def test_in_process_without_a_reception(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET received_at = NULL WHERE id = %s", dossier.id)
        self._check()
        self.assertIn("no_reception", self._found(dossier))

    def test_current_step(self):
        lost, done = self._processing(), self._processing()
        self._sow("UPDATE hcc_dossier SET current_step_id = NULL WHERE id = %s", lost.id)
        self._sow(
            "UPDATE hcc_dossier_step SET finished_at = now(), outcome = 'agreed' WHERE id = %s",
            done.current_step_id.id,
        )
        self._check()
        self.assertEqual(self._found(lost), ["step_state"])
        self.assertEqual(self._found(done), ["step_state"])

    def test_waiting_and_ledger(self):
        waiting = self._processing()
        waiting.with_user(self.appraiser).request_supplement("Thiếu.")
        running = self._processing()
        running.with_user(self.appraiser).request_supplement("Thiếu.")
        running.accept_supplement()
        self._sow(
            "UPDATE hcc_dossier_ledger SET ended_at = started_at WHERE dossier_id = %s"
            " AND kind = 'supplement'",
            waiting.id,
        )
        self._sow(
            "UPDATE hcc_dossier_ledger SET ended_at = NULL WHERE dossier_id = %s"
            " AND kind = 'supplement'",
            running.id,
        )
        self._check()
        self.assertIn("wait_state", self._found(waiting))
        self.assertIn("wait_state", self._found(running))

    def test_due_date_and_ledger(self):
        glance, counted = self._received(), self._processing()
        returned = self._done()
        returned.return_result()
        counted.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at("2026-11-25 08:00"):
            counted.accept_supplement()
        moved = "UPDATE hcc_dossier SET due_at = due_at + interval '1 day' WHERE id = %s"
        for dossier in (glance, counted, returned):
            self._sow(moved, dossier.id)
        self._check()
        for dossier in (glance, counted, returned):
            self.assertEqual(self._found(dossier), ["due_ledger"])
        finding = self.env["hcc.truth.finding"].search([("res_id", "=", counted.id)])
        self.assertIn("due_at", finding.detail)
        self.assertEqual(finding.display_name, "Due date does not follow from its ledger")

    def test_a_ledger_without_reception(self):
        dossier = self._received()
        self._sow("DELETE FROM hcc_dossier_ledger WHERE dossier_id = %s", dossier.id)
        self._assert_only("due_ledger", dossier)

    def test_numbers_missing_or_used_twice(self):
        first, _second, third = (self._received() for _n in range(3))
        fourth = self._received()
        self._sow("UPDATE hcc_dossier SET name = 'H99.11-261123-0009' WHERE id = %s", fourth.id)
        self._check()
        self.assertEqual(self._found(fourth), ["code_gap"])
        self.assertEqual(self._found(first, third), [])
        self.env.cr.execute("DROP INDEX hcc_dossier_name_uniq")
        self._sow("UPDATE hcc_dossier SET name = %s WHERE id = %s", third.name, fourth.id)
        self._assert_only("code_gap", fourth)

    def test_the_first_number_of_a_day_is_one(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET name = 'H99.11-261123-0002' WHERE id = %s", dossier.id)
        self._assert_only("code_gap", dossier)

    def test_hand_over_numbers(self):
        batches = [self._handed(1) for _n in range(2)]
        self._sow("UPDATE hcc_handover SET name = '004/2026/BGHS-TN' WHERE id = %s", batches[1].id)
        self._assert_only("batch_gap", batches[1])

    def test_list_and_dossier(self):
        batch = self._handed()
        moved, forgotten, _third = batch.line_ids.dossier_id
        self._sow("UPDATE hcc_dossier SET handover_id = NULL WHERE id = %s", forgotten.id)
        self._sow(
            "UPDATE hcc_dossier SET state = 'processing', custody = 'agency' WHERE id = %s",
            moved.id,
        )
        self._check()
        self.assertIn("batch_state", self._found(moved))
        self.assertEqual(self._found(forgotten), ["batch_state"])

    def test_a_closed_list_over_open_lines(self):
        batch = self._handed(1)
        self._sow(
            "UPDATE hcc_handover SET state = 'closed', taker_user_id = %s WHERE id = %s",
            self.appraiser.id,
            batch.id,
        )
        self._check()
        self.assertIn("batch_state", self._found(batch.line_ids.dossier_id))

    def test_a_message_that_does_not_leave(self):
        """For a day; what went out, and what is fresh, is no fault."""
        messages = {
            state: self.env["hcc.outbox"]._enqueue("dossier_form", self._received())
            for state in ("pending", "leased", "failed", "done")
        }
        self._check()
        self.assertEqual(self._found(*messages.values()), [])
        self.env.flush_all()
        for state, message in messages.items():
            self._sow(
                "UPDATE hcc_outbox SET state = %s, create_date = now() AT TIME ZONE 'UTC'"
                " - interval '25 hours' WHERE id = %s",
                state,
                message.id,
            )
        self._check()
        for state in ("pending", "leased", "failed"):
            self.assertEqual(self._found(messages[state]), ["outbox_stuck"], state)
        self.assertEqual(self._found(messages["done"]), [])

    # -- the findings themselves ----------------------------------------------

    def test_a_finding_lives_until_it_is_mended(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        first = self._check()
        self.assertEqual((first.new_count, first.mended_count), (1, 0))
        finding = self.env["hcc.truth.finding"].search([("run_id", "=", first.id)])
        self.assertEqual(finding.record_name, dossier.name)
        self.assertTrue(finding.remedy)
        with self.at("2026-11-23 10:00"):
            second = self._check()
        self.assertEqual((second.finding_count, second.new_count), (1, 0))
        self.assertEqual(finding.run_id, second)
        self.assertLess(finding.first_seen_at, finding.last_seen_at)
        self._sow("UPDATE hcc_dossier SET custody = 'centre' WHERE id = %s", dossier.id)
        third = self._check()
        self.assertEqual((third.finding_count, third.mended_count), (0, 1))
        self.assertEqual(finding.state, "mended")
        self.assertTrue(finding.mended_at)
        self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        self.assertEqual(self._check().new_count, 1)

    def test_acknowledged_with_a_reason(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        self._check()
        finding = self.env["hcc.truth.finding"].search([("res_id", "=", dossier.id)])
        with self.assertRaises(UserError):
            finding.with_user(self.approver).acknowledge(" ")
        for user in (self.oversight, self.official, self.other_approver):
            with self.assertRaises(AccessError):
                finding.with_user(user).acknowledge("Đang tìm.")
        finding.with_user(self.approver).acknowledge("Đang tìm, xong trong ngày mai.")
        self._check()
        self.assertEqual(finding.state, "acknowledged")
        self.assertEqual(finding.acknowledged_user_id, self.approver)
        self._sow("UPDATE hcc_dossier SET custody = 'centre' WHERE id = %s", dossier.id)
        self._check()
        self.assertEqual(finding.state, "mended")

    def test_who_sees_findings(self):
        mine = self._received()
        theirs = self._received(user=self.other_official, procedure=self.other_procedure)
        for dossier in (mine, theirs):
            self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        self._check()
        findings = self.env["hcc.truth.finding"]
        for user, seen in (
            (self.approver, {mine.id}),
            (self.other_approver, {theirs.id}),
            (self.oversight, {mine.id, theirs.id}),
            (self.director, {mine.id, theirs.id}),
        ):
            self.assertEqual(set(findings.with_user(user).search([]).mapped("res_id")), seen)
        for user in (self.official, self.clerk, self.cashier):
            with self.assertRaises(AccessError):
                findings.with_user(user).search([])

    def test_nobody_writes_findings_or_runs(self):
        dossier = self._received()
        self._sow("UPDATE hcc_dossier SET custody = 'agency' WHERE id = %s", dossier.id)
        run = self._check()
        finding = self.env["hcc.truth.finding"].search([("run_id", "=", run.id)])
        for user in (self.director, self.approver, self.oversight):
            with self.assertRaises(AccessError):
                finding.with_user(user).write({"state": "mended"})
            with self.assertRaises(AccessError):
                finding.with_user(user).unlink()
        with self.assertRaises(AccessError):
            finding.sudo().write({"state": "mended"})
        with self.assertRaises(UserError):
            finding.sudo().unlink()
        with self.assertRaises(AccessError):
            run.with_user(self.director).write({"finding_count": 0})
        with self.assertRaises(UserError):
            run.sudo().unlink()

    def test_who_may_ask(self):
        runs = self.env["hcc.truth.run"]
        for user in (self.official, self.approver, self.cashier):
            with self.assertRaises(AccessError):
                runs.with_user(user).action_check_now()
        before = runs.search_count([("company_id", "=", self.centre.id)])
        for user in (self.oversight, self.director):
            runs.with_user(user).action_check_now()
        self.assertEqual(runs.search_count([("company_id", "=", self.centre.id)]), before + 2)

    def test_as_many_queries_for_many_dossiers_as_for_few(self):
        """The open ones are counted again by their ledger; every other question is one query."""
        for _n in range(3):
            self._done().return_result()
        self._check()
        before = self.env.cr.sql_log_count
        self._check()
        few = self.env.cr.sql_log_count - before
        for _n in range(6):
            self._done().return_result()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._check()
        self.assertLessEqual(self.env.cr.sql_log_count - before, few)
