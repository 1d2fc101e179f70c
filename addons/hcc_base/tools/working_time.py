"""The one clock of the suite: terms, due dates, waits and hand-over deadlines.

Everything in and out is a **naive UTC** datetime (as Odoo's fields hold it),
floored to the minute, the precision printed on the slip; compare two instants
with :func:`is_late`, which floors both. An aware datetime raises ValueError.

Rules:

* A start outside the working slots moves to the start of the next slot; a
  slot's end (17:00) is already outside.
* ``working_hour``: working minutes only are consumed; the end may fall on a
  slot's end exactly (17:00, never the next morning's 07:00). The portal's
  "28 giờ" are working hours.
* ``working_day``: the same time of day on the N-th working day after the day
  of the start, clamped into that day's slots: after the last slot → its end;
  in the lunch gap → the end of the slot before; before the first slot → its
  start.
* ``calendar_day``: N days are added; when that day is a rest day the next
  working day is meant; the time of day is kept and clamped alike. With the
  rule ``skip_holidays`` public holidays inside are not counted either.
* An extension (``Term.extension_days``) is so many working days after the day
  on which the term itself ends, whatever its unit; of a term in days the time
  of day is that of the start, of a term in hours that of its end.

Finding a due date is bisection in a table prepared by the calendar and costs
microseconds. Its explanation costs more, so it is worked out only when
``Due.steps`` (or :func:`explain`) is read. :func:`due_instants` is the batch
form without explanations.

A dossier's due date is a function of its ledger: :func:`due_after_ledger`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from .due_steps import Step, explain, ledger_steps, sentences, term_steps
from .working_calendar import (
    LONGEST_TABLE_DAYS,
    DayException,
    Position,
    Slots,
    TermTooLong,
    WorkingCalendar,
)

__all__ = [
    "CALENDAR_DAY_RULES",
    "DayException",
    "Due",
    "InvalidTerm",
    "LEDGER_MODES",
    "Step",
    "Term",
    "TermTooLong",
    "UNITS",
    "WorkingCalendar",
    "add_working_minutes",
    "due",
    "due_after_ledger",
    "due_instants",
    "explain",
    "handover_deadline",
    "is_late",
    "recount",
    "sentences",
    "shift_for_pause",
    "to_minute",
    "working_days_before",
    "working_minutes_between",
]

CALENDAR_DAY_RULES = ("next_working_day", "skip_holidays")
LEDGER_MODES = ("recount_full", "pause")
LEDGER_KINDS = ("supplement", "suspension", "reappointment")


class InvalidTerm(ValueError):
    """A term that is not a positive whole number of a known unit."""

    code = "invalid_term"


class Term(NamedTuple):
    """A time limit: ``value`` of ``unit`` (one of :data:`UNITS`), and the working
    days added to it for an area of difficult conditions (vùng khó khăn)."""

    value: int
    unit: str
    extension_days: int = 0


def _no_steps() -> tuple[Step, ...]:
    return ()


@dataclass(frozen=True)
class Due:
    """A due date (hẹn trả) and how it came about.

    ``instant``: naive UTC. ``stopped_since``: start of a wait that is still
    open (the clock stands; ``instant`` will move when it closes), else None.
    """

    instant: datetime
    narrate: Callable[[], tuple[Step, ...]] = field(default=_no_steps, compare=False, repr=False)
    stopped_since: datetime | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The explanation as data, worked out anew at each reading."""
        return self.narrate()


# --- Instants ------------------------------------------------------------------


def to_minute(instant: datetime) -> datetime:
    """The instant without its seconds: what a slip prints."""
    return instant.replace(second=0, microsecond=0)


def is_late(finished: datetime, due_instant: datetime) -> bool:
    """Whether work finished after the due minute (trễ hạn); within it is on time."""
    return to_minute(finished) > to_minute(due_instant)


def working_minutes_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """Working minutes from ``start`` to ``end``; negative when ``end`` is earlier."""
    start_day, start_minute = calendar.position(start)
    end_day, end_minute = calendar.position(end)
    table = calendar.table(min(start_day, end_day), max(start_day, end_day))
    return table.minutes_until(end_day, end_minute) - table.minutes_until(start_day, start_minute)


