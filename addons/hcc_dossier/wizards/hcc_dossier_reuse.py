import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HccDossierReuse(models.TransientModel):
    """The dialog of papers given before: what is reused, and the applicant's consent.

    Officials only; rights and rules are the verb's.
    """

    _name = "hcc.dossier.reuse"
    _description = "Papers Given Before"

    dossier_id = fields.Many2one("hcc.dossier", required=True, readonly=True, ondelete="cascade")
    request_key = fields.Char(default=lambda self: uuid.uuid4().hex, readonly=True)
    line_ids = fields.One2many("hcc.dossier.reuse.line", "reuse_id", "Papers")
    consent = fields.Boolean("The applicant agrees that these papers are used again")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        dossier = self.env["hcc.dossier"].browse(values.get("dossier_id"))
        if dossier and "line_ids" in fields:
            dossier.check_access("read")
            values["line_ids"] = self._proposed(dossier._reusable_papers())
        return values

    def _proposed(self, offers):
        """The newest paper of each line is ticked; of several for one line one is used."""
        seen, commands = set(), []
        for offer in offers:
            ticked = offer["component_id"] not in seen
            seen.add(offer["component_id"])
            commands.append(Command.create({**_line_values(offer), "is_chosen": ticked}))
        return commands

    @api.depends("dossier_id")
    def _compute_display_name(self):
        for dialog in self:
            dialog.display_name = self.env._("Papers given before")

    def action_confirm(self):
        """Use what is ticked."""
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if len(chosen.component_id) != len(chosen):
            raise UserError(self.env._("Tick one paper a line: two stand for the same one."))
        choices = {line.component_id.id: line.document_ref for line in chosen}
        self.dossier_id.reuse_papers(choices, self.consent, request_key=self.request_key)
        return {"type": "ir.actions.act_window_close"}


class HccDossierReuseLine(models.TransientModel):
    """One paper on offer. It names the document by its id alone: the official may not read it
    before the consent."""

    _name = "hcc.dossier.reuse.line"
    _description = "Paper Given Before"

    reuse_id = fields.Many2one("hcc.dossier.reuse", "Dialog", required=True, ondelete="cascade")
    component_id = fields.Many2one("hcc.dossier.component", "Asked for", required=True)
    document_ref = fields.Integer(required=True)
    is_chosen = fields.Boolean("Use again")
    type_name = fields.Char("Type")
    given_on = fields.Date()
    given_in = fields.Char()
    agency_name = fields.Char("Agency")
    provenance = fields.Char()
    valid_until = fields.Date()


def _line_values(offer):
    return {
        "component_id": offer["component_id"],
        "document_ref": offer["document_id"],
        "type_name": offer["type"],
        "given_on": offer["given_on"],
        "given_in": offer["dossier"],
        "agency_name": offer["agency"],
        "provenance": offer["provenance"],
        "valid_until": offer["valid_until"],
    }
