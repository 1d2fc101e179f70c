from datetime import datetime, timedelta

import pytest
from hcc_base_tools.canonical import canonical_json
from hcc_base_tools.journal_chain import (
    COLUMNS,
    SEALED_COLUMNS,
    ChainWalk,
    Head,
    JournalRow,
    row_seal,
    sealed_body,
)
from hcc_base_tools.journal_findings import FINDINGS, WARNINGS, sentence, warning
from hypothesis import given
from hypothesis import strategies as st

KEYS = {1: b"the first key", 2: b"the second key"}
AT = datetime(2026, 11, 23, 1, 0)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FACTS = st.dictionaries(TEXT, st.none() | st.integers() | TEXT | st.lists(st.integers()))


def row(position, facts=None, key_version=1, **values):
    filled = dict.fromkeys(COLUMNS) | {
        "id": position + 100,
        "company_id": 1,
        "occurred_at": AT,
        "verb": "receive",
        "facts": facts or {},
        "is_demo_clock": False,
        "create_date": AT + timedelta(microseconds=position),
        "position": position,
        "seal_version": 1,
        "key_version": key_version,
    }
    return JournalRow(**filled | values)


def chained(rows):
    seal, done = "", []
    for each in rows:
        previous, seal = seal, row_seal(KEYS[each.key_version], each, seal)
        done.append(each._replace(previous_seal=previous, seal=seal))
    return done


def walk(rows, heads=()):
    """The first break as (kind, position), or None."""
    walker = ChainWalk(KEYS.__getitem__, heads)
    for each in rows:
        if broken := walker.follow(each):
            return broken.kind, broken.position
    broken = walker.finish()
    return broken and (broken.kind, broken.position)


CHAIN = chained(row(position) for position in range(1, 8))


@given(FACTS, TEXT)
def test_the_quick_text_is_the_canonical_text(facts, verb):
    each = row(1, facts, verb=verb)
    assert sealed_body(each) == canonical_json(dict(zip(SEALED_COLUMNS, each, strict=False)))


def test_a_whole_chain():
    heads = [Head(each.position, each.seal) for each in CHAIN]
    assert walk([]) is None
    assert walk(CHAIN) is None
    assert walk(CHAIN, heads) is None
    assert walk([], [Head(0, "")]) is None


@pytest.mark.parametrize("column", [name for name in SEALED_COLUMNS if name != "position"])
@pytest.mark.parametrize("index", [0, 3, 6])
def test_any_changed_column_is_found(column, index):
    forged = list(CHAIN)
    value = {"seal_version": 9, "key_version": 9}.get(column, "forged")
    forged[index] = forged[index]._replace(**{column: value})
    kind = "key" if column == "key_version" else "content"
    assert walk(forged) == (kind, index + 1)


@pytest.mark.parametrize(
    "rows, expected",
    [
        (CHAIN[:2] + CHAIN[3:], ("missing", 3)),
        (CHAIN[1:], ("missing", 1)),
        ([CHAIN[0], *CHAIN], ("extra", 1)),
        ([CHAIN[0]._replace(position=-4), *CHAIN], ("extra", -4)),
        ([CHAIN[0], CHAIN[1]._replace(previous_seal="x"), *CHAIN[2:]], ("link", 2)),
        ([CHAIN[0], CHAIN[2]._replace(position=2), *CHAIN[3:]], ("replaced", 2)),
        ([CHAIN[0], CHAIN[1]._replace(seal="no seal"), *CHAIN[2:]], ("content", 2)),
        ([CHAIN[0], CHAIN[1]._replace(seal=None), *CHAIN[2:]], ("content", 2)),
        ([CHAIN[0]._replace(facts={"a": 1.5})], ("content", 1)),
    ],
)
def test_where_a_chain_breaks(rows, expected):
    assert walk(rows) == expected


def test_a_cut_tail_shows_only_against_an_exported_head():
    assert walk(CHAIN[:4]) is None
    assert walk(CHAIN[:4], [Head(7, CHAIN[6].seal)]) == ("tail", 5)


def test_a_chain_sealed_anew_contradicts_the_first_head_behind_the_change():
    heads = [Head(each.position, each.seal) for each in (CHAIN[1], CHAIN[4])]
    other = chained([*map(row, range(1, 4)), *(row(n, verb="forged") for n in range(4, 8))])
    assert walk(other) is None
    assert walk(other, heads) == ("head", 5)
    walker = ChainWalk(KEYS.__getitem__, heads)
    assert walker.last_head_before(5) == 2


def test_two_heads_of_one_position_cannot_both_hold():
    assert walk(CHAIN, [Head(3, CHAIN[2].seal), Head(3, "$1$another")]) == ("head", 3)


def test_a_new_key_from_a_row_on_and_never_back():
    rows = [row(1), row(2, key_version=2), row(3, key_version=2)]
    assert walk(chained(rows)) is None
    assert walk(chained([*rows, row(4)])) == ("version", 4)


@pytest.mark.parametrize("kind", FINDINGS)
def test_every_break_is_told_with_place_and_remedy(kind):
    text = sentence(
        {"kind": kind, "position": 12, "entry": 345, "at": "23/11/2026 08:00:00", "last_head": 10}
    )
    assert "12" in text and FINDINGS[kind][1] in text


@pytest.mark.parametrize("kind", WARNINGS)
def test_every_warning_is_told(kind):
    assert "{" not in warning(kind, 3)
