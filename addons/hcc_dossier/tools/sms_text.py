"""Short messages: what a telephone network makes of a text.

160 characters of the old alphabet (GSM 03.38) are one message, 70 of any other; longer ones are
cut into parts of 153 or 67 and paid each.
"""

import unicodedata
from typing import NamedTuple

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: these take two places
_EXTENDED = set("^{}\\[~]|€\f")
_DASHES = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "‘": "'", "…": "..."})


class Size(NamedTuple):
    """How long a text is: ``length`` in places, ``parts`` that are sent, whether it is GSM."""

    length: int
    parts: int
    is_gsm: bool


def size(text: str) -> Size:
    """
    >>> size("Ho so da co ket qua")
    Size(length=19, parts=1, is_gsm=True)
    >>> size("Hồ sơ").is_gsm, size("x" * 161).parts, size("ồ" * 71).parts
    (False, 2, 2)
    """
    is_gsm = all(character in _BASIC or character in _EXTENDED for character in text)
    if is_gsm:
        length = sum(2 if character in _EXTENDED else 1 for character in text)
        return Size(length, _parts(length, 160, 153), True)
    length = len(text.encode("utf-16-be")) // 2
    return Size(length, _parts(length, 70, 67), False)


def _parts(length, single, each):
    return 1 if length <= single else -(-length // each)


def without_marks(text: str) -> str:
    """The text without Vietnamese marks: Đ is D, quotation marks and dashes are plain.

    >>> without_marks("Hồ sơ “đã có” – kết quả")
    'Ho so "da co" - ket qua'
    """
    plain = unicodedata.normalize("NFD", text.translate(_DASHES))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return plain.replace("đ", "d").replace("Đ", "D")


def shortened(text: str, most: int) -> str:
    """The text cut at a word so that it takes ``most`` characters, with an ellipsis.

    >>> shortened("Cấp giấy phép xây dựng", 12), shortened("Cấp", 12)
    ('Cấp giấy...', 'Cấp')
    """
    if len(text) <= most:
        return text
    cut = text[: max(most - 3, 0)]
    if " " in cut and text[len(cut)] != " ":
        cut = cut.rsplit(" ", 1)[0]
    return f"{cut.rstrip()}..." if most > 3 else text[:most]
