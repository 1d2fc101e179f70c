from odoo import fields, models


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

    def _calendar_reason(self):
        return self.env._("Working hours changed: %s", ", ".join(self.mapped("name")))


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "hcc.calendar.part"]

    _calendar_fields = frozenset({"resource_calendar_id"})

    def _calendar_reason(self):
        return self.env._("Working hours changed: %s", ", ".join(self.mapped("name")))
