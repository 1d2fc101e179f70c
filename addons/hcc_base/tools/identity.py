"""Numbers that identify people and organisations, and how they are masked.

A citizen's number (số định danh cá nhân, số CCCD) has
no check digit, so a well-formed number is not a proof; the cross-checks with
the date of birth and the sex are warnings for the official, not refusals.
"""

import re
from datetime import date
from typing import NamedTuple

from .text import clean

# Three-digit codes of provinces as they were when most numbers were given out.
# The mergers of July 2025 changed no citizen's number. Names only inform.
PROVINCES = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}
FIRST_PROVINCE, LAST_PROVINCE = 1, 96
# From here on the three digits are a country's, of citizens whose birth was registered abroad.
FIRST_COUNTRY = 100

#: Papers on which a citizen number may stand.
CITIZEN_NUMBER_KINDS = ("citizen_id", "old_id", "tax_code")

TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
SEXES = {"nam": "male", "nữ": "female"}
SEX_NAMES = {"male": "nam", "female": "nữ"}
VISIBLE_END = 4
SHORTEST_MASKED_WITH_END = 8

_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_TAX_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_PHONE_PUNCTUATION = re.compile(r"[\s.\-()]+")
_COUNTRY_PREFIX = re.compile(r"(?:\+|00)840?|84(?=[0-9]{9,10}$)")


class IdentityError(ValueError):
    """An identifying number that is not well formed; the message is Vietnamese."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class Caution(NamedTuple):
    """Something an official should look at: a slug and a Vietnamese sentence."""

    code: str
    message: str


class CitizenId(NamedTuple):
    """What a citizen's number says. ``province_name`` is '' for an unassigned or foreign code."""

    number: str
    province_code: str
    province_name: str
    sex: str
    birth_year: int
    born_abroad: bool


class TaxCode(NamedTuple):
    """A tax code (MST); ``kind`` is organisation, branch or person."""

    number: str
    kind: str


class CitizenCard(NamedTuple):
    """What the QR of a citizen card says; ``extra`` holds the fields after the seventh."""

    number: str
    old_number: str
    name: str
    birth_date: date
    sex: str
    address: str
    issued_on: date | None
    extra: tuple[str, ...]
    warnings: tuple[Caution, ...]


# --- Citizens ------------------------------------------------------------------------


