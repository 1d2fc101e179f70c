"""Every edge of the day, the week and the year, worked by hand on the calendars of 2025–2027."""

from datetime import date, timedelta

import pytest
from hcc_base_tools import working_time as clock
from hcc_base_tools.working_time import DayException, Term, WorkingCalendar
from real_calendar import OFFICE_HOURS, OFFICE_WEEK, local, real_calendar, utc

CALENDAR = real_calendar()


def due_local(start, value, unit, calendar=CALENDAR, **options):
    return local(clock.due(utc(start), Term(value, unit), calendar, **options).instant)


def ledger_local(received, value, unit, events, mode, calendar=CALENDAR):
    in_utc = [(kind, utc(start), end and utc(end)) for kind, start, end in events]
    due = clock.due_after_ledger(utc(received), Term(value, unit), in_utc, calendar, mode)
    return local(due.instant)


# --- One moment of reception, three units --------------------------------------------------


@pytest.mark.parametrize(
    "received, two_hours, one_working_day, three_days",
    [
        # Wednesday 4 March 2026
        ("2026-03-04 06:59", "2026-03-04 09:00", "2026-03-05 07:00", "2026-03-09 07:00"),
        ("2026-03-04 07:00", "2026-03-04 09:00", "2026-03-05 07:00", "2026-03-09 07:00"),
        ("2026-03-04 09:30", "2026-03-04 11:30", "2026-03-05 09:30", "2026-03-09 09:30"),
        ("2026-03-04 11:29", "2026-03-04 15:29", "2026-03-05 11:29", "2026-03-09 11:29"),
        ("2026-03-04 11:30", "2026-03-04 15:30", "2026-03-05 13:30", "2026-03-09 13:30"),
        ("2026-03-04 12:30", "2026-03-04 15:30", "2026-03-05 13:30", "2026-03-09 13:30"),
        ("2026-03-04 13:30", "2026-03-04 15:30", "2026-03-05 13:30", "2026-03-09 13:30"),
        ("2026-03-04 15:00", "2026-03-04 17:00", "2026-03-05 15:00", "2026-03-09 15:00"),
        ("2026-03-04 16:59", "2026-03-05 08:59", "2026-03-05 16:59", "2026-03-09 16:59"),
        # at 17:00 the day is over: as received on Thursday at 07:00
        ("2026-03-04 17:00", "2026-03-05 09:00", "2026-03-06 07:00", "2026-03-09 07:00"),
        ("2026-03-04 23:59", "2026-03-05 09:00", "2026-03-06 07:00", "2026-03-09 07:00"),
        # Saturday and Sunday: as on Monday at 07:00
        ("2026-03-07 08:00", "2026-03-09 09:00", "2026-03-10 07:00", "2026-03-12 07:00"),
        ("2026-03-08 23:59", "2026-03-09 09:00", "2026-03-10 07:00", "2026-03-12 07:00"),
        # the eve of Tết: Friday 13 February 2026, then nine days off
        ("2026-02-13 16:00", "2026-02-23 08:00", "2026-02-23 16:00", "2026-02-23 16:00"),
        ("2026-02-13 17:00", "2026-02-23 09:00", "2026-02-24 07:00", "2026-02-26 07:00"),
        ("2026-02-17 00:00", "2026-02-23 09:00", "2026-02-24 07:00", "2026-02-26 07:00"),
        # the eve of Tết 2025: Friday 24 January
        ("2025-01-24 15:30", "2025-02-03 07:30", "2025-02-03 15:30", "2025-02-03 15:30"),
        # a make-up Saturday is a working day like any other
        ("2026-01-10 09:00", "2026-01-10 11:00", "2026-01-12 09:00", "2026-01-13 09:00"),
        ("2026-01-10 16:30", "2026-01-12 08:30", "2026-01-12 16:30", "2026-01-13 16:30"),
        # the year's end: 1 January off, 2 January 2026 swapped off
        ("2025-12-31 16:30", "2026-01-05 08:30", "2026-01-05 16:30", "2026-01-05 16:30"),
        ("2026-12-31 16:30", "2027-01-04 08:30", "2027-01-04 16:30", "2027-01-04 16:30"),
    ],
)
def test_edges_of_reception(received, two_hours, one_working_day, three_days):
    assert due_local(received, 2, "working_hour") == two_hours
    assert due_local(received, 1, "working_day") == one_working_day
    assert due_local(received, 3, "calendar_day") == three_days


