from odoo import api, models, tools
from odoo.exceptions import ValidationError

from ..tools import working_time
from .hcc_clock import DEFAULT_TIMEZONE


class ResourceCalendar(models.Model):
    """Weekly hours of a centre, or of an agency whose hours differ from the centre's. Due dates
    are counted by them: they have at least one slot, and every week is the same.

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

    @api.constrains("attendance_ids", "two_weeks_calendar")
    def _check_usable(self):
        for calendar in self._followed():
            problem = calendar._hours_problem()
            if problem:
                raise ValidationError(problem)

    def _followed(self):
        """Those of the calendars by which a centre or an agency works."""
        # sudo: whoever follows them, the hours must be usable
        mine = [("calendar_id", "in", self.ids)]
        agencies = self.env["hcc.agency"].sudo().with_context(active_test=False).search(mine)
        centres = self.env["res.company"].sudo().search(
            [("is_centre", "=", True), ("resource_calendar_id", "in", self.ids)]
        )  # fmt: skip
        return self & (agencies.calendar_id | centres.resource_calendar_id).with_env(self.env)

    def _hours_problem(self):
        """Why no due date can be counted by these hours; empty when it can."""
        self.ensure_one()
        calendar = self.sudo()
        if calendar.two_weeks_calendar or any(calendar.attendance_ids.mapped("week_type")):
            return self.env._(
                "%s: working hours that differ from week to week are not supported. Enter one "
                "week that holds for all, and exceptions as single days.",
                calendar.name,
            )
        if not self._hcc_weekly_slots():
            return self.env._(
                "%s has no working hours at all: no due date could be counted. Leave or enter at "
                "least one slot.",
                calendar.name,
            )
        return ""

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

    @api.constrains("calendar_id", "day_period", "week_type", "display_type")
    def _check_usable(self):
        self.calendar_id._check_usable()

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._check_usable()
        return result

    def _calendar_reason(self):
        return self.calendar_id._calendar_reason()
