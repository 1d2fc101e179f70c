"""What must hold for every calendar, start and term (hypothesis), and a slow second clock.

The second clock walks minute by minute and knows nothing of tables or
bisection; both must agree.
"""

from datetime import date, datetime, timedelta

from hcc_base_tools import working_time as clock
from hcc_base_tools.working_time import DayException, Term, WorkingCalendar
from hypothesis import given, settings
from hypothesis import strategies as st
from real_calendar import HANOI, HANOI_OFFSET, real_calendar

FIRST = datetime(2025, 1, 1)
SPAN_MINUTES = 2 * 365 * 24 * 60
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

DAY_SHAPES = st.sampled_from(
    [
        (),
        ((420, 690), (810, 1020)),
        ((420, 690),),
        ((810, 1020),),
        ((480, 720), (720, 960)),
        ((0, 60), (1380, 1439)),
        ((450, 451), (600, 700), (701, 702)),
    ]
)
WORKED_SHAPES = DAY_SHAPES.filter(bool)
EXCEPTIONS = st.one_of(
    st.builds(
        DayException,
        st.just(()),
        st.sampled_from(["holiday", "swap_off", "closure"]),
        st.just("Nghỉ"),
    ),
    st.builds(DayException, WORKED_SHAPES, st.just("make_up"), st.just("Làm bù")),
    st.builds(DayException, DAY_SHAPES, st.just("closure"), st.just("Mất điện")),
)
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@st.composite
def calendars(draw):
    weekly = {weekday: draw(DAY_SHAPES) for weekday in range(7)}
    weekly[draw(st.integers(0, 6))] = draw(WORKED_SHAPES)
    return WorkingCalendar(weekly, draw(st.dictionaries(DAYS, EXCEPTIONS, max_size=30)), HANOI)


CALENDARS = st.one_of(st.just(real_calendar()), calendars())
STARTS = st.integers(0, SPAN_MINUTES).map(lambda minutes: FIRST + minutes * MINUTE)
HOURS = st.integers(1, 300)
WORKING_DAYS = st.integers(1, 90)
UNITS = st.sampled_from(["working_hour", "working_day"])
RULES = st.sampled_from(clock.CALENDAR_DAY_RULES)


def instant(start, value, unit, calendar, **options):
    return clock.due(start, Term(value, unit), calendar, **options).instant


# --- The slow second clock ---------------------------------------------------------------


def receives(moment, calendar):
    local = moment + HANOI_OFFSET
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in calendar.slots_on(local.date()))


def slow_opening(start, calendar):
    while not receives(start, calendar):
        start += MINUTE
    return start


def slow_after_minutes(start, minutes, calendar):
    moment = slow_opening(start, calendar)
    while minutes:
        minutes -= receives(moment, calendar)
        moment += MINUTE
    return moment


