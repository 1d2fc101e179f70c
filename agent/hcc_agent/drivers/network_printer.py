"""ESC/POS receipt printer on the network (TCP port 9100)."""

import socket

from ._escpos import ReceiptPrinter

CONNECT_SECONDS = 3


class Driver(ReceiptPrinter):
    """Settings: host, port, width, has_cutter, has_status."""

    def __init__(self, settings):
        super().__init__(settings)
        self._address = (settings.get("host") or "", int(settings.get("port") or 9100))

    def _connect(self):
        line = socket.create_connection(self._address, timeout=CONNECT_SECONDS)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
