"""Terms of secondment: month ends, leap years, extensions."""

import importlib.util
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ADDONS = Path(__file__).resolve().parents[2] / "addons"
_SPEC = importlib.util.spec_from_file_location(
    "hcc_staffing_terms", ADDONS / "hcc_staffing" / "tools" / "terms.py"
)
terms = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(terms)

DAYS = st.dates(min_value=date(1999, 1, 1), max_value=date(2100, 12, 31))
MONTHS = st.integers(min_value=1, max_value=60)
SINCE = date(2023, 11, 23)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2019, 9, 3), 6, date(2020, 3, 2)),
        (date(2026, 3, 1), 6, date(2026, 8, 31)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_last_day_by_hand(start, months, last):
    assert terms.last_day(start, months) == last


@pytest.mark.parametrize(
    ("end", "min_months", "max_months", "found"),
    [
        (date(2026, 6, 30), 6, 24, ""),
        (date(2026, 6, 29), 6, 24, "short"),
        (date(2027, 12, 31), 6, 24, ""),
        (date(2028, 1, 1), 6, 24, "long"),
        (date(2026, 1, 1), 0, 24, ""),
        (date(2040, 1, 1), 6, 0, ""),
    ],
)
def test_fault_by_hand(end, min_months, max_months, found):
    assert terms.fault(date(2026, 1, 1), end, min_months, max_months) == found


def test_nonsense_is_refused():
    with pytest.raises(ValueError):
        terms.last_day(date(2026, 1, 1), 0)
    with pytest.raises(ValueError):
        terms.length(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, MONTHS)
def test_whole_months_have_no_days_left(start, months):
    assert terms.length(start, terms.last_day(start, months)) == (months, 0)


@given(DAYS, MONTHS)
def test_the_next_stay_starts_on_the_corresponding_day_or_on_the_first(start, months):
    """Described without the code's own arithmetic: the month after ``months`` steps is found by
    walking, and the following day has the same number, or is a first where there is none."""
    year, month = start.year, start.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    following = terms.last_day(start, months) + timedelta(days=1)
    if start.day <= monthrange(year, month)[1]:
        assert following == date(year, month, start.day)
    else:
        assert following - timedelta(days=1) == date(year, month, monthrange(year, month)[1])


@given(DAYS, MONTHS)
def test_a_longer_term_ends_later(start, months):
    assert terms.last_day(start, months + 1) > terms.last_day(start, months)


@given(DAYS, DAYS, MONTHS)
def test_a_later_start_never_ends_earlier(one, other, months):
    first, second = sorted((one, other))
    assert terms.last_day(first, months) <= terms.last_day(second, months)


@given(DAYS, st.integers(min_value=0, max_value=2000))
def test_length_grows_day_by_day(start, days):
    end = start + timedelta(days=days)
    today, tomorrow = terms.length(start, end), terms.length(start, end + timedelta(days=1))
    assert 0 <= today.days <= 30
    assert tomorrow == (today.months, today.days + 1) or tomorrow == (today.months + 1, 0)


@given(DAYS, MONTHS, MONTHS, st.integers(min_value=0, max_value=2000))
def test_fault_agrees_with_length(start, low, spread, days):
    end = start + timedelta(days=days)
    months, left = terms.length(start, end)
    found = terms.fault(start, end, low, low + spread)
    assert (found == "short") == (months < low)
    assert (found == "long") == ((months, left) > (low + spread, 0))


@given(DAYS, st.integers(0, 900), DAYS, st.integers(0, 900))
def test_overlap_is_sharing_a_day(first_start, first_days, second_start, second_days):
    first = (first_start, first_start + timedelta(days=first_days))
    second = (second_start, second_start + timedelta(days=second_days))
    shared = (min(first[1], second[1]) - max(first[0], second[0])).days + 1
    assert terms.overlap(first, second) == (shared > 0) == terms.overlap(second, first)


@pytest.mark.parametrize(
    ("since", "years", "day", "expected"),
    [
        (SINCE, 3, date(2026, 11, 22), False),
        (SINCE, 3, date(2026, 11, 23), True),
        (date(2024, 2, 29), 3, date(2027, 2, 28), False),
        (date(2024, 2, 29), 3, date(2027, 3, 1), True),
        (date(2024, 1, 1), 1, date(2024, 12, 31), False),
        (date(2024, 1, 1), 1, date(2025, 1, 1), True),
        (SINCE, 0, SINCE, True),
        (SINCE, 0, date(2023, 11, 22), False),
    ],
)
def test_years_served(since, years, day, expected):
    assert terms.served(since, years, day) is expected
