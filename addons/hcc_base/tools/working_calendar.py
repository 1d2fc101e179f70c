"""A centre's working calendar, prepared so that a moment is found by bisection.

A *position* is a pair ``(day, minute)``: the day as a proleptic ordinal
(``date.toordinal``) and the wall-clock minute from local midnight. Instants
are naive UTC datetimes, as Odoo stores them; they are floored to the minute,
because the slip the citizen holds prints hours and minutes.

Slots are half-open: ``[07:00, 11:30)`` receives at 07:00 and no longer at
11:30. An *end* of work may fall on 11:30 exactly.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from datetime import timezone as fixed_zone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

Slots = tuple[tuple[int, int], ...]
Position = tuple[int, int]

EXCEPTION_KINDS = ("holiday", "swap_off", "make_up", "closure")
MINUTES_PER_DAY = 24 * 60

DAYS_PREPARED_BEFORE = 366
DAYS_PREPARED_AFTER = 2 * 366
# Guards against a mistyped term (999999 days) eating the memory of a worker.
LONGEST_TABLE_DAYS = 150 * 366


class TermTooLong(ValueError):
    """A due date lies further away than the calendar can be prepared for."""

    code = "term_too_long"

    def __init__(self):
        super().__init__("Thời hạn quá dài, không tính được ngày hẹn trả.")


class DayException(NamedTuple):
    """One day that differs from the weekly pattern.

    ``slots`` empty: closed all day. A make-up day (làm bù) carries the slots
    worked; a half-day closure carries the slots that remain.
    ``name`` is the Vietnamese name printed in explanations.
    """

    slots: Slots
    kind: str
    name: str


class DayTable:
    """Cumulative working minutes and working days over a run of days.

    Never changed once built, so threads may share it; a longer one with the
    same first day gives the same minutes and ranks for the days they share.
    """

    __slots__ = ("first", "last", "slots", "minutes_before", "ranks_before", "working_days")

    def __init__(self, calendar, first: int, last: int):
        """Prepare the days ``first`` (included) to ``last`` (excluded)."""
        self.first = first
        self.last = last
        self.slots = [calendar.slots_on(date.fromordinal(day)) for day in range(first, last)]
        self.minutes_before = [0]
        self.ranks_before = [0]
        self.working_days = []
        for day, slots in enumerate(self.slots, start=first):
            if slots:
                self.working_days.append(day)
            self.minutes_before.append(
                self.minutes_before[-1] + sum(end - start for start, end in slots)
            )
            self.ranks_before.append(len(self.working_days))

    def covers(self, first: int, last: int) -> bool:
        return self.first <= first and last < self.last

    def slots_of(self, day: int) -> Slots:
        return self.slots[day - self.first]

    def minutes_until(self, day: int, minute: int) -> int:
        """Working minutes from the first day of the table to a position."""
        worked = self.minutes_before[day - self.first]
        for start, end in self.slots[day - self.first]:
            if minute > start:
                worked += min(minute, end) - start
        return worked

    def position_after(self, worked: int) -> Position:
        """The earliest position by which ``worked`` minutes have been worked."""
        index = bisect_left(self.minutes_before, worked) - 1
        rest = worked - self.minutes_before[index]
        for start, end in self.slots[index]:
            if rest <= end - start:
                return self.first + index, start + rest
            rest -= end - start
        raise AssertionError("the cumulative minutes disagree with the slots")


class WorkingCalendar:
    """When a centre works: weekly slots, exceptions by day, a time zone.

    Build it once and keep it (a cache keyed by the calendar's version): the
    prepared table grows inside it. It is never changed and may be shared.

    ``weekly``: weekday (0 = Monday) → slots ``(start, end)`` in minutes from
    midnight. ``exceptions``: day → :class:`DayException`. ``timezone``: IANA.
    Raises ValueError for slots that overlap or lie outside the day, for an
    unknown kind of exception, and for a week without any working time.
    """

    def __init__(
        self,
        weekly: Mapping[int, Sequence[tuple[int, int]]],
        exceptions: Mapping[date, DayException],
        timezone: str,
    ):
        self._weekly = tuple(_checked_slots(weekly.get(weekday, ())) for weekday in range(7))
        if not any(self._weekly):
            raise ValueError("Lịch làm việc không có giờ làm việc nào trong tuần.")
        self._exceptions = {
            day: _checked_exception(day, exception) for day, exception in exceptions.items()
        }
        self._holidays = sorted(
            day.toordinal()
            for day, exception in self._exceptions.items()
            if exception.kind == "holiday"
        )
        self._exceptional = sorted(
            (day.toordinal(), exception) for day, exception in self._exceptions.items()
        )
        self._timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._offset = _constant_offset(timezone)
        self._table = None
        #: (first, last) ordinal → steps that explain the days between; see ``due_steps``
        self.kept_steps = {}

    # --- What the calendar says of a day -------------------------------------

    @property
    def timezone(self) -> str:
        return self._timezone

    def slots_on(self, day: date) -> Slots:
        exception = self._exceptions.get(day)
        return self._weekly[day.weekday()] if exception is None else exception.slots

    def is_working_day(self, day: date) -> bool:
        return bool(self.slots_on(day))

    def day_name(self, day: date) -> str:
        """Name of the exception of that day, or an empty string."""
        exception = self._exceptions.get(day)
        return exception.name if exception else ""

    def day_kind(self, day: date) -> str:
        """Kind of the exception of that day, or an empty string."""
        exception = self._exceptions.get(day)
        return exception.kind if exception else ""

    def exceptions_between(self, first: int, last: int) -> list[tuple[int, DayException]]:
        """Exceptions from ordinal ``first`` to ``last``, both included, in order."""
        return self._exceptional[
            bisect_left(self._exceptional, (first,)) : bisect_left(self._exceptional, (last + 1,))
        ]

    @property
    def holiday_ordinals(self) -> list[int]:
        """Ordinals of the public holidays, ascending (swap days are not among them)."""
        return self._holidays

    # --- Instants and positions ----------------------------------------------

    def local(self, instant: datetime) -> datetime:
        """The naive wall-clock time here of a naive UTC instant, to the minute."""
        if instant.tzinfo is not None:
            raise ValueError("instants are naive UTC datetimes, not aware ones")
        if self._offset is not None:
            local = instant + self._offset
        else:
            local = (
                instant.replace(tzinfo=fixed_zone.utc).astimezone(self._zone).replace(tzinfo=None)
            )
        return local.replace(second=0, microsecond=0)

    def position(self, instant: datetime) -> Position:
        local = self.local(instant)
        return local.toordinal(), local.hour * 60 + local.minute

    def instant(self, day: int, minute: int) -> datetime:
        """The naive UTC instant of a position."""
        local = datetime.fromordinal(day) + timedelta(minutes=minute)
        if self._offset is not None:
            return local - self._offset
        return local.replace(tzinfo=self._zone).astimezone(fixed_zone.utc).replace(tzinfo=None)

    def opening(self, day: int, minute: int) -> Position:
        """The position itself when work is going on, else the next slot's start."""
        table = self.table(day, day)
        for start, end in table.slots_of(day):
            if minute < end:
                return day, max(minute, start)
        next_day, table = self.working_day(table, table.ranks_before[day + 1 - table.first])
        return next_day, table.slots_of(next_day)[0][0]

    # --- The prepared table ----------------------------------------------------

    def table(self, first: int, last: int) -> DayTable:
        """A table that covers both days; the kept one when it does."""
        table = self._table
        if table is None or not table.covers(first, last):
            table = self._table = self._prepared(table, first, last)
        return table

    def working_day(self, table: DayTable, rank: int) -> tuple[int, DayTable]:
        """The working day of that rank, and the table (lengthened) that holds it."""
        while rank >= len(table.working_days):
            table = self._lengthened(table)
        return table.working_days[rank], table

    def reaching_minutes(self, table: DayTable, worked: int) -> DayTable:
        """The table, lengthened until ``worked`` minutes have been worked."""
        while worked > table.minutes_before[-1]:
            table = self._lengthened(table)
        return table

    def _prepared(self, table, first, last):
        first -= DAYS_PREPARED_BEFORE
        last += DAYS_PREPARED_AFTER
        # Keep what was prepared, unless the question concerns another century.
        if (
            table is not None
            and max(last, table.last) - min(first, table.first) <= LONGEST_TABLE_DAYS
        ):
            first, last = min(first, table.first), max(last, table.last)
        return DayTable(self, *_within_datetime(first, last))

    def _lengthened(self, table):
        length = table.last - table.first
        first, last = _within_datetime(table.first, table.last + length)
        if length > LONGEST_TABLE_DAYS or last == table.last:
            raise TermTooLong()
        longer = self._table = DayTable(self, first, last)
        return longer


@lru_cache
def _constant_offset(timezone):
    """The zone's offset when it has had only one since 1980 (Vietnam: +7), else None.

    Spares a conversion through the zone's rules for every due date.
    """
    zone = ZoneInfo(timezone)
    months = (
        datetime(year, month, 1, tzinfo=zone)
        for year in range(1980, 2100)
        for month in range(1, 13)
    )
    offsets = {month.utcoffset() for month in months}
    return offsets.pop() if len(offsets) == 1 else None


def _within_datetime(first, last):
    """Bounds pulled in so that conversions between zones cannot overflow."""
    return max(first, date.min.toordinal() + 1), min(last, date.max.toordinal() - 1)


def _checked_slots(slots) -> Slots:
    checked = tuple((start, end) for start, end in slots)
    previous_end = 0
    for start, end in checked:
        if not previous_end <= start < end <= MINUTES_PER_DAY:
            raise ValueError(f"Khung giờ làm việc không hợp lệ: {checked}.")
        previous_end = end
    return checked


def _checked_exception(day, exception) -> DayException:
    if exception.kind not in EXCEPTION_KINDS:
        raise ValueError(f"unknown kind of day exception: {exception.kind!r}")
    slots = _checked_slots(exception.slots)
    if exception.kind == "make_up" and not slots:
        raise ValueError(f"Ngày làm bù {day:%d/%m/%Y} phải có khung giờ làm việc.")
    return DayException(slots, exception.kind, exception.name)
