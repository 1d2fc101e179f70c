"""Rates, scores and classes of the official sets of indicators.

Decision 766/QĐ-TTg: the maximum when the rate reaches its threshold, else in proportion, to two
decimals. Circular 01/2018/TT-VPCP art. 13–15: nine indicators of 0 to 2 points, the mean over
dossiers to one decimal. ``None`` is "no data": never zero and never the maximum.

Nothing here knows Odoo.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

#: Circular 01/2018/TT-VPCP art. 15: least total (of 18) → class of an agency.
AGENCY_CLASSES = (
    (15, "Xuất sắc"),
    (12, "Tốt"),
    (9, "Khá"),
    (6, "Trung bình"),
    (0, "Yếu"),
)
TWO_PLACES, ONE_PLACE = Decimal("0.01"), Decimal("0.1")
FULL = 2


def rate(numerator: int | None, denominator: int | None) -> Decimal | None:
    """Return the share in per cent, to two decimals; ``None`` where nothing was counted."""
    if numerator is None or not denominator:
        return None
    return _rounded(Decimal(numerator) * 100 / denominator, TWO_PLACES)


def score(
    numerator: int | None, denominator: int | None, threshold: int, maximum: int
) -> Decimal | None:
    """Return the points by Decision 766; ``None`` without data or without a threshold.

    The exact share counts, not the rounded rate.
    """
    if numerator is None or not denominator or not threshold:
        return None
    if numerator * 100 >= threshold * denominator:
        return _rounded(Decimal(maximum), TWO_PLACES)
    return _rounded(Decimal(numerator * 100 * maximum) / (denominator * threshold), TWO_PLACES)


def mean(counts: Mapping[int, int]) -> Decimal | None:
    """Return the mean of ``{points: dossiers}`` to one decimal (art. 15(2a))."""
    dossiers = sum(counts.values())
    if not dossiers:
        return None
    points = sum(point * count for point, count in counts.items())
    return _rounded(Decimal(points) / dossiers, ONE_PLACE)


def spot_points(on_the_spot: int, procedures: int, target: int) -> int | None:
    """Return indicator 5 of a centre that receives and returns all its procedures.

    2 when the share settled on the spot reaches the target, else 1.
    """
    if not procedures:
        return None
    return FULL if on_the_spot * 100 >= target * procedures else 1


def total(points: Iterable[Decimal | int | None]) -> tuple[Decimal, int]:
    """Return the sum of what is known and how many indicators are left out (art. 15(4b))."""
    points = list(points)
    known = [Decimal(point) for point in points if point is not None]
    return sum(known, Decimal(0)), len(points) - len(known)


def agency_class(points: Decimal) -> str:
    """Return the class of an agency's total of nine indicators."""
    return next(name for least, name in AGENCY_CLASSES if points >= least)


def _rounded(value, places):
    return value.quantize(places, rounding=ROUND_HALF_UP)
