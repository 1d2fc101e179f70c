from datetime import date

import pytest
from hcc_base_tools import numbers
from hcc_base_tools.numbers import NumberError
from hypothesis import given
from hypothesis import strategies as st

DAY = date(2026, 11, 21)


def test_dossier_code():
    assert numbers.dossier_code("H35.12", DAY, 1) == "H35.12-261121-0001"
    assert numbers.dossier_code("000.00.14.H20", date(2020, 7, 3), 2) == "000.00.14.H20-200703-0002"
    assert numbers.dossier_code("H35", DAY, 9999) == "H35-261121-9999"


def test_more_dossiers_than_digits_grow_the_code():
    assert numbers.dossier_code("H35.12", DAY, 10000) == "H35.12-261121-10000"
    assert numbers.dossier_code("H35.12", DAY, 12, digits=6) == "H35.12-261121-000012"


UNITS = st.one_of(
    st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}", fullmatch=True),
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,3}){0,3}", fullmatch=True),
)


@given(
    UNITS, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 10**7), st.integers(4, 8)
)
def test_dossier_codes_parse_back(unit, day, ordinal, digits):
    code = numbers.dossier_code(unit, day, ordinal, digits)
    assert numbers.parse_dossier_code(code) == (unit, day, ordinal)
    assert numbers.DOSSIER_CODE.fullmatch(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H35.12-261121-001",
        "H35.12-261121",
        "h35.12-261121-0001",
        "H35.12-261121-0001\n",
        " H35.12-261121-0001",
        "H35.12-261121-0000",
        "H35.12-261321-0001",
        "H35.12-260230-0001",
        "H35.12.1.1.1-261121-0001",
        "H5-261121-0001",
        "000.00.14-261121-0001",
        "H35.12-２６１１２１-0001",
        "H35.1234-261121-0001",
        "H35.12-261121-0001-1",
    ],
)
def test_no_dossier_codes(code):
    with pytest.raises(NumberError):
        numbers.parse_dossier_code(code)


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("Lai Châu", DAY, 1), "unit_code"),
        (("", DAY, 1), "unit_code"),
        (("H35.12", DAY, 0), "ordinal"),
        (("H35.12", DAY, -1), "ordinal"),
        (("H35.12", date(1999, 1, 1), 1), "dossier_day"),
        (("H35.12", DAY, 1, 3), "dossier_digits"),
    ],
)
def test_impossible_dossier_codes(arguments, code):
    with pytest.raises(NumberError) as raised:
        numbers.dossier_code(*arguments)
    assert raised.value.code == code


@pytest.mark.parametrize("ordinal", [1.0, "1", True, None])
def test_ordinals_are_whole_numbers(ordinal):
    with pytest.raises(TypeError):
        numbers.dossier_code("H35.12", DAY, ordinal)


@pytest.mark.parametrize(
    "prefix, ordinal, digits, ticket",
    [
        ("A", 12, 3, "A012"),
        ("A", 999, 3, "A999"),
        ("A", 1000, 3, "A1000"),
        ("", 7, 4, "0007"),
        ("UT", 1, 2, "UT01"),
    ],
)
def test_tickets(prefix, ordinal, digits, ticket):
    assert numbers.ticket_number(prefix, ordinal, digits) == ticket


@pytest.mark.parametrize("prefix, ordinal", [("a", 1), ("A1", 1), ("ABCDE", 1), ("Đ", 1), ("A", 0)])
def test_no_tickets(prefix, ordinal):
    with pytest.raises(NumberError):
        numbers.ticket_number(prefix, ordinal)


def test_receipt_numbers():
    assert numbers.receipt_number(12) == "00000012"
    assert numbers.receipt_number(99_999_999) == "99999999"
    assert numbers.receipt_number(12, 7) == "0000012"


@pytest.mark.parametrize(
    "ordinal, digits", [(100_000_000, 8), (0, 8), (-1, 8), (10**7, 7), (1, 9), (1, 0)]
)
def test_no_receipt_numbers(ordinal, digits):
    with pytest.raises(NumberError):
        numbers.receipt_number(ordinal, digits)


@pytest.mark.parametrize(
    "check, text",
    [
        (numbers.check_receipt_symbol, "26TAA"),
        (numbers.check_receipt_symbol, "26TYY"),
        (numbers.check_receipt_template, "EBL01"),
        (numbers.check_receipt_template, "EBL02"),
        (numbers.check_procedure_code, "1.001777"),
        (numbers.check_procedure_code, "1.001777.000.00.00.H35"),
        (numbers.check_procedure_code, "1.014393.H38"),
        (numbers.check_procedure_code, "6.000123"),
        (numbers.check_unit_code, "H35.12"),
        (numbers.check_unit_code, "000.00.14.H20"),
        (numbers.check_unit_code, "G22"),
    ],
)
def test_well_formed(check, text):
    assert check(text) == text


@pytest.mark.parametrize(
    "check, texts",
    [
        (
            numbers.check_receipt_symbol,
            [
                "",
                "26TAF",
                "26TAI",
                "26TAJ",
                "26TAO",
                "26TAW",
                "26TAZ",
                "26EAA",
                "6TAA",
                "26TAAA",
                "26taa",
                "26TAA\n",
            ],
        ),
        (
            numbers.check_receipt_template,
            ["", "EBL03", "EBL1", "ebl01", "EBL011", "01BLP2-001", "EBL01\n"],
        ),
        (
            numbers.check_procedure_code,
            [
                "",
                "0.001777",
                "1.00177",
                "1.0017777",
                "1001777",
                "1.001777.",
                "1.001777.H3",
                "1.001777.h38",
                "1.001777.00.00.00.H35",
                "1.001777.000.00.00",
                "1.001777 ",
                "１.001777",
            ],
        ),
    ],
)
def test_not_well_formed(check, texts):
    for text in texts:
        with pytest.raises(NumberError, match="không đúng định dạng"):
            check(text)
