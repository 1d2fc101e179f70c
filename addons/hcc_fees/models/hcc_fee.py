from odoo import fields, models


class HccFee(models.Model):
    _inherit = "hcc.fee"

    has_own_split = fields.Boolean(
        "Own share for the Treasury",
        help="The circular of this charge sets another share than the policy.",
    )
    treasury_percent = fields.Integer("Share of the Treasury (%)", default=100)

    _treasury_percent_check = models.Constraint(
        "CHECK (treasury_percent IS NULL OR treasury_percent BETWEEN 0 AND 100)",
        "A share lies between 0 and 100 per cent.",
    )

    def _treasury_percent(self, policy):
        """The Treasury's share of this fee under ``policy``."""
        self.ensure_one()
        return self.treasury_percent if self.has_own_split else policy._treasury_percent(self.kind)
