import hashlib
import hmac
import ipaddress
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.hcc_base.secret_key import derive_key
from odoo.addons.hcc_base.transaction import number_transaction

MINUTE, HOUR, DAY = 60, 3600, 86400


class Brake(NamedTuple):
    """So many wrong entries are free; then one must wait, twice as long with each further one.
    All seconds; ``memory`` is counted from the first wrong entry."""

    free: int
    first_wait: int
    longest_wait: int
    memory: int


BRAKES = {
    # One dossier: twelve guesses in two days at most, of ten thousand possible ones.
    "code": Brake(free=5, first_wait=15 * MINUTE, longest_wait=DAY, memory=2 * DAY),
    # One address: a hall's visitors share it.
    "address": Brake(free=30, first_wait=15 * MINUTE, longest_wait=15 * MINUTE, memory=15 * MINUTE),
}


class HccLookupBrake(models.Model):
    """Wrong entries in the public look-up, by dossier code and by network address (khóa tra cứu).

    In the database, so that all server processes count together. An entry is counted before it is
    looked at and given back when it was right: requests sent at once do not pass the limit
    together. Neither code nor address is kept, only a keyed hash. Nobody reads the rows.
    """

    _name = "hcc.lookup.brake"
    _description = "Wrong Look-ups"
    _log_access = False
    _allow_sudo_commands = False

    key_hash = fields.Char(required=True, readonly=True)
    failures = fields.Integer(required=True, readonly=True)
    since = fields.Datetime("First failure", required=True, readonly=True)
    until = fields.Datetime("Wait until", readonly=True)

    _key_hash_uniq = models.UniqueIndex("(key_hash)")
    _since_idx = models.Index("(since)")

    @api.model
    def _take(self, kind, value):
        """Count an entry; whether it may be looked at."""
        brake = BRAKES[kind]
        now = self.env["hcc.clock"]._now()
        return bool(
            self._execute_apart(
                SQL(
                    """INSERT INTO hcc_lookup_brake AS brake (key_hash, failures, since)
                       VALUES (%(key)s, 1, %(now)s)
                       ON CONFLICT (key_hash) DO UPDATE SET
                           failures = CASE WHEN brake.since < %(forgotten)s THEN 1
                                           ELSE brake.failures + 1 END,
                           since = CASE WHEN brake.since < %(forgotten)s THEN %(now)s
                                        ELSE brake.since END,
                           until = CASE WHEN brake.since >= %(forgotten)s
                                             AND brake.failures + 1 >= %(free)s
                                        THEN %(now)s + make_interval(secs => LEAST(
                                            %(first)s * power(2, brake.failures + 1 - %(free)s),
                                            %(longest)s)) END
                       WHERE brake.until IS NULL OR brake.until <= %(now)s
                       RETURNING failures""",
                    key=self._key(kind, value),
                    now=now,
                    forgotten=now - timedelta(seconds=brake.memory),
                    free=brake.free,
                    first=brake.first_wait,
                    longest=brake.longest_wait,
                )
            )
        )

    @api.model
    def _forget(self, kind, value):
        """A right entry: what was wrong before it no longer counts."""
        self._execute_apart(
            SQL(
                "DELETE FROM hcc_lookup_brake WHERE key_hash = %s RETURNING id",
                self._key(kind, value),
            )
        )

    @api.model
    def _give_back(self, kind, value):
        """Take back the count of one entry that was right; others' wrong ones stay."""
        self._execute_apart(
            SQL(
                """UPDATE hcc_lookup_brake SET failures = failures - 1, until = NULL
                   WHERE key_hash = %s AND failures > 0 RETURNING id""",
                self._key(kind, value),
            )
        )

    @api.autovacuum
    def _gc_forgotten(self):
        longest = max(brake.memory + brake.longest_wait for brake in BRAKES.values())
        limit = self.env["hcc.clock"]._now() - timedelta(seconds=longest)
        self.sudo().search([("since", "<", limit)]).unlink()

    @api.model
    def _key(self, kind, value):
        if kind == "address":
            value = _network(value)
        message = f"{kind}|{value}".encode()
        return hmac.new(derive_key("lookup"), message, hashlib.sha256).hexdigest()

    @api.model
    def _execute_apart(self, query):
        """In a transaction of its own: what it counts outlives a refused request."""
        with number_transaction(self.env) as env:
            return env.execute_query(query)


def _network(address):
    """An IPv6 subscriber has a whole network of addresses, one of them a try."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
