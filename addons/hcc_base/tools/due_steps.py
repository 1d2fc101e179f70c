"""How a due date came about: first as data (steps), then as Vietnamese sentences.

Values of a step are naive *local* datetimes and dates, whole numbers and
Vietnamese names, so that a slip, a screen or a test can use them directly.
Kinds, in the order in which they may appear:

``start`` at, or ``arrived`` at, where the postmark counts, or ``revoked`` at, where a result is
decided anew ·
``start_moved`` to, reason (lunch|before_hours|after_hours|rest_day|revoked) ·
``supplement_completed`` at · ``term`` value, unit ·
``holiday_skipped`` first, last, name, day_kind · ``day_shortened`` day, slots, name, day_kind ·
``make_up_counted`` day, name · ``weekend_skipped`` first, last, days ·
``hours_on_day`` day, minutes, from, to · ``hours_on_days`` first, last, days, minutes ·
``days_counted`` days, first, last · ``calendar_days_counted`` days, last ·
``clamped`` from, to · ``rest_day_moved`` from, to · ``area_extended`` days ·
``counted_due`` at (a due date that a later step moves) · ``reappointed`` decided, to ·
``paused`` from, to · ``stopped`` since (a wait still open) · ``due`` at
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from .day_slots import clock_words, slots_words

# Hours of a longer term are summed between its first and its last day.
MOST_DAYS_LISTED = 4
MOST_SPANS_KEPT = 2000

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
UNIT_NAMES = {
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
}


class Step(NamedTuple):
    """One step of the reckoning; the module docstring lists kinds and values."""

    kind: str
    values: dict


# --- Steps of one term -----------------------------------------------------------


def term_steps(start, term, ended, due_instant, calendar, calendar_day_rule) -> tuple[Step, ...]:
    """The steps from ``start`` to ``due_instant`` (naive UTC), as the term counts.

    ``ended``: where the term ends without its extension.
    """
    at = calendar.local(start)
    opening = _local_opening(at, calendar)
    end, due_at = calendar.local(ended), calendar.local(due_instant)
    counted = _counting_steps(opening, end, term, calendar, calendar_day_rule)
    if term.extension_days:
        counted = _with_extension(counted, opening, end, due_at, term, calendar)
    return (
        Step("start", {"at": at}),
        *_moved_start(at, opening, calendar),
        Step("term", {"value": term.value, "unit": term.unit}),
        *counted,
        Step("due", {"at": due_at}),
    )


def _with_extension(counted, opening, end, due_at, term, calendar):
    """The term's own steps, then those of its extension; only the last day clamps the time."""
    steps = [step for step in counted if step.kind != "clamped"]
    first = _working_days(end.toordinal() + 1, due_at.toordinal(), calendar)[0]
    bounds = {"first": date.fromordinal(first), "last": due_at.date()}
    return [
        *steps,
        Step("area_extended", {"days": term.extension_days}),
        *_exceptional_days(end, due_at, calendar),
        Step("days_counted", {"days": term.extension_days, **bounds}),
        *_clamping(end if term.unit == "working_hour" else opening, due_at),
    ]


def _local_opening(at, calendar):
    day, minute = calendar.opening(at.toordinal(), at.hour * 60 + at.minute)
    return _at_minute(date.fromordinal(day), minute)


def _at_minute(day, minute):
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


def _minute_of(moment):
    return moment.hour * 60 + moment.minute


def _moved_start(at, opening, calendar):
    if opening == at:
        return []
    return [Step("start_moved", {"to": opening, "reason": _reason_moved(at, calendar)})]


def _reason_moved(at, calendar):
    slots = calendar.slots_on(at.date())
    if not slots:
        return "rest_day"
    if _minute_of(at) < slots[0][0]:
        return "before_hours"
    return "after_hours" if _minute_of(at) >= slots[-1][1] else "lunch"


