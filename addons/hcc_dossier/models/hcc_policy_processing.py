from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccPolicy(models.Model):
    """The parameters of processing: how early work is shown as near its end."""

    _inherit = "hcc.policy"

    step_amber_hours = fields.Integer(
        "Step marked before it is late (working hours)",
        default=2,
        help="How long before its end a step is shown in amber. Local practice; 0: not marked.",
    )
    dossier_amber_hours = fields.Integer(
        "Dossier marked before it is late (working hours)",
        default=8,
        help="How long before its end a dossier is shown in amber. Local practice; 0: not marked.",
    )
    consultation_days = fields.Integer(
        "Another agency answers within (working days)",
        default=3,
        help="Proposed when an agency is asked for its opinion; whoever asks may choose another "
        "deadline. Decree 61/2018 art. 19(5) names none.",
    )

    @api.constrains("step_amber_hours", "dossier_amber_hours")
    def _check_amber_hours(self):
        for policy in self:
            hours = policy.step_amber_hours, policy.dossier_amber_hours
            if not all(0 <= value <= 400 for value in hours):
                raise ValidationError(
                    self.env._("%s: work is marked 0 to 400 working hours ahead.", policy.name)
                )

    @api.constrains("consultation_days")
    def _check_consultation_days(self):
        for policy in self:
            if not 1 <= policy.consultation_days <= 60:
                raise ValidationError(
                    self.env._("%s: an agency has 1 to 60 working days to answer.", policy.name)
                )
