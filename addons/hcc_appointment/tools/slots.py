"""The slots of a day, as arithmetic: minutes from local midnight.

Slots are computed, never stored: what a centre offers may change until somebody has booked it.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Period(NamedTuple):
    """A run of slots of one weekday: ``[start, end)`` in slots of ``length`` minutes."""

    start: int
    end: int
    length: int
    places: int


class Slot(NamedTuple):
    """One slot and how many places of it may be booked ahead."""

    start: int
    end: int
    places: int


def bookable_places(places: int, walk_in_percent: int) -> int:
    """What is left to book when a share is kept for those who just come; their share is rounded
    up, so that a share above zero always keeps a place.

    >>> bookable_places(5, 30), bookable_places(5, 0), bookable_places(1, 10)
    (3, 5, 0)
    """
    return places - -(-places * walk_in_percent // 100)


def of_day(
    periods: Iterable[Period], working: Iterable[tuple[int, int]], walk_in_percent: int
) -> list[Slot]:
    """The slots of a day that lie wholly within its ``working`` hours, in their order.

    >>> of_day([Period(420, 480, 30, 4)], [(420, 450)], 50)
    [Slot(start=420, end=450, places=2)]
    """
    hours = list(working)
    found = []
    for period in periods:
        places = bookable_places(period.places, walk_in_percent)
        start = period.start
        while start + period.length <= period.end:
            end = start + period.length
            if any(opens <= start and end <= closes for opens, closes in hours):
                found.append(Slot(start, end, places))
            start = end
    return sorted(found)
