"""Codes and numbers: dossiers, tickets, receipts, procedures.

This module writes and checks them; which ordinal comes next is decided by the
database. Errors carry a Vietnamese message and a ``code``.
"""

import re
from datetime import date
from typing import NamedTuple

# Mã định danh đơn vị: old QCVN style "000.00.14.H20", or QĐ 20/2020 short style "H35.12".
_UNIT = r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,3}"
UNIT_CODE = re.compile(_UNIT)
# Mã số hồ sơ, TT 01/2018/TT-VPCP Điều 19.
DOSSIER_CODE = re.compile(rf"(?P<unit>{_UNIT})-(?P<day>[0-9]{{6}})-(?P<ordinal>[0-9]{{4,}})")
# Ký hiệu mẫu and ký hiệu of an e-receipt, TT 91/2026/TT-BTC Phụ lục II.
RECEIPT_TEMPLATE = re.compile(r"EBL0[12]")
RECEIPT_SYMBOL = re.compile(r"[0-9]{2}T[ABCDEGHKLMNPQRSTUVXY]{2}")
# Mã TTHC: national "1.001777", localised "1.001777.000.00.00.H35" or "1.014393.H38".
PROCEDURE_CODE = re.compile(
    r"[1-9]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|\.[A-Z][0-9]{2})?"
)
# Mã kết quả TTHC: "KQ.G17.000311", trước đây "000.00.00.G15-KQ002908".
RESULT_CODE = re.compile(
    r"KQ\.[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,2}\.[0-9]{6}|[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}-KQ[0-9]{6}"
)
TICKET_PREFIX = re.compile(r"[A-Z]{0,4}")


class NumberError(ValueError):
    """A code or number that is not well formed; ``code`` says which rule it breaks."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class DossierCode(NamedTuple):
    """The parts of a dossier code (mã số hồ sơ)."""

    unit_code: str
    day: date
    ordinal: int


# --- Dossiers --------------------------------------------------------------------


def dossier_code(unit_code: str, day: date, ordinal: int, digits: int = 4) -> str:
    """``H35.12-261121-0001``: unit, day of reception (local), ordinal of that day.

    TT 01/2018/TT-VPCP Điều 19. ``digits`` is the least width, at least the four
    of the circular; a day with more dossiers grows it. Raises NumberError.
    """
    check_unit_code(unit_code)
    _check_ordinal(ordinal)
    if digits < 4:
        raise NumberError("dossier_digits", "Số thứ tự trong mã hồ sơ phải có ít nhất 4 chữ số.")
    if not 2000 <= day.year <= 2099:
        raise NumberError("dossier_day", f"Ngày tiếp nhận không hợp lệ: {day:%d/%m/%Y}.")
    return f"{unit_code}-{day:%y%m%d}-{ordinal:0{digits}d}"


def parse_dossier_code(code: str) -> DossierCode:
    """The parts of a dossier code; raises NumberError when it is not one."""
    found = DOSSIER_CODE.fullmatch(code)
    ordinal = int(found["ordinal"]) if found else 0
    if not ordinal:
        raise NumberError("dossier_code", f"Mã hồ sơ không đúng định dạng: {code}.")
    return DossierCode(found["unit"], _day_of(code, found["day"]), ordinal)


def _day_of(code, digits):
    year, month, day = (int(digits[start : start + 2]) for start in (0, 2, 4))
    try:
        return date(2000 + year, month, day)
    except ValueError:
        raise NumberError("dossier_day", f"Ngày trong mã hồ sơ không có thật: {code}.") from None


def check_unit_code(code: str) -> str:
    """The identifier of an agency (mã định danh), or NumberError."""
    return _checked(UNIT_CODE, code, "unit_code", "Mã định danh đơn vị")


def unit_code_scheme(code: str) -> str | None:
    """Under which scheme an identifier is written: ``qcvn_102``, ``qd_20``, or None."""
    if not UNIT_CODE.fullmatch(code):
        return None
    return "qcvn_102" if code[0].isdigit() else "qd_20"


# --- Tickets and receipts ----------------------------------------------------------


def ticket_number(prefix: str, ordinal: int, digits: int = 3) -> str:
    """``A012``: lane letters and ordinal of the business day; more tickets grow it."""
    _checked(TICKET_PREFIX, prefix, "ticket_prefix", "Ký hiệu dãy số thứ tự")
    _check_ordinal(ordinal)
    return f"{prefix}{ordinal:0{digits}d}"


def receipt_number(ordinal: int, digits: int = 8) -> str:
    """``00000012``: at most ``digits`` figures; raises NumberError beyond.

    NĐ 254/2026 Điều 23(2c): at most 8 figures, restarting every year.
    """
    _check_ordinal(ordinal)
    if not 1 <= digits <= 8 or ordinal >= 10**digits:
        raise NumberError(
            "receipt_number", f"Số biên lai {ordinal} vượt quá {min(digits, 8)} chữ số."
        )
    return f"{ordinal:0{digits}d}"


def check_receipt_symbol(symbol: str) -> str:
    """A receipt symbol (ký hiệu biên lai) like ``26TAA``, or NumberError."""
    return _checked(RECEIPT_SYMBOL, symbol, "receipt_symbol", "Ký hiệu biên lai")


def check_receipt_template(template: str) -> str:
    """A receipt template (ký hiệu mẫu), ``EBL01`` or ``EBL02``, or NumberError."""
    return _checked(RECEIPT_TEMPLATE, template, "receipt_template", "Ký hiệu mẫu biên lai")


def check_procedure_code(code: str) -> str:
    """The code of a procedure (mã TTHC), or NumberError."""
    return _checked(PROCEDURE_CODE, code, "procedure_code", "Mã thủ tục hành chính")


def check_result_code(code: str) -> str:
    """The code of a procedure's result (mã kết quả), or NumberError."""
    return _checked(RESULT_CODE, code, "result_code", "Mã kết quả giải quyết")


def _checked(pattern, text, code, name):
    if not pattern.fullmatch(text):
        raise NumberError(code, f"{name} không đúng định dạng: {text}.")
    return text


def _check_ordinal(ordinal):
    if type(ordinal) is not int:
        raise TypeError(f"an ordinal is an int, not {type(ordinal).__name__}")
    if ordinal < 1:
        raise NumberError("ordinal", f"Số thứ tự phải lớn hơn 0 (đang là {ordinal}).")
