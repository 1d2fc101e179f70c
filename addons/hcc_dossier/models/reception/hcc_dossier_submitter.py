from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.tools import identity

LEGAL_KINDS = [
    ("parent", "Parent"),
    ("guardian", "Guardian"),
    ("court", "Appointed by a court"),
    ("organisation", "Head of the organisation"),
]
#: as the slip names the ground, after Civil Code 2015 art. 136, 137
LEGAL_WORDS = {
    "parent": "cha, mẹ đại diện theo pháp luật", "guardian": "người giám hộ",
    "court": "người đại diện do Tòa án chỉ định",
    "organisation": "người đại diện theo pháp luật của tổ chức",
}  # fmt: skip
SUBMITTER_FIELDS = frozenset(
    {
        "submitter_kind", "submitter_legal_kind", "submitter_paper_date",
        "submitter_identity_number",
    }
)  # fmt: skip


class HccDossier(models.Model):
    """Who hands the dossier in for the applicant (người nộp thay): an authorised person with a
    power of attorney, or the legal representative with the paper that shows it."""

    _inherit = "hcc.dossier"

    submitter_kind = fields.Selection(
        [("authorised", "By power of attorney"), ("legal", "As legal representative")],
        "Submitted by somebody else",
        help="Empty: the applicant hands it in.",
    )
    submitter_legal_kind = fields.Selection(LEGAL_KINDS, "Legal representative as")
    submitter_paper_date = fields.Date("Date of the paper")
    submitter_identity_number = fields.Char("Submitter's identity number", groups=PERSONAL)
    submitter_identity = fields.Char(
        "Submitter's identity number, masked", compute="_compute_submitter_identity"
    )

    _editable_fields = {"draft": SUBMITTER_FIELDS, "guided": SUBMITTER_FIELDS}

    @api.depends("submitter_identity_number")
    def _compute_submitter_identity(self):
        for dossier in self:
            # sudo: masked, it may be seen by whoever sees the dossier
            number = dossier.sudo().submitter_identity_number
            dossier.submitter_identity = number and identity.mask_identity(number)

    @api.constrains("submitter_identity_number", "submitter_phone", "submitter_paper_date")
    def _check_submitter_data(self):
        today = self.env["hcc.clock"]._today()
        for dossier in self.sudo():
            self._submitter_numbers(dossier.submitter_identity_number, dossier.submitter_phone)
            if dossier.submitter_paper_date and dossier.submitter_paper_date > today:
                raise ValidationError(
                    self.env._(
                        "%s: the submitter's paper is dated in the future.", dossier.display_name
                    )
                )

    @api.model
    def _submitter_numbers(self, number, phone):
        """Identity number and phone in the form they are kept in.

        :raise ValidationError: one of them cannot be right
        """
        applicants = self.env["hcc.applicant"]
        digits = "".join((number or "").split()).upper()
        kind = "citizen_id" if len(digits) == 12 else "old_id" if digits.isdigit() else "passport"
        try:
            return {
                "submitter_identity_number": applicants._normalised_number(kind, digits),
                "submitter_phone": identity.normalise_phone(phone) if phone else False,
            }
        except identity.IdentityError as error:
            raise ValidationError(str(error)) from error

    def _check_identified(self):
        super()._check_identified()
        if self.submitter_kind or self.submitter_name:
            self._check_submitter()

    def _check_submitter(self):
        """Who acts for somebody else has a name, and a paper that says so."""
        lacking = [
            self._fields[name]._description_string(self.env)
            for name in self._submitter_needs()
            if not self[name]
        ]
        if lacking:
            raise UserError(
                self.env._(
                    "%(dossier)s is handed in by somebody else: fill in %(fields)s.",
                    dossier=self.display_name,
                    fields=", ".join(lacking),
                )
            )
        applicant = self.applicant_id.sudo()
        if self.submitter_kind == "legal":
            is_head = self.submitter_legal_kind == "organisation"
            if is_head != (applicant.kind == "organisation"):
                raise UserError(
                    self.env._(
                        "%s: a head represents an organisation; parents, guardians and whom a "
                        "court appointed represent a person.",
                        self.display_name,
                    )
                )
        number = self.sudo().submitter_identity_number
        if number and number == applicant.identity_number:
            raise UserError(
                self.env._(
                    "%s: submitter and applicant have the same identity number. Who hands in the "
                    "own dossier needs no power of attorney.",
                    self.display_name,
                )
            )

    def _submitter_needs(self):
        ground = {
            "authorised": ("submitter_paper", "submitter_paper_date"),
            "legal": ("submitter_legal_kind", "submitter_paper"),
        }
        return ("submitter_kind", "submitter_name", *ground.get(self.submitter_kind, ()))

    def _submitter_words(self):
        """The line “Người nộp” of printed forms: the name and on what ground."""
        words = {"authorised": "được ủy quyền", "legal": LEGAL_WORDS.get(self.submitter_legal_kind)}
        paper = self.submitter_paper and f"giấy tờ số {self.submitter_paper}"
        if paper and self.submitter_paper_date:
            paper += f" ngày {self.submitter_paper_date:%d/%m/%Y}"
        ground = ", ".join(filter(None, [words.get(self.submitter_kind), paper]))
        name = self.submitter_name or ""
        return f"{name} ({ground})" if ground else name
