"""Paper of receipt printers as one picture: drawn here once, shown as preview, printed, reprinted.

A printer's own letters cannot be trusted with Vietnamese: which of its code pages holds "Ễ"
differs from maker to maker, and a wrong one prints "?" without an error. So every ticket is a
picture. It is drawn in grey and cut at a fixed threshold; dithering would fray small accents.

Nothing here imports Odoo. Sizes are given in dots of the widest paper (576) and shrink with the
paper, so one layout serves 80 mm and 58 mm printers alike::

    paper = canvas(576)
    paper.text("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", size=26, bold=True)
    paper.rule()
    paper.text("A012", size=120, bold=True)
    paper.pair("Trước bạn", "3 người")
    paper.qr("https://hcc.example/t/…")
    png = to_one_bit(paper.image)
"""

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

#: Dots a line holds: 80 mm paper (two makes of printer), 58 mm paper.
WIDTHS = (576, 512, 384)
FULL_WIDTH = WIDTHS[0]
#: Below this many dots Vietnamese accents run together.
SMALLEST_TEXT = 16
THRESHOLD = 150
REPRINT_MARK = "IN LẠI"
WHITE, BLACK = 255, 0

FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/truetype/dejavu"),
    Path("/usr/share/fonts/dejavu"),
)
#: Families in order of preference: (regular, bold).
FONT_FILES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)


class RasterError(ValueError):
    """The picture cannot be drawn; the message says what is missing or too large."""


# ---------------------------------------------------------------------------------------------
# Public functions
# ---------------------------------------------------------------------------------------------


def canvas(width=FULL_WIDTH):
    """Return an empty strip of paper, ``width`` dots wide, that grows with what is drawn."""
    return Canvas(width)


def to_one_bit(image):
    """Return ``image`` as PNG bytes of black and white dots only (hard threshold)."""
    dots = image.convert("L").point(lambda grey: WHITE if grey >= THRESHOLD else BLACK, mode="1")
    stream = io.BytesIO()
    dots.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def mark_reprint(png):
    """Return the same picture under a black band "IN LẠI": a second paper says that it is one."""
    return with_band(png, REPRINT_MARK)


def with_band(png, text):
    """Return the picture ``png`` with ``text`` in white on a black band above it."""
    picture = Image.open(io.BytesIO(png)).convert("L")
    paper = Canvas(picture.width)
    paper.banner(text)
    paper.picture(picture)
    return to_one_bit(paper.image)


def normalise(text):
    """Return ``text`` composed (NFC) and without control characters."""
    composed = unicodedata.normalize("NFC", text or "")
    return "".join(char if char.isprintable() else " " for char in composed)


def wrap(text, font, width):
    """Split ``text`` into lines no wider than ``width`` dots; a longer word is cut."""
    lines = []
    for paragraph in (text or "").split("\n"):
        lines.extend(_wrap_paragraph(normalise(paragraph), font, width))
    return lines


@lru_cache(maxsize=64)
def load_font(size, bold=False):
    """Return the font of ``size`` dots: Noto Sans, else DejaVu Sans."""
    # The basic layout gives the same dots with and without the optional libraqm.
    return ImageFont.truetype(str(font_path(bold)), size, layout_engine=ImageFont.Layout.BASIC)


def font_path(bold=False):
    """Return the file of the first known font family that this machine has."""
    for files in FONT_FILES:
        for folder in FONT_FOLDERS:
            path = folder / files[bool(bold)]
            if path.exists():
                return path
    raise RasterError(
        "No font for paper was found: install Debian's fonts-noto-core (or fonts-dejavu-core). "
        f"Looked in {', '.join(str(folder) for folder in FONT_FOLDERS)}."
    )


