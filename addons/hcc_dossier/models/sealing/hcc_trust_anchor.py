from odoo import fields, models
from odoo.exceptions import ValidationError


class HccTrustAnchor(models.Model):
    """An issuer of certificates that the centres trust (tổ chức chứng thực chữ ký số).

    Signatures count as valid only under one of these. The list is empty at first: which issuers
    hold is the operator's decision. Administrators of a leading centre keep it.
    """

    _name = "hcc.trust.anchor"
    _inherit = ["hcc.common.mixin", "hcc.certificate.mixin"]
    _description = "Trusted Issuer"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)

    def _check_kind(self, known):
        if not known.is_issuer:
            raise ValidationError(
                self.env._(
                    "%s: this certificate issues no others. Enter the issuer's own root "
                    "certificate.",
                    self.display_name,
                )
            )

    def _roots(self):
        """The certificates of all trusted issuers."""
        return [anchor._certificate_bytes() for anchor in self.sudo().search([])]
