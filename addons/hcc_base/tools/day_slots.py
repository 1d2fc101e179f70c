"""Working slots of one day, in minutes from midnight: as text, their sum, and half of them."""

from functools import lru_cache

from .working_calendar import Slots

NOON = 12 * 60
MIDNIGHT = 24 * 60

#: what is closed → what of the day remains
_REMAINING = {"day": (0, 0), "morning": (NOON, MIDNIGHT), "afternoon": (0, NOON)}


def text(slots: Slots) -> str:
    """``07:00-11:30;13:30-17:00``, as exceptional days hold it; empty when closed."""
    return ";".join("-".join(map(clock_words, slot)) for slot in slots)


def minutes(slots: Slots) -> int:
    """Working minutes of the day."""
    return sum(end - start for start, end in slots)


def without(slots: Slots, part: str) -> Slots:
    """What remains of the day when ``part`` (day, morning or afternoon) is closed."""
    first, last = _REMAINING[part]
    cut = [(max(start, first), min(end, last)) for start, end in slots]
    return tuple((start, end) for start, end in cut if start < end)


@lru_cache(maxsize=24 * 60 + 1)
def clock_words(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def slots_words(slots: Slots) -> str:
    """Opening hours as people read them: ``07:00–11:30, 13:30–17:00``."""
    return ", ".join(f"{clock_words(start)}–{clock_words(end)}" for start, end in slots)