@pytest.mark.parametrize("unit", clock.UNITS)
@pytest.mark.parametrize(
    "minute, as_if",
    [
        ("2026-03-04 06:59:59", "2026-03-04 06:59"),
        ("2026-03-04 11:29:59", "2026-03-04 11:29"),
        ("2026-03-04 16:59:59", "2026-03-04 16:59"),
        ("2026-03-04 17:00:01", "2026-03-04 17:00"),
    ],
)
def test_seconds_neither_shorten_nor_lengthen(unit, minute, as_if):
    assert due_local(minute, 2, unit) == due_local(as_if, 2, unit)


@pytest.mark.parametrize("unit", clock.UNITS)
def test_seconds_tell_nothing(unit):
    """At 10:00:30 nothing is moved, so nothing is told."""
    told = [
        clock.explain(clock.due(utc(start), Term(2, unit), CALENDAR))
        for start in ("2026-03-04 10:00:30", "2026-03-04 10:00")
    ]
    assert told[0] == told[1]


def test_across_three_year_ends():
    """250 working days a year or so: 3 January 2025 plus 500 lands by the table, not by guess."""
    due = clock.due(utc("2025-01-03 10:00"), Term(500, "working_day"), CALENDAR).instant
    worked = clock.working_minutes_between(utc("2025-01-03 10:00"), due, CALENDAR)
    assert worked == 500 * 480
    # 2025: 261 weekdays − 12 off + 1 made up − 2 until 3 January = 248; 2026: 261 − 14 + 2 = 249;
    # 500 − 248 − 249 = the third working day of 2027: 4, 5, 6 January.
    assert local(due) == "2027-01-06 10:00"


def test_the_29th_of_february():
    calendar = WorkingCalendar(OFFICE_WEEK, {}, "Asia/Ho_Chi_Minh")
    assert due_local("2028-02-28 10:00", 1, "working_day", calendar) == "2028-02-29 10:00"
    assert due_local("2028-02-28 10:00", 2, "calendar_day", calendar) == "2028-03-01 10:00"


# --- Local midnight is not UTC's -----------------------------------------------------------


def test_a_morning_that_is_yesterday_in_utc():
    """Monday 06:30 in Hà Nội is Sunday 23:30 UTC; Saturday 00:30 is Friday 17:30 UTC."""
    assert utc("2026-03-09 06:30").date() == date(2026, 3, 8)
    assert due_local("2026-03-09 06:30", 1, "working_hour") == "2026-03-09 08:00"
    assert utc("2026-03-07 00:30").date() == date(2026, 3, 6)
    assert due_local("2026-03-07 00:30", 1, "working_hour") == "2026-03-09 08:00"


def test_a_slot_until_midnight():
    night = {weekday: ((18 * 60, 24 * 60),) for weekday in range(7)}
    calendar = WorkingCalendar(night, {}, "Asia/Ho_Chi_Minh")
    assert due_local("2026-03-04 20:00", 4, "working_hour", calendar) == "2026-03-05 00:00"
    assert due_local("2026-03-04 20:00", 5, "working_hour", calendar) == "2026-03-05 19:00"


@pytest.mark.parametrize("zone", ["Asia/Bangkok", "Asia/Ho_Chi_Minh", "Etc/GMT-7"])
def test_zones_without_summer_time_agree(zone):
    calendar = WorkingCalendar(OFFICE_WEEK, {}, zone)
    starts = [utc("2026-01-01 00:00") + timedelta(hours=5 * count) for count in range(200)]
    assert clock.due_instants(starts, Term(3, "working_day"), calendar) == clock.due_instants(
        starts, Term(3, "working_day"), WorkingCalendar(OFFICE_WEEK, {}, "Asia/Jakarta")
    )


# --- Half-days, make-up days, closures -----------------------------------------------------


