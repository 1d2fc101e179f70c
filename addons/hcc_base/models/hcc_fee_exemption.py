from odoo import fields, models

from ..tools import procedure_words


class HccFeeExemption(models.Model):
    """Who pays nothing or less for a fee item (miễn, giảm phí, lệ phí), by which rule, and what
    proves it.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.fee.exemption"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Exemption from a Fee"
    _order = "fee_item_id, sequence, id"
    _version_paths = ("fee_item_id",)

    fee_item_id = fields.Many2one(
        "hcc.fee.item", "Fee item", required=True, index=True, ondelete="cascade"
    )
    version_id = fields.Many2one(related="fee_item_id.version_id", store=True, precompute=True)
    name = fields.Char("Who", required=True, help="The case in which less is paid.")
    kind = fields.Selection(
        [("exempt", "Pays nothing"), ("reduce", "Pays less")], required=True, default="exempt"
    )
    percent = fields.Integer("Reduced by (%)", help="Only where less is paid: from 1 to 99.")
    legal_basis = fields.Char()
    evidence = fields.Char("Proved by", help="The paper the applicant shows.")

    _percent_check = models.Constraint(
        "CHECK (CASE kind WHEN 'reduce' THEN COALESCE(percent, 0) BETWEEN 1 AND 99"
        " ELSE COALESCE(percent, 0) = 0 END)",
        "A reduction is between 1 and 99 %; who pays nothing has no percentage.",
    )

    def _sheet(self):
        """The exemption in one Vietnamese sentence, as a citizen reads it."""
        self.ensure_one()
        parts = [
            f"{procedure_words.exemption(self.kind, self.percent)}: {self.name}",
            self.evidence and f"xuất trình {self.evidence}",
            self.legal_basis and f"căn cứ {self.legal_basis}",
        ]
        return "; ".join(filter(None, parts)) + "."
