import io
import unicodedata
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from PIL import Image, ImageFont

from ..tools import raster

VIETNAMESE = "ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỨỪỬỮỰ ắằẳẵặ ếềểễệ ốồổỗộ ứừửữự Đđ Ỹỹ"


@tagged("post_install", "-at_install")
class TestRaster(BaseCase):
    def test_every_width_gives_black_and_white_dots(self):
        for width in raster.WIDTHS:
            image = self._decoded(raster.to_one_bit(self._ticket(width).image))
            self.assertEqual((image.mode, image.width), ("1", width))

    def test_a_logo_fits_and_is_left_out_when_it_is_no_picture(self):
        stream = io.BytesIO()
        Image.new("RGBA", (180, 400), (0, 0, 0, 255)).save(stream, "PNG")
        for width in raster.WIDTHS:
            paper = raster.canvas(width).logo(stream.getvalue())
            self.assertLessEqual(paper.height, 110)
            self.assertEqual(paper.image.getextrema(), (0, 255))
        drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
        self.assertEqual(raster.canvas().logo(drawing).height, 0)

    def test_same_text_same_dots_however_it_is_composed(self):
        first = raster.canvas().text(unicodedata.normalize("NFC", VIETNAMESE)).image
        second = raster.canvas().text(unicodedata.normalize("NFD", VIETNAMESE)).image
        self.assertEqual(first.tobytes(), second.tobytes())

    def test_fonts_have_every_vietnamese_letter(self):
        for bold in (False, True):
            font = ImageFont.truetype(str(raster.font_path(bold)), 40)
            missing = font.getmask("\uffff").getbbox(), bytes(font.getmask("\uffff"))
            for letter in VIETNAMESE.replace(" ", ""):
                mask = font.getmask(letter)
                self.assertNotEqual((mask.getbbox(), bytes(mask)), missing, letter)

    def test_long_text_is_wrapped_and_nothing_is_cut_off(self):
        text = "Sở Nông nghiệp và Môi trường tiếp nhận hồ sơ đăng ký biến động đất đai"
        font = raster.load_font(30)
        lines = raster.wrap(text, font, 300)
        self.assertEqual(" ".join(lines), text)
        self.assertTrue(all(font.getlength(line) <= 300 for line in lines))
        self.assertEqual("".join(raster.wrap("x" * 80, font, 300)), "x" * 80)

    def test_pair_too_wide_for_a_line_takes_two(self):
        short = raster.canvas(384).pair("Trước bạn", "3 người").height
        long = (
            raster.canvas(384).pair("Số người đang chờ trước bạn ở lĩnh vực này", "3 người").height
        )
        self.assertGreater(long, short)

    def test_control_characters_draw_nothing(self):
        self.assertEqual(raster.normalise("A\x00B\x1b@"), "A B @")

    def test_reprint_is_the_same_picture_below_the_mark(self):
        png = raster.to_one_bit(self._ticket(576).image)
        first, second = self._decoded(png), self._decoded(raster.mark_reprint(png))
        below = second.crop((0, second.height - first.height, *second.size))
        self.assertEqual(below.tobytes(), first.tobytes())
        self.assertEqual(second.getpixel((0, 0)), 0)

    def test_what_does_not_fit_is_refused_in_words(self):
        with self.assertRaisesRegex(raster.RasterError, "576, 512, 384"):
            raster.canvas(600)
        with self.assertRaisesRegex(raster.RasterError, "too many"):
            raster.canvas(384).qr("x" * 2000)
        with self.assertRaisesRegex(raster.RasterError, "does not fit"):
            raster.canvas(384).picture(Image.new("L", (400, 10)))

    def test_missing_fonts_name_the_package(self):
        with (
            patch.object(raster, "FONT_FOLDERS", (Path("/nowhere"),)),
            self.assertRaisesRegex(raster.RasterError, "fonts-noto-core"),
        ):
            raster.font_path()

    def test_code_shrinks_to_fit_the_paper(self):
        wide = raster.qr_image("https://hcc.example/" + "x" * 200, module=12, width=576)
        self.assertLessEqual(wide.width, 576)

    def _ticket(self, width):
        paper = raster.canvas(width)
        paper.banner("BẢN THỬ").text("A012", size=120, bold=True).rule()
        return paper.pair("Trước bạn", "3 người").qr("https://hcc.example/t/ABCDEFG").space()

    def _decoded(self, png):
        return Image.open(io.BytesIO(png))
