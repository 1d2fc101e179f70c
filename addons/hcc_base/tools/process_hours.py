"""Working hours of the steps of a process, divided out of a time limit."""

from collections.abc import Sequence
from typing import NamedTuple

from .splits import largest_remainder

#: hours are given in quarters, so that they add up exactly
PER_HOUR = 4


class Share(NamedTuple):
    """What one step takes: a fixed number of quarters of an hour, or a share of what these leave.

    ``percent`` is a weight among the steps without fixed hours; usually they make 100.
    """

    percent: int = 0
    fixed: int = 0


class LimitExceeded(ValueError):
    """The fixed hours alone are more than the limit."""


def quarters(hours: float) -> int:
    """Hours in quarters, rounded down: a part of a quarter is no time to plan with."""
    return int(hours * PER_HOUR + 1e-6)


def divide(limit_hours: float, shares: Sequence[Share]) -> list[float]:
    """Hours of each step. Their sum is never above the limit.

    With at least one share above 0 the hours use up the limit to its last quarter; without,
    what the fixed hours leave stays in reserve.
    """
    limit = quarters(limit_hours)
    fixed = sum(share.fixed for share in shares)
    if fixed > limit:
        raise LimitExceeded(f"{fixed / PER_HOUR:g} > {limit / PER_HOUR:g}")
    weights = [0 if share.fixed else share.percent for share in shares]
    parts = largest_remainder(limit - fixed, weights) if any(weights) else [0] * len(shares)
    return [(share.fixed or part) / PER_HOUR for share, part in zip(shares, parts, strict=True)]


def in_proportion(limit_hours: float, hours: Sequence[float]) -> list[float]:
    """The same process within another limit: every step keeps its part of the sum."""
    weights = [quarters(value) for value in hours]
    return divide(limit_hours, [Share(percent=weight) for weight in weights])


def one_after_the_other(rounds: Sequence[Sequence[float]]) -> float:
    """Hours until the last is done, when those of a round run together: the longest of each."""
    return sum(max(hours, default=0) for hours in rounds)