def closed(**days):
    """``closed(d0304="m")``: closed in the morning of 4 March 2026; ``a`` afternoon, ``d`` day."""
    slots = {"m": OFFICE_HOURS[1:], "a": OFFICE_HOURS[:1], "d": ()}
    return real_calendar(
        {
            date(2026, int(name[1:3]), int(name[3:])): DayException(slots[part], "closure", "Bão")
            for name, part in days.items()
        }
    )


@pytest.mark.parametrize(
    "calendar, received, value, unit, expected",
    [
        # the morning is closed: work begins at 13:30
        (closed(d0304="m"), "2026-03-04 07:00", 1, "working_hour", "2026-03-04 14:30"),
        (closed(d0304="m"), "2026-03-03 08:00", 1, "working_day", "2026-03-04 13:30"),
        (closed(d0304="m"), "2026-03-04 08:00", 1, "working_day", "2026-03-05 13:30"),
        # the afternoon is closed: its last minute is 11:30
        (closed(d0304="a"), "2026-03-03 16:00", 2, "working_hour", "2026-03-04 08:00"),
        (closed(d0304="a"), "2026-03-04 11:00", 1, "working_hour", "2026-03-05 07:30"),
        (closed(d0304="a"), "2026-03-02 16:00", 2, "working_day", "2026-03-04 11:30"),
        (closed(d0304="a"), "2026-03-02 16:00", 2, "calendar_day", "2026-03-04 11:30"),
        # a half-day is a working day: three of them are three
        (closed(d0304="m", d0305="a"), "2026-03-03 10:00", 3, "working_day", "2026-03-06 10:00"),
        # 4 h left on the 3rd (10:00), 3.5 on the 4th's afternoon, 4.5 on the 5th's morning
        (closed(d0304="m", d0305="a"), "2026-03-03 10:00", 13, "working_hour", "2026-03-05 11:30"),
        # whole days
        (closed(d0304="d"), "2026-03-03 10:00", 1, "working_day", "2026-03-05 10:00"),
        (closed(d0304="d"), "2026-03-03 10:00", 1, "calendar_day", "2026-03-05 10:00"),
        (closed(d0304="d", d0305="d", d0306="d"), "2026-03-03 16:00", 2, "working_hour",
         "2026-03-09 08:00"),
        # a make-up Saturday that is closed after all
        (closed(d0110="d"), "2026-01-09 10:00", 1, "working_day", "2026-01-12 10:00"),
        (closed(d0110="a"), "2026-01-09 15:00", 1, "working_day", "2026-01-10 11:30"),
        # skipping holidays does not skip closures
        (closed(d0304="d"), "2026-03-03 10:00", 2, "calendar_day", "2026-03-05 10:00"),
    ],
)  # fmt: skip
def test_closed_parts_of_days(calendar, received, value, unit, expected):
    assert due_local(received, value, unit, calendar) == expected


def test_closures_are_no_holidays_where_holidays_are_skipped():
    calendar = closed(d0304="d")
    options = {"calendar_day_rule": "skip_holidays"}
    assert due_local("2026-03-03 10:00", 2, "calendar_day", calendar, **options) == (
        "2026-03-05 10:00"
    )


def test_other_hours_of_a_make_up_day():
    calendar = real_calendar(
        {date(2026, 3, 7): DayException(((480, 720),), "make_up", "Làm bù buổi sáng")}
    )
    assert due_local("2026-03-06 16:00", 3, "working_hour", calendar) == "2026-03-07 10:00"
    assert due_local("2026-03-06 16:00", 1, "working_day", calendar) == "2026-03-07 12:00"
    assert due_local("2026-03-06 07:00", 1, "working_day", calendar) == "2026-03-07 08:00"


# --- Between ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, end, minutes",
    [
        ("2026-03-04 10:00", "2026-03-04 10:00", 0),
        ("2026-03-04 10:00:10", "2026-03-04 10:00:50", 0),
        ("2026-03-04 11:29:59", "2026-03-04 11:30:00", 1),
        ("2026-03-04 17:00", "2026-03-05 07:00", 0),
        ("2026-03-04 16:59", "2026-03-05 07:01", 2),
        ("2026-03-06 17:00", "2026-03-09 07:00", 0),
        ("2026-02-13 17:00", "2026-02-23 07:00", 0),
        ("2026-01-10 00:00", "2026-01-11 00:00", 480),
        ("2026-01-02 00:00", "2026-01-03 00:00", 0),
        ("2025-12-31 16:00", "2026-01-05 08:00", 120),
    ],
)
def test_between(start, end, minutes):
    assert clock.working_minutes_between(utc(start), utc(end), CALENDAR) == minutes
    assert clock.working_minutes_between(utc(end), utc(start), CALENDAR) == -minutes


