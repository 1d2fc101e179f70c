import base64
import io

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from PIL import Image

from ..tools import colour
from .common import HccCommon


def picture(shade="red", size=(600, 300)):
    stream = io.BytesIO()
    Image.new("RGB", size, shade).save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


@tagged("post_install", "-at_install")
class TestBrand(HttpCase, HccCommon):
    def test_colours_that_cannot_be_read_are_put_right(self):
        for chosen in ("#ffff00", "#FFFFFF", "#000000", "#c8102e", "#7f7f7f"):
            self.centre.brand_color = chosen
            brand = self.centre._hcc_brand()
            self.assertEqual(brand["color"], chosen.lower())
            self.assertEqual(brand["color_text"], self.centre.brand_color_text)
            self.assertGreaterEqual(colour.contrast(brand["color"], brand["color_text"]), 4.5)
            self.assertGreaterEqual(colour.contrast(brand["color_ink"], "#ffffff"), 4.5)

    def test_what_is_no_colour_is_refused(self):
        for wrong in ("red", "#12345", "#123456; } body { display: none", "url(//x)"):
            with self.assertRaisesRegex(ValidationError, "hệ 16"):
                self.centre.brand_color = wrong

    def test_a_centre_without_a_logo_shows_none(self):
        brand = self.centre._hcc_brand()
        self.assertTrue(self.centre.logo, "the platform gives every company a logo of its own")
        self.assertEqual((brand["logo"], brand["logo_url"]), ("", ""))
        answer = self.url_open(f"/hcc/brand/{self.centre.id}/abc/logo")
        self.assertEqual(answer.status_code, 404)

    def test_the_logo_is_small_and_cached(self):
        self.centre.logo = picture()
        brand = self.centre._hcc_brand()
        self.assertTrue(brand["logo"].startswith("data:image/png;base64,"))
        answer = self.url_open(brand["logo_url"])
        self.assertEqual(Image.open(io.BytesIO(answer.content)).width, 180)
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertIn("public", answer.headers["Cache-Control"])
        before = brand["logo_url"]
        self.centre.logo = picture("blue")
        self.assertNotEqual(self.centre._hcc_brand()["logo_url"], before)

    def test_the_administrator_sets_logo_and_address_of_the_own_centre_only(self):
        administrator = self._create_user("brand_admin", "administrator")
        values = {"logo": picture("green"), "street": "Số 1, đường Mẫu", "phone": "02133888999"}
        centre = self.centre.with_user(administrator)
        centre.write({**values, "hotline": "1022"})
        self.assertEqual(self.centre.partner_id.street, "Số 1, đường Mẫu")
        self.assertEqual(self.centre.hotline, "1022")
        self.assertTrue(self.centre._hcc_brand()["logo"])
        with self.assertRaises(AccessError):
            self.other_centre.with_user(administrator).write(values)
        with self.assertRaises(AccessError):
            centre.partner_id.write({"street": "Nơi khác"})
        director = self._create_user("brand_director", "director")
        with self.assertRaises(AccessError):
            self.centre.with_user(director).write({"street": "Nơi khác"})

    def test_the_colours_are_a_style_sheet(self):
        self.centre.brand_color = "#C8102E"
        answer = self.url_open(self.centre._hcc_brand()["css_url"])
        self.assertEqual(answer.headers["Content-Type"], "text/css; charset=utf-8")
        self.assertIn("--hcc-brand: #c8102e;", answer.text)
        self.assertIn("--hcc-brand-text: #ffffff;", answer.text)

    def test_the_login_page_names_the_centre(self):
        company = self.env.ref("base.public_user").company_id
        company.write({"name": "Trung tâm <b>thử</b>", "brand_color": "#7a0019"})
        text = self.url_open("/web/login").text
        self.assertIn("Trung tâm &lt;b&gt;thử&lt;/b&gt;", text)
        self.assertIn("background: #7a0019; color: #ffffff", text)

    def test_the_preview_follows_the_colour(self):
        self.centre.name = "<script>alert(1)</script>"
        preview = str(self.centre.brand_preview)
        self.assertIn("#0b4f8a", preview)
        self.assertNotIn("<script>", preview)
        self.centre.brand_color = "#ffd400"
        self.assertIn("background: #ffd400; color: #000000", str(self.centre.brand_preview))

    def test_an_unknown_company_has_no_brand(self):
        for company in ("0", "999999999", "99999999999999999999", "x", "-1"):
            for name in ("abc.css", "abc/logo"):
                answer = self.url_open(f"/hcc/brand/{company}/{name}")
                self.assertEqual(answer.status_code, 404, (company, name))

    def test_the_address_is_one_line(self):
        self.centre.write({"street": "Số 1, phố Thử", "city": "Lai Châu", "short_name": "TTHCC"})
        brand = self.centre._hcc_brand()
        self.assertEqual(brand["address"], "Số 1, phố Thử, Lai Châu")
        self.assertEqual((brand["short_name"], brand["name"]), ("TTHCC", self.centre.name))
        self.assertEqual(self.other_centre._hcc_brand()["short_name"], self.other_centre.name)
