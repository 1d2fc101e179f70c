"""Stamps: a finished step leaves the version it was made from, so a second run skips it."""

import os

from . import paths


def is_fresh(name: str, version: str) -> bool:
    try:
        return (paths.STAMPS / name).read_text() == version
    except OSError:
        return False


def set_fresh(name: str, version: str) -> None:
    """Written last and by rename: an interrupted step has no stamp and is done again."""
    new = paths.STAMPS / f".{name}.new"
    new.write_text(version)
    os.replace(new, paths.STAMPS / name)


def clear(name: str) -> None:
    (paths.STAMPS / name).unlink(missing_ok=True)
