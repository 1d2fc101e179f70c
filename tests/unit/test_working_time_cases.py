"""Cases worked out by hand on the real calendar of 2025–2026."""

from datetime import date, datetime, timezone

import pytest
from hcc_base_tools import working_time as clock
from hcc_base_tools.working_time import DayException, Term, WorkingCalendar
from real_calendar import HANOI, OFFICE_HOURS, OFFICE_WEEK, calendar_rows, local, real_calendar, utc

CALENDAR = real_calendar()

HOURS = [
    # the rules of the clock
    ("2026-11-20 16:00", 4, "2026-11-23 10:00"),
    ("2026-03-02 16:00", 4, "2026-03-03 10:00"),
    # a slot's bounds
    ("2026-03-02 07:00", 4, "2026-03-02 11:00"),
    ("2026-03-02 07:00", 8, "2026-03-02 17:00"),
    ("2026-03-02 07:30", 4, "2026-03-02 11:30"),
    ("2026-03-02 13:30", 8, "2026-03-03 11:30"),
    ("2026-03-02 05:00", 1, "2026-03-02 08:00"),
    ("2026-03-02 00:00", 1, "2026-03-02 08:00"),
    ("2026-03-02 23:59", 1, "2026-03-03 08:00"),
    ("2026-03-02 16:59", 1, "2026-03-03 07:59"),
    ("2026-03-02 17:00", 1, "2026-03-03 08:00"),
    # across lunch, from lunch
    ("2026-03-02 10:00", 4, "2026-03-02 16:00"),
    ("2026-03-02 11:00", 1, "2026-03-02 14:00"),
    ("2026-03-02 11:29", 1, "2026-03-02 14:29"),
    ("2026-03-02 11:30", 4, "2026-03-03 07:30"),
    ("2026-03-02 12:15", 1, "2026-03-02 14:30"),
    # weekends
    ("2026-03-07 10:00", 4, "2026-03-09 11:00"),
    ("2026-03-08 10:00", 8, "2026-03-09 17:00"),
    # the portal's 28 hours (1.011477), and whole weeks
    ("2026-03-02 07:00", 28, "2026-03-05 11:00"),
    ("2026-03-02 09:00", 28, "2026-03-05 15:00"),
    ("2026-11-20 14:00", 28, "2026-11-27 08:00"),
    ("2026-03-02 07:00", 40, "2026-03-06 17:00"),
    ("2026-03-02 07:00", 41, "2026-03-09 08:00"),
    # holidays, swap days, make-up days
    ("2026-02-13 15:00", 4, "2026-02-23 09:00"),
    ("2026-02-13 17:00", 4, "2026-02-23 11:00"),
    ("2026-01-09 16:00", 4, "2026-01-10 10:00"),
    ("2026-01-01 09:00", 1, "2026-01-05 08:00"),
    ("2026-08-21 16:00", 2, "2026-08-22 08:00"),
    ("2026-08-28 16:00", 4, "2026-09-03 10:00"),
    ("2026-04-29 16:30", 1, "2026-05-04 07:30"),
    ("2026-04-24 13:00", 4, "2026-04-28 07:30"),
    ("2025-04-25 16:00", 4, "2025-04-26 10:00"),
    ("2025-04-29 16:00", 4, "2025-05-05 10:00"),
    ("2025-01-24 16:00", 4, "2025-02-03 10:00"),
]

