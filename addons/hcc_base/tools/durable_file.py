"""Files that survive a power cut from the moment their writer returns."""

import contextlib
import os
import time
import uuid
from pathlib import Path

TEMPORARY = ".hcc-writing-"
#: A temporary file older than this (seconds) has no writer any more.
STALE_SECONDS = 3600


def write_durably(path, data):
    """Write all of ``data`` at ``path`` or nothing; it is on the disk when this returns."""
    path = Path(path)
    temporary = path.with_name(f"{TEMPORARY}{uuid.uuid4().hex}")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    for folder in (path.parent, path.parent.parent):  # the entry, and the folder if it is new
        _sync_folder(folder)


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale(folder, now=None):
    """Delete what writers that were killed left below ``folder``; returns how many files."""
    limit = (time.time() if now is None else now) - STALE_SECONDS
    removed = 0
    for file in Path(folder).glob(f"*/{TEMPORARY}*"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < limit:
                file.unlink()
                removed += 1
    return removed
