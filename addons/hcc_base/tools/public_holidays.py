"""Public holidays that the Labour Code gives a year, as a proposal for a person to confirm.

Điều 112: Tết Dương lịch, Tết Nguyên đán (5 days), Giỗ Tổ (10/3 lunar), 30/4, 1/5, Quốc khánh
(2/9 and the day before or after); Nghị quyết 28/2026/QH16: 24/11 from 2026 on. Điều 111(3): what
falls on a weekly rest day is made up for on the next working day. Which days Tết and Quốc khánh
take, and swap days, are decided each year by a notice; until then they are a guess.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from . import lunar

LAW = "Bộ luật Lao động Điều 112"
COMPENSATION_LAW = "Bộ luật Lao động Điều 111(3)"
CULTURE_LAW = "NQ 28/2026/QH16"
CULTURE_DAY_SINCE = 2026
WITHOUT_NOTICE = "chưa có thông báo chính thức"

_DAY = timedelta(days=1)


class Proposal(NamedTuple):
    """A day off as the law has it. ``certainty``: ``likely`` for a fixed date, else ``unsure``."""

    day: date
    name: str
    source: str
    certainty: str


def propose(
    year: int, tet_before: int | None = None, neighbour: str | None = None
) -> list[Proposal]:
    """The year's days off in order, those that make up for weekends included.

    ``tet_before``: days of Tết before mùng 1; ``neighbour``: of 2/9; None: the choice that leaves
    fewest days to make up for, as the notices of past years did.
    """
    tet_before = tet_before or usual_tet_before(year)
    neighbour = neighbour or usual_neighbour(year)
    holidays = sorted(
        [*_fixed(year), *_tet(year, tet_before), *_lunar(year), _neighbour(year, neighbour)]
    )
    return sorted([*holidays, *_compensations(holidays)])


def usual_tet_before(year: int) -> int:
    """Fewest days of Tết on a weekend; of equals, two days before."""
    return min((2, 1), key=lambda before: sum(map(_is_weekend, _tet_days(year, before))))


def usual_neighbour(year: int) -> str:
    """The neighbour of 2/9 that lies between it and a weekend; otherwise the day before."""
    return "after" if date(year, 9, 2).weekday() in (3, 4) else "before"


def _fixed(year):
    days = [
        (date(year, 1, 1), "Tết Dương lịch", LAW),
        (date(year, 4, 30), "Ngày Chiến thắng", LAW),
        (date(year, 5, 1), "Ngày Quốc tế lao động", LAW),
        (date(year, 9, 2), "Quốc khánh", LAW),
    ]
    if year >= CULTURE_DAY_SINCE:
        days.append((date(year, 11, 24), "Ngày Văn hóa Việt Nam", CULTURE_LAW))
    return [Proposal(day, name, source, "likely") for day, name, source in days]


def _tet_days(year, before):
    first = lunar.new_year(year) - before * _DAY
    return [first + count * _DAY for count in range(5)]


def _tet(year, before):
    name = f"Tết Nguyên đán {lunar.year_name(year)}"
    return [_guess(day, name) for day in _tet_days(year, before)]


def _lunar(year):
    return [_guess(lunar.solar_day(year, 3, 10), "Giỗ Tổ Hùng Vương")]


def _neighbour(year, neighbour):
    return _guess(date(year, 9, 2) + (_DAY if neighbour == "after" else -_DAY), "Quốc khánh")


def _guess(day, name, source=LAW):
    return Proposal(day, name, f"{source} ({WITHOUT_NOTICE})", "unsure")


def _compensations(holidays: Iterable[Proposal]):
    """One working day after each holiday on a weekend, each taken once."""
    taken = {holiday.day for holiday in holidays}
    made_up = []
    for holiday in holidays:
        if _is_weekend(holiday.day):
            day = holiday.day
            while _is_weekend(day) or day in taken:
                day += _DAY
            taken.add(day)
            made_up.append(_guess(day, f"Nghỉ bù {holiday.name}", COMPENSATION_LAW))
    return made_up


def _is_weekend(day):
    return day.weekday() >= 5
