from odoo import models, tools

from ..tools import working_time
from .hcc_clock import DEFAULT_TIMEZONE


class ResourceCalendar(models.Model):
    """Weekly hours of a centre, or of an agency whose hours differ from the centre's.

    Administrators keep those of their centres. Hours of no centre, and hours that others follow
    too, are kept by administrators of a leading centre.
    """

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "hcc.calendar.part", "hcc.common.mixin"]

    _has_own_records = True
    _calendar_fields = frozenset({"tz", "attendance_ids"})

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")  # nobody takes or gives hours away
        return result

    def _owner(self):
        return self.company_id

    def _is_kept_by(self, centres):
        mine = super()._is_kept_by(centres)
        return mine and (bool(centres._leading()) or not self._is_followed_beyond(centres))

    def _is_followed_beyond(self, centres):
        """Whether a centre or an agency that is not theirs works by these hours."""
        follows = [(name, "=", self.id) for name in ("resource_calendar_id", "calendar_id")]
        every = self.env["res.company"].search(follows[:1])
        agencies = self.env["hcc.agency"].with_context(active_test=False).search(follows[1:])
        return not all(centre._with_superiors() & centres for centre in every) or not all(
            agency._is_only_at(centres) for agency in agencies
        )

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
    _inherit = ["resource.calendar.attendance", "hcc.calendar.part", "hcc.common.mixin"]

    _calendar_fields = frozenset(
        {
            "dayofweek", "hour_from", "hour_to", "day_period", "calendar_id", "week_type",
            "display_type",
        }
    )  # fmt: skip
    _has_own_records = True

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.check_access("write")
        return result

    def _owner(self):
        return self.calendar_id._owner()

    def _is_kept_by(self, centres):
        return self.calendar_id._is_kept_by(centres)

    def _calendar_reason(self):
        return self.calendar_id._calendar_reason()
