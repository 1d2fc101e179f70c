import io
import zipfile

import pytest
from hcc_base_tools import file_kinds


def archive(compression=zipfile.ZIP_DEFLATED, **members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"RIFF0000WEBPVP8 ", "webp"),
        (b"II*\0", "tiff"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        ("Đơn đề nghị; 1,2\r\n".encode(), "text"),
        ("\ufeffmã;tên\n".encode(), "text"),
        (archive(word__document_xml="<w/>"), "docx"),
        (archive(xl__workbook_xml="<x/>"), "xlsx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        # none of them
        (b"MZ\x90\0", None),
        (b"\x7fELF\2\1\1\0", None),
        (b"<html><script>", None),
        (b"\xef\xbb\xbf  <svg/>", None),
        (b"a\0b", None),
        (b"\xff\xfe\xfa", None),
        (b"PK\x03\x04 broken", None),
        (b"Rar!\x1a\x07", None),
        (archive(readme="x"), None),
        (archive(word__document_xml="<w/>", **{"word__vbaProject.bin": "x"}), None),
        (archive(word__document_xml=b"0" * 50_000_000), None),
    ],
)
def test_kind(data, kind):
    assert file_kinds.kind_of(data) == kind


@pytest.mark.parametrize(
    "kind, name, fits",
    [
        ("pdf", "a.pdf", True),
        ("pdf", "A.PDF", True),
        ("jpg", "anh.jpeg", True),
        ("pdf", "Tờ khai v1.2", True),
        ("pdf", "Quyết định số 5.HCC", True),
        ("pdf", "không đuôi", True),
        ("pdf", "a.exe", False),
        ("pdf", "a.html", False),
        ("pdf", "a.jpg", False),
        ("text", "a.svg", False),
    ],
)
def test_name(kind, name, fits):
    assert file_kinds.fits_name(kind, name) is fits


def test_every_kind_has_a_type_and_endings():
    assert file_kinds.ENDINGS.keys() == file_kinds.MIMETYPES.keys()
