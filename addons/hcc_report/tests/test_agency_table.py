import io

import openpyxl
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.tests.common import centre_time

from .common import NOVEMBER, ReportCommon


class TestAgencyTable(ReportCommon):
    """Each test is a hand count over a small history. Monday 23 November 2026 is a working day,
    the 24th a holiday: 3 working days from the 23rd end on Friday the 27th."""

    # ------------------------------------------------------------------ in

    def test_received_before_in_and_after(self):
        self._receive_at("2026-10-30 09:00")
        self._receive_at("2026-11-30 16:59")
        self._receive_at("2026-11-30 10:00", channel="online")
        self._receive_at("2026-11-30 10:00", channel="postal")
        self._receive_at("2026-12-01 07:00")
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual(row, {1: 1, 2: 2, 3: 1, 4: 4, 9: 1, 10: 3})

    def test_what_was_not_accepted_does_not_count(self):
        with self.at("2026-11-23 09:00"):
            self._draft()
            self._draft(complete=False).guide("Thiếu bản sao")
            self._draft(complete=False).refuse("Không thuộc thẩm quyền")
            withdrawn = self._draft(complete=False)
            withdrawn.guide("Thiếu bản sao")
            withdrawn.withdraw("Không làm nữa")
        self.assertEqual(self._row(self._table(*NOVEMBER)), {})

    # ------------------------------------------------------------------ out

    def test_early_on_time_and_late(self):
        for finished in ("2026-11-26 16:00", "2026-11-27 10:00", "2026-11-27 10:01"):
            self._finish_at(self._receive_at("2026-11-23 10:00"), finished)
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual(row, {2: 3, 4: 3, 5: 1, 6: 1, 7: 1, 8: 3})

    def test_finished_before_the_period_is_gone(self):
        self._finish_at(self._receive_at("2026-10-26 09:00"), "2026-10-30 16:00")
        self.assertEqual(self._row(self._table(*NOVEMBER)), {})

    def test_finished_after_the_period_is_still_open_at_its_end(self):
        dossier = self._receive_at("2026-11-27 09:00")
        self._finish_at(dossier, "2026-12-01 09:00")
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 10: 1})
        december = self._row(self._table("2026-12-01", "2026-12-31"))
        self.assertEqual(december, {1: 1, 4: 1, 7: 1, 8: 1})

    def test_returning_the_result_changes_nothing(self):
        dossier = self._receive_at("2026-11-23 10:00")
        self._finish_at(dossier, "2026-11-26 16:00")
        with self.at("2026-12-10 09:00"):
            dossier.return_result()
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 7: 1, 8: 1})
        self.assertEqual(self._row(self._table("2026-12-01", "2026-12-31")), {})

    def test_ended_without_result(self):
        for verb in ("withdraw", "stop", "cancel"):
            dossier = self._receive_at("2026-11-23 10:00")
            self._process_at(dossier, "2026-11-23 14:00")
            user = self.approver if verb == "cancel" else self.official
            with self.at("2026-11-26 09:00"):
                getattr(dossier.with_user(user), verb)("Theo đơn đề nghị")
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual(row, {2: 3, 4: 3, 12: 3})
        self.assertEqual(self._row(self._table("2026-12-01", "2026-12-31")), {})

    def test_each_ending_lands_in_the_column_of_its_reason(self):
        """12 says that it ended without a result, 13 that papers went back to the applicant."""
        kinds = ("withdraw", "stop", "cancel", "give_back")
        reasons = self.env["hcc.dossier.reason"].search([("kind", "in", kinds)])
        self.assertEqual(len(reasons), 15)
        expected = {2: 0, 4: 0, 12: 0, 13: 0}
        for reason in reasons:
            dossier = self._receive_at("2026-11-23 10:00")
            self._process_at(dossier, "2026-11-23 14:00")
            with self.at("2026-11-26 09:00"):
                dossier = dossier.with_user(self.approver)
                if reason.kind == "withdraw":
                    dossier = dossier.with_user(self.official)
                getattr(dossier, reason.kind)("Theo đơn.", reason_id=reason.id)
            for cell in (2, 4, 12):
                expected[cell] += 1
            expected[13] += reason.kind == "give_back"
        self.assertEqual(expected[13], 4)
        self.assertEqual(self._row(self._table(*NOVEMBER)), expected)

    def test_another_place_of_a_reason_changes_what_follows_only(self):
        reason = self.env.ref("hcc_dossier.reason_stop_1")
        for place, columns in (("ended", {12}), ("given_back", {12, 13})):
            reason.report_place = place
            dossier = self._receive_at("2026-11-23 10:00")
            self._process_at(dossier, "2026-11-23 14:00")
            with self.at("2026-11-26 09:00"):
                dossier.stop(reason_id=reason.id)
            before = self._row(self._table("2026-11-26", "2026-11-26"))
            self.assertEqual({n for n in (12, 13) if before.get(n)}, columns)
        reason.report_place = "ended"
        self.assertEqual(self._row(self._table("2026-11-26", "2026-11-26")), before)

    def test_a_voided_acceptance_counts_once(self):
        """Corrected on its day: the dossier that continues it counts; later: both do, one in 12."""
        reason = self.env.ref("hcc_dossier.reason_correct_1")
        same_day = self._receive_at("2026-11-23 10:00")
        with self.at("2026-11-23 11:00"):
            answer = same_day.correct(reason_id=reason.id)
            self.env["hcc.dossier"].with_user(self.official).browse(answer["dossier_id"]).receive()
        self.assertEqual(self._row(self._table("2026-11-23", "2026-11-23")), {2: 1, 4: 1, 10: 1})
        later = self._receive_at("2026-11-25 10:00")
        with self.at("2026-11-26 09:00"):
            answer = later.with_user(self.approver).correct(reason_id=reason.id)
            self.env["hcc.dossier"].with_user(self.official).browse(answer["dossier_id"]).receive()
        self.assertEqual(
            self._row(self._table("2026-11-25", "2026-11-26")), {1: 1, 2: 2, 4: 3, 10: 2, 12: 1}
        )

    def test_a_revoked_result_counts_where_it_counted_first(self):
        dossier = self._receive_at("2026-11-23 10:00")
        self._finish_at(dossier, "2026-11-26 16:00")
        before = self._row(self._table(*NOVEMBER))
        with self.at("2026-12-02 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        table = self._table(*NOVEMBER)
        self.assertEqual(self._row(table), before)
        self.assertFalse(table._contradictions())
        self.assertEqual(self._row(self._table("2026-12-01", "2026-12-31")), {})

    # ------------------------------------------------------------------ open

    def test_overdue_by_the_end_of_the_period(self):
        self._receive_at("2026-11-25 10:00")  # due on Monday the 30th
        self._receive_at("2026-11-26 10:00")  # due on 1 December
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 2, 4: 2, 9: 1, 10: 1})

    def test_a_running_period_counts_up_to_now(self):
        self._receive_at("2026-11-23 10:00")  # due on Friday the 27th, 10:00
        before = self._table(*NOVEMBER, when="2026-11-27 10:00")
        after = self._table(*NOVEMBER, when="2026-11-27 10:01")
        self.assertEqual(self._row(before), {2: 1, 4: 1, 10: 1})
        self.assertEqual(self._row(after), {2: 1, 4: 1, 9: 1})

    def test_suspended_is_shown_inside_10(self):
        dossier = self._receive_at("2026-11-23 10:00")
        self._process_at(dossier, "2026-11-23 14:00")
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).suspend("Chờ giám định")
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual(row, {2: 1, 4: 1, 10: 1, 11: 1})

    def test_suspended_after_the_due_time_stays_overdue(self):
        dossier = self._receive_at("2026-11-16 10:00")
        self._process_at(dossier, "2026-11-16 14:00")
        with self.at("2026-11-26 09:00"):
            dossier.with_user(self.approver).suspend("Chờ giám định")
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 9: 1})

    def test_supplements_count_as_events_and_wait_inside_10(self):
        dossier = self._receive_at("2026-11-23 10:00")
        self._process_at(dossier, "2026-11-23 14:00")
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu chữ ký")
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual(row, {2: 1, 4: 1, 10: 1, 11: 1, 13: 1})

    def test_the_past_is_not_rewritten_by_what_followed(self):
        """Supplement accepted and resumed in December: November's table stays as it was."""
        dossier = self._receive_at("2026-11-23 10:00")
        self._process_at(dossier, "2026-11-23 14:00")
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu chữ ký")
        before = self._row(self._table(*NOVEMBER, when="2026-12-01 07:00"))
        with self.at("2026-12-10 09:00"):
            dossier.accept_supplement()
        self.assertEqual(self._row(self._table(*NOVEMBER)), before)
        december = self._row(self._table("2026-12-01", "2026-12-10"))
        self.assertEqual(december, {1: 1, 4: 1, 10: 1})

    def test_the_due_time_is_that_of_the_periods_end(self):
        """Overdue on 30 November, suspended on 1 December, resumed with a later due date."""
        dossier = self._receive_at("2026-11-23 10:00")
        self._process_at(dossier, "2026-11-23 14:00")
        with self.at("2026-11-26 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu chữ ký")
        with self.at("2026-11-26 15:00"):
            dossier.accept_supplement()  # counted anew: due on 1 December, 15:00
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 10: 1, 13: 1})
        overdue = self._row(self._table("2026-12-01", "2026-12-01"))
        self.assertEqual(overdue, {1: 1, 4: 1, 9: 1})
        with self.at("2026-12-02 09:00"):
            dossier.with_user(self.approver).suspend("Chờ giám định")
        with self.at("2026-12-20 09:00"):
            dossier.with_user(self.approver).resume()
        self.assertEqual(self._row(self._table("2026-12-01", "2026-12-01")), overdue)
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 10: 1, 13: 1})

    def test_a_closure_entered_later_does_not_rewrite_the_past(self):
        """Overdue on 30 November; in December 26, 27 and 30 November turn out closed."""
        dossier = self._receive_at("2026-11-23 10:00")
        self._process_at(dossier, "2026-11-23 14:00")
        november = self._row(self._table(*NOVEMBER))
        self.assertEqual(november, {2: 1, 4: 1, 9: 1})
        with self.at("2026-12-05 09:00"):
            self.env["hcc.calendar.day"].create(
                [
                    {"date": day, "name": "Bão", "kind": "closure", "company_id": self.centre.id}
                    for day in ("2026-11-26", "2026-11-27", "2026-11-30")
                ]
            )
        self.assertEqual(dossier.due_at, centre_time("2026-12-02 10:00"))
        self.assertEqual(self._row(self._table(*NOVEMBER)), november)

    # ------------------------------------------------------------------ centres and agencies

    def test_another_centres_dossiers_are_left_out(self):
        self._receive_at("2026-11-23 10:00")
        with self.at("2026-11-23 10:00"):
            draft = self._draft()
            elsewhere = (
                self.env["hcc.dossier"]
                .with_user(self.elsewhere)
                .with_context(allowed_company_ids=self.other_centre.ids)
                .create(
                    {
                        "company_id": self.other_centre.id,
                        "procedure_id": draft.procedure_id.id,
                        "applicant_id": draft.applicant_id.id,
                        "beside_open": True,
                    }
                )
            )
            elsewhere.component_ids.filtered("is_required").write({"is_received": True})
            elsewhere.receive()
        self.assertEqual(self._row(self._table(*NOVEMBER)), {2: 1, 4: 1, 9: 1})

    def test_every_agency_of_the_centre_has_a_row_and_the_total_adds_up(self):
        self._receive_at("2026-11-23 10:00")
        with self.at("2026-11-23 11:00"):
            self._draft(user=self.other_official, procedure=self.other_procedure).receive()
        table = self._table(*NOVEMBER)
        self.assertLessEqual(self.agency | self.other_agency, table.line_ids.agency_id)
        total = table.line_ids.filtered("is_total")
        self.assertEqual(table.line_ids[-1], total)
        for n in range(1, 15):
            rows = table.line_ids - total
            self.assertEqual(total[f"c{n}"], sum(rows.mapped(f"c{n}")))
        self.assertEqual(total.c4, 2)

    # ------------------------------------------------------------------ checks and doors

    def test_a_cell_opens_the_records_it_counts(self):
        late = self._receive_at("2026-11-16 10:00")
        self._finish_at(late, "2026-11-27 10:01")
        waiting = self._receive_at("2026-11-23 10:00")
        self._process_at(waiting, "2026-11-23 14:00")
        with self.at("2026-11-25 09:00"):
            waiting.with_user(self.appraiser).request_supplement("Thiếu chữ ký")
        other = None
        with self.at("2026-11-23 11:00"):
            other = self._draft(user=self.other_official, procedure=self.other_procedure)
            other.receive()
        table = self._table(*NOVEMBER)
        line = table.line_ids.filtered(lambda row: row.agency_id == self.agency)
        total = table.line_ids.filtered("is_total")

        def behind(row, cell):
            action = row.action_open_cell(cell)
            model = self.env[action["res_model"]].with_user(self.director)
            return model.search(action["domain"])

        self.assertEqual(behind(line, "c5"), late)
        self.assertEqual(behind(line, "c11"), waiting)
        self.assertEqual(behind(total, "c4"), late | waiting | other)
        self.assertEqual(behind(line, "c13").dossier_id, waiting)
        for row in table.line_ids:
            for n in range(1, 14):
                with self.subTest(row=row.name, cell=n):
                    self.assertEqual(len(behind(row, f"c{n}")), row[f"c{n}"])

    def test_an_unknown_cell(self):
        line = self._table(*NOVEMBER).line_ids[:1]
        with self.assertRaisesRegex(UserError, "c15"):
            line.action_open_cell("c15")

    def test_contradictions_are_named(self):
        dossier = self._receive_at("2026-11-23 10:00")
        other = self._receive_at("2026-11-23 10:00")
        self._finish_at(other, "2026-11-26 09:00")
        table = self._table(*NOVEMBER)
        self.assertEqual(table._contradictions(), [])
        self.assertEqual(table.action_show()["res_model"], "hcc.report.agency.line")
        self.env.flush_all()
        # Past the verbs, as only a database owner could.
        self.env.cr.execute(
            SQL("UPDATE hcc_dossier SET ended_on = '2026-11-26' WHERE id = %s", other.id)
        )
        self.env.cr.execute(
            SQL("UPDATE hcc_dossier SET finished_on = '2026-11-27' WHERE id = %s", dossier.id)
        )
        self.env.invalidate_all()
        table = self._table(*NOVEMBER)
        words = " ".join(table._contradictions())
        self.assertIn(dossier.name, words)
        self.assertIn(other.name, words)
        self.assertIn("4 = 8 + 9 + 10 + 12", words)
        action = table.action_show()
        self.assertEqual(action["params"]["type"], "danger")
        found = table._contradictions_action()["domain"]
        self.assertEqual(found, [("id", "in", sorted((dossier | other).ids))])

    def test_a_period_that_has_not_begun(self):
        with self.assertRaisesRegex(UserError, "not begun"):
            self._table("2027-02-01", "2027-02-28")

    def test_running_again_replaces_the_rows(self):
        table = self._table(*NOVEMBER)
        count = len(table.line_ids)
        with self.at("2027-01-15 09:00"):
            table._generate()
        self.assertEqual(len(table.line_ids), count)

    def test_one_query_for_all_figures(self):
        for _n in range(3):
            self._receive_at("2026-11-23 10:00")
        table = self._table(*NOVEMBER)
        self.env.flush_all()
        with self.assertQueryCount(1):
            table._figures()

    # ------------------------------------------------------------------ paper

    def test_spreadsheet(self):
        self._receive_at("2026-11-23 10:00")
        table = self._table(*NOVEMBER)
        sheet = openpyxl.load_workbook(io.BytesIO(table._to_xlsx())).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        self.assertEqual(len(rows), len(table.line_ids))
        self.assertEqual([r[2:16] for r in rows][-1], [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
