from datetime import timedelta

from odoo import api, fields, models

#: Minutes to wait before the 2nd, 3rd … attempt; the last one repeats.
RETRY_MINUTES = (1, 5, 15, 60)


class HccOutboxMixin(models.AbstractModel):
    """A side effect written with its cause and carried out after the commit.

    A printer, mail server or network that fails can delay a row, never the ticket or the payment
    that caused it. What could not be delivered stays visible to staff.
    """

    _name = "hcc.outbox.mixin"
    _description = "Delivered After Commit"

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("leased", "Under way"),
            ("done", "Delivered"),
            ("failed", "Failed"),
            ("unknown", "Not known"),
            ("expired", "Expired"),
        ],
        default="pending",
        required=True,
        readonly=True,
        copy=False,
    )
    attempts = fields.Integer(readonly=True, copy=False)
    next_try_at = fields.Datetime(readonly=True, copy=False)
    expires_at = fields.Datetime("Useless after", readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    error = fields.Char("What went wrong", readonly=True, copy=False)

    @api.model
    def _due_domain(self):
        now = self.env["hcc.clock"]._now()
        return [
            ("state", "=", "pending"),
            "|", ("next_try_at", "=", False), ("next_try_at", "<=", now),
        ]  # fmt: skip

    def _mark_done(self):
        self.write({"state": "done", "error": False, "finished_at": self.env["hcc.clock"]._now()})

    def _mark_retry(self, reason):
        """Note why the attempt failed and when the next one is due."""
        now = self.env["hcc.clock"]._now()
        for row in self:
            wait = RETRY_MINUTES[min(row.attempts, len(RETRY_MINUTES) - 1)]
            row.write(
                {
                    "state": "pending",
                    "attempts": row.attempts + 1,
                    "next_try_at": now + timedelta(minutes=wait),
                    "error": reason,
                }
            )

    def _mark_failed(self, reason):
        self.write(
            {"state": "failed", "error": reason, "finished_at": self.env["hcc.clock"]._now()}
        )

    def _mark_unknown(self, reason):
        """It may or may not have happened: never repeated by itself, a person decides."""
        self.write(
            {"state": "unknown", "error": reason, "finished_at": self.env["hcc.clock"]._now()}
        )

    @api.model
    def _expire(self):
        """Close what came too late to be useful; returns the rows."""
        late = self.search(
            [("state", "=", "pending"), ("expires_at", "<=", self.env["hcc.clock"]._now())]
        )
        late.write({"state": "expired", "finished_at": self.env["hcc.clock"]._now()})
        return late
