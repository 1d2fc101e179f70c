from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccPolicy(models.Model):
    """The parameters of processing."""

    _inherit = "hcc.policy"

    consultation_days = fields.Integer(
        "Another agency answers within (working days)",
        default=3,
        help="Proposed when an agency is asked for its opinion; whoever asks may choose another "
        "deadline. Decree 61/2018 art. 19(5) names none.",
    )

    @api.constrains("consultation_days")
    def _check_consultation_days(self):
        for policy in self:
            if not 1 <= policy.consultation_days <= 60:
                raise ValidationError(
                    self.env._("%s: an agency has 1 to 60 working days to answer.", policy.name)
                )
