from collections import Counter, defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LONGEST_DAYS = 92
#: States in which a place was used, whether the person came or not.
TAKEN = ("held", "booked", "checked_in", "no_show")
COUNTED = ("taken", "extra", "checked_in", "no_show", "cancelled")


class HccAppointmentPlan(models.TransientModel):
    """Planned and booked (nhận hẹn và đặt hẹn): what each lane offers a day, and what became
    of it. Hall managers, oversight, administrators and directors; numbers alone."""

    _name = "hcc.appointment.plan"
    _description = "Planned and Booked"
    _allow_sudo_commands = False

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._today())
    date_to = fields.Date(
        "To", required=True, default=lambda self: self._today() + timedelta(days=6)
    )
    line_ids = fields.One2many("hcc.appointment.plan.line", "plan_id", "Days", readonly=True)

    @api.model
    def _today(self):
        return self.env["hcc.clock"]._today()

    def action_count(self):
        """Count anew and show."""
        self.ensure_one()
        if not 0 <= (self.date_to - self.date_from).days < LONGEST_DAYS:
            raise UserError(
                self.env._("Choose a period of at most %s days, first day first.", LONGEST_DAYS)
            )
        # sudo: lines are the dialog's own; nobody writes them by hand
        lines = self.line_ids.sudo()
        lines.unlink()
        lines.create([{"plan_id": self.id, **row} for row in self._rows()])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Planned and booked"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def _rows(self):
        counts = self._counts()
        offers = self.env["hcc.appointment.offer"].search([("company_id", "=", self.company_id.id)])
        places = Counter()
        for offer in offers:
            for day in self._days():
                if offer._counts_on(day):
                    slots = offer._slots(day)
                    places[offer.lane_id, day] += sum(slot.places for slot in slots)
        keys = sorted(
            {key for key, number in places.items() if number} | set(counts),
            key=lambda key: (key[1], key[0].sequence, key[0].prefix),
        )
        return [
            {"lane_id": lane.id, "day": day, "places": places[lane, day], **counts[lane, day]}
            for lane, day in keys
        ]

    def _days(self):
        length = (self.date_to - self.date_from).days
        return [self.date_from + timedelta(days=ahead) for ahead in range(length + 1)]

    def _counts(self):
        """``{(lane, day): {"booked": …, "came": …, …}}``"""
        rows = self.env["hcc.appointment"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("business_date", ">=", self.date_from),
                ("business_date", "<=", self.date_to),
            ],
            ["lane_id", "business_date:day", "state", "is_extra"],
            ["__count"],
        )
        counts = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
        for lane, day, state, is_extra, count in rows:
            row = counts[lane, day]
            row["taken"] += count if state in TAKEN else 0
            row["extra"] += count if state in TAKEN and is_extra else 0
            if state in ("checked_in", "no_show", "cancelled"):
                row[state] += count
        return counts


class HccAppointmentPlanLine(models.TransientModel):
    """One lane on one day, planned and booked."""

    _name = "hcc.appointment.plan.line"
    _description = "Planned and Booked, a Day"
    _order = "day, lane_id, id"
    _allow_sudo_commands = False

    plan_id = fields.Many2one("hcc.appointment.plan", required=True, ondelete="cascade")
    day = fields.Date(required=True)
    lane_id = fields.Many2one("hcc.lane", "Lane", required=True, ondelete="cascade")
    places = fields.Integer("Bookable places")
    taken = fields.Integer("Booked", help="Held, confirmed, came or did not come.")
    extra = fields.Integer("Of these beyond the places")
    checked_in = fields.Integer("Came")
    no_show = fields.Integer("Did not come")
    cancelled = fields.Integer("Cancelled")
    taken_percent = fields.Integer("Booked (%)", compute="_compute_taken_percent", aggregator=None)

    @api.depends("places", "taken", "extra")
    def _compute_taken_percent(self):
        for line in self:
            within = line.taken - line.extra
            line.taken_percent = round(100 * within / line.places) if line.places else 0
