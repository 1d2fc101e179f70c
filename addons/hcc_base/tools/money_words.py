"""Amounts of đồng in words and in figures, as Vietnamese financial papers write them.

``num2words`` is not used: in Vietnamese it drops the empty hundreds that a
receipt must read (1.001 is "một nghìn không trăm lẻ một").
A receipt states its amount in figures and in words: NĐ 254/2026 Điều 23(2đ).
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
THOUSAND_UNITS = ("", "nghìn", "triệu")
BILLION = 10**9
LIMIT = 10**18
ZERO_TENS = ("lẻ", "linh")


def vnd_in_words(amount: int, *, zero_tens: str = "lẻ") -> str:
    """The amount read out, capital first: "Một nghìn không trăm lẻ một đồng".

    A negative amount (a reversal) begins with "Âm". ``zero_tens``: "lẻ" or
    "linh", the word for an empty tens place. Raises TypeError for anything
    but an int, ValueError from 10^18 đồng on or for another ``zero_tens``.
    """
    _check_amount(amount)
    if zero_tens not in ZERO_TENS:
        raise ValueError(f"zero_tens must be one of {ZERO_TENS}")
    if abs(amount) >= LIMIT:
        raise ValueError("Số tiền quá lớn, không đọc được bằng chữ.")
    spoken = _read(abs(amount), zero_tens) or [DIGITS[0]]
    sentence = " ".join([*(["âm"] if amount < 0 else []), *spoken, "đồng"])
    return sentence[0].upper() + sentence[1:]


def format_vnd(amount: int) -> str:
    """The amount in figures, thousands parted by points: "1.414.812.973 đ"."""
    _check_amount(amount)
    return f"{amount:,} đ".replace(",", ".")


def _check_amount(amount):
    if type(amount) is not int:
        raise TypeError(f"an amount of đồng is an int, not {type(amount).__name__}")


def _read(number: int, zero_tens: str) -> list[str]:
    """Words of a number; empty for 0. Milliards (tỷ) are read as numbers of their own."""
    billions, rest = divmod(number, BILLION)
    spoken = [*_read(billions, zero_tens), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            # A group after another is read in full: "không trăm lẻ năm nghìn".
            spoken += _read_group(group, in_full=bool(spoken), zero_tens=zero_tens)
            spoken += [THOUSAND_UNITS[power]] if power else []
    return spoken


def _read_group(group: int, *, in_full: bool, zero_tens: str) -> list[str]:
    hundreds, rest = divmod(group, 100)
    if not hundreds and not in_full:
        return _read_tens(rest)
    spoken = [DIGITS[hundreds], "trăm"]
    if 0 < rest < 10:
        return [*spoken, zero_tens, DIGITS[rest]]
    return [*spoken, *_read_tens(rest)]


def _read_tens(number: int) -> list[str]:
    tens, unit = divmod(number, 10)
    if not tens:
        return [DIGITS[unit]] if unit else []
    spoken = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return [*spoken, _unit_after_tens(tens, unit)] if unit else spoken


def _unit_after_tens(tens: int, unit: int) -> str:
    """After tens, 5 is "lăm"; from 21 on, 1 is "mốt" and 4 is "tư"."""
    if unit == 5:
        return "lăm"
    if tens > 1 and unit in (1, 4):
        return "mốt" if unit == 1 else "tư"
    return DIGITS[unit]
