"""The demonstration's clock: usable at any hour, because it can be a working Monday morning."""

import csv
import math
from datetime import date, datetime, time, timedelta, timezone

from . import paths

HANOI = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh: no summer time since 1975
OPEN, CLOSE = time(7, 0), time(16, 30)
START = time(7, 30)
HOLIDAYS = paths.ADDONS / "hcc_base" / "data" / "calendar_days.csv"
CLOSED_KINDS = {"holiday", "swap_off", "closure"}


def holidays(file=HOLIDAYS) -> set[date]:
    """Days on which the centre is closed, from the same data the addons install."""
    if not file.exists():
        return set()
    with open(file, newline="", encoding="utf-8") as rows:
        return {
            date.fromisoformat(row["date"])
            for row in csv.DictReader(rows)
            if row["kind"] in CLOSED_KINDS
        }


def is_working(moment: datetime, closed: set[date]) -> bool:
    local = moment.astimezone(HANOI)
    return local.weekday() < 5 and local.date() not in closed and OPEN <= local.time() < CLOSE


def offset(now: datetime, closed: set[date]) -> int:
    """Seconds to add so that it is a working Monday 07:30; 0 when people work now."""
    if is_working(now, closed):
        return 0
    local = now.astimezone(HANOI)
    monday = local.date() + timedelta(days=-local.weekday() % 7)
    start = datetime.combine(monday, START, HANOI)
    while start <= local or start.date() in closed:
        start += timedelta(days=7)
    return int((start - local).total_seconds())


def not_before(now: datetime, seconds: int, latest: datetime | None, closed: set[date]) -> int:
    """The offset `seconds`, or a larger one, if something was already entered at a later time."""
    if latest is None or latest < now + timedelta(seconds=seconds):
        return seconds
    start = latest + timedelta(seconds=1)
    if not is_working(start, closed):
        start = _next_morning(start, closed)
    return math.ceil((start - now).total_seconds())


def _next_morning(moment: datetime, closed: set[date]) -> datetime:
    local = moment.astimezone(HANOI)
    morning = datetime.combine(local.date(), START, HANOI)
    while morning < local or not is_working(morning, closed):
        morning += timedelta(days=1)
    return morning


def demo_offset(mode: str) -> int:
    return 0 if mode == "real" else offset(datetime.now(timezone.utc), holidays())
