from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestRemittance(HccFeesCommon):
    """November's money, remitted on 1 December."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.director_2 = cls._create_user("f_director2", "director")

    def _november(self):
        """Two receipts and one invoice in a closed shift: 2 × 1.151.001 đ and 220.000 đ."""
        shift = self._open_shift()
        for dossier in (self._owing(), self._owing(), self._owing_service()):
            self._collect(dossier.due_ids, shift)
        return self._closed(shift)

    def _remit(self):
        return self.env["hcc.remittance"].with_user(self.accountant).create({})

    def _posted(self, remittance):
        remittance.prepare()
        remittance.with_user(self.accountant_2).check()
        remittance.with_user(self.director).approve()
        remittance.send()
        remittance.bank_reference = "FT26335000001"
        remittance.confirm()
        return remittance

    def _ledger_owed(self):
        """What the accounts say is owed, per agency partner."""
        accounts = self.centre.hcc_collected_account_id | self.centre.hcc_service_account_id
        groups = self.env["account.move.line"]._read_group(
            [
                ("account_id", "in", accounts.ids),
                ("company_id", "=", self.centre.id),
                ("parent_state", "=", "posted"),
            ],
            ["partner_id"],
            ["balance:sum"],
        )
        return {partner: -round(balance) for partner, balance in groups if round(balance)}

    def _owed(self):
        self.env.flush_all()
        owed = self.env["hcc.agency.balance"]._owed(self.centre)
        agencies = self.env["hcc.agency"]
        return {agencies.browse(a).partner_id: amount for a, amount in owed.items() if amount}

    def test_a_month_from_collection_to_the_bank(self):
        self._november()
        self.assertEqual(self._owed(), self._ledger_owed())
        self.assertEqual(sum(self._owed().values()), 2 * 1_151_001 + 220_000)
        with self.at("2026-12-01 08:00"):
            remittance = self._remit()
            self.assertEqual(
                (str(remittance.date_from), str(remittance.date_to)), ("2026-11-01", "2026-11-30")
            )
            self._posted(remittance)
        self.assertEqual(remittance.name, "CN-2026-001")
        self.assertEqual(remittance.amount, 2 * 1_151_001 + 220_000)
        rows = {
            (line.agency_id, line.kind): (line.amount, line.payment_count)
            for line in remittance.line_ids
        }
        self.assertEqual(
            rows,
            {
                (self.agency, "fee"): (300_000, 2),
                (self.agency, "charge"): (2_002_002, 2),
                (self.enterprise, "service"): (220_000, 1),
            },
        )
        move = remittance.sudo().move_id
        self.assertEqual(sum(move.line_ids.mapped("balance")), 0)
        bank = move.journal_id.default_account_id
        paid = move.line_ids.filtered(lambda line: line.account_id == bank)
        self.assertEqual(sum(paid.mapped("credit")), remittance.amount)
        self.assertEqual(self._owed(), {})
        self.assertEqual(self._ledger_owed(), {})
        self.assertEqual(
            self._journal(remittance), ["prepare", "check", "approve", "send", "confirm"]
        )

    def test_each_step_by_its_role(self):
        self._november()
        with self.at("2026-12-01 08:00"):
            remittance = self._remit()
            with self.assertRaises(AccessError):
                self.env["hcc.remittance"].with_user(self.cashier).create({})
            with self.assertRaises(UserError, msg="wrong state"):
                remittance.send()
            remittance.prepare()
            with self.assertRaises(UserError, msg="twice"):
                remittance.prepare()
            with self.assertRaises(UserError, msg="a second person checks"):
                remittance.check()
            with self.assertRaises(AccessError):
                remittance.with_user(self.oversight).check()
            remittance.with_user(self.accountant_2).check()
            with self.assertRaises(AccessError, msg="only the director approves"):
                remittance.with_user(self.accountant_2).approve()
            remittance.with_user(self.director).approve()
            with self.assertRaises(AccessError):
                remittance.with_user(self.director).send()
            remittance.send()
            with self.assertRaises(UserError, msg="no bank reference"):
                remittance.confirm()
            with self.assertRaises(UserError, msg="too late to cancel"):
                remittance.cancel()
            with self.assertRaises(AccessError):
                remittance.date_to = "2026-12-31"
            with self.assertRaises(UserError):
                remittance.unlink()

    def test_an_open_shift_holds_the_remittance_back(self):
        shift = self._open_shift()
        self._collected(shift)
        with self.at("2026-12-01 08:00"), self.assertRaises(UserError) as caught:
            self._remit().prepare()
        self.assertIn(shift.name, str(caught.exception))

    def test_a_payment_is_remitted_once(self):
        self._november()
        with self.at("2026-12-01 08:00"):
            first, second = self._remit(), self._remit()
            first.prepare()
            with self.assertRaises(UserError, msg="nothing left"):
                second.prepare()
            first.with_user(self.director).cancel()
            second.prepare()
        self.assertEqual(second.amount, 2 * 1_151_001 + 220_000)
        self.assertFalse(first.line_ids.payment_ids)

    def test_the_split_is_exact_to_the_dong(self):
        """Thirds and odd amounts: the parts always add up to what was collected."""
        charge = self.fees["P-TN"]
        charge.write({"has_own_split": True, "treasury_percent": 33})
        self._november()
        with self.at("2026-12-01 08:00"):
            remittance = self._remit()
            remittance.prepare()
        line = remittance.line_ids.filtered(lambda row: row.kind == "charge")
        self.assertEqual(
            (line.treasury_amount, line.agency_amount, line.amount), (660_661, 1_341_341, 2_002_002)
        )
        fee = remittance.line_ids.filtered(lambda row: row.kind == "fee")
        self.assertEqual((fee.treasury_amount, fee.agency_amount), (300_000, 0))
        service = remittance.line_ids.filtered(lambda row: row.kind == "service")
        self.assertEqual((service.treasury_amount, service.agency_amount), (0, 220_000))
        self.assertEqual(remittance.amount, remittance.treasury_amount + remittance.agency_amount)

    def test_weekly_period(self):
        policy = self.env["hcc.policy"]._get(self.centre, self.env["hcc.clock"]._today())
        policy.sudo().fee_deposit_period = "week"
        remittance = self._remit()
        self.assertEqual(
            (str(remittance.date_from), str(remittance.date_to)), ("2026-11-16", "2026-11-22")
        )

    def test_figures_for_the_table(self):
        self._november()
        collected = self.env["hcc.payment"]._collected_by_agency(
            self.centre, "2026-11-23", "2026-11-23"
        )
        self.assertEqual(collected, {self.agency.id: 2_302_002, self.enterprise.id: 220_000})
        self.assertFalse(
            self.env["hcc.payment"]._collected_by_agency(self.centre, "2026-11-24", "2026-11-30")
        )

    def test_who_sees_what_is_owed(self):
        self._november()
        balances = self.env["hcc.agency.balance"]
        for user in (self.accountant, self.director, self.oversight):
            self.assertTrue(balances.with_user(user).search([]), user.login)
        with self.assertRaises(AccessError):
            balances.with_user(self.cashier).search([])
        elsewhere = self._create_user("f_acc_else", "accountant", centre=self.other_centre)
        context = {"allowed_company_ids": self.other_centre.ids}
        for model in (balances, self.env["hcc.payment"], self.env["hcc.due"]):
            self.assertFalse(model.with_user(elsewhere).with_context(**context).search([]))
