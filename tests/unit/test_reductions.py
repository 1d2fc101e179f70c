"""The most favourable reduction, never two of them."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ADDONS = Path(__file__).resolve().parents[2] / "addons"
_SPEC = importlib.util.spec_from_file_location(
    "hcc_fees_reductions", ADDONS / "hcc_fees" / "tools" / "reductions.py"
)
reductions = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reductions)

Reduction = reductions.Reduction
AMOUNTS = st.integers(min_value=1, max_value=10**9)
FOUND = st.lists(
    st.builds(Reduction, st.integers(1, 9), st.just("percent"), st.integers(1, 100))
    | st.builds(Reduction, st.integers(1, 9), st.just("fixed"), AMOUNTS)
)


@pytest.mark.parametrize(
    ("amount", "reduction", "left"),
    [
        (800_000, Reduction(1, "percent", 50), 400_000),
        (50_000, Reduction(1, "percent", 50), 25_000),
        (1_001_001, Reduction(1, "percent", 50), 500_500),
        (1, Reduction(1, "percent", 1), 0),
        (150_000, Reduction(1, "percent", 100), 0),
        (135_000, Reduction(1, "fixed", 115_000), 115_000),
    ],
)
def test_what_is_left(amount, reduction, left):
    assert reductions.after(amount, reduction) == left


def test_none_and_worse_than_the_tariff():
    assert reductions.best(100, []) == (None, 100)
    assert reductions.best(100, [Reduction(1, "fixed", 100)]) == (None, 100)


def test_of_equals_the_first():
    same = [Reduction(7, "percent", 50), Reduction(3, "fixed", 50)]
    assert reductions.best(100, same) == (same[1], 50)


@given(AMOUNTS, FOUND)
def test_the_least_of_each_alone_and_never_more_than_the_tariff(amount, found):
    chosen, left = reductions.best(amount, found)
    assert left == min([amount, *(reductions.after(amount, one) for one in found)])
    assert (chosen is None) == (left == amount)
