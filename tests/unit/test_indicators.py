"""Rates, scores and classes of the official indicators."""

import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ADDONS = Path(__file__).resolve().parents[2] / "addons"
_SPEC = importlib.util.spec_from_file_location(
    "hcc_report_indicators", ADDONS / "hcc_report" / "tools" / "indicators.py"
)
indicators = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(indicators)

COUNTS = st.integers(min_value=0, max_value=10**6)


@pytest.mark.parametrize(
    ("numerator", "denominator", "threshold", "maximum", "expected"),
    [
        (50, 100, 50, 100, "100.00"),
        (943, 10529, 50, 100, "17.91"),
        (1, 3, 80, 22, "9.17"),
        (0, 5, 80, 22, "0.00"),
        (4, 5, 80, 22, "22.00"),
        (79, 100, 80, 18, "17.78"),
    ],
)
def test_score_by_hand(numerator, denominator, threshold, maximum, expected):
    assert indicators.score(numerator, denominator, threshold, maximum) == Decimal(expected)


@pytest.mark.parametrize("case", [(None, 5, 80), (5, None, 80), (0, 0, 80), (4, 5, 0)])
def test_no_data_or_no_threshold_is_no_score(case):
    assert indicators.score(*case, 22) is None


def test_no_data_is_no_rate():
    assert indicators.rate(0, 0) is None
    assert indicators.rate(None, 5) is None
    assert indicators.rate(0, 5) == 0
    assert indicators.rate(9903, 9974) == Decimal("99.29")


def test_a_rounded_rate_does_not_reach_the_threshold():
    assert indicators.rate(79_999, 100_000) == Decimal("80.00")
    assert indicators.score(79_999, 100_000, 80, 10_000) < 10_000


@given(COUNTS, COUNTS, st.integers(1, 100), st.integers(1, 100))
def test_score_lies_between_zero_and_the_maximum(numerator, denominator, threshold, maximum):
    score = indicators.score(min(numerator, denominator), denominator, threshold, maximum)
    assert score is None if not denominator else 0 <= score <= maximum


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({2: 1, 1: 1, 0: 1}, "1.0"),
        ({2: 3, 1: 0, 0: 1}, "1.5"),
        ({2: 1, 1: 0, 0: 19}, "0.1"),
        ({2: 0, 1: 1, 0: 19}, "0.1"),
        ({0: 4}, "0.0"),
    ],
)
def test_mean_to_one_decimal(counts, expected):
    assert indicators.mean(counts) == Decimal(expected)


def test_mean_of_nothing_is_no_data():
    assert indicators.mean({2: 0, 1: 0, 0: 0}) is None


def test_points_on_the_spot():
    assert indicators.spot_points(285, 1386, 20) == 2
    assert indicators.spot_points(277, 1386, 20) == 1
    assert indicators.spot_points(0, 0, 20) is None


def test_total_leaves_out_what_is_unknown():
    assert indicators.total([Decimal("1.5"), None, 2]) == (Decimal("3.5"), 1)
    assert indicators.total([None]) == (0, 1)


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ("18", "Xuất sắc"),
        ("15", "Xuất sắc"),
        ("14.9", "Tốt"),
        ("12", "Tốt"),
        ("11.9", "Khá"),
        ("9", "Khá"),
        ("8.9", "Trung bình"),
        ("6", "Trung bình"),
        ("5.9", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_classes_of_agencies(points, name):
    assert indicators.agency_class(Decimal(points)) == name