def _counting_steps(opening, end, term, calendar, calendar_day_rule):
    if term.unit == "calendar_day":
        return _calendar_day_steps(opening, end, term.value, calendar, calendar_day_rule)
    exceptional = _exceptional_days(opening, end, calendar)
    if term.unit == "working_hour":
        return [*exceptional, *_hour_steps(opening, end, calendar)]
    first = _working_days(opening.toordinal() + 1, end.toordinal(), calendar)[0]
    days_counted = Step(
        "days_counted", {"days": term.value, "first": date.fromordinal(first), "last": end.date()}
    )
    return [*exceptional, days_counted, *_clamping(opening, end)]


def _calendar_day_steps(opening, end, days, calendar, calendar_day_rule):
    """Rest days inside are counted, so only those that moved the end are told."""
    steps = []
    last = opening.date() + timedelta(days=days)
    if calendar_day_rule == "skip_holidays":
        for holiday in calendar.holiday_ordinals:
            if opening.toordinal() < holiday <= last.toordinal():
                last += timedelta(days=1)
                steps += _skipped_days([date.fromordinal(holiday)], calendar)
    steps.append(Step("calendar_days_counted", {"days": days, "last": last}))
    if last != end.date():
        steps.append(Step("rest_day_moved", {"from": last, "to": end.date()}))
        steps += _exceptional_days(_at_minute(last - timedelta(days=1), 0), end, calendar)
    return [*steps, *_clamping(opening, end)]


def _clamping(opening, end):
    if opening.time() == end.time():
        return []
    return [Step("clamped", {"from": opening.time(), "to": end.time()})]


# --- Hours -------------------------------------------------------------------------


def _hour_steps(opening, end, calendar):
    days = _working_days(opening.toordinal(), end.toordinal(), calendar)
    if len(days) <= MOST_DAYS_LISTED:
        return [_hours_on_day(day, opening, end, calendar) for day in days]
    return [
        _hours_on_day(days[0], opening, end, calendar),
        _hours_on_days(days[1:-1], calendar),
        _hours_on_day(days[-1], opening, end, calendar),
    ]


def _hours_on_day(day, opening, end, calendar):
    table = calendar.table(day, day)
    slots = table.slots_of(day)
    first = _minute_of(opening) if day == opening.toordinal() else slots[0][0]
    last = _minute_of(end) if day == end.toordinal() else slots[-1][1]
    minutes = table.minutes_until(day, last) - table.minutes_until(day, first)
    on_day = date.fromordinal(day)
    moments = {"from": _at_minute(on_day, first), "to": _at_minute(on_day, last)}
    return Step("hours_on_day", {"day": on_day, "minutes": minutes, **moments})


def _hours_on_days(days, calendar):
    first, last = days[0], days[-1]
    table = calendar.table(first, last + 1)
    minutes = table.minutes_until(last + 1, 0) - table.minutes_until(first, 0)
    bounds = {"first": date.fromordinal(first), "last": date.fromordinal(last)}
    return Step("hours_on_days", {**bounds, "days": len(days), "minutes": minutes})


def _working_days(first, last, calendar):
    """Ordinals of the working days from ``first`` to ``last``, both included."""
    table = calendar.table(first, last)
    return table.working_days[
        table.ranks_before[first - table.first] : table.ranks_before[last + 1 - table.first]
    ]


# --- Days that were not counted, or were although they usually are not ------------------


def _exceptional_days(opening, end, calendar):
    """Steps for the days after ``opening``'s until ``end``'s that need a word.

    Kept in the calendar, for the dossiers of one day and one term share them.
    """
    span = opening.toordinal() + 1, end.toordinal()
    kept = calendar.kept_steps
    if span not in kept:
        if len(kept) >= MOST_SPANS_KEPT:
            kept.clear()
        kept[span] = _exceptional_steps(*span, calendar)
    return kept[span]


def _exceptional_steps(first, last, calendar):
    exceptions = calendar.exceptions_between(first, last)
    closed = [date.fromordinal(day) for day, exception in exceptions if not exception.slots]
    opened = [
        (date.fromordinal(day), exception) for day, exception in exceptions if exception.slots
    ]
    return [
        *_skipped_days(closed, calendar),
        *[_opened_day(day, exception) for day, exception in opened],
        *_weekly_rest(first, last, len(closed), calendar),
    ]


