"""A pasted list of centres: name, code, superior's code, address, hotline, superior body.

As it comes from a spreadsheet (tabs) or a CSV file (semicolons or commas). Every row is
kept, a faulty one with what is wrong with it, so that the whole list can be shown.
"""

import csv
from typing import NamedTuple

from . import numbers, text

COLUMNS = ("name", "code", "parent", "address", "hotline", "superior")


class CentreRow(NamedTuple):
    """One centre of the list; ``problem`` is empty when the row can be read."""

    line: int
    name: str
    code: str
    parent: str = ""
    address: str = ""
    hotline: str = ""
    superior: str = ""
    problem: str = ""


def parse(pasted: str) -> list[CentreRow]:
    """The rows of a pasted list, in their order; empty lines and a heading are left out."""
    lines = [(line, _cells(raw)) for line, raw in enumerate(pasted.splitlines(), start=1)]
    lines = [(line, cells) for line, cells in lines if any(cells)]
    if lines and _is_heading(lines[0][1]):
        del lines[0]
    rows, seen = [], {}
    for line, cells in lines:
        row = CentreRow(line, *(cells + [""] * len(COLUMNS))[: len(COLUMNS)])
        rows.append(row._replace(problem=_problem(row, len(cells), seen)))
        seen.setdefault(row.code, line)
    return rows


def _cells(raw):
    delimiter = next((mark for mark in "\t;" if mark in raw), ",")
    cells = next(csv.reader([raw], delimiter=delimiter, skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in cells]


def _is_heading(cells):
    return text.fold(cells[0]).startswith(("ten", "name", "stt"))


def _problem(row, width, seen):
    if width > len(COLUMNS):
        return f"Dòng {row.line}: thừa cột; mỗi dòng có nhiều nhất {len(COLUMNS)} cột."
    if not row.name:
        return f"Dòng {row.line}: thiếu tên Trung tâm."
    if row.code in seen:
        return f"Dòng {row.line}: mã {row.code} đã có ở dòng {seen[row.code]}."
    for code in filter(None, (row.code or "?", row.parent)):
        try:
            numbers.check_unit_code(code)
        except numbers.NumberError as error:
            return f"Dòng {row.line}: {error}"
    return ""
