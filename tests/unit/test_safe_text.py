import pytest
from hcc_base_tools import safe_text
from hypothesis import given
from hypothesis import strategies as st

LIVE = ["=1", "+84", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "  =1", "\0=1"]


@pytest.mark.parametrize("text", LIVE)
def test_what_a_spreadsheet_could_run_is_guarded(text):
    assert safe_text.is_live(text)
    assert not safe_text.is_live(safe_text.guarded(text))


@pytest.mark.parametrize("text", ["", "Lò Văn A", "'tis", "1-2", "a=b", "０"])
def test_the_rest_stays(text):
    assert safe_text.guarded(text) == text == safe_text.unguarded(text)


@given(st.text())
def test_what_was_guarded_comes_back(text):
    assert safe_text.unguarded(safe_text.guarded(text)) == text or text.startswith("'")


@pytest.mark.parametrize(
    "value, bad",
    [
        ("Nguyễn 😀", False),
        ("a\0b", True),
        ("\ud800", True),
        ({"a": ["b", {"c\0": 1}]}, True),
        ({"a": ["b", {"c": "\udfff"}]}, True),
        ([1, None, 2.5, b"\0", {"x": ("y",)}], False),
    ],
)
def test_unstorable(value, bad):
    assert safe_text.unstorable(value) is bad
