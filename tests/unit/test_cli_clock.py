"""The demonstration's clock is a working moment at any hour of any day."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_cli import clock

CLOSED = {date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)}  # 27 April is a Monday


def hanoi(*fields) -> datetime:
    return datetime(*fields, tzinfo=clock.HANOI)


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (hanoi(2026, 3, 4, 9, 0), hanoi(2026, 3, 4, 9, 0)),  # a Wednesday morning: true time
        (hanoi(2026, 3, 4, 7, 0), hanoi(2026, 3, 4, 7, 0)),
        (hanoi(2026, 3, 4, 16, 30), hanoi(2026, 3, 9, 7, 30)),
        (hanoi(2026, 3, 9, 6, 0), hanoi(2026, 3, 9, 7, 30)),  # early on Monday: the same day
        (hanoi(2026, 3, 9, 20, 0), hanoi(2026, 3, 16, 7, 30)),
        (hanoi(2026, 3, 8, 12, 0), hanoi(2026, 3, 9, 7, 30)),  # Sunday
        (hanoi(2026, 4, 30, 9, 0), hanoi(2026, 5, 4, 7, 30)),  # a holiday
        (hanoi(2026, 4, 25, 9, 0), hanoi(2026, 5, 4, 7, 30)),  # next Monday is a holiday
    ],
)
def test_examples(now, shown):
    assert now + timedelta(seconds=clock.offset(now, CLOSED)) == shown


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc)))
def test_it_is_always_working_time(now):
    offset = clock.offset(now, CLOSED)
    assert offset >= 0
    assert clock.is_working(now + timedelta(seconds=offset + 1), CLOSED)


def test_holidays_come_from_the_addon_file(tmp_path):
    file = tmp_path / "days.csv"
    file.write_text("date,kind,name\n2026-01-01,holiday,a\n2026-01-03,make_up,b\n")
    assert clock.holidays(file) == {date(2026, 1, 1)}
    assert clock.holidays(tmp_path / "none.csv") == set()


@pytest.mark.parametrize(
    ("now", "latest", "shown"),
    [
        # nothing later was entered: as without
        (hanoi(2026, 3, 4, 9, 0), None, hanoi(2026, 3, 4, 9, 0)),
        (hanoi(2026, 3, 4, 9, 0), hanoi(2026, 3, 4, 8, 59), hanoi(2026, 3, 4, 9, 0)),
        (hanoi(2026, 3, 4, 20, 0), hanoi(2026, 3, 4, 8, 0), hanoi(2026, 3, 9, 7, 30)),
        # yesterday evening's start was next Monday: today goes on there, even in working hours
        (hanoi(2026, 3, 5, 9, 0), hanoi(2026, 3, 9, 8, 10), hanoi(2026, 3, 9, 8, 10, 1)),
        (hanoi(2026, 3, 4, 21, 0), hanoi(2026, 3, 9, 8, 10), hanoi(2026, 3, 9, 8, 10, 1)),
        # its last entry was after closing, before opening, on a Friday evening, before holidays
        (hanoi(2026, 3, 5, 9, 0), hanoi(2026, 3, 9, 17, 0), hanoi(2026, 3, 10, 7, 30)),
        (hanoi(2026, 3, 5, 9, 0), hanoi(2026, 3, 10, 6, 0), hanoi(2026, 3, 10, 7, 30)),
        (hanoi(2026, 3, 5, 9, 0), hanoi(2026, 3, 13, 16, 29, 59), hanoi(2026, 3, 16, 7, 30)),
        (hanoi(2026, 4, 23, 9, 0), hanoi(2026, 4, 29, 18, 0), hanoi(2026, 5, 4, 7, 30)),
    ],
)
def test_it_never_goes_back(now, latest, shown):
    seconds = clock.not_before(now, clock.offset(now, CLOSED), latest, CLOSED)
    assert now + timedelta(seconds=seconds) == shown


TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc))


@given(TIMES, TIMES)
def test_after_the_last_entry_it_is_working_time(now, latest):
    seconds = clock.not_before(now, clock.offset(now, CLOSED), latest, CLOSED)
    shown = now + timedelta(seconds=seconds + 1)
    assert shown > latest
    assert clock.is_working(shown, CLOSED)
