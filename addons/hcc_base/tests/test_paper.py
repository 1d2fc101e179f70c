import base64
import io
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pypdf
import weasyprint
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

    def test_each_paper_of_a_pile_counts_its_own_pages(self):
        long = "".join(f"<p>Dòng {number}</p>" for number in range(90))
        pages = pypdf.PdfReader(io.BytesIO(paper.render_pdf(_document("Một", long)))).pages
        texts = [page.extract_text() for page in pages]
        self.assertEqual(len(texts), 3)
        for words, text in zip(("Trang 1/1", "Trang 1/2", "Trang 2/2"), texts, strict=True):
            self.assertIn(words, text)

    def test_what_is_not_made_of_papers_alone_stays_whole(self):
        html = _document("Một", "Hai").replace("</section><section", "</section>và<section")
        self.assertEqual(paper._papers(html), [html])

    def test_blanks_are_dropped_beside_blocks_alone(self):
        line = "<p>một <b>hai</b> <i>ba</i></p>"
        root = paper._document(f"<div>\n  {line}\n {line} \u00a0 {line} </div>").etree_element
        left = ElementTree.tostring(root, encoding="unicode")
        self.assertEqual(left, f"<div>{line}{line} \u00a0 {line}</div>")

    def test_what_is_no_xml_is_read_as_html(self):
        pdf = paper.render_pdf("<html><body><p>Dòng một<br>Dòng hai&nbsp;cuối</body></html>")
        text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        self.assertEqual(text.split(), ["Dòng", "một", "Dòng", "hai", "cuối"])

    def test_elements_look_as_in_the_renderers_own_sheet(self):
        rich = (
            "<h1>Một</h1><h2>Hai</h2><p>Ba <b>bốn</b> <i>năm</i> <u>sáu</u><br/>bảy</p><ol><li>tám"
            "<ul><li>chín</li></ul></li></ol><blockquote>mười</blockquote><table><thead><tr><th>a"
            "</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d<br/>e</td></tr></tbody></table>"
        )
        html = f"<html><head><title>x</title></head><body>{rich}</body></html>"
        own = weasyprint.HTML(string=html, base_url=paper.BASE_URL).render()
        ours = paper._document(html).render()
        self.assertEqual(*(list(_texts(drawn.pages[0]._page_box)) for drawn in (own, ours)))

    def test_threads_draw_one_paper_at_a_time_and_all_are_drawn(self):
        drawing, most, count = threading.Lock(), [], []
        render = weasyprint.HTML.render

        def watched(document, *arguments, **options):
            with drawing:
                count.append(1)
                most.append(len(count))
            time.sleep(0.02)
            try:
                return render(document, *arguments, **options)
            finally:
                count.pop()

        with patch.object(weasyprint.HTML, "render", watched), ThreadPoolExecutor(6) as pool:
            papers = list(pool.map(lambda _n: paper.render_pdf(_document("Một")), range(6)))
        self.assertTrue(all(pdf.startswith(b"%PDF-") for pdf in papers))
        self.assertEqual(max(most), 1)

    def test_a_paper_that_fails_does_not_stop_the_next(self):
        with self.assertRaises(paper.ForbiddenResource):
            paper.render_pdf('<html><img src="http://127.0.0.1/x"/></html>')
        self.assertTrue(paper.render_pdf(_document("Một")).startswith(b"%PDF-"))

    def test_nothing_else_is_fetched(self):
        for address in (
            "http://127.0.0.1/x",
            "file:///etc/passwd",
            "/hcc_base/models/hcc_token.py",
        ):
            with self.assertRaises(paper.ForbiddenResource, msg=address):
                paper.render_pdf(f'<html><img src="{address}"/></html>')


def _texts(box):
    """Every text of a page, where and how large it stands."""
    if getattr(box, "text", None):
        yield box.text, round(box.position_x, 3), round(box.position_y, 3), round(box.width, 3)
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _document(*papers):
    sections = "".join(f'<section class="paper">{content}</section>' for content in papers)
    link = '<link rel="stylesheet" href="/hcc_base/static/src/paper/paper.css"/>'
    return f"<html><head>{link}</head><body>{sections}</body></html>"
