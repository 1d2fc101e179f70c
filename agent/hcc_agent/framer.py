"""Lines out of a stream of bytes, however it was cut on the way."""

TERMINATORS = b"\r\n"


class Framer:
    """``feed()`` returns the complete lines, in order, without their ends.

    What is longer than ``longest`` is no line: it is dropped up to the next end of a line, so that
    its tail does not pass for a line of its own.
    """

    def __init__(self, longest=1024):
        self._longest = longest
        self._buffer = bytearray()
        self._dropping = False
        self.dropped = 0

    def feed(self, chunk):
        lines = []
        for byte in chunk:
            if byte in TERMINATORS:
                if self._buffer and not self._dropping:
                    lines.append(bytes(self._buffer))
                self._buffer.clear()
                self._dropping = False
            elif not self._dropping:
                self._buffer.append(byte)
                if len(self._buffer) > self._longest:
                    self._buffer.clear()
                    self._dropping = True
                    self.dropped += 1
        return lines
