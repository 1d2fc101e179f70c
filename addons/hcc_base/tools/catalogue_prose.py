"""What a cell of an agency's sheet says, as a proposal that names its doubt.

A proposal is certain only where the cell says exactly one thing in so many words. Everything else
carries a question for a person and, where the cell gives one, a suggestion. Numbers come from the
text, or from a conversion that the question spells out.
"""

import re
from typing import Any, NamedTuple

from .text import clean, fold, plain_digits

#: Half a day is four working hours, a day eight: so the centres count (buổi, ngày làm việc).
HOURS_PER_DAY = 8
MAX_LIMIT = 3650
UNIT_NAMES = {
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
}
SAME_DAY = "trả trong ngày"


class Proposal(NamedTuple):
    """``value``: plain data or None; ``kind`` names the doubt, so that equal ones are answered
    together; ``question`` is for a person, in Vietnamese; certain when there is none."""

    value: Any
    source: str
    kind: str = ""
    question: str = ""

    @property
    def certain(self) -> bool:
        return not self.kind


def unsaid(text: str) -> bool:
    """Whether a cell states nothing, in the words portals use for it."""
    return fold(text).strip(" .-–:;") in ("", "khong co thong tin", "khong ro", "dang cap nhat")


def unbracketed(text: str) -> str:
    """A remark as our sheets write it in square brackets of their own."""
    return clean(text).replace("[", "(").replace("]", ")")


# --- Time limits -----------------------------------------------------------------------

_NUMBER = r"(?<![\d.,/])(\d{1,4}(?:[.,]\d{1,2})?|\d/\d)(?![\d/]|[.,]\d)"
_UNIT = r"(ngay lam viec|ngay|gio lam viec|gio hanh chinh|gio|tuan|thang|nam|phut)(?![a-z])"
_MENTION = re.compile(rf"{_NUMBER}(?:\s*\([a-z\s]+\))?\s*{_UNIT}|(nua ngay lam viec|nua ngay)")
_LEAD = re.compile(
    r"(?:trong|thoi han|thoi gian|giai quyet|toi da|khong qua|cham nhat|vong|la|:|-|\s)*"
)
_TAIL = re.compile(
    r"[\s,]*(?:(?:ke|tinh) tu (?:ngay|khi|thoi diem)(?: nhan| tiep nhan| nop)?(?: duoc)?(?: day)?"
    r"(?: du)?(?: ho so)?(?: day du)?(?:,? va)?(?: hop le)?(?: theo quy dinh)?)?[\s.;,]*"
)
_PREFERRED = {"ngay lam viec": "working_day", "ngay": "calendar_day"}
_HOURS = {"gio lam viec", "gio hanh chinh"}
_TO_DAYS = {"tuan": 7, "thang": 30, "nam": 365}


def limit(text: str, unit: str = "") -> Proposal:
    """A time limit; ``unit`` is what the column's title says for bare numbers.

    The value is ``{"value": 5, "unit": "working_day", "same_day": False}``.
    """
    source = clean(plain_digits(text))
    said = fold(source)
    if unsaid(source) or re.fullmatch(r"khong (?:co )?(?:quy dinh|xac dinh).{0,40}", said):
        return _doubt(None, source, "limit_none", "Tờ không nêu thời hạn giải quyết. Ghi thời hạn.")
    if re.fullmatch(_NUMBER, said):
        return _bare(source, unit)
    body, same_day = _without_same_day(said)
    mentions = list(_MENTION.finditer(body))
    if not mentions:
        return _wordless(source, body or said, same_day)
    values = []
    for found in mentions:
        proposal = _measured(source, found)
        if proposal.value not in [item.value for item in values]:
            values.append(proposal)
    return _one_of(source, body, mentions, values, same_day)


def write_limit(value: dict) -> str:
    """The words that :func:`limit` reads back as exactly this value."""
    tail = f", {SAME_DAY}" if value["same_day"] else ""
    return f"{value['value']} {UNIT_NAMES[value['unit']]}{tail}"


def _without_same_day(said):
    tail = f", {fold(SAME_DAY)}"
    return (said.removesuffix(tail), True) if said.endswith(tail) else (said, False)


def _doubt(value, source, kind, question):
    return Proposal(value, source, kind, question)


