"""What devices send: never trusted to have the right shape. Imports nothing from Odoo."""

MAX_TEXT = 100
MAX_ROWS = 500
HEALTH_KEYS = ("state", "since", "version", "unfinished", "doorbell", "detail")


def dicts(request, key, limit=MAX_ROWS):
    """Return the objects of the list ``request[key]``, at most ``limit``; other shapes vanish."""
    rows = request.get(key)
    return [row for row in rows if isinstance(row, dict)][:limit] if isinstance(rows, list) else []


def text(value):
    """Return a short text; anything else is an empty one."""
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def health(data):
    """Return only known keys with short plain values."""
    return {
        key: text(value) if isinstance(value, str) else value
        for key in HEALTH_KEYS
        if isinstance(value := data.get(key), (str, int, float, bool))
    }


def utc(instant):
    """Return a naive UTC instant as devices read it: ``2026-11-23T01:00:00Z``."""
    return instant.isoformat(timespec="seconds") + "Z"
