"""Colours that stay readable: contrast by WCAG 2.2, whatever colour an administrator chooses."""

import re

BLACK, WHITE = "#000000", "#ffffff"
#: WCAG 2.2, 1.4.3: text against its ground.
TEXT_CONTRAST = 4.5
#: The grounds of the suite's pages on which the brand is written.
PAGE_GROUNDS = (WHITE, "#f4f6f9")
#: How much of the brand its pale ground holds.
SOFT_SHARE = 0.1
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_STEP = 0.02


class ColourError(ValueError):
    """The text is no colour; the message says what one looks like."""


def normalised(text: str) -> str:
    """``text`` as ``#rrggbb``. Raises ColourError for anything but six hexadecimal digits."""
    match = _HEX.fullmatch((text or "").strip())
    if not match or not match[1].isascii():
        raise ColourError("Mã màu gồm dấu # và sáu chữ số hệ 16, ví dụ #0b4f8a.")
    return "#" + match[1].lower()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour``; one of them always reaches 4.5."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))


def mix(colour: str, other: str, share: float) -> str:
    """``share`` of ``colour`` and the rest of ``other``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def ink(colour: str, grounds=PAGE_GROUNDS, ratio: float = TEXT_CONTRAST) -> str:
    """``colour``, darkened as far as text in it needs to be read on each of the (light) grounds."""
    share = 1.0
    while share > 0:
        candidate = mix(colour, BLACK, share)
        if all(contrast(candidate, ground) >= ratio for ground in grounds):
            return candidate
        share -= _STEP
    return BLACK


def palette(colour: str) -> dict:
    """What pages and papers make of one brand colour.

    ``color`` as a ground, ``text`` on it, ``soft`` a pale ground, ``ink`` for text on pale grounds.
    """
    brand = normalised(colour)
    soft = mix(brand, WHITE, SOFT_SHARE)
    return {
        "color": brand,
        "text": text_on(brand),
        "soft": soft,
        "ink": ink(brand, (*PAGE_GROUNDS, soft)),
    }


def _channels(colour):
    digits = normalised(colour)[1:]
    return tuple(int(digits[start : start + 2], 16) for start in (0, 2, 4))


def _linear(channel):
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
