from odoo import fields, models


class HccPolicy(models.Model):
    """The parameters of following a dossier: what the look-up page gives away, when a telephone
    may ring."""

    _inherit = "hcc.policy"

    result_download = fields.Selection(
        [
            ("off", "Never"),
            ("second_fact", "With the second fact"),
            ("on", "With the code of the slip alone"),
        ],
        "Result downloaded from the look-up page",
        required=True,
        default="second_fact",
        help="The second fact is the last four digits of the identity number or of the telephone; "
        "whoever finds a slip does not know it.",
    )
    sms_quiet_from = fields.Integer(
        "No SMS from (hour)",
        required=True,
        default=21,
        help="Messages written in the quiet hours are sent in the morning, by the centre's clock. "
        "The same hour twice: no quiet hours.",
    )
    sms_quiet_until = fields.Integer("SMS again from (hour)", required=True, default=7)

    _sms_quiet_check = models.Constraint(
        "CHECK (sms_quiet_from BETWEEN 0 AND 23 AND sms_quiet_until BETWEEN 0 AND 23)",
        "Quiet hours begin and end at an hour from 0 to 23.",
    )
