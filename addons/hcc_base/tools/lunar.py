"""The Vietnamese lunar calendar (âm lịch), as far as public holidays need it.

New moons and the sun's longitude after Meeus, in Hồ Ngọc Đức's published form, reckoned at UTC+7.
The Chinese calendar, reckoned at UTC+8, differs now and then (Tết 2007 and 2030 by a day, 1985 by
a month), so a library for that one does not serve here.
"""

from datetime import date
from math import floor, pi, sin

HANOI_HOURS = 7
#: Julian day number of the day before date.min's ordinal 1
_JULIAN_BEFORE_ORDINAL = 1721425
_SYNODIC_MONTH = 29.530588853
#: Julian day number of the new moon counted as number 0 (1 January 1900)
_FIRST_NEW_MOON = 2415021.076998695

STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = (
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
)  # fmt: skip


def solar_day(year: int, month: int, day: int) -> date:
    """The solar date of a day of a lunar year; ``month`` is a regular one, not a leap month."""
    before = _eleventh_month(year - 1)
    after = _eleventh_month(year)
    offset = (month - 11) % 12
    if month >= 11:
        before, after = after, _eleventh_month(year + 1)
    if after - before > 365 and offset >= _leap_offset(before):
        offset += 1
    number = floor(0.5 + (before - _FIRST_NEW_MOON) / _SYNODIC_MONTH)
    return date.fromordinal(_new_moon_day(number + offset) + day - 1 - _JULIAN_BEFORE_ORDINAL)


def new_year(year: int) -> date:
    """Mùng 1 Tết."""
    return solar_day(year, 1, 1)


def year_name(year: int) -> str:
    """Stem and branch of a lunar year: 2026 → Bính Ngọ."""
    return f"{STEMS[(year + 6) % 10]} {BRANCHES[(year + 8) % 12]}"


def _new_moon(number: int) -> float:
    """Julian day, with its fraction, of a new moon (UTC)."""
    t = number / 1236.85
    t2, t3 = t * t, t * t * t
    rad = pi / 180
    moment = 2415020.75933 + 29.53058868 * number + 0.0001178 * t2 - 0.000000155 * t3
    moment += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * rad)
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t2 - 0.00000347 * t3) * rad
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t2 + 0.00001236 * t3) * rad
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t2 - 0.00000239 * t3) * rad
    correction = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun)
    correction += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon)
    correction += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    correction += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun)
    correction += -0.0006 * sin(2 * node + moon) + 0.0010 * sin(2 * node - moon)
    correction += 0.0005 * sin(2 * moon + sun)
    return moment + correction - _clock_drift(t, t2, t3)


def _clock_drift(t, t2, t3):
    """Terrestrial less universal time, in days."""
    if t < -11:
        return 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
    return -0.000278 + 0.000265 * t + 0.000262 * t2


def _new_moon_day(number: int) -> int:
    return floor(_new_moon(number) + 0.5 + HANOI_HOURS / 24)


def _sun_sector(julian_day: int) -> int:
    """Which of the twelve sectors of the ecliptic the sun is in when that day begins in Hà Nội."""
    t = (julian_day - 0.5 - HANOI_HOURS / 24 - 2451545.0) / 36525
    rad = pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t * t - 0.00000048 * t**3) * rad
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(longitude % 360 / 30)


def _eleventh_month(year: int) -> int:
    """Julian day on which the lunar month with the winter solstice of ``year`` begins."""
    end_of_year = date(year, 12, 31).toordinal() + _JULIAN_BEFORE_ORDINAL
    number = floor((end_of_year - 2415021) / _SYNODIC_MONTH)
    begins = _new_moon_day(number)
    return _new_moon_day(number - 1) if _sun_sector(begins) >= 9 else begins


def _leap_offset(eleventh_month: int) -> int:
    """How many months after the eleventh the leap month comes: the first without a new sector."""
    number = floor((eleventh_month - _FIRST_NEW_MOON) / _SYNODIC_MONTH + 0.5)
    offset = 1
    sector = _sun_sector(_new_moon_day(number + offset))
    while True:
        offset += 1
        before, sector = sector, _sun_sector(_new_moon_day(number + offset))
        if sector == before or offset >= 14:
            return offset - 1
