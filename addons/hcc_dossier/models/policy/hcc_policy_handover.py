from odoo import api, fields, models


class HccPolicy(models.Model):
    """How papers change hands, and from when on silence is suspicious."""

    _inherit = "hcc.policy"

    handover_batches_only = fields.Boolean(
        "Papers move in batches only",
        help="Dossiers leave for an agency, and results for the centre, on a hand-over list that "
        "both sides sign; handing over one by one is refused. Steps at the centre are not "
        "concerned: their papers go nowhere.",
    )
    handover_check_minutes = fields.Integer(
        "What did not arrive is looked for at (minutes after midnight)",
        default=17 * 60,
        required=True,
        help="At the centre. What was handed over before that and is not received then is a "
        "finding of the same day.",
    )
    handover_check_hour = fields.Float(
        "What did not arrive is looked for at",
        compute="_compute_handover_check_hour",
        inverse="_inverse_handover_check_hour",
        help="As a time of day, at the centre.",
    )
    handover_post_days = fields.Integer(
        "A hand-over list travels with the post, at most (working days)",
        default=2,
        required=True,
        help="Counted from when it was given to the post; until then, or until the post reports "
        "the delivery, its papers are not looked for.",
    )
    truth_result_days = fields.Integer(
        "A finished result waits at the agency, at most (working days)",
        default=1,
        required=True,
        help="Longer is a finding: finished, but not handed back.",
    )
    truth_idle_days = fields.Integer(
        "A step rests without movement, at most (working days)",
        default=5,
        required=True,
        help="Longer is a finding, whether or not the dossier is overdue.",
    )

    _truth_check = models.Constraint(
        "CHECK (handover_check_minutes BETWEEN 0 AND 1439"
        " AND handover_post_days > 0 AND truth_result_days > 0 AND truth_idle_days > 0)",
        "The truth check needs an hour of the day and at least one working day.",
    )

    @api.depends("handover_check_minutes")
    def _compute_handover_check_hour(self):
        for policy in self:
            policy.handover_check_hour = policy.handover_check_minutes / 60

    def _inverse_handover_check_hour(self):
        for policy in self:
            policy.handover_check_minutes = round(policy.handover_check_hour * 60)