def slow_minutes_between(start, end, calendar):
    return sum(
        receives(start + count * MINUTE, calendar) for count in range((end - start) // MINUTE)
    )


def slow_clamp(local, calendar):
    """The moment if work goes on or has just ended, else back to work's end or on to its start."""
    day = local.date()
    earlier = local
    while earlier.date() == day:
        if receives(earlier - HANOI_OFFSET, calendar) or receives(
            earlier - MINUTE - HANOI_OFFSET, calendar
        ):
            return earlier
        earlier -= MINUTE
    return slow_opening(local - HANOI_OFFSET, calendar) + HANOI_OFFSET


def slow_after_days(start, days, calendar):
    local = slow_opening(start, calendar) + HANOI_OFFSET
    while days:
        local += DAY
        days -= calendar.is_working_day(local.date())
    return slow_clamp(local, calendar) - HANOI_OFFSET


def slow_after_calendar_days(start, days, calendar, rule):
    local = slow_opening(start, calendar) + HANOI_OFFSET
    while days:
        local += DAY
        days -= not (rule == "skip_holidays" and calendar.day_kind(local.date()) == "holiday")
    while not calendar.is_working_day(local.date()):
        local += DAY
    return slow_clamp(local, calendar) - HANOI_OFFSET


@settings(max_examples=60)
@given(STARTS, st.integers(1, 25), CALENDARS)
def test_hours_agree_with_the_slow_clock(start, hours, calendar):
    assert instant(start, hours, "working_hour", calendar) == slow_after_minutes(
        start, hours * 60, calendar
    )


@settings(max_examples=150)
@given(STARTS, st.integers(1, 15), CALENDARS)
def test_working_days_agree_with_the_slow_clock(start, days, calendar):
    assert instant(start, days, "working_day", calendar) == slow_after_days(start, days, calendar)


@settings(max_examples=150)
@given(STARTS, st.integers(1, 40), CALENDARS, RULES)
def test_calendar_days_agree_with_the_slow_clock(start, days, calendar, rule):
    expected = slow_after_calendar_days(start, days, calendar, rule)
    assert instant(start, days, "calendar_day", calendar, calendar_day_rule=rule) == expected


@settings(max_examples=60)
@given(STARTS, st.integers(0, 5 * 24 * 60), CALENDARS)
def test_minutes_between_agree_with_the_slow_clock(start, minutes, calendar):
    end = start + minutes * MINUTE
    assert clock.working_minutes_between(start, end, calendar) == slow_minutes_between(
        start, end, calendar
    )


# --- Properties -----------------------------------------------------------------------------


@given(STARTS, STARTS, st.integers(1, 90), UNITS, CALENDARS)
def test_monotone_in_the_start(one, other, value, unit, calendar):
    earlier, later = sorted([one, other])
    assert instant(earlier, value, unit, calendar) <= instant(later, value, unit, calendar)


@given(STARTS, st.integers(1, 90), UNITS, CALENDARS)
def test_a_longer_term_is_due_later(start, value, unit, calendar):
    assert instant(start, value, unit, calendar) < instant(start, value + 1, unit, calendar)


@given(STARTS, STARTS, st.integers(1, 90), CALENDARS, RULES)
def test_calendar_days_are_monotone_day_by_day(one, other, value, calendar, rule):
    """Not by the minute: Thursday 16:00 and Friday 08:00 may both move to Monday, times kept."""
    earlier, later = (
        calendar.local(
            instant(start, value, "calendar_day", calendar, calendar_day_rule=rule)
        ).date()
        for start in sorted([one, other])
    )
    assert earlier <= later


@given(STARTS, st.integers(1, 20000), st.integers(1, 20000), CALENDARS)
def test_minutes_are_additive(start, first, second, calendar):
    in_two_steps = clock.add_working_minutes(
        clock.add_working_minutes(start, first, calendar), second, calendar
    )
    assert in_two_steps == clock.add_working_minutes(start, first + second, calendar)


@given(STARTS, HOURS, HOURS, CALENDARS)
def test_hours_are_additive(start, first, second, calendar):
    in_two_steps = instant(
        instant(start, first, "working_hour", calendar), second, "working_hour", calendar
    )
    assert in_two_steps == instant(start, first + second, "working_hour", calendar)


@given(STARTS, st.integers(0, 40000), CALENDARS)
def test_adding_is_the_inverse_of_between(start, minutes, calendar):
    end = clock.add_working_minutes(start, minutes, calendar)
    assert clock.working_minutes_between(start, end, calendar) == minutes


@given(STARTS, STARTS, CALENDARS)
def test_between_is_the_inverse_of_adding(one, other, calendar):
    """What lies between two instants, added to the first, ends the work done by the second."""
    start, end = sorted([one, other])
    minutes = clock.working_minutes_between(start, end, calendar)
    reached = clock.add_working_minutes(start, minutes, calendar)
    assert clock.working_minutes_between(start, reached, calendar) == minutes
    if minutes:
        assert reached <= end
        assert clock.working_minutes_between(reached, end, calendar) == 0


@given(STARTS, STARTS, STARTS, CALENDARS)
def test_between_adds_up_and_changes_sign(one, two, three, calendar):
    def between(start, end):
        return clock.working_minutes_between(start, end, calendar)

    assert between(one, two) + between(two, three) == between(one, three)
    assert between(one, two) == -between(two, one)


@given(STARTS, WORKING_DAYS, CALENDARS)
def test_n_working_days_are_the_nth_working_day_after_the_start(start, days, calendar):
    opening = calendar.local(clock.add_working_minutes(start, 0, calendar))
    due = calendar.local(instant(start, days, "working_day", calendar))
    span = [
        opening.date() + count * DAY for count in range(1, (due.date() - opening.date()).days + 1)
    ]
    assert sum(map(calendar.is_working_day, span)) == days
    slots = calendar.slots_on(due.date())
    asked = opening.hour * 60 + opening.minute
    if any(first <= asked <= last for first, last in slots):
        assert due.time() == opening.time()


@given(STARTS, st.integers(1, 90), st.sampled_from(clock.UNITS[1:]), CALENDARS, RULES)
def test_the_time_of_day_is_kept_or_clamped_to_the_last_working_minute_before(
    start, value, unit, calendar, rule
):
    opening = calendar.local(clock.add_working_minutes(start, 0, calendar))
    due = calendar.local(instant(start, value, unit, calendar, calendar_day_rule=rule))
    asked, given_ = (moment.hour * 60 + moment.minute for moment in (opening, due))
    slots = calendar.slots_on(due.date())
    ends_before = [last for _first, last in slots if last <= asked]
    if any(first <= asked <= last for first, last in slots):
        assert given_ == asked
    else:
        assert given_ == (max(ends_before) if ends_before else slots[0][0])


@given(STARTS, st.integers(1, 120), st.sampled_from(clock.UNITS), CALENDARS, RULES)
def test_results_lie_inside_working_time(start, value, unit, calendar, rule):
    due = calendar.local(instant(start, value, unit, calendar, calendar_day_rule=rule))
    minute = due.hour * 60 + due.minute
    assert any(first <= minute <= last for first, last in calendar.slots_on(due.date()))


@given(STARTS, st.integers(1, 60), st.sampled_from(clock.UNITS), st.lists(DAYS, max_size=10), RULES)
def test_holidays_outside_the_span_do_not_matter(start, value, unit, days, rule):
    calendar = real_calendar()
    due = instant(start, value, unit, calendar, calendar_day_rule=rule)
    first, last = calendar.local(start).date(), calendar.local(due).date()
    outside = {day: DayException((), "holiday", "Nghỉ") for day in days if not first <= day <= last}
    assert instant(start, value, unit, real_calendar(outside), calendar_day_rule=rule) == due


@given(STARTS, st.integers(1, 60), UNITS, DAYS)
def test_a_holiday_inside_the_span_never_brings_the_due_date_forward(start, value, unit, day):
    before = instant(start, value, unit, real_calendar())
    after = instant(start, value, unit, real_calendar({day: DayException((), "holiday", "Nghỉ")}))
    assert after.date() >= before.date()


@given(
    st.lists(STARTS, min_size=1, max_size=30),
    st.integers(1, 60),
    st.sampled_from(clock.UNITS),
    CALENDARS,
)
def test_the_order_of_questions_does_not_matter(starts, value, unit, calendar):
    """The prepared table grows with the questions; the answers must not change."""
    fresh = WorkingCalendar(dict(enumerate(calendar._weekly)), calendar._exceptions, HANOI)
    term = Term(value, unit)
    assert (
        clock.due_instants(starts, term, calendar)
        == clock.due_instants(starts[::-1], term, fresh)[::-1]
    )


INTERVALS = st.lists(
    st.tuples(STARTS, st.integers(0, 20000)).map(
        lambda pause: (pause[0], pause[0] + pause[1] * MINUTE)
    ),
    max_size=4,
)


@given(STARTS, INTERVALS, CALENDARS)
def test_a_pause_moves_the_due_date_by_the_working_time_waited(start, pauses, calendar):
    due = clock.add_working_minutes(start, 1, calendar)
    shifted = clock.shift_for_pause(due, pauses, calendar)
    waited = clock.working_minutes_between(due, shifted, calendar)
    total = sum(clock.working_minutes_between(first, last, calendar) for first, last in pauses)
    assert 0 <= waited <= total
    assert clock.shift_for_pause(due, pauses + pauses, calendar) == shifted
    assert clock.shift_for_pause(due, pauses[::-1], calendar) == shifted


@given(STARTS, st.integers(1, 20000), st.integers(1, 20000), st.integers(1, 5000), CALENDARS)
def test_pausing_leaves_as_much_working_time_as_there_was(start, before, left, waited, calendar):
    """For a term in minutes, work left at the pause equals work left when it ends."""
    stopped = clock.add_working_minutes(start, before, calendar)
    due = clock.add_working_minutes(stopped, left, calendar)
    resumed = stopped + waited * MINUTE
    shifted = clock.shift_for_pause(due, [(stopped, resumed)], calendar)
    assert clock.working_minutes_between(resumed, shifted, calendar) == left


EVENTS = st.lists(
    st.tuples(st.sampled_from(["supplement", "suspension"]), STARTS, st.integers(0, 20000)).map(
        lambda event: (event[0], event[1], event[1] + event[2] * MINUTE)
    ),
    max_size=4,
)
WAITS = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=4)


