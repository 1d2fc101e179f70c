"""Due dates of a dossier's ledger: supplements, suspensions, re-appointments (worked by hand)."""

from datetime import date
from itertools import permutations

import pytest
from hcc_base_tools import working_time as clock
from hcc_base_tools.working_time import Term
from real_calendar import local, real_calendar, utc

CALENDAR = real_calendar()
FIVE_DAYS = Term(5, "working_day")
RECEIVED = "2026-03-02 09:00"  # due Monday 9 March 09:00

SUPPLEMENT = ("supplement", "2026-03-04 10:00", "2026-03-06 14:00")  # 18 working hours
SUSPENSION = ("suspension", "2026-03-04 10:00", "2026-03-06 14:00")
OVERLAPPING = ("suspension", "2026-03-05 10:00", "2026-03-09 10:00")
AFTER = ("suspension", "2026-03-10 07:00", "2026-03-11 07:00")  # 8 working hours
APPOINTMENT = ("reappointment", "2026-03-06 16:00", "2026-03-16 15:00")
EARLY_APPOINTMENT = ("reappointment", "2026-03-03 16:00", "2026-03-20 15:00")
OPEN_SUPPLEMENT = ("supplement", "2026-03-04 10:00", None)


def ledger_due(events, mode, term=FIVE_DAYS, received=RECEIVED):
    in_utc = [(kind, utc(start), end and utc(end)) for kind, start, end in events]
    return clock.due_after_ledger(utc(received), term, in_utc, CALENDAR, mode)


@pytest.mark.parametrize(
    "events, mode, expected",
    [
        ([], "recount_full", "2026-03-09 09:00"),
        ([], "pause", "2026-03-09 09:00"),
        # 19(4): counted afresh from Friday 6 March 14:00
        ([SUPPLEMENT], "recount_full", "2026-03-13 14:00"),
        # 09:00 + 18 h: Monday 6, Tuesday 8, Wednesday 4
        ([SUPPLEMENT], "pause", "2026-03-11 11:00"),
        ([SUSPENSION], "recount_full", "2026-03-11 11:00"),
        ([SUSPENSION], "pause", "2026-03-11 11:00"),
        # what overlaps counts once
        ([SUPPLEMENT, SUSPENSION], "pause", "2026-03-11 11:00"),
        # Wed 10:00 to Mon 10:00 is 5 + 8 + 8 + 3 = 24 h = three days
        ([SUPPLEMENT, OVERLAPPING], "pause", "2026-03-12 09:00"),
        # recounted to Fri 13th 14:00, then Fri 14:00–Mon 10:00 is 6 h
        ([SUPPLEMENT, OVERLAPPING], "recount_full", "2026-03-16 10:00"),
        # what ended before the recount is forgotten
        ([SUSPENSION, SUPPLEMENT], "recount_full", "2026-03-13 14:00"),
        ([SUPPLEMENT, AFTER], "recount_full", "2026-03-16 14:00"),
        ([APPOINTMENT], "recount_full", "2026-03-16 15:00"),
        ([APPOINTMENT], "pause", "2026-03-16 15:00"),
        # Mon 15:00 + 8 h
        ([APPOINTMENT, AFTER], "recount_full", "2026-03-17 15:00"),
        # the wait before the re-appointment was known when it was decided
        ([SUSPENSION, APPOINTMENT], "pause", "2026-03-16 15:00"),
        # a full supplement afterwards counts afresh
        ([EARLY_APPOINTMENT, SUPPLEMENT], "recount_full", "2026-03-13 14:00"),
        # in pause mode the re-appointment stands and is moved by 18 h: Fri 2, Mon 8, Tue 8
        ([EARLY_APPOINTMENT, SUPPLEMENT], "pause", "2026-03-24 17:00"),
        ([EARLY_APPOINTMENT, APPOINTMENT], "pause", "2026-03-16 15:00"),
        # decided in the very minute of the completion: it belongs to the running count
        (
            [SUPPLEMENT, ("reappointment", "2026-03-06 14:00", "2026-03-20 15:00")],
            "recount_full",
            "2026-03-20 15:00",
        ),
        ([OPEN_SUPPLEMENT], "recount_full", "2026-03-09 09:00"),
        ([OPEN_SUPPLEMENT], "pause", "2026-03-09 09:00"),
    ],
)
def test_ledger(events, mode, expected):
    for order in permutations(events):
        assert local(ledger_due(order, mode).instant) == expected


def test_two_supplements_count_from_the_second():
    second = ("supplement", "2026-03-09 08:00", "2026-03-10 08:00")
    assert local(ledger_due([SUPPLEMENT, second], "recount_full").instant) == "2026-03-17 08:00"


