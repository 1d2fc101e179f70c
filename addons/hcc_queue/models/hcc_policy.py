from odoo import fields, models


class HccPolicy(models.Model):
    """How long citizens should wait at most, on average. What counts is today's policy."""

    _inherit = "hcc.policy"

    wait_target_minutes = fields.Integer(
        "Average wait at most (min)",
        default=20,
        required=True,
        help="From this wait on the light is red, from three quarters of it amber; advice is given "
        "for lanes that will exceed it.",
    )

    _wait_target_check = models.Constraint(
        "CHECK (wait_target_minutes BETWEEN 1 AND 240)",
        "The longest average wait lies between 1 and 240 minutes.",
    )
