"""Pads with keys on a serial port: one line per press."""

import time

from ._listener import LineListener

#: A second press of the same key sooner than this is the same press: contacts bounce.
BOUNCE_SECONDS = 0.3


class Pad(LineListener):
    """Settings: serial_port, baudrate, keys: ``{what the pad sends: what it means}``.

    A line that is none of the keys is no press; a pad that sends many of them is reported as
    ``garbled`` until a press is understood.
    """

    kind = ""

    def __init__(self, settings):
        super().__init__(settings)
        keys = settings.get("keys") or {}
        self._keys = {str(sent).upper(): value for sent, value in keys.items()}
        self._last, self._last_at = "", 0.0

    def heard(self, line, report):
        sent = line.decode("ascii", "replace").strip().upper()
        if sent not in self._keys:
            self._state = "garbled"
            return
        self._state = "ready"
        now = time.monotonic()
        bounced = sent == self._last and now - self._last_at < BOUNCE_SECONDS
        self._last, self._last_at = sent, now
        if not bounced:
            report(self.kind, {"key": self._keys[sent]})