# --- Ledgers on the real calendar ---------------------------------------------------------------

#: worked: 5 h on the 12th, 8 on the 13th, 8 on the 23rd, 3 on the 24th
TET_WAIT = ("2026-02-12 10:00", "2026-02-24 10:00")


@pytest.mark.parametrize(
    "received, value, unit, events, mode, expected",
    [
        # a suspension over Tết moves the due date by what was worked: 5 + 8 + 8 + 3 = 24 h
        ("2026-02-10 10:00", 5, "working_day", [("suspension", *TET_WAIT)], "pause",
         "2026-02-27 10:00"),
        ("2026-02-10 10:00", 5, "working_day", [("suspension", *TET_WAIT)], "recount_full",
         "2026-02-27 10:00"),
        # a supplement over Tết: counted afresh, or paused
        ("2026-02-10 10:00", 5, "working_day", [("supplement", *TET_WAIT)], "recount_full",
         "2026-03-03 10:00"),
        ("2026-02-10 10:00", 5, "working_day", [("supplement", *TET_WAIT)], "pause",
         "2026-02-27 10:00"),
        # in working hours: 5 + 8 + 3 h worked before the wait, the other 4 from its end at 10:00
        ("2026-02-10 10:00", 20, "working_hour", [("suspension", *TET_WAIT)], "pause",
         "2026-02-24 16:00"),
        # a supplement complete on the eve of Tết
        ("2026-02-10 10:00", 4, "working_hour",
         [("supplement", "2026-02-11 08:00", "2026-02-13 16:00")], "recount_full",
         "2026-02-23 10:00"),
        # calendar days afresh from Saturday: Monday 9 March 07:00 + 5
        ("2026-03-02 10:00", 5, "calendar_day",
         [("supplement", "2026-03-03 08:00", "2026-03-07 10:00")], "recount_full",
         "2026-03-16 07:00"),
        # several suspensions: 8 + 4 hours
        ("2026-03-02 08:00", 5, "working_day",
         [("suspension", "2026-03-03 07:00", "2026-03-04 07:00"),
          ("suspension", "2026-03-05 07:00", "2026-03-05 11:00")], "pause",
         "2026-03-10 14:00"),
        # one inside the other, and one that touches the next: 8 hours in all
        ("2026-03-02 08:00", 5, "working_day",
         [("suspension", "2026-03-03 07:00", "2026-03-03 17:00"),
          ("supplement", "2026-03-03 08:00", "2026-03-03 09:00"),
          ("suspension", "2026-03-03 17:00", "2026-03-04 07:00")], "pause",
         "2026-03-10 08:00"),
        # a full recount after a suspension forgets it; a suspension after the recount moves it
        ("2026-03-02 08:00", 5, "working_day",
         [("suspension", "2026-03-03 07:00", "2026-03-04 07:00"),
          ("supplement", "2026-03-04 08:00", "2026-03-06 09:00")], "recount_full",
         "2026-03-13 09:00"),
        ("2026-03-02 08:00", 5, "working_day",
         [("supplement", "2026-03-04 08:00", "2026-03-06 09:00"),
          ("suspension", "2026-03-09 07:00", "2026-03-10 07:00")], "recount_full",
         "2026-03-16 09:00"),
        # a suspension that ends in the minute of the completion is part of what is forgotten
        ("2026-03-02 08:00", 5, "working_day",
         [("suspension", "2026-03-03 07:00", "2026-03-06 09:00"),
          ("supplement", "2026-03-04 08:00", "2026-03-06 09:00")], "recount_full",
         "2026-03-13 09:00"),
        # waits of no working time, and of no time
        ("2026-03-06 08:00", 1, "working_day",
         [("suspension", "2026-03-06 17:00", "2026-03-09 07:00")], "pause", "2026-03-09 08:00"),
        ("2026-03-06 08:00", 1, "working_day",
         [("suspension", "2026-03-06 10:00", "2026-03-06 10:00")], "pause", "2026-03-09 08:00"),
        # a due time in the evening of its last slot: one minute waited is the next morning's
        ("2026-03-04 15:00", 2, "working_hour",
         [("suspension", "2026-03-04 15:10", "2026-03-04 15:11")], "pause", "2026-03-05 07:01"),
        # a due time at 07:00 stays at 07:00: one whole working day waited, or the wait begins then
        ("2026-03-02 07:00", 3, "working_day",
         [("suspension", "2026-03-03 07:00", "2026-03-04 07:00")], "pause", "2026-03-06 07:00"),
        ("2026-03-02 07:00", 3, "working_day",
         [("suspension", "2026-03-05 07:00", "2026-03-06 07:00")], "pause", "2026-03-06 07:00"),
        # over the year's end: 31/12 from 15:00 two hours, and two on Monday 5 January
        ("2025-12-30 10:00", 2, "working_day",
         [("suspension", "2025-12-31 15:00", "2026-01-05 09:00")], "pause", "2026-01-05 16:00"),
        # received on a Saturday, waited on a make-up Saturday
        ("2026-01-03 10:00", 5, "working_day",
         [("suspension", "2026-01-10 07:00", "2026-01-12 07:00")], "pause", "2026-01-12 07:00"),
    ],
)  # fmt: skip
def test_ledgers(received, value, unit, events, mode, expected):
    assert ledger_local(received, value, unit, events, mode) == expected
    assert ledger_local(received, value, unit, events[::-1], mode) == expected


