import pytest
from hcc_base_tools.process_hours import (
    LimitExceeded,
    Share,
    divide,
    in_proportion,
    one_after_the_other,
    quarters,
)
from hypothesis import given
from hypothesis import strategies as st

SHARES = st.lists(
    st.one_of(
        st.builds(Share, percent=st.integers(0, 100), fixed=st.just(0)),
        st.builds(Share, percent=st.just(0), fixed=st.integers(1, 400)),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    "limit, shares, hours",
    [
        (24, [Share(60), Share(30), Share(10)], [14.5, 7.25, 2.25]),
        (40, [Share(60), Share(30), Share(10)], [24, 12, 4]),
        (4, [Share(50), Share(25), Share(25)], [2, 1, 1]),
        (8, [Share(fixed=16), Share(fixed=8), Share(fixed=8)], [4, 2, 2]),
        (24, [Share(fixed=16), Share(fixed=8)], [4, 2]),
        (8, [Share(fixed=8), Share(100)], [2, 6]),
        (1, [Share(1), Share(1), Share(1), Share(1), Share(1)], [0.25, 0.25, 0.25, 0.25, 0]),
        (16, [], []),
        (16, [Share(0), Share(0)], [0, 0]),
    ],
)
def test_known_processes(limit, shares, hours):
    assert divide(limit, shares) == hours


def test_fixed_hours_beyond_the_limit_are_refused():
    with pytest.raises(LimitExceeded):
        divide(4, [Share(fixed=16), Share(fixed=1)])


@given(st.integers(1, 2000), SHARES)
def test_the_sum_never_exceeds_the_limit_and_shares_use_it_up(limit, shares):
    try:
        hours = divide(limit, shares)
    except LimitExceeded:
        assert sum(share.fixed for share in shares) > limit * 4
        return
    assert sum(hours) <= limit
    if any(share.percent for share in shares if not share.fixed):
        assert sum(hours) == limit
    assert all(value >= 0 and value * 4 == int(value * 4) for value in hours)


@given(st.floats(0, 500, allow_nan=False))
def test_quarters_round_down(hours):
    assert quarters(hours) / 4 <= hours + 1e-6 < quarters(hours) / 4 + 0.25 + 1e-5


@given(st.integers(1, 400), st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_a_process_keeps_its_proportions(limit, parts):
    hours = in_proportion(limit, parts)
    assert sum(hours) == limit
    for part, value in zip(parts, hours, strict=True):
        assert abs(value - limit * part / sum(parts)) < 0.25


@pytest.mark.parametrize(
    "rounds, hours",
    [([], 0), ([[8]], 8), ([[8], [4]], 12), ([[8, 16], [4]], 20), ([[8, 16, 2]], 16)],
)
def test_rounds_are_added_and_of_each_the_longest_counts(rounds, hours):
    assert one_after_the_other(rounds) == hours
