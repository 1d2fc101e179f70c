from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import day_slots


class HccCalendarHours(models.TransientModel):
    """Other weekly hours (đổi giờ làm việc trong tuần): seven lines in the words of exceptional
    days, shown with the due dates that would move before they are written. Administrators only.
    """

    _name = "hcc.calendar.hours"
    _description = "Change of Weekly Hours"
    _inherit = ["hcc.calendar.dialog"]

    company_id = fields.Many2one(default=False)
    calendar_id = fields.Many2one("resource.calendar", "Working hours", required=True)
    line_ids = fields.One2many(
        "hcc.calendar.hours.line",
        "dialog_id",
        "Weekdays",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("calendar_id")
    def _compute_line_ids(self):
        for dialog in self:
            weekly = dialog.calendar_id._hcc_weekly_slots()
            dialog.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"dayofweek": str(day), "slots": day_slots.text(weekly.get(day, ()))}
                    )
                    for day in range(7)
                ),
            ]

    def _prepare_days(self):
        """The weekdays that change, each with its hours."""
        weekly = self.calendar_id._hcc_weekly_slots()
        changed = [
            {"dayofweek": line.dayofweek, "slots": day_slots.text(line._slots())}
            for line in self.line_ids.sorted("dayofweek")
            if line._slots() != weekly.get(int(line.dayofweek), ())
        ]
        if not changed:
            raise UserError(self.env._("No weekday gets other hours."))
        return changed

    def _describe_days(self):
        closed = self.env._("Closed all day")
        names = self._weekday_names()
        return [f"{names[v['dayofweek']]} · {v['slots'] or closed}" for v in self._prepare_days()]

    def _weekday_names(self):
        field = self.env["resource.calendar.attendance"]._fields["dayofweek"]
        return dict(field._description_selection(self.env))

    def _apply(self):
        changed = {vals["dayofweek"] for vals in self._prepare_days()}
        lines = self.line_ids.filtered(lambda line: line.dayofweek in changed)
        former = self.calendar_id.attendance_ids.filtered(lambda a: a.dayofweek in changed)
        self.calendar_id.attendance_ids = [
            *(Command.delete(attendance.id) for attendance in former),
            *(Command.create(vals) for line in lines for vals in line._prepare_attendances()),
        ]
        return self.calendar_id


class HccCalendarHoursLine(models.TransientModel):
    """One weekday of the dialog. Administrators only."""

    _name = "hcc.calendar.hours.line"
    _description = "Hours of a Weekday"
    _order = "dayofweek"

    dialog_id = fields.Many2one("hcc.calendar.hours", required=True, ondelete="cascade", index=True)
    dayofweek = fields.Selection(
        lambda self: self.env["resource.calendar.attendance"]._fields["dayofweek"].selection,
        "Day of Week",
        required=True,
        readonly=True,
    )
    slots = fields.Char("Working hours", help="E.g. 07:00-11:30;13:30-17:00. Empty: no work.")

    def _slots(self):
        name = self.dialog_id._weekday_names()[self.dayofweek]
        return self.env["hcc.calendar.day"].new({"name": name, "slots": self.slots})._slots()

    def _prepare_attendances(self):
        name = self.dialog_id._weekday_names()[self.dayofweek]
        return [
            {
                "name": f"{name} {day_slots.text((slot,))}",
                "dayofweek": self.dayofweek,
                "day_period": "morning" if slot[0] < day_slots.NOON else "afternoon",
                "hour_from": slot[0] / 60,
                "hour_to": slot[1] / 60,
            }
            for slot in self._slots()
        ]
