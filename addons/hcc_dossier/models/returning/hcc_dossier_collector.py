from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.tools import identity, text

IDENTITY_KINDS = [
    ("citizen_id", "Identity card"),
    ("vneid", "VNeID"),
    ("passport", "Passport"),
    ("other", "Other paper with a picture"),
]
#: what the one who collects shows and says, beside the name and the paper
PARTICULARS = (
    "collector_paper_date", "collector_identity_kind", "collector_identity", "collector_phone",
    "signature_place", "signature_paper",
)  # fmt: skip


class HccDossier(models.Model):
    """Who collects the result (người nhận kết quả): the applicant with the slip, a proxy with a
    power of attorney (Decree 61/2018 art. 6(2b)), the legal representative of an organisation or a
    minor. Of identity papers the kind and the last digits stay; the signature stays on paper, the
    dossier says where."""

    _inherit = "hcc.dossier"

    _guarded_fields = frozenset(PARTICULARS)

    collector_paper_date = fields.Date("Date of the collector's paper", readonly=True, copy=False)
    collector_identity_kind = fields.Selection(
        IDENTITY_KINDS, "Collector's identity paper", readonly=True, copy=False
    )
    collector_identity = fields.Char(
        "Collector's number, masked", readonly=True, copy=False, groups=PERSONAL
    )
    collector_phone = fields.Char("Collector's phone", readonly=True, copy=False, groups=PERSONAL)
    signature_place = fields.Selection(
        [("slip", "On the slip handed in"), ("book", "In the ledger on paper")],
        "Signed for",
        readonly=True,
        copy=False,
    )
    signature_paper = fields.Char(
        "Number of the signed paper", readonly=True, copy=False, help="Ledger and line, or empty."
    )

    def _checked_particulars(self, collector, particulars):
        """What is kept of the one who collects; the identity number masked."""
        given = {name: (particulars or {}).get(name) or False for name in PARTICULARS}
        if set(particulars or ()) - set(PARTICULARS):
            raise UserError(
                self.env._("%s: unknown particulars of the collector.", self.display_name)
            )
        number = text.clean(given["collector_identity"] or "")
        if collector in ("proxy", "representative") and not (
            given["collector_identity_kind"] and len(number) >= 8
        ):
            raise UserError(
                self.env._(
                    "%s: whoever collects for the applicant shows an identity paper. Enter its "
                    "kind and number; the last digits are kept.",
                    self.display_name,
                )
            )
        if collector == "proxy":
            self._check_attorney(given["collector_paper_date"])
        return {
            **given,
            "collector_identity": identity.mask_identity(number) or False,
            "collector_phone": text.clean(given["collector_phone"] or "") or False,
        }

    def _check_attorney(self, day):
        """A power of attorney has a date, and not one to come."""
        day = self._fields["collector_paper_date"].convert_to_cache(day, self) if day else False
        if not day or day > self.env["hcc.clock"]._today(self.company_id):
            raise UserError(
                self.env._(
                    "%s: enter the date of the power of attorney; it does not lie in the future.",
                    self.display_name,
                )
            )
