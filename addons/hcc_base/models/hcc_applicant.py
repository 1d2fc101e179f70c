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
IDENTITY_FIELDS = ("kind", "name", "identity_kind", "identity_number", "birth_date", "sex")
CONTACT_FIELDS = ("address", "phone", "email", "consent_at")
PASSPORT = re.compile(r"[A-Z0-9]{6,20}")
OLD_CARD = re.compile(r"\d{9}|\d{12}")


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
    _inherit = ["hcc.search.mixin"]
    _description = "Applicant"
    _order = "id desc"
    _rec_names_search = ["search_text"]
    _allow_sudo_commands = False
    _export_groups = ("hcc_base.group_oversight",)

    kind = fields.Selection(
        [("person", "Person"), ("organisation", "Organisation")],
        required=True,
        default="person",
        groups=PERSONAL,
    )
    name = fields.Char("Full name", required=True, groups=PERSONAL)
    search_text = fields.Char(groups=PERSONAL)
    identity_kind = fields.Selection(
        [
            ("citizen_id", "Citizen identity number"),
            ("old_id", "Old identity card"),
            ("passport", "Passport"),
            ("tax_code", "Tax code"),
            ("other", "Other paper"),
        ],
        "Identified by",
        required=True,
        default="citizen_id",
        groups=PERSONAL,
    )
    identity_number = fields.Char(copy=False, groups=PERSONAL)
    birth_date = fields.Date("Date of birth", groups=PERSONAL)
    sex = fields.Selection([("male", "Male"), ("female", "Female")], groups=PERSONAL)
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
        vals = self._normalised(vals)
        if not self.env.su or "agency_ids" not in vals:
            vals["agency_ids"] = [fields.Command.set(self.env.user.agency_ids.ids)]
        return vals

    def write(self, vals):
        if "agency_ids" in vals and not self.env.su:
            raise AccessError(
                self.env._("Which agencies know an applicant follows from their dossiers.")
            )
        for applicant in self:
            super(HccApplicant, applicant).write(applicant._normalised(vals))
        changed = sorted(set(IDENTITY_FIELDS + CONTACT_FIELDS).intersection(vals))
        if changed:
            for applicant in self:
                self.env["hcc.journal.entry"]._append(
                    applicant, "correct", facts={"fields": changed}
                )
        return True

    def _journal_company(self):
        return self.env.company

    # -------------------------------------------------------------------------
    # VERB
    # -------------------------------------------------------------------------

    @api.model
    def find_or_register(self, vals):
        """Return the applicant with this identity number, registering them if they are new.

        Whoever knows the full number *and* the name (the card lies on the counter) gets to see
        the record; the number with another name is refused, so that numbers cannot be tried out.

        :param vals: fields of an applicant; at least ``name``
        """
        self.check_access("create")
        vals = self._normalised(self._known_fields(vals))
        found = self._find_by_number(vals)
        if not found:
            return self.create(vals)
        found._check_same_name(vals.get("name"))
        found._open_to(self.env.user.agency_ids)
        self.env["hcc.journal.entry"]._append(found, "find")
        return found.with_env(self.env)

    @api.model
    def _known_fields(self, vals):
        allowed = IDENTITY_FIELDS + CONTACT_FIELDS
        unknown = sorted(set(vals) - set(allowed))
        if unknown:
            raise UserError(
                self.env._("Unknown data of an applicant: %(names)s.", names=", ".join(unknown))
            )
        return {"kind": "person", "identity_kind": "citizen_id"} | vals

    def _find_by_number(self, vals):
        number = vals.get("identity_number")
        if not number:
            return self.sudo().browse()
        return self.sudo().search(
            [("identity_kind", "=", vals["identity_kind"]), ("identity_number", "=", number)]
        )

    def _check_same_name(self, name):
        if not name or text.fold(name) != self.sudo().search_text:
            raise UserError(
                self.env._(
                    "The number %(number)s is registered under another name than the one entered. "
                    "Compare both with the card. If the registered name is wrong, "
                    "an official of the agency that registered it must correct it.",
                    number=identity.mask_identity(self.sudo().identity_number),
                )
            )

    def _open_to(self, agencies):
        """Let the officials of ``agencies`` see these applicants (called when a dossier comes)."""
        for applicant in self.sudo():
            missing = agencies.sudo() - applicant.agency_ids
            if missing:
                super(HccApplicant, applicant).write(
                    {"agency_ids": [fields.Command.link(agency.id) for agency in missing]}
                )

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

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = self.env["hcc.clock"]._today()
        for applicant in self.sudo():
            if applicant.birth_date and applicant.birth_date > today:
                raise ValidationError(self.env._("A date of birth cannot lie in the future."))
