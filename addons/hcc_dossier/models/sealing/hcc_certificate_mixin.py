import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import certificates


class HccCertificateMixin(models.AbstractModel):
    """A record that holds a public certificate and shows what it says of itself."""

    _name = "hcc.certificate.mixin"
    _description = "Holder of a Certificate"

    certificate = fields.Binary(
        "Certificate file", attachment=False, required=True, help="Public part, PEM or DER."
    )
    holder = fields.Char("Issued to", compute="_compute_certificate", store=True)
    issuer = fields.Char("Issued by", compute="_compute_certificate", store=True)
    serial = fields.Char("Serial number", compute="_compute_certificate", store=True)
    valid_from = fields.Datetime(compute="_compute_certificate", store=True)
    valid_until = fields.Datetime(compute="_compute_certificate", store=True)
    is_valid_now = fields.Boolean("Valid now", compute="_compute_is_valid_now")

    @api.depends("certificate")
    def _compute_certificate(self):
        for record in self:
            try:
                known = certificates.read(record._certificate_bytes())
            except ValueError:
                known = None  # the constraint refuses it
            for name in ("holder", "issuer", "serial", "valid_from", "valid_until"):
                record[name] = known and getattr(known, name)

    @api.depends("valid_from", "valid_until")
    def _compute_is_valid_now(self):
        now = self.env["hcc.clock"]._now()
        for record in self:
            record.is_valid_now = record._is_valid_at(now)

    @api.constrains("certificate")
    def _check_certificate(self):
        for record in self:
            try:
                known = certificates.read(record._certificate_bytes())
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "%s: the file is no certificate. Export the public part from the token, "
                        "as PEM or DER (.cer, .crt).",
                        record.display_name,
                    )
                ) from None
            record._check_kind(known)

    def _check_kind(self, known):
        """Extension point: refuse a certificate of the wrong kind."""

    def _certificate_bytes(self):
        data = self.with_context(bin_size=False).certificate
        return base64.b64decode(data or b"")

    def _is_valid_at(self, instant):
        return bool(self.valid_from and self.valid_from <= instant <= self.valid_until)
