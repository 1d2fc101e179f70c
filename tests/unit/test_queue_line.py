"""Who is let into a waiting line where, and what that costs the others."""

import random

import pytest
from hcc_queue_line import Standing, let_in


def ids(line):
    return [standing.id for standing in sorted(line, key=lambda standing: standing.key)]


def ordinary(*numbers, aged=()):
    return [Standing(number, aged=number in aged) for number in numbers]


def preferred(number, line, interval=2, called_since=None, group="priority"):
    return Standing(number, let_in(line, group, interval, called_since), group)


@pytest.mark.parametrize(
    ("called_since", "interval", "expected"),
    [
        (None, 2, [9, 1, 2, 3, 4]),
        (0, 2, [1, 2, 9, 3, 4]),
        (1, 2, [1, 9, 2, 3, 4]),
        (5, 2, [9, 1, 2, 3, 4]),
        (0, 4, [1, 2, 3, 4, 9]),
        (0, 7, [1, 2, 3, 4, 9]),
        (0, 0, [9, 1, 2, 3, 4]),
    ],
)
def test_the_first_of_its_group(called_since, interval, expected):
    line = ordinary(1, 2, 3, 4)
    line.append(preferred(9, line, interval, called_since))
    assert ids(line) == expected


def test_one_in_so_many_and_nobody_overtakes_his_like():
    line = ordinary(1, 2, 3, 4, 5)
    for number in (6, 7, 8, 9):
        line.append(preferred(number, line))
    assert ids(line) == [6, 1, 2, 7, 3, 4, 8, 5, 9]


def test_with_no_interval_they_still_come_in_their_own_order():
    line = ordinary(1, 2)
    for number in (3, 4):
        line.append(preferred(number, line, interval=0))
    assert ids(line) == [3, 4, 1, 2]


def test_who_has_waited_too_long_is_not_passed():
    line = ordinary(1, 2, 3, aged=(1, 2))
    line.append(preferred(9, line))
    assert ids(line) == [1, 2, 9, 3]
    line = ordinary(1, 2, aged=(1, 2))
    line.append(preferred(9, line))
    assert ids(line) == [1, 2, 9]


def test_an_empty_line():
    assert let_in([], "priority", 2, 0) is None


def test_two_groups_do_not_starve_the_ordinary():
    line = ordinary(*range(1, 7))
    for number in range(10, 16):
        group = "priority" if number % 2 else "return"
        line.append(preferred(number, line, interval=2, called_since=0, group=group))
    order = ids(line)
    assert order == [1, 2, 10, 11, 3, 4, 12, 13, 5, 6, 14, 15]


def test_nobody_waits_for_ever():
    """Before an ordinary one, of those who came later at most one in ``interval`` goes, and one."""
    chance = random.Random(9)
    for _case in range(200):
        interval, since = chance.randint(1, 4), None
        line, served, ahead = [], [], {}
        for number in range(1, 120):
            if chance.random() < 0.6:
                line.append(preferred(number, line, interval, since))
            else:
                ahead[number] = sum(not standing.group for standing in line)
                line.append(Standing(number))
            if chance.random() < 0.7:
                line.sort(key=lambda standing: standing.key)
                first = line.pop(0)
                served.append(first)
                since = 0 if first.group else None if since is None else since + 1
        served += sorted(line, key=lambda standing: standing.key)
        for at, standing in enumerate(served):
            if not standing.group:
                passed = sum(before.id > standing.id for before in served[:at])
                assert passed <= ahead[standing.id] // interval + 1