@given(STARTS, HOURS, WAITS, st.sampled_from(["supplement", "suspension"]), CALENDARS)
def test_work_done_outside_the_waits_is_the_term(start, hours, waits, kind, calendar):
    """However often the clock stood before the due time: a term in hours is worked, not waited."""
    received = clock.add_working_minutes(start, 0, calendar)
    events, resumed, worked = [], received, 0
    for run, stood in waits:
        if worked + run >= hours * 60:
            break
        stopped = clock.add_working_minutes(resumed, run, calendar)
        worked += run
        resumed = stopped + stood * MINUTE
        events.append((kind, stopped, resumed))
    due = clock.due_after_ledger(
        received, Term(hours, "working_hour"), events, calendar, "pause"
    ).instant
    waited = sum(clock.working_minutes_between(first, last, calendar) for _k, first, last in events)
    assert due >= resumed or not events
    assert clock.working_minutes_between(received, due, calendar) - waited == hours * 60


@given(STARTS, st.integers(1, 40), st.sampled_from(clock.UNITS), EVENTS, CALENDARS)
def test_a_full_recount_forgets_all_that_ended_before(received, value, unit, events, calendar):
    term = Term(value, unit)
    due = clock.due_after_ledger(received, term, events, calendar, "recount_full").instant
    completions = [end for kind, _start, end in events if kind == "supplement"]
    origin = max([received, *completions])
    later = [event for event in events if event[0] == "suspension" and event[2] > origin]
    assert due == clock.due_after_ledger(origin, term, later, calendar, "recount_full").instant
    if not later:
        assert due == clock.recount(origin, term, calendar).instant


