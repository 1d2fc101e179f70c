import base64
import io

import zxingcpp
from odoo.tests import BaseCase, tagged
from PIL import Image

from .. import paper


@tagged("post_install", "-at_install")
class TestPaper(BaseCase):
    """The engine itself; the addons test their forms."""

    def test_code_for_paper_can_be_read(self):
        text = "HCC1|H99.11-261123-0001|1.000001|…0017|Giấy tiếp nhận|HCC"
        data = base64.b64decode(paper.qr_image(text).partition(",")[2])
        [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))
        self.assertEqual(code.text, text)

    def test_code_for_the_screen_is_a_drawing(self):
        drawing = base64.b64decode(paper.qr_svg("abc").partition(",")[2])
        self.assertTrue(drawing.startswith(b"<svg "))
        self.assertEqual(drawing.count(b"<path"), 2)

    def test_static_files_and_data_are_drawn(self):
        pdf = paper.render_pdf(
            '<html><link rel="stylesheet" href="/hcc_base/static/src/paper/paper.css"/>'
            f'<body><p>Cộng hòa</p><img src="{paper.qr_image("x")}"/></body></html>'
        )
        self.assertTrue(pdf.startswith(b"%PDF-"))

    def test_nothing_else_is_fetched(self):
        for address in (
            "http://127.0.0.1/x",
            "file:///etc/passwd",
            "/hcc_base/models/hcc_token.py",
        ):
            with self.assertRaises(paper.ForbiddenResource, msg=address):
                paper.render_pdf(f'<html><img src="{address}"/></html>')