def test_an_open_wait_is_told():
    assert ledger_due([SUPPLEMENT], "pause").stopped_since is None
    assert ledger_due([OPEN_SUPPLEMENT], "pause").stopped_since == utc("2026-03-04 10:00")
    assert "Đang tạm dừng tính thời hạn từ 10:00 thứ Tư, 04/03/2026" in clock.explain(
        ledger_due([OPEN_SUPPLEMENT], "pause")
    )


@pytest.mark.parametrize(
    "unit, value, expected",
    [
        ("working_hour", 4, "2026-03-09 09:30"),
        ("calendar_day", 10, "2026-03-16 14:00"),
    ],
)
def test_recount_in_other_units(unit, value, expected):
    """Friday 15:30 + 1½ h, Monday 2½ h; Friday 6 + 10 days = Monday 16."""
    completed = utc("2026-03-06 15:30") if unit == "working_hour" else utc("2026-03-06 14:00")
    assert local(clock.recount(completed, Term(value, unit), CALENDAR).instant) == expected


def test_a_wait_after_the_due_date_mends_no_lateness():
    late_wait = ("suspension", "2026-03-12 10:00", "2026-03-13 10:00")
    due = ledger_due([late_wait], "pause").instant
    assert clock.is_late(utc("2026-03-13 10:00"), due)


def test_shift_for_pause_ignores_open_and_empty_waits():
    due = utc("2026-03-09 09:00")
    assert clock.shift_for_pause(due, [], CALENDAR) == due
    assert clock.shift_for_pause(due, [(utc("2026-03-04 10:00"), None)], CALENDAR) == due
    assert (
        clock.shift_for_pause(due, [(utc("2026-03-07 10:00"), utc("2026-03-08 10:00"))], CALENDAR)
        == due
    )


@pytest.mark.parametrize(
    "events, mode",
    [
        ([], "other"),
        ([("holiday", "2026-03-04 10:00", None)], "pause"),
        ([("reappointment", "2026-03-04 10:00", None)], "pause"),
        ([("suspension", "2026-03-04 10:00", "2026-03-03 10:00")], "pause"),
    ],
)
def test_impossible_ledgers_are_refused(events, mode):
    with pytest.raises(ValueError):
        ledger_due(events, mode)


def test_reversed_pauses_are_refused():
    with pytest.raises(ValueError, match="sớm hơn"):
        clock.shift_for_pause(
            utc(RECEIVED), [(utc("2026-03-04 10:00"), utc("2026-03-03 10:00"))], CALENDAR
        )


# --- Explanations ------------------------------------------------------------------------


def explained(start, value, unit, calendar=CALENDAR, **options):
    return clock.explain(clock.due(utc(start), Term(value, unit), calendar, **options))


def test_explanation_over_a_holiday():
    assert explained("2026-11-20 16:00", 2, "working_day") == [
        "Nhận hồ sơ lúc 16:00 thứ Sáu, 20/11/2026",
        "Thời hạn giải quyết: 2 ngày làm việc",
        "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam",
        "Không tính 2 ngày nghỉ hằng tuần (từ thứ Bảy 21/11/2026 đến Chủ nhật 22/11/2026)",
        "Tính 2 ngày làm việc: từ thứ Hai 23/11/2026 đến thứ Tư 25/11/2026",
        "Hẹn trả: 16:00 thứ Tư, 25/11/2026",
    ]


def test_explanation_of_a_result_decided_anew():
    """It was not received then: it was revoked, on a Saturday."""
    due = clock.due_after_ledger(
        utc("2026-11-28 10:00"), Term(2, "working_day"), [], CALENDAR, "pause", begun_by="revoked"
    )
    assert clock.explain(due)[:3] == [
        "Thu hồi kết quả lúc 10:00 thứ Bảy, 28/11/2026",
        "Tính từ 07:00 thứ Hai, 30/11/2026 (thu hồi ngoài giờ làm việc)",
        "Thời hạn giải quyết: 2 ngày làm việc",
    ]


def test_explanation_of_hours():
    assert explained("2026-11-20 16:00", 4, "working_hour") == [
        "Nhận hồ sơ lúc 16:00 thứ Sáu, 20/11/2026",
        "Thời hạn giải quyết: 4 giờ làm việc",
        "Không tính 2 ngày nghỉ hằng tuần (từ thứ Bảy 21/11/2026 đến Chủ nhật 22/11/2026)",
        "Tính 1 giờ ngày thứ Sáu 20/11/2026 (16:00–17:00)",
        "Tính 3 giờ ngày thứ Hai 23/11/2026 (07:00–10:00)",
        "Hẹn trả: 10:00 thứ Hai, 23/11/2026",
    ]


def test_explanation_of_minutes():
    lines = explained("2026-11-20 16:20", 2, "working_hour")
    assert lines[1] == "Thời hạn giải quyết: 2 giờ làm việc"
    assert "Tính 40 phút ngày thứ Sáu 20/11/2026 (16:20–17:00)" in lines
    assert "Tính 1 giờ 20 phút ngày thứ Hai 23/11/2026 (07:00–08:20)" in lines


