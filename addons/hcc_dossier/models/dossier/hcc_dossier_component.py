from odoo import api, fields, models

from .hcc_dossier import RECEPTION_STATES


class HccDossierComponent(models.Model):
    """A paper of the dossier as it came to the counter (thành phần hồ sơ).

    The official ticks it and counts originals, certified copies and photocopies; what is missing
    is marked with a note and goes onto the supplement form. Open to editing until acceptance.
    """

    _name = "hcc.dossier.component"
    _description = "Dossier Component"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, sequence, id"
    _open_states = RECEPTION_STATES

    component_id = fields.Many2one("hcc.procedure.component", "Catalogue entry", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Paper", required=True)
    is_required = fields.Boolean(related="component_id.is_required", related_sudo=False)
    condition = fields.Char(related="component_id.condition", related_sudo=False)
    is_received = fields.Boolean("Handed in")
    originals = fields.Integer()
    certified_copies = fields.Integer()
    copies = fields.Integer("Photocopies")
    is_missing = fields.Boolean("Missing or wrong")
    note = fields.Char("What is to be supplemented")

    _counts_check = models.Constraint(
        "CHECK (originals >= 0 AND certified_copies >= 0 AND copies >= 0)",
        "Numbers of papers cannot be negative.",
    )

    @api.onchange("is_received")
    def _onchange_is_received(self):
        """What lies on the counter is no longer missing."""
        if self.is_received:
            self.is_missing = False

    def _is_lacking(self):
        """Required unconditionally, yet not handed in."""
        self.ensure_one()
        return self.component_id._is_unconditional() and not self.is_received

    def _mark_complete(self):
        """What was missing has come (inside a verb)."""
        self.filtered("is_missing").write({"is_missing": False, "is_received": True})

    def _kept_when_reloaded(self):
        """Extension point: what stays when the procedure's papers are loaded again."""
        self.ensure_one()
        return {"is_received": self.is_received, "note": self.note}

    def _as_printed(self):
        """The lines as a notice lists them, whatever becomes of them later."""
        return [{"name": line.name, "note": line.note or ""} for line in self]

    def _desk_row(self):
        """The line as the reception desk shows it."""
        self.ensure_one()
        counts = {name: self[name] for name in ("originals", "certified_copies", "copies")}
        return {
            "component_id": self.component_id.id,
            "name": self.name,
            "is_required": self.component_id._is_unconditional(),
            "condition": self.condition or "",
            "is_received": self.is_received,
            **counts,
            "is_missing": self.is_missing,
            "note": self.note or "",
        }
