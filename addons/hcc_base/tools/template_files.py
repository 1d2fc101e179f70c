"""Template files of papers: which formats are known, and whether a file is what it says."""

from pathlib import PurePath

#: Ending → first bytes of a file of that format.
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMATS = {
    "pdf": b"%PDF-",
    "doc": _OLE,
    "docx": _ZIP,
    "xls": _OLE,
    "xlsx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
#: What a citizen fills in; never a format that can only be looked at.
TEMPLATE_FORMATS = ("pdf", "doc", "docx", "xls", "xlsx", "odt", "ods")
MEGABYTE = 1024 * 1024


class FileError(ValueError):
    """A file that is refused; the message says why and what to do, in Vietnamese."""


def formats_of(listed: str) -> tuple[str, ...]:
    """``"PDF, .jpg"`` → ``("pdf", "jpg")``."""
    parts = (part.strip().lstrip(".").lower() for part in (listed or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def unknown_formats(listed: str) -> list[str]:
    """The listed endings that this module does not know."""
    return [ending for ending in formats_of(listed) if ending not in FORMATS]


def check(name: str, content: bytes, formats: tuple[str, ...], max_mb: int) -> None:
    """Raise FileError when the file's ending, content or size is not acceptable."""
    ending = PurePath(name or "").suffix.lstrip(".").lower()
    if ending not in formats:
        raise FileError(
            f"Tệp “{name or ''}” không thuộc định dạng được nhận ({', '.join(formats)})."
        )
    if not content.startswith(FORMATS[ending]):
        raise FileError(
            f"Nội dung tệp “{name}” không đúng định dạng {ending}. "
            "Cần lưu lại tệp đúng định dạng rồi tải lên."
        )
    if len(content) > max_mb * MEGABYTE:
        raise FileError(f"Tệp “{name}” lớn hơn {max_mb} MB. Cần giảm dung lượng rồi tải lên.")
