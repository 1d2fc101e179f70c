import csv
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

_SLOT = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class HccCalendarDay(models.Model):
    """A day that differs from the week's plan: public holiday, swap, make-up day or closure.

    Days without a centre hold for every centre; a centre's own day wins over a common one.
    Administrators keep them, everybody reads them. Dates that no official notice confirms yet are
    marked unsure and shown so.
    """

    _name = "hcc.calendar.day"
    _description = "Exceptional Day"
    _order = "date desc, company_id"
    _rec_name = "name"

    company_id = fields.Many2one("res.company", "Centre", index=True, help="Empty: every centre.")
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [
            ("holiday", "Public holiday"),
            ("swap_off", "Day off by swap"),
            ("make_up", "Make-up working day"),
            ("closure", "Closure of the centre"),
        ],
        required=True,
        default="holiday",
    )
    name = fields.Char("Reason", required=True)
    slots = fields.Char(
        "Working hours",
        help="Working hours of that day, e.g. 07:00-11:30;13:30-17:00. Empty: closed all day.",
    )
    source = fields.Char(help="The notice or law that sets the day.")
    certainty = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely"), ("unsure", "Not confirmed yet")],
        required=True,
        default="certain",
    )

    _date_uniq = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))", "This day already has an entry for the centre."
    )

    @api.constrains("slots", "kind")
    def _check_slots(self):
        for day in self:
            day._slots()
            if day.kind == "make_up" and not day.slots:
                raise ValidationError(
                    self.env._("%s: a make-up day needs its working hours.", day.name)
                )

    def _slots(self):
        """The day's working slots in minutes from midnight, ``()`` when closed.

        :raise ValidationError: the text is not a list of ordered hours
        """
        parts = [part.strip() for part in (self.slots or "").split(";") if part.strip()]
        slots = tuple(self._parse_slot(part) for part in parts)
        bounds = [minute for slot in slots for minute in slot]
        if bounds != sorted(set(bounds)) or (bounds and bounds[-1] > 24 * 60):
            raise ValidationError(
                self.env._(
                    "%(day)s: the working hours “%(slots)s” must follow each other.",
                    day=self.name,
                    slots=self.slots,
                )
            )
        return slots

    def _parse_slot(self, text):
        match = _SLOT.fullmatch(text)
        if not match or int(match[2]) > 59 or int(match[4]) > 59:
            raise ValidationError(
                self.env._(
                    "%(day)s: “%(text)s” is not a working time. Write it like 07:00-11:30.",
                    day=self.name,
                    text=text,
                )
            )
        return int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])

    @api.model
    def _load_shipped(self, path="hcc_base/data/calendar_days.csv"):
        """Add the shipped public holidays and make-up days; days already there stay as they are."""
        known = set(self.search([("company_id", "=", False)]).mapped("date"))
        with file_open(path, "r") as stream:
            rows = [{k: v or False for k, v in row.items()} for row in csv.DictReader(stream)]
        self.create([row for row in rows if fields.Date.to_date(row["date"]) not in known])

    # The prepared calendars hold these days.

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self.env.registry.clear_cache()
        return days

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
