"""Who books: what was typed, checked and made comparable. Messages are read by citizens."""

import re
from typing import NamedTuple

from odoo.addons.hcc_base.tools import identity, text

LONGEST_NAME = 80
_LETTER = re.compile(r"[^\W\d_]")
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,9}")


class PersonError(ValueError):
    """What was typed cannot be used; ``field`` is the name of the entry."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


class Person(NamedTuple):
    name: str
    identity_number: str
    phone: str


def read(name: str, identity_number: str, phone: str, today) -> Person:
    """The person behind three entries.

    :raise PersonError: one of them cannot be right
    """
    return Person(_name(name), _number(identity_number, today), _phone(phone))


def _name(name):
    cleaned = text.clean(name)[:LONGEST_NAME]
    if len(_LETTER.findall(cleaned)) < 2:
        raise PersonError("name", "Xin ghi họ và tên của người đến làm thủ tục.")
    return cleaned


def _number(number, today):
    compact = re.sub(r"[\s.\-]", "", text.clean(number)).upper()
    if _PASSPORT.fullmatch(compact):
        return compact
    try:
        return identity.parse_citizen_id(compact, today=today).number
    except identity.IdentityError as error:
        raise PersonError("identity", f"{error} Người nước ngoài ghi số hộ chiếu.") from error


def _phone(phone):
    if not identity.is_mobile(phone):
        raise PersonError("phone", "Xin ghi số điện thoại di động để nhận mã xác nhận.")
    return identity.normalise_phone(phone)
