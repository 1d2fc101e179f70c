"""Until when collected money must be remitted.

Circulars on fees name a day of the month that follows the period ("by day 05 of the next month") or
a day of the week ("every Thursday"). A day off moves the deadline to the next working day.

Nothing here knows Odoo.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

DAYS_A_WEEK = 7
#: No calendar closes longer; one that never works must not be asked for ever.
LONGEST_CLOSURE = 60


def day_of_next_month(period_end: date, day: int) -> date:
    """Return ``day`` of the month after ``period_end``, or that month's last day."""
    first = (period_end.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


def next_weekday(period_end: date, weekday: int) -> date:
    """Return the first ``weekday`` (1 Monday … 7 Sunday) after ``period_end``."""
    ahead = (weekday - period_end.isoweekday()) % DAYS_A_WEEK
    return period_end + timedelta(days=ahead or DAYS_A_WEEK)


def working_day_from(day: date, is_working_day: Callable[[date], bool]) -> date:
    """Return ``day`` when it is worked, else the next day that is.

    :raise ValueError: the calendar does not work for months
    """
    for n in range(LONGEST_CLOSURE + 1):
        candidate = day + timedelta(days=n)
        if is_working_day(candidate):
            return candidate
    raise ValueError("The calendar never works.")
