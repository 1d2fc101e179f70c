import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ..tools import colour

DEFAULT_COLOR = "#0b4f8a"
ADMINISTRATOR = "hcc_base.group_administrator"
#: What the platform keeps on the company's contact. Contacts are not the administrators' to edit,
#: but this much of the own centre's is printed on every paper of it.
CONTACT_FIELDS = frozenset({"logo", "street", "street2", "city", "phone", "email"})
#: What the brand needs: every public page asks for it, and the platform's rows are very wide.
BRAND_FIELDS = (
    "brand_color", "hotline", "name", "partner_id", "short_name", "slogan", "superior_name",
    "uses_default_logo",
)  # fmt: skip
ADDRESS_FIELDS = (
    "city", "country_id", "is_company", "parent_id", "state_id", "street", "street2", "type", "zip",
)  # fmt: skip


class ResCompany(models.Model):
    """The brand of a centre (bộ nhận diện): what every screen and paper of it shows.

    Templates and pages take it from ``_hcc_brand`` alone. An administrator chooses one colour;
    which text can be read on it, and what shade of it can be written with, is computed.
    """

    _inherit = "res.company"

    short_name = fields.Char(help="For narrow places: heads of telephones, titles of windows.")
    brand_color = fields.Char(
        "Brand colour",
        required=True,
        default=DEFAULT_COLOR,
        help="Ground of the heads of all screens and papers, e.g. #0b4f8a.",
    )
    brand_color_text = fields.Char("Text on the brand colour", compute="_compute_brand_shades")
    brand_color_ink = fields.Char("Text in the brand colour", compute="_compute_brand_shades")

    brand_preview = fields.Html(
        "What it looks like", compute="_compute_brand_preview", sanitize=False
    )

    def write(self, vals):
        contact = {name: vals[name] for name in CONTACT_FIELDS & vals.keys()}
        if contact and not self.env.su and self.env.user.has_group(ADMINISTRATOR):
            self.check_access("write")
            super(ResCompany, self.sudo()).write(contact)
            vals = {name: value for name, value in vals.items() if name not in contact}
        return super().write(vals)

    @api.depends("brand_color")
    def _compute_brand_shades(self):
        for company in self:
            shades = company._brand_palette()
            company.brand_color_text = shades["text"]
            company.brand_color_ink = shades["ink"]

    @api.depends("brand_color", "name", "short_name", "superior_name", "hotline", "slogan", "logo")
    def _compute_brand_preview(self):
        for company in self:
            company.brand_preview = self.env["ir.qweb"]._render(
                "hcc_base.brand_preview", {"brand": company._hcc_brand()}
            )

    @api.constrains("brand_color")
    def _check_brand_color(self):
        for company in self:
            try:
                colour.normalised(company.brand_color)
            except colour.ColourError as error:
                raise ValidationError(
                    self.env._("%(centre)s: %(problem)s", centre=company.name, problem=str(error))
                ) from error

    def _brand_palette(self):
        """The palette; while a form is being filled in, a half-typed colour gives the default."""
        try:
            return colour.palette(self.brand_color)
        except colour.ColourError:
            return colour.palette(DEFAULT_COLOR)

    def _hcc_brand(self):
        """What screens and papers show of the centre: plain values, none of them personal.

        ``logo`` is a data URI for papers, ``logo_url`` and ``css_url`` are for pages; without a
        logo of its own the centre has none, never the platform's.
        """
        self.ensure_one()
        company = self.sudo()  # name and address stand on every paper and every wall
        company._origin.fetch(BRAND_FIELDS)
        company._origin.partner_id.fetch(ADDRESS_FIELDS)
        shades = company._brand_palette()
        return {
            "name": company.name,
            "short_name": company.short_name or company.name,
            "superior_name": company.superior_name or "",
            "address": company._brand_address(),
            "hotline": company.hotline or "",
            "foot": company._brand_foot(),
            "slogan": company.slogan or "",
            "color": shades["color"],
            "color_text": shades["text"],
            "color_ink": shades["ink"],
            "color_soft": shades["soft"],
            "logo": company._brand_logo_data(),
            "logo_url": company._brand_logo_url(),
            "css_url": f"/hcc/brand/{company.id}/{_digest(repr(shades).encode())}.css",
            "style": _variables(shades),
        }

    def _brand_css(self):
        """The palette as custom properties for the pages' style sheets."""
        return f":root {{ {_variables(self._brand_palette())} }}\n"

    def _brand_address(self):
        # The company's own fields are computed from these, every one with all others.
        partner = self.partner_id.sudo()
        parts = (partner.street, partner.street2, partner.city, partner.state_id.name)
        return ", ".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))

    def _brand_foot(self):
        """Whom to ask, at the foot of every page of a paper."""
        name = self.short_name or self.name
        return f"{name} · ĐT: {self.hotline}" if self.hotline else name

    def _brand_logo(self):
        """The logo as PNG or JPEG bytes, 180 dots wide at most; none when it is not the own one."""
        if self.uses_default_logo or not self.logo_web:
            return b""
        return base64.b64decode(self.logo_web)

    def _brand_logo_data(self):
        image = self._brand_logo()
        if not image:
            return ""
        return f"data:{guess_mimetype(image)};base64,{base64.b64encode(image).decode()}"

    def _brand_logo_url(self):
        image = self._brand_logo()
        return f"/hcc/brand/{self.id}/{_digest(image)}/logo" if image else ""


def _variables(shades):
    names = {"color": "", "text": "-text", "ink": "-ink", "soft": "-soft"}
    return " ".join(f"--hcc-brand{names[key]}: {value};" for key, value in shades.items())


def _digest(content):
    return hashlib.sha256(content).hexdigest()[:12]
