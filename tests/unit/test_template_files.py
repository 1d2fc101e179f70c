import pytest
from hcc_base_tools import template_files
from hcc_base_tools.template_files import FileError

PDF = b"%PDF-1.7 ..."


def test_a_file_of_an_accepted_format():
    template_files.check("Mau 01.PDF", PDF, ("pdf", "docx"), 1)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("mau.exe", b"MZ", "định dạng được nhận"),
        ("mau.xlsx", PDF, "định dạng được nhận"),
        ("mau", PDF, "định dạng được nhận"),
        ("mau.docx", PDF, "không đúng định dạng docx"),
        ("mau.pdf", b"", "không đúng định dạng pdf"),
        ("mau.pdf", PDF + b" " * template_files.MEGABYTE, "lớn hơn 1 MB"),
    ],
)
def test_a_file_that_is_refused(name, content, fault):
    with pytest.raises(FileError, match=fault):
        template_files.check(name, content, ("pdf", "docx"), 1)


def test_formats_are_read_as_people_write_them():
    assert template_files.formats_of(" PDF, .jpg ,,pdf") == ("pdf", "jpg")
    assert template_files.formats_of("") == ()
    assert template_files.unknown_formats("pdf, exe") == ["exe"]
