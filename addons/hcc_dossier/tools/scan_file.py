"""A scanned paper as it may be kept: of an accepted kind, whole, readable without a password.

Messages are Vietnamese: the official at the scanner reads them.
"""

import io
import logging
import warnings
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from PIL import Image
from pypdf import PdfReader

from odoo.addons.hcc_base.tools import file_kinds

#: A picture of more pixels than this (A0 at 300 dpi) is meant to fill the memory.
MAX_PIXELS = 150_000_000
#: Where a whole file must have ended; scanners append a few bytes of their own.
_TAIL = 2048
_ENDS = {"pdf": b"%%EOF", "jpg": b"\xff\xd9", "png": b"IEND"}


class ScanFileError(ValueError):
    """The file cannot be kept; the message says why and what to do."""


class ScanFile(NamedTuple):
    kind: str
    size: int
    pages: int
    sha256: str


def inspect(data, formats, max_megabytes, max_pages=0):
    """Say what ``data`` is.

    :param formats: endings of the accepted files, ``["pdf", "jpg"]``
    :param max_pages: 0: no limit
    :raise ScanFileError: it is not to be kept
    """
    if not data:
        raise ScanFileError("Tệp rỗng. Quét lại rồi chọn tệp mới.")
    if len(data) > max_megabytes * 1024**2:
        raise ScanFileError(
            f"Tệp nặng {_megabytes(len(data))} MB, quá mức {max_megabytes} MB của loại giấy tờ này."
            " Quét lại ở 200–300 dpi, đen trắng hoặc thang xám."
        )
    kind = file_kinds.kind_of(data)
    if kind not in _kinds(formats):
        raise ScanFileError(
            f"Nội dung tệp không phải {_in_words(formats)}. Đổi đuôi tên tệp không đổi được nội "
            "dung: quét lại hoặc lưu lại đúng định dạng."
        )
    pages = _count_pages(kind, data)
    if max_pages and pages > max_pages:
        raise ScanFileError(
            f"Tệp có {pages} trang; loại giấy tờ này nhận nhiều nhất {max_pages} trang. "
            "Kiểm tra có quét nhầm tập giấy khác không."
        )
    return ScanFile(kind, len(data), pages, sha256(data).hexdigest())


def _kinds(formats):
    return {kind for kind, endings in file_kinds.ENDINGS.items() if {*endings} & {*formats}}


def _in_words(formats):
    return ", ".join(dict.fromkeys(ending.upper() for ending in formats))


def _megabytes(size):
    return f"{size / 1024**2:.1f}".replace(".", ",")


def _count_pages(kind, data):
    if kind in _ENDS and _ENDS[kind] not in data[-_TAIL:]:
        raise ScanFileError("Tệp bị cắt cụt, thiếu phần cuối. Quét lại hoặc chép lại tệp.")
    if kind == "pdf":
        return _pdf_pages(data)
    if kind in ("jpg", "png"):
        _check_picture(data)
    return 1


def _pdf_pages(data):
    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(data), strict=False)
            is_encrypted = reader.is_encrypted
            pages = 0 if is_encrypted else len(reader.pages)
        except Exception as error:  # whatever a broken file makes the reader stumble over
            raise ScanFileError("Tệp PDF hỏng, không đọc được. Quét lại.") from error
    if is_encrypted:
        raise ScanFileError(
            "Tệp PDF đặt mật khẩu hoặc khóa quyền. Lưu lại bản không khóa rồi tải lên."
        )
    if not pages:
        raise ScanFileError("Tệp PDF không có trang nào. Quét lại.")
    return pages


def _check_picture(data):
    with _quiet():
        try:
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                picture.verify()
        except Exception as error:  # as above
            raise ScanFileError("Tệp ảnh hỏng, không đọc được. Quét lại.") from error
    if width * height > MAX_PIXELS:
        raise ScanFileError(
            f"Ảnh quá lớn ({width} × {height} điểm). Quét lại ở 200–300 dpi, khổ giấy thật."
        )


@contextmanager
def _quiet():
    """What is wrong with the file is told to whoever chose it, not to the log."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
