"""The Vietnamese lunar calendar, against known dates."""

from datetime import date, timedelta

import pytest
from hcc_base_tools import lunar


@pytest.mark.parametrize(
    "tet",
    [
        "1968-01-29", "1985-01-21", "2000-02-05", "2007-02-17", "2020-01-25", "2023-01-22",
        "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13",
        "2030-02-02",
    ],
)  # fmt: skip
def test_new_year(tet):
    """1968, 1985, 2007 and 2030 are not the Chinese new year."""
    day = date.fromisoformat(tet)
    assert lunar.new_year(day.year) == day


@pytest.mark.parametrize("day", ["2025-04-07", "2026-04-26", "2027-04-16", "2028-04-04"])
def test_the_tenth_of_the_third_month(day):
    day = date.fromisoformat(day)
    assert lunar.solar_day(day.year, 3, 10) == day


@pytest.mark.parametrize(
    "year, month, day, expected",
    [
        (2023, 2, 15, "2023-03-06"),  # before the leap second month
        (2023, 3, 10, "2023-04-29"),  # after it
        (2025, 6, 15, "2025-07-09"),
        (2025, 7, 15, "2025-09-06"),  # after the leap sixth month
        (2025, 8, 15, "2025-10-06"),
        (2026, 8, 15, "2026-09-25"),
        (2025, 12, 23, "2026-02-10"),
    ],
)
def test_days_around_leap_months(year, month, day, expected):
    assert lunar.solar_day(year, month, day) == date.fromisoformat(expected)


@pytest.mark.parametrize("year", range(1980, 2080))
def test_a_lunar_year_has_twelve_or_thirteen_months(year):
    length = lunar.new_year(year + 1) - lunar.new_year(year)
    assert length.days in (353, 354, 355, 383, 384, 385)
    assert date(year, 1, 20) <= lunar.new_year(year) <= date(year, 2, 21)
    months = [lunar.solar_day(year, month, 1) for month in range(1, 13)]
    lengths = {(later - earlier).days for earlier, later in zip(months, months[1:], strict=False)}
    assert lengths <= {29, 30, 58, 59, 60}
    assert months[-1] + timedelta(days=28) < lunar.new_year(year + 1)


@pytest.mark.parametrize(
    "year, name", [(2024, "Giáp Thìn"), (2026, "Bính Ngọ"), (2028, "Mậu Thân")]
)
def test_names_of_years(year, name):
    assert lunar.year_name(year) == name
