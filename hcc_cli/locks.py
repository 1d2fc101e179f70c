"""File locks: several `hcc` commands may run at the same time in one clone."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

from . import paths


class FileLock:
    """A flock: the kernel gives it back when the process dies, however it dies."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def exclusive(self) -> None:
        fcntl.flock(self._fd, fcntl.LOCK_EX)

    def shared(self) -> None:
        fcntl.flock(self._fd, fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_held(self) -> bool:
        """By somebody else, right now."""
        if not self.try_exclusive():
            return True
        self.release()
        return False

    def release(self) -> None:
        fcntl.flock(self._fd, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._fd)


@contextmanager
def locked(name: str, folder: Path | None = None):
    """Only one command at a time does the thing called `name`."""
    lock = FileLock((folder or paths.RUN) / f"{name}.lock")
    try:
        lock.exclusive()
        yield
    finally:
        lock.close()