def test_explanation_of_a_long_term_in_hours_is_short():
    lines = explained("2026-03-02 09:00", 80, "working_hour")
    assert "Tính 72 giờ trong 9 ngày làm việc, từ thứ Ba 03/03/2026 đến thứ Sáu 13/03/2026" in lines
    assert len(lines) == 7


def test_explanation_of_tet_and_a_make_up_day():
    assert (
        "Nghỉ từ thứ Hai 16/02/2026 đến thứ Sáu 20/02/2026: Tết Nguyên đán Bính Ngọ"
        in explained("2026-02-13 10:00", 1, "working_day")
    )
    assert "Làm bù thứ Bảy 10/01/2026: Làm bù cho ngày 02/01/2026" in explained(
        "2026-01-09 10:00", 1, "working_day"
    )
    assert any(
        line.startswith("Nghỉ hoán đổi thứ Sáu 02/01/2026")
        for line in explained("2025-12-31 15:00", 1, "working_day")
    )


@pytest.mark.parametrize(
    "start, line",
    [
        ("2026-03-02 12:00", "Tính từ 13:30 thứ Hai, 02/03/2026 (nghỉ trưa khi nhận)"),
        ("2026-03-02 06:00", "Tính từ 07:00 thứ Hai, 02/03/2026 (chưa đến giờ làm việc khi nhận)"),
        ("2026-03-02 17:00", "Tính từ 07:00 thứ Ba, 03/03/2026 (đã hết giờ làm việc khi nhận)"),
        ("2026-03-07 10:00", "Tính từ 07:00 thứ Hai, 09/03/2026 (ngày nghỉ khi nhận)"),
    ],
)
def test_explanation_of_a_moved_start(start, line):
    assert explained(start, 1, "working_day")[1] == line


def test_explanation_of_calendar_days():
    assert explained("2026-03-05 16:00", 2, "calendar_day") == [
        "Nhận hồ sơ lúc 16:00 thứ Năm, 05/03/2026",
        "Thời hạn giải quyết: 2 ngày",
        "Tính 2 ngày, đến thứ Bảy 07/03/2026",
        "Thứ Bảy 07/03/2026 là ngày nghỉ, chuyển sang thứ Hai 09/03/2026",
        "Không tính 2 ngày nghỉ hằng tuần (từ thứ Bảy 07/03/2026 đến Chủ nhật 08/03/2026)",
        "Hẹn trả: 16:00 thứ Hai, 09/03/2026",
    ]
    skipping = explained("2026-11-23 10:00", 2, "calendar_day", calendar_day_rule="skip_holidays")
    assert "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam" in skipping


def test_explanation_of_a_clamped_hour_and_a_shortened_day():
    half_day = clock.DayException(((420, 690),), "closure", "Mất điện")
    lines = explained(
        "2026-03-03 15:00", 1, "working_day", real_calendar({date(2026, 3, 4): half_day})
    )
    assert "Thứ Tư 04/03/2026 chỉ làm việc 07:00–11:30: Mất điện" in lines
    assert "15:00 không thuộc giờ làm việc của ngày hẹn, lấy 11:30" in lines


def test_explanation_of_a_ledger_ends_with_the_due_date_that_stands():
    lines = clock.explain(ledger_due([SUPPLEMENT, OVERLAPPING], "recount_full"))
    assert lines[0] == "Nhận hồ sơ lúc 09:00 thứ Hai, 02/03/2026"
    assert (
        lines[1] == "Nhận đủ hồ sơ bổ sung lúc 14:00 thứ Sáu, 06/03/2026, thời hạn tính lại từ đầu"
    )
    assert "Thời hạn tính đến: 14:00 thứ Sáu, 13/03/2026" in lines
    waited = "Tạm dừng từ 14:00 thứ Sáu, 06/03/2026 đến 10:00 thứ Hai, 09/03/2026"
    assert f"{waited}, không tính vào thời hạn" in lines
    assert lines[-1] == "Hẹn trả: 10:00 thứ Hai, 16/03/2026"
    assert len([line for line in lines if line.startswith("Hẹn trả")]) == 1


def test_explanation_of_a_reappointment():
    lines = clock.explain(ledger_due([APPOINTMENT], "recount_full"))
    assert "Hẹn lại (quyết định lúc 16:00 thứ Sáu, 06/03/2026): 15:00 thứ Hai, 16/03/2026" in lines


def test_steps_are_worked_out_only_when_read():
    def must_not_run():
        raise AssertionError

    assert clock.Due(utc(RECEIVED), must_not_run) == clock.Due(utc(RECEIVED))
    assert clock.Due(utc(RECEIVED)).steps == ()
