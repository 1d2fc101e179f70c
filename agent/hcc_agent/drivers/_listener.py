"""Input devices that speak in lines on a serial port."""

from ..framer import Framer
from ..serial_line import SerialLine
from . import BaseDriver

#: How long one waits for bytes before looking whether to stop.
LISTEN_SECONDS = 0.2


class LineListener(BaseDriver):
    """Settings: serial_port, baudrate. A driver overrides :meth:`heard`."""

    def __init__(self, settings):
        super().__init__(settings)
        self._path = settings.get("serial_port") or ""
        self._baudrate = int(settings.get("baudrate") or 9600)
        self._state = "unreachable"

    def status(self):
        return self._state

    def listen(self, report, stopping):
        """Open the port and hand on every line; raises ``OSError`` when the device is gone."""
        framer = Framer()
        try:
            with SerialLine(self._path, self._baudrate, LISTEN_SECONDS) as line:
                self._state = "ready"
                while not stopping.is_set():
                    try:
                        chunk = line.recv(256)
                    except TimeoutError:
                        continue
                    for text in framer.feed(chunk):
                        self.heard(text, report)
        except OSError:
            self._state = "unreachable"
            raise

    def heard(self, line, report):
        """Take in one line (bytes) and report what it means."""
        raise NotImplementedError
