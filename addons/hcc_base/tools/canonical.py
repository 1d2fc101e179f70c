"""Canonical bytes of a row and the seal over them, chained to the row before."""

import hmac
import json
from datetime import date, datetime, timezone

SEAL_VERSIONS = (1,)


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
    digest = hmac.digest(key, previous.encode() + b"\0" + body, "sha256").hex()
    return f"${version}${digest}"
