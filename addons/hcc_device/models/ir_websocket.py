from odoo import models

from .hcc_device import PAGES

CHANNEL_PREFIX = "hcc_device/"


class IrWebsocket(models.AbstractModel):
    """Doorbells: a device listens on a channel of its own that only its token opens."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Exchange ``hcc_device/<id>/<token>`` for the device, or for nothing when it is wrong."""
        wanted = [channel for channel in channels if _is_doorbell(channel)]
        others = [channel for channel in channels if not _is_doorbell(channel)]
        devices = [device for channel in wanted if (device := self._hcc_device(channel))]
        return [*super()._build_bus_channel_list(others), *devices]

    def _hcc_device(self, channel):
        number, _separator, token = channel.removeprefix(CHANNEL_PREFIX).partition("/")
        device = self.env["hcc.device"]._authenticate(token, kinds=("agent", *PAGES))
        return device if device and str(device.id) == number else None


def _is_doorbell(channel):
    return isinstance(channel, str) and channel.startswith(CHANNEL_PREFIX)
