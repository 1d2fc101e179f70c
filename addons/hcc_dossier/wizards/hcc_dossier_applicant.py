from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import identity


class HccDossierApplicant(models.TransientModel):
    """Find or register the applicant of a dossier, from the card on the counter.

    A scanned citizen card fills the form; whoever is registered already is found by number and
    name. Counter officials only.
    """

    _name = "hcc.dossier.applicant"
    _description = "Applicant at the Counter"

    dossier_id = fields.Many2one("hcc.dossier", required=True, readonly=True, ondelete="cascade")
    scan = fields.Char("Scan the card", help="Text of the QR code on a citizen card.")
    kind = fields.Selection(
        [("person", "Person"), ("organisation", "Organisation")], required=True, default="person"
    )
    name = fields.Char("Full name")
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
    )
    identity_number = fields.Char()
    birth_date = fields.Date("Date of birth")
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char()
    has_consented = fields.Boolean("Agrees to the processing of the data")

    @api.onchange("scan")
    def _onchange_scan(self):
        if not self.scan:
            return None
        try:
            card = identity.parse_citizen_card_qr(self.scan)
        except identity.IdentityError as error:
            return {"warning": {"title": self.env._("Card not read"), "message": str(error)}}
        self.update(
            {
                "kind": "person",
                "identity_kind": "citizen_id",
                "identity_number": card.number,
                "name": card.name,
                "birth_date": card.birth_date,
                "sex": card.sex,
                "address": card.address,
                "scan": False,
            }
        )
        return None

    @api.onchange("kind")
    def _onchange_kind(self):
        self.identity_kind = "tax_code" if self.kind == "organisation" else "citizen_id"

    def action_confirm(self):
        """Put the applicant, found or registered, onto the dossier."""
        self.ensure_one()
        if not self.name:
            raise UserError(self.env._("Enter the name as it stands on the card."))
        applicant = self.env["hcc.applicant"].find_or_register(self._applicant_values())
        self.dossier_id.write({"applicant_id": applicant.id})
        return {"type": "ir.actions.act_window_close"}

    def _applicant_values(self):
        """What was entered; empty fields do not overwrite what is known."""
        names = (
            "kind", "name", "identity_kind", "identity_number", "birth_date", "sex", "address",
            "phone", "email",
        )  # fmt: skip
        values = {name: self[name] for name in names if self[name]}
        if self.has_consented:
            values["consent_at"] = self.env["hcc.clock"]._now()
        return values