def parse_citizen_id(number: str, *, today: date | None = None) -> CitizenId:
    """What a 12-digit citizen's number says of its holder.

    3 digits province (001–096; from 100 on a country), 1 digit century and
    sex (even male, odd female; 0/1 = 19xx, 2/3 = 20xx …), 2 digits year of birth, 6
    free. With ``today`` a year of birth still to come is refused. Raises
    IdentityError ``citizen_id_digits``, ``citizen_id_province`` or
    ``citizen_id_year``.
    """
    if not _TWELVE_DIGITS.fullmatch(number):
        raise IdentityError("citizen_id_digits", "Số định danh cá nhân phải gồm đúng 12 chữ số.")
    province, century_and_sex = number[:3], int(number[3])
    if not _is_birth_place(int(province)):
        raise IdentityError(
            "citizen_id_province", f"Mã tỉnh {province} trong số định danh không có thật."
        )
    birth_year = 1900 + 100 * (century_and_sex // 2) + int(number[4:6])
    if today is not None and birth_year > today.year:
        raise IdentityError(
            "citizen_id_year", f"Năm sinh {birth_year} trong số định danh ở tương lai."
        )
    sex = "female" if century_and_sex % 2 else "male"
    abroad = int(province) >= FIRST_COUNTRY
    return CitizenId(number, province, PROVINCES.get(province, ""), sex, birth_year, abroad)


def _is_birth_place(code):
    return FIRST_PROVINCE <= code <= LAST_PROVINCE or code >= FIRST_COUNTRY


def citizen_id_warnings(
    citizen: CitizenId, birth_date: date | None = None, sex: str | None = None
) -> tuple[Caution, ...]:
    """Where a number disagrees with a date of birth or a sex known otherwise."""
    cautions = []
    if birth_date is not None and birth_date.year != citizen.birth_year:
        message = (
            f"Năm sinh {birth_date.year} khác năm {citizen.birth_year} ghi trong số định danh."
        )
        cautions.append(Caution("birth_year_differs", message))
    if sex is not None and sex != citizen.sex:
        message = f"Giới tính khác với số định danh (số định danh là của {SEX_NAMES[citizen.sex]})."
        cautions.append(Caution("sex_differs", message))
    return tuple(cautions)


def invented_citizen_id(
    seed: int, *, province: str = "012", birth_year: int | None = None, sex: str | None = None
) -> str:
    """A well-formed number for demonstration data, always the same for the same seed.

    Different seeds below a million give different numbers. It may by chance
    be a living person's: never send it to a real service.
    """
    if birth_year is None:
        birth_year = 1960 + seed % 45
    if sex is None:
        sex = "female" if seed % 2 else "male"
    century_and_sex = 2 * ((birth_year - 1900) // 100) + (sex == "female")
    number = f"{province}{century_and_sex}{birth_year % 100:02d}{seed % 10**6:06d}"
    return parse_citizen_id(number).number


def is_citizen_number(kind: str, number: str) -> bool:
    """Whether a person's number is the citizen number, whichever paper it stands on.

    A person's tax code is that number since 1/7/2025 (Thông tư 86/2024/TT-BTC), and the identity
    cards of twelve digits bore it before. Numbers of other papers are never taken for one.
    """
    if kind not in CITIZEN_NUMBER_KINDS or not number:
        return False
    try:
        return bool(parse_citizen_id(number))
    except IdentityError:
        return False


# --- Citizen card ---------------------------------------------------------------------


def parse_citizen_card_qr(text: str) -> CitizenCard:
    """The QR of a citizen card (thẻ CCCD: 7 fields; thẻ Căn cước from 7/2024: 11).

    ``số|CMND cũ|họ tên|ddMMyyyy sinh|Nam/Nữ|địa chỉ|ddMMyyyy cấp[|4 more]``.
    Byte-order mark, CR, stray spaces and decomposed letters of the scanner are
    mended. Raises IdentityError (``card_fields``, ``card_old_number``,
    ``card_name``, ``card_birth_date``, ``card_issue_date``, ``card_sex``, or
    those of :func:`parse_citizen_id`). Disagreements inside become ``warnings``.
    """
    fields = [clean(part) for part in text.split("|")]
    if len(fields) not in (7, 11):
        raise IdentityError(
            "card_fields", "Mã QR không phải của thẻ căn cước (cần 7 hoặc 11 trường)."
        )
    number, old_number, name, born, sex_name, address, issued, *extra = fields
    citizen = parse_citizen_id(number)
    birth_date = _card_date(born, "card_birth_date", "Ngày sinh")
    issued_on = _card_date(issued, "card_issue_date", "Ngày cấp") if issued else None
    sex = _card_sex(sex_name)
    warnings = citizen_id_warnings(citizen, birth_date, sex) + _issue_warnings(
        birth_date, issued_on
    )
    return CitizenCard(
        number,
        _card_old_number(old_number),
        _card_name(name),
        birth_date,
        sex,
        address,
        issued_on,
        tuple(extra),
        warnings,
    )


def _card_date(text, code, name):
    try:
        if not re.fullmatch("[0-9]{8}", text):
            raise ValueError
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        raise IdentityError(code, f"{name} trên thẻ không hợp lệ: {text}.") from None


def _card_sex(text):
    try:
        return SEXES[text.lower()]
    except KeyError:
        raise IdentityError("card_sex", f"Giới tính trên thẻ không hợp lệ: {text}.") from None


def _card_old_number(number):
    if number and not _NINE_DIGITS.fullmatch(number) and not _TWELVE_DIGITS.fullmatch(number):
        raise IdentityError("card_old_number", "Số CMND cũ trên thẻ không hợp lệ.")
    return number


def _card_name(name):
    if not name or any(character.isdigit() for character in name):
        raise IdentityError("card_name", "Họ tên trên thẻ không hợp lệ.")
    return name


def _issue_warnings(birth_date, issued_on):
    if issued_on is not None and issued_on < birth_date:
        return (Caution("issued_before_birth", "Ngày cấp thẻ trước ngày sinh."),)
    return ()


# --- Tax codes -------------------------------------------------------------------------


def check_tax_code(mst: str) -> TaxCode:
    """The tax code (mã số thuế) in its usual writing: ``0314409058-002``.

    10 digits with a check digit; with 3 more, a branch; 12 digits: a person's
    citizen number (from 1/7/2025). Raises IdentityError ``tax_code_format``,
    ``tax_code_check_digit``, ``tax_code_branch`` or those of
    :func:`parse_citizen_id`.
    """
    compact = clean(mst).replace(" ", "")
    if _TWELVE_DIGITS.fullmatch(compact):
        return TaxCode(parse_citizen_id(compact).number, "person")
    found = _TAX_CODE.fullmatch(compact)
    if not found:
        raise IdentityError(
            "tax_code_format", "Mã số thuế phải gồm 10 chữ số, 10-3 chữ số hoặc 12 chữ số."
        )
    main, branch = found.groups()
    if int(main[9]) != _tax_check_digit(main):
        raise IdentityError("tax_code_check_digit", "Mã số thuế sai số kiểm tra.")
    if branch == "000":
        raise IdentityError("tax_code_branch", "Mã chi nhánh trong mã số thuế không được là 000.")
    return TaxCode(f"{main}-{branch}", "branch") if branch else TaxCode(main, "organisation")


def _tax_check_digit(main):
    """10 − (Σ digit·weight mod 11); 10 equals no digit, so such a code is refused."""
    return (
        10 - sum(int(digit) * weight for digit, weight in zip(main, TAX_WEIGHTS, strict=False)) % 11
    )


# --- Phones ----------------------------------------------------------------------------


def normalise_phone(text: str) -> str:
    """A Vietnamese phone number as national digits: ``0912345678``.

    Accepts ``+84``, ``0084`` and ``84`` forms, spaces, points, hyphens and
    brackets. Raises IdentityError ``phone`` when it is neither a mobile nor a
    landline number.
    """
    compact = _PHONE_PUNCTUATION.sub("", clean(text))
    prefix = _COUNTRY_PREFIX.match(compact)
    national = "0" + compact[prefix.end() :] if prefix else compact
    if not _MOBILE.fullmatch(national) and not _LANDLINE.fullmatch(national):
        raise IdentityError("phone", f"Số điện thoại không hợp lệ: {clean(text)}.")
    return national


def is_mobile(text: str) -> bool:
    """Whether the text is a mobile number (one that can receive an SMS)."""
    return _matches_phone(text, _MOBILE)


def is_landline(text: str) -> bool:
    return _matches_phone(text, _LANDLINE)


def _matches_phone(text, pattern):
    try:
        return bool(pattern.fullmatch(normalise_phone(text)))
    except IdentityError:
        return False


# --- Masks -----------------------------------------------------------------------------


def mask_identity(number: str) -> str:
    """``…0001``: the last four characters; none of a number shorter than eight."""
    compact = clean(number).replace(" ", "")
    if not compact:
        return ""
    return "…" + (compact[-VISIBLE_END:] if len(compact) >= SHORTEST_MASKED_WITH_END else "")


def mask_phone(phone: str) -> str:
    """``…5678``: as :func:`mask_identity`."""
    return mask_identity(phone)


def mask_name(name: str) -> str:
    """``N. V. An``: initials of family and middle names, the given name in full.

    The given name is what an official calls at the counter. A name of one
    word keeps its initial only.
    """
    *before, given = clean(name).split() or [""]
    if not before:
        return f"{given[:1]}." if given else ""
    return " ".join([*(f"{word[0]}." for word in before), given])
