from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from .hcc_handover import STAFF


class HccHandover(models.Model):
    """A batch that travels with the post (bưu chính công ích) instead of a messenger: waybill,
    carrier, tracking code; dispatched, delivered, or sent back."""

    _inherit = "hcc.handover"

    _verbs = {
        "dispatch": Verb(("handed",), None, STAFF),
        "record_delivery": Verb(("handed", "received", "closed"), None, STAFF),
    }
    _guarded_fields = frozenset(
        {
            "carrier", "waybill_number", "tracking_code", "dispatched_at", "delivered_at",
            "is_sent_back",
        }
    )  # fmt: skip

    carrier = fields.Char("Postal enterprise", readonly=True)
    waybill_number = fields.Char("Waybill", readonly=True)
    tracking_code = fields.Char(readonly=True)
    dispatched_at = fields.Datetime("Dispatched", readonly=True)
    delivered_at = fields.Datetime("Delivered", readonly=True)
    is_sent_back = fields.Boolean("Sent back by the post", readonly=True)
    can_dispatch = fields.Boolean(compute="_compute_can")
    can_record_delivery = fields.Boolean(compute="_compute_can")

    _waybill_uniq = models.UniqueIndex(
        "(company_id, carrier, waybill_number) WHERE waybill_number IS NOT NULL",
        "Another batch already travels with this waybill.",
    )
    _dispatched_check = models.Constraint(
        "CHECK (dispatched_at IS NULL OR (carrier IS NOT NULL AND waybill_number IS NOT NULL))",
        "What went by post has a carrier and a waybill.",
    )

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "dispatch": _("Give to the post"),
            "record_delivery": _("Delivered"),
        }

    def dispatch(self, carrier, waybill_number, tracking_code=None):
        """The giver: the batch goes by post.

        :raise UserError: carrier or waybill is missing, or it was dispatched already
        """
        self.ensure_one()
        carrier, waybill = (carrier or "").strip(), (waybill_number or "").strip()
        if not carrier or not waybill:
            raise UserError(
                self.env._(
                    "%s: enter the postal enterprise and the number of the waybill.",
                    self.display_name,
                )
            )
        values = {
            "carrier": carrier,
            "waybill_number": waybill,
            "tracking_code": (tracking_code or "").strip() or False,
            "dispatched_at": self.env["hcc.clock"]._now(),
        }
        self._transition("dispatch", values=values, facts={"waybill": waybill})
        return self

    def _check_dispatch(self):
        if self.dispatched_at:
            raise UserError(self.env._("%s has already been given to the post.", self.display_name))

    def record_delivery(self):
        """The post reports the parcel as delivered; either side notes it."""
        for batch in self:
            now = self.env["hcc.clock"]._now()
            batch._transition("record_delivery", values={"delivered_at": now})
        return self

    def _check_record_delivery(self):
        if not self.dispatched_at or self.delivered_at:
            raise UserError(
                self.env._(
                    "%s did not go by post, or is recorded as delivered already.",
                    self.display_name,
                )
            )
        if not self._is_side("giver"):
            self._check_side("taker")

    def call_back(self, reason=None):
        """What went by post and was not delivered comes back with the post."""
        super().call_back(reason)
        if self.dispatched_at and not self.delivered_at:
            self._guarded_write({"is_sent_back": True})
        return self
