import pytest
from hcc_base_tools import public_query
from hypothesis import given
from hypothesis import strategies as st

HOSTILE = [
    {"q": "\x00"},
    {"q": "cấp\x00mới"},
    {"q": "\x1b[2J"},
    {"q": "\x7f"},
    {"q": "\ud800"},
    {"q": "a\udfff"},
    {"q": "x" * 201},
    {"q": "a " * 13},
    {"agency": "a b"},
    {"agency": "'; DROP TABLE x; --"},
    {"agency": "x" * 65},
    {"field": "<script>"},
    {"field": "\x00"},
    {"event": "../../etc/passwd"},
    {"event": "%"},
    {"centre": "H35/18"},
    {"centre": "\u202eH35"},
    {"page": "0"},
    {"page": "-1"},
    {"page": "1e9"},
    {"page": "١"},
    {"page": "99999999999999999999"},
    {"page": "10001"},
    {"page": "1.5"},
    {"page": " 1"},
    {"size": "101"},
    {"size": "0"},
    {"size": "nan"},
]


@pytest.mark.parametrize("arguments", HOSTILE)
def test_a_hostile_question_is_refused(arguments):
    with pytest.raises(public_query.QueryError):
        public_query.read(arguments)


@pytest.mark.parametrize("raw", [b"q=%ED%A0%80", b"q=%FF", b"q=%C3", b"q=" + b"a" * 2000])
def test_broken_bytes_are_refused(raw):
    with pytest.raises(public_query.QueryError):
        public_query.read({}, raw)


def test_a_plain_question():
    query = public_query.read(
        {"q": "  cap \t moi ", "agency": "STP", "page": "3", "size": "10", "utm_source": "\x00"},
        b"q=cap+moi",
    )
    assert query == public_query.Query(q="cap moi", agency="STP", page=3, size=10)
    assert query.offset == 20 and query.is_filtered
    assert query.parameters(page=4) == {"q": "cap moi", "agency": "STP", "page": 4, "size": 10}
    assert query.parameters(page=1, size=20) == {"q": "cap moi", "agency": "STP"}


def test_no_question_is_the_first_page_of_everything():
    query = public_query.read({})
    assert query == public_query.Query() and not query.is_filtered and query.offset == 0


def test_decomposed_letters_are_composed():
    assert public_query.read({"q": "cấp"}).q == "cấp"


@given(st.dictionaries(st.sampled_from(["q", "centre", "agency", "page", "size"]), st.text()))
def test_any_text_is_answered_or_refused(arguments):
    try:
        query = public_query.read(arguments)
    except public_query.QueryError as error:
        assert str(error)
    else:
        assert "\x00" not in query.q + query.centre + query.agency
        assert 1 <= query.page <= public_query.MAX_PAGE and 1 <= query.size <= public_query.MAX_SIZE
