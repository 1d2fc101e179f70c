"""Texts with places to be filled in, ``{code}`` and the like."""

import re

_PLACE = re.compile(r"\{([a-z_]+)\}")


def places(text: str) -> set[str]:
    """The names of the places.

    >>> sorted(places("{code}: {link}"))
    ['code', 'link']
    """
    return set(_PLACE.findall(text))


def stray_braces(text: str) -> bool:
    """Whether a brace belongs to no place.

    >>> stray_braces("{code}"), stray_braces("{Mã}")
    (False, True)
    """
    return bool(re.search(r"[{}]", _PLACE.sub("", text)))


def filled(text: str, values: dict) -> str:
    """The text with its places filled; a line with a place that has no value is left out.

    >>> filled("Mã {code}.\\nTrước ngày {until}.", {"code": "H1", "until": ""})
    'Mã H1.'
    """
    lines = [line for line in text.split("\n") if all(values.get(name) for name in places(line))]
    return _PLACE.sub(lambda match: str(values[match[1]]), "\n".join(lines)).strip()
