"""Files as agencies send them: encodings, separators, headers, rows that are no procedures."""

import unicodedata

import pytest
from hcc_base_tools import catalogue_columns as columns
from hcc_base_tools.catalogue_sheet import MAX_ROWS, SheetError, address, csv_grid, decode, table
from hypothesis import given
from hypothesis import strategies as st

TEXT = "Mã TTHC;Tên thủ tục hành chính;Lĩnh vực\n1.000001;Đăng ký khai sinh;Hộ tịch\n"


def windows_1258(text):
    """Letters with base mark, tones apart: as Vietnamese Windows wrote them."""
    apart = unicodedata.normalize("NFD", text)
    for mark in ("\u0302", "\u0306", "\u031b"):
        for letter in "aoueAOUE":
            apart = apart.replace(letter + mark, unicodedata.normalize("NFC", letter + mark))
            for tone in "\u0300\u0301\u0303\u0309\u0323":
                apart = apart.replace(
                    letter + tone + mark, unicodedata.normalize("NFC", letter + mark) + tone
                )
    return apart.encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        windows_1258(TEXT),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1258"],
)
def test_encodings(data):
    [row] = table(csv_grid(data)).rows
    assert row.cells == ["1.000001", "Đăng ký khai sinh", "Hộ tịch"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator):
    [row] = table(csv_grid(TEXT.replace(";", separator).encode())).rows
    assert (row.number, row.cells[1]) == (2, "Đăng ký khai sinh")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x81\x81", b"x" * 20_000_001])
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(SheetError):
        csv_grid(data)


def test_too_many_rows_and_columns_are_refused():
    with pytest.raises(SheetError, match=str(MAX_ROWS)):
        csv_grid(b"a;b\n" * (MAX_ROWS + 100))
    with pytest.raises(SheetError, match="cột"):
        csv_grid(b";" * 200)


@pytest.mark.parametrize(
    "title, field",
    [
        ("Mã TTHC", "code"),
        ("ma_thu_tuc", "code"),
        ("MÃ SỐ TTHC", "code"),
        ("Tên thủ tục hành chính", "name"),
        ("Thời hạn giải quyết (ngày làm việc)", "limit"),
        ("Thời hạn giải quyết theo quy định", "statutory"),
        ("Phí, lệ phí", "fees"),
        ("Phí, lệ phí (nếu có)", "fees"),
        ("Thành phần hồ sơ", "components"),
        ("Căn cứ pháp lý", "legal_basis"),
        ("ket_qua_xu_ly", "results"),
        ("cach_thuc_thuc_hien", "channels"),
        ("Tên đường", None),
        ("STT", None),
        ("", None),
    ],
)
def test_titles(title, field):
    assert columns.match(title) == field


def test_no_two_fields_share_a_title():
    titles = [title for field in columns.FIELDS.values() for title in field.titles]
    assert len(titles) == len(set(titles))


def test_every_field_knows_the_title_of_our_own_export():
    assert {key: columns.match(field.label) for key, field in columns.FIELDS.items()} == {
        key: key for key in columns.FIELDS
    }


def test_units_in_titles():
    assert columns.unit_of("Thời hạn giải quyết (ngày làm việc)") == "ngày làm việc"
    assert columns.unit_of("Thời gian (giờ)") == "giờ"
    assert columns.unit_of("Thời hạn giải quyết") == ""


GRID = [
    ["ỦY BAN NHÂN DÂN TỈNH", "", "", ""],
    ["", "", "", ""],
    ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", ""],
    ["", "", "", "Theo quy định", "Sau cắt giảm"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["I", "LĨNH VỰC HỘ TỊCH", "", "", ""],
    ["1", "1.000001", "Khai sinh", "5 ngày", "3 ngày"],
    ["", "", "", "", ""],
    ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", ""],
    ["2", "1.000002", "Khai tử", "5 ngày", ""],
    ["3", "", "Kết hôn", "5 ngày", ""],
    ["", "Tổng cộng: 3 thủ tục", "", "", ""],
]


def test_a_table_in_the_middle_of_a_paper():
    sheet = table(
        [row + [""] * (5 - len(row)) for row in GRID[:-1]] + [["", "", "Tổng cộng: 3", "", ""]]
    )
    assert sheet.header == 3
    assert [columns.match(title) for title in sheet.titles] == [
        None,
        "code",
        "name",
        "statutory",
        "limit",
    ]
    assert [(row.number, row.cells[1], row.section) for row in sheet.rows] == [
        (7, "1.000001", "Hộ tịch"),
        (10, "1.000002", "Hộ tịch"),
        (11, "", "Hộ tịch"),
    ]
    assert dict(sheet.skipped) == {
        5: "dòng đánh số cột",
        6: "tiêu đề lĩnh vực",
        9: "tiêu đề lặp lại",
        12: "dòng tổng cộng",
    }


def test_a_sheet_without_code_and_name_is_refused():
    with pytest.raises(SheetError, match="tiêu đề"):
        table([["Họ tên", "Ngày sinh"], ["A", "B"]])
    with pytest.raises(SheetError):
        table([])


def test_addresses():
    assert [address(12, column) for column in (0, 5, 25, 26, 701, 702)] == [
        "A12",
        "F12",
        "Z12",
        "AA12",
        "ZZ12",
        "AAA12",
    ]


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(data):
    try:
        table(csv_grid(data))
    except SheetError as error:
        assert str(error)


@given(st.text())
def test_what_was_written_in_utf_8_is_read(text):
    data = text.encode()
    if data[:3] != b"\xef\xbb\xbf" and data[1:2] != b"\0":
        assert decode(data) == text
