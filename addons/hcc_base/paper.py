"""Paper drawn in the server's process: HTML to PDF through WeasyPrint, and QR codes as images.

How many are drawn at once is decided in ``paper_gate``. Style sheets are parsed once.

Nothing is fetched over the network and no file outside an addon's ``static`` folder is read: a
paper consists of its template, of local fonts and of data URIs. Anything else is refused loudly,
for a slip that silently lacks its seal or its letterhead is worse than an error.
"""

import base64
import io
import logging
import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import qrcode
from odoo.tools import file_open
from PIL import Image

from .paper_gate import drawing

#: Addresses in templates are those of the web client: ``/<addon>/static/…``.
BASE_URL = "file:///"
#: White modules around a code; paper around it adds the rest of the quiet zone.
QUIET_ZONE = 2
#: Enough for printers, for papers ask not to smooth them.
DOTS_PER_MODULE = 4
#: What ``qr_image`` returns begins with.
PNG_DATA = "data:image/png;base64,"
ERROR_LEVELS = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
}


class ForbiddenResource(ValueError):
    """A paper asked for something that is not a static file of an addon."""


#: The links of ``hcc_base.paper_document``; others are left to the renderer.
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="(/[^"]+\.css)"\s*/?>')
#: One paper of a document (``hcc_base.paper``); papers do not nest.
_PAPER = re.compile(r'<section\b[^>]*\bclass="paper\b.*?</section>', re.DOTALL)
#: Elements that no line of text goes on beside.
_BLOCKS = frozenset(
    "body div h1 h2 h3 head html li ol p section table tbody td th thead tr ul".split()
)
#: What elements are before the papers' own styles.
ELEMENT_STYLES = "/hcc_base/static/src/paper/elements.css"


def render_pdf(html):
    """The PDF of a complete HTML document; its styles come from ``/<addon>/static/…`` links.

    Each paper of a pile counts its own pages ("Trang 1/2"), yet the pile is one document.

    :raise ForbiddenResource: the document refers to anything but static files and data URIs
    """
    weasyprint = _weasyprint()
    try:
        styles = [_style(read_static(path), path) for path in _STYLE_LINK.findall(html)]
        with drawing():
            fonts = _fonts()
            drawn = [
                _document(part).render(font_config=fonts, stylesheets=styles)
                for part in _papers(_STYLE_LINK.sub("", html))
            ]
            pages = [page for document in drawn for page in document.pages]
            return drawn[0].copy(pages).write_pdf()
    except weasyprint.urls.FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from error


def _papers(html):
    """A document for each paper of ``html``; the whole where it is not made of papers alone."""
    papers = _PAPER.findall(html)
    head, found, rest = html.partition("<body>")
    body, _end, tail = rest.rpartition("</body>")
    if len(papers) < 2 or not found or _PAPER.sub("", body).strip():
        return [html]
    return [f"{head}<body>{paper}</body>{tail}" for paper in papers]


def _document(html):
    """``html`` as the renderer takes it.

    Templates write what any XML parser reads, in a tenth of the time that reading HTML takes; what
    is not so well formed, like a citizen's pasted text, is read as HTML.
    """
    try:
        root = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return _paper_class()(html, None)
    _drop_blanks(root)
    return _paper_class()(html, root)


def _drop_blanks(root):
    """Take away the indentation of templates beside blocks, where it is never seen: the renderer
    would make boxes of it first."""
    for element in root.iter():
        before = None
        for child in element:
            if child.tag in _BLOCKS:
                if before is None:
                    element.text = _words(element.text)
                else:
                    before.tail = _words(before.tail)
                child.tail = _words(child.tail)
            before = child


def _words(text):
    return text if text and text.strip(" \t\r\n") else None


@lru_cache(maxsize=1)
def _paper_class():
    import cssselect2  # noqa: PLC0415  # pylint: disable=import-outside-toplevel

    class Paper(_weasyprint().HTML):
        """A document of the elements that papers use."""

        def __init__(self, html, root):
            if root is None:
                super().__init__(string=html, base_url=BASE_URL, url_fetcher=_fetcher())
                return
            self.base_url, self.url_fetcher, self.media_type = BASE_URL, _fetcher(), "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms=False):
            return [_style(read_static(ELEMENT_STYLES), ELEMENT_STYLES)]

    return Paper


@lru_cache(maxsize=1)
def _fonts():
    """The machine's fonts, looked up once: it takes as long as drawing a page."""
    return _weasyprint().text.fonts.FontConfiguration()


@lru_cache(maxsize=16)
def _style(content, path):
    """A style sheet as the renderer reads it; ``path`` is where its own links start from."""
    css = _weasyprint().CSS
    return css(string=content.decode(), base_url=f"file://{path}", url_fetcher=_fetcher())


