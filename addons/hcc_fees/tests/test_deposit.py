from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HccFeesCommon
from .test_paper import text_of


@tagged("post_install", "-at_install")
class TestDeposit(HccFeesCommon):
    """Until when November's money must leave, and on which form."""

    def _policy(self, **values):
        policy = self.env["hcc.policy"]._get(self.centre, date(2026, 11, 23)).sudo()
        policy.write(values)
        return policy

    def _november(self, shift=None):
        shift = shift or self._open_shift()
        for dossier in (self._owing(), self._owing_service()):
            self._collect(dossier.due_ids, shift)
        return self._closed(shift)

    def _prepared(self):
        remittance = self.env["hcc.remittance"].with_user(self.accountant).create({})
        remittance.prepare()
        return remittance

    def _sent(self, remittance):
        remittance.with_user(self.accountant_2).check()
        remittance.with_user(self.director).approve()
        remittance.send()

    def _overdue(self, model):
        self.env.invalidate_all()
        name = "timeliness" if model == "hcc.remittance" else "is_overdue"
        value = "overdue" if model == "hcc.remittance" else True
        return self.env[model].with_user(self.accountant).search([(name, "=", value)])

    # -- The day --------------------------------------------------------------

    def test_the_fifth_of_the_next_month_or_the_next_working_day(self):
        remit_by = self.env["hcc.policy"]._remit_by
        self._policy(deposit_deadline_rule="month_day", deposit_deadline_day=5)
        # 5 December 2026 is a Saturday.
        self.assertEqual(remit_by(self.centre, date(2026, 11, 2)), date(2026, 12, 7))
        self._policy(deposit_deadline_day=4)
        self.assertEqual(remit_by(self.centre, date(2026, 11, 30)), date(2026, 12, 4))

    def test_thursday_after_the_week(self):
        remit_by = self.env["hcc.policy"]._remit_by
        self._policy(fee_deposit_period="week", deposit_deadline_rule="weekday")
        self.assertEqual(remit_by(self.centre, date(2026, 11, 23)), date(2026, 12, 3))
        # Tuesday 24 November is a public holiday.
        self._policy(deposit_deadline_weekday="2")
        self.assertEqual(remit_by(self.centre, date(2026, 11, 16)), date(2026, 11, 25))

    def test_no_common_day_is_never_overdue(self):
        self._policy(deposit_deadline_rule="circular")
        self._november()
        with self.at("2027-06-01 08:00"):
            remittance = self._prepared()
            self.assertRecordValues(remittance, [{"remit_by": False, "timeliness": False}])
            self.assertFalse(self._overdue("hcc.remittance"))
            self.assertFalse(self._overdue("hcc.agency.balance"))

    # -- On the screens -------------------------------------------------------

    def test_a_remittance_becomes_overdue_after_its_day(self):
        self._november()
        with self.at("2026-12-01 08:00"):
            remittance = self._prepared()
            self.assertRecordValues(
                remittance, [{"remit_by": date(2026, 12, 7), "timeliness": "pending"}]
            )
        with self.at("2026-12-07 23:00"):
            self.assertFalse(self._overdue("hcc.remittance"))
        with self.at("2026-12-08 00:10"):
            self.assertEqual(self._overdue("hcc.remittance"), remittance)
            draft = self.env["hcc.remittance"].with_user(self.accountant).create({})
            self.assertFalse(draft.timeliness, "a draft holds no money")

    def test_sent_in_time_and_late(self):
        for day, expected in (("2026-12-07 16:00", "in_time"), ("2026-12-08 08:00", "late")):
            with self.subTest(day=day), self.env.cr.savepoint() as savepoint:
                self._november()
                with self.at(day):
                    remittance = self._prepared()
                    self._sent(remittance)
                with self.at("2027-01-15 08:00"):
                    self.assertEqual(remittance.timeliness, expected)
                    self.assertFalse(self._overdue("hcc.remittance"))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_what_is_owed_shows_until_when(self):
        self._november()
        self.env.flush_all()
        rows = self.env["hcc.agency.balance"].with_user(self.accountant).search([])
        fees = rows.filtered(lambda row: row.kind != "service")
        self.assertEqual(set(fees.mapped("remit_by")), {date(2026, 12, 7)})
        self.assertFalse((rows - fees).remit_by, "settled with the enterprise, not by this rule")
        with self.at("2026-12-08 08:00"):
            self.assertEqual(
                set(self._overdue("hcc.agency.balance").mapped("kind")), {"fee", "charge"}
            )
            remittance = self._prepared()
            self.assertTrue(self._overdue("hcc.agency.balance"), "prepared is not sent")
            self._sent(remittance)
            self.assertFalse(self._overdue("hcc.agency.balance"))

    # -- The slip -------------------------------------------------------------

    def _slip(self, remittance):
        reports = self.env["ir.actions.report"].with_user(self.accountant)
        return text_of(reports._render_qweb_pdf("hcc_fees.report_treasury_slip", remittance.ids)[0])

    def test_the_form_of_the_policy(self):
        source = self.env.ref("hcc_base.policy_c").source_ids.filtered(
            lambda s: s.field_name == "treasury_form"
        )
        for form, words in (
            ("annex1_02", "Mẫu số 02, Phụ lục I, Nghị định số 347/2025/NĐ-CP"),
            ("c1_02", "Mẫu số C1-02/NS, theo Nghị định số 11/2020/NĐ-CP"),
        ):
            self._policy(treasury_form=form)
            with self.subTest(form=form), self.env.cr.savepoint() as savepoint:
                self._november()
                with self.at("2026-12-01 08:00"):
                    remittance = self._prepared()
                    text = self._slip(remittance)
                    self.assertIn(words, text)
                    self.assertIn("GIẤY NỘP TIỀN VÀO NGÂN SÁCH NHÀ NƯỚC", text.upper())
                    self.assertIn("1.151.001 đ", text)
                    self.assertIn("chưa đối chiếu với văn bản", text)
                    self.assertNotIn("220.000", text, "service prices are not the Treasury's")
                    source.certainty = "certain"
                    self.assertNotIn("chưa đối chiếu", self._slip(remittance))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_slip_keeps_the_form_of_the_day_it_left(self):
        self._november()
        with self.at("2026-12-01 08:00"):
            remittance = self._prepared()
            self._sent(remittance)
        policy = self.env.ref("hcc_base.policy_c")
        with self.at("2026-12-02 08:00"):
            policy.copy({"valid_from": "2026-12-02", "treasury_form": "c1_02"})
            text = self._slip(remittance)
            self.assertIn("Nghị định số 347/2025", text)
            self.assertIn("ngày 01 tháng 12 năm 2026", text)

    def test_no_slip_without_money_for_the_treasury(self):
        shift = self._open_shift()
        self._collect(self._owing_service().due_ids, shift)
        self._closed(shift)
        with self.at("2026-12-01 08:00"):
            remittance = self._prepared()
            with self.assertRaisesRegex(UserError, "Treasury"):
                remittance._treasury_slip_values()
