"""Who may draw a paper now: never all workers of a server at once.

A worker answers one request at a time, so one that draws, or waits to draw, answers nobody else.
Hence at most all workers but one draw; a print that comes to the last one is told at once to ask
again, which takes that worker a hundredth of what drawing would. With one worker, or with threads
instead of workers, one paper is drawn at a time, and threads wait for each other: drawing is all
computation, and the requests between which the threads change are answered meanwhile.

Slots are locked files. They belong to the machine, whose processors they share out, and the kernel
frees them when a worker dies.
"""

import fcntl
import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import config

#: How often a free slot is looked for while waiting.
LOOK_SECONDS = 0.02
#: How long a click waits that cannot ask again by itself, like the signing of a paper.
CLICK_SECONDS = 3

_held = threading.local()


class PapersBusy(UserError):
    """All papers that may be drawn at once are being drawn."""


@contextmanager
def drawing(asks_again=False):
    """Hold a slot; a part of a drawing may ask for it once more.

    :param asks_again: whoever asked comes back by himself when it was refused
    :raise PapersBusy: no slot became free
    """
    if getattr(_held, "is_drawing", False):
        yield
        return
    with _slot(_patience(asks_again)):
        _held.is_drawing = True
        try:
            yield
        finally:
            _held.is_drawing = False


def _patience(asks_again):
    """Seconds to wait for a slot; None: as long as it takes, for nobody else waits."""
    if not _is_request() or not config["workers"]:
        return None
    return 0 if asks_again else CLICK_SECONDS


def _is_request():
    return bool(request)


@contextmanager
def _slot(patience):
    until = None if patience is None else time.monotonic() + patience
    while (slot := _take_slot()) is None:
        if until is not None and time.monotonic() >= until:
            raise PapersBusy(_busy_words())
        time.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        os.close(slot)


def _take_slot():
    """A locked file of a free slot; None when all are taken."""
    folder = _folder()
    for number in range(max(1, config["workers"] - 1)):
        slot = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(slot)
        else:
            return slot
    return None


def _folder():
    """The slots of this server; another one on the machine has another port."""
    folder = Path(config["data_dir"], "hcc_papers", str(config["http_port"]))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _busy_words():
    if not request:
        return "Many papers are being printed."
    return request.env._("Many papers are being printed. Please print again in a few seconds.")