WORKING_DAYS = [
    # the official calendar
    ("2026-02-13 10:00", 1, "2026-02-23 10:00"),
    ("2026-01-09 10:00", 1, "2026-01-10 10:00"),
    ("2026-11-23 10:00", 1, "2026-11-25 10:00"),
    ("2026-03-02 09:10", 3, "2026-03-05 09:10"),
    # edges of the day
    ("2026-03-02 07:00", 1, "2026-03-03 07:00"),
    ("2026-03-02 06:59", 1, "2026-03-03 07:00"),
    ("2026-03-02 11:29", 1, "2026-03-03 11:29"),
    ("2026-03-02 11:30", 1, "2026-03-03 13:30"),
    ("2026-03-02 12:00", 1, "2026-03-03 13:30"),
    ("2026-03-02 13:30", 1, "2026-03-03 13:30"),
    ("2026-03-02 16:59", 1, "2026-03-03 16:59"),
    ("2026-03-02 17:00", 1, "2026-03-04 07:00"),
    ("2026-03-07 10:00", 1, "2026-03-10 07:00"),
    ("2026-03-06 15:00", 5, "2026-03-13 15:00"),
    ("2026-03-06 15:00", 10, "2026-03-20 15:00"),
    # Tết
    ("2026-02-12 14:00", 10, "2026-03-05 14:00"),
    ("2026-02-13 17:00", 1, "2026-02-24 07:00"),
    ("2026-02-17 08:00", 1, "2026-02-24 07:00"),
    ("2025-01-24 16:30", 1, "2025-02-03 16:30"),
    ("2025-01-24 18:00", 3, "2025-02-06 07:00"),
    # other holidays, swap days and make-up days
    ("2025-04-04 10:00", 1, "2025-04-08 10:00"),
    ("2025-04-25 10:00", 1, "2025-04-26 10:00"),
    ("2025-04-25 10:00", 3, "2025-04-29 10:00"),
    ("2025-04-25 10:00", 4, "2025-05-05 10:00"),
    ("2025-08-29 10:00", 1, "2025-09-03 10:00"),
    ("2025-12-31 15:00", 1, "2026-01-05 15:00"),
    ("2025-12-31 15:00", 6, "2026-01-10 15:00"),
    ("2025-12-31 15:00", 7, "2026-01-12 15:00"),
    ("2026-01-10 09:00", 1, "2026-01-12 09:00"),
    ("2026-04-24 10:00", 1, "2026-04-28 10:00"),
    ("2026-04-29 08:00", 1, "2026-05-04 08:00"),
    ("2026-08-21 10:00", 1, "2026-08-22 10:00"),
    ("2026-08-21 10:00", 2, "2026-08-24 10:00"),
    ("2026-08-28 11:00", 1, "2026-09-03 11:00"),
    ("2026-11-16 09:00", 10, "2026-12-01 09:00"),
    ("2026-03-02 10:00", 60, "2026-05-28 10:00"),
]

CALENDAR_DAYS = [
    ("2026-03-02 10:00", 3, "2026-03-05 10:00"),
    ("2026-03-02 10:00", 5, "2026-03-09 10:00"),
    ("2026-03-05 16:00", 2, "2026-03-09 16:00"),
    ("2026-03-06 08:00", 2, "2026-03-09 08:00"),
    ("2026-03-06 12:00", 3, "2026-03-09 13:30"),
    ("2026-03-07 10:00", 1, "2026-03-10 07:00"),
    ("2026-02-10 09:00", 7, "2026-02-23 09:00"),
    ("2026-11-17 09:00", 7, "2026-11-25 09:00"),
    ("2026-11-23 10:00", 2, "2026-11-25 10:00"),
    ("2026-01-15 10:00", 15, "2026-01-30 10:00"),
    ("2026-02-02 10:00", 30, "2026-03-04 10:00"),
    ("2026-01-09 10:00", 1, "2026-01-10 10:00"),
    ("2025-08-27 15:00", 5, "2025-09-03 15:00"),
]

CALENDAR_DAYS_WITHOUT_HOLIDAYS = [
    ("2026-02-13 10:00", 7, "2026-02-25 10:00"),
    ("2026-11-23 10:00", 1, "2026-11-25 10:00"),
    ("2026-11-23 10:00", 2, "2026-11-26 10:00"),
    ("2026-04-29 10:00", 3, "2026-05-04 10:00"),
    ("2026-03-02 10:00", 3, "2026-03-05 10:00"),
]


def due_local(start, value, unit, calendar=CALENDAR, **options):
    return local(clock.due(utc(start), Term(value, unit), calendar, **options).instant)


@pytest.mark.parametrize("start, hours, expected", HOURS)
def test_working_hours(start, hours, expected):
    assert due_local(start, hours, "working_hour") == expected


@pytest.mark.parametrize("start, days, expected", WORKING_DAYS)
def test_working_days(start, days, expected):
    assert due_local(start, days, "working_day") == expected