def _skipped_days(days, calendar):
    """One step for each run of consecutive closed days of one name and kind."""
    runs = []
    for day in days:
        continues = (
            runs
            and day - runs[-1][-1] == timedelta(days=1)
            and _same_rest(day, runs[-1][-1], calendar)
        )
        if continues:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_skipped_run(run, calendar) for run in runs]


def _same_rest(day, other, calendar):
    return (calendar.day_name(day), calendar.day_kind(day)) == (
        calendar.day_name(other),
        calendar.day_kind(other),
    )


def _skipped_run(run, calendar):
    name, kind = calendar.day_name(run[0]), calendar.day_kind(run[0])
    return Step(
        "holiday_skipped", {"first": run[0], "last": run[-1], "name": name, "day_kind": kind}
    )


def _opened_day(day, exception):
    if exception.kind == "make_up":
        return Step("make_up_counted", {"day": day, "name": exception.name})
    values = {
        "day": day,
        "slots": exception.slots,
        "name": exception.name,
        "day_kind": exception.kind,
    }
    return Step("day_shortened", values)


def _weekly_rest(first, last, closed_by_exception, calendar):
    working = len(_working_days(first, last, calendar))
    resting = last - first + 1 - working - closed_by_exception
    if not resting:
        return []
    days = range(first, last + 1)
    bounds = {
        "first": _first_weekly_rest(days, calendar),
        "last": _first_weekly_rest(days[::-1], calendar),
    }
    return [Step("weekend_skipped", {**bounds, "days": resting})]


def _first_weekly_rest(ordinals, calendar):
    days = map(date.fromordinal, ordinals)
    return next(
        day for day in days if not calendar.is_working_day(day) and not calendar.day_kind(day)
    )


# --- Steps of a ledger -------------------------------------------------------------------


def ledger_steps(
    received, origin, counted, appointment, pauses, stopped_since, instant, calendar, begun_by
) -> tuple[Step, ...]:
    """The steps of a dossier's ledger; see ``working_time.due_after_ledger``."""
    *steps, counted_due = counted.steps
    if origin != received:
        steps[0] = Step("supplement_completed", steps[0].values)
        steps.insert(0, Step("start", {"at": calendar.local(received)}))
    if begun_by != "start":
        steps = [_begun_by(begun_by, step) for step in steps]
    if instant != counted.instant:
        steps.append(Step("counted_due", counted_due.values))
    if appointment:
        decided, new_due = (calendar.local(moment) for moment in appointment[1:])
        steps.append(Step("reappointed", {"decided": decided, "to": new_due}))
    steps += [_paused(start, end, calendar) for start, end in pauses]
    if stopped_since:
        steps.append(Step("stopped", {"since": calendar.local(stopped_since)}))
    return (*steps, Step("due", {"at": calendar.local(instant)}))


def _begun_by(kind, step):
    """The first step by its own name; the reason why it was moved is not that of a reception."""
    if step.kind == "start":
        return Step(kind, step.values)
    if step.kind == "start_moved" and kind in _REASONS:
        return Step(step.kind, {**step.values, "reason": kind})
    return step


def _paused(start, end, calendar):
    start, end = calendar.local(start), calendar.local(end)
    return Step("paused", {"from": start, "to": end})


# --- Vietnamese sentences -------------------------------------------------------------------


def explain(due) -> list[str]:
    """The steps of a due date as Vietnamese sentences, one line each."""
    return sentences(due.steps)


def sentences(steps) -> list[str]:
    """Vietnamese, one line for each step."""
    return [_SENTENCES[step.kind](**_keywords(step.values)) for step in steps]


def _keywords(values):
    """``from`` is a reserved word in Python and cannot name a parameter."""
    if "from" not in values:
        return values
    return {"since" if name == "from" else name: value for name, value in values.items()}


# The same days stand in the explanations of many due dates.
@lru_cache(maxsize=4096)
def _day(day):
    return f"{WEEKDAYS[day.weekday()]} {_date(day)}"


