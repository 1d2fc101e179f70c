"""Terms of secondment counted in months.

A stay runs from its first to its last day, both worked. ``n`` months from a first day end on the
day before the corresponding day of the ``n``-th month after it; where that month is too short to
have such a day, on the month's last day (Civil Code 2015, art. 148(3)). So 6 months from 1 March
end on 31 August, and 6 months from 31 August on 28 or 29 February. A term is always counted from
the first day of the whole stay, never added up from pieces, so that extensions cannot gain or
lose the odd days of short months.

Nothing here knows Odoo.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHS_A_YEAR = 12


class Length(NamedTuple):
    """Whole months and the days beyond them."""

    months: int
    days: int


def last_day(start: date, months: int) -> date:
    """Return the last day of a stay of ``months`` (at least one) whole months."""
    if months < 1:
        raise ValueError("A term holds at least one month.")
    year, month = divmod(start.year * MONTHS_A_YEAR + start.month - 1 + months, MONTHS_A_YEAR)
    month += 1
    if start.day == 1:
        return date(year, month, 1) - timedelta(days=1)
    return date(year, month, min(start.day - 1, monthrange(year, month)[1]))


def length(start: date, end: date) -> Length:
    """Return how long the stay from ``start`` to ``end``, both included, is."""
    if end < start:
        raise ValueError("A stay cannot end before it starts.")
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month + 1
    while months and last_day(start, months) > end:
        months -= 1
    full = last_day(start, months) if months else start - timedelta(days=1)
    return Length(months, (end - full).days)


def fault(start: date, end: date, min_months: int = 0, max_months: int = 0) -> str:
    """Return ``""``, ``"short"`` or ``"long"`` against the limits; a limit of 0 is none."""
    if min_months and end < last_day(start, min_months):
        return "short"
    if max_months and end > last_day(start, max_months):
        return "long"
    return ""


def served(since: date, years: int, day: date) -> bool:
    """Whether ``years`` whole years of service from ``since`` are over before ``day`` begins."""
    if not years:
        return since <= day
    return last_day(since, years * MONTHS_A_YEAR) < day


def overlap(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two stays, both days included, share a day."""
    return first[0] <= second[1] and second[0] <= first[1]
