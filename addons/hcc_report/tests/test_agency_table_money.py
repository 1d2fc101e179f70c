from odoo.tests import tagged

from odoo.addons.hcc_fees.tests.common import HccFeesCommon

from .common import NOVEMBER


@tagged("post_install", "-at_install")
class TestAgencyTableMoney(HccFeesCommon):
    """Column 14: the agency's fees 1 151 001 đ a dossier, the enterprise's price 220 000 đ."""

    def _fees(self, date_from, date_to):
        with self.at("2026-12-31 08:00"):
            table = (
                self.env["hcc.report.agency.table"]
                .with_user(self.director)
                .create({"date_from": date_from, "date_to": date_to})
            )
            table._generate()
        self.assertEqual(table._contradictions(), [])
        return table, {line.agency_id: round(line.c14) for line in table.line_ids if line.c14}

    def _pay(self, when, *dossiers, void=False):
        """Collect for the dossiers in a shift of its own."""
        with self.at(when):
            shift = self._open_shift()
            for dossier in dossiers:
                answer = self._collect(dossier.due_ids, shift)
                if void:
                    receipt = self.env["hcc.receipt"].browse(answer["receipts"][0]["id"])
                    receipt.with_user(self.accountant).void("Ghi sai người nộp")
            self._closed(shift)

    def test_collected_in_the_period_for_the_beneficiary(self):
        with self.at("2026-10-29 09:00"):
            early, inside, voided, late = (self._owing() for _n in range(4))
            power = self._owing_service()
        self._pay("2026-10-30 09:00", early)
        self._pay("2026-11-02 09:00", inside, power)
        self._pay("2026-11-30 16:00", voided, void=True)
        self._pay("2026-12-01 09:00", late)
        table, fees = self._fees(*NOVEMBER)
        empty = self.env["hcc.agency"]
        self.assertEqual(fees, {self.agency: 1_151_001, self.enterprise: 220_000, empty: 1_371_001})
        self.assertEqual(self._fees("2026-12-01", "2026-12-31")[1][self.agency], 1_151_001)
        total = table.line_ids.filtered("is_total")
        action = total.action_open_cell("c14")
        payments = self.env["hcc.payment"].with_user(self.director).search(action["domain"])
        self.assertEqual(payments.due_id.dossier_id, inside | power)
        self.assertEqual(round(sum(payments.mapped("amount"))), round(total.c14))

    def test_an_accountant_opens_the_payments_but_not_the_dossiers(self):
        with self.at("2026-11-02 09:00"):
            dossier = self._owing()
        self._pay("2026-11-02 10:00", dossier)
        table = (
            self.env["hcc.report.agency.table"]
            .with_user(self.accountant)
            .create({"date_from": NOVEMBER[0], "date_to": NOVEMBER[1]})
        )
        table._generate()
        action = table.line_ids[-1].action_open_cell("c14")
        self.assertTrue(self.env["hcc.payment"].with_user(self.accountant).search(action["domain"]))
