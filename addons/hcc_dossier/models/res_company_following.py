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

    @api.constrains("map_url")
    def _check_map_url(self):
        for company in self:
            if company.map_url and not company.map_url.startswith("https://"):
                raise ValidationError(
                    self.env._("%s: the link to the map begins with https://.", company.name)
                )
