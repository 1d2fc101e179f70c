"""When a lane gives out numbers, from the slots of a working calendar. Nothing here knows Odoo."""

from datetime import date
from typing import NamedTuple

#: Further ahead nobody asks when a lane opens again.
SEARCH_DAYS = 60


class Reception(NamedTuple):
    """Whether a lane gives out numbers at a moment, and when it next begins or ends.

    Positions are ``(day ordinal, minute)``. ``opens`` is set while closed (``None``: not within
    the days looked at), ``ends`` while open.
    """

    is_open: bool
    opens: tuple[int, int] | None = None
    ends: tuple[int, int] | None = None


def windows(slots, early: int = 0, last: int = 0) -> list[tuple[int, int]]:
    """The minutes of a day between which numbers are given out.

    :param early: minutes before each slot from which numbers are given out
    :param last: minutes before the end of the day after which none is; a morning's numbers may
        still be served in the afternoon, so the pause at noon is not shortened
    """
    result = []
    for index, (start, end) in enumerate(slots):
        begin = max(0, start - early)
        stop = end - last if index == len(slots) - 1 else end
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], stop))
        elif stop > begin:
            result.append((begin, stop))
    return result


def reception(calendar, instant, early: int = 0, last: int = 0) -> Reception:
    """Whether numbers are given out at ``instant`` (naive UTC) by ``calendar``."""
    today, minute = calendar.position(instant)
    for day in range(today, today + SEARCH_DAYS):
        for begin, stop in windows(calendar.slots_on(date.fromordinal(day)), early, last):
            if day == today and stop <= minute:
                continue
            if day == today and begin <= minute:
                return Reception(True, ends=(day, stop))
            return Reception(False, opens=(day, begin))
    return Reception(False)
