from odoo.fields import Command

from odoo.addons.hcc_dossier.tests.common import HccDossierCommon

#: What a reception of the test's procedure charges: fee code → (kind, amount, collected).
CHARGES = {
    "LP-TN": ("fee", 150_000, "reception"),
    "P-TN": ("charge", 1_001_001, "return"),
}


class HccFeesCommon(HccDossierCommon):
    """A centre with accounts and an open receipt book; a procedure with a fee and a charge, and one
    of an enterprise with a service price; two cashiers, two accountants, a director."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre._hcc_fees_setup()
        cls.enterprise = cls._create_agency("Công ty Điện lực Thử", "DL", "H99.13")
        cls.fees = {
            code: cls._create_fee(code, kind, amount, cls.agency)
            for code, (kind, amount, __) in CHARGES.items()
        }
        cls.service_fee = cls._create_fee("DV-DL", "service", 220_000, cls.enterprise)
        cls.paid_procedure = cls._create_procedure(
            cls.agency,
            "1.000003",
            "Cấp giấy phép có thu phí",
            fee_item_ids=[
                Command.create({"fee_id": cls.fees[code].id, "collect_at": collect_at})
                for code, (__, __, collect_at) in CHARGES.items()
            ],
        )
        cls.service_procedure = cls._create_procedure(
            cls.enterprise,
            "1.000004",
            "Cấp điện mới",
            fee_item_ids=[
                Command.create({"fee_id": cls.service_fee.id, "collect_at": "reception"})
            ],
        )
        cls.enterprise_official = cls._create_user("f_dl", "official", agency=cls.enterprise)
        cls.cashier_2 = cls._create_user("f_cashier2", "cashier")
        cls.accountant = cls._create_user("f_accountant", "accountant")
        cls.accountant_2 = cls._create_user("f_accountant2", "accountant")
        cls.administrator = cls._create_user("f_administrator", "administrator")
        cls.book = cls._create_book("26TAA")

    @classmethod
    def _create_fee(cls, code, kind, amount, agency):
        fee = cls.env["hcc.fee"].create(
            {"code": code, "name": f"Khoản {code}", "kind": kind, "agency_id": agency.id}
        )
        if amount is not None:
            cls.env["hcc.tariff"].create(
                {"fee_id": fee.id, "valid_from": "2026-01-01", "amount": amount}
            )
        return fee

    @classmethod
    def _create_book(cls, symbol, centre=None, **values):
        centre = centre or cls.centre
        book = cls.env["hcc.receipt.book"].create(
            {"company_id": centre.id, "symbol": symbol, "year": 2026, **values}
        )
        book.open_book()
        return book

    # -------------------------------------------------------------------------
    # MONEY AS FAR AS THE TEST NEEDS IT
    # -------------------------------------------------------------------------

    def _owing(self, procedure=None, user=None):
        """A received dossier with its dues."""
        return self._received(procedure=procedure or self.paid_procedure, user=user)

    def _owing_service(self):
        return self._owing(self.service_procedure, self.enterprise_official)

    def _open_shift(self, user=None, **values):
        user = user or self.cashier
        answer = self.env["hcc.shift"].with_user(user).open(**values)
        return self.env["hcc.shift"].with_user(user).browse(answer["shift_id"])

    def _collect(self, dues, shift, **values):
        user = shift.user_id
        return self.env["hcc.receipt"].with_user(user).collect(dues.ids, shift.id, **values)

    def _collected(self, shift, dossier=None):
        """The first receipt of a collection of everything the dossier owes."""
        answer = self._collect((dossier or self._owing()).due_ids, shift)
        return self.env["hcc.receipt"].browse(answer["receipts"][0]["id"])

    def _count(self, shift, amount):
        """Enter ``amount`` as notes, the largest first, and confirm the count."""
        for line in shift.count_ids.sorted("denomination", reverse=True):
            line.quantity, amount = divmod(amount, line.denomination)
        self.assertFalse(amount, "the amount cannot be laid in notes")
        shift.count()

    def _closed(self, shift, missing=0):
        """Count and close ``shift`` by its cashier, or with a difference by the accountant."""
        payments = shift.sudo().payment_ids.filtered(lambda p: p.state == "live")
        expected = round(shift.opening_float + sum(payments.mapped("amount")))
        rest = expected % 500  # no note so small exists: the drawer is rounded down
        self._count(shift, expected - missing - rest)
        if shift.difference:
            shift = shift.with_user(self.accountant)
            shift.explanation = "Tiền lẻ không có trong ngăn kéo"
        shift.close()
        return shift

    def _forget(self):
        """As in a request of its own, where nobody has read the dossier before."""
        self.env.flush_all()
        self.env.invalidate_all()

    def _journal(self, record):
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )
        return entries.mapped("verb")
