"""The server's clock, as the agent knows it.

Whether a ticket is still worth printing is decided by the server's time. It is told in every
answer and carried on by a counter that no change of this computer's clock touches.
"""

import threading
import time
from datetime import datetime, timedelta, timezone

#: Counts on during sleep where the system has such a counter.
_COUNTER = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def counter():
    """Seconds of a clock that nobody can set."""
    return time.clock_gettime(_COUNTER)


class ServerClock:
    """Unknown until the first answer of this run; then server time within a call's duration."""

    def __init__(self):
        self._anchor = None
        self._known = threading.Condition()

    def set(self, server_now):
        """Take over the time of an answer that just arrived."""
        with self._known:
            self._anchor = (server_now, counter())
            self._known.notify_all()

    def now(self):
        """Server time (aware UTC), or ``None`` before the first answer."""
        with self._known:
            if self._anchor is None:
                return None
            told, at = self._anchor
        return told + timedelta(seconds=counter() - at)

    def has_passed(self, instant):
        """Whether ``instant`` is over; ``None`` when that cannot be known yet."""
        now = self.now()
        return None if now is None else now >= instant


def parse(text):
    """Read the wire's ``2026-11-23T01:00:00Z``."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
