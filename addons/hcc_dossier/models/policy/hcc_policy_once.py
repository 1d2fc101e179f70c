from odoo import fields, models

DECIDERS = [
    ("none", "Nobody: it happens once"),
    ("agency", "The competent agency's approver"),
    ("director", "The centre's director"),
]


class HccPolicy(models.Model):
    """The parameters of what happens once, of silence, and of warnings before time runs out."""

    _inherit = "hcc.policy"

    supplement_override = fields.Selection(
        DECIDERS,
        "A further supplement request is allowed by",
        required=True,
        default="none",
        help="Who may allow one request more than the policy's number, with a reason. Decree "
        "61/2018 art. 11(2c) knows no exception. Whoever asks never decides.",
    )
    reappointment_override = fields.Selection(
        DECIDERS,
        "A further re-appointment is allowed by",
        required=True,
        default="none",
        help="Who may allow one re-appointment more than the policy's number, with a reason. "
        "Decree 61/2018 art. 19(9) knows no exception. Whoever asks never decides.",
    )
    late_request_percent = fields.Integer(
        "Late supplement request: last part of the term (%)",
        default=20,
        help="A supplement asked for when at most this share of the term is left is marked and "
        "counted per agency: applicants were asked for papers just before the due date. 0: never.",
    )
    stop_grace_days = fields.Integer(
        "Stop proposed after (working days)",
        default=1,
        help="So many working days after the supplement's last day, for what is still in the "
        "post. 0: at midnight after the last day.",
    )
    stop_reminder_days = fields.Integer(
        "Applicant reminded before (days)",
        default=3,
        help="So many days before the supplement's last day the applicant is reminded. 0: never.",
    )
    step_warning_hours = fields.Integer(
        "Warning before a step is late (working hours)", default=4, help="0: no such warning."
    )
    dossier_warning_days = fields.Integer(
        "Warning before a dossier is late (working days)",
        default=2,
        help="Early enough to prepare an apology where the time will not do. 0: no such warning.",
    )
    warning_digest = fields.Boolean(
        "Warnings by e-mail, once a day",
        help="To the holders of the steps and the agencies' approvers: codes and times, nothing of "
        "the applicants. Of an asked agency that does not answer, the director is told in any case "
        "(Decree 61/2018 art. 19(5)).",
    )
    suspension_by = fields.Selection(
        [("approver", "The approver"), ("appraiser", "The approver or the appraiser")],
        "Suspended by",
        required=True,
        default="approver",
        help="Who may stop the clock for a reason outside the agency's hands, and let it go on.",
    )
    suspension_reminder_days = fields.Integer(
        "Reminder of a suspension after (days)",
        default=10,
        help="For suspensions without an expected end; the others are recalled after that day. "
        "0: never.",
    )

    _once_numbers_check = models.Constraint(
        "CHECK (late_request_percent BETWEEN 0 AND 100 AND stop_grace_days >= 0"
        " AND stop_reminder_days >= 0 AND step_warning_hours >= 0 AND dossier_warning_days >= 0"
        " AND suspension_reminder_days >= 0)",
        "Days, hours and percents of warnings cannot be negative, nor a share above 100 %.",
    )
