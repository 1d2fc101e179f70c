from odoo import api, models


class HccCalendarPart(models.AbstractModel):
    """A record that working calendars are made of: hours, exceptional days, who follows which.

    Every change of it runs inside ``hcc.clock._changing_calendars()``, so that nobody computes a
    due date from the old calendar at the same moment and what depends on it is computed again.
    """

    _name = "hcc.calendar.part"
    _description = "Part of a Working Calendar"

    #: fields whose change is a change of the calendar
    _calendar_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not any(self._calendar_fields.intersection(vals) for vals in vals_list):
            return super().create(vals_list)
        with self.env["hcc.clock"]._changing_calendars() as cause:
            parts = super().create(vals_list)
            cause.update(parts._calendar_cause())
        return parts

    def write(self, vals):
        if not self._calendar_fields.intersection(vals):
            return super().write(vals)
        with self.env["hcc.clock"]._changing_calendars() as cause:
            result = super().write(vals)
            cause.update(self._calendar_cause())
        return result

    def unlink(self):
        with self.env["hcc.clock"]._changing_calendars() as cause:
            cause.update(self._calendar_cause())
            return super().unlink()

    def _calendar_cause(self):
        """Why due dates move: ``facts`` for the journal, ``reason`` in words for officials."""
        return {"facts": self._calendar_facts(), "reason": self._calendar_reason()}

    def _calendar_facts(self):
        return {"model": self._name, "ids": self.ids}

    def _calendar_reason(self):
        return self.env._("Working hours changed")
