"""Counter boards on a serial or RS-485 line: what they shall show is a state, not an event."""

from ..serial_line import Bus
from . import PRINTED, BadJob, BaseDriver, not_printed

TRIES = 3
#: Time for one answer.
ANSWER_SECONDS = 0.3
LONGEST = 16


class Silent(Exception):
    """The board did not answer at all."""


class Garbled(Exception):
    """Something answered, but nothing that can be trusted."""


class Refused(Exception):
    """The board understood and said no."""


class Board(BaseDriver):
    """Settings: serial_port, baudrate, address. A driver overrides ``_show`` and ``_probe``.

    A board is believed only when its answer is whole and its own: noise on the line, another
    board's answer or a wrong check sum count as no answer, and are reported as ``garbled``.
    """

    def __init__(self, settings):
        super().__init__(settings)
        self._address = int(settings.get("address") or 1)
        path = settings.get("serial_port") or ""
        self._bus = Bus.at(path, int(settings.get("baudrate") or 9600))

    def status(self):
        return self._try(self._probe) or "ready"

    def run(self, job, begin):
        """Show ``job.payload['text']``, flashing if ``blink``; an empty text clears the board."""
        if job.kind != "show":
            raise BadJob(job.kind)
        text = job.payload.get("text")
        if not isinstance(text, str) or not text.isascii() or len(text) > LONGEST:
            raise BadJob("text")
        if text and not text.isprintable():
            raise BadJob("text")
        begin()
        blink = bool(job.payload.get("blink"))
        trouble = self._try(lambda line: self._show(line, text, blink))
        # Showing the same once more does no harm, so "not shown" may be said although the first
        # try may have reached the board.
        return not_printed(trouble) if trouble else PRINTED

    def _try(self, exchange):
        """Make the exchange, repeatedly; the trouble in one word, or an empty text."""
        trouble = ""
        for _index in range(TRIES):
            try:
                with self._bus.line() as line:
                    line.settimeout(ANSWER_SECONDS)
                    exchange(line)
                return ""
            except (Silent, TimeoutError):
                trouble = trouble or "no_answer"
            except Garbled:
                trouble = "garbled"
            except Refused:
                trouble = "refused"
            except OSError:
                return "unreachable"
        return trouble

    def _show(self, line, text, blink):
        raise NotImplementedError

    def _probe(self, line):
        raise NotImplementedError


def take(line, count):
    """Read ``count`` bytes; ``Silent`` when none came, ``Garbled`` when too few."""
    heard = b""
    while len(heard) < count:
        try:
            heard += line.recv(count - len(heard))
        except TimeoutError:
            raise (Garbled if heard else Silent) from None
    return heard
