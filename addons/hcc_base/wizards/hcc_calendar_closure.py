from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import day_slots

#: A closure of more days than this is a mistyped date.
LONGEST_CLOSURE_DAYS = 31


class HccCalendarClosure(models.TransientModel):
    """Close a centre, or one agency there, for days or half-days, also afterwards.

    What remains of a day follows from its working hours. Administrators only.
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
        calendar = self.env["hcc.clock"]._calendar(
            self.company_id or self.env.company, self.agency_id
        )
        days = []
        for day in self._dates():
            present = calendar.slots_on(day)
            if self.part == "lifted" or present or self.part == "hours":
                days.append(self._prepare_day(day, present))
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

    def _prepare_day(self, day, present):
        """``present``: the slots worked that day until now."""
        if self.part in ("hours", "lifted"):
            slots = self.slots or ""
        else:
            slots = day_slots.text(day_slots.without(present, self.part))
        return {
            "date": fields.Date.to_string(day),
            "kind": "closure",
            "name": self._checked_reason(),
            "slots": slots,
            "company_id": self.company_id.id,
            "agency_id": self.agency_id.id,
            "source": self.source or False,
            "certainty": "certain",
        }

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
