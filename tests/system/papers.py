"""Papers as a person reads them: pictures, text and codes of a PDF."""

import subprocess

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def picture(pdf, png, dpi=110):
    """The first page of ``pdf`` as ``png``."""
    stem = png.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-png", "-r", str(dpi), "-singlefile", str(pdf), str(stem)], check=True
    )
    return Image.open(png)


def text(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def codes(image):
    """What every QR code of the picture says."""
    return [code.text for code in zxingcpp.read_barcodes(image)]