def _value(amount, unit, same_day=False):
    return {"value": amount, "unit": unit, "same_day": same_day}


def _bare(source, unit):
    if unit:
        return limit(f"{source} {unit}")
    days = _whole(fold(source))
    value = _value(days, "working_day") if days else None
    return _doubt(
        value, source, "limit_no_unit", f"Ô chỉ ghi «{source}», không có đơn vị. Là ngày làm việc?"
    )


def _whole(digits):
    """A positive whole number within reason, or None."""
    try:
        number = float(digits.replace(",", "."))
    except ValueError:
        return None
    return int(number) if number == int(number) and 0 < number <= MAX_LIMIT else None


def _wordless(source, said, same_day):
    if re.search(r"(trong|trong mot) buoi", said):
        return _doubt(
            _value(HOURS_PER_DAY // 2, "working_hour", True),
            source,
            "limit_session",
            "«Trong buổi»: ghi là 4 giờ làm việc (nửa ngày), trả trong ngày?",
        )
    if re.search(r"trong ngay|ngay sau khi|giai quyet ngay|tra ngay|tra ket qua ngay", said):
        return _doubt(
            _value(1, "working_day", True),
            source,
            "limit_same_day",
            "Tờ ghi giải quyết ngay, trong ngày: ghi là 1 ngày làm việc, trả trong ngày?",
        )
    return _doubt(
        None, source, "limit_unread", f"Không đọc được thời hạn từ «{source[:120]}». Ghi thời hạn."
    )


def _measured(source, found):
    digits, unit, half = found.groups()
    if half or digits == "1/2" and unit in _PREFERRED:
        return Proposal(_value(HOURS_PER_DAY // 2, "working_hour"), source)
    if unit in _PREFERRED:
        return _days(source, digits, _PREFERRED[unit])
    number = _whole(digits)
    if number is None:
        return _doubt(
            None, source, "limit_unread", "Số trong thời hạn không đọc được. Ghi thời hạn."
        )
    if unit in _HOURS:
        return Proposal(_value(number, "working_hour"), source)
    return _converted(source, number, unit)


def _days(source, digits, unit):
    whole = _whole(digits)
    if whole:
        return Proposal(_value(whole, unit), source)
    try:
        hours = _whole(str(float(digits.replace(",", ".")) * HOURS_PER_DAY))
    except ValueError:
        hours = None
    if hours and unit == "working_day":
        return Proposal(_value(hours, "working_hour"), source)
    return _doubt(None, source, "limit_unread", "Số trong thời hạn không đọc được. Ghi thời hạn.")


def _converted(source, number, unit):
    if unit == "gio":
        value = _value(number, "working_hour")
        return _doubt(
            value, source, "limit_hours", f"«{number} giờ» là giờ làm việc (một ngày 8 giờ)?"
        )
    if unit == "phut":
        hours = -(-number // 60)
        value = _value(hours, "working_hour", True)
        question = f"«{number} phút»: ghi là {hours} giờ làm việc, trả trong ngày?"
        return _doubt(value, source, "limit_minutes", question)
    days = number * _TO_DAYS[unit]
    value = _value(days, "calendar_day") if days <= MAX_LIMIT else None
    question = f"Thời hạn ghi bằng tuần, tháng hoặc năm: quy ra {days} ngày (tháng tính 30 ngày)?"
    return _doubt(value, source, "limit_month", question)


def _one_of(source, body, mentions, values, same_day):
    first = values[0]
    if len(values) > 1:
        listed = "; ".join(write_limit(item.value) for item in values if item.value)
        return _doubt(
            first.value, source, "limit_many", f"Ô nêu nhiều thời hạn ({listed}). Chọn một."
        )
    if same_day and first.certain and first.value:
        first = first._replace(value={**first.value, "same_day": True})
    rest = (body[: mentions[0].start()], body[mentions[-1].end() :])
    plain = len(mentions) == 1 and _LEAD.fullmatch(rest[0]) and _TAIL.fullmatch(rest[1])
    if plain or not first.certain:
        return first
    words = write_limit(first.value)
    return _doubt(
        first.value, source, "limit_prose", f"Thời hạn nằm trong đoạn văn. Có đúng là {words}?"
    )
