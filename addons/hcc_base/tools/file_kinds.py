"""What a file is, by its first bytes and its structure, whatever its name says."""

import io
import zipfile

#: kind → the endings a file of it may have
ENDINGS = {
    "pdf": ("pdf",),
    "jpg": ("jpg", "jpeg", "jfif"),
    "png": ("png",),
    "gif": ("gif",),
    "webp": ("webp",),
    "tiff": ("tif", "tiff"),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "pptx": ("pptx",),
    "odt": ("odt",),
    "ods": ("ods",),
    "ole": ("doc", "xls", "ppt"),
    "text": ("txt", "csv", "json", "md"),
}
MIMETYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ole": "application/octet-stream",
    "text": "text/plain",
}
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OFFICE_PARTS |= {"ppt/presentation.xml": "pptx"}
_ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
#: Endings that a system or a person acts upon.
_PROMISES = {ending for endings in ENDINGS.values() for ending in endings} | {
    *("exe", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "js", "jar", "hta", "lnk", "sh"),
    *("html", "htm", "xhtml", "svg", "xml", "php", "docm", "xlsm", "pptm", "zip", "rar", "7z"),
}
#: An archive that grows beyond these when opened is meant to fill a disk.
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000


def kind_of(data):
    """One of :data:`ENDINGS`, or ``None``: not one of the kinds a centre takes in.

    Documents with macros, archives, programs, web pages and drawings with scripts have no kind.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    return "text" if _is_plain_text(data) else None


def _office_kind(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if _is_bomb(members, len(data)) or any("vbaProject" in name for name in names):
                return None
            if "mimetype" in names:
                return _ODF_TYPES.get(archive.read("mimetype").strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def _is_bomb(members, packed):
    unpacked = sum(member.file_size for member in members)
    return (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED_BYTES
        or unpacked > MAX_RATIO * max(packed, 4096)
    )


def _is_plain_text(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    start = text.lstrip()[:1]
    return start != "<" and not any(ord(char) < 32 and char not in "\t\r\n\f" for char in text)


def fits_name(kind, name):
    """Whether ``name`` does not promise another kind; a name without ending promises nothing."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending in ENDINGS[kind] or ending not in _PROMISES
