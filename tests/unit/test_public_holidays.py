"""Proposals for a year's days off, against the years that are known."""

from datetime import date

import pytest
from hcc_base_tools import public_holidays
from real_calendar import calendar_rows


def shipped(year):
    return {
        date.fromisoformat(row["date"]): row["name"]
        for row in calendar_rows()
        if row["kind"] == "holiday" and row["date"].startswith(str(year))
    }


def proposed(year, **choices):
    return {proposal.day: proposal.name for proposal in public_holidays.propose(year, **choices)}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_proposal_is_what_was_announced(year):
    """Swap days aside: those only a notice decides."""
    assert proposed(year) == shipped(year)


def test_2028():
    assert sorted(f"{day:%d/%m}" for day in proposed(2028)) == sorted(
        ["01/01", "03/01", "24/01", "25/01", "26/01", "27/01", "28/01", "04/04", "30/04", "01/05",
         "02/05", "01/09", "02/09", "04/09", "24/11"]
    )  # fmt: skip


def test_the_choice_of_tet():
    one_before = proposed(2027, tet_before=1)
    assert date(2027, 2, 4) not in one_before
    assert [day for day in one_before if day.month == 2] == [
        date(2027, 2, day) for day in (5, 6, 7, 8, 9, 10, 11)
    ]


def test_the_choice_of_national_day():
    assert date(2027, 9, 1) in proposed(2027, neighbour="before")
    assert date(2027, 9, 3) not in proposed(2027, neighbour="before")


def test_culture_day_since_2026():
    assert date(2025, 11, 24) not in proposed(2025)
    assert proposed(2026)[date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"


@pytest.mark.parametrize("year", range(2025, 2060))
def test_every_year_has_its_days(year):
    days = public_holidays.propose(year)
    by_day = {proposal.day: proposal for proposal in days}
    assert len(by_day) == len(days), "a day is proposed once"
    expected = 12 if year >= 2026 else 11
    assert len([day for day in by_day if "bù" not in by_day[day].name]) == expected
    working_days_off = [day for day in by_day if day.weekday() < 5]
    assert len(working_days_off) == expected, "weekends are made up for"
    assert all(
        proposal.certainty == "likely" or "chưa có thông báo" in proposal.source
        for proposal in days
    )
