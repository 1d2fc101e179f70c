"""Workbooks (XLSX) from and to people: read as plain texts, written as plain texts.

Nothing of a workbook is executed: formulas are not computed but named as faults, links and macros
are not followed. What unpacks to more than it may, or declares XML entities, is refused.
"""

import io
import zipfile
import zlib
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .tools import catalogue_sheet
from .tools.catalogue_sheet import SheetError
from .tools.text import clean

MAX_UNPACKED = 150_000_000
MAX_PARTS = 2000
#: What Excel holds in one cell.
MAX_CELL = 32_000
_ENTITIES = [
    mark.encode(coding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("ascii", "utf-16-le", "utf-16-be")
]
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_FORMULA = "Ô chứa công thức. Sao chép cột, dán lại bằng «Giá trị» rồi lưu."
_FAULT = "Ô báo lỗi của bảng tính ({}). Sửa trong bảng tính rồi lưu."


def is_workbook(data: bytes) -> bool:
    return data[:4] == b"PK\x03\x04"


def read(data: bytes) -> tuple[list[list[str]], dict]:
    """The grid of the visible sheet that looks most like a table of procedures, and its faults
    by (row, column from 0)."""
    catalogue_sheet.check_size(data)
    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise SheetError("Tệp XLSX hỏng, không mở được. Lưu lại bằng bảng tính.") from error
    readings = [_grid(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not readings:
        raise SheetError("Tệp không có tờ nào. Chọn lại tệp.")
    grid, faults = max(readings, key=lambda reading: catalogue_sheet.likeness(reading[0]))
    return catalogue_sheet.check_grid(grid), faults


def _check_archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise SheetError("Tệp XLSX quá lớn khi giải nén. Tách thành nhiều tệp.")
            for part in parts:
                _check_part(archive.read(part))
    except _BROKEN as error:
        raise SheetError("Tệp XLSX hỏng hoặc có mật khẩu. Lưu lại không đặt mật khẩu.") from error


def _check_part(content):
    if any(mark in content for mark in _ENTITIES):
        raise SheetError("Tệp XLSX có khai báo XML không được phép. Lưu lại bằng bảng tính.")


def _grid(sheet):
    """Only cells that exist: one stray cell in the last corner must not make a million rows."""
    texts, faults = {}, {}
    for (row, column), cell in sheet._cells.items():
        if cell.value is None:
            continue
        if cell.data_type == "f":
            faults[row, column - 1] = _FORMULA
        elif cell.data_type == "e":
            faults[row, column - 1] = _FAULT.format(cell.value)
        else:
            texts[row, column - 1] = _text(cell.value)
    _fill_merged(sheet, texts)
    filled = [place for place, text in texts.items() if text.strip()] + list(faults)
    height = max((row for row, _ in filled), default=0)
    width = max((column for _, column in filled), default=-1) + 1
    if height > catalogue_sheet.MAX_ROWS * 2 or width > catalogue_sheet.MAX_COLUMNS:
        raise SheetError(
            f"Tờ «{sheet.title}» có dữ liệu ở ô {catalogue_sheet.address(height, width - 1)}: "
            "quá nhiều dòng hoặc cột. Xóa phần thừa."
        )
    grid = [
        [texts.get((row, column), "") for column in range(width)] for row in range(1, height + 1)
    ]
    return grid, faults


def _fill_merged(sheet, texts):
    """Every cell of a merged area says what its first says; areas are as large as the table."""
    height = max((row for row, _ in texts), default=0)
    for area in sheet.merged_cells.ranges:
        text = texts.get((area.min_row, area.min_col - 1))
        if not text or area.max_col - area.min_col > catalogue_sheet.MAX_COLUMNS:
            continue
        for row in range(area.min_row, min(area.max_row, height) + 1):
            for column in range(area.min_col - 1, area.max_col):
                texts[row, column] = text


def _text(value):
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


# --- Writing -----------------------------------------------------------------------------


def write(title: str, titles: list[str], rows: list[list[str]]) -> bytes:
    """A workbook of one sheet, all cells text: nothing that a cell holds is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for index, heading in enumerate(titles, start=1):
        width = 60 if len(heading) > 18 else 24
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "C2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in titles])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet, text, bold=False):
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = clean(text, keep_lines=True)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in tuple("=+-@\t\r")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def pieces(text: str) -> list[str]:
    """The text in parts that a cell holds, broken at line ends."""
    parts, current = [], ""
    for line in text.split("\n"):
        if current and len(current) + len(line) + 1 > MAX_CELL:
            parts.append(current)
            current = line
        else:
            current = f"{current}\n{line}" if current else line
    return [*parts, current]
