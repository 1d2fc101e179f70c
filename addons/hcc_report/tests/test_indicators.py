from datetime import date
from itertools import product

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from .common import NOVEMBER, ReportCommon


def set_groups(versions, groups):
    """Published versions are fixed: written past the guard, as only a database owner could."""
    cr, field = versions.env.cr, versions._fields["handling_group_ids"]
    table, version_column, group_column = map(
        SQL.identifier, (field.relation, field.column1, field.column2)
    )
    cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
    cr.execute(SQL("DELETE FROM %s WHERE %s = ANY(%s)", table, version_column, versions.ids))
    for version, group in product(versions.ids, groups.ids):
        columns = SQL("%s, %s", version_column, group_column)
        cr.execute(SQL("INSERT INTO %s (%s) VALUES (%s, %s)", table, columns, version, group))
    cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))
    versions.env.invalidate_all()


class TestIndicators(ReportCommon):
    """Early, on time, late, open; online and at the counter; thresholds of the policy."""

    def _policy(self, **values):
        """The centre's own rules from the last day of the period on."""
        common = self.env["hcc.policy"]._get(self.centre, date(2026, 11, 30)).sudo()
        own = {"company_id": self.centre.id, "valid_from": "2026-11-30", "valid_to": False}
        with self.at("2026-11-20 08:00"):
            return common.copy({**own, **values})

    def _report(self, user=None, company=None, when="2027-01-15 08:00"):
        with self.at(when):
            report = (
                self.env["hcc.report.indicators"]
                .with_user(user or self.director)
                .create(
                    {
                        "date_from": NOVEMBER[0],
                        "date_to": NOVEMBER[1],
                        "company_id": (company or self.centre).id,
                    }
                )
            )
            report.action_show()
        return report

    def _line(self, report, section, code, name=None):
        return report.line_ids.filtered(
            lambda row: (row.section, row.code) == (section, code) and name in (None, row.name)
        )

    def _november(self):
        """Three solved (early, on time, late), one open and overdue; two of the four online."""
        early = self._receive_at("2026-11-16 08:00", channel="online")
        on_time = self._receive_at("2026-11-16 08:00", channel="online")
        late = self._receive_at("2026-11-16 08:00")
        self._receive_at("2026-11-16 08:00")
        self._finish_at(early, "2026-11-17 10:00")
        self._finish_at(on_time, "2026-11-19 08:00")
        self._finish_at(late, "2026-11-20 16:00")
        self.assertEqual(
            (early | on_time | late).mapped("timeliness"), ["early", "on_time", "late"]
        )

    def test_rates_and_scores_by_decision_766(self):
        self._november()
        report = self._report()
        within = self._line(report, "d766", "2.1")
        self.assertRecordValues(
            within,
            [{"numerator": 2, "denominator": 4, "rate": 50.0, "status": "rated", "score": 0}],
        )
        online = self._line(report, "d766", "3.3")
        self.assertRecordValues(
            online,
            [
                {
                    "numerator": 2,
                    "denominator": 4,
                    "rate": 50.0,
                    "threshold": 50,
                    "score": 100.0,
                    "status": "scored",
                }
            ],
        )

    def test_the_threshold_of_the_last_day_counts(self):
        self._november()
        self._policy(index766_online_dossiers=60)
        online = self._line(self._report(), "d766", "3.3")
        self.assertRecordValues(online, [{"threshold": 60, "score": 83.33}])

    def test_without_threshold_there_is_no_score(self):
        self._november()
        self._policy(index766_online_dossiers=0)
        online = self._line(self._report(), "d766", "3.3")
        self.assertRecordValues(online, [{"status": "rated", "rate": 50.0, "maximum": 0}])

    def test_no_dossiers_is_no_data(self):
        report = self._report()
        for section, code in (("d766", "2.1"), ("d766", "3.3"), ("c01", "1"), ("c01", "3")):
            with self.subTest(code=code):
                self.assertRecordValues(
                    self._line(report, section, code),
                    [{"status": "no_data", "score": 0, "maximum": 0}],
                )

    def test_what_is_not_recorded_has_no_score(self):
        self._november()
        report = self._report()
        for code, threshold in (("3.6", 80), ("4.2", 80), ("4.3", 80), ("5.4", 90)):
            with self.subTest(code=code):
                self.assertRecordValues(
                    self._line(report, "d766", code),
                    [{"status": "no_data", "threshold": threshold, "maximum": 0}],
                )

    def test_nine_indicators_leave_out_what_is_unknown(self):
        self._november()
        report = self._report()
        self.assertRecordValues(
            self._line(report, "c01", "1"),
            [{"score": 1.0, "maximum": 2, "denominator": 3, "status": "scored"}],
        )
        self.assertEqual(self._line(report, "c01", "3").score, 2.0)
        total = report.line_ids.filtered("is_total")
        points = sum(self._line(report, "c01", code).score for code in ("1", "3", "5"))
        self.assertRecordValues(total, [{"score": points, "maximum": 6}])
        self.assertIn("Not classified: 6", total.formula)

    def test_a_supplement_costs_a_point(self):
        dossier = self._receive_at("2026-11-16 08:00")
        with self.at("2026-11-16 09:00"):
            dossier.hand_over()
            dossier.with_user(self.appraiser).take()
            dossier.with_user(self.appraiser).request_supplement("Thiếu bản vẽ")
        with self.at("2026-11-17 09:00"):
            dossier.with_user(self.official).accept_supplement()
        self._finish_steps(dossier, "2026-11-18 09:00")
        self.assertEqual(self._line(self._report(), "c01", "3").score, 1.0)

    def _finish_steps(self, dossier, when):
        with self.at(when):
            for role in ("appraiser", "approver", "clerk"):
                dossier.with_user(self._staff(dossier, role)).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.with_user(self.official).take()

    def test_without_a_scheme_the_nine_are_not_shown(self):
        self._policy(eval_scheme="none")
        report = self._report()
        self.assertFalse(report.line_ids.filtered(lambda row: row.section == "c01"))
        self.assertTrue(report.line_ids.filtered(lambda row: row.section == "d766"))

    def test_the_share_on_the_spot_against_the_target(self):
        versions = self.env["hcc.readiness"].sudo()._versions_in_force(self.centre)
        policy = self.env["hcc.policy"]._get(self.centre, date(2026, 11, 30)).sudo()
        spot = len(versions.filtered(policy._is_on_the_spot))
        report = self._report()
        line = report.line_ids.filtered(
            lambda row: row.section == "own" and row.denominator == len(versions)
        )
        self.assertRecordValues(
            line,
            [
                {
                    "numerator": spot,
                    "threshold": policy._on_the_spot_target(self.centre.centre_level),
                    "status": "below",
                    "maximum": 0,
                }
            ],
        )

    def test_procedures_without_groups_are_no_data(self):
        versions = self.env["hcc.readiness"].sudo()._versions_in_force(self.centre)
        set_groups(versions, self.env["hcc.handling.group"])
        self.assertEqual(self._line(self._report(), "d766", "3.1").status, "no_data")
        set_groups(versions[0], self.env.ref("hcc_base.handling_group_online_full"))
        self.assertRecordValues(
            self._line(self._report(), "d766", "3.1"),
            [{"numerator": 1, "denominator": 1, "score": 100.0, "status": "scored"}],
        )

    # -- Rights ---------------------------------------------------------------

    def test_only_directors_and_oversight(self):
        self.assertTrue(self._report(self.oversight).line_ids)
        for user in (self.official, self.hall_manager, self.accountant, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._report(user)

    def test_own_centres_and_own_reports_only(self):
        with self.assertRaises(AccessError):
            self._report(company=self.other_centre)
        report = self._report()
        with self.assertRaises(AccessError):
            report.with_user(self.oversight).line_ids.read(["score"])
        with self.assertRaises(AccessError):
            report.line_ids[0].score = 100
        with self.assertRaises(UserError):
            self._report(when="2026-10-01 08:00")


class TestReportReadiness(ReadinessCase, ReportCommon):
    """What must be right before reports are."""

    def test_contradictions(self):
        dossier = self._receive_at("2026-11-16 08:00")
        self.assertHolds("report_contradictions")
        self.env.flush_all()
        # Past the verbs, as only a database owner could.
        self.env.cr.execute(
            SQL("UPDATE hcc_dossier SET finished_on = '2026-11-20' WHERE id = %s", dossier.id)
        )
        self.env.invalidate_all()
        self.assertLacks("report_contradictions", dossier.name)

    def test_handling_groups(self):
        versions = self.env["hcc.readiness"].sudo()._versions_in_force(self.centre)
        group = self.env.ref("hcc_base.handling_group_centre")
        set_groups(versions, group)
        self.assertHolds("report_groups")
        set_groups(versions[0], self.env["hcc.handling.group"])
        self.assertLacks("report_groups", versions[0].procedure_id.display_name)
