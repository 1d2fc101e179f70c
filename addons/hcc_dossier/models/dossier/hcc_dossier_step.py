from odoo import fields, models

from odoo.addons.hcc_base.models.hcc_procedure_step import (
    SIGNATURE_KINDS,
    STEP_KINDS,
    STEP_ROLES,
)

from .hcc_dossier_authority import KIND_GROUPS, ROLE_GROUPS


class HccDossierStep(models.Model):
    """One step of the internal process (bước quy trình nội bộ): whose, until when, what came out.

    Written by the dossier's verbs only. A step sent back stays as it was and is followed by a new
    round of the same kind, with its own time.
    """

    _name = "hcc.dossier.step"
    _description = "Dossier Step"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, sequence, round, id"

    step_id = fields.Many2one("hcc.procedure.step", "Catalogue entry", index=True, readonly=True)
    sequence = fields.Integer(default=10, readonly=True)
    round = fields.Integer(default=1, readonly=True)
    name = fields.Char("Step", required=True, readonly=True)
    kind = fields.Selection(STEP_KINDS, required=True, readonly=True)
    role = fields.Selection(STEP_ROLES, readonly=True)
    signature_kind = fields.Selection(
        SIGNATURE_KINDS, "Signature", required=True, default="none", readonly=True
    )
    agency_id = fields.Many2one("hcc.agency", required=True, index=True, readonly=True)
    on_the_spot = fields.Boolean("At the centre", readonly=True)
    hours = fields.Float("Working hours", readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    holder_user_id = fields.Many2one("res.users", "Held by", index="btree_not_null", readonly=True)
    started_at = fields.Datetime("Started", readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    on_behalf_user_id = fields.Many2one(
        "res.users", "In the place of", index="btree_not_null", readonly=True
    )
    signed_at = fields.Datetime("Signed", readonly=True)
    signed_by = fields.Selection(
        [("hand", "By hand on paper"), ("certificate", "Digitally")],
        "Way of signing",
        readonly=True,
    )
    outcome = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Refusal proposed"), ("sent_back", "Sent back")],
        readonly=True,
    )
    note = fields.Text(readonly=True)

    _finished_check = models.Constraint(
        "CHECK ((finished_at IS NULL) = (outcome IS NULL))",
        "A finished step has an outcome, an open one has none.",
    )
    _open_idx = models.Index("(agency_id, kind) WHERE finished_at IS NULL")

    def _groups(self):
        """The roles that complete this step, any one of them; empty for no step."""
        if not self:
            return ()
        return ROLE_GROUPS.get(self.role) or (KIND_GROUPS[self.kind],)

    def _place_in_line(self):
        return self.sequence, self.round, self.id

    def _catalogue_place(self):
        """The same for all rounds of a step."""
        return self.sequence, self.step_id.id, self.name

    def _next_open(self):
        """The first step that is not finished."""
        return self.filtered(lambda step: not step.finished_at)._in_order()[:1]

    def _in_order(self):
        """As they are done: by place, and within it by round."""
        return self.sorted(lambda step: step._place_in_line())
