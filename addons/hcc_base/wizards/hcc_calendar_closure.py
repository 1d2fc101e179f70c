from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import day_slots

#: A closure of more days than this is a mistyped date.
LONGEST_CLOSURE_DAYS = 31


class HccCalendarClosure(models.TransientModel):
    """Close a centre, or one agency there, for days or half-days, also afterwards.

    What remains of a half-day follows from the hours of whoever works: each centre's own, and each
    agency's that has its own. Administrators only.
    """

    _name = "hcc.calendar.closure"
    _description = "Closure"
    _inherit = ["hcc.calendar.dialog"]

    agency_id = fields.Many2one("hcc.agency", help="Empty: the whole centre.")
    date_from = fields.Date("From", required=True, default=lambda self: self._default_date())
    date_to = fields.Date("Until", help="Empty: one day.")
    part = fields.Selection(
        [
            ("day", "Closed all day"),
            ("morning", "Closed in the morning"),
            ("afternoon", "Closed in the afternoon"),
            ("hours", "Other working hours"),
            ("lifted", "Open as usual: take the closure back"),
        ],
        "What happens",
        required=True,
        default="day",
    )
    slots = fields.Char("Working hours", help="E.g. 07:00-11:30;13:30-17:00.")
    reason = fields.Char(help="Printed in the explanation of the due date.")

    @api.model
    def _default_date(self):
        return self.env["hcc.clock"]._today()

    def _prepare_days(self):
        calendars = self._calendars()
        days = [
            self._prepare_day(day)
            for day in self._dates()
            if self.part in ("lifted", "hours") or any(c.slots_on(day) for c in calendars)
        ]
        if not days:
            raise UserError(self.env._("There is no working time on these days anyway."))
        if self.part != "lifted":
            self._check_not_entered_otherwise()
        return days

    def _check_not_entered_otherwise(self):
        """A closure takes no make-up day's place: lifting it again would lose that day."""
        other = self.env["hcc.calendar.day"].search(
            [("kind", "!=", "closure"), *self._same_days()], limit=1
        )
        if other:
            raise UserError(
                self.env._(
                    "%(day)s is entered as “%(kind)s” already. Change that entry in the list.",
                    day=f"{other.date:%d/%m/%Y}",
                    kind=dict(other._fields["kind"]._description_selection(self.env))[other.kind],
                )
            )

    def _calendars(self):
        """The calendars of those who close."""
        clock = self.env["hcc.clock"]
        # sudo: a common closure closes the centres of others too
        every = self.env["res.company"].sudo().search([("is_centre", "=", True)])
        centres = (self.company_id or every).filtered("resource_calendar_id")
        return [clock._calendar(centre, self.agency_id) for centre in centres]

    def _prepare_day(self, day):
        slots, closed_part = self.slots or "", False
        if self.part not in ("hours", "lifted"):
            slots, closed_part = self._remaining(day)
        return {
            "date": fields.Date.to_string(day),
            "kind": "closure",
            "name": self._checked_reason(),
            "slots": slots,
            "closed_part": closed_part,
            "company_id": self.company_id.id,
            "agency_id": self.agency_id.id,
            "source": self.source or False,
            "certainty": "certain",
        }

    def _remaining(self, day):
        """``(slots, half-day closed)`` of the day, together with a closure entered before."""
        before = self._closures().filtered(lambda closure: closure.date == day)
        if self.part == "day" or before.closed_part not in (False, self.part):
            return "", False  # both halves are the day
        if before and not before.closed_part:
            return day_slots.text(day_slots.without(before._slots(), self.part)), False
        return "", self.part

    def _dates(self):
        last = self.date_to or self.date_from
        count = (last - self.date_from).days + 1
        if not 0 < count <= LONGEST_CLOSURE_DAYS:
            raise UserError(
                self.env._(
                    "A closure has 1 to %(most)s days; from %(first)s until %(last)s is something "
                    "else.",
                    most=LONGEST_CLOSURE_DAYS,
                    first=f"{self.date_from:%d/%m/%Y}",
                    last=f"{last:%d/%m/%Y}",
                )
            )
        return [self.date_from + timedelta(days=n) for n in range(count)]

    def _checked_reason(self):
        reason = (self.reason or "").strip()
        if not reason and self.part != "lifted":
            raise UserError(self.env._("State the reason; it is printed with the due date."))
        return reason or self.env._("Open as usual")

    def _apply(self):
        if self.part != "lifted":
            return super()._apply()
        closures = self._closures()
        if not closures:
            raise UserError(self.env._("No closure is entered for these days."))
        closures.unlink()
        return closures

    def _closures(self):
        return self.env["hcc.calendar.day"].search([("kind", "=", "closure"), *self._same_days()])

    def _same_days(self):
        return [
            ("date", "in", self._dates()),
            ("company_id", "=", self.company_id.id),
            ("agency_id", "=", self.agency_id.id),
        ]

    def _describe_days(self):
        if self.part != "lifted":
            return super()._describe_days()
        return [self.env._("No longer closed: %s", self._closures()._calendar_reason())]

    def _describe_slots(self, vals):
        """A half-day in hours: those of each who closes, the same ones told once."""
        if not vals["closed_part"]:
            return super()._describe_slots(vals)
        day = fields.Date.to_date(vals["date"])
        halves = [
            day_slots.text(day_slots.without(calendar.slots_on(day), vals["closed_part"]))
            for calendar in self._calendars()
        ]
        words = super()._describe_slots(vals)
        return f"{words} ({' / '.join(dict.fromkeys(filter(None, halves)))})"
