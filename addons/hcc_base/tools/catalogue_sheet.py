"""A sheet of procedures as agencies send it: found header, rows with their numbers, the rest named.

Works on a grid of texts (the rows of a CSV file, or what was read of a workbook), numbered as a
spreadsheet shows them, so that every remark can name its cell.
"""

import csv
import io
from typing import NamedTuple

from . import catalogue_columns as columns
from .text import clean, words

MAX_BYTES = 20_000_000
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_CELL = 100_000
_HEADER_SEARCHED = 40
_TOTALS = ("tong cong ", "tong so ")
_TRAILERS = ("ghi chu", "nguoi lap", "noi nhan", "ky ten")


class SheetError(ValueError):
    """A file that cannot be read as a sheet of procedures; the message says what to do."""


class Row(NamedTuple):
    """A row that states a procedure; ``section``: the heading of the field it stands under."""

    number: int
    cells: list[str]
    section: str


class Sheet(NamedTuple):
    header: int
    titles: list[str]
    rows: list[Row]
    skipped: list[tuple[int, str]]


def address(row: int, column: int) -> str:
    """``F12``: row and column (from 0) as a spreadsheet names them."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


# --- CSV -----------------------------------------------------------------------------


def csv_grid(data: bytes) -> list[list[str]]:
    """The rows of a CSV file in any of the encodings and separators that agencies use."""
    check_size(data)
    text = decode(data).replace("\0", "")
    grids = [_parsed(text, separator) for separator in ",;\t|"]
    return check_grid(max(grids, key=likeness))


def check_size(data: bytes) -> None:
    if not data:
        raise SheetError("Tệp rỗng. Chọn lại tệp.")
    if len(data) > MAX_BYTES:
        raise SheetError(f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB. Tách thành nhiều tệp.")


def decode(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else Windows-1258."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16")
    if data[1:2] == b"\0":
        return _decoded(data, "utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "cp1258")


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise SheetError(
            "Không nhận ra bảng mã của tệp. Lưu lại tệp dạng XLSX hoặc CSV UTF-8."
        ) from None


def _parsed(text, separator):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MAX_ROWS + _HEADER_SEARCHED:
                break
    except csv.Error as error:
        raise SheetError(
            f"Dòng {reader.line_num} của tệp CSV không đọc được ({error}). Lưu lại tệp dạng XLSX."
        ) from None
    return rows


def likeness(grid: list[list[str]]) -> tuple[int, int]:
    """How much a reading looks like a table of procedures: titles recognised, then columns."""
    best = max((len(_fields_of(row)) for row in grid[:_HEADER_SEARCHED]), default=0)
    return best, max((len(row) for row in grid[:_HEADER_SEARCHED]), default=0)


def check_grid(grid: list[list[str]]) -> list[list[str]]:
    if len(grid) > MAX_ROWS + _HEADER_SEARCHED:
        raise SheetError(f"Tờ có hơn {MAX_ROWS} dòng. Tách thành nhiều tệp.")
    for number, row in enumerate(grid, start=1):
        if len(row) > MAX_COLUMNS:
            raise SheetError(f"Dòng {number} có hơn {MAX_COLUMNS} cột. Xóa các cột thừa.")
        for column, cell in enumerate(row):
            if len(cell) > MAX_CELL:
                raise SheetError(f"Ô {address(number, column)} dài hơn {MAX_CELL} ký tự.")
    return grid


# --- The table in the grid -----------------------------------------------------------


def table(grid: list[list[str]]) -> Sheet:
    """The procedures of a grid; raises SheetError where no header names code and name."""
    top = _header_index(grid)
    titles, height = _titles(grid, top)
    rows, skipped, section = [], [], ""
    for index in range(top + height, len(grid)):
        cells = [clean(cell, keep_lines=True) for cell in grid[index]]
        cells += [""] * (len(titles) - len(cells))
        heading = _heading(cells)
        if heading is not None:
            section = heading
            skipped.append((index + 1, "tiêu đề lĩnh vực"))
        elif reason := _no_row(cells, titles, _main_columns(titles)):
            skipped.append((index + 1, reason))
        else:
            rows.append(Row(index + 1, cells, section))
    return Sheet(top + 1, titles, rows, [item for item in skipped if item[1] != "dòng trống"])


def _fields_of(row):
    return {columns.match(cell) for cell in row} - {None}


def _header_index(grid):
    scores = [len(_fields_of(row)) for row in grid[:_HEADER_SEARCHED]]
    best = max(scores, default=0)
    top = scores.index(best) if best else 0
    named = set().union(*(_fields_of(row) for row in grid[top : top + 2])) if best else set()
    if not {"code", "name"} <= named:
        raise SheetError(
            "Không tìm thấy dòng tiêu đề có cột «Mã TTHC» và «Tên thủ tục hành chính». "
            "Đặt tiêu đề các cột ở một dòng phía trên dữ liệu."
        )
    return top


def _titles(grid, top):
    """The titles, and how many rows they take: a second row divides merged titles of the first."""
    first = [clean(cell) for cell in grid[top]]
    second = [clean(cell) for cell in grid[top + 1]] if top + 1 < len(grid) else []
    if not _divides(first, second):
        return first, 1
    width = max(len(first), len(second))
    first += [""] * (width - len(first))
    second += [""] * (width - len(second))
    joined, over = [], ""
    for upper, lower in zip(first, second, strict=True):
        over = upper or (over if lower else "")
        joined.append(" ".join(filter(None, (over, lower if lower != over else ""))))
    return joined, 2


def _divides(first, second):
    """Whether the row below the titles goes on with titles: texts only where titles are merged."""
    above = [*first, *([""] * len(second))]
    filled = [index for index, cell in enumerate(second) if cell and cell != above[index]]
    if not filled or _is_numbering(second) or len(filled) >= len([cell for cell in first if cell]):
        return False
    merged = [
        index
        for index in filled
        if index >= len(first)
        or not first[index]
        or first[index] in first[:index]
        or (index + 1 < len(first) and not first[index + 1])
        or first[index] in first[index + 1 :]
    ]
    return len(merged) == len(filled) and not any(
        character.isdigit() for index in filled for character in second[index]
    )


def _main_columns(titles):
    return [n for n, title in enumerate(titles) if columns.match(title) in ("code", "name")]


def _no_row(cells, titles, main):
    """Why a row states no procedure; empty when it does."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return "dòng trống"
    if all(columns.match(cells[index]) in ("code", "name") for index in main):
        return "tiêu đề lặp lại"
    if _is_numbering(cells):
        return "dòng đánh số cột"
    begin = " ".join(words(filled[0]))
    if begin in ("cong", "tong") or f"{begin} ".startswith(_TOTALS):
        return "dòng tổng cộng"
    if any(cells[index] for index in main if columns.match(titles[index]) == "code"):
        return ""
    if begin.startswith(_TRAILERS):
        return "phần cuối tờ"
    return "tiêu đề nhóm" if len(set(filled)) == 1 else ""


def _heading(cells):
    """The field that a heading like "II. LĨNH VỰC HỘ TỊCH" announces for the rows below."""
    filled = {cell for cell in cells if cell}
    if not 1 <= len(filled) <= 2:
        return None
    text = max(filled, key=len)
    spelt = words(text)
    for start in (0, 1):
        if spelt[start : start + 2] == ("linh", "vuc") and len(spelt) > start + 2:
            name = text.split(None, start + 2)[-1].strip(" :.-")
            return name.capitalize() if name.isupper() else name
    return None


def _is_numbering(cells):
    """(1) (2) (3): a row that only numbers the columns."""
    filled = [cell.strip("() ") for cell in cells if cell]
    return len(filled) > 2 and all(cell.isdigit() and len(cell) <= 2 for cell in filled)