@given(STARTS, STARTS, CALENDARS, st.integers(0, 1440))
def test_handover_is_monotone_and_never_in_the_past(one, other, calendar, cutoff):
    earlier, later = sorted([one, other])
    assert clock.handover_deadline(earlier, cutoff, calendar) <= clock.handover_deadline(
        later, cutoff, calendar
    )
    assert clock.handover_deadline(earlier, cutoff, calendar) > earlier


@given(STARTS, st.integers(1, 40), UNITS, EVENTS, st.sampled_from(clock.LEDGER_MODES), CALENDARS)
def test_waits_never_bring_the_due_date_forward(received, value, unit, events, mode, calendar):
    events = [event for event in events if event[1] >= received]
    term = Term(value, unit)
    due = clock.due_after_ledger(received, term, events, calendar, mode).instant
    assert due >= instant(received, value, unit, calendar)
    if mode == "recount_full":
        for completed in [end for kind, _start, end in events if kind == "supplement"]:
            assert due >= instant(completed, value, unit, calendar)


@given(STARTS, st.integers(1, 200), st.sampled_from(clock.UNITS), EVENTS, CALENDARS, RULES)
def test_every_due_date_can_be_explained(received, value, unit, events, calendar, rule):
    term = Term(value, unit)
    due = clock.due_after_ledger(received, term, events, calendar, "pause", calendar_day_rule=rule)
    lines = clock.explain(due)
    assert lines[0].startswith("Nhận hồ sơ lúc") and lines[-1].startswith("Hẹn trả: ")
    assert due.steps[-1].values["at"] == calendar.local(due.instant)


@given(STARTS, st.integers(1, 60), CALENDARS)
def test_the_hours_explained_add_up(start, hours, calendar):
    steps = clock.due(start, Term(hours, "working_hour"), calendar).steps
    assert (
        sum(step.values["minutes"] for step in steps if step.kind.startswith("hours_on_day"))
        == hours * 60
    )


@given(STARTS, WORKING_DAYS, CALENDARS)
def test_the_days_explained_add_up(start, days, calendar):
    """Counted days, weekly rest and closed days together are all days of the span."""
    due = clock.due(start, Term(days, "working_day"), calendar)
    opening = calendar.local(clock.add_working_minutes(start, 0, calendar)).date()
    span = (calendar.local(due.instant).date() - opening).days
    steps = {
        kind: [step.values for step in due.steps if step.kind == kind]
        for kind in ("weekend_skipped", "holiday_skipped")
    }
    resting = sum(values["days"] for values in steps["weekend_skipped"])
    closed = sum((values["last"] - values["first"]).days + 1 for values in steps["holiday_skipped"])
    assert days + resting + closed == span


def test_shipped_swap_days_change_nothing_in_the_sum():
    """A swap day taken is a Saturday worked, in 2025 and 2026."""
    calendar = real_calendar()
    kinds = [
        calendar.day_kind(date(year, 1, 1) + count * DAY)
        for year in (2025, 2026)
        for count in range(365)
    ]
    assert kinds.count("swap_off") == kinds.count("make_up") == 3
