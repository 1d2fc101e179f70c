"""The statutory QR of issued papers (TT 01/2023/TT-VPCP).

The circular names the items, not their serialisation; ours is one line::

    HCC1|mã hồ sơ|mã TTHC|mã định danh (che)|tên giấy tờ|tên hệ thống|xuất bản lúc|hẹn trả

always eight fields, times in local time with offset, the last field empty on
papers without an appointment. ``%`` and ``|`` inside a value are written
``%25`` and ``%7C``.
"""

import re
from datetime import datetime
from datetime import timezone as fixed_zone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .text import clean

VERSION = "HCC1"
FIELD_COUNT = 8
_PERSONAL_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")


class StatutoryQr(NamedTuple):
    """The items of the statutory QR; times are naive UTC."""

    dossier_code: str
    procedure_code: str
    owner_id_masked: str
    paper_name: str
    system_name: str
    issued_at: datetime
    due_at: datetime | None


def statutory_qr_payload(
    dossier_code: str,
    procedure_code: str,
    owner_id_masked: str,
    paper_name: str,
    system_name: str,
    issued_at: datetime,
    due_at: datetime | None = None,
    *,
    timezone: str = "Asia/Ho_Chi_Minh",
) -> str:
    """The text of the QR; ``issued_at`` and ``due_at`` are naive UTC.

    Raises ValueError when ``owner_id_masked`` is a person's full number (9 or
    12 digits): anyone near the paper can read the code (Luật 91/2025).
    """
    if _PERSONAL_NUMBER.fullmatch(clean(owner_id_masked)):
        raise ValueError("Số định danh cá nhân trong mã QR phải được che bớt.")
    texts = (dossier_code, procedure_code, owner_id_masked, paper_name, system_name)
    times = (issued_at, due_at)
    fields = [VERSION, *map(_escaped, texts), *[_local_text(moment, timezone) for moment in times]]
    return "|".join(fields)


def parse_statutory_qr(payload: str) -> StatutoryQr:
    """The items of a payload; raises ValueError when it is not one of ours."""
    version, *fields = payload.split("|")
    if version != VERSION or len(fields) != FIELD_COUNT - 1:
        raise ValueError("Mã QR không phải của giấy tờ do hệ thống này cấp.")
    *texts, issued_at, due_at = fields
    return StatutoryQr(*map(_unescaped, texts), _utc(issued_at), _utc(due_at) if due_at else None)


def _escaped(value):
    return clean(value).replace("%", "%25").replace("|", "%7C")


def _unescaped(value):
    return value.replace("%7C", "|").replace("%25", "%")


def _local_text(moment, timezone):
    if moment is None:
        return ""
    if moment.tzinfo is not None:
        raise ValueError("instants are naive UTC datetimes, not aware ones")
    return (
        moment.replace(tzinfo=fixed_zone.utc)
        .astimezone(ZoneInfo(timezone))
        .isoformat(timespec="seconds")
    )


def _utc(text):
    return datetime.fromisoformat(text).astimezone(fixed_zone.utc).replace(tzinfo=None)
