"""What one more counter would change: the next hour of some lanes, played through.

Pure and repeatable: the same situation with the same seed gives the same answer. Chance enters
only through measured deviations; without any (deviation 0) people come and are served evenly,
and the answer can be worked out by hand.
"""

import heapq
import random
from typing import NamedTuple


class LaneLoad(NamedTuple):
    """What a lane brings: waits already behind those who wait, arrivals an hour, seconds each."""

    waited: tuple
    arrivals_per_hour: float
    mean: float
    deviation: float


class Outcome(NamedTuple):
    """Average wait in seconds of all who are called in the time, and how many were not called."""

    average_wait: float
    called: float
    left: float


def average(lanes, counters, lane, seconds=3600, runs=25, seed=1):
    """Average :class:`Outcome` for ``lane`` of ``runs`` plays.

    :param lanes: ``{lane: LaneLoad}``
    :param counters: for each counter ``(lanes it calls from, seconds until it is free)``
    """
    chance = any(load.deviation for load in lanes.values())
    plays = [
        play(lanes, counters, lane, seconds, random.Random(seed + run))
        for run in range(runs if chance else 1)
    ]
    return Outcome(*(sum(values) / len(plays) for values in zip(*plays, strict=True)))


def with_one_more(lanes, counters, lane, **options):
    """The outcome for ``lane`` as it is, and with one more counter that calls from it alone."""
    more = [*counters, (frozenset({lane}), 0.0)]
    return average(lanes, counters, lane, **options), average(lanes, more, lane, **options)


def play(lanes, counters, lane, seconds, chance):
    """One course of the next ``seconds``. Each counter calls who came first of its lanes; who is
    still waiting at the end counts with the wait so far."""
    line = sorted(_people(lanes, seconds, chance))
    free = [(until, index) for index, (_lanes, until) in enumerate(counters)]
    heapq.heapify(free)
    waits, called = [], 0
    while free and line:
        now, index = heapq.heappop(free)
        if now >= seconds:
            continue
        found = next((p for p in line if p[1] in counters[index][0]), None)
        if not found:
            continue
        line.remove(found)
        came, whose = found
        start = max(now, came)
        if start >= seconds:
            continue
        heapq.heappush(free, (start + _service(lanes[whose], chance), index))
        if whose == lane:
            waits.append(start - came)
            called += 1
    left = [seconds - came for came, whose in line if whose == lane]
    everybody = waits + left
    average_wait = sum(everybody) / len(everybody) if everybody else 0.0
    return Outcome(average_wait, called, len(left))


def _people(lanes, seconds, chance):
    """When everybody came: those who wait before the start, the others as they arrive."""
    people = []
    for lane, load in lanes.items():
        people += [(-waited, lane) for waited in load.waited]
        people += [(came, lane) for came in _arrivals(load, seconds, chance)]
    return people


def _arrivals(load, seconds, chance):
    if load.arrivals_per_hour <= 0:
        return []
    gap = 3600 / load.arrivals_per_hour
    came, arrivals = 0.0, []
    while True:
        came += chance.expovariate(1 / gap) if load.deviation else gap
        if came >= seconds:
            return arrivals
        arrivals.append(came)


def _service(load, chance):
    if not load.deviation:
        return load.mean
    ratio = load.deviation**2 / load.mean
    return chance.gammavariate(load.mean / ratio, ratio)
