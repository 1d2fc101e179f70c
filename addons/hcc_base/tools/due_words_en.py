"""How a due date came about, as English sentences; the Vietnamese ones are in ``due_steps``.

For the public pages. Names of holidays stay as they are: they are proper names.
"""

from .day_slots import slots_words

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
UNIT_NAMES = {
    "working_hour": "working hour",
    "working_day": "working day",
    "calendar_day": "day",
}


def explain_in_english(due) -> list[str]:
    """The steps of a due date as English sentences, one line each."""
    return [_SENTENCES[step.kind](step.values) for step in due.steps]


def moment_words(moment) -> str:
    """ "10:05 on Monday, 23 November 2026"."""
    return f"{_time(moment)} on {_day(moment)}"


def day_words(day) -> str:
    """ "23 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day(day):
    return f"{WEEKDAYS[day.weekday()]}, {day_words(day)}"


def _time(moment):
    return f"{moment.hour:02d}:{moment.minute:02d}"


def _days(first, last):
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _count(number, name):
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _duration(minutes):
    hours, rest = divmod(minutes, 60)
    parts = [_count(hours, "hour")] if hours else []
    parts += [_count(rest, "minute")] if rest or not hours else []
    return " ".join(parts)


_REASONS = {
    "lunch": "handed in during the midday break",
    "before_hours": "handed in before working hours",
    "after_hours": "handed in after working hours",
    "rest_day": "handed in on a day off",
    "revoked": "withdrawn outside working hours",
}
_REST_NAMES = {"holiday": "Holiday", "swap_off": "Day off in exchange", "closure": "Closed"}


def _start_moved(v):
    return f"Counted from {moment_words(v['to'])} ({_REASONS[v['reason']]})"


def _shortened(v):
    slots = slots_words(v["slots"])
    return f"{_day(v['day'])}: open {slots} only ({v['name']})"


def _skipped(v):
    rest = _REST_NAMES.get(v["day_kind"], "Day off")
    return f"{rest}, not counted: {_days(v['first'], v['last'])} ({v['name']})"


def _hours_on_day(v):
    times = f"{_time(v['from'])}–{_time(v['to'])}"
    return f"{_duration(v['minutes'])} counted on {_day(v['day'])} ({times})"


def _hours_on_days(v):
    days = _count(v["days"], "working day")
    return f"{_duration(v['minutes'])} counted in {days}, {_days(v['first'], v['last'])}"


def _days_counted(v):
    return f"{_count(v['days'], 'working day')} counted: {_days(v['first'], v['last'])}"


def _clamped(v):
    since, to = _time(v["from"]), _time(v["to"])
    return f"{since} is outside the working hours of that day; {to} is taken"


def _weekend(v):
    days = _count(v["days"], "weekly day") + " off"
    return f"{days} not counted ({_days(v['first'], v['last'])})"


_SENTENCES = {
    "start": lambda v: f"Dossier received at {moment_words(v['at'])}",
    "arrived": lambda v: f"Dossier arrived at {moment_words(v['at'])} (postmark)",
    "revoked": lambda v: f"Result withdrawn at {moment_words(v['at'])}",
    "start_moved": _start_moved,
    "supplement_completed": lambda v: (
        f"Missing papers complete at {moment_words(v['at'])}; the time limit starts again"
    ),
    "term": lambda v: f"Time limit: {_count(v['value'], UNIT_NAMES[v['unit']])}",
    "holiday_skipped": _skipped,
    "day_shortened": _shortened,
    "make_up_counted": lambda v: f"Make-up working day, counted: {_day(v['day'])} ({v['name']})",
    "weekend_skipped": _weekend,
    "hours_on_day": _hours_on_day,
    "hours_on_days": _hours_on_days,
    "days_counted": _days_counted,
    "calendar_days_counted": lambda v: (
        f"{_count(v['days'], 'day')} counted, until {_day(v['last'])}"
    ),
    "clamped": _clamped,
    "rest_day_moved": lambda v: f"{_day(v['from'])} is a day off; moved to {_day(v['to'])}",
    "area_extended": lambda v: (
        f"Area of difficult conditions: {_count(v['days'], 'working day')} added"
    ),
    "reappointed": lambda v: (
        f"New appointment (decided at {moment_words(v['decided'])}): {moment_words(v['to'])}"
    ),
    "paused": lambda v: (
        f"Paused from {moment_words(v['from'])} to {moment_words(v['to'])}, not counted"
    ),
    "stopped": lambda v: f"The time limit has stood still since {moment_words(v['since'])}",
    "counted_due": lambda v: f"Counted until: {moment_words(v['at'])}",
    "due": lambda v: f"Appointment: {moment_words(v['at'])}",
}
