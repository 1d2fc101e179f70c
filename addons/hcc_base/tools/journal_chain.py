"""The journal's chain: what a row's seal vouches for, and the walk that finds where it breaks.

A row is verified as the database holds it, column by column and value by value: NULL is not an
empty text. The walk names the first position at which the chain is not what was sealed; what is
behind it cannot be judged any more.

The chain alone does not show that its *last* rows were cut off or that an old copy was restored.
For that its heads are exported daily and given back to the walk.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from .canonical import chain_seal

#: Everything the database holds of a row but the seals themselves.
SEALED_COLUMNS = (
    "id",
    "company_id",
    "occurred_at",
    "user_id",
    "on_behalf_user_id",
    "res_model",
    "res_id",
    "verb",
    "from_state",
    "to_state",
    "facts",
    "is_demo_clock",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "position",
    "seal_version",
    "key_version",
)
COLUMNS = (*SEALED_COLUMNS, "previous_seal", "seal")
#: The columns that sealing adds to a row.
SEAL_COLUMNS = COLUMNS[-5:]

JournalRow = namedtuple("JournalRow", COLUMNS)


class Head(NamedTuple):
    """A chain's head as exported: its last position and seal."""

    position: int
    seal: str


class Broken(NamedTuple):
    """Where the chain is not what was sealed: ``row`` is what stands there now, if anything."""

    kind: str
    position: int
    row: JournalRow | None = None


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def sealed_body(row) -> bytes:
    """The canonical JSON of a row as fetched, quicker than :func:`canonical.canonical_json`.

    The same bytes for everything the journal can hold; a float, which it never holds, gives a
    body that no seal fits.
    """
    plain = {
        name: value.isoformat(timespec="microseconds") + "Z" if type(value) is datetime else value
        for name, value in zip(SEALED_COLUMNS, row, strict=False)
    }
    return _encode(plain).encode()


def row_seal(key: bytes, row: JournalRow, previous: str) -> str:
    """The seal of a row that holds its position and versions, behind the seal ``previous``."""
    return chain_seal(key, row.seal_version, previous, sealed_body(row))


class ChainWalk:
    """Follows one centre's rows in the order of their positions.

    ``key_of``: the key of a version, LookupError where there is none. ``heads``: exported ones.
    """

    def __init__(self, key_of: Callable[[int], bytes], heads: Iterable[Head] = ()):
        self.position, self.seal, self.versions = 0, "", (0, 0)
        self.demo_rows = 0
        self._key_of, self._keys = key_of, {}
        self._heads = sorted({head for head in heads if head.position > 0})
        self._next_head = 0

    def follow(self, row: JournalRow) -> Broken | None:
        """Go on to ``row``; what breaks the chain there, or None."""
        kind = self._fault(row)
        if kind:
            return Broken(kind, self.position + 1 if kind == "missing" else row.position, row)
        self.demo_rows += bool(row.is_demo_clock)
        self.position, self.seal = row.position, row.seal
        self.versions = (row.seal_version, row.key_version)
        return self._contradiction(row)

    def finish(self) -> Broken | None:
        """The end is reached: whether an exported head lies beyond it."""
        if self._next_head < len(self._heads):
            return Broken("tail", self.position + 1)
        return None

    def last_head_before(self, position: int) -> int:
        """The position of the last exported head that held; 0 when there is none."""
        held = [head.position for head in self._heads if head.position < position]
        return max(held, default=0)

    def _fault(self, row):
        if row.position != self.position + 1:
            return "missing" if row.position > self.position else "extra"
        if (row.previous_seal or "") != self.seal:
            return "link" if self.fits(row, self.seal) else "replaced"
        if not self.fits(row, self.seal):
            return self._misfit(row)
        if row.seal_version < self.versions[0] or row.key_version < self.versions[1]:
            return "version"
        return None

    def fits(self, row: JournalRow, previous: str) -> bool:
        """Whether the row's own seal vouches for it behind ``previous``."""
        try:
            key = self._key(row.key_version)
            return row.seal == row_seal(key, row, previous)
        except (LookupError, TypeError, ValueError):
            return False

    def expected_seal(self, row: JournalRow) -> str | None:
        """The seal that the row as it stands would carry here."""
        try:
            return row_seal(self._key(row.key_version), row, self.seal)
        except (LookupError, TypeError, ValueError):
            return None

    def _misfit(self, row):
        try:
            self._key(row.key_version)
        except (LookupError, TypeError):
            return "key"
        return "content"

    def _key(self, version):
        if version not in self._keys:
            self._keys[version] = self._key_of(version)
        return self._keys[version]

    def _contradiction(self, row):
        found = None
        while self._next_head < len(self._heads):
            head = self._heads[self._next_head]
            if head.position > row.position:
                break
            self._next_head += 1
            if head.seal != row.seal and not found:
                found = Broken("head", row.position, row)
        return found
