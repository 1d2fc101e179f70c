from odoo import fields, models


class ResCompany(models.Model):
    """How many appointments one person may book at a centre."""

    _inherit = "res.company"

    appointment_open_limit = fields.Integer(
        "Appointments open at once",
        default=2,
        help="For one identity number and for one telephone. 0: no limit.",
    )
    appointment_day_limit = fields.Integer(
        "Appointments booked in a day",
        default=3,
        help="Counted whatever became of them, so that slots are not held again and again. "
        "0: no limit.",
    )
    appointment_month_limit = fields.Integer(
        "Appointments booked in a month", default=6, help="Unconfirmed ones apart. 0: no limit."
    )

    _appointment_limits_check = models.Constraint(
        "CHECK (COALESCE(appointment_open_limit, 0) >= 0"
        " AND COALESCE(appointment_day_limit, 0) >= 0"
        " AND COALESCE(appointment_month_limit, 0) >= 0)",
        "Limits of appointments cannot be negative.",
    )