class Canvas:
    """A strip of paper to which blocks are appended from top to bottom."""

    def __init__(self, width):
        if width not in WIDTHS:
            raise RasterError(f"Paper is {', '.join(map(str, WIDTHS))} dots wide, not {width}.")
        self.width = width
        self._strips = []

    @property
    def height(self):
        return sum(strip.height for strip in self._strips)

    @property
    def image(self):
        """The paper so far, in grey."""
        paper = Image.new("L", (self.width, max(self.height, 1)), WHITE)
        top = 0
        for strip in self._strips:
            paper.paste(strip, (0, top))
            top += strip.height
        return paper

    def text(self, text, size=24, bold=False, align="center", margin=4):
        """Append ``text``, wrapped; ``align`` is left, center or right."""
        font = load_font(self._text_size(size), bold)
        for line in wrap(text, font, self.width - 2 * margin):
            strip = self._strip(_line_height(font))
            left = _left_edge(align, self.width, font.getlength(line), margin)
            ImageDraw.Draw(strip).text((left, 0), line, font=font, fill=BLACK)
            self._strips.append(strip)
        return self

    def pair(self, label, value, size=24, bold=False, margin=4):
        """Append a label on the left and its value on the right (below it, when too long)."""
        font = load_font(self._text_size(size), bold)
        label, value = normalise(label), normalise(value)
        room = self.width - 2 * margin - font.getlength("  ")
        if font.getlength(label) + font.getlength(value) > room:
            return self.text(label, size, bold, "left", margin).text(
                value, size, bold, "right", margin
            )
        strip = self._strip(_line_height(font))
        draw = ImageDraw.Draw(strip)
        draw.text((margin, 0), label, font=font, fill=BLACK)
        draw.text((self.width - margin - font.getlength(value), 0), value, font=font, fill=BLACK)
        self._strips.append(strip)
        return self

    def banner(self, text, size=30):
        """Append ``text`` in white on a black band."""
        font = load_font(self._text_size(size), True)
        lines = wrap(text, font, self.width - 16)
        strip = Image.new("L", (self.width, len(lines) * _line_height(font) + 8), BLACK)
        draw = ImageDraw.Draw(strip)
        for rank, line in enumerate(lines):
            left = _left_edge("center", self.width, font.getlength(line), 8)
            draw.text((left, 4 + rank * _line_height(font)), line, font=font, fill=WHITE)
        self._strips.append(strip)
        return self

    def rule(self, thickness=2, margin=8):
        """Append a horizontal line."""
        strip = self._strip(thickness + 2 * margin)
        strip.paste(BLACK, (0, margin, self.width, margin + thickness))
        self._strips.append(strip)
        return self

    def space(self, dots=12):
        """Append white paper."""
        self._strips.append(self._strip(dots))
        return self

    def qr(self, data, module=6):
        """Append a QR code; ``module`` is the wished edge of one dark square in dots."""
        code = qr_image(data, self._scaled(module), self.width)
        return self.picture(code)

    def picture(self, picture):
        """Append an image, centred; it must not be wider than the paper."""
        if picture.width > self.width:
            raise RasterError(f"A picture of {picture.width} dots does not fit {self.width} dots.")
        strip = self._strip(picture.height)
        strip.paste(picture.convert("L"), ((self.width - picture.width) // 2, 0))
        self._strips.append(strip)
        return self

    def logo(self, data, height=96):
        """Append the picture of the bytes ``data``, at most ``height`` dots high.

        A drawing (SVG) cannot be printed here and is left out: the number matters more.
        """
        try:
            picture = Image.open(io.BytesIO(data)).convert("RGBA")
        except UnidentifiedImageError:
            return self
        on_white = Image.new("RGBA", picture.size, "white")
        on_white.alpha_composite(picture)
        box = (self.width // 2, self._scaled(height))
        return self.picture(ImageOps.contain(on_white.convert("L"), box)).space(6)

    def _strip(self, height):
        return Image.new("L", (self.width, height), WHITE)

    def _scaled(self, dots):
        return round(dots * self.width / FULL_WIDTH)

    def _text_size(self, size):
        return max(SMALLEST_TEXT, self._scaled(size))


def qr_image(data, module=6, width=FULL_WIDTH):
    """Return ``data`` as a QR picture with its quiet zone, no wider than ``width`` dots.

    The squares shrink as far as 3 dots (0.37 mm, what phones still read well) to fit.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(unicodedata.normalize("NFC", data).encode())
    code.make(fit=True)
    squares = code.modules_count + 2 * code.border
    edge = min(max(module, 3), width // squares)
    if edge < 3:
        raise RasterError(f"{len(data)} characters are too many for a QR code on {width} dots.")
    matrix = Image.new("L", (squares, squares), WHITE)
    matrix.putdata([BLACK if dark else WHITE for row in code.get_matrix() for dark in row])
    return ImageOps.scale(matrix, edge, Image.Resampling.NEAREST)


# ---------------------------------------------------------------------------------------------
# Private helpers
# ---------------------------------------------------------------------------------------------


def _line_height(font):
    ascent, descent = font.getmetrics()
    return ascent + descent


def _left_edge(align, width, length, margin):
    if align == "left":
        return margin
    if align == "right":
        return width - margin - length
    return (width - length) // 2


def _wrap_paragraph(text, font, width):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut_word(word, font, width)
        lines.extend(full)
    return [*lines, line] if line or not lines else lines


def _cut_word(word, font, width):
    """Cut a word that alone is wider than the paper (a code, an address of a page)."""
    pieces, piece = [], ""
    for char in word:
        if piece and font.getlength(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]
