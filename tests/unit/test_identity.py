import unicodedata
from datetime import date

import pytest
from hcc_base_tools import identity
from hcc_base_tools.identity import IdentityError
from hypothesis import given
from hypothesis import strategies as st


def code_of(function, *arguments, **options):
    with pytest.raises(IdentityError) as raised:
        function(*arguments, **options)
    assert str(raised.value)
    return raised.value.code


# --- Citizen's number --------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, province, sex, year",
    [
        ("012095000001", "Lai Châu", "male", 1995),
        ("012195000001", "Lai Châu", "female", 1995),
        ("027204123456", "Bắc Ninh", "male", 2004),
        ("038300999999", "Thanh Hóa", "female", 2000),
        ("001099000001", "Hà Nội", "male", 1999),
        ("096400000001", "Cà Mau", "male", 2100),
        ("079526000001", "Thành phố Hồ Chí Minh", "female", 2126),
        ("003095000001", "", "male", 1995),
    ],
)
def test_what_a_number_says(number, province, sex, year):
    citizen = identity.parse_citizen_id(number)
    assert (citizen.province_name, citizen.sex, citizen.birth_year) == (province, sex, year)
    assert (
        citizen.province_code == number[:3] and citizen.number == number and not citizen.born_abroad
    )


def test_born_abroad():
    for number in ("100095000001", "123095000001"):
        citizen = identity.parse_citizen_id(number)
        assert citizen.born_abroad and citizen.province_name == ""


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "01209500000",
        "0120950000011",
        "01209500000a",
        "012 095000001",
        " 012095000001",
        "012095000001\n",
        "-12095000001",
        "+12095000001",
        "０１２０９５０００００１",
        "١٢٣٤٥٦٧٨٩٠١٢",
        "0120950000.1",
    ],
)
def test_not_twelve_digits(number):
    assert code_of(identity.parse_citizen_id, number) == "citizen_id_digits"


@pytest.mark.parametrize("number", ["000095000001", "097095000001", "098095000001", "099095000001"])
def test_no_such_province(number):
    assert code_of(identity.parse_citizen_id, number) == "citizen_id_province"


def test_born_in_the_future():
    assert (
        code_of(identity.parse_citizen_id, "012227000001", today=date(2026, 11, 21))
        == "citizen_id_year"
    )
    assert identity.parse_citizen_id("012226000001", today=date(2026, 11, 21)).birth_year == 2026


def test_there_were_63_provinces():
    assert len(identity.PROVINCES) == 63 == len(set(identity.PROVINCES.values()))


def test_cross_checks():
    citizen = identity.parse_citizen_id("012095000001")
    assert identity.citizen_id_warnings(citizen) == ()
    assert identity.citizen_id_warnings(citizen, date(1995, 5, 5), "male") == ()
    codes = [
        caution.code
        for caution in identity.citizen_id_warnings(citizen, date(1996, 5, 5), "female")
    ]
    assert codes == ["birth_year_differs", "sex_differs"]


@given(st.integers(0, 10**9))
def test_invented_numbers_are_well_formed(seed):
    number = identity.invented_citizen_id(seed)
    assert identity.parse_citizen_id(number, today=date(2026, 1, 1)).number == number
    assert identity.invented_citizen_id(seed) == number


@given(st.integers(0, 10**6), st.integers(1900, 2399), st.sampled_from(["male", "female"]))
def test_invented_numbers_say_what_was_asked(seed, year, sex):
    citizen = identity.parse_citizen_id(
        identity.invented_citizen_id(seed, birth_year=year, sex=sex, province="027")
    )
    assert (citizen.province_code, citizen.birth_year, citizen.sex) == ("027", year, sex)


def test_invented_numbers_differ():
    assert len({identity.invented_citizen_id(seed) for seed in range(20000)}) == 20000


@pytest.mark.parametrize(
    "kind, number, expected",
    [
        ("citizen_id", "012095000001", True),
        ("tax_code", "012095000001", True),
        ("old_id", "012095000001", True),
        ("passport", "012095000001", False),
        ("other", "012095000001", False),
        ("tax_code", "0100109106", False),
        ("old_id", "045123456", False),
        ("old_id", "000095000001", False),
        ("tax_code", "", False),
    ],
)
def test_which_papers_show_a_citizen_number(kind, number, expected):
    assert identity.is_citizen_number(kind, number) is expected


