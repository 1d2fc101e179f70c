"""Canonical bytes of a journal row and the chain of seals over them.

What a chain proves: a row changed, inserted, removed or moved after sealing
breaks it for whoever lacks the key. What it cannot show alone is that the
*last* rows were cut off: for that the head of the chain is exported daily and
given back to :func:`verify_chain` as an :class:`Anchor`.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import date, datetime, timezone
from typing import NamedTuple

SEAL_VERSIONS = (1,)


class Anchor(NamedTuple):
    """A chain's head as exported: number of rows sealed and the last seal."""

    count: int
    seal: str


def canonical_json(obj) -> bytes:
    """The one UTF-8 JSON text of a value: keys sorted, no spaces.

    Datetimes are written in UTC with microseconds and ``Z`` (naive ones are
    UTC already, as Odoo's), dates as ISO. Raises TypeError for floats (their
    text is not canonical), for keys that are not text and for unknown types;
    ValueError for lone surrogates, which UTF-8 cannot carry.
    """
    text = json.dumps(_plain(obj), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _plain(value):
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, datetime):
        return _utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {_checked_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON form")


def _checked_key(key):
    if type(key) is not str:
        raise TypeError(f"a key of canonical JSON is text, not {type(key).__name__}")
    return key


def _utc_text(moment):
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds") + "Z"


def chain_seal(key: bytes, version: int, previous: str, body: bytes) -> str:
    """The seal of a row: ``$<version>$`` and HMAC-SHA256(key, previous ‖ 0x00 ‖ body) in hex.

    ``previous``: the seal of the row before, empty for the first. Raises
    ValueError for an unknown version, an empty key or a NUL in ``previous``.
    """
    if version not in SEAL_VERSIONS:
        raise ValueError(f"unknown seal version: {version!r}")
    if not key:
        raise ValueError("a chain cannot be sealed with an empty key")
    if "\0" in previous:
        raise ValueError("a seal contains no NUL")
    digest = hmac.new(key, previous.encode() + b"\0" + body, hashlib.sha256).hexdigest()
    return f"${version}${digest}"


def verify_chain(
    key: bytes,
    rows: Iterable[tuple[bytes, str]],
    *,
    previous: str = "",
    anchor: Anchor | None = None,
) -> int | None:
    """Index of the first row that breaks the chain, or None when it holds.

    ``rows``: ``(body, seal)`` in order, sealed after ``previous``. With an
    ``anchor`` (counted from the same first row) a chain cut shorter gives the
    index of the first missing row, and one rewritten with another head gives
    the index of the anchored row.
    """
    count = 0
    for index, (body, seal) in enumerate(rows):
        if not _seals(key, seal, previous, body) or _contradicts(anchor, index, seal):
            return index
        previous = seal
        count = index + 1
    return count if anchor and count < anchor.count else None


def _seals(key, seal, previous, body):
    version = _version_of(seal)
    return version is not None and hmac.compare_digest(
        chain_seal(key, version, previous, body), seal
    )


def _version_of(seal):
    """The version a seal names, or None when it is no seal of ours."""
    if not seal or not seal.isascii():
        return None
    for version in SEAL_VERSIONS:
        if seal.startswith(f"${version}$"):
            return version
    return None


def _contradicts(anchor, index, seal):
    return anchor is not None and index + 1 == anchor.count and seal != anchor.seal