@pytest.mark.parametrize("start, days, expected", CALENDAR_DAYS)
def test_calendar_days(start, days, expected):
    assert due_local(start, days, "calendar_day") == expected


@pytest.mark.parametrize("start, days, expected", CALENDAR_DAYS_WITHOUT_HOLIDAYS)
def test_calendar_days_without_holidays(start, days, expected):
    assert due_local(start, days, "calendar_day", calendar_day_rule="skip_holidays") == expected


# --- Days with other hours -----------------------------------------------------------

MORNING_ONLY = DayException(((420, 690),), "closure", "Mất điện buổi chiều")
AFTERNOON_ONLY = DayException(((810, 1020),), "closure", "Họp buổi sáng")
LONG_LUNCH = DayException(((420, 660), (840, 1020)), "closure", "Nghỉ trưa kéo dài")
LATE_OPENING = DayException(((480, 690), (810, 1020)), "closure", "Mở cửa muộn")


def wednesday(exception):
    return real_calendar({date(2026, 3, 4): exception})


@pytest.mark.parametrize(
    "exception, start, expected",
    [
        (MORNING_ONLY, "2026-03-03 15:00", "2026-03-04 11:30"),
        (MORNING_ONLY, "2026-03-03 13:30", "2026-03-04 11:30"),
        (MORNING_ONLY, "2026-03-03 11:00", "2026-03-04 11:00"),
        (AFTERNOON_ONLY, "2026-03-03 09:00", "2026-03-04 13:30"),
        (LONG_LUNCH, "2026-03-03 11:15", "2026-03-04 11:00"),
        (LONG_LUNCH, "2026-03-03 13:45", "2026-03-04 11:00"),
        (LONG_LUNCH, "2026-03-03 14:00", "2026-03-04 14:00"),
        (LATE_OPENING, "2026-03-03 07:15", "2026-03-04 08:00"),
        (MORNING_ONLY, "2026-03-04 14:00", "2026-03-06 07:00"),
    ],
)
def test_one_working_day_is_clamped_into_a_shorter_day(exception, start, expected):
    assert due_local(start, 1, "working_day", wednesday(exception)) == expected


def test_calendar_days_are_clamped_alike():
    assert (
        due_local("2026-03-02 15:00", 2, "calendar_day", wednesday(MORNING_ONLY))
        == "2026-03-04 11:30"
    )


def test_hours_go_on_after_a_half_day():
    assert (
        due_local("2026-03-04 10:00", 4, "working_hour", wednesday(MORNING_ONLY))
        == "2026-03-05 09:30"
    )


def test_saturday_morning_service_counts_as_a_working_day():
    calendar = real_calendar(weekly={**OFFICE_WEEK, 5: OFFICE_HOURS[:1]})
    assert due_local("2026-03-06 15:00", 1, "working_day", calendar) == "2026-03-07 11:30"


def test_a_closure_entered_afterwards_gives_another_due_date():
    closed = real_calendar({date(2026, 3, 4): DayException((), "closure", "Bão số 3")})
    assert due_local("2026-03-03 10:00", 1, "working_day") == "2026-03-04 10:00"
    assert due_local("2026-03-03 10:00", 1, "working_day", closed) == "2026-03-05 10:00"


# --- What is refused --------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, -1, 1.5, True, None, "3"])
@pytest.mark.parametrize("unit", clock.UNITS)
def test_a_term_is_a_positive_whole_number(value, unit):
    with pytest.raises(clock.InvalidTerm, match="số nguyên lớn hơn 0"):
        clock.due(utc("2026-03-02 10:00"), Term(value, unit), CALENDAR)


def test_an_unknown_unit_is_refused():
    with pytest.raises(clock.InvalidTerm, match="Đơn vị"):
        clock.due(utc("2026-03-02 10:00"), Term(1, "week"), CALENDAR)


def test_an_unknown_calendar_day_rule_is_refused():
    with pytest.raises(ValueError, match="rule"):
        clock.due(
            utc("2026-03-02 10:00"), Term(1, "calendar_day"), CALENDAR, calendar_day_rule="whatever"
        )


