import hashlib
import hmac
import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hcc_base_tools.canonical import canonical_json, chain_seal
from hypothesis import given
from hypothesis import strategies as st

KEY = b"a key kept outside the database"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=15,
)


# --- Canonical JSON ------------------------------------------------------------------------


def test_one_text():
    value = {
        "b": [1, None, True],
        "a": "Đặng",
        "at": datetime(2026, 11, 21, 2, 10),
        "day": date(2026, 11, 21),
    }
    assert canonical_json(value).decode() == (
        '{"a":"Đặng","at":"2026-11-21T02:10:00.000000Z","b":[1,null,true],"day":"2026-11-21"}'
    )


def test_a_moment_has_one_text_whatever_its_zone():
    hanoi = datetime(2026, 11, 21, 9, 10, tzinfo=timezone(timedelta(hours=7)))
    assert canonical_json(hanoi) == canonical_json(datetime(2026, 11, 21, 2, 10))


@given(JSON)
def test_canonical_text_reads_back(value):
    assert json.loads(canonical_json(value)) == value
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal(1),
        b"x",
        {1: "a"},
        {None: 1},
        {"a": {"b": [1.5]}},
        {1, 2},
        object(),
        timedelta(1),
    ],
)
def test_values_without_a_canonical_text(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_lone_surrogates_are_refused():
    with pytest.raises(ValueError):
        canonical_json("\ud800")


# --- Seals ------------------------------------------------------------------------------------


def test_a_seal_is_the_hmac_of_the_previous_seal_and_the_body():
    expected = hmac.new(KEY, b"before\x00body", hashlib.sha256).hexdigest()
    assert chain_seal(KEY, 1, "before", b"body") == f"$1${expected}"


@pytest.mark.parametrize(
    "key, version, previous", [(KEY, 2, ""), (KEY, 0, ""), (b"", 1, ""), (KEY, 1, "a\0b")]
)
def test_impossible_seals(key, version, previous):
    with pytest.raises(ValueError):
        chain_seal(key, version, previous, b"body")
