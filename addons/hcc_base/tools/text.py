"""Text as people type it: cleaned for storing, folded for searching."""

import re
import unicodedata
from difflib import SequenceMatcher

# Kept as line breaks when lines are kept; every other control character is dropped.
_LINE_BREAKS = "\r\n\u2028\u2029\x85\x0b\x0c"
# The marks of Vietnamese and its neighbours; rarer ones are looked up character by character.
_COMBINING = re.compile("[\u0300-\u036f]+")
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Cn", "Co"}


def clean(text: str, *, keep_lines: bool = False) -> str:
    """The text in NFC, without invisible characters, with single spaces.

    Removed: NUL and other control characters, byte-order marks, bidirectional
    and zero-width marks, lone surrogates (PostgreSQL refuses them), private
    and unassigned code points. Line breaks and tabs become spaces, or line
    breaks stay as ``\\n`` when ``keep_lines``.
    """
    if keep_lines:
        unified = text.replace("\r\n", "\n")
        for line_break in _LINE_BREAKS:
            unified = unified.replace(line_break, "\n")
        return "\n".join(clean(line) for line in unified.split("\n")).strip("\n")
    spaced = " ".join(text.split())
    if not spaced.isprintable():
        spaced = " ".join("".join(_visible(character) for character in spaced).split())
    return unicodedata.normalize("NFC", spaced)


def _visible(character):
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _INVISIBLE_CATEGORIES else character


def fold(text: str) -> str:
    """The text for searching: clean, lower case, without Vietnamese marks (Đ → d)."""
    lowered = unicodedata.normalize("NFKD", clean(text)).casefold()
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", lowered)).replace("đ", "d")
    if not plain.isascii():
        plain = "".join(character for character in plain if not _is_mark(character))
    return clean(plain)


def _is_mark(character):
    return unicodedata.category(character).startswith("M")


def is_alike(one: str, other: str) -> bool:
    """Whether one is the other with a typing error: three letters of four in the same order."""
    return SequenceMatcher(None, fold(one), fold(other)).ratio() >= 0.75


def plain_digits(text: str) -> str:
    """The text with a space for everything that only looks like a digit: footnote marks,
    circled and foreign digits. Who reads numbers out of prose must not take them for such."""
    if text.isascii():
        return text
    return "".join(" " if _is_false_digit(character) else character for character in text)


def _is_false_digit(character):
    if character.isascii():
        return False
    return any(part.isdigit() for part in unicodedata.normalize("NFKD", character))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order; anything but letters and digits parts them."""
    return tuple(
        "".join(character if character.isalnum() else " " for character in fold(text)).split()
    )
