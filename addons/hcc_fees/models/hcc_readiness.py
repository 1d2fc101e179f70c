from odoo import api, models

#: With fewer numbers left the next book should be prepared.
FEW_NUMBERS = 500
SETTINGS = (
    "hcc_cash_journal_id",
    "hcc_bank_journal_id",
    "hcc_collected_account_id",
    "hcc_shortage_account_id",
    "hcc_surplus_account_id",
)


class HccReadiness(models.AbstractModel):
    """Money: a receipt book, accounts, a cashier at a counter, checked amounts."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_money(company)]

    def _check_money(self, company):
        _, section = self.env._, self.env._("Money")
        unset = [name for name in SETTINGS if not company[name]]
        labels = [company._fields[name]._description_string(self.env) for name in unset]
        unknown, unchecked = self._amounts(company)
        return [
            self._line(
                "receipt_book", section, _("A receipt book with numbers left"),
                self._book_problem(company), "hcc_fees.hcc_receipt_book_action",
            ),
            self._line(
                "accounts", section, _("Accounts"),
                unset and _("Not set: %s.", "; ".join(labels[:3])),
                self._centre_action(company),
            ),
            self._line(
                "cashier", section, _("A cashier with a counter"), self._cashier_problem(company),
                "hcc_base.hcc_counter_action",
            ),
            self._line(
                "amounts", section, _("Every fee has an amount today"),
                unknown and _("Without amount: %s.", self._some(unknown)),
                self._records_action(_("Fees"), unknown),
            ),
            self._line(
                "amounts_checked", section, _("Amounts compared with the legal text"),
                unchecked and _("Not compared: %s.", self._some(unchecked)),
                self._records_action(_("Fees"), unchecked), needed=False,
            ),
            self._check_remitted(company, section),
        ]  # fmt: skip

    def _check_remitted(self, company, section):
        overdue = self.env["hcc.agency.balance"].search(
            [("company_id", "=", company.id), ("is_overdue", "=", True)]
        )
        by = overdue and min(overdue.mapped("remit_by"))
        return self._line(
            "remitted",
            section,
            self.env._("Collected money is remitted in time"),
            overdue
            and self.env._(
                "To be sent by %(day)s and not sent yet: %(agencies)s.",
                day=f"{by:%d/%m/%Y}",
                agencies=self._some(overdue.agency_id),
            ),
            "hcc_fees.hcc_agency_balance_action",
            needed=False,
        )

    def _book_problem(self, company):
        today = self.env["hcc.clock"]._today(company)
        if not self.env["hcc.policy"]._todays(company):
            return self.env._("Without a policy no receipt book can be used.")
        books = self.env["hcc.receipt.book"]._usable_on(company, today)
        left = sum(book.number_to - book.number_from + 1 - book.issued_count for book in books)
        if not books:
            return self.env._("No receipt book is in use that the policy allows this year.")
        if left < FEW_NUMBERS:
            return self.env._("Only %s numbers are left; prepare the next book.", left)
        return ""

    def _cashier_problem(self, company):
        counters = self.env["hcc.counter"].search(
            [("company_id", "=", company.id), ("purpose", "in", ("cashier_return", "mixed"))]
        )
        cashiers = self._users_of("hcc_base.group_cashier", company)
        if not counters:
            return self.env._("No counter collects money.")
        if not cashiers & counters.user_ids:
            return self.env._("No cashier may open a counter that collects money.")
        return ""

    def _amounts(self, company):
        """Fees of the versions in force without an amount today, and with an unchecked one."""
        today = self.env["hcc.clock"]._today(company)
        fees = self._versions_in_force(company).fee_item_ids.fee_id
        tariffs = self.env["hcc.tariff"].search(
            [
                ("fee_id", "in", fees.ids),
                ("valid_from", "<=", today),
                "|", ("valid_to", "=", False), ("valid_to", ">=", today),
            ]
        )  # fmt: skip
        return fees - tariffs.fee_id, tariffs.filtered("is_unchecked").fee_id
