from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, InsufficientPrivilege

from .common import HccFeesCommon
from .test_paper import text_of


@tagged("post_install", "-at_install")
class TestFeeModifier(HccFeesCommon):
    """Reductions of a fee of 150.000 đ and a charge of 1.001.001 đ."""

    def _reduce(self, percent=50, codes=("LP-TN",), **values):
        return self.env["hcc.fee.modifier"].create(
            {
                "name": f"Giảm {percent}%",
                "fee_ids": [self.fees[code].id for code in codes],
                "percent": percent,
                "valid_from": "2026-07-01",
                **values,
            }
        )

    def _owed(self, code="LP-TN", **values):
        dossier = self._received(procedure=self.paid_procedure, **values)
        return dossier, dossier.sudo().due_ids.filtered(lambda due: due.fee_id == self.fees[code])

    def _reductions(self, dossier):
        entries = self.env["hcc.journal.entry"].search(
            [
                ("res_model", "=", "hcc.dossier"),
                ("res_id", "=", dossier.id),
                ("verb", "=", "reduce"),
            ]
        )
        return entries.mapped("facts")

    # -- Which one counts -----------------------------------------------------

    def test_the_most_favourable_and_never_two(self):
        self._reduce(10)
        half = self._reduce(50)
        self._reduce(0, effect="fixed", amount=100_000)
        dossier, due = self._owed()
        self.assertRecordValues(
            due,
            [{"amount": 75_000, "tariff_amount": 150_000, "modifier_id": half.id}],
        )
        facts = self._reductions(dossier)
        self.assertEqual(len(facts), 1)
        self.assertEqual(
            (facts[0]["modifier"], facts[0]["from"], facts[0]["to"]), (half.id, 150_000, 75_000)
        )

    def test_only_its_fees(self):
        self._reduce(50)
        dossier, due = self._owed("P-TN")
        self.assertRecordValues(due, [{"amount": 1_001_001, "modifier_id": False}])

    def test_online_only(self):
        self._reduce(50, channel="online")
        self.assertEqual(self._owed()[1].amount, 150_000)
        self.assertEqual(self._owed(channel="online")[1].amount, 75_000)

    def test_from_its_first_to_its_last_day(self):
        self._reduce(50, valid_from="2026-11-23", valid_to="2026-11-25")
        for day, amount in (
            ("2026-11-20", 150_000),
            ("2026-11-23", 75_000),
            ("2026-11-25", 75_000),
            ("2026-11-26", 150_000),
        ):
            with self.subTest(day=day), self.at(f"{day} 08:00"):
                self.assertEqual(self._owed()[1].amount, amount)

    def test_another_centres_reduction(self):
        self._reduce(50, company_id=self.other_centre.id)
        self.assertEqual(self._owed()[1].amount, 150_000)
        self._reduce(20, company_id=self.centre.id)
        self.assertEqual(self._owed()[1].amount, 120_000)

    def test_a_fraction_of_a_dong_is_not_charged(self):
        self._reduce(50, codes=("P-TN",))
        self.assertEqual(self._owed("P-TN")[1].amount, 500_500)

    def test_a_rule_above_the_tariff_does_not_count(self):
        self._reduce(0, effect="fixed", amount=200_000)
        dossier, due = self._owed()
        self.assertRecordValues(due, [{"amount": 150_000, "modifier_id": False}])
        self.assertFalse(self._reductions(dossier))

    def test_nothing_to_pay_makes_no_due_but_a_fact(self):
        free = self._reduce(100, channel="online")
        dossier, due = self._owed(channel="online")
        self.assertFalse(due)
        self.assertEqual(
            [(facts["modifier"], facts["to"]) for facts in self._reductions(dossier)],
            [(free.id, 0)],
        )

    def test_a_policy_without_reductions(self):
        policy = self.env["hcc.policy"]._get(self.centre, date(2026, 11, 23)).sudo()
        policy.fee_modifier_rule = "none"
        self._reduce(50)
        self.assertRecordValues(self._owed()[1], [{"amount": 150_000, "modifier_id": False}])

    def test_priced_afterwards_with_the_reduction_of_that_day(self):
        tariff = self.fees["LP-TN"].tariff_ids
        self._reduce(50, valid_to="2026-11-23")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hcc_tariff WHERE id = %s", (tariff.id,))
        self.env.invalidate_all()
        due = self._owed()[1]
        self.assertEqual(due.state, "unpriced")
        with self.at("2026-12-01 08:00"):
            self.env["hcc.tariff"].create(
                {
                    "fee_id": self.fees["LP-TN"].id,
                    "valid_from": "2026-01-01",
                    "amount": 200_000,
                }
            )
            self._forget()
            due.with_user(self.accountant).price()
        self.assertRecordValues(due, [{"amount": 100_000, "tariff_amount": 200_000}])

    # -- Kept and shown -------------------------------------------------------

    def test_the_desk_and_the_receipt_name_it(self):
        self._reduce(50, name="Giảm theo nghị quyết thử")
        dossier, due = self._owed()
        row = self.env["hcc.due"].with_user(self.cashier).find_for_desk(dossier.name)["dues"]
        words = {entry["name"]: entry["reduction"] for entry in row}
        self.assertEqual(words[due.fee_name], "Giảm theo nghị quyết thử; mức thu 150.000 đ")
        receipt = self._collected(self._open_shift(), dossier)
        text = text_of(receipt.with_user(self.cashier)._render_paper())
        self.assertIn("Giảm theo nghị quyết thử; mức thu 150.000 đ", text)
        self.assertIn("75.000 đ", text)

    def test_the_due_keeps_what_was_applied(self):
        self._reduce(50)
        due = self._owed()[1]
        with self.assertRaises(AccessError):
            due.with_user(self.accountant).modifier_id = False
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(InsufficientPrivilege),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE hcc_due SET tariff_amount = 1 WHERE id = %s", (due.id,))

    def test_one_that_has_begun_keeps_its_figures(self):
        modifier = self._reduce(50).with_user(self.administrator)
        for values in ({"percent": 60}, {"channel": "online"}, {"valid_from": "2026-12-01"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                modifier.write(values)
        with self.assertRaises(UserError):
            modifier.unlink()
        with self.assertRaises(UserError):
            modifier.valid_to = "2026-11-01"
        modifier.valid_to = "2026-12-31"
        later = self._reduce(50, valid_from="2026-12-01").with_user(self.administrator)
        later.percent = 30
        later.unlink()

    def test_impossible_reductions(self):
        for values in ({"percent": 101}, {"percent": 0}, {"effect": "fixed", "amount": -1}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._reduce(**values).flush_recordset()
        with self.assertRaises(ValidationError):
            self._reduce(fee_ids=self.service_fee.ids)

    def test_only_administrators_enter_reductions(self):
        modifier = self._reduce(50, valid_from="2026-12-01")
        self.assertTrue(modifier.with_user(self.cashier).name)
        for user in (self.cashier, self.accountant, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                modifier.with_user(user).percent = 10
