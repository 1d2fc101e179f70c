from odoo import fields, models


class HccPolicy(models.Model):
    """How the booked and those who just came are merged. No nationwide rule was found; each
    centre's house rules (quy chế) decide."""

    _inherit = "hcc.policy"

    appointment_interval = fields.Integer(
        "Queue: ordinary numbers between two appointments",
        default=1,
        help="At least so many ordinary numbers of a lane are called between two appointments "
        "whose time has come. 0: all of them go first.",
    )

    _appointment_interval_check = models.Constraint(
        "CHECK (COALESCE(appointment_interval, 0) >= 0)",
        "Numbers between two appointments cannot be negative.",
    )
