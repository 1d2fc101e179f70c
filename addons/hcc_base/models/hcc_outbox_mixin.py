import logging
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

DELIVERY_BATCH = 100
#: Minutes to wait before the 2nd, 3rd … attempt; the last one repeats.
RETRY_MINUTES = (1, 5, 15, 60)


class DeliveryRefused(Exception):
    """It will never succeed: who reads the list must do something first."""


class DeliveryPostponed(Exception):
    """It is not to be tried before ``until``; that is no failure."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


#: A model of another addon names them again, ``state = fields.Selection(STATES)``: their Vietnamese
#: is loaded with the addon that a selection belongs to.
STATES = [
    ("pending", "Waiting"),
    ("leased", "Under way"),
    ("done", "Delivered"),
    ("failed", "Failed"),
    ("unknown", "Not known"),
    ("expired", "Expired"),
]


class HccOutboxMixin(models.AbstractModel):
    """A side effect written with its cause and carried out after the commit.

    A printer, mail server or network that fails can delay a row, never the ticket or the payment
    that caused it. What could not be delivered stays visible to staff.
    """

    _name = "hcc.outbox.mixin"
    _description = "Delivered After Commit"

    #: after so many attempts a row has failed; 0: it is tried for ever
    _max_attempts = 0
    _delivery_order = "id"

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    state = fields.Selection(
        STATES,
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

    # -------------------------------------------------------------------------
    # DELIVERY BY THE SERVER ITSELF
    # -------------------------------------------------------------------------

    @api.model
    def _cron_deliver(self):
        messages = self.search(self._due_domain(), limit=DELIVERY_BATCH, order=self._delivery_order)
        remaining = self.search_count(self._due_domain()) - len(messages)
        for message in messages:
            message._deliver()
            if not self.env["ir.cron"]._commit_progress(1, remaining=max(remaining, 0)):
                break

    def _deliver(self):
        """Deliver one row; an error is noted on it and does not stop the others."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        try:
            with self.env.cr.savepoint():
                self._carry_out()
        except DeliveryPostponed as postponed:
            self.write({"next_try_at": postponed.until})
        except DeliveryRefused as refusal:
            self._mark_failed(str(refusal))
        except Exception as error:  # noqa: BLE001 - whatever a provider raises belongs on the row
            self._note_failure(error)
        else:
            self._mark_done()

    def _carry_out(self):
        """Extension point: do it, or raise."""
        raise NotImplementedError

    def _note_failure(self, error):
        """The kind of the error, never its text: that may hold an address or a telephone."""
        reason = type(error).__name__
        _logger.info("%s %s failed: %s", self._name, self.id, reason)
        self._mark_retry(reason)
        if self._max_attempts and self.attempts >= self._max_attempts:
            self._mark_failed(reason)

    # -------------------------------------------------------------------------
    # STATES
    # -------------------------------------------------------------------------

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
