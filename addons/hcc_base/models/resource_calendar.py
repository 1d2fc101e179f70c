from odoo import api, models, tools

from ..tools import working_time


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    @tools.ormcache("self.id", "company_id")
    def _hcc_working_calendar(self, company_id):
        """Weekly hours and exceptional days of a centre as a prepared, immutable calendar."""
        return working_time.WorkingCalendar(
            self._hcc_weekly_slots(),
            self._hcc_exceptions(company_id),
            self.sudo().tz or "Asia/Ho_Chi_Minh",
        )

    def _hcc_weekly_slots(self):
        weekly = {}
        for line in self.sudo().attendance_ids:
            if line.day_period != "lunch" and not line.display_type and not line.week_type:
                slot = round(line.hour_from * 60), round(line.hour_to * 60)
                weekly.setdefault(int(line.dayofweek), []).append(slot)
        return {day: tuple(sorted(slots)) for day, slots in weekly.items()}

    def _hcc_exceptions(self, company_id):
        """date → exception; a centre's own day wins over the common one."""
        days = (
            self.env["hcc.calendar.day"].sudo().search([("company_id", "in", (False, company_id))])
        )
        return {
            day.date: working_time.DayException(day._slots(), day.kind, day.name)
            for day in days.sorted(lambda d: bool(d.company_id))
        }


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
