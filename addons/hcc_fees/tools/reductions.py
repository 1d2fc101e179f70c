"""What is owed after the most favourable reduction.

Reductions never stack: of all that hold, the one that leaves least counts, and one that would make
the payer pay more than the tariff does not count at all. A fraction of a đồng is not charged.

Nothing here knows Odoo.
"""

from collections.abc import Iterable
from typing import NamedTuple

PERCENT, FIXED = "percent", "fixed"
WHOLE = 100


class Reduction(NamedTuple):
    """One rule: ``value`` per cent off, or ``value`` đồng instead of the tariff."""

    key: int
    effect: str
    value: int


def after(amount: int, reduction: Reduction) -> int:
    """Return what is owed of ``amount`` under ``reduction``."""
    if reduction.effect == FIXED:
        return reduction.value
    return amount * (WHOLE - reduction.value) // WHOLE


def best(amount: int, found: Iterable[Reduction]) -> tuple[Reduction | None, int]:
    """Return the reduction that leaves least and what it leaves; of equals the first by key."""
    ranked = sorted(found, key=lambda reduction: (after(amount, reduction), reduction.key))
    if not ranked or after(amount, ranked[0]) >= amount:
        return None, amount
    return ranked[0], after(amount, ranked[0])
