"""The keys of a pad, as an administrator writes them: ``1=goi_tiep, 2=goi_lai``."""

import re

_SENT = re.compile(r"[!-<>-~]{1,16}")
_MEANING = re.compile(r"[a-z0-9_]{1,32}")


def parse(text):
    """``{what the pad sends: what it means}``; ``ValueError`` names what is wrong."""
    keys = {}
    for part in filter(None, (part.strip() for part in (text or "").split(","))):
        sent, equals, meaning = (word.strip() for word in part.partition("="))
        if not equals or not _SENT.fullmatch(sent) or not _MEANING.fullmatch(meaning):
            raise ValueError(part)
        if sent.upper() in keys:
            raise ValueError(part)
        keys[sent.upper()] = meaning
    return keys
