from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.hcc_applicant import IDENTITY_KINDS, KINDS, SEXES
from ..tools import identity, text

#: What the dialog hands on to the applicant.
ENTRY_FIELDS = (
    "kind", "name", "identity_kind", "identity_number", "previous_number", "birth_date", "sex",
    "is_disagreement_checked", "address", "phone", "email",
)  # fmt: skip
MOST_SIMILAR = 6


class HccApplicantEntry(models.TransientModel):
    """Find or register an applicant from the card on the counter.

    A scanned citizen card fills the form. Whoever is registered already is found by number and
    name; among the applicants that the own agencies know, those who may be the same person are
    pointed out before a second record is made. Counter officials only.
    """

    _name = "hcc.applicant.entry"
    _description = "Applicant at the Counter"

    scan = fields.Char("Scan the card", help="Text of the QR code on a citizen card.")
    kind = fields.Selection(KINDS, required=True, default="person")
    name = fields.Char("Full name")
    identity_kind = fields.Selection(
        IDENTITY_KINDS, "Identified by", required=True, default="citizen_id"
    )
    identity_number = fields.Char()
    previous_number = fields.Char("Number of the old card")
    birth_date = fields.Date("Date of birth")
    sex = fields.Selection(SEXES)
    is_disagreement_checked = fields.Boolean("The card itself says so")
    disagreement = fields.Text(compute="_compute_disagreement")
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char()
    has_consented = fields.Boolean("Agrees to the processing of the data")
    similar_ids = fields.Many2many(
        "hcc.applicant", string="Perhaps registered already", compute="_compute_similar_ids"
    )
    use_applicant_id = fields.Many2one(
        "hcc.applicant",
        "Is one of these",
        domain="[('id', 'in', similar_ids)]",
        help="Choose the person if it is the same one; a new record is made otherwise.",
    )

    @api.depends("identity_kind", "identity_number", "birth_date", "sex")
    def _compute_disagreement(self):
        for entry in self:
            entry.disagreement = "\n".join(entry._disagreements())

    def _disagreements(self):
        """Where the citizen number contradicts the date of birth or the sex, in Vietnamese."""
        if self.identity_kind != "citizen_id" or not self.identity_number:
            return []
        try:
            citizen = identity.parse_citizen_id(text.clean(self.identity_number).replace(" ", ""))
        except identity.IdentityError as error:
            return [str(error)]
        cautions = identity.citizen_id_warnings(citizen, self.birth_date or None, self.sex or None)
        return [caution.message for caution in cautions]

    @api.depends(
        "kind", "name", "identity_number", "previous_number", "birth_date", "phone", "identity_kind"
    )
    def _compute_similar_ids(self):
        for entry in self:
            entry.similar_ids = entry._similar()

    def _similar(self):
        """Known applicants with another number who may be the same, by the official's rights."""
        alike = self._likeness()
        if not alike:
            return self.env["hcc.applicant"]
        known = self.env["hcc.applicant"].search(
            Domain("kind", "=", self.kind) & Domain.OR(alike), limit=MOST_SIMILAR
        )
        number = text.clean(self.identity_number or "").replace(" ", "").upper()
        return known.filtered(lambda a: not number or a.identity_number != number)

    def _likeness(self):
        """The name with the date of birth, the name with the phone, or the number of an older
        paper; an organisation's name alone."""
        name, alike = text.fold(self.name or ""), []
        if self.identity_kind == "old_id" and self.identity_number:
            alike.append(Domain("previous_number", "=", text.clean(self.identity_number)))
        if self.previous_number:
            old = Domain("identity_kind", "=", "old_id")
            alike.append(old & Domain("identity_number", "=", self.previous_number))
        if not name:
            return alike
        same_name = Domain("search_text", "=", name)
        if self.kind == "organisation":
            alike.append(same_name)
        if self.birth_date:
            alike.append(same_name & Domain("birth_date", "in", [self.birth_date, False]))
        if phone := self._normalised_phone():
            alike.append(same_name & Domain("phone", "=", phone))
        return alike

    def _normalised_phone(self):
        try:
            return identity.normalise_phone(self.phone) if self.phone else None
        except identity.IdentityError:
            return None

    @api.onchange("scan")
    def _onchange_scan(self):
        if not self.scan:
            return None
        try:
            self.update({**self._card_values(self.scan), "use_applicant_id": False, "scan": False})
        except identity.IdentityError as error:
            self.scan = False
            return {"warning": {"title": self.env._("Card not read"), "message": str(error)}}
        return None

    @api.model
    def _card_values(self, scan):
        """What the QR of a citizen card says, as fields of this dialog."""
        card = identity.parse_citizen_card_qr(scan)
        return {
            "kind": "person",
            "identity_kind": "citizen_id",
            "identity_number": card.number,
            "previous_number": card.old_number,
            "name": card.name,
            "birth_date": card.birth_date,
            "sex": card.sex,
            "address": card.address,
            "is_disagreement_checked": False,
        }

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "organisation":
            self.identity_kind = "tax_code"
        elif self.identity_kind == "tax_code":
            self.identity_kind = "citizen_id"

    def action_confirm(self):
        """Find or register the applicant and show the record."""
        self.ensure_one()
        applicant = self._applicant()
        return {
            "type": "ir.actions.act_window",
            "res_model": applicant._name,
            "res_id": applicant.id,
            "view_mode": "form",
        }

    def _applicant(self):
        """The applicant that the official chose among the similar ones, or found or registered.

        :raise UserError: no name, or the chosen one cannot be the person of this card
        """
        if not self.name:
            raise UserError(self.env._("Enter the name as it stands on the card."))
        values = self._applicant_values()
        if not self.use_applicant_id:
            return self.env["hcc.applicant"].find_or_register(values)
        self.use_applicant_id.check_access("write")
        if values["identity_kind"] == "citizen_id" and values.get("identity_number"):
            self.use_applicant_id._adopt_card(values)
        return self.use_applicant_id

    def _applicant_values(self):
        """What was entered; empty fields do not overwrite what is known."""
        values = {name: self[name] for name in ENTRY_FIELDS if self[name]}
        if self.has_consented:
            values["consent_at"] = self.env["hcc.clock"]._now()
        return values
