from odoo import fields, models


class HccAgency(models.Model):
    _inherit = "hcc.agency"

    partner_id = fields.Many2one(
        "res.partner",
        "Accounting partner",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Stands for the agency on journal entries: what is owed to it is booked on its name.",
    )

    def _get_partner(self):
        """The agency's partner in accounting, made when it is first owed something."""
        self.ensure_one()
        agency = self.sudo()  # bodies, not persons: no personal data behind this partner
        if not agency.partner_id:
            agency.partner_id = agency.env["res.partner"].create(
                {"name": agency.name, "is_company": True, "company_id": False}
            )
        return agency.partner_id