@pytest.mark.parametrize("unit", clock.UNITS)
def test_a_mistyped_term_is_refused_instead_of_eating_memory(unit):
    with pytest.raises(clock.TermTooLong):
        clock.due(utc("2026-03-02 10:00"), Term(10**9, unit), real_calendar())


def test_an_aware_datetime_is_refused():
    with pytest.raises(ValueError, match="naive UTC"):
        clock.due(datetime(2026, 3, 2, tzinfo=timezone.utc), Term(1, "working_day"), CALENDAR)


@pytest.mark.parametrize(
    "slots", [[(600, 500)], [(600, 600)], [(-1, 5)], [(0, 1441)], [(420, 690), (600, 1020)]]
)
def test_impossible_slots_are_refused(slots):
    with pytest.raises(ValueError, match="Khung giờ"):
        WorkingCalendar({0: slots}, {}, HANOI)


def test_a_week_without_work_is_refused():
    with pytest.raises(ValueError, match="giờ làm việc"):
        WorkingCalendar({}, {}, HANOI)


def test_a_make_up_day_without_slots_is_refused():
    with pytest.raises(ValueError, match="làm bù"):
        WorkingCalendar(OFFICE_WEEK, {date(2026, 1, 10): DayException((), "make_up", "x")}, HANOI)


def test_an_unknown_kind_of_day_is_refused():
    with pytest.raises(ValueError, match="kind"):
        WorkingCalendar(OFFICE_WEEK, {date(2026, 1, 10): DayException((), "party", "x")}, HANOI)


def test_negative_minutes_are_refused():
    with pytest.raises(ValueError, match="negative"):
        clock.add_working_minutes(utc("2026-03-02 10:00"), -1, CALENDAR)


# --- The calendar itself ------------------------------------------------------------------


def test_a_calendar_answers_for_its_days():
    assert CALENDAR.slots_on(date(2026, 11, 24)) == ()
    assert CALENDAR.day_name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.day_kind(date(2026, 11, 24)) == "holiday"
    assert CALENDAR.day_name(date(2026, 11, 25)) == "" == CALENDAR.day_kind(date(2026, 11, 25))
    assert CALENDAR.is_working_day(date(2026, 1, 10)) and not CALENDAR.is_working_day(
        date(2026, 1, 17)
    )
    assert CALENDAR.timezone == HANOI


def test_shipped_make_up_days_are_weekend_days_that_work():
    for row in calendar_rows():
        day = date.fromisoformat(row["date"])
        assert (row["kind"] == "make_up") == bool(row["slots"]), row
        assert (row["kind"] != "make_up") or day.weekday() >= 5, row
        assert (
            row["certainty"] == "unsure"
            if day.year == 2027
            else row["certainty"] in ("certain", "likely")
        )
        assert row["name"] and row["source"]


@pytest.mark.parametrize("year, days_off_on_weekdays", [(2025, 12), (2026, 14), (2027, 12)])
def test_shipped_weekdays_off(year, days_off_on_weekdays):
    """In order 2025: 1+5+1+3+2; 2026: 2+5+1+2+3+1; 2027: 1+5+1+1+1+2+1."""
    days = [date.fromisoformat(row["date"]) for row in calendar_rows() if row["kind"] != "make_up"]
    assert (
        len([day for day in days if day.year == year and day.weekday() < 5]) == days_off_on_weekdays
    )


def test_days_far_before_what_is_prepared():
    calendar = real_calendar()
    assert due_local("2026-03-02 10:00", 1, "working_day", calendar) == "2026-03-03 10:00"
    assert due_local("2019-03-01 10:00", 1, "working_day", calendar) == "2019-03-04 10:00"
    assert due_local("2026-03-02 10:00", 1, "working_day", calendar) == "2026-03-03 10:00"


def test_a_zone_with_summer_time():
    """Berlin moves its clocks on 29/3/2026: 10:00 local stays 10:00 local."""
    calendar = WorkingCalendar(OFFICE_WEEK, {}, "Europe/Berlin")
    assert clock.due(
        datetime(2026, 3, 27, 9), Term(1, "working_day"), calendar
    ).instant == datetime(2026, 3, 30, 8)
    assert calendar.local(datetime(2026, 3, 30, 8)) == datetime(2026, 3, 30, 10)


