import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import canonical

MAX_KEY_LENGTH = 100
#: For so long a repeated request gets the first one's answer; nobody is unsure for longer.
KEPT_DAYS = 7
FORGETTING_BATCH = 5000


class HccRequestKey(models.Model):
    """A request that was answered: asking again with the same key gives the same answer.

    Kiosks, devices and browsers repeat what they are unsure of. The row is written in the
    transaction of the verb, so answer and effect stand or fall together. Nobody edits it; a nightly
    job forgets it after ``KEPT_DAYS``.
    """

    _name = "hcc.request.key"
    _description = "Answered Request"
    _order = "id desc"
    _allow_sudo_commands = False

    scope = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    payload_hash = fields.Char(required=True, readonly=True)
    answer = fields.Json(readonly=True)

    _key_uniq = models.UniqueIndex("(scope, key)", "This request has already been answered.")

    @api.model
    def _once(self, scope, key, payload, answer):
        """Return ``answer()``, or what it returned when the same request came first.

        :param scope: what is asked, e.g. ``"ticket.issue/device/7"``: keys of two scopes never meet
        :param key: the asker's own unique text; ``None`` asks without protection
        :param payload: what was asked, JSON-able; repeated with another one the key is refused
        :raise UserError: the key was used for another request
        """
        if key is None:
            return answer()
        self._check_key(key)
        digest = hashlib.sha256(canonical.canonical_json(payload)).hexdigest()
        if not self._claim(scope, key, digest):
            return self._first_answer(scope, key, digest)
        result = answer()
        self.env.execute_query(
            SQL(
                "UPDATE hcc_request_key SET answer = %s WHERE scope = %s AND key = %s RETURNING id",
                json.dumps(result),
                scope,
                key,
            )
        )
        return result

    def _check_key(self, key):
        if not isinstance(key, str) or not 8 <= len(key) <= MAX_KEY_LENGTH or not key.isprintable():
            raise ValidationError(
                self.env._(
                    "The request key must be a text of 8 to %(max)s characters. "
                    "Reload the page and try again.",
                    max=MAX_KEY_LENGTH,
                )
            )

    def _claim(self, scope, key, digest):
        """Take the key; a second asker waits here until the first has committed or rolled back."""
        return self.env.execute_query(
            SQL(
                """INSERT INTO hcc_request_key (scope, key, payload_hash, create_uid, create_date)
                   VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC')
                   ON CONFLICT (scope, key) DO NOTHING RETURNING id""",
                scope,
                key,
                digest,
                self.env.uid,
            )
        )

    def _first_answer(self, scope, key, digest):
        [(first_digest, answer)] = self.env.execute_query(
            SQL(
                "SELECT payload_hash, answer FROM hcc_request_key WHERE scope = %s AND key = %s",
                scope,
                key,
            )
        )
        if first_digest != digest:
            raise UserError(
                self.env._(
                    "This request key was already used for a different request. "
                    "Reload the page and try again."
                )
            )
        return answer

    # -------------------------------------------------------------------------
    # FORGETTING
    # -------------------------------------------------------------------------

    @api.model
    def _cron_forget(self):
        """Delete what was answered long ago, a batch a transaction. Returns how many rows."""
        forgotten = 0
        while count := self._forget_batch():
            forgotten += count
            if not self.env["ir.cron"]._commit_progress(count):
                break
        return forgotten

    def _forget_batch(self):
        """By the database's clock, which dated the rows."""
        rows = self.env.execute_query(
            SQL(
                """DELETE FROM hcc_request_key WHERE id IN (
                       SELECT id FROM hcc_request_key
                       WHERE create_date < (now() AT TIME ZONE 'UTC') - make_interval(days => %s)
                       ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                   RETURNING id""",
                KEPT_DAYS,
                FORGETTING_BATCH,
            )
        )
        self.browse(row[0] for row in rows).invalidate_recordset(flush=False)
        return len(rows)
