import base64
import hashlib
import hmac

from odoo import api, fields, models
from odoo.tools import SQL

from ..secret_key import derive_key

#: 128 bits in base32 without padding.
TOKEN_LENGTH = 26


class HccToken(models.Model):
    """An opaque code on paper or in an address that opens one record to the public (mã tra cứu).

    The code is an HMAC of the record, the purpose and a serial, so a reprint shows the same one;
    the database holds only its hash. Nobody reads or writes the rows by hand.

    Codes of look-up pages have no end: the slip in the citizen's hands is the only way back to the
    dossier and its retention outlasts any date printed on it. They live as long as the record and
    end by ``_revoke``; what the page shows is as little as anybody with the slip may know.
    ``expires_at`` is for codes that open something for a while only.
    """

    _name = "hcc.token"
    _description = "Public Look-up Token"
    _order = "id desc"
    _allow_sudo_commands = False

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    purpose = fields.Char(required=True, readonly=True)
    serial = fields.Integer(required=True, readonly=True, default=1)
    token_hash = fields.Char(required=True, readonly=True)
    expires_at = fields.Datetime(readonly=True)
    is_revoked = fields.Boolean(readonly=True)

    _token_hash_uniq = models.UniqueIndex("(token_hash)", "Two tokens cannot be the same.")
    _serial_uniq = models.UniqueIndex(
        "(res_model, res_id, purpose, serial)", "A record's tokens are numbered."
    )
    _live_uniq = models.UniqueIndex(
        "(res_model, res_id, purpose) WHERE is_revoked IS NOT TRUE",
        "A record has one live token per purpose.",
    )

    @api.model
    def _issue(self, record, purpose, expires_at=None):
        """Return the live token of ``record`` for ``purpose``, made on the first call and anew
        once the last one has expired.

        :param expires_at: until when a new code opens the record; one that is live keeps its own
        """
        record.ensure_one()
        last = self.sudo().search(
            self._record_domain(record, purpose), order="serial desc", limit=1
        )
        if last and last._is_live():
            return self._derive(record, purpose, last.serial)
        last.is_revoked = True
        last.flush_recordset()
        raw = self._derive(record, purpose, last.serial + 1)
        self.sudo().create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "purpose": purpose,
                "serial": last.serial + 1,
                "token_hash": self._hash(raw),
                "expires_at": expires_at,
            }
        )
        return raw

    @api.model
    def _resolve(self, raw, purpose):
        """Return the record that ``raw`` opens, as the public page's user.

        Unknown, revoked and expired codes all give an empty ``hcc.token`` recordset, by the same
        path, so that an answer tells nothing about why.
        """
        digest = self._hash(raw if isinstance(raw, str) else "")
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT res_model, res_id FROM hcc_token
                   WHERE token_hash = %s AND purpose = %s AND is_revoked IS NOT TRUE
                     AND (expires_at IS NULL OR expires_at > %s)""",
                digest,
                purpose,
                self.env["hcc.clock"]._now(),
            )
        )
        if not rows:
            return self.browse()
        # not ref(): that asks the database whether the suite's own user is still there
        public_page = self.env["ir.model.data"]._xmlid_to_res_id("hcc_base.user_public_page")
        return self.env[rows[0][0]].with_user(public_page).browse(rows[0][1])

    @api.model
    def _is_ended(self, raw, purpose):
        """Whether ``raw`` once opened a record and was revoked: its paper is to say so. Only who
        holds such a paper can ask; a code that was never given is as unknown as any other."""
        domain = [
            ("token_hash", "=", self._hash(raw if isinstance(raw, str) else "")),
            ("purpose", "=", purpose),
            ("is_revoked", "=", True),
        ]
        return bool(self.sudo().search_count(domain, limit=1))

    @api.model
    def _revoke(self, record, purpose):
        """End the record's live token; the next ``_issue`` makes another one."""
        self.sudo()._live(record, purpose).write({"is_revoked": True})

    def _is_live(self):
        now = self.env["hcc.clock"]._now()
        return not self.is_revoked and (not self.expires_at or self.expires_at > now)

    def _live(self, record, purpose):
        return self.search([*self._record_domain(record, purpose), ("is_revoked", "=", False)])

    def _record_domain(self, record, purpose):
        return [
            ("res_model", "=", record._name),
            ("res_id", "=", record.id),
            ("purpose", "=", purpose),
        ]

    @api.model
    def _derive(self, record, purpose, serial):
        message = f"{record._name}|{record.id}|{purpose}|{serial}".encode()
        digest = hmac.new(derive_key("token"), message, hashlib.sha256).digest()
        return base64.b32encode(digest[:16]).decode().rstrip("=")

    @api.model
    def _hash(self, raw):
        return hashlib.sha256(raw.strip().upper().encode("utf-8", "replace")).hexdigest()
