from odoo import api, fields, models

from ..tools import slots

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class HccAppointmentOfferPart(models.AbstractModel):
    """A row of an offer: kept by those who keep the offer, journalled with it."""

    _name = "hcc.appointment.offer.part"
    _description = "Part of an Offer"
    _allow_sudo_commands = False

    offer_id = fields.Many2one(
        "hcc.appointment.offer", "Offer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="offer_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.offer_id._check_periods()
        parts.offer_id._log_change()
        return parts

    def write(self, vals):
        result = super().write(vals)
        self.offer_id._check_periods()
        self.offer_id._log_change()
        return result

    def unlink(self):
        offers = self.offer_id
        result = super().unlink()
        offers._log_change()
        return result


class HccAppointmentPeriod(models.Model):
    """Slots of one weekday (khung giờ hẹn) of an offer. Hall managers and administrators."""

    _name = "hcc.appointment.period"
    _inherit = ["hcc.appointment.offer.part"]
    _description = "Weekly Slots"
    _order = "offer_id, weekday, hour_from, id"
    _rec_name = "weekday"
    _allow_sudo_commands = False

    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float("From", required=True, default=7.5)
    hour_to = fields.Float("To", required=True, default=11.0)
    slot_minutes = fields.Integer("Minutes a slot", required=True, default=30)
    places = fields.Integer("Places a slot", required=True, default=4)

    _hours_check = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to)",
        "Slots begin before they end, within one day.",
    )
    _numbers_check = models.Constraint(
        "CHECK (slot_minutes BETWEEN 5 AND 480 AND places BETWEEN 1 AND 500)",
        "A slot takes 5 to 480 minutes and has 1 to 500 places.",
    )

    def _period(self):
        minutes = (round(self.hour_from * 60), round(self.hour_to * 60))
        return slots.Period(*minutes, self.slot_minutes, self.places)

    def _fact(self):
        period = self._period()
        return f"{self.weekday}/{period.start}-{period.end}/{period.length}/{period.places}"


class HccAppointmentClosure(models.Model):
    """Days on which an offer takes no bookings though the centre works (ngày ngừng nhận hẹn). Hall
    managers and administrators."""

    _name = "hcc.appointment.closure"
    _inherit = ["hcc.appointment.offer.part"]
    _description = "Days Without Booking"
    _order = "offer_id, date_from, id"
    _rec_name = "reason"
    _allow_sudo_commands = False

    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    reason = fields.Char(required=True)

    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day lies before the first."
    )