def read_static(path):
    """The bytes of ``/<addon>/static/…``.

    :raise ForbiddenResource: the path leads elsewhere, or to nothing
    """
    parts = [part for part in unquote(path).split("/") if part]
    if len(parts) < 3 or parts[1] != "static" or ".." in parts:
        raise ForbiddenResource(f"A paper may only use static files of addons, not {path!r}.")
    try:
        with file_open("/".join(parts), "rb") as stream:
            return stream.read()
    except FileNotFoundError as error:
        raise ForbiddenResource(f"A paper refers to the missing file {path!r}.") from error


def qr_svg(text, error="M"):
    """``text`` as a QR code: a data URI of a sharp, small SVG for ``<img src>``."""
    return "data:image/svg+xml;base64," + base64.b64encode(_qr_drawing(text, error)).decode()


def qr_image(text, error="M"):
    """``text`` as a QR code for paper: a data URI of a PNG, drawn faster than paths."""
    return PNG_DATA + base64.b64encode(_qr_bitmap(text, error)).decode()


class _Code(qrcode.QRCode):
    """Weighs three of the eight masks. Any of them can be read; the best is hardly better than the
    best of three, and weighing them takes most of the time that a code needs."""

    def best_mask_pattern(self):
        return min((0, 3, 6), key=self._weigh)

    def _weigh(self, mask):
        self.makeImpl(True, mask)
        return qrcode.util.lost_point(self.modules)


def _qr_code(text, error):
    code = _Code(error_correction=ERROR_LEVELS[error], border=QUIET_ZONE)
    code.add_data(text.encode(), optimize=0)
    code.make(fit=True)
    return code


@lru_cache(maxsize=256)
def _qr_bitmap(text, error):
    matrix = _qr_code(text, error).get_matrix()
    size = len(matrix)
    # Grey, for the renderer turns black-and-white into colour and packs it anew.
    shades = bytes(0 if is_dark else 255 for cells in matrix for is_dark in cells)
    dots = Image.frombytes("L", (size, size), shades)
    wide = (size * DOTS_PER_MODULE, size * DOTS_PER_MODULE)
    stream = io.BytesIO()
    dots.resize(wide, Image.Resampling.NEAREST).save(stream, "PNG")
    return stream.getvalue()


@lru_cache(maxsize=256)
def _qr_drawing(text, error):
    matrix = _qr_code(text, error).get_matrix()
    runs = [
        f"M{column} {row}h{length}v1h-{length}z"
        for row, cells in enumerate(matrix)
        for column, length in _dark_runs(cells)
    ]
    size = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{"".join(runs)}"/></svg>'
    ).encode()


def _dark_runs(cells):
    """(first column, length) of every run of dark modules in a row."""
    start = None
    for column, is_dark in enumerate([*cells, False]):
        if is_dark and start is None:
            start = column
        elif not is_dark and start is not None:
            yield start, column - start
            start = None


@lru_cache(maxsize=1)
def _weasyprint():
    """Imported with the first paper: Pango and its fonts take half a second."""
    import weasyprint  # noqa: PLC0415  # pylint: disable=import-outside-toplevel

    for chatty in ("fontTools", "fontTools.subset", "weasyprint.progress"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    return weasyprint


@lru_cache(maxsize=1)
def _fetcher():
    from weasyprint import urls  # noqa: PLC0415  # pylint: disable=import-outside-toplevel

    class StaticFilesOnly(urls.URLFetcher):
        """Reads static files of addons and data URIs, nothing else."""

        def fetch(self, url, headers=None):
            if url.startswith(PNG_DATA):
                return _png(url)
            if url.startswith("data:"):
                return super().fetch(url, headers)
            address = urlsplit(url)
            if address.scheme != "file" or address.netloc:
                raise urls.FatalURLFetchingError(f"A paper may not fetch {url!r}.")
            try:
                body = read_static(address.path)
            except ForbiddenResource as error:
                raise urls.FatalURLFetchingError(str(error)) from error
            return urls.URLFetcherResponse(url, io.BytesIO(body), {"Content-Type": _type(url)})

    return StaticFilesOnly(allowed_protocols=["data"])


def _png(url):
    """The picture of a data URI, decoded here: reading the URI as a request's answer is slower."""
    content = io.BytesIO(base64.b64decode(url.removeprefix(PNG_DATA)))
    return _weasyprint().urls.URLFetcherResponse(url, content, {"Content-Type": "image/png"})


def _type(url):
    kinds = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}
    return next((kind for ending, kind in kinds.items() if url.endswith(ending)), "")
