from odoo import api, fields, models
from odoo.tools import date_utils

from ..tools import deposit


class HccPolicy(models.Model):
    """By when collected money must be remitted, and on which form of the Treasury."""

    _inherit = "hcc.policy"

    deposit_deadline_rule = fields.Selection(
        [
            ("month_day", "On a day of the month after the period"),
            ("weekday", "On a weekday after the period"),
            ("circular", "As each fee's circular says: no common day"),
        ],
        "Remitted until",
        required=True,
        default="month_day",
        help="A deadline on a day off moves to the next working day. Most circulars on fees: the "
        "5th of the following month; some: every Thursday.",
    )
    deposit_deadline_day = fields.Integer(
        "Day of the following month",
        default=5,
        required=True,
        help="In a shorter month: its last day. Counts with “On a day of the month”.",
    )
    deposit_deadline_weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        "Weekday after the period",
        required=True,
        default="4",
        help="Counts with “On a weekday”. Circulars 37/2023/TT-BTC and 41/2023/TT-BTC: Thursday.",
    )
    treasury_form = fields.Selection(
        [
            ("c1_02", "C1-02/NS under Decree 11/2020"),
            ("annex1_02", "Form 02 of annex I under Decree 347/2025"),
        ],
        "Payment form of the Treasury",
        required=True,
        default="annex1_02",
        help="Heads the printed payment slip (giấy nộp tiền vào ngân sách nhà nước). The form of "
        "the day on which it is sent counts.",
    )

    _deadline_day_check = models.Constraint(
        "CHECK (deposit_deadline_day BETWEEN 1 AND 31)",
        "The day until which money is remitted is a day of a month: 1 to 31.",
    )

    @api.model
    def _remit_by(self, company, day):
        """Until when money collected on ``day`` is remitted; ``False``: no common day."""
        policy = self._get(company, day).sudo()
        if policy.deposit_deadline_rule == "circular":
            return False
        end = date_utils.end_of(day, policy.fee_deposit_period)
        named = policy._deadline_after(end)
        calendar = self.env["hcc.clock"]._calendar(company)
        return deposit.working_day_from(named, calendar.is_working_day)

    def _deadline_after(self, period_end):
        if self.deposit_deadline_rule == "month_day":
            return deposit.day_of_next_month(period_end, self.deposit_deadline_day)
        return deposit.next_weekday(period_end, int(self.deposit_deadline_weekday))
