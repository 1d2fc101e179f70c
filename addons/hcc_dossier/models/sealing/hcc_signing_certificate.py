from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ... import signing
from ...tools import pdf_signing


class HccSigningCertificate(models.Model):
    """A certificate that signs (chứng thư số): whose it is and where its key lies.

    The database holds the public part only. The key is on a token in its holder's hands, who signs
    on their own computer; or with the server, as a software token's file or behind a PKCS#11
    library, both named by the server's operator. Passphrase and PIN are asked for at each
    signature and kept nowhere.

    Administrators enter certificates; the holder reads the own one, clerks the electronic seals of
    their agencies, directors and oversight all of their centres.
    """

    _name = "hcc.signing.certificate"
    _inherit = ["hcc.certificate.mixin"]
    _description = "Signing Certificate"
    _order = "purpose, valid_until desc, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    purpose = fields.Selection(
        [("person", "A person's signature"), ("agency", "An agency's electronic seal")],
        required=True,
        default="person",
    )
    user_id = fields.Many2one("res.users", "Holder", index="btree_not_null")
    agency_id = fields.Many2one("hcc.agency", index="btree_not_null", ondelete="restrict")
    provider = fields.Selection(
        [
            ("own_computer", "Token in the holder's hands"),
            ("software", "Software token on the server"),
            ("pkcs11", "Token or hardware module at the server"),
        ],
        "Key",
        required=True,
        default="own_computer",
    )
    token_file = fields.Char(help="Name of the PKCS#12 file in the server's signing folder.")
    module = fields.Char(help="Name of the PKCS#11 library, as the server's operator gave it.")
    token_label = fields.Char()
    key_label = fields.Char("Label of key and certificate on the token")

    _serial_uniq = models.UniqueIndex(
        "(issuer, serial) WHERE active", "This certificate is entered already."
    )

    @api.constrains("purpose", "user_id", "agency_id", "provider")
    def _check_complete(self):
        needed = {
            "person": ("user_id",), "agency": ("agency_id",), "own_computer": (),
            "software": ("token_file",), "pkcs11": ("module", "token_label", "key_label"),
        }  # fmt: skip
        for one in self:
            missing = [n for n in (*needed[one.purpose], *needed[one.provider]) if not one[n]]
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(certificate)s: fill in %(fields)s.",
                        certificate=one.name,
                        fields=self._field_labels(missing),
                    )
                )

    def _for_desk(self):
        return {
            "id": self.id,
            "name": self.name,
            "holder": self.holder or "",
            "on_server": self.provider != "own_computer",
            "is_valid": self.is_valid_now,
        }

    # -------------------------------------------------------------------------
    # SIGN
    # -------------------------------------------------------------------------

    @contextmanager
    def _signer(self, secret):
        """What signs, open for the length of the block.

        :param secret: passphrase or PIN, as its holder just typed it
        :raise UserError: the key cannot be used; nothing was signed
        """
        self.ensure_one()
        certificate = self.sudo()  # in a keeper's place it is not the reader's to see
        certificate._check_usable()
        try:
            with certificate._open_key(secret or "") as signer:
                serial = f"{signer.signing_cert.serial_number:X}"
                if serial != certificate.serial:
                    raise UserError(
                        self.env._("%s: the token holds another certificate.", certificate.name)
                    )
                yield signer
        except pdf_signing.SigningError as error:
            refusal = f"{certificate.name}: {self._why_not(error.code)}"
            raise UserError(refusal) from error

    @contextmanager
    def _open_key(self, secret):
        if self.provider == "software":
            yield pdf_signing.software_signer(signing.software_token(self.token_file), secret)
        elif self.provider == "pkcs11":
            path = signing.module_path(self.module)
            with pdf_signing.token_signer(path, self.token_label, self.key_label, secret) as signer:
                yield signer
        else:
            raise pdf_signing.SigningError("own_computer")

    def _check_usable(self):
        if not self.active or not self.is_valid_now:
            raise UserError(
                self.env._(
                    "%(certificate)s is valid from %(first)s to %(last)s only. Ask an "
                    "administrator for the new certificate.",
                    certificate=self.name,
                    first=f"{self.valid_from:%d/%m/%Y}",
                    last=f"{self.valid_until:%d/%m/%Y}",
                )
            )

    def _why_not(self, code):
        _ = self.env._
        return {
            "passphrase": _("the passphrase is wrong. Nothing was signed."),
            "pin": _("the PIN is wrong. Nothing was signed; too many wrong ones lock the token."),
            "locked": _("the token is locked after wrong PINs. Its issuer unlocks it."),
            "file": _("the software token's file cannot be read. The server's operator must look."),
            "module": _("the token's library cannot be used. The server's operator must look."),
            "token": _("the token is not plugged in."),
            "certificate": _("the token holds no such certificate."),
            "own_computer": _(
                "its key is in the holder's hands. Download the paper, sign it there and upload "
                "the signed file."
            ),
            "pdf": _("the paper cannot be signed: it is no PDF, damaged or protected."),
        }[code]
