import hashlib
import hmac

from odoo import api, models

from odoo.addons.hcc_base.secret_key import derive_key


class HccHall(models.AbstractModel):
    """What the pages of a hall show, and the doorbell that tells them to look again.

    Answers are plain data without personal data and without ids of tickets where the public sees
    them. The doorbell is an empty message on a channel whose name nobody can guess; whoever hears
    it fetches its page's state with its own token.
    """

    _name = "hcc.hall"
    _description = "Hall"

    # -------------------------------------------------------------------------
    # DOORBELL
    # -------------------------------------------------------------------------

    @api.model
    def _ring(self, company, counter=None):
        """Tell the hall's boards and panels, and the counter's screen, that something changed."""
        bus = self.env["bus.bus"].sudo()
        bus._sendone(self._channel("hall", company.id), "hcc_queue", {})
        if counter:
            bus._sendone(self._channel("counter", counter.id), "hcc_queue", {})

    @api.model
    def _channel(self, kind, record_id):
        """Name of a doorbell's channel: keyed, so that only whoever was told it can listen."""
        message = f"{self.env.cr.dbname}|{kind}|{record_id}".encode()
        secret = hmac.new(derive_key("queue-doorbell"), message, hashlib.sha256).hexdigest()
        return f"hcc_queue/{kind}/{secret[:32]}"

    # -------------------------------------------------------------------------
    # SMALL ANSWERS
    # -------------------------------------------------------------------------

    @api.model
    def _centre(self, company):
        company = company.sudo()
        return {
            "name": company.name,
            "slogan": company.slogan or "",
            "hotline": company.hotline or "",
        }

    @api.model
    def _now_text(self):
        """The present instant as the pages' clock reads it (UTC, ISO 8601)."""
        return f"{self.env['hcc.clock']._now():%Y-%m-%dT%H:%M:%S}Z"

    @api.model
    def _clock_text(self, company, instant, pattern="%H:%M"):
        return self.env["hcc.clock"]._local(company, instant).strftime(pattern)

    @api.model
    def _seconds_since(self, instant):
        if not instant:
            return None
        return max(0, int((self.env["hcc.clock"]._now() - instant).total_seconds()))
