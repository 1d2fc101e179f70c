from odoo import api, fields, models

from odoo.addons.hcc_base.tools import money_words

from ..frozen import freeze_table
from ..words import KIND_WORDS, kind_field


class HccRemittanceLine(models.Model):
    """What one agency is paid of one kind, with every receipt behind it. Written by verbs only."""

    _name = "hcc.remittance.line"
    _description = "Remittance Line"
    _order = "remittance_id, agency_id, kind, id"
    _allow_sudo_commands = False

    remittance_id = fields.Many2one(
        "hcc.remittance", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    agency_id = fields.Many2one(
        "hcc.agency", "Agency", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = kind_field(required=True, readonly=True)
    amount = fields.Monetary("Collected", required=True, readonly=True)
    treasury_amount = fields.Monetary("To the Treasury", required=True, readonly=True)
    agency_amount = fields.Monetary("To the agency", required=True, readonly=True)
    payment_ids = fields.One2many("hcc.payment", "remittance_line_id", "Payments", readonly=True)
    payment_count = fields.Integer("Payments behind", compute="_compute_payment_count")

    _kind_uniq = models.Constraint(
        "UNIQUE (remittance_id, agency_id, kind)", "An agency has one line per kind."
    )
    _split_check = models.Constraint(
        "CHECK (amount > 0 AND treasury_amount >= 0 AND agency_amount >= 0"
        " AND amount = treasury_amount + agency_amount)",
        "The parts of a line add up to what was collected.",
    )

    def init(self):
        freeze_table(self.env.cr, self._table)

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        groups = self.env["hcc.payment"]._read_group(
            [("remittance_line_id", "in", self.ids)], ["remittance_line_id"], ["__count"]
        )
        counts = {line.id: count for line, count in groups}
        for line in self:
            line.payment_count = counts.get(line.id, 0)

    @api.depends("remittance_id.name", "agency_id.code")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.remittance_id.display_name} · {line.agency_id.code}"

    def _prepare_entry_lines(self, journal):
        """One debit on the agency's name, one credit per recipient."""
        field = "hcc_service_account_id" if self.kind == "service" else "hcc_collected_account_id"
        account = self.company_id._hcc_account_setting(field)
        partner = self.agency_id._get_partner()
        bank = journal.default_account_id
        rows = [
            (account, self.amount, self.agency_id.name),
            (bank, -self.treasury_amount, self.env._("Treasury, for %s", self.agency_id.name)),
            (bank, -self.agency_amount, self.agency_id.name),
        ]
        return [
            {
                "account_id": acc.id,
                "balance": round(balance),
                "name": name,
                "partner_id": partner.id,
            }
            for acc, balance, name in rows
            if balance
        ]

    def _paper_values(self):
        money = {
            name: money_words.format_vnd(round(self[name]))
            for name in ("amount", "treasury_amount", "agency_amount")
        }
        return {**money, "agency": self.agency_id.name, "kind": KIND_WORDS[self.kind],
                "payments": self.payment_count}  # fmt: skip
