import pytest
from hcc_base_tools.splits import largest_remainder
from hypothesis import given
from hypothesis import strategies as st

TOTALS = st.integers(-(10**13), 10**13)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    "total, weights, parts",
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (1, [1, 1], [1, 0]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [70, 30], [7, 3]),
        (300_000, [75, 25], [225_000, 75_000]),
        (5, [0, 1, 0], [0, 5, 0]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [1, 2, 3], [2, 3, 5]),
        (1001, [85, 15], [851, 150]),
    ],
)
def test_known_splits(total, weights, parts):
    assert largest_remainder(total, weights) == parts


@given(TOTALS, WEIGHTS)
def test_no_dong_is_lost_or_created(total, weights):
    assert sum(largest_remainder(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_each_part_is_less_than_a_dong_from_its_share(total, weights):
    for part, weight in zip(largest_remainder(total, weights), weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)
        assert weight or not part


@given(TOTALS, WEIGHTS)
def test_a_reversal_is_the_negated_split(total, weights):
    assert largest_remainder(-total, weights) == [
        -part for part in largest_remainder(total, weights)
    ]


@given(st.integers(0, 10**13), WEIGHTS)
def test_more_weight_never_gets_less(total, weights):
    by_weight = [
        part
        for _weight, part in sorted(zip(weights, largest_remainder(total, weights), strict=True))
    ]
    assert by_weight == sorted(by_weight)


@pytest.mark.parametrize(
    "total, weights", [(1, []), (1, [0]), (-1, [0, 0]), (1, [1, -1]), (0, [-1])]
)
def test_impossible_splits(total, weights):
    with pytest.raises(ValueError):
        largest_remainder(total, weights)


@pytest.mark.parametrize("total, weights", [(1.0, [1]), (1, [0.5]), ("1", [1]), (True, [1])])
def test_only_whole_numbers(total, weights):
    with pytest.raises(TypeError):
        largest_remainder(total, weights)
