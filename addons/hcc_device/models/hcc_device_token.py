import secrets
from datetime import timedelta

from odoo import fields, models

#: An agent's token is exchanged when it is older than this.
TOKEN_DAYS = 30


class HccDevice(models.Model):
    """Tokens of agents are exchanged by themselves.

    The new token travels in the answer of a call; the old one holds until the new one is used, so
    an answer that got lost shuts nobody out. A page's token is its address and stays until an
    administrator issues another.
    """

    _inherit = "hcc.device"
    _guarded_fields = frozenset({"next_token_hash", "token_issued_at"})

    next_token_hash = fields.Char(copy=False, readonly=True, groups=fields.NO_ACCESS)
    token_issued_at = fields.Datetime("Token issued at", copy=False, readonly=True)

    _next_token_uniq = models.UniqueIndex("(next_token_hash)", "Two devices cannot share a token.")

    def _token_values(self, raw):
        """What is written with a new token; ``None`` ends the present one."""
        return {
            "token_hash": self._hash(raw) if raw else False,
            "next_token_hash": False,
            "token_issued_at": self.env["hcc.clock"]._now() if raw else False,
        }

    def _settle_token(self, token_hash):
        """The new token was used: it has arrived, and the old one ends."""
        if self and self.next_token_hash == token_hash:
            self._guarded_write(
                {
                    "token_hash": token_hash,
                    "next_token_hash": False,
                    "token_issued_at": self.env["hcc.clock"]._now(),
                }
            )

    def _token_answer(self):
        """A new token for the agent when its present one is old."""
        limit = self.env["hcc.clock"]._now() - timedelta(days=TOKEN_DAYS)
        if not self.token_hash or (self.token_issued_at and self.token_issued_at > limit):
            return {}
        raw = secrets.token_urlsafe(32)
        self._guarded_write({"next_token_hash": self._hash(raw)})
        return {"token": raw}
