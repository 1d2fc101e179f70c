import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools import identity, text

#: Roles whose work needs a person's identity. Not among them: cashiers, accountants, HR, hall
#: managers, directors and administrators, who see codes and, on dossiers, the name of the day.
PERSONAL = ",".join(
    f"hcc_base.group_{role}" for role in ("official", "appraiser", "approver", "clerk", "oversight")
)
#: Fields that say who somebody is; the journal records that they changed, never to what.
IDENTITY_FIELDS = (
    "kind", "name", "identity_kind", "identity_number", "previous_number", "birth_date", "sex",
    "is_disagreement_checked",
)  # fmt: skip
CONTACT_FIELDS = ("address", "phone", "email", "consent_at")
PASSPORT = re.compile(r"[A-Z0-9]{6,20}")
OLD_CARD = re.compile(r"\d{9}|\d{12}")
#: How applicants identify themselves; the entry dialogs offer the same choice.
KINDS = [("person", "Person"), ("organisation", "Organisation")]
IDENTITY_KINDS = [
    ("citizen_id", "Citizen identity number"),
    ("old_id", "Old identity card"),
    ("passport", "Passport"),
    ("tax_code", "Tax code"),
    ("other", "Other paper"),
]
SEXES = [("male", "Male"), ("female", "Female")]


