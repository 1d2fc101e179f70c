from odoo import api, fields, models

RECEIPT_SCHEMES = [
    ("blp", "Receipts under Decree 123/2020 (BLP, 7 digits)"),
    ("ebl", "Electronic receipts under Decree 254/2026 (EBL, at most 8 digits, yearly)"),
]


class HccPolicy(models.Model):
    """Parameters of collecting and remitting. What counts is the day of collection; for
    reductions, that of reception."""

    _inherit = "hcc.policy"

    receipt_scheme = fields.Selection(
        RECEIPT_SCHEMES,
        "Receipts",
        required=True,
        default="ebl",
        help="From 1 July 2026: Decree 254/2026/NĐ-CP art. 23, Circular 91/2026/TT-BTC annex II.",
    )
    fee_deposit_period = fields.Selection(
        [("day", "Every day"), ("week", "Every week"), ("month", "Every month")],
        "Money is remitted",
        required=True,
        default="month",
        help="Decree 120/2016/NĐ-CP art. 3–5; its successor, Decree 362/2025/NĐ-CP, is not yet "
        "compared with the text.",
    )
    fee_modifier_rule = fields.Selection(
        [
            ("most_favourable", "The most favourable one; they do not add up"),
            ("none", "None is applied"),
        ],
        "Reductions of fees",
        required=True,
        default="most_favourable",
        help="Of the reductions that hold on the day of reception for the dossier's channel.",
    )
    cash_limit_amount = fields.Integer(
        "Most cash in a drawer (đồng)",
        help="Above it the cashier is asked to hand over. 0: no limit. No nationwide figure was "
        "found.",
    )
    fee_treasury_percent = fields.Integer(
        "Fees (lệ phí) paid to the Treasury (%)",
        default=100,
        required=True,
        help="Law 97/2015/QH13: lệ phí is remitted in full.",
    )
    charge_treasury_percent = fields.Integer(
        "Charges (phí) paid to the Treasury (%)",
        default=100,
        required=True,
        help="What the collecting body retains goes to the agency. A state agency remits all of it "
        "unless its own circular says otherwise; then set the share on the fee.",
    )

    _cash_limit_check = models.Constraint(
        "CHECK (cash_limit_amount IS NULL OR cash_limit_amount >= 0)",
        "A cash limit cannot be negative.",
    )
    _treasury_percent_check = models.Constraint(
        "CHECK (fee_treasury_percent BETWEEN 0 AND 100"
        " AND charge_treasury_percent BETWEEN 0 AND 100)",
        "A share lies between 0 and 100 per cent.",
    )

    @api.model
    def _count_uses(self, company, first, last):
        domain = self._use_domain("day", company, first, last)
        count = self.env["hcc.receipt"].sudo().search_count(domain)
        uses = {self.env._("receipts issued"): count} if count else {}
        return {**super()._count_uses(company, first, last), **uses}

    def _treasury_percent(self, kind):
        """The Treasury's share of money of ``kind``; service prices are the enterprise's own."""
        self.ensure_one()
        return {"fee": self.fee_treasury_percent, "charge": self.charge_treasury_percent}.get(
            kind, 0
        )