def test_seconds_are_dropped_everywhere():
    start = utc("2026-03-02 10:00").replace(second=59, microsecond=999999)
    assert local(clock.due(start, Term(1, "working_day"), CALENDAR).instant) == "2026-03-03 10:00"
    assert clock.due(start, Term(1, "working_hour"), CALENDAR).instant.second == 0


def test_late_is_after_the_printed_minute():
    due = utc("2026-03-02 10:00")
    assert not clock.is_late(due.replace(second=59), due)
    assert clock.is_late(utc("2026-03-02 10:01"), due.replace(second=59))


# --- Minutes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, end, minutes",
    [
        ("2026-03-02 07:00", "2026-03-02 17:00", 480),
        ("2026-03-02 11:00", "2026-03-02 14:00", 60),
        ("2026-03-02 11:30", "2026-03-02 13:30", 0),
        ("2026-03-06 16:00", "2026-03-09 08:00", 120),
        ("2026-02-13 16:00", "2026-02-23 08:00", 120),
        ("2026-03-07 00:00", "2026-03-08 23:00", 0),
        ("2026-03-09 08:00", "2026-03-06 16:00", -120),
        ("2026-01-01 00:00", "2027-01-01 00:00", 480 * 249),  # 261 weekdays − 14 off + 2 made up
    ],
)
def test_minutes_between(start, end, minutes):
    assert clock.working_minutes_between(utc(start), utc(end), CALENDAR) == minutes


def test_no_minutes_added_moves_the_start_into_working_time():
    assert (
        local(clock.add_working_minutes(utc("2026-03-02 11:30"), 0, CALENDAR)) == "2026-03-02 13:30"
    )
    assert (
        local(clock.add_working_minutes(utc("2026-03-02 10:00"), 0, CALENDAR)) == "2026-03-02 10:00"
    )


def test_batch_equals_single():
    starts = [utc(start) for start, _days, _expected in WORKING_DAYS]
    term = Term(7, "working_day")
    assert clock.due_instants(starts, term, CALENDAR) == [
        clock.due(at, term, CALENDAR).instant for at in starts
    ]


# --- Hand-over (NĐ 61/2018 Điều 18(2)) ----------------------------------------------------------


@pytest.mark.parametrize(
    "received, deadline",
    [
        ("2026-03-02 06:00", "2026-03-02 17:00"),
        ("2026-03-02 07:00", "2026-03-02 17:00"),
        ("2026-03-02 12:00", "2026-03-02 17:00"),
        ("2026-03-02 15:00", "2026-03-02 17:00"),
        ("2026-03-02 15:01", "2026-03-03 07:00"),
        ("2026-03-02 17:00", "2026-03-03 07:00"),
        ("2026-03-06 16:00", "2026-03-09 07:00"),
        ("2026-03-06 20:00", "2026-03-09 07:00"),
        ("2026-03-07 10:00", "2026-03-09 17:00"),
        ("2026-03-08 16:00", "2026-03-09 17:00"),
        ("2026-02-13 16:00", "2026-02-23 07:00"),
        ("2026-01-09 15:30", "2026-01-10 07:00"),
    ],
)
def test_handover(received, deadline):
    assert local(clock.handover_deadline(utc(received), 15 * 60, CALENDAR)) == deadline


def test_handover_with_a_cut_off_after_closing():
    assert (
        local(clock.handover_deadline(utc("2026-03-02 16:59"), 1440, CALENDAR))
        == "2026-03-02 17:00"
    )
    assert (
        local(clock.handover_deadline(utc("2026-03-02 17:00"), 1440, CALENDAR))
        == "2026-03-03 07:00"
    )


@pytest.mark.parametrize(
    "received, deadline",
    [
        ("2026-03-04 10:00", "2026-03-04 11:30"),
        ("2026-03-04 12:00", "2026-03-05 07:00"),
        ("2026-03-04 16:00", "2026-03-05 07:00"),
    ],
)
def test_handover_on_a_day_that_closes_before_the_cut_off(received, deadline):
    assert (
        local(clock.handover_deadline(utc(received), 15 * 60, wednesday(MORNING_ONLY))) == deadline
    )
