from odoo.exceptions import AccessError

from .common import NOVEMBER, ReportCommon


class TestAgencyTableAccess(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("r_administrator", "administrator")
        cls.hr = cls._create_user("r_hr", "hr")

    def test_who_may_run_it(self):
        self._receive_at("2026-11-23 10:00")
        for user in (
            self.director, self.oversight, self.accountant, self.hall_manager, self.administrator
        ):  # fmt: skip
            with self.subTest(user=user.login):
                table = self._table(*NOVEMBER, user=user)
                self.assertEqual(self._row(table), {2: 1, 4: 1, 9: 1})
        for user in (
            self.official,
            self.appraiser,
            self.approver,
            self.clerk,
            self.cashier,
            self.hr,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._table(*NOVEMBER, user=user)

    def test_only_the_own_centre(self):
        with self.assertRaises(AccessError):
            self._table(*NOVEMBER, company=self.other_centre)

    def test_figures_cannot_be_forged(self):
        line = self._table(*NOVEMBER).line_ids[:1]
        with self.assertRaises(AccessError):
            line.c4 = 1
        with self.assertRaises(AccessError):
            line.copy({"c4": 1})

    def test_only_the_own_table(self):
        table = self._table(*NOVEMBER)
        with self.assertRaises(AccessError):
            table.with_user(self.oversight).read(["date_from"])
        with self.assertRaises(AccessError):
            table.line_ids[:1].with_user(self.oversight).action_open_cell("c4")

    def test_figures_without_the_right_to_the_records(self):
        self._receive_at("2026-11-23 10:00")
        for user in (self.accountant, self.hall_manager):
            line = self._table(*NOVEMBER, user=user).line_ids[-1]
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.action_open_cell("c4")

    def test_the_search_on_cells_gives_no_record_away(self):
        """An official who learns a row's id still reads only what the role allows."""
        self._receive_at("2026-11-23 10:00")
        line = self._table(*NOVEMBER).line_ids[-1]
        domain = [("report_cell", "=", f"{line.id}:c4")]
        self.assertEqual(self.env["hcc.dossier"].with_user(self.director).search_count(domain), 1)
        with self.assertRaises(AccessError):
            self.env["hcc.dossier"].with_user(self.other_official).search(domain)
