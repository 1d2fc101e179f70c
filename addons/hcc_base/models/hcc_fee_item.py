from odoo import api, fields, models


class HccFeeItem(models.Model):
    """That a version of a procedure charges a fee, and when it is collected. Not how much.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.fee.item"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Fee Item of a Procedure"

    fee_id = fields.Many2one("hcc.fee", "Fee", required=True, index=True, ondelete="restrict")
    fee_kind = fields.Selection(related="fee_id.kind", string="Kind")
    collect_at = fields.Selection(
        [
            ("reception", "At reception"),
            ("before_step", "Before processing"),
            ("return", "On return of the result"),
        ],
        "Collected",
        required=True,
        default="reception",
    )
    condition = fields.Char("Charged when", help="In which case the fee is due.")
    exemption_ids = fields.One2many(
        "hcc.fee.exemption", "fee_item_id", "Exemptions and reductions", copy=True
    )

    exemption_summary = fields.Text("Exemptions", compute="_compute_exemption_summary")

    _fee_uniq = models.Constraint(
        "UNIQUE (version_id, fee_id)", "This version already charges this fee."
    )

    @api.depends(
        "exemption_ids.name", "exemption_ids.kind", "exemption_ids.percent",
        "exemption_ids.evidence", "exemption_ids.legal_basis",
    )  # fmt: skip
    def _compute_exemption_summary(self):
        for item in self:
            item.exemption_summary = "\n".join(line._sheet() for line in item.exemption_ids)

    def _compared_name(self):
        return self.fee_id.name
