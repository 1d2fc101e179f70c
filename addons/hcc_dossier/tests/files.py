"""Files as scanners make them."""

import base64
import io

from PIL import Image
from pypdf import PdfWriter

#: The string every virus scanner takes for a virus, in two parts so that none finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages=1, text="", password=None, inside=b""):
    """``text`` makes one file differ from another; ``inside`` lies in it as it is."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Subject": text or "scan"})
    if inside:
        writer.add_attachment("inside.bin", inside)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def picture(kind="PNG", shade=200):
    content = io.BytesIO()
    Image.new("L", (40, 60), shade).save(content, kind)
    return content.getvalue()


def base64_of(data):
    return base64.b64encode(data).decode()
