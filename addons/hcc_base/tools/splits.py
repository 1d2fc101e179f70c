"""Splitting an amount of đồng so that the parts are whole and add up."""

from collections.abc import Sequence


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` split in proportion to ``weights`` by the largest-remainder method.

    The parts always add up to the total: no đồng is lost or created. Equal
    remainders favour the earlier index. A negative total (a reversal) gives
    exactly the negated parts of the positive one.
    Raises TypeError for anything but ints, ValueError for a negative weight
    or when a total other than 0 meets no positive weight.
    """
    _check_split(total, weights)
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    if not total:
        return [0] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _check_split(total, weights):
    if any(type(number) is not int for number in (total, *weights)):
        raise TypeError("a total and its weights are ints")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight must not be negative")
    if total and not any(weights):
        raise ValueError("a total cannot be split without a positive weight")
