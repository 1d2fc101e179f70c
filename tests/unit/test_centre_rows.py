"""A pasted list of centres, as spreadsheets and CSV files give it."""

import pytest
from hcc_base_tools.centre_rows import parse


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_each_kind_of_list_gives_the_same_rows(mark):
    pasted = "\n".join(
        [
            mark.join(("Tên", "Mã", "Cấp trên", "Địa chỉ", "Đường dây nóng")),
            mark.join(("Trung tâm  xã Một ", "H35.01", "H35", '"Số 1"', "0213 1")),
            "",
            mark.join(("Trung tâm xã Hai", "000.00.14.H35")),
        ]
    )
    first, second = parse(pasted)
    assert (first.line, first.name, first.code, first.parent) == (
        2,
        "Trung tâm xã Một",
        "H35.01",
        "H35",
    )
    assert (first.address, first.hotline, first.superior) == ("Số 1", "0213 1", "")
    assert (second.line, second.code, second.parent) == (4, "000.00.14.H35", "")
    assert not first.problem and not second.problem


def test_a_comma_inside_a_spreadsheets_cell_stays_there():
    (row,) = parse("Trung tâm\tH35.01\tH35\tSố 1, phố Hai")
    assert row.address == "Số 1, phố Hai"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (";H35.01", "thiếu tên"),
        ("Trung tâm;", "Mã định danh"),
        ("Trung tâm;35-01", "Mã định danh"),
        ("Trung tâm;H35.01;tỉnh", "Mã định danh"),
        ("a;H35.1;;;;;thừa", "thừa cột"),
    ],
)
def test_a_faulty_row_is_kept_with_what_is_wrong(pasted, words):
    (row,) = parse(pasted)
    assert words in row.problem and "Dòng 1" in row.problem


def test_the_second_row_with_a_code_names_the_first():
    assert "dòng 1" in parse("Một;H35.01\nHai;H35.01")[1].problem


def test_only_the_first_row_may_be_a_heading():
    rows = parse("Tên;Mã\nTên Trung tâm thật;H35.01")
    assert [row.code for row in rows] == ["H35.01"]
    assert parse("") == []
