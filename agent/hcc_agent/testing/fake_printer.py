"""A receipt printer on loopback TCP that turns ESC/POS back into pictures.

In a test::

    with FakePrinter() as printer:          # printer.host, printer.port
        …
        printer.papers[-1]                  # what came out, a PIL image
        printer.mode = "paper_out"          # from the next question on

As a process (one PNG per paper; writing a mode's name into ``DIR/mode`` switches it)::

    python -m hcc_agent.testing --out DIR [--port 9100] [--mode ok]
"""

import argparse
import socket
import struct
import threading
import time
from pathlib import Path

from PIL import Image

MODES = (
    "ok",
    "paper_low",
    "paper_out",
    "cover_open",
    "offline",
    "off",  # nobody listens
    "mute",  # accepts everything, never answers
    "noisy",  # sends unasked status bytes between its answers
    "closes",  # breaks the connection in the middle of a job
    "stalls",  # stops reading in the middle of a job
    "paper_ends",  # prints, then reports the end of the paper
)
#: Bytes of a job after which ``closes`` and ``stalls`` strike.
BREAK_AFTER = 2000

_READY, _OFFLINE = 0x12, 0x1A
_STATUS = {
    # mode: (printer, cause of offline, paper sensor)
    "paper_low": (_READY, _READY, 0x1E),
    "paper_out": (_OFFLINE, 0x32, 0x72),
    "cover_open": (_OFFLINE, 0x16, _READY),
    "offline": (_OFFLINE, _READY, _READY),
}
_NOISE = b"\x10\x00\x00\x00"


class FakePrinter:
    """One printer; ``mode`` may be changed at any time, ``papers`` holds what came out."""

    def __init__(self, mode="ok", port=0, out=None, rows_per_second=None):
        self.host = "127.0.0.1"
        self.papers = []
        #: When each of them came out, by ``time.monotonic()``.
        self.came_out_at = []
        self.questions = 0
        #: Set once the first byte of a picture has arrived.
        self.printing = threading.Event()
        self.rows_per_second = rows_per_second
        self._out = Path(out) if out else None
        self._mode = mode
        self._changed = threading.Condition()
        self._listener = None
        self._closing = False
        self._lines = set()
        self.port = port
        if mode == "off":
            self._reserve_port()
        else:
            self._listen()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    @property
    def mode(self):
        return self._mode

    @mode.setter
    def mode(self, mode):
        if mode not in MODES:
            raise ValueError(f"{mode!r} is none of {', '.join(MODES)}")
        was_off, self._mode = self._mode == "off", mode
        if mode == "off":
            self._stop_listening()
        elif was_off:
            self._listen()

    def wait_for_papers(self, count, timeout=10):
        """Wait until ``count`` papers came out; returns them all."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.papers) >= count, timeout)
            return list(self.papers)

    def close(self):
        self._closing = True
        self._stop_listening()

    # -- network ----------------------------------------------------------------------------

    def _reserve_port(self):
        self._listen()
        self._stop_listening()

    def _listen(self):
        listener = socket.create_server((self.host, self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self):
        listener, self._listener = self._listener, None
        if listener:
            # shutdown() wakes accept(); close() alone would leave it, and the port, open.
            _quietly(listener.shutdown, socket.SHUT_RDWR)
            listener.close()
        for line in list(self._lines):
            _quietly(line.shutdown, socket.SHUT_RDWR)

    def _accept(self, listener):
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            self._lines.add(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        try:
            _Conversation(self, line).run()
        except (OSError, EOFError):
            pass
        finally:
            self._lines.discard(line)
            line.close()

    # -- paper ------------------------------------------------------------------------------

    def _come_out(self, fragments):
        if not fragments:
            return
        width = max(part.width for part in fragments)
        paper = Image.new("1", (width, sum(part.height for part in fragments)), 1)
        top = 0
        for part in fragments:
            paper.paste(part, (0, top))
            top += part.height
        with self._changed:
            self.came_out_at.append(time.monotonic())
            self.papers.append(paper)
            if self._out:
                self._out.mkdir(parents=True, exist_ok=True)
                paper.save(self._out / f"{len(self.papers):04d}.png")
            self._changed.notify_all()

    def _status_bytes(self):
        return _STATUS.get(self._mode, (_READY, _READY, _READY))


class _Conversation:
    """One connection: reads commands, answers questions, collects raster rows."""

    def __init__(self, printer, line):
        self._printer, self._line = printer, line
        self._buffer = b""
        self._fragments = []
        self._job_bytes = 0

    def run(self):
        try:
            while True:
                self._command()
        except EOFError:
            # A printer without cutter: the paper ends with the connection.
            self._printer._come_out(self._fragments)

    def _command(self):
        first = self._take(1)
        if first == b"\x10":
            self._question(self._take(2)[1])
        elif first == b"\x1d":
            self._group_separator(self._take(1))
        elif first == b"\x1b":
            self._escape(self._take(1))

    def _question(self, number):
        printer, cause, paper = self._printer._status_bytes()
        self._printer.questions += 1
        self._answer({1: printer, 2: cause, 4: paper}.get(number, _READY))

    def _group_separator(self, command):
        if command == b"v":
            self._raster()
        elif command == b"r":
            self._take(1)
            self._answer(0x0C if self._printer.mode == "paper_ends" else 0x00)
        elif command == b"V":
            if self._take(1) in (b"A", b"B"):
                self._take(1)
            self._cut()
        elif command in (b"L", b"W"):
            self._take(2)
        else:
            self._take(1)

    def _escape(self, command):
        if command != b"@":
            self._take(1)

    def _raster(self):
        self._printer.printing.set()
        _zero, _scale, width, height = struct.unpack("<BBHH", self._take(6))
        data = self._take(width * height)
        if self._printer.rows_per_second:
            time.sleep(height / self._printer.rows_per_second)
        dots = bytes(byte ^ 0xFF for byte in data)
        self._fragments.append(Image.frombytes("1", (width * 8, height), dots))

    def _cut(self):
        self._printer._come_out(self._fragments)
        self._fragments = []

    def _answer(self, byte):
        if self._printer.mode == "mute":
            return
        noise = _NOISE if self._printer.mode == "noisy" else b""
        self._line.sendall(noise + bytes([byte]))

    def _take(self, count):
        while len(self._buffer) < count:
            self._misbehave()
            heard = self._line.recv(4096)
            if not heard:
                raise EOFError
            self._buffer += heard
            self._job_bytes += len(heard)
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _misbehave(self):
        if self._job_bytes < BREAK_AFTER:
            return
        if self._printer.mode == "closes":
            # No linger: the other side gets a reset, as from a printer that lost its power.
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise OSError("closed in the middle of a job")
        while self._printer.mode == "stalls" and not self._printer._closing:
            time.sleep(0.05)


def _quietly(call, *args):
    try:
        call(*args)
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser(description="Fake ESC/POS printer")
    parser.add_argument("--out", type=Path, required=True, help="folder for the papers")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", choices=MODES, default="ok")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with FakePrinter(arguments.mode, arguments.port, arguments.out) as printer:
        print(f"listening {printer.port}", flush=True)
        switch = arguments.out / "mode"
        while True:
            time.sleep(0.2)
            wished = switch.read_text().strip() if switch.exists() else ""
            if wished in MODES and wished != printer.mode:
                printer.mode = wished
