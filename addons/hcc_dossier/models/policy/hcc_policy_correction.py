from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccPolicy(models.Model):
    """The parameters of corrections: undo, wrong acceptances, results that nobody fetches."""

    _inherit = "hcc.policy"

    undo_minutes = fields.Integer(
        "Undo of one's own last act within (minutes)",
        default=5,
        help="A hand-over, a take-over, a completed step or a sending back, by who did it and only "
        "while nothing followed. 0: never.",
    )
    correction_by_official = fields.Selection(
        [
            ("same_day", "The official on the day of acceptance; later approver or director"),
            ("never", "Approver or director only"),
        ],
        "A wrong acceptance is corrected by",
        required=True,
        default="same_day",
        help="The wrong acceptance is voided and the dossier received again with another code. The "
        "official may do so as long as the papers are at the centre.",
    )
    uncollected_days = fields.Integer(
        "Results not collected are listed after (days)",
        default=30,
        help="Days from the result's arrival at the centre. 0: never.",
    )
    reopen_days = fields.Integer(
        "A revoked result is decided anew within (working days)",
        default=3,
        help="Clock of its own from the revocation; the dossier counts as finished when it was "
        "first.",
    )

    @api.constrains("undo_minutes", "uncollected_days", "reopen_days")
    def _check_correction(self):
        for policy in self:
            if min(policy.undo_minutes, policy.uncollected_days) < 0 or policy.reopen_days < 1:
                raise ValidationError(
                    self.env._(
                        "%s: minutes and days are not negative, and a revoked result has at least "
                        "one day.",
                        policy.name,
                    )
                )
