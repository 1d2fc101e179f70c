from odoo import api, fields, models
from odoo.fields import Command


class HccPolicyCompare(models.TransientModel):
    """Two policies side by side: only the parameters in which they differ."""

    _name = "hcc.policy.compare"
    _description = "Compare Policies"

    left_id = fields.Many2one("hcc.policy", "First policy", required=True)
    right_id = fields.Many2one("hcc.policy", "Second policy", required=True)
    line_ids = fields.One2many(
        "hcc.policy.compare.line", "compare_id", compute="_compute_line_ids", store=True
    )

    @api.depends("left_id", "right_id")
    def _compute_line_ids(self):
        for compared in self:
            compared.line_ids = [
                Command.clear(),
                *(Command.create(values) for values in compared._differences()),
            ]

    def _differences(self):
        left, right = self.left_id, self.right_id
        if not (left and right):
            return []
        return [
            {
                "parameter": left._parameter_label(name),
                "left_text": left._value_text(name),
                "right_text": right._value_text(name),
            }
            for name in left._parameter_names()
            if left[name] != right[name]
        ]


class HccPolicyCompareLine(models.TransientModel):
    """One parameter in which the two policies differ."""

    _name = "hcc.policy.compare.line"
    _description = "Difference between Policies"

    compare_id = fields.Many2one(
        "hcc.policy.compare", required=True, ondelete="cascade", index=True
    )
    parameter = fields.Char(readonly=True)
    left_text = fields.Char("In the first", readonly=True)
    right_text = fields.Char("In the second", readonly=True)
