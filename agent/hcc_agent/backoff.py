"""Waiting longer after each failure, and not at all after a success."""


class Backoff:
    """Delays ``first, 2 × first, 4 × first …`` up to ``longest`` seconds."""

    def __init__(self, first=1.0, longest=15.0):
        self._first, self._longest = first, longest
        self._next = first

    def next(self):
        delay, self._next = self._next, min(self._next * 2, self._longest)
        return delay

    def reset(self):
        self._next = self._first
