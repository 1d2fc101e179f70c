from odoo import fields, models
from odoo.exceptions import UserError

_UNCHECKED = (
    "Circular 200/2014 numbering as in l10n_vn; not compared with Circular 24/2024/TT-BTC, "
    "which a public body follows."
)


class ResCompany(models.Model):
    """Where a centre's money is booked."""

    _inherit = "res.company"

    hcc_cash_journal_id = fields.Many2one(
        "account.journal", "Cash of the cashiers", check_company=True,
        domain="[('type', '=', 'cash')]", help=f"Cash in hand (1111). {_UNCHECKED}",
    )  # fmt: skip
    hcc_bank_journal_id = fields.Many2one(
        "account.journal", "Bank of the remittances", check_company=True,
        domain="[('type', '=', 'bank')]", help=f"Deposit account (112). {_UNCHECKED}",
    )  # fmt: skip
    hcc_invoice_journal_id = fields.Many2one(
        "account.journal", "Invoices of service prices", check_company=True,
        domain="[('type', '=', 'sale')]",
    )  # fmt: skip
    hcc_collected_account_id = fields.Many2one(
        "account.account", "Fees and charges collected on behalf of agencies", check_company=True,
        help=f"A sub-account of 3388. {_UNCHECKED}",
    )  # fmt: skip
    hcc_service_account_id = fields.Many2one(
        "account.account", "Service prices collected on behalf of enterprises", check_company=True,
        help=f"A sub-account of 3388, apart from fees and charges. {_UNCHECKED}",
    )  # fmt: skip
    hcc_shortage_account_id = fields.Many2one(
        "account.account", "Cash missing, to be explained", check_company=True,
        help=f"1381. {_UNCHECKED}",
    )  # fmt: skip
    hcc_surplus_account_id = fields.Many2one(
        "account.account", "Cash too much, to be explained", check_company=True,
        help=f"3381. {_UNCHECKED}",
    )  # fmt: skip
    hcc_walk_in_partner_id = fields.Many2one(
        "res.partner", "Customer of cash invoices",
        help="Invoices of service prices paid at the desk name the dossier, not the person.",
    )  # fmt: skip

    def _hcc_account_setting(self, name):
        """The account or journal configured under ``name``."""
        self.ensure_one()
        setting = self.sudo()[name]
        if not setting:
            raise UserError(
                self.env._(
                    "%(centre)s has no setting “%(setting)s”. An administrator must complete it "
                    "under Organisation / Centres.",
                    centre=self.sudo().name,
                    setting=self._fields[name]._description_string(self.env),
                )
            )
        return setting

    def _hcc_fees_setup(self):
        """Load the Vietnamese chart where there is none and fill in what is not set yet."""
        for company in self.sudo():
            if not company.chart_template:
                company._hcc_load_chart()
            defaults = company._hcc_account_defaults()
            company.write({name: rec.id for name, rec in defaults.items() if not company[name]})

    def _hcc_load_chart(self):
        self.env["account.chart.template"].try_loading("vn", company=self, install_demo=False)

    def _hcc_account_defaults(self):
        chart = self.env["account.chart.template"].with_company(self)
        return {
            "hcc_cash_journal_id": self._hcc_journal("cash"),
            "hcc_bank_journal_id": self._hcc_journal("bank"),
            "hcc_invoice_journal_id": self._hcc_journal("sale"),
            "hcc_collected_account_id": self._hcc_collected_account(
                "33888", "Phí, lệ phí thu hộ các cơ quan"
            ),
            "hcc_service_account_id": self._hcc_collected_account(
                "33889", "Giá dịch vụ thu hộ doanh nghiệp"
            ),
            "hcc_shortage_account_id": chart.ref("chart13811"),
            "hcc_surplus_account_id": chart.ref("chart33811"),
            "hcc_walk_in_partner_id": self._hcc_walk_in_partner(),
        }

    def _hcc_journal(self, kind):
        return self.env["account.journal"].search(
            [("company_id", "=", self.id), ("type", "=", kind)], order="sequence, id", limit=1
        )

    def _hcc_collected_account(self, code, name):
        accounts = self.env["account.account"].with_company(self)
        domain = [("code", "=", code), ("company_ids", "in", self.ids)]
        return accounts.search(domain, limit=1) or accounts.create(
            {
                "code": code,
                "name": name,
                "account_type": "liability_current",
                "reconcile": True,
                "company_ids": self.ids,
            }
        )

    def _hcc_walk_in_partner(self):
        return self.hcc_walk_in_partner_id or self.env["res.partner"].create(
            {"name": "Người nộp tại quầy", "company_id": self.id}
        )
