"""Progress for people: one line per step with its time, never a wall of log."""

import os
import sys
import time
from contextlib import contextmanager

#: in the environment of runs that share a terminal
LANES = "HCC_LANES"


class HccError(Exception):
    """Something the user can act on: shown as one message, without a traceback."""


def say(text: str = "") -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(f"hcc: {text}", file=sys.stderr, flush=True)


def elapsed(seconds: float) -> str:
    """Short: people compare these at a glance."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


@contextmanager
def step(title: str):
    """Announce before, so that a slow step is not taken for a hang; confirm after. Where several
    runs write to one terminal, only the second: they would overwrite each other's line."""
    start = time.monotonic()
    tty = sys.stdout.isatty() and LANES not in os.environ
    if tty:
        print(f"  … {title}", end="", flush=True)
    try:
        yield
    except BaseException:
        print(
            f"{chr(13) if tty else ''}  ✗ {title} ({elapsed(time.monotonic() - start)})", flush=True
        )
        raise
    print(f"{chr(13) if tty else ''}  ✓ {title} ({elapsed(time.monotonic() - start)})", flush=True)
