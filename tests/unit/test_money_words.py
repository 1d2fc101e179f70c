"""Amounts in words: known readings, and a reader back written without a look at the writer."""

import pytest
from hcc_base_tools.money_words import format_vnd, vnd_in_words
from hypothesis import example, given
from hypothesis import strategies as st

READINGS = {
    0: "Không",
    1: "Một",
    4: "Bốn",
    5: "Năm",
    9: "Chín",
    10: "Mười",
    11: "Mười một",
    12: "Mười hai",
    14: "Mười bốn",
    15: "Mười lăm",
    19: "Mười chín",
    20: "Hai mươi",
    21: "Hai mươi mốt",
    22: "Hai mươi hai",
    24: "Hai mươi tư",
    25: "Hai mươi lăm",
    30: "Ba mươi",
    31: "Ba mươi mốt",
    40: "Bốn mươi",
    44: "Bốn mươi tư",
    45: "Bốn mươi lăm",
    50: "Năm mươi",
    51: "Năm mươi mốt",
    54: "Năm mươi tư",
    55: "Năm mươi lăm",
    60: "Sáu mươi",
    71: "Bảy mươi mốt",
    84: "Tám mươi tư",
    91: "Chín mươi mốt",
    95: "Chín mươi lăm",
    99: "Chín mươi chín",
    100: "Một trăm",
    101: "Một trăm lẻ một",
    104: "Một trăm lẻ bốn",
    105: "Một trăm lẻ năm",
    110: "Một trăm mười",
    111: "Một trăm mười một",
    114: "Một trăm mười bốn",
    115: "Một trăm mười lăm",
    121: "Một trăm hai mươi mốt",
    124: "Một trăm hai mươi tư",
    125: "Một trăm hai mươi lăm",
    155: "Một trăm năm mươi lăm",
    200: "Hai trăm",
    404: "Bốn trăm lẻ bốn",
    444: "Bốn trăm bốn mươi tư",
    505: "Năm trăm lẻ năm",
    555: "Năm trăm năm mươi lăm",
    999: "Chín trăm chín mươi chín",
    1_000: "Một nghìn",
    1_001: "Một nghìn không trăm lẻ một",
    1_004: "Một nghìn không trăm lẻ bốn",
    1_010: "Một nghìn không trăm mười",
    1_015: "Một nghìn không trăm mười lăm",
    1_021: "Một nghìn không trăm hai mươi mốt",
    1_100: "Một nghìn một trăm",
    1_105: "Một nghìn một trăm lẻ năm",
    5_000: "Năm nghìn",
    8_000: "Tám nghìn",
    10_000: "Mười nghìn",
    15_000: "Mười lăm nghìn",
    15_500: "Mười lăm nghìn năm trăm",
    21_000: "Hai mươi mốt nghìn",
    25_000: "Hai mươi lăm nghìn",
    34_004: "Ba mươi tư nghìn không trăm lẻ bốn",
    50_005: "Năm mươi nghìn không trăm lẻ năm",
    100_000: "Một trăm nghìn",
    100_001: "Một trăm nghìn không trăm lẻ một",
    105_000: "Một trăm lẻ năm nghìn",
    115_000: "Một trăm mười lăm nghìn",
    300_000: "Ba trăm nghìn",
    999_999: "Chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
    1_000_000: "Một triệu",
    1_000_001: "Một triệu không trăm lẻ một",
    1_000_100: "Một triệu một trăm",
    1_005_000: "Một triệu không trăm lẻ năm nghìn",
    1_050_000: "Một triệu không trăm năm mươi nghìn",
    1_100_000: "Một triệu một trăm nghìn",
    2_500_000: "Hai triệu năm trăm nghìn",
    10_000_015: "Mười triệu không trăm mười lăm",
    21_000_000: "Hai mươi mốt triệu",
    24_024_024: "Hai mươi tư triệu không trăm hai mươi tư nghìn không trăm hai mươi tư",
    100_000_000: "Một trăm triệu",
    101_001_001: "Một trăm lẻ một triệu không trăm lẻ một nghìn không trăm lẻ một",
    123_456_789: "Một trăm hai mươi ba triệu bốn trăm năm mươi sáu nghìn bảy trăm tám mươi chín",
    1_000_000_000: "Một tỷ",
    1_000_000_001: "Một tỷ không trăm lẻ một",
    1_000_001_000: "Một tỷ không trăm lẻ một nghìn",
    1_005_000_000: "Một tỷ không trăm lẻ năm triệu",
    1_414_812_973: "Một tỷ bốn trăm mười bốn triệu tám trăm mười hai nghìn chín trăm bảy mươi ba",
    15_000_000_000: "Mười lăm tỷ",
    1_000_000_000_000: "Một nghìn tỷ",
    1_001_000_000_000: "Một nghìn không trăm lẻ một tỷ",
    10**12 + 5: "Một nghìn tỷ không trăm lẻ năm",
    2_345 * 10**9: "Hai nghìn ba trăm bốn mươi lăm tỷ",
    10**15: "Một triệu tỷ",
}


@pytest.mark.parametrize("amount, reading", READINGS.items())
def test_known_readings(amount, reading):
    assert vnd_in_words(amount) == f"{reading} đồng"


def test_there_are_enough_of_them():
    assert len(READINGS) >= 80


def test_linh_for_empty_tens():
    assert vnd_in_words(1_001, zero_tens="linh") == "Một nghìn không trăm linh một đồng"


def test_a_reversal_is_negative():
    assert vnd_in_words(-15_000) == "Âm mười lăm nghìn đồng"
    assert format_vnd(-15_000) == "-15.000 đ"


@pytest.mark.parametrize(
    "amount, figures",
    [
        (0, "0 đ"),
        (999, "999 đ"),
        (1_000, "1.000 đ"),
        (15_500, "15.500 đ"),
        (1_414_812_973, "1.414.812.973 đ"),
    ],
)
def test_figures(amount, figures):
    assert format_vnd(amount) == figures


@pytest.mark.parametrize("amount", [1.0, "1000", None, True])
def test_only_whole_numbers(amount):
    for write in (vnd_in_words, format_vnd):
        with pytest.raises(TypeError):
            write(amount)


def test_limits():
    assert vnd_in_words(10**18 - 1).startswith("Chín trăm chín mươi chín triệu")
    with pytest.raises(ValueError, match="quá lớn"):
        vnd_in_words(10**18)
    with pytest.raises(ValueError, match="zero_tens"):
        vnd_in_words(1, zero_tens="không")


# --- A reader back: words are numbers or multipliers, whatever their order means --------------

VALUES = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "lẻ": 0,
}
SCALES = [("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100), ("mươi", 10)]


def read_back(words):
    for scale, value in SCALES:
        if scale in words:
            at = len(words) - 1 - words[::-1].index(scale)
            return read_back(words[:at]) * value + read_back(words[at + 1 :])
    return sum(VALUES[word] for word in words)


@given(st.one_of(st.integers(0, 10**12), st.integers(0, 9999), st.integers(0, 10**18 - 1)))
@example(10**12)
def test_words_read_back_give_the_amount(amount):
    sentence = vnd_in_words(amount)
    assert sentence[0].isupper() and sentence.endswith(" đồng") and "  " not in sentence
    assert read_back(sentence.lower().removesuffix(" đồng").split()) == amount


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_different_amounts_read_differently(one, other):
    assert (vnd_in_words(one) == vnd_in_words(other)) == (one == other)


def test_every_group_of_three_after_another_reads_its_hundreds():
    for group in range(1, 1000):
        assert vnd_in_words(1_000_000 + group).count("trăm") == 1
