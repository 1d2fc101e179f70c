"""How long people wait in a lane: from measured times at the counter, with what is not known.

Pure arithmetic on seconds. Nothing here is guessed: without enough measurements, or without an
open counter, there is no expectation, and the words say so.
"""

import math
from datetime import timedelta
from typing import NamedTuple

#: A lane with fewer measurements than this has no measured time of its own.
LEAST_COUNT = 8
#: Weight of the lane's whole day against one hour of it, in measurements.
PRIOR_WEIGHT = 8
#: Share of the shortest and of the longest times that count as the last one inside.
TAIL = 0.1
#: Half-width of an interval that holds four of five, in standard deviations.
FOUR_OF_FIVE = 1.2816
#: Expectations are told in steps of five minutes: more would claim what nobody knows.
STEP_MINUTES = 5
#: Amber begins at this share of the target.
AMBER_SHARE = 0.75

NO_DATA = "no_data"
NO_COUNTER = "no_counter"


class Pace(NamedTuple):
    """Measured times at the counter: how many, their robust mean and standard deviation."""

    count: int
    mean: float
    deviation: float


NOTHING = Pace(0, 0.0, 0.0)


class Expectation(NamedTuple):
    """Seconds to wait and their margin to either side; ``lack`` says why there are none."""

    seconds: float | None
    margin: float | None
    lack: str = ""


# -- Measuring ------------------------------------------------------------------------------------


def measure(samples):
    """The pace of ``samples`` (seconds). One forgotten ticket does not move it: the longest and
    shortest tenth count as the last value inside."""
    values = sorted(samples)
    if not values:
        return NOTHING
    cut = int(len(values) * TAIL)
    low, high = values[cut], values[-1 - cut]
    kept = [min(max(value, low), high) for value in values]
    mean = math.fsum(kept) / len(kept)
    spread = math.fsum((value - mean) ** 2 for value in kept) / max(1, len(kept) - 1)
    return Pace(len(kept), mean, math.sqrt(spread))


def pool(paces):
    """Several paces as one, as if all had been measured together."""
    paces = [pace for pace in paces if pace.count]
    count = sum(pace.count for pace in paces)
    if not count:
        return NOTHING
    mean = math.fsum(pace.count * pace.mean for pace in paces) / count
    square = math.fsum(pace.count * (pace.deviation**2 + pace.mean**2) for pace in paces) / count
    return Pace(count, mean, math.sqrt(max(0.0, square - mean**2)))


def blend(hour, day):
    """The pace of one hour, leaning on the lane's whole day while the hour has few measurements.

    A lane that was hardly measured at all has no pace: another lane's is no evidence for it.
    """
    if day.count < LEAST_COUNT:
        return NOTHING
    weight = hour.count / (hour.count + PRIOR_WEIGHT)
    mean = weight * hour.mean + (1 - weight) * day.mean
    square = weight * (hour.deviation**2 + hour.mean**2)
    square += (1 - weight) * (day.deviation**2 + day.mean**2)
    return Pace(hour.count + PRIOR_WEIGHT, mean, math.sqrt(max(0.0, square - mean**2)))


def median(samples):
    values = sorted(samples)
    middle = len(values) // 2
    if not values:
        return None
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


# -- Expecting ------------------------------------------------------------------------------------


def capacity(lane, counters, demand):
    """How many counters work for ``lane``: one that serves several counts by their demand.

    :param counters: for each open counter the lanes it calls from
    :param demand: ``{lane: people who wait in it}``
    """
    total = 0.0
    for lanes in counters:
        if lane in lanes:
            work = sum(max(demand.get(other, 0), other == lane) for other in lanes)
            total += max(demand.get(lane, 0), 1) / work
    return total


def expect(ahead, counters, free, share, pace):
    """Wait of somebody with ``ahead`` people before, in a lane that so many open ``counters``
    call from, ``free`` of them without anybody; ``share`` of them works for it (:func:`capacity`).

    Those at the busy counters have half of their time behind them, on average; whoever goes to a
    free one has all of it ahead.
    """
    if not counters:
        return Expectation(None, None, NO_COUNTER)
    if ahead < free:
        return Expectation(0.0, 0.0)
    if not pace.count:
        return Expectation(None, None, NO_DATA)
    turns = ahead - free + (counters + free) / (2 * counters)
    seconds = turns * pace.mean / share
    chance = turns * pace.deviation**2 / share**2
    ignorance = (turns / share) ** 2 * pace.deviation**2 / pace.count
    return Expectation(seconds, FOUR_OF_FIVE * math.sqrt(chance + ignorance))


def light(seconds, target_minutes):
    """Green, amber or red: how a wait stands to the target."""
    if seconds is None:
        return ""
    if seconds >= target_minutes * 60:
        return "red"
    return "amber" if seconds >= AMBER_SHARE * target_minutes * 60 else "green"


# -- Telling --------------------------------------------------------------------------------------


def told_margin(margin):
    """The margin in minutes as it is told: whole steps, never none."""
    return max(1, math.ceil(margin / 60 / STEP_MINUTES)) * STEP_MINUTES


def told_instant(instant):
    """``instant`` on the nearest full step."""
    step = timedelta(minutes=STEP_MINUTES)
    base = instant.replace(minute=0, second=0, microsecond=0)
    return base + int((instant - base) / step + 0.5) * step


def told_wait(seconds):
    """A wait in minutes, on full steps; ``None`` where nothing is known."""
    return None if seconds is None else int(seconds / 60 / STEP_MINUTES + 0.5) * STEP_MINUTES


def words(at, margin, lack=""):
    """The expectation as a citizen reads it.

    :param at: the local time of day, already on a step; ``None`` without expectation
    """
    if at is None:
        return "Chưa có quầy mở, chưa dự kiến được giờ." if lack == NO_COUNTER else (
            "Chưa đủ số liệu để dự kiến giờ."
        )  # fmt: skip
    return f"Khoảng {at:%H:%M}, có thể sớm hoặc muộn {margin} phút."
