"""What a stranger asks the public catalogue, judged before anything is looked up."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

MAX_QUERY_BYTES = 2000
MAX_WORDS_LENGTH = 200
MAX_WORDS = 12
MAX_CODE = 64
MAX_PAGE = 10_000
MAX_SIZE = 100
PAGE_SIZE = 20
_CODE_MARKS = "._-"
_NAMES = ("q", "centre", "agency", "field", "event", "page", "size")


class QueryError(ValueError):
    """The question cannot be answered; the message tells a citizen or a programmer why."""


@dataclass(frozen=True)
class Query:
    """One question: words and codes to filter by, and which page of the answer."""

    q: str = ""
    centre: str = ""
    agency: str = ""
    field: str = ""
    event: str = ""
    page: int = 1
    size: int = PAGE_SIZE

    @property
    def offset(self):
        return (self.page - 1) * self.size

    @property
    def is_filtered(self):
        return bool(self.q or self.agency or self.field or self.event)

    def parameters(self, **changes):
        """The parameters of an address that asks this again, with ``changes``."""
        values = {name: getattr(self, name) for name in _NAMES} | changes
        defaults = Query()
        return {name: value for name, value in values.items() if value != getattr(defaults, name)}


def read(arguments, raw: bytes = b"") -> Query:
    """The question of an address: its ``arguments`` as text, ``raw`` as it came over the wire.

    Other parameters are passed over: mailers and search engines add their own.
    """
    check_encoding(raw)
    return Query(
        q=_words(arguments.get("q", "")),
        **{name: code(arguments.get(name, "")) for name in ("centre", "agency", "field", "event")},
        page=_number(arguments.get("page", ""), "page", 1, MAX_PAGE),
        size=_number(arguments.get("size", ""), "size", PAGE_SIZE, MAX_SIZE),
    )


def check_encoding(raw: bytes) -> None:
    """The address is short and UTF-8; half surrogates and broken bytes are not."""
    if len(raw) > MAX_QUERY_BYTES:
        raise QueryError("Câu hỏi quá dài.")
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError as error:
        raise QueryError("Địa chỉ có ký tự không đúng mã UTF-8.") from error


def code(text: str) -> str:
    """A code of the catalogue; empty stays empty."""
    text = unicodedata.normalize("NFC", text.strip(" "))
    if len(text) > MAX_CODE:
        raise QueryError("Mã quá dài.")
    if not all(character.isalnum() or character in _CODE_MARKS for character in text):
        raise QueryError("Mã chỉ gồm chữ, chữ số, dấu chấm, gạch nối, gạch dưới.")
    return text


def _words(text):
    if len(text) > MAX_WORDS_LENGTH:
        raise QueryError(f"Từ khóa dài quá {MAX_WORDS_LENGTH} ký tự.")
    if any(_is_hostile(character) for character in text):
        raise QueryError("Từ khóa có ký tự điều khiển.")
    if len(text.split()) > MAX_WORDS:
        raise QueryError(f"Từ khóa có quá {MAX_WORDS} từ.")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _is_hostile(character):
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\r\n"


def _number(text, name, default, largest):
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= largest):
        raise QueryError(f"Tham số “{name}” phải là số nguyên từ 1 đến {largest}.")
    return int(text)
