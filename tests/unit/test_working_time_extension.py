"""Working days added to a term for an area of difficult conditions (vùng khó khăn)."""

import pytest
from hcc_base_tools import working_time as clock
from hcc_base_tools.working_time import InvalidTerm, Term
from hypothesis import given
from hypothesis import strategies as st
from real_calendar import OFFICE_WEEK, local, real_calendar, utc
from test_working_time_properties import CALENDARS, RULES, STARTS

CALENDAR = real_calendar()
MORNING_ONLY = real_calendar(weekly=OFFICE_WEEK | {5: ((7 * 60, 11 * 60 + 30),)})


@pytest.mark.parametrize(
    "start, term, calendar, expected",
    [
        # days are added to days, over the holiday of 24/11
        ("2026-11-23 08:00", Term(3, "working_day", 2), CALENDAR, "2026-12-01 08:00"),
        # hours first, then whole days at the hour reached
        ("2026-11-23 08:00", Term(4, "working_hour", 1), CALENDAR, "2026-11-25 14:00"),
        ("2026-11-20 16:00", Term(4, "working_hour", 2), CALENDAR, "2026-11-26 10:00"),
        ("2026-03-02 13:30", Term(4, "working_hour", 1), CALENDAR, "2026-03-04 07:30"),
        # calendar days end where they end; what is added is working days
        ("2026-11-13 09:00", Term(10, "calendar_day", 1), CALENDAR, "2026-11-25 09:00"),
        ("2026-11-12 09:00", Term(10, "calendar_day", 1), CALENDAR, "2026-11-25 09:00"),
        # a term that ends on a short day keeps the hour of the start for the day after
        ("2026-03-06 16:00", Term(1, "working_day", 1), MORNING_ONLY, "2026-03-09 16:00"),
        ("2026-03-06 16:00", Term(1, "working_day"), MORNING_ONLY, "2026-03-07 11:30"),
    ],
)
def test_cases(start, term, calendar, expected):
    assert local(clock.due(utc(start), term, calendar).instant) == expected


@given(STARTS, st.integers(1, 30), st.integers(0, 30), CALENDARS)
def test_added_to_working_days_it_is_one_longer_term(start, days, more, calendar):
    extended = clock.due(start, Term(days, "working_day", more), calendar).instant
    assert extended == clock.due(start, Term(days + more, "working_day"), calendar).instant


@given(
    STARTS, st.integers(1, 30), st.sampled_from(clock.UNITS), st.integers(1, 30), CALENDARS, RULES
)
def test_it_lies_so_many_working_days_later(start, value, unit, more, calendar, rule):
    plain, extended = (
        calendar.local(
            clock.due(start, Term(value, unit, days), calendar, calendar_day_rule=rule).instant
        )
        for days in (0, more)
    )
    between = range(plain.toordinal() + 1, extended.toordinal() + 1)
    worked = (plain.date().fromordinal(day) for day in between)
    assert sum(map(calendar.is_working_day, worked)) == more


def test_the_batch_and_the_ledger_count_it_too():
    term, start = Term(3, "working_day", 2), utc("2026-11-23 08:00")
    assert [local(at) for at in clock.due_instants([start], term, CALENDAR)] == ["2026-12-01 08:00"]
    supplement = ("supplement", utc("2026-11-25 09:00"), utc("2026-11-26 09:00"))
    for mode, expected in (("recount_full", "2026-12-03 09:00"), ("pause", "2026-12-02 08:00")):
        due = clock.due_after_ledger(start, term, [supplement], CALENDAR, mode)
        assert local(due.instant) == expected


def test_it_is_explained():
    lines = clock.explain(clock.due(utc("2026-11-20 16:00"), Term(4, "working_hour", 2), CALENDAR))
    assert lines == [
        "Nhận hồ sơ lúc 16:00 thứ Sáu, 20/11/2026",
        "Thời hạn giải quyết: 4 giờ làm việc",
        "Không tính 2 ngày nghỉ hằng tuần (từ thứ Bảy 21/11/2026 đến Chủ nhật 22/11/2026)",
        "Tính 1 giờ ngày thứ Sáu 20/11/2026 (16:00–17:00)",
        "Tính 3 giờ ngày thứ Hai 23/11/2026 (07:00–10:00)",
        "Địa bàn khó khăn: cộng thêm 2 ngày làm việc",
        "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam",
        "Tính 2 ngày làm việc: từ thứ Tư 25/11/2026 đến thứ Năm 26/11/2026",
        "Hẹn trả: 10:00 thứ Năm, 26/11/2026",
    ]


def test_only_the_last_day_clamps():
    due = clock.due(utc("2026-03-06 16:00"), Term(1, "working_day", 1), MORNING_ONLY)
    assert "clamped" not in [step.kind for step in due.steps]
    due = clock.due(utc("2026-03-05 16:00"), Term(1, "working_day", 1), MORNING_ONLY)
    assert due.steps[-2].kind == "clamped"


@pytest.mark.parametrize("days", [-1, 1.5, True, None])
def test_no_extension(days):
    with pytest.raises(InvalidTerm, match="cộng thêm"):
        clock.due(utc("2026-11-23 08:00"), Term(3, "working_day", days), CALENDAR)
