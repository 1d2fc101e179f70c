import logging
from datetime import datetime, timezone

from odoo import models
from odoo.exceptions import UserError

from ..tools import wire

_logger = logging.getLogger(__name__)


class HccDevice(models.Model):
    """What devices say: a scan, a press. Each is handed on once, in the device's own order."""

    _inherit = "hcc.device"

    def _on_device_event(self, kind, data, at):
        """Extension point: something happened at the device.

        :param kind: ``scan``, ``scan_unreadable``, ``button``, ``rating`` …
        :param data: a dictionary from outside: check it, and log nothing of it
        :param at: when it happened, naive UTC, or ``False`` when the agent did not know the time;
            what was pressed long ago, while the network was cut, is not to be acted upon blindly
        :return: whether somebody cared, JSON-able
        """
        _logger.info("Device %s: nobody handles events of kind %r.", self.id, kind[:40])
        return False

    def _take_events(self, events):
        """Hand each event on once; a repeated one gets its first answer.

        Every event is acknowledged: one that nobody can use must not come back for ever.
        """
        for event in sorted(events, key=_sequence):
            device = self._own_device(event.get("device_id"))
            if device:
                device._take_event(self, event)
        return [wire.text(event.get("uid")) for event in events]

    def _take_event(self, agent, event):
        uid, kind = wire.text(event.get("uid")), wire.text(event.get("kind"))
        data = event.get("data") if isinstance(event.get("data"), dict) else {}
        try:
            with self.env.cr.savepoint():
                self.env["hcc.request.key"]._once(
                    f"device.event/{agent.id}",
                    uid,
                    {"kind": kind, "device": self.id},
                    lambda: self._on_device_event(kind, data, _instant(event.get("at"))),
                )
        except UserError as error:
            _logger.info("Device %s: event %r refused: %s", self.id, uid, type(error).__name__)


def _sequence(event):
    number = event.get("seq")
    return number if isinstance(number, int) else 0


def _instant(text):
    """Read ``2026-11-23T01:00:00+00:00`` as naive UTC, anything else as unknown."""
    try:
        instant = datetime.fromisoformat(wire.text(text).replace("Z", "+00:00"))
        return instant.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return False
