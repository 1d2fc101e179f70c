"""Slots of one day: text, sum, halves."""

import pytest
from hcc_base_tools import day_slots
from real_calendar import OFFICE_HOURS, parsed_slots


def test_text_is_what_is_parsed():
    assert day_slots.text(OFFICE_HOURS) == "07:00-11:30;13:30-17:00"
    assert parsed_slots(day_slots.text(OFFICE_HOURS)) == OFFICE_HOURS
    assert day_slots.text(()) == ""


def test_minutes():
    assert day_slots.minutes(OFFICE_HOURS) == 480
    assert day_slots.minutes(()) == 0


@pytest.mark.parametrize(
    "part, remains",
    [("day", ""), ("morning", "13:30-17:00"), ("afternoon", "07:00-11:30")],
)
def test_what_remains(part, remains):
    assert day_slots.text(day_slots.without(OFFICE_HOURS, part)) == remains


def test_a_slot_across_noon_is_cut():
    through = ((8 * 60, 16 * 60),)
    assert day_slots.text(day_slots.without(through, "morning")) == "12:00-16:00"
    assert day_slots.text(day_slots.without(through, "afternoon")) == "08:00-12:00"


def test_both_halves_are_the_day():
    for slots in (OFFICE_HOURS, ((8 * 60, 16 * 60),), ()):
        halves = [day_slots.without(slots, part) for part in ("morning", "afternoon")]
        assert sum(map(day_slots.minutes, halves)) == day_slots.minutes(slots)
