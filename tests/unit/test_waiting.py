"""Expected waits: measured, with what is not known, in words."""

from datetime import datetime

import hcc_queue_waiting as waiting
import pytest
from hypothesis import given
from hypothesis import strategies as st

FIVE_MINUTES = waiting.Pace(100, 300.0, 0.0)


def test_measure():
    assert waiting.measure([]) == waiting.NOTHING
    assert waiting.measure([300]) == (1, 300, 0)
    assert waiting.measure([200, 400]) == pytest.approx((2, 300, 141.42), abs=0.01)


def test_one_forgotten_ticket_does_not_move_the_mean():
    times = [300] * 19
    assert waiting.measure([*times, 4 * 3600]) == (20, 300, 0)
    assert sum([*times, 4 * 3600]) / 20 > 900


@given(st.lists(st.integers(1, 20000), min_size=1, max_size=60))
def test_the_mean_lies_among_the_times(samples):
    pace = waiting.measure(samples)
    assert min(samples) - 0.001 <= pace.mean <= max(samples) + 0.001
    assert pace.count == len(samples)


def test_pool_is_as_if_measured_together():
    assert waiting.pool([]) == waiting.NOTHING
    pooled = waiting.pool([waiting.Pace(3, 200, 0), waiting.Pace(1, 600, 0), waiting.NOTHING])
    assert pooled == pytest.approx((4, 300, 173.205), abs=0.01)


def test_an_hour_with_few_measurements_leans_on_the_day():
    day = waiting.Pace(100, 300, 0)
    assert waiting.blend(waiting.NOTHING, day).mean == 300
    assert waiting.blend(waiting.Pace(8, 500, 0), day).mean == 400
    assert waiting.blend(waiting.Pace(792, 500, 0), day).mean == pytest.approx(498)


def test_a_lane_hardly_measured_has_no_pace():
    few = waiting.Pace(waiting.LEAST_COUNT - 1, 300, 10)
    assert waiting.blend(few, few) == waiting.NOTHING


@pytest.mark.parametrize(
    "counters, demand, share",
    [
        ([{"A"}, {"A"}], {"A": 5}, 2),
        ([{"A", "B"}], {"A": 3, "B": 1}, 0.75),
        ([{"A", "B"}], {"A": 3}, 1),
        ([{"A", "B"}], {}, 1),
        ([{"A"}, {"A", "B"}, {"B"}], {"A": 2, "B": 2}, 1.5),
        ([{"B"}], {"A": 3}, 0),
    ],
)
def test_a_shared_counter_counts_by_what_waits(counters, demand, share):
    assert waiting.capacity("A", counters, demand) == share


def test_expectation():
    # three before, one counter busy: half of its time and three whole ones
    assert waiting.expect(3, 1, 0, 1, FIVE_MINUTES).seconds == 1050
    assert waiting.expect(3, 2, 0, 2, FIVE_MINUTES).seconds == 525
    # the counter is free: the first goes there at once, then three whole turns
    assert waiting.expect(3, 1, 1, 1, FIVE_MINUTES).seconds == 900
    # half of a shared counter takes twice as long
    assert waiting.expect(3, 1, 0, 0.5, FIVE_MINUTES).seconds == 2100
    assert waiting.expect(0, 1, 1, 1, waiting.NOTHING).seconds == 0


def test_without_counter_or_measurements_nothing_is_expected():
    assert waiting.expect(3, 0, 0, 0, FIVE_MINUTES) == (None, None, waiting.NO_COUNTER)
    assert waiting.expect(3, 1, 0, 1, waiting.NOTHING) == (None, None, waiting.NO_DATA)


def test_the_margin_grows_with_the_line_and_with_ignorance():
    known, hardly = waiting.Pace(1000, 300, 150), waiting.Pace(8, 300, 150)
    near, far = waiting.expect(1, 1, 0, 1, known), waiting.expect(20, 1, 0, 1, known)
    assert near.margin < far.margin < waiting.expect(20, 1, 0, 1, hardly).margin


def test_light():
    lights = [waiting.light(minutes * 60, 20) for minutes in (0, 14, 15, 19, 20, 90)]
    assert lights == ["green", "green", "amber", "amber", "red", "red"]
    assert waiting.light(16 * 60, 30) == "green"
    assert waiting.light(None, 20) == ""


def test_told_in_steps():
    told = [waiting.told_instant(datetime(2026, 11, 23, 14, m)).minute for m in (0, 2, 3, 58)]
    assert told == [0, 0, 5, 0]
    assert [waiting.told_wait(seconds) for seconds in (None, 0, 149, 150)] == [None, 0, 0, 5]
    assert [waiting.told_margin(seconds) for seconds in (0, 300, 301, 1500)] == [5, 5, 10, 25]


def test_words():
    at = datetime(2026, 11, 23, 14, 20)
    assert waiting.words(at, 10) == "Khoảng 14:20, có thể sớm hoặc muộn 10 phút."
    assert "Chưa đủ số liệu" in waiting.words(None, None, waiting.NO_DATA)
    assert "Chưa có quầy mở" in waiting.words(None, None, waiting.NO_COUNTER)
