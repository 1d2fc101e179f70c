from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HccCalendarRemoval(models.TransientModel):
    """Take exceptional days out of the calendar (xóa ngày đã khai), shown with the due dates that
    would move. Administrators only.
    """

    _name = "hcc.calendar.removal"
    _description = "Removal of Exceptional Days"
    _inherit = ["hcc.calendar.dialog"]

    company_id = fields.Many2one(default=False)
    day_ids = fields.Many2many(
        "hcc.calendar.day",
        string="Days",
        default=lambda self: [Command.set(self.env.context.get("active_ids") or [])],
    )

    def _prepare_days(self):
        if not self.day_ids:
            raise UserError(self.env._("Choose the days that are to be removed."))
        return [
            {
                "date": fields.Date.to_string(day.date),
                "kind": day.kind,
                "name": day.name,
                "slots": day.slots or "",
                "closed_part": day.closed_part,
            }
            for day in self.day_ids.sorted("date")
        ]

    def _describe_days(self):
        return [self.env._("Removed: %s", line) for line in super()._describe_days()]

    def _apply(self):
        self.day_ids.unlink()
        return self.day_ids
