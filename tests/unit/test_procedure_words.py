import pytest
from hcc_base_tools import procedure_words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (5, "working_day", "05 ngày làm việc"),
        (30, "calendar_day", "30 ngày"),
        (4, "working_hour", "04 giờ làm việc (01 buổi)"),
        (8, "working_hour", "08 giờ làm việc (01 ngày)"),
        (28, "working_hour", "28 giờ làm việc"),
    ],
)
def test_time_limits(value, unit, words):
    assert procedure_words.limit(value, unit) == words


def test_a_half_day_is_as_long_as_the_policy_says():
    words = procedure_words.limit(3, "working_hour", half_day_hours=3, day_hours=7)
    assert words == "03 giờ làm việc (01 buổi)"
    assert procedure_words.limit(4, "working_hour", half_day_hours=3, day_hours=7) == (
        "04 giờ làm việc"
    )


def test_copies():
    assert procedure_words.copies(1, 2, 0) == "01 bản chính, 02 bản sao chứng thực"
    assert procedure_words.copies(0, 0, 1) == "01 bản sao"
    assert procedure_words.copies(0, 0, 0) == ""


def test_validity():
    assert procedure_words.validity(0) == ""
    assert procedure_words.validity(60) == "05 năm"
    assert procedure_words.validity(18) == "18 tháng"


def test_exemptions():
    assert procedure_words.exemption("exempt", 0) == "Miễn"
    assert procedure_words.exemption("reduce", 50) == "Giảm 50 %"
