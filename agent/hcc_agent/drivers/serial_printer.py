"""ESC/POS receipt printer on a serial port or a USB port that looks like one."""

from ..serial_line import SerialLine
from ._escpos import STATUS_SECONDS, ReceiptPrinter

#: Bits that one byte takes on the line: start, eight of data, stop.
BITS_PER_BYTE = 10


class Driver(ReceiptPrinter):
    """Settings: serial_port, baudrate, width, has_cutter, has_status."""

    def __init__(self, settings):
        super().__init__(settings)
        self._path = settings.get("serial_port") or ""
        self._baudrate = int(settings.get("baudrate") or 115200)
        self._bytes_per_second = self._baudrate / BITS_PER_BYTE

    def _connect(self):
        return SerialLine(self._path, self._baudrate, STATUS_SECONDS)