# --- Tax codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, number, kind",
    [
        ("0100233488", "0100233488", "organisation"),
        ("0314409058", "0314409058", "organisation"),
        ("0102859048", "0102859048", "organisation"),
        ("0314409058-002", "0314409058-002", "branch"),
        ("0314409058002", "0314409058-002", "branch"),
        (" 0314409058 - 002 ", "0314409058-002", "branch"),
        ("012095000001", "012095000001", "person"),
    ],
)
def test_tax_codes(text, number, kind):
    assert identity.check_tax_code(text) == (number, kind)


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "tax_code_format"),
        ("010023348", "tax_code_format"),
        ("01002334888", "tax_code_format"),
        ("0100233488-1", "tax_code_format"),
        ("0100233488-0001", "tax_code_format"),
        ("01002334A8", "tax_code_format"),
        ("0100233488--001", "tax_code_format"),
        ("０１００２３３４８８", "tax_code_format"),
        ("0100233489", "tax_code_check_digit"),
        ("0100233480", "tax_code_check_digit"),
        ("0314409059-002", "tax_code_check_digit"),
        ("0000000000", "tax_code_check_digit"),
        ("0314409058-000", "tax_code_branch"),
        ("000095000001", "citizen_id_province"),
    ],
)
def test_no_tax_codes(text, code):
    assert code_of(identity.check_tax_code, text) == code


@given(st.integers(0, 10**9 - 1))
def test_at_most_one_check_digit_fits(body):
    """Result 10 fits none: such a body is never given out."""
    fitting = [digit for digit in range(10) if accepted(f"{body:09d}{digit}")]
    weighted = sum(
        int(digit) * weight
        for digit, weight in zip(f"{body:09d}", (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False)
    )
    assert len(fitting) == (0 if weighted % 11 == 0 else 1)


def accepted(mst):
    try:
        return bool(identity.check_tax_code(mst))
    except IdentityError:
        return False


# --- Phones -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, national",
    [
        ("0912345678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("091.234.5678", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("0345678901", "0345678901"),
        ("0551234567", "0551234567"),
        ("0701234567", "0701234567"),
        ("0812345678", "0812345678"),
        ("02133876543", "02133876543"),
        ("(0213) 3876 543", "02133876543"),
        ("+84 213 387 6543", "02133876543"),
        ("842133876543", "02133876543"),
    ],
)
def test_phones(text, national):
    assert identity.normalise_phone(text) == national
    assert identity.is_mobile(text) != identity.is_landline(text)
    assert identity.is_landline(text) == national.startswith("02")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "091234567",
        "09123456789",
        "0112345678",
        "0212345678",
        "0412345678",
        "0612345678",
        "01681234567",
        "abc",
        "09123x5678",
        "+1 202 555 0100",
        "1900 1234",
        "113",
        "+84",
        "+840",
        "912345678",
        "++84912345678",
        "０９１２３４５６７８",
        "0912345678;0912345679",
    ],
)
def test_no_phones(text):
    assert code_of(identity.normalise_phone, text) == "phone"
    assert not identity.is_mobile(text) and not identity.is_landline(text)


@given(st.text())
def test_any_text_is_a_phone_or_refused(text):
    if identity.is_mobile(text):
        assert identity.normalise_phone(identity.normalise_phone(text)) == identity.normalise_phone(
            text
        )


# --- Citizen card -------------------------------------------------------------------------------

CARD = "012095000001||NGUYỄN VĂN A|01011995|Nam|Tổ 1, phường Tân Phong, Lai Châu|15082021"


def with_field(index, value):
    fields = CARD.split("|")
    fields[index] = value
    return "|".join(fields)


