from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccAgency(models.Model):
    """An agency whose working hours differ from the centre's: its dossiers' due dates follow its
    own calendar.
    """

    _name = "hcc.agency"
    _inherit = ["hcc.agency", "hcc.calendar.part"]

    calendar_id = fields.Many2one(
        "resource.calendar",
        "Own working hours",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the centre's. Otherwise the due dates of this agency's dossiers follow them.",
    )

    _calendar_fields = frozenset({"calendar_id"})

    @api.constrains("calendar_id")
    def _check_hours(self):
        self.calendar_id._check_usable()

    def _calendar_reason(self):
        return self.env._("Working hours changed: %s", ", ".join(self.mapped("name")))


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "hcc.calendar.part"]

    _calendar_fields = frozenset({"resource_calendar_id"})

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_centre"):  # at creation the platform gives the calendar afterwards
            self._check_hours()
        return result

    @api.constrains("resource_calendar_id")
    def _check_hours(self):
        for centre in self.filtered("is_centre"):
            if not centre.resource_calendar_id:
                raise ValidationError(
                    self.env._(
                        "%s needs working hours: without them no due date can be counted. Choose "
                        "a calendar.",
                        centre.name,
                    )
                )
        self.resource_calendar_id._check_usable()

    def _calendar_reason(self):
        return self.env._("Working hours changed: %s", ", ".join(self.mapped("name")))
