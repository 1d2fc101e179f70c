"""The real calendar of 2025–2027 as shipped, and helpers to write local times in tests."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from hcc_base_tools.working_time import DayException, WorkingCalendar

CALENDAR_DAYS = (
    Path(__file__).resolve().parents[2] / "addons" / "hcc_base" / "data" / "calendar_days.csv"
)
OFFICE_HOURS = ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
OFFICE_WEEK = {weekday: OFFICE_HOURS for weekday in range(5)}
HANOI = "Asia/Ho_Chi_Minh"
HANOI_OFFSET = timedelta(hours=7)


def utc(local_text):
    """Naive UTC of a local time written ``2026-11-20 16:00``."""
    return datetime.fromisoformat(local_text) - HANOI_OFFSET


def local(instant):
    return f"{instant + HANOI_OFFSET:%Y-%m-%d %H:%M}"


def parsed_slots(text):
    return tuple(
        tuple(_minutes(clock) for clock in slot.split("-")) for slot in text.split(";") if slot
    )


def _minutes(clock):
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def calendar_rows():
    with CALENDAR_DAYS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shipped_exceptions():
    return {
        date.fromisoformat(row["date"]): DayException(
            parsed_slots(row["slots"]), row["kind"], row["name"]
        )
        for row in calendar_rows()
    }


def real_calendar(more_exceptions=None, weekly=None):
    return WorkingCalendar(
        weekly or OFFICE_WEEK, {**shipped_exceptions(), **(more_exceptions or {})}, HANOI
    )
