from odoo import api, fields, models

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.tools import identity


class HccDossier(models.Model):
    """What a dossier keeps of persons' addresses and phones is their data still: lists show a
    masked phone, and whoever opens the dossier leaves an entry in the journal, once an hour."""

    _name = "hcc.dossier"
    _inherit = ["hcc.dossier", "hcc.viewing.mixin"]

    _viewing_fields = frozenset(
        {
            "applicant_address", "applicant_phone", "applicant_email", "submitter_phone",
            "submitter_identity_number", "return_address", "collector_phone",
        }
    )  # fmt: skip

    masked_phone = fields.Char(
        "Applicant's phone, masked", compute="_compute_masked_phone", groups=PERSONAL
    )

    @api.depends("applicant_phone")
    def _compute_masked_phone(self):
        for dossier in self:
            dossier.masked_phone = identity.mask_phone(dossier.applicant_phone or "")
