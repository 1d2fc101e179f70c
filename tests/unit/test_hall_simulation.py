"""One more counter: worked out by hand, and the same again with the same seed."""

import hcc_queue_hall_simulation as simulation
import pytest

A = frozenset({"A"})
#: four wait since 10, 8, 6 and 4 minutes, each takes 5 minutes, nobody else comes
FOUR = {"A": simulation.LaneLoad((600, 480, 360, 240), 0, 300, 0)}


def test_by_hand():
    # one counter calls at 0, 5, 10, 15 minutes: waits of 10, 13, 16 and 19 minutes
    as_it_is, more = simulation.with_one_more(FOUR, [(A, 0.0)], "A")
    assert as_it_is == (14.5 * 60, 4, 0)
    # two call at 0, 0, 5, 5: waits of 10, 8, 11 and 9 minutes
    assert more == (9.5 * 60, 4, 0)


def test_a_busy_counter_begins_later():
    assert simulation.average(FOUR, [(A, 120.0)], "A").average_wait == 16.5 * 60


def test_who_is_not_called_counts_with_the_wait_so_far():
    # called at 0 and 5 of 10 minutes: 10 and 13; left: 6 + 10 and 4 + 10
    outcome = simulation.average(FOUR, [(A, 0.0)], "A", seconds=600)
    assert outcome == (13.25 * 60, 2, 2)


def test_arrivals_without_chance_come_evenly():
    # every ten minutes from the tenth on, five minutes each, one counter: nobody waits
    lanes = {"A": simulation.LaneLoad((), 6, 300, 0)}
    assert simulation.average(lanes, [(A, 0.0)], "A") == (0, 5, 0)


def test_a_shared_counter_calls_who_came_first():
    lanes = {**FOUR, "B": simulation.LaneLoad((540,), 0, 600, 0)}
    shared = [(frozenset({"A", "B"}), 0.0)]
    # A at 0, B at 5 for ten minutes, then A at 15, 20, 25
    outcome = simulation.average(lanes, shared, "A")
    assert outcome.average_wait == (10 + 23 + 26 + 29) / 4 * 60


def test_nobody_calls():
    outcome = simulation.average(FOUR, [(frozenset({"B"}), 0.0)], "A", seconds=600)
    assert (outcome.called, outcome.left) == (0, 4)


def test_the_same_seed_gives_the_same_answer():
    lanes = {"A": simulation.LaneLoad((60, 30), 30, 300, 150)}
    first = simulation.average(lanes, [(A, 0.0)] * 2, "A", seed=7)
    assert first == simulation.average(lanes, [(A, 0.0)] * 2, "A", seed=7)
    assert first != simulation.average(lanes, [(A, 0.0)] * 2, "A", seed=8)


@pytest.mark.parametrize("deviation", [0, 100])
def test_one_more_never_makes_it_longer(deviation):
    lanes = {"A": simulation.LaneLoad((60, 30), 30, 300, deviation)}
    as_it_is, more = simulation.with_one_more(lanes, [(A, 0.0)], "A")
    assert more.average_wait <= as_it_is.average_wait
