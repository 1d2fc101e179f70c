from odoo import models, tools

from ..tools import working_time
from .hcc_clock import DEFAULT_TIMEZONE


class ResourceCalendar(models.Model):
    """Weekly hours of a centre, or of an agency whose hours differ from the centre's."""

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "hcc.calendar.part"]

    _calendar_fields = frozenset({"tz", "attendance_ids"})

    @tools.ormcache("self.id", "company_id", "agency_id", "version")
    def _hcc_working_calendar(self, company_id, agency_id, version):
        """Weekly hours and exceptional days as a prepared, immutable calendar.

        :param agency_id: whose days count before the centre's; False: the centre's only
        :param version: ``hcc.clock._calendars_version()``
        """
        weekly = self._hcc_weekly_slots()
        return working_time.WorkingCalendar(
            weekly,
            self.env["hcc.calendar.day"]._exceptions(weekly, company_id, agency_id),
            self.sudo().tz or DEFAULT_TIMEZONE,
        )

    def _hcc_weekly_slots(self):
        weekly = {}
        for line in self.sudo().attendance_ids:
            if line.day_period != "lunch" and not line.display_type and not line.week_type:
                slot = round(line.hour_from * 60), round(line.hour_to * 60)
                weekly.setdefault(int(line.dayofweek), []).append(slot)
        return {day: tuple(sorted(slots)) for day, slots in weekly.items()}

    def _calendar_reason(self):
        return self.env._("Working hours changed: %s", ", ".join(self.mapped("name")))


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "hcc.calendar.part"]

    _calendar_fields = frozenset(
        {
            "dayofweek", "hour_from", "hour_to", "day_period", "calendar_id", "week_type",
            "display_type",
        }
    )  # fmt: skip

    def _calendar_reason(self):
        return self.calendar_id._calendar_reason()
