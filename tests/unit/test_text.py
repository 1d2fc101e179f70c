import unicodedata

import pytest
from hcc_base_tools.text import clean, fold, is_alike, words
from hypothesis import given
from hypothesis import strategies as st

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
VIETNAMESE_TEXT = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + " 0123456789.,-"))


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Nguyễn Văn Đặng", "nguyen van dang"),
        ("ĐIỆN BIÊN PHỦ", "dien bien phu"),
        ("Hộ tịch", "ho tich"),
        ("quyết định", "quyet dinh"),
        ("", ""),
        ("  Lai   Châu\n", "lai chau"),
        ("１２３", "123"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_ascii():
    assert fold(VIETNAMESE).isascii() and fold(VIETNAMESE) == fold(VIETNAMESE.upper())


@pytest.mark.parametrize(
    "text, cleaned",
    [
        ("\ufeffNguyễn", "Nguyễn"),
        ("a\x00b", "ab"),
        ("a\tb\r\nc", "a b c"),
        ("a\u00a0 b", "a b"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u200bc", "abc"),
        (unicodedata.normalize("NFD", "Việt"), "Việt"),
        ("   ", ""),
        ("a\uffffb", "ab"),
        ("a\x1bb", "ab"),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


def test_lines_can_be_kept():
    assert clean("\n một \r\n hai\tba \r\x85bốn\n\n", keep_lines=True) == "một\nhai ba\n\nbốn"


def test_words():
    assert words("Cấp lại: chứng chỉ (bản-sao) số 12/2026") == (
        "cap",
        "lai",
        "chung",
        "chi",
        "ban",
        "sao",
        "so",
        "12",
        "2026",
    )
    assert words(" ,. ") == ()


@given(st.text())
def test_clean_text_can_be_stored_and_stays_clean(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned and cleaned == cleaned.strip() and "  " not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(st.text())
def test_lines_kept_are_clean_lines(text):
    kept = clean(text, keep_lines=True)
    assert clean(kept, keep_lines=True) == kept
    assert clean(kept) == clean(text)


@given(VIETNAMESE_TEXT)
def test_fold_does_not_depend_on_case_or_composition(text):
    assert (
        fold(text)
        == fold(text.upper())
        == fold(unicodedata.normalize("NFD", text))
        == fold(fold(text))
    )


@given(st.text(), st.text())
def test_a_text_holds_its_own_words(before, after):
    assert set(words(before)) <= set(words(f"{before} {after}"))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Nguyễn Văn An", "Nguyen Van An", True),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", True),
        ("Lò Thị Thử", "Lò Thị Thừ", True),
        ("Nguyễn Văn An", "Trần Văn An", False),
        ("Nguyễn Văn An", "Vàng A Páo", False),
        ("Nguyễn Văn An", "", False),
    ],
)
def test_is_alike(one, other, alike):
    assert is_alike(one, other) is alike
