from odoo import api, fields, models


class HccDossier(models.Model):
    """Areas of difficult conditions (địa bàn khó khăn): marked at reception, fixed afterwards.

    Some procedures grant working days more there; whether they count, the policy says.
    """

    _inherit = "hcc.dossier"

    is_difficult_area = fields.Boolean(
        "From an area of difficult conditions",
        compute="_compute_is_difficult_area",
        store=True,
        readonly=False,
        precompute=True,
        help="Adds the working days that the procedure grants there, if the policy counts them. "
        "Proposed from the mark of the centre or of the competent agency.",
    )
    area_extension_days = fields.Integer(related="version_id.area_extension_days")

    @api.depends("procedure_id", "company_id")
    def _compute_is_difficult_area(self):
        for dossier in self:
            places = dossier.company_id.sudo(), dossier.agency_id.sudo()
            dossier.is_difficult_area = any(place.is_difficult_area for place in places)

    def _extension_days(self, policy):
        """Working days added because the dossier comes from a difficult area."""
        if not self.is_difficult_area:
            return 0
        return policy.sudo()._extension_days(self.version_id.sudo().area_extension_days)

    def _area_facts(self, policy):
        """What the journal keeps of it; nothing for a dossier from elsewhere."""
        if not self.is_difficult_area:
            return {}
        return {"difficult_area": True, "extension_days": self._extension_days(policy)}
