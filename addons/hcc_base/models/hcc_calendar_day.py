import csv
import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from ..tools import working_time

_SLOT = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")

#: kind → index of Odoo's palette: red, orange, green, blue
KIND_COLORS = {"holiday": 1, "swap_off": 2, "make_up": 10, "closure": 4}
UNSURE_COLOR = 3


class HccCalendarDay(models.Model):
    """A day that differs from the week's plan: public holiday, swap, make-up day or closure.

    Days without a centre hold for every centre; a centre's own day wins over a common one, an
    agency's over the centre's.
    Administrators keep them, everybody reads them. Dates that no official notice confirms yet are
    marked unsure and shown so.
    """

    _name = "hcc.calendar.day"
    _description = "Exceptional Day"
    _inherit = ["hcc.calendar.part"]
    _order = "date desc, company_id"
    _rec_name = "name"

    company_id = fields.Many2one("res.company", "Centre", index=True, help="Empty: every centre.")
    agency_id = fields.Many2one(
        "hcc.agency",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: everybody at the centre. Otherwise the day holds for this agency's dossiers.",
    )
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
        "(date, COALESCE(company_id, 0), COALESCE(agency_id, 0))",
        "This day already has an entry for the centre or the agency.",
    )

    color = fields.Integer(compute="_compute_color")

    _calendar_fields = frozenset({"date", "kind", "name", "slots", "company_id", "agency_id"})

    @api.depends("kind", "certainty")
    def _compute_color(self):
        for day in self:
            day.color = UNSURE_COLOR if day.certainty == "unsure" else KIND_COLORS[day.kind]

    @api.depends("name", "certainty")
    def _compute_display_name(self):
        for day in self:
            mark = " (?)" if day.certainty == "unsure" else ""
            day.display_name = f"{day.name or ''}{mark}"

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
    def _put(self, vals):
        """The day with these values: the one already entered is corrected, else one is added."""
        key = ("date", "company_id", "agency_id")
        day = self.search([(name, "=", vals[name]) for name in key], limit=1)
        if not day:
            return self.create(vals)
        day.write({name: value for name, value in vals.items() if name not in key})
        return day

    @api.model
    def _domain_common(self):
        """The days of every centre and every agency."""
        return [("company_id", "=", False), ("agency_id", "=", False)]

    @api.model
    def _load_shipped(self, path="hcc_base/data/calendar_days.csv"):
        """Add the shipped public holidays and make-up days; days already there stay as they are."""
        known = set(self.search(self._domain_common()).mapped("date"))
        with file_open(path, "r") as stream:
            rows = [{k: v or False for k, v in row.items()} for row in csv.DictReader(stream)]
        self.create([row for row in rows if fields.Date.to_date(row["date"]) not in known])

    # -------------------------------------------------------------------------
    # THE CALENDARS MADE OF THESE DAYS
    # -------------------------------------------------------------------------

    @api.model
    def _exceptions(self, company_id, agency_id):
        """date → exception. The agency's day wins over the centre's, that over the common one."""
        days = self.sudo().search(
            [
                ("company_id", "in", (False, company_id)),
                ("agency_id", "in", (False, agency_id)),
            ]
        )
        return {
            day.date: working_time.DayException(day._slots(), day.kind, day.name)
            for day in days.sorted(lambda day: (bool(day.agency_id), bool(day.company_id)))
        }

    @api.model
    @tools.ormcache("version")
    def _agencies_with_own_days(self, version):
        agencies = self.sudo()._read_group([("agency_id", "!=", False)], ["agency_id"])
        return frozenset(agency.id for (agency,) in agencies)

    def _calendar_facts(self):
        """A deleted day is remembered by these facts alone."""
        days = [
            {
                "date": fields.Date.to_string(day.date),
                "kind": day.kind,
                "slots": day.slots or "",
                "agency": day.agency_id.id,
                "centre": day.company_id.id,
            }
            for day in self.sorted("date")
        ]
        return {**super()._calendar_facts(), "days": days}

    def _calendar_reason(self):
        return "; ".join(f"{day.name} ({day.date:%d/%m/%Y})" for day in self.sorted("date"))
