import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..transaction import number_transaction

#: Wrong passwords in a row that an account bears before it must wait …
FREE_ATTEMPTS = 5
#: … so long (seconds), twice as long with each further failure, but no longer than an hour.
FIRST_WAIT = 60
LONGEST_WAIT = 3600


class HccLoginFailure(models.Model):
    """Wrong passwords for one account since its last success (đăng nhập sai).

    In the database, so that all server processes count together; by account, so that a hall
    whose computers share one address is not locked out by one of them. The login itself is not
    kept, only its hash: what is typed there by mistake may be a password.

    System code writes it in a transaction of its own (a refused login rolls back). Administrators
    of the centre see it and may delete a row to let somebody in at once.
    """

    _name = "hcc.login.failure"
    _description = "Failed Login"
    _order = "last_at desc"
    _rec_name = "user_id"
    _log_access = False

    login_hash = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Account", readonly=True, ondelete="cascade")
    failures = fields.Integer(required=True, readonly=True)
    last_at = fields.Datetime("Last failure", required=True, readonly=True)

    _login_hash_uniq = models.UniqueIndex("(login_hash)")

    @api.model
    def _wait_until(self, login):
        """Until when the account must wait, or ``False``."""
        rows = self._execute_apart(
            SQL(
                "SELECT failures, last_at FROM hcc_login_failure WHERE login_hash = %s",
                self._hash(login),
            )
        )
        failures, last_at = rows[0] if rows else (0, None)
        if failures < FREE_ATTEMPTS:
            return False
        wait = min(FIRST_WAIT * 2 ** (failures - FREE_ATTEMPTS), LONGEST_WAIT)
        until = last_at + timedelta(seconds=wait)
        return until if until > self.env["hcc.clock"]._now() else False

    @api.model
    def _count(self, login):
        user = self.env["res.users"].sudo().search([("login", "=", login)], limit=1)
        self._execute_apart(
            SQL(
                """INSERT INTO hcc_login_failure AS f (login_hash, user_id, failures, last_at)
                   VALUES (%s, %s, 1, %s)
                   ON CONFLICT (login_hash) DO UPDATE
                   SET failures = f.failures + 1, last_at = EXCLUDED.last_at
                   RETURNING failures""",
                self._hash(login),
                user.id or None,
                self.env["hcc.clock"]._now(),
            )
        )

    @api.model
    def _forget(self, login):
        self._execute_apart(
            SQL(
                "DELETE FROM hcc_login_failure WHERE login_hash = %s RETURNING id",
                self._hash(login),
            )
        )

    @api.autovacuum
    def _gc_old(self):
        """After a day nobody waits any more."""
        limit = self.env["hcc.clock"]._now() - timedelta(days=1)
        self.sudo().search([("last_at", "<", limit)]).unlink()

    @api.model
    def _hash(self, login):
        return hashlib.sha256(str(login).strip().lower().encode()).hexdigest()

    @api.model
    def _execute_apart(self, query):
        """In a transaction of its own: what it counts must outlive the refused login."""
        with number_transaction(self.env) as env:
            return env.execute_query(query)
