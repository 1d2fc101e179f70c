"""What a column of an agency's sheet of procedures means, by the words of its title.

The titles come from the national database ("Mã TTHC"), from announcements ("Thời hạn giải
quyết"), from exports of portals (``ma_thu_tuc``) and from our own export.
"""

from functools import lru_cache
from typing import NamedTuple

from .text import words


class Field(NamedTuple):
    """A piece of a procedure that a sheet may state; ``label`` heads its column in an export."""

    label: str
    titles: tuple[str, ...]


FIELDS = {
    "code": Field(
        "Mã TTHC", ("ma tthc", "ma thu tuc", "ma thu tuc hanh chinh", "ma so tthc", "ma")
    ),
    "name": Field(
        "Tên thủ tục hành chính",
        ("ten thu tuc hanh chinh", "ten thu tuc", "ten tthc", "thu tuc hanh chinh", "ten"),
    ),
    "kind": Field("Loại", ("loai",)),
    "field": Field("Lĩnh vực", ("linh vuc", "ten linh vuc", "linh vuc thuc hien")),
    "agency": Field(
        "Cơ quan thực hiện",
        (
            "co quan thuc hien",
            "co quan giai quyet",
            "co quan don vi",
            "don vi giai quyet",
            "don vi thuc hien",
            "so nganh",
        ),
    ),
    "level": Field("Cấp thực hiện", ("cap thuc hien", "cap giai quyet", "cap hanh chinh")),
    "channels": Field(
        "Cách thức, thời hạn và phí theo cổng",
        ("cach thuc thuc hien", "cach thuc thoi han va phi theo cong"),
    ),
    "limit": Field(
        "Thời hạn giải quyết",
        (
            "thoi han giai quyet",
            "thoi gian giai quyet",
            "thoi han",
            "thoi gian",
            "thoi han giai quyet sau khi cat giam",
            "thoi han giai quyet sau cat giam",
            "sau cat giam",
            "sau khi cat giam",
        ),
    ),
    "statutory": Field(
        "Thời hạn theo quy định",
        (
            "thoi han theo quy dinh",
            "thoi gian theo quy dinh",
            "thoi han theo luat dinh",
            "thoi han giai quyet theo quy dinh",
            "thoi gian giai quyet theo quy dinh",
            "thoi han giai quyet theo luat",
            "theo quy dinh",
        ),
    ),
    "fees": Field(
        "Phí, lệ phí", ("phi le phi", "phi va le phi", "le phi", "phi", "muc thu", "muc phi")
    ),
    "components": Field(
        "Thành phần hồ sơ",
        ("thanh phan ho so", "ho so", "thanh phan so luong ho so", "giay to phai nop"),
    ),
    "steps": Field("Các bước giải quyết", ("cac buoc giai quyet", "quy trinh noi bo", "cac buoc")),
    "results": Field(
        "Kết quả thực hiện",
        ("ket qua thuc hien", "ket qua xu ly", "ket qua giai quyet", "ket qua", "san pham"),
    ),
    "legal_basis": Field("Căn cứ pháp lý", ("can cu phap ly", "can cu", "co so phap ly")),
    "decision_number": Field(
        "Số quyết định công bố",
        ("so quyet dinh cong bo", "so quyet dinh", "quyet dinh cong bo", "quyet dinh"),
    ),
    "decision_date": Field(
        "Ngày quyết định", ("ngay quyet dinh", "ngay ky", "ngay ban hanh", "ngay cong bo")
    ),
    "decision_signer": Field("Người ký", ("nguoi ky", "nguoi ky quyet dinh")),
    "subject_note": Field("Đối tượng thực hiện", ("doi tuong thuc hien", "doi tuong")),
    "requirement": Field("Yêu cầu, điều kiện", ("yeu cau dieu kien", "dieu kien", "yeu cau")),
    "how_note": Field("Cách thức nộp", ("cach thuc nop", "hinh thuc nop")),
    "aliases": Field("Mã cũ, mã địa phương", ("ma cu ma dia phuong", "ma cu", "ma dia phuong")),
}
#: Columns that agencies add for themselves and that say nothing about a procedure.
IGNORED = {"stt", "tt", "so tt", "so thu tu", "no", "loi va dieu can xac nhan"}
#: Columns the national portal fills and the catalogue has no place for.
KNOWN_BUT_UNUSED = {"loai thu tuc", "co quan co tham quyen", "co quan phoi hop", "ghi chu"}

_LONGEST_TITLE = 120
_UNIT_WORDS = {
    "ngay lam viec": "ngày làm việc",
    "gio lam viec": "giờ làm việc",
    "gio hanh chinh": "giờ làm việc",
    "ngay": "ngày",
    "gio": "giờ",
}


@lru_cache(maxsize=4096)
def match(title: str) -> str | None:
    """The field a title names; None for a column nobody recognises."""
    if len(title) > _LONGEST_TITLE:
        return None
    spelt = " ".join(words(title.replace("_", " ")))
    if not spelt or is_ignored(title):
        return None
    for key, field in FIELDS.items():
        if spelt in field.titles:
            return key
    return _longest_beginning(spelt)


def is_ignored(title: str) -> bool:
    spelt = " ".join(words(title.replace("_", " ")))
    return spelt in IGNORED or spelt in KNOWN_BUT_UNUSED


def _longest_beginning(spelt):
    """ "Thời hạn giải quyết (ngày làm việc)" begins as a title of at least two words does."""
    found = [
        (len(begin), key)
        for key, field in FIELDS.items()
        for begin in field.titles
        if " " in begin and spelt.startswith(f"{begin} ")
    ]
    return max(found)[1] if found else None


@lru_cache(maxsize=1024)
def unit_of(title: str) -> str:
    """The unit of time that a title states for the bare numbers below it, or nothing."""
    spelt = " ".join(words(title))
    return next((unit for said, unit in _UNIT_WORDS.items() if spelt.endswith(f" {said}")), "")
