from odoo import fields, models


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

    _fee_uniq = models.Constraint(
        "UNIQUE (version_id, fee_id)", "This version already charges this fee."
    )
