"""English sentences of due dates: one for every kind of step that Vietnamese knows."""

from hcc_base_tools import due_steps, due_words_en, working_time
from real_calendar import real_calendar, utc


def test_every_kind_of_step_has_its_sentence():
    assert set(due_words_en._SENTENCES) == set(due_steps._SENTENCES)


def test_names_follow_the_vietnamese_ones():
    assert set(due_words_en._REASONS) == set(due_steps._REASONS)
    assert set(due_words_en._REST_NAMES) == set(due_steps._REST_VERBS)
    assert set(due_words_en.UNIT_NAMES) == set(due_steps.UNIT_NAMES)


def test_a_whole_explanation_reads_as_english():
    events = [
        ("supplement", utc("2026-03-04 10:00"), utc("2026-03-06 14:00")),
        ("reappointment", utc("2026-03-10 16:00"), utc("2026-03-20 15:00")),
    ]
    due = working_time.due_after_ledger(
        utc("2026-03-02 11:45"), working_time.Term(1, "working_day"), events, real_calendar(),
        "recount_full",
    )  # fmt: skip
    assert due_words_en.explain_in_english(due) == [
        "Dossier received at 11:45 on Monday, 2 March 2026",
        "Missing papers complete at 14:00 on Friday, 6 March 2026; the time limit starts again",
        "Time limit: 1 working day",
        "2 weekly days off not counted (Saturday, 7 March 2026 to Sunday, 8 March 2026)",
        "1 working day counted: Monday, 9 March 2026",
        "Counted until: 14:00 on Monday, 9 March 2026",
        "New appointment (decided at 16:00 on Tuesday, 10 March 2026): "
        "15:00 on Friday, 20 March 2026",
        "Appointment: 15:00 on Friday, 20 March 2026",
    ]
