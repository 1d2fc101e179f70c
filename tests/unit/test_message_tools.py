"""The pure parts of notices: sizes of SMS, places in texts, signed addresses."""

import doctest
import importlib.util
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "addons" / "hcc_dossier" / "tools"


def load(name):
    spec = importlib.util.spec_from_file_location(f"hcc_dossier_{name}", TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["sms_text", "message_text", "signed_pass"])
def test_the_examples_hold(name):
    result = doctest.testmod(load(name))
    assert result.attempted and not result.failed


@pytest.mark.parametrize(
    "text, length, parts",
    [("a" * 160, 160, 1), ("a" * 161, 161, 2), ("a" * 307, 307, 3), ("€" * 80, 160, 1),
     ("€" * 81, 162, 2), ("ơ" * 70, 70, 1), ("ơ" * 135, 135, 3), ("😀" * 35, 70, 1), ("", 0, 1)],
)  # fmt: skip
def test_sizes(text, length, parts):
    size = load("sms_text").size(text)
    assert (size.length, size.parts) == (length, parts)


def test_marks_of_every_vowel_are_gone():
    plain = load("sms_text").without_marks("ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ỲÝỶỸỴ Đđ")
    assert plain == "AAAAA EEEEE OOOOO OOOOO UUUUU YYYYY Dd"


def test_a_value_is_not_read_as_a_place_again():
    filled = load("message_text").filled("{procedure}", {"procedure": "{link}", "link": "x"})
    assert filled == "{link}"


def test_words_of_both_languages_are_the_same_ones():
    words = load("public_words")
    for table in (words.WORDS, words.TASKS, words.COLLECT_TASKS, words.NOTICES):
        assert table["vi"].keys() == table["en"].keys()
        assert all(text.strip() for texts in table.values() for text in texts.values())


def test_a_signature_is_of_all_values_in_their_order():
    signed = load("signed_pass")
    signature = signed.sign(b"key", 1, 23, "x")
    assert signed.is_signed(b"key", signature, 1, 23, "x")
    for values in ((12, 3, "x"), (1, 23, "y"), (23, 1, "x"), (1, 23)):
        assert not signed.is_signed(b"key", signature, *values)
    assert not signed.is_signed(b"other", signature, 1, 23, "x")
    assert not signed.is_signed(b"key", "Đ", 1, 23, "x")
