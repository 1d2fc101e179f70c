from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How a centre is reached by those who follow a dossier, and how it reaches them."""

    _inherit = "res.company"

    map_url = fields.Char(
        "Link to the map",
        help="Shown as a plain link on the look-up page, e.g. the address of a map that shows the "
        "centre. Nothing is loaded from there.",
    )

    sms_provider_id = fields.Many2one(
        "hcc.sms.provider",
        "SMS sent by",
        ondelete="restrict",
        help="Empty: SMS are only written to a list; nothing leaves the house.",
    )

    @api.constrains("map_url")
    def _check_map_url(self):
        for company in self:
            if company.map_url and not company.map_url.startswith("https://"):
                raise ValidationError(
                    self.env._("%s: the link to the map begins with https://.", company.name)
                )

    def _sms_provider(self):
        """The provider in use; the list for trials where none was chosen."""
        return self.sms_provider_id or self.env.ref("hcc_dossier.sms_provider_log").sudo()
