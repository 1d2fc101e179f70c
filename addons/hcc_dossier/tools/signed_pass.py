"""A short signature over plain values, for addresses that work for a while only."""

import base64
import hashlib
import hmac


def sign(key: bytes, *values) -> str:
    """26 letters and digits that nobody makes without ``key``.

    >>> sign(b"k", 1, "a") == sign(b"k", 1, "a"), sign(b"k", 1, "a") == sign(b"k", 11, "a")
    (True, False)
    """
    message = "\x1f".join(str(value) for value in values).encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def is_signed(key: bytes, signature: str, *values) -> bool:
    """Whether ``signature`` is the one of ``values``; compared in constant time."""
    return hmac.compare_digest(sign(key, *values).encode(), signature.encode("utf-8", "replace"))