def _date(day):
    """dd/mm/yyyy; strftime is many times slower."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _sentence_day(day):
    """The day at the beginning of a sentence: "Thứ Ba 24/11/2026"."""
    text = _day(day)
    return text[0].upper() + text[1:]


def _moment(moment):
    return f"{_time(moment)} {_weekday_and_date(moment.date())}"


@lru_cache(maxsize=4096)
def _weekday_and_date(day):
    return f"{WEEKDAYS[day.weekday()]}, {_date(day)}"


def _days(first, last):
    return _day(first) if first == last else f"từ {_day(first)} đến {_day(last)}"


def _duration(minutes):
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    parts += [f"{rest} phút"] if rest or not hours else []
    return " ".join(parts)


def _time(moment):
    return clock_words(_minute_of(moment))


_REASONS = {
    "lunch": "nghỉ trưa khi nhận",
    "before_hours": "chưa đến giờ làm việc khi nhận",
    "after_hours": "đã hết giờ làm việc khi nhận",
    "rest_day": "ngày nghỉ khi nhận",
    "revoked": "thu hồi ngoài giờ làm việc",
}
_REST_VERBS = {"holiday": "Nghỉ", "swap_off": "Nghỉ hoán đổi", "closure": "Tạm ngừng làm việc"}


def _start_moved_sentence(to, reason):
    return f"Tính từ {_moment(to)} ({_REASONS[reason]})"


def _hours_sentence(day, minutes, since, to):
    return f"Tính {_duration(minutes)} ngày {_day(day)} ({_time(since)}–{_time(to)})"


def _summed_hours_sentence(first, last, days, minutes):
    return f"Tính {_duration(minutes)} trong {days} ngày làm việc, {_days(first, last)}"


def _shortened_sentence(day, slots, name, day_kind):
    return f"{_sentence_day(day)} chỉ làm việc {slots_words(slots)}: {name}"


def _days_counted_sentence(days, first, last):
    return f"Tính {days} ngày làm việc: {_days(first, last)}"


def _skipped_sentence(first, last, name, day_kind):
    return f"{_REST_VERBS.get(day_kind, 'Nghỉ')} {_days(first, last)}: {name}"


def _paused_sentence(since, to):
    return f"Tạm dừng từ {_moment(since)} đến {_moment(to)}, không tính vào thời hạn"


_SENTENCES = {
    "start": lambda at: f"Nhận hồ sơ lúc {_moment(at)}",
    "arrived": lambda at: f"Hồ sơ đến lúc {_moment(at)} (theo dấu bưu điện)",
    "revoked": lambda at: f"Thu hồi kết quả lúc {_moment(at)}",
    "start_moved": _start_moved_sentence,
    "supplement_completed": lambda at: (
        f"Nhận đủ hồ sơ bổ sung lúc {_moment(at)}, thời hạn tính lại từ đầu"
    ),
    "term": lambda value, unit: f"Thời hạn giải quyết: {value} {UNIT_NAMES[unit]}",
    "holiday_skipped": _skipped_sentence,
    "day_shortened": _shortened_sentence,
    "make_up_counted": lambda day, name: f"Làm bù {_day(day)}: {name}",
    "weekend_skipped": lambda first, last, days: (
        f"Không tính {days} ngày nghỉ hằng tuần ({_days(first, last)})"
    ),
    "hours_on_day": _hours_sentence,
    "hours_on_days": _summed_hours_sentence,
    "days_counted": _days_counted_sentence,
    "calendar_days_counted": lambda days, last: f"Tính {days} ngày, đến {_day(last)}",
    "clamped": lambda since, to: (
        f"{_time(since)} không thuộc giờ làm việc của ngày hẹn, lấy {_time(to)}"
    ),
    "rest_day_moved": lambda since, to: (
        f"{_sentence_day(since)} là ngày nghỉ, chuyển sang {_day(to)}"
    ),
    "area_extended": lambda days: f"Địa bàn khó khăn: cộng thêm {days} ngày làm việc",
    "reappointed": lambda decided, to: (
        f"Hẹn lại (quyết định lúc {_moment(decided)}): {_moment(to)}"
    ),
    "paused": _paused_sentence,
    "stopped": lambda since: f"Đang tạm dừng tính thời hạn từ {_moment(since)}",
    "counted_due": lambda at: f"Thời hạn tính đến: {_moment(at)}",
    "due": lambda at: f"Hẹn trả: {_moment(at)}",
}