def test_a_closure_entered_afterwards_shortens_the_wait_too():
    """Waited 3–5 March, two days; the 4th turns out closed: the wait is one, the term skips it."""
    wait = [("suspension", "2026-03-03 07:00", "2026-03-05 07:00")]
    arguments = ("2026-03-02 08:00", 3, "working_day", wait, "pause")
    assert ledger_local(*arguments) == "2026-03-09 08:00"
    assert ledger_local(*arguments, closed(d0304="d")) == "2026-03-09 08:00"
    assert ledger_local(*arguments, closed(d0306="d")) == "2026-03-10 08:00"


# --- Hand-over ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "received, deadline",
    [
        ("2026-03-04 15:00:59", "2026-03-04 17:00"),
        ("2026-03-04 11:30", "2026-03-04 17:00"),
        ("2026-02-13 15:00", "2026-02-13 17:00"),
        ("2026-02-13 15:01", "2026-02-23 07:00"),
        ("2026-02-17 10:00", "2026-02-23 17:00"),
        ("2026-01-10 14:00", "2026-01-10 17:00"),
        ("2025-12-31 15:30", "2026-01-05 07:00"),
    ],
)
def test_the_cut_off(received, deadline):
    assert local(clock.handover_deadline(utc(received), 900, CALENDAR)) == deadline


def test_the_cut_off_moves_no_due_date():
    """Its own rule: received at 14:59 or 15:01, a working day ends as many minutes apart."""
    assert due_local("2026-03-04 14:59", 1, "working_day") == "2026-03-05 14:59"
    assert due_local("2026-03-04 15:01", 1, "working_day") == "2026-03-05 15:01"


# --- Counted back ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end, days, start",
    [
        ("2026-03-04 09:30", 1, "2026-03-03 09:30"),
        ("2026-03-09 09:30", 1, "2026-03-06 09:30"),  # over a weekend
        ("2026-02-23 08:00", 1, "2026-02-13 08:00"),  # over Tết
        ("2026-01-12 09:00", 1, "2026-01-10 09:00"),  # a make-up Saturday counts
        ("2026-03-08 12:00", 2, "2026-03-05 12:00"),  # from a Sunday
        ("2026-03-13 16:00", 5, "2026-03-06 16:00"),
    ],
)
def test_working_days_before(end, days, start):
    assert local(clock.working_days_before(utc(end), days, CALENDAR)) == start


@pytest.mark.parametrize("days", [0, -1])
def test_no_working_day_is_not_counted_back(days):
    with pytest.raises(ValueError, match="at least one"):
        clock.working_days_before(utc("2026-03-04 09:30"), days, CALENDAR)
