from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import lane_hours


class HccLane(models.Model):
    """When a lane gives out numbers (giờ lấy số). Kiosks show a closed lane with the hour at which
    it opens, and the server refuses it; a hall manager may issue by hand all the same.
    """

    _inherit = "hcc.lane"

    hours = fields.Selection(
        [
            ("always", "Whenever the kiosk is on"),
            ("centre", "Working hours of the centre"),
            ("own", "Hours of its own"),
        ],
        "Gives out numbers",
        required=True,
        default="always",
        help="Public holidays and make-up days of the centre count for either hours.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Own hours",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    early_minutes = fields.Integer(
        "Minutes before opening",
        help="So early before the hours begin numbers are given out: people who come before the "
        "doors open need not stand in line.",
    )
    last_ticket_minutes = fields.Integer(
        "Minutes before closing",
        help="So early before the end of the day the last number is given out, so that whoever "
        "holds it is still served.",
    )
    is_open = fields.Boolean("Open now", compute="_compute_is_open")

    _hours_check = models.Constraint(
        "CHECK (early_minutes BETWEEN 0 AND 240 AND last_ticket_minutes BETWEEN 0 AND 240)",
        "Numbers begin and end at most 240 minutes before the hours do.",
    )
    _own_hours_check = models.Constraint(
        "CHECK (hours != 'own' OR calendar_id IS NOT NULL)",
        "Choose the working hours that this lane has of its own.",
    )

    @api.constrains("hours", "calendar_id")
    def _check_hours_usable(self):
        for calendar in self.filtered(lambda lane: lane.hours == "own").calendar_id:
            problem = calendar._hours_problem()
            if problem:
                raise ValidationError(problem)

    def _compute_is_open(self):
        for lane in self:
            lane.is_open = lane._reception().is_open

    def _reception(self):
        """Whether the lane gives out numbers now, and when it next begins or ends."""
        self.ensure_one()
        if self.hours == "always":
            return lane_hours.Reception(True)
        clock = self.env["hcc.clock"]
        if self.hours == "own":
            calendar = clock._prepared(self.calendar_id, self.company_id, self.env["hcc.agency"])
        else:
            calendar = clock._calendar(self.company_id)
        return lane_hours.reception(
            calendar, clock._now(), self.early_minutes, self.last_ticket_minutes
        )

    def _opening(self):
        """When a closed lane opens: ``{"day": iso date, empty today, "time": hh:mm}`` or ``None``
        where it is open; both empty where no opening is known."""
        reception = self._reception()
        if reception.is_open:
            return None
        if not reception.opens:
            return {"day": "", "time": ""}
        ordinal, minute = reception.opens
        day = date.fromordinal(ordinal)
        today = self.env["hcc.clock"]._today(self.company_id)
        text = f"{minute // 60:02d}:{minute % 60:02d}"
        return {"day": "" if day == today else day.isoformat(), "time": text}

    def _check_open(self):
        """Refuse a kiosk's number while the lane is closed, and say when it opens."""
        opening = self._opening()
        if opening is None:
            return
        if not opening["time"]:
            raise UserError(
                self.env._(
                    "Lane %s gives out no numbers. Please ask at the reception desk.", self.name
                )
            )
        raise UserError(
            self.env._(
                "Lane %(lane)s gives out no numbers now. It opens at %(when)s.",
                lane=self.name,
                when=self._opening_text(opening),
            )
        )

    def _opening_text(self, opening):
        if not opening["day"]:
            return opening["time"]
        day = date.fromisoformat(opening["day"])
        tomorrow = self.env["hcc.clock"]._today(self.company_id) + timedelta(days=1)
        if day == tomorrow:
            return self.env._("%s tomorrow", opening["time"])
        return f"{opening['time']} {day:%d/%m/%Y}"


class ResourceCalendar(models.Model):
    """Hours by which a lane gives out numbers stay usable, as those of a centre or an agency."""

    _inherit = "resource.calendar"

    def _followed(self):
        lanes = (
            self.env["hcc.lane"]
            .sudo()
            .with_context(active_test=False)
            .search([("hours", "=", "own"), ("calendar_id", "in", self.ids)])
        )
        return super()._followed() | self.filtered(lambda hours: hours in lanes.calendar_id)
