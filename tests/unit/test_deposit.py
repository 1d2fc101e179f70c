"""Until when money is remitted: days of the next month, weekdays, days off."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ADDONS = Path(__file__).resolve().parents[2] / "addons"
_SPEC = importlib.util.spec_from_file_location(
    "hcc_fees_deposit", ADDONS / "hcc_fees" / "tools" / "deposit.py"
)
deposit = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(deposit)

DAYS = st.dates(min_value=date(1999, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("end", "day", "expected"),
    [
        (date(2026, 11, 30), 5, date(2026, 12, 5)),
        (date(2026, 12, 31), 5, date(2027, 1, 5)),
        (date(2027, 1, 31), 31, date(2027, 2, 28)),
        (date(2028, 1, 31), 30, date(2028, 2, 29)),
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
    ],
)
def test_day_of_next_month(end, day, expected):
    assert deposit.day_of_next_month(end, day) == expected


@given(DAYS, st.integers(min_value=1, max_value=31))
def test_day_of_next_month_lies_in_the_next_month(end, day):
    found = deposit.day_of_next_month(end, day)
    assert (found.year * 12 + found.month) - (end.year * 12 + end.month) == 1
    assert found.day <= day


@given(DAYS, st.integers(min_value=1, max_value=7))
def test_next_weekday_is_the_first_after_the_end(end, weekday):
    found = deposit.next_weekday(end, weekday)
    assert found.isoweekday() == weekday
    assert timedelta(0) < found - end <= timedelta(7)


def test_a_day_off_moves_forward_and_never_back():
    off = {date(2026, 12, 5), date(2026, 12, 6)}
    assert deposit.working_day_from(date(2026, 12, 5), lambda d: d not in off) == date(2026, 12, 7)
    assert deposit.working_day_from(date(2026, 12, 7), lambda d: d not in off) == date(2026, 12, 7)


def test_a_calendar_that_never_works():
    with pytest.raises(ValueError, match="never works"):
        deposit.working_day_from(date(2026, 12, 5), lambda d: False)
