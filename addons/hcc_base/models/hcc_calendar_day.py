import csv
import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from ..tools import day_slots, working_time

_SLOT = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")

#: kind → index of Odoo's palette: red, orange, green, blue
KIND_COLORS = {"holiday": 1, "swap_off": 2, "make_up": 10, "closure": 4}
UNSURE_COLOR = 3


class HccCalendarDay(models.Model):
    """A day that differs from the week's plan: public holiday, swap, make-up day or closure.

    Days without a centre hold for every centre; a centre's own day wins over a common one, an
    agency's over the centre's.
    Administrators keep those of their centres, administrators of a leading centre the common ones;
    everybody reads them. Dates that no official notice confirms yet are marked unsure and shown so.
    """

    _name = "hcc.calendar.day"
    _description = "Exceptional Day"
    _inherit = ["hcc.calendar.part", "hcc.common.mixin"]
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
    closed_part = fields.Selection(
        [("morning", "Closed in the morning"), ("afternoon", "Closed in the afternoon")],
        "Half-day closed",
        help="Each centre, and each agency with hours of its own, works the other half of its day.",
    )
    slots_words = fields.Char("Working hours of the day", compute="_compute_slots_words")
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

    _closed_part_check = models.Constraint(
        "CHECK (closed_part IS NULL OR (kind = 'closure' AND COALESCE(slots, '') = ''))",
        "A half-day is closed by a closure, and its other half has the usual hours.",
    )

    color = fields.Integer(compute="_compute_color")

    _has_own_records = True
    _calendar_fields = frozenset(
        {"date", "kind", "name", "slots", "closed_part", "company_id", "agency_id"}
    )

    @api.depends("kind", "certainty")
    def _compute_color(self):
        for day in self:
            day.color = UNSURE_COLOR if day.certainty == "unsure" else KIND_COLORS[day.kind]

    @api.depends("slots", "closed_part")
    @api.depends_context("lang")
    def _compute_slots_words(self):
        parts = dict(self._fields["closed_part"]._description_selection(self.env))
        for day in self:
            part = parts.get(day.closed_part)
            day.slots_words = day.slots or part or self.env._("Closed all day")

    @api.depends("name", "certainty")
    def _compute_display_name(self):
        for day in self:
            mark = " (?)" if day.certainty == "unsure" else ""
            day.display_name = f"{day.name or ''}{mark}"

    def _owner(self):
        return self.company_id

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
    def _exceptions(self, weekly, company_id, agency_id):
        """date → exception. The agency's day wins over the centre's, that over the common one.

        :param weekly: weekday → slots of whose calendar it is; a half-day closed is half of them,
            or of the hours that a wider exception gives the day
        """
        days = self.sudo().search(
            [
                ("company_id", "in", (False, company_id)),
                ("agency_id", "in", (False, agency_id)),
            ]
        )
        found = {}
        for day in days.sorted(lambda day: (bool(day.agency_id), bool(day.company_id))):
            slots = day._slots()
            if day.closed_part:
                wider = found.get(day.date)
                usual = wider.slots if wider else weekly.get(day.date.weekday(), ())
                slots = day_slots.without(usual, day.closed_part)
            found[day.date] = working_time.DayException(slots, day.kind, day.name)
        return found

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
                "closed_part": day.closed_part or "",
                "agency": day.agency_id.id,
                "centre": day.company_id.id,
            }
            for day in self.sorted("date")
        ]
        return {**super()._calendar_facts(), "days": days}

    def _calendar_reason(self):
        return "; ".join(f"{day.name} ({day.date:%d/%m/%Y})" for day in self.sorted("date"))