class HccApplicant(models.Model):
    """A person or organisation on whose behalf a dossier is filed (người nộp, chủ hồ sơ).

    Not a partner: every internal user reads partners. Who reads an applicant:

    - counter officials, appraisers, approvers and clerks: those their agencies deal with
      (``agency_ids``); officials also register and correct them;
    - oversight: all;
    - nobody else. Other roles see the masked display name, and the name and address that a
      dossier or receipt keeps from its day.

    An agency comes to know an applicant only through ``find_or_register`` with the full number
    and the name from the card, or through a dossier: there is no browsing and no searching
    among other agencies' citizens.
    """

    _name = "hcc.applicant"
    _inherit = ["hcc.search.mixin", "hcc.viewing.mixin"]
    _description = "Applicant"
    _order = "id desc"
    _rec_names_search = ["search_text"]
    _allow_sudo_commands = False
    _export_groups = ("hcc_base.group_oversight",)
    _guarded_fields = frozenset({"agency_ids", "active", "merged_into_id"})
    _viewing_fields = frozenset(
        {"identity_number", "previous_number", "birth_date", "address", "phone", "email"}
    )

    kind = fields.Selection(KINDS, required=True, default="person", groups=PERSONAL)
    name = fields.Char("Full name", required=True, groups=PERSONAL)
    search_text = fields.Char(groups=PERSONAL)
    identity_kind = fields.Selection(
        IDENTITY_KINDS, "Identified by", required=True, default="citizen_id", groups=PERSONAL
    )
    identity_number = fields.Char(copy=False, groups=PERSONAL)
    previous_number = fields.Char(
        "Number of the old card",
        copy=False,
        groups=PERSONAL,
        help="The nine-digit number (CMND) that the citizen card names beside the new one.",
    )
    birth_date = fields.Date("Date of birth", groups=PERSONAL)
    sex = fields.Selection(SEXES, groups=PERSONAL)
    is_disagreement_checked = fields.Boolean(
        "Compared with the card",
        groups=PERSONAL,
        help="The year of birth or the sex differs from what the citizen number says, and the "
        "official has seen that the card says so.",
    )
    address = fields.Char(groups=PERSONAL)
    phone = fields.Char(groups=PERSONAL)
    email = fields.Char(groups=PERSONAL)
    consent_at = fields.Datetime(
        "Consent given on",
        groups=PERSONAL,
        help="When the person agreed to the processing of their data.",
    )
    agency_ids = fields.Many2many(
        "hcc.agency",
        "hcc_applicant_agency_rel",
        "applicant_id",
        "agency_id",
        "Known to",
        readonly=True,
        copy=False,
        groups=PERSONAL,
        help="Agencies this applicant has dealt with; their officials may see the record.",
    )

    active = fields.Boolean(default=True)
    merged_into_id = fields.Many2one(
        "hcc.applicant", "Merged into", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    masked_number = fields.Char(
        "Identity number, masked", compute="_compute_masked", groups=PERSONAL
    )
    masked_phone = fields.Char("Phone, masked", compute="_compute_masked", groups=PERSONAL)

    _identity_uniq = models.UniqueIndex(
        "(identity_kind, identity_number) WHERE identity_number IS NOT NULL",
        "An applicant with this identity number is registered already. "
        "Find the person by the full number instead.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE AND SEARCH
    # -------------------------------------------------------------------------

    @api.depends("name")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.name]

    @api.depends("name", "identity_number", "kind")
    def _compute_display_name(self):
        """Masked: it travels to every screen that names an applicant, whoever looks at it."""
        for applicant in self.sudo():
            applicant.display_name = applicant._masked_name()

    @api.depends("identity_number", "phone")
    def _compute_masked(self):
        for applicant in self:
            applicant.masked_number = identity.mask_identity(applicant.identity_number or "")
            applicant.masked_phone = identity.mask_phone(applicant.phone or "")

    def _masked_name(self):
        name = self.name or ""
        if self.kind != "organisation":
            name = identity.mask_name(name) if name else ""
        number = identity.mask_identity(self.identity_number) if self.identity_number else ""
        return f"{name} {number}".strip() or self.env._("New applicant")

    def _search_display_name(self, operator, value):
        """Find by the words of the name or by the whole identity number, never by a part of it."""
        if not isinstance(value, str) or operator not in ("ilike", "not ilike"):
            return super()._search_display_name(operator, value)
        number = re.sub(r"\s", "", value).upper()
        if len(number) < 6 or not any(char.isdigit() for char in number):
            return super()._search_display_name(operator, value)
        found = Domain("identity_number", "=", number)
        return ~found if operator.startswith("not") else found

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        applicants = super().create([self._registered(vals) for vals in vals_list])
        for applicant in applicants:
            self.env["hcc.journal.entry"]._append(applicant, "register")
        return applicants

    def _registered(self, vals):
        """A new applicant is known to the agencies of whoever registers them, and to no other."""
        vals = self.browse()._normalised(vals)
        if not self.env.su:
            vals = {key: vals[key] for key in vals.keys() - self._guarded_fields}
        if not self.env.su or "agency_ids" not in vals:
            vals["agency_ids"] = [fields.Command.set(self.env.user.agency_ids.ids)]
        return vals

    def copy(self, default=None):  # pylint: disable=method-required-super
        self.check_access("read")
        raise UserError(
            self.env._(
                "%s: an applicant is registered once, from the own paper, and not duplicated.",
                self[:1].display_name,
            )
        )

    def write(self, vals):
        if self._guarded_fields.intersection(vals) and not self.env.su:
            raise AccessError(
                self.env._(
                    "Which agencies know an applicant follows from their dossiers, and an "
                    "applicant is archived by merging only."
                )
            )
        if not self:
            return super().write(vals)
        for applicant in self:
            super(HccApplicant, applicant).write(applicant._normalised(vals))
        changed = sorted(set(IDENTITY_FIELDS + CONTACT_FIELDS).intersection(vals))
        if changed:
            for applicant in self:
                self.env["hcc.journal.entry"]._append(
                    applicant, "correct", facts={"fields": changed}
                )
        return True

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------

    def action_merge(self):
        """Compare two applicants that may be one."""
        merge = self.env["hcc.applicant.merge"]._prepare(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge applicants"),
            "res_model": merge._name,
            "res_id": merge.id,
            "view_mode": "form",
        }

    # -------------------------------------------------------------------------
    # VALIDATION
    # -------------------------------------------------------------------------

    def _normalised(self, vals):
        """Return ``vals`` with clean texts, and numbers in the form they are compared in."""
        vals = dict(vals)
        for name in ("name", "address", "email"):
            if vals.get(name):
                vals[name] = text.clean(vals[name])
        if "name" in vals and not vals["name"]:
            raise ValidationError(self.env._("An applicant needs a name."))
        try:
            if vals.get("phone"):
                vals["phone"] = identity.normalise_phone(vals["phone"])
            if "identity_number" in vals or "identity_kind" in vals:
                kind = vals.get("identity_kind") or self.sudo().identity_kind or "citizen_id"
                number = vals.get("identity_number", self.sudo().identity_number)
                vals["identity_number"] = self._normalised_number(kind, number)
                holder = vals.get("kind") or self.sudo().kind or "person"
                if holder == "person" and identity.is_citizen_number(kind, vals["identity_number"]):
                    vals["identity_kind"] = "citizen_id"
            if vals.get("previous_number"):
                vals["previous_number"] = self._normalised_number("old_id", vals["previous_number"])
        except identity.IdentityError as error:
            raise ValidationError(str(error)) from error
        return vals

    def _normalised_number(self, kind, number):
        """Check an identity number by the rules of its kind; no number at all becomes ``False``."""
        number = re.sub(r"[\s.]", "", number or "").upper()
        if not number:
            return False
        if kind == "citizen_id":
            today = self.env["hcc.clock"]._today()
            return identity.parse_citizen_id(number, today=today).number
        if kind == "tax_code":
            return identity.check_tax_code(number).number
        pattern = {"old_id": OLD_CARD, "passport": PASSPORT}.get(kind)
        if pattern and not pattern.fullmatch(number):
            raise ValidationError(
                self.env._(
                    "“%(number)s” is not a number of this kind of paper. "
                    "An old identity card has 9 or 12 digits, "
                    "a passport 6 to 20 letters and digits.",
                    number=number,
                )
            )
        return number

    @api.constrains("kind", "identity_kind", "identity_number")
    def _check_one_record_a_person(self):
        """The index knows a kind of paper and its number; one person's number stands on several."""
        for applicant in self.sudo().filtered(lambda a: a.kind == "person" and a.identity_number):
            same = self._with_number("person", applicant.identity_kind, applicant.identity_number)
            if same.filtered(lambda other: other.kind == "person") - applicant:
                raise ValidationError(
                    self.env._(
                        "The number %(number)s is registered already, from another kind of paper. "
                        "Find the person by the full number and the name instead.",
                        number=identity.mask_identity(applicant.identity_number),
                    )
                )

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = self.env["hcc.clock"]._today()
        for applicant in self.sudo():
            if applicant.birth_date and applicant.birth_date > today:
                raise ValidationError(self.env._("A date of birth cannot lie in the future."))

    @api.constrains("identity_kind", "identity_number", "birth_date", "sex")
    def _check_number_agrees(self):
        """A citizen number says year of birth and sex; a slip of the pen shows here."""
        for applicant in self.sudo().filtered(
            lambda a: a.identity_kind == "citizen_id" and a.identity_number
        ):
            if applicant.is_disagreement_checked:
                continue
            citizen = identity.parse_citizen_id(applicant.identity_number)
            cautions = identity.citizen_id_warnings(
                citizen, applicant.birth_date or None, applicant.sex or None
            )
            if cautions:
                raise ValidationError(
                    self.env._(
                        "%(disagreements)s\nCompare with the card and correct the entry. If the "
                        "card itself says so, tick “Compared with the card”.",
                        disagreements="\n".join(caution.message for caution in cautions),
                    )
                )