def test_the_sample_card():
    card = identity.parse_citizen_card_qr(CARD)
    assert card == (
        "012095000001",
        "",
        "NGUYỄN VĂN A",
        date(1995, 1, 1),
        "male",
        "Tổ 1, phường Tân Phong, Lai Châu",
        date(2021, 8, 15),
        (),
        (),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + CARD + "\r\n",
        CARD + "\r",
        "  " + CARD.replace("|", " | ") + "\n",
        unicodedata.normalize("NFD", CARD),
        CARD.replace("VĂN", "VĂN\u200b"),
        CARD.replace("NGUYỄN VĂN", "NGUYỄN  VĂN"),
        CARD.replace("|Nam|", "|NAM|"),
    ],
)
def test_scanners_add_and_change_things(text):
    assert identity.parse_citizen_card_qr(text) == identity.parse_citizen_card_qr(CARD)


def test_eleven_fields():
    card = identity.parse_citizen_card_qr(CARD + "||NGUYỄN VĂN B||")
    assert card.extra == ("", "NGUYỄN VĂN B", "", "") and card.number == "012095000001"


def test_old_numbers_and_a_missing_issue_date():
    assert identity.parse_citizen_card_qr(with_field(1, "045123456")).old_number == "045123456"
    assert identity.parse_citizen_card_qr(with_field(6, "")).issued_on is None
    assert identity.parse_citizen_card_qr(with_field(6, "01011995")).warnings == ()


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "card_fields"),
        ("hello", "card_fields"),
        (CARD + "|", "card_fields"),
        (CARD + "|||||", "card_fields"),
        (CARD.rsplit("|", 1)[0], "card_fields"),
        ("https://example.invalid/?a=b", "card_fields"),
        (with_field(0, "12095000001"), "citizen_id_digits"),
        (with_field(0, "000095000001"), "citizen_id_province"),
        (with_field(1, "12345"), "card_old_number"),
        (with_field(2, ""), "card_name"),
        (with_field(2, "A1"), "card_name"),
        (with_field(3, ""), "card_birth_date"),
        (with_field(3, "31021995"), "card_birth_date"),
        (with_field(3, "1995-01-01"), "card_birth_date"),
        (with_field(3, "00001995"), "card_birth_date"),
        (with_field(3, "０１０１１９９５"), "card_birth_date"),
        (with_field(4, ""), "card_sex"),
        (with_field(4, "Male"), "card_sex"),
        (with_field(6, "32082021"), "card_issue_date"),
    ],
)
def test_no_cards(text, code):
    assert code_of(identity.parse_citizen_card_qr, text) == code


@pytest.mark.parametrize(
    "text, codes",
    [
        (with_field(3, "01011996"), ["birth_year_differs"]),
        (with_field(4, "Nữ"), ["sex_differs"]),
        (with_field(6, "15081990"), ["issued_before_birth"]),
        (CARD.replace("01011995|Nam", "01011996|nữ"), ["birth_year_differs", "sex_differs"]),
    ],
)
def test_disagreements_warn_only(text, codes):
    assert [caution.code for caution in identity.parse_citizen_card_qr(text).warnings] == codes


@given(st.text(st.sampled_from("0123456789|NamNữ Nguyễn\ufeff\r\n\x00")))
def test_any_text_is_a_card_or_refused(text):
    try:
        identity.parse_citizen_card_qr(text)
    except IdentityError:
        pass


# --- Masks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, masked",
    [
        ("012095000001", "…0001"),
        ("045123456", "…3456"),
        ("B1234567", "…4567"),
        ("1234567", "…"),
        ("", ""),
        (" 0120 9500 0001 ", "…0001"),
    ],
)
def test_masked_numbers(number, masked):
    assert identity.mask_identity(number) == masked


def test_masked_phone():
    assert identity.mask_phone("0912345678") == "…5678"


@pytest.mark.parametrize(
    "name, masked",
    [
        ("Nguyễn Văn An", "N. V. An"),
        ("NGUYỄN VĂN A", "N. V. A"),
        ("Đặng Ân", "Đ. Ân"),
        ("An", "A."),
        ("", ""),
        ("  Nguyễn   Thị Ngọc  Ánh ", "N. T. N. Ánh"),
    ],
)
def test_masked_names(name, masked):
    assert identity.mask_name(name) == masked


@given(st.text(st.sampled_from("0123456789"), min_size=8))
def test_a_mask_shows_four_digits_whatever_the_length(number):
    assert identity.mask_identity(number) == "…" + number[-4:]