def add_working_minutes(start: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    """The instant by which ``minutes`` working minutes have passed since ``start``.

    0 gives the start moved into working time. Raises ValueError when negative.
    """
    if minutes < 0:
        raise ValueError("working minutes to add must not be negative")
    opening = calendar.opening(*calendar.position(start))
    return calendar.instant(*_after_minutes(opening, minutes, calendar))


def working_days_before(end: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """The same time of day, ``days`` working days before ``end``: what rested since then has
    rested through that many of them. Raises ValueError when not positive."""
    if days < 1:
        raise ValueError("at least one working day is counted back")
    day, minute = calendar.position(end)
    while days:
        day -= 1
        days -= calendar.is_working_day(date.fromordinal(day))
    return calendar.instant(day, minute)


# --- Terms ---------------------------------------------------------------------


def due(
    start: datetime,
    term: Term,
    calendar: WorkingCalendar,
    *,
    calendar_day_rule: str = "next_working_day",
) -> Due:
    """The due date of a term that runs from ``start``.

    Raises :class:`InvalidTerm` for a zero, negative or fractional term, a
    negative or fractional extension or an unknown unit, :class:`TermTooLong`
    beyond the calendar's horizon and ValueError for an unknown
    ``calendar_day_rule``.
    """
    end_of_term = _checked_term(term, calendar_day_rule)
    position = calendar.opening(*calendar.position(start))
    ended = end_of_term(position, term.value, calendar, calendar_day_rule)
    instant = calendar.instant(*_extended(position, ended, term, calendar))
    ended_at = calendar.instant(*ended) if term.extension_days else instant
    narrate = partial(term_steps, start, term, ended_at, instant, calendar, calendar_day_rule)
    return Due(instant, narrate)


def due_instants(
    starts: Iterable[datetime],
    term: Term,
    calendar: WorkingCalendar,
    *,
    calendar_day_rule: str = "next_working_day",
) -> list[datetime]:
    """The due instants of many starts with one term; raises as :func:`due`."""
    end_of_term = _checked_term(term, calendar_day_rule)
    return [_due_instant(start, term, calendar, calendar_day_rule, end_of_term) for start in starts]


def recount(
    completed_at: datetime,
    term: Term,
    calendar: WorkingCalendar,
    *,
    calendar_day_rule: str = "next_working_day",
) -> Due:
    """The due date counted afresh from the full supplement.

    NĐ 61/2018 Điều 19(4): "Thời hạn giải quyết được tính lại từ đầu sau khi
    nhận đủ hồ sơ".
    """
    return due(completed_at, term, calendar, calendar_day_rule=calendar_day_rule)


def _due_instant(start, term, calendar, calendar_day_rule, end_of_term):
    opening = calendar.opening(*calendar.position(start))
    ended = end_of_term(opening, term.value, calendar, calendar_day_rule)
    return calendar.instant(*_extended(opening, ended, term, calendar))


def _extended(opening: Position, ended: Position, term: Term, calendar: WorkingCalendar):
    """The end of the term moved on by its extension."""
    if not term.extension_days:
        return ended
    minute = ended[1] if term.unit == "working_hour" else opening[1]
    return _after_working_days((ended[0], minute), term.extension_days, calendar, None)


def _after_hours(opening: Position, hours: int, calendar: WorkingCalendar, _rule) -> Position:
    return _after_minutes(opening, hours * 60, calendar)


def _after_minutes(opening: Position, minutes: int, calendar: WorkingCalendar) -> Position:
    if not minutes:
        return opening
    table = calendar.table(opening[0], opening[0])
    worked = table.minutes_until(*opening) + minutes
    return calendar.reaching_minutes(table, worked).position_after(worked)


def _after_working_days(opening: Position, days: int, calendar: WorkingCalendar, _rule) -> Position:
    day, minute = opening
    table = calendar.table(day, day)
    due_day, table = calendar.working_day(table, table.ranks_before[day - table.first] + days)
    return due_day, _clamped(table.slots_of(due_day), minute)


def _after_calendar_days(
    opening: Position, days: int, calendar: WorkingCalendar, rule: str
) -> Position:
    day, minute = opening
    last_day = day + days
    if rule == "skip_holidays":
        last_day = _past_holidays(day, last_day, calendar.holiday_ordinals)
    table = _table_for_far_day(day, last_day, calendar)
    due_day, table = calendar.working_day(table, table.ranks_before[last_day - table.first])
    return due_day, _clamped(table.slots_of(due_day), minute)


def _table_for_far_day(day, last_day, calendar):
    """A table holding both days, refused like any other term that is too long."""
    if last_day - day > LONGEST_TABLE_DAYS:
        raise TermTooLong()
    return calendar.table(day, last_day)


def _past_holidays(first_day: int, last_day: int, holidays: list[int]) -> int:
    """The last day moved on by one for each holiday after the first day."""
    for holiday in holidays:
        if first_day < holiday <= last_day:
            last_day += 1
    return last_day


def _clamped(slots: Slots, minute: int) -> int:
    """The minute itself inside a slot (its end included), else the nearest bound.

    Before the first slot: its start. In a gap or after the last slot: the end
    of the slot before.
    """
    bound = slots[0][0]
    for start, end in slots:
        if minute < start:
            return bound
        if minute <= end:
            return minute
        bound = end
    return bound


_END_OF_TERM = {
    "working_hour": _after_hours,
    "working_day": _after_working_days,
    "calendar_day": _after_calendar_days,
}
UNITS = tuple(_END_OF_TERM)


def _checked_term(term: Term, calendar_day_rule: str):
    """The function that finds the end of such a term; raises when it is no term."""
    if term.unit not in _END_OF_TERM:
        raise InvalidTerm(f"Đơn vị thời hạn không hợp lệ: {term.unit!r}.")
    if type(term.value) is not int or term.value <= 0:
        raise InvalidTerm(
            f"Thời hạn giải quyết phải là số nguyên lớn hơn 0 (đang là {term.value!r})."
        )
    if type(term.extension_days) is not int or term.extension_days < 0:
        raise InvalidTerm(
            f"Số ngày cộng thêm phải là số nguyên không âm (đang là {term.extension_days!r})."
        )
    if calendar_day_rule not in CALENDAR_DAY_RULES:
        raise ValueError(f"unknown calendar-day rule: {calendar_day_rule!r}")
    return _END_OF_TERM[term.unit]


# --- Waits ---------------------------------------------------------------------


def shift_for_pause(
    due: datetime, pauses: Iterable[tuple[datetime, datetime | None]], calendar: WorkingCalendar
) -> datetime:
    """A due instant moved on by the working time waited in closed intervals.

    Time covered by two intervals counts once; an interval still open (end
    None) does not count yet. A due instant at a slot's start stays at one:
    07:00 and a working day waited is the next 07:00, not 17:00. Raises
    ValueError when an interval ends before it starts.
    """
    waited = sum(working_minutes_between(start, end, calendar) for start, end in _merged(pauses))
    if not waited:
        return to_minute(due)
    moved = add_working_minutes(due, waited, calendar)
    return add_working_minutes(moved, 0, calendar) if _starts_slot(due, calendar) else moved


def _starts_slot(instant, calendar):
    day, minute = calendar.position(instant)
    return any(minute == start for start, _end in calendar.table(day, day).slots_of(day))


def _merged(pauses) -> list[tuple[datetime, datetime]]:
    """Closed intervals in order, those that touch or overlap made one."""
    merged = []
    for start, end in sorted(pause for pause in pauses if pause[1] is not None):
        if end < start:
            raise ValueError("Thời điểm kết thúc tạm dừng sớm hơn thời điểm bắt đầu.")
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def due_after_ledger(
    received: datetime,
    term: Term,
    events: Iterable[tuple[str, datetime, datetime | None]],
    calendar: WorkingCalendar,
    mode: str,
    *,
    calendar_day_rule: str = "next_working_day",
    begun_by: str = "start",
) -> Due:
    """The due date of a dossier from its reception and its ledger.

    ``begun_by``: what the clock began with, a kind of step: ``start``, the
    reception; ``arrived``, the postmark before it; or ``revoked``, the
    revocation of a result that is decided anew.
    ``events`` are ``(kind, start, end)``:

    * ``supplement``: asked for at ``start``, complete at ``end`` (None: still
      awaited). Mode ``recount_full`` counts the whole term afresh from the
      last completion (NĐ 61/2018 Điều 19(4)) and forgets what came before;
      mode ``pause`` moves the due date by the working time waited.
    * ``suspension``: the clock stood from ``start`` to ``end`` (None: still
      stands); in both modes the due date moves by the working time waited.
    * ``reappointment``: decided at ``start``, ``end`` is the new due instant.
      It replaces what was counted until then; later waits move it again.

    That a re-appointment never makes a dossier timely is the caller's to
    keep: compare with the due date of the ledger without it.
    Raises ValueError for an unknown mode or kind or a reversed interval, and
    as :func:`due`.
    """
    events = sorted(_checked_events(events, mode), key=_event_order)
    origin = _counting_origin(received, events, mode)
    counted = due(origin, term, calendar, calendar_day_rule=calendar_day_rule)
    appointment = _last_appointment(events, origin)
    base, since = (appointment[2], appointment[1]) if appointment else (counted.instant, origin)
    pauses = _merged(_pauses_since(since, events, mode))
    instant = shift_for_pause(base, pauses, calendar)
    stopped_since = _open_wait(events)
    narrate = partial(
        ledger_steps,
        received,
        origin,
        counted,
        appointment,
        pauses,
        stopped_since,
        instant,
        calendar,
        begun_by,
    )
    return Due(instant, narrate, stopped_since)


def _checked_events(events, mode):
    if mode not in LEDGER_MODES:
        raise ValueError(f"unknown ledger mode: {mode!r}")
    events = list(events)
    for kind, start, end in events:
        if kind not in LEDGER_KINDS:
            raise ValueError(f"unknown kind of ledger event: {kind!r}")
        if kind == "reappointment" and end is None:
            raise ValueError("a re-appointment carries its new due instant")
        if end is not None and end < start:
            raise ValueError("Thời điểm kết thúc sớm hơn thời điểm bắt đầu.")
    return events


def _event_order(event):
    """By start; events of one instant in an order that does not depend on the input."""
    kind, start, end = event
    return start, LEDGER_KINDS.index(kind), end is None, end or start


def _counting_origin(received, events, mode):
    """Where the running count began: reception, or the last full supplement."""
    if mode == "pause":
        return received
    completions = [end for kind, _start, end in events if kind == "supplement" and end is not None]
    return max([received, *completions])


def _last_appointment(events, origin):
    """The last re-appointment decided in the running count, or None."""
    appointments = [event for event in events if event[0] == "reappointment" and event[1] >= origin]
    return appointments[-1] if appointments else None


def _pauses_since(since, events, mode):
    """Closed waits that move the due date, each cut to what lies after ``since``."""
    pausing_kinds = ("supplement", "suspension") if mode == "pause" else ("suspension",)
    return [
        (max(start, since), end)
        for kind, start, end in events
        if kind in pausing_kinds and end is not None and end > since
    ]


def _open_wait(events):
    """Start of the earliest wait still open, or None."""
    opened = [start for kind, start, end in events if kind != "reappointment" and end is None]
    return min(opened, default=None)


# --- Hand-over ------------------------------------------------------------------


def handover_deadline(
    received: datetime, cutoff_minutes: int, calendar: WorkingCalendar
) -> datetime:
    """Until when a received dossier must be with the competent agency.

    NĐ 61/2018 Điều 18(2): within the same working day; received after the
    cut-off (15:00, ``cutoff_minutes=900``): at the start of the next working
    day. Received after closing counts as after the cut-off; received on a
    rest day counts as received on the next working day. The cut-off does not
    move the start of the dossier's own clock.
    """
    day, minute = calendar.position(received)
    table = calendar.table(day, day)
    slots = table.slots_of(day)
    if slots and minute <= cutoff_minutes and minute < slots[-1][1]:
        return calendar.instant(day, slots[-1][1])
    next_day, table = calendar.working_day(table, table.ranks_before[day + 1 - table.first])
    first_slot, last_slot = table.slots_of(next_day)[0], table.slots_of(next_day)[-1]
    return calendar.instant(next_day, first_slot[0] if slots else last_slot[1])
