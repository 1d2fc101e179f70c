from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import slots


class OfferedSlot(NamedTuple):
    """A slot of a lane: naive UTC instants and the places that may be booked."""

    start: datetime
    end: datetime
    places: int


class HccAppointmentOffer(models.Model):
    """What a lane offers for booking ahead (lịch nhận hẹn): weekly slots, from a day on.

    Slots are computed from it and the centre's calendar; holidays, closures and the end of working
    hours always win over the week's plan. Everybody in the centre reads it, hall managers and
    administrators keep it, and the journal holds every change.
    """

    _name = "hcc.appointment.offer"
    _description = "Slots Offered for Booking"
    _order = "lane_id, date_from desc, id"
    _rec_name = "lane_id"
    _check_company_auto = True
    _allow_sudo_commands = False

    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="lane_id.company_id", store=True, index=True)
    date_from = fields.Date("From", required=True, default=lambda self: self._today())
    date_to = fields.Date("To", help="Empty: until it is replaced.")
    period_ids = fields.One2many("hcc.appointment.period", "offer_id", "Weekly slots")
    closure_ids = fields.One2many("hcc.appointment.closure", "offer_id", "Days without booking")
    walk_in_percent = fields.Integer(
        "Kept for walk-ins (%)",
        default=50,
        required=True,
        help="Share of each slot's places that cannot be booked ahead; rounded up.",
    )
    horizon_days = fields.Integer(
        "Bookable ahead (days)", default=14, required=True, help="Calendar days from today."
    )
    notice_minutes = fields.Integer(
        "At the latest before the slot (minutes)", default=60, required=True
    )
    early_minutes = fields.Integer("Check-in before the slot (minutes)", default=30, required=True)
    late_minutes = fields.Integer(
        "Kept after the slot's start (minutes)",
        default=15,
        required=True,
        help="Who comes later may take an ordinary number; the appointment counts as missed.",
    )
    active = fields.Boolean(default=True)

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The last day lies before the first."
    )
    _numbers_check = models.Constraint(
        "CHECK (walk_in_percent BETWEEN 0 AND 100 AND horizon_days BETWEEN 1 AND 180"
        " AND notice_minutes BETWEEN 0 AND 10080 AND early_minutes BETWEEN 0 AND 240"
        " AND late_minutes BETWEEN 0 AND 240)",
        "The share is a percentage; one books at most 180 days ahead, the minutes before and after "
        "a slot are at most 240.",
    )
    _overlap_excl = models.Constraint(
        "EXCLUDE USING gist (int4range(lane_id, lane_id, '[]') WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (active IS TRUE)",
        "This lane already has an offer on some of these days. End the other one first.",
    )

    @api.model
    def _today(self):
        return self.env["hcc.clock"]._today()

    # -------------------------------------------------------------------------
    # JOURNAL
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        offers = super(HccAppointmentOffer, self._journalled_once()).create(vals_list)
        offers = offers.with_env(self.env)
        offers._log_change()
        return offers

    def write(self, vals):
        result = super(HccAppointmentOffer, self._journalled_once()).write(vals)
        self._log_change()
        return result

    def _journalled_once(self):
        """The parts that a form saves together are one change."""
        return self.with_context(hcc_offer_change=True)

    def _log_change(self):
        if self.env.context.get("hcc_offer_change"):
            return
        for offer in self:
            self.env["hcc.journal.entry"]._append(offer, "change_offer", facts=offer._facts())

    def _facts(self):
        numbers = ("walk_in_percent", "horizon_days", "notice_minutes", "early_minutes")
        return {
            "lane": self.lane_id.id,
            "from": self.date_from.isoformat(),
            "to": self.date_to.isoformat() if self.date_to else None,
            "active": self.active,
            **{name: self[name] for name in (*numbers, "late_minutes")},
            "periods": [period._fact() for period in self.period_ids],
            "closures": [f"{day.date_from}/{day.date_to}" for day in self.closure_ids],
        }

    # -------------------------------------------------------------------------
    # SLOTS
    # -------------------------------------------------------------------------

    @api.model
    def _of(self, lane, day):
        """The offer of ``lane`` that counts on ``day``, if any."""
        return self.search(
            [
                ("lane_id", "=", lane.id),
                ("date_from", "<=", day),
                "|", ("date_to", "=", False), ("date_to", ">=", day),
            ]
        )  # fmt: skip

    def _counts_on(self, day):
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

    def _slots(self, day):
        """The slots of ``day``, whoever has booked them."""
        if not self or any(row.date_from <= day <= row.date_to for row in self.closure_ids):
            return []
        periods = [
            period._period() for period in self.period_ids if period.weekday == str(day.weekday())
        ]
        working = self._calendar().slots_on(day)
        return [
            OfferedSlot(self._instant(day, slot.start), self._instant(day, slot.end), slot.places)
            for slot in slots.of_day(periods, working, self.walk_in_percent)
        ]

    def _slot_at(self, start):
        """The slot that begins at ``start`` (naive UTC), or ``None``."""
        day = self.env["hcc.clock"]._local(self.lane_id.company_id, start).date()
        return next((slot for slot in self._slots(day) if slot.start == start), None)

    def _calendar(self):
        """An agency with a lane of its own works by its own calendar, others by the centre's."""
        agencies = self.lane_id.agency_ids
        agency = agencies if len(agencies) == 1 else None
        return self.env["hcc.clock"]._calendar(self.company_id, agency)

    def _instant(self, day, minute):
        zone = self.env["hcc.clock"]._timezone(self.company_id)
        local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def _last_bookable_day(self):
        today = self.env["hcc.clock"]._today(self.company_id)
        last = today + timedelta(days=self.horizon_days)
        return min(last, self.date_to) if self.date_to else last

    def _is_open_for(self, slot):
        """Whether ``slot`` may still be booked ahead, full or not."""
        clock = self.env["hcc.clock"]
        day = clock._local(self.company_id, slot.start).date()
        in_time = slot.start >= clock._now() + timedelta(minutes=self.notice_minutes)
        return in_time and day <= self._last_bookable_day()

    @api.constrains("period_ids")
    def _check_periods(self):
        for offer in self:
            for periods in offer.period_ids.grouped("weekday").values():
                ordered = periods.sorted("hour_from")
                for one, other in zip(ordered, ordered[1:], strict=False):
                    if other.hour_from < one.hour_to:
                        raise ValidationError(
                            self.env._(
                                "Lane %(lane)s: two runs of slots overlap on one weekday.",
                                lane=offer.lane_id.name,
                            )
                        )
