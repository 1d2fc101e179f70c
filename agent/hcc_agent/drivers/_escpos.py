"""ESC/POS receipt printers on any line: prints pictures only.

Status is asked before the job (``DLE EOT``, answered at once) and after it (``GS r``, answered in
its turn, so the answer proves that everything before it was consumed). "Sent without error"
alone proves nothing: sixty kilobytes fit into the buffers between here and an empty printer.
"""

import base64
import io
import time

from escpos.printer import Dummy
from PIL import Image

from . import PRINTED, BadJob, BaseDriver, not_printed, unknown

STATUS_SECONDS = 2
#: Time for the answer after the job: a fixed part, and the paper's way through the printer.
CONFIRM_SECONDS, ROWS_PER_SECOND = 3, 400
#: Rows in one raster command; printers with a small memory choke on more.
FRAGMENT_ROWS = 255

#: python-escpos wants a known printer's name to believe a paper's width; commands are the same.
PROFILES = {576: "TM-T20II", 512: "TM-T88V", 384: "POS-5890"}

DLE_EOT_PRINTER, DLE_EOT_OFFLINE, DLE_EOT_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
GS_R_PAPER = b"\x1d\x72\x01"
CUT = b"\x1d\x56\x42\x00"
FEED = b"\x1b\x64\x05"


class _Silent(Exception):
    """The printer did not answer a status question."""


class ReceiptPrinter(BaseDriver):
    """What printers on every kind of line have in common; settings: width, has_cutter, has_status.

    ``_connect()`` opens the line: an object with a socket's ``sendall``, ``recv``, ``settimeout``
    and ``close``, whose every trouble is an ``OSError``.
    """

    #: Bytes a second that the line carries, where that is what one waits for.
    _bytes_per_second = None

    def __init__(self, settings):
        super().__init__(settings)
        self._width = int(settings.get("width") or 576)
        self._has_cutter = bool(settings.get("has_cutter", True))
        self._has_status = bool(settings.get("has_status", True))

    def status(self):
        """One word for the health list: ``ready``, ``paper_low`` or what keeps it from printing."""
        try:
            with self._connect() as line:
                return self._trouble(line) or self._warning(line) or "ready"
        except OSError:
            return "unreachable"

    def run(self, job, begin):
        """Print ``job.payload['image']`` (PNG, base64)."""
        if job.kind != "print_image":
            raise BadJob(job.kind)
        picture = self._picture(job)
        try:
            line = self._connect()
        except OSError:
            return not_printed("unreachable")
        with line:
            trouble = self._trouble(line)
            if trouble:
                return not_printed(trouble)
            begin()
            return self._print(line, picture)

    # -- printing ---------------------------------------------------------------------------

    def _picture(self, job):
        try:
            image = Image.open(io.BytesIO(base64.b64decode(job.payload["image"])))
            image.load()
        except (KeyError, ValueError, OSError) as error:
            raise BadJob("image") from error
        if image.width > self._width:
            raise BadJob("width")
        return image.convert("1", dither=Image.Dither.NONE)

    def _print(self, line, picture):
        try:
            stream = escpos_bytes(picture, self._has_cutter)
            wait = CONFIRM_SECONDS + picture.height / ROWS_PER_SECOND + self._transfer(stream)
            line.settimeout(wait)
            line.sendall(stream)
            if not self._has_status:
                return unknown("unconfirmed")
            return self._confirmed(line, wait)
        except TimeoutError:
            return unknown("timeout")
        except OSError:
            return unknown("connection_lost")

    def _transfer(self, stream):
        return len(stream) / self._bytes_per_second if self._bytes_per_second else 0

    def _confirmed(self, line, wait):
        try:
            answer = _ask(line, GS_R_PAPER, wait, lambda byte: byte & 0x90 == 0)
        except _Silent:
            return unknown("timeout")
        # Bits 2 and 3: the paper's end has passed the sensor, perhaps under this very ticket.
        return unknown("paper_out_while_printing") if answer & 0x0C else PRINTED

    # -- status -----------------------------------------------------------------------------

    def _connect(self):
        raise NotImplementedError

    def _trouble(self, line):
        """What keeps the printer from printing, or an empty text."""
        if not self._has_status:
            return ""
        try:
            printer = _ask_now(line, DLE_EOT_PRINTER)
            cause = _ask_now(line, DLE_EOT_OFFLINE)
            paper = _ask_now(line, DLE_EOT_PAPER)
        except _Silent:
            return "no_answer"
        except OSError:
            return "unreachable"
        if cause & 0x04:
            return "cover_open"
        if paper & 0x60 or cause & 0x20:
            return "paper_out"
        if cause & 0x40:
            return "printer_error"
        return "offline" if printer & 0x08 else ""

    def _warning(self, line):
        if not self._has_status:
            return ""
        try:
            return "paper_low" if _ask_now(line, DLE_EOT_PAPER) & 0x0C else ""
        except (_Silent, OSError):
            return ""


def escpos_bytes(picture, has_cutter=True):
    """A black-and-white picture as ESC/POS raster commands, then feed and cut."""
    width = min((width for width in PROFILES if width >= picture.width), default=max(PROFILES))
    paper = Dummy(profile=PROFILES[width])
    paper.hw("INIT")
    paper.image(picture, impl="bitImageRaster", fragment_height=FRAGMENT_ROWS, center=False)
    return paper.output + (CUT if has_cutter else FEED)


def _ask_now(line, question):
    """Ask in real time; a genuine answer has bits 1 and 4 set, 0 and 7 clear."""
    return _ask(line, question, STATUS_SECONDS, lambda byte: byte & 0x93 == 0x12)


def _ask(line, question, seconds, is_answer):
    """Send a question and return the first byte that can be its answer; noise is passed over."""
    line.settimeout(seconds)
    line.sendall(question)
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            heard = line.recv(1)
        except TimeoutError:
            break
        if not heard:
            raise ConnectionResetError("closed by the printer")
        if is_answer(heard[0]):
            return heard[0]
    raise _Silent
