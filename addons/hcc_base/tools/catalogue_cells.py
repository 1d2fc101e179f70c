"""One cell of a sheet of procedures, by the field it states: its text read, its value written.

``write(key, value)`` gives the text that ``parse(key, text)`` reads back as exactly that value,
so an export imports unchanged and a person's answer is read like a cell.
"""

import re
from datetime import date

from . import catalogue_fees, catalogue_papers, catalogue_prose, numbers
from .catalogue_prose import Proposal, unsaid
from .text import clean, fold

_LINES = {"legal_basis", "requirement", "how_note"}
_KINDS = {"procedure": "Thủ tục hành chính", "service": "Dịch vụ"}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")


def parse(key: str, text: str, unit: str = "") -> Proposal:
    """What the cell of field ``key`` says; ``unit`` is what the column's title says of numbers."""
    if key in ("limit", "statutory"):
        return catalogue_prose.limit(text, unit)
    if key in _PARSERS:
        return _PARSERS[key](text)
    value = clean(text, keep_lines=key in _LINES)
    return Proposal(value or None, text)


def write(key: str, value) -> str:
    """The text of a value; empty for None."""
    if value is None:
        return ""
    if key in _WRITERS:
        return _WRITERS[key](value)
    return value


def is_stated(key: str, text: str) -> bool:
    """Whether a cell says anything at all; an empty one leaves the catalogue as it is."""
    return bool(text.strip()) and (key in ("code", "name") or not unsaid(text))


def _code(text):
    """A code as a spreadsheet may have maimed it: a number has lost its last zeros. Whether one
    of another form may stand depends on the kind of procedure."""
    source = clean(text).strip(" '.")
    if numbers.PROCEDURE_CODE.fullmatch(source):
        return Proposal(source, source)
    digits = re.fullmatch(r"([1-9])[.,](\d{1,6})", source)
    if digits:
        whole = f"{digits[1]}.{digits[2]:0<6}"
        return Proposal(
            whole, source, "code_form", f"Mã «{source}» không đủ 6 số. Có đúng là {whole}?"
        )
    found = numbers.PROCEDURE_CODE.search(source)
    if found:
        return Proposal(found[0], source, "code_form", f"Ô mã còn chữ khác. Có đúng là {found[0]}?")
    return Proposal(source or None, source)


def _kind(text):
    said = fold(text)
    kinds = {fold(label): kind for kind, label in _KINDS.items()}
    if said in kinds:
        return Proposal(kinds[said], text)
    question = f"Không hiểu loại «{clean(text)[:60]}». Là thủ tục hành chính?"
    return Proposal("procedure", text, "kind_unread", question)


def _day(text):
    """A date written by day, month, year, or None with a question."""
    source = clean(text)
    found = _DAY.fullmatch(source.removeprefix("ngày ").strip())
    try:
        day, month, year, *iso = (int(part) if part else 0 for part in found.groups())
        written = date(*iso) if iso[0] else date(year, month, day)
    except (AttributeError, ValueError):
        question = f"Không đọc được ngày «{source[:40]}». Ghi dạng ngày/tháng/năm."
        return Proposal(None, source, "day_unread", question)
    return Proposal(written.isoformat(), source)


def _write_day(value):
    return date.fromisoformat(value).strftime("%d/%m/%Y")


def _aliases(text):
    codes = [clean(part) for part in re.split(r"[;,\n]", text)]
    return Proposal(sorted({code for code in codes if code}), text)


def _results(text):
    """Codes that are not of the national form are left out, and said so."""
    proposal = catalogue_papers.results(text)
    odd = [
        item["code"]
        for item in proposal.value
        if item["code"] and not numbers.RESULT_CODE.fullmatch(item["code"])
    ]
    if not odd:
        return proposal
    value = [
        {**item, "code": "" if item["code"] in odd else item["code"]} for item in proposal.value
    ]
    question = f"Mã kết quả {', '.join(odd)} không đúng dạng KQ.G00.000000. Bỏ mã, giữ tên?"
    return Proposal(value, proposal.source, "result_code", question)


_PARSERS = {
    "code": _code,
    "kind": _kind,
    "level": catalogue_papers.level,
    "fees": catalogue_fees.fees,
    "components": catalogue_papers.components,
    "steps": catalogue_papers.steps,
    "results": _results,
    "legal_basis": lambda text: Proposal(catalogue_papers.legal_basis(text) or None, text),
    "decision_date": _day,
    "aliases": _aliases,
}
_WRITERS = {
    "kind": _KINDS.get,
    "level": catalogue_papers.LEVELS.get,
    "limit": catalogue_prose.write_limit,
    "statutory": catalogue_prose.write_limit,
    "fees": catalogue_fees.write_fees,
    "components": catalogue_papers.write_components,
    "steps": catalogue_papers.write_steps,
    "results": catalogue_papers.write_results,
    "decision_date": _write_day,
    "aliases": "; ".join,
}
