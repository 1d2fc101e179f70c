from odoo import api, fields, models
from odoo.exceptions import UserError


class HccDossierReassign(models.TransientModel):
    """The dialog that gives open steps to another person of the unit (giao lại): chosen ones, or
    all that a colleague on leave holds. Approvers and directors; the verb decides on each step.
    """

    _name = "hcc.dossier.reassign"
    _description = "Reassign Steps"

    from_user_id = fields.Many2one(
        "res.users",
        "Held by",
        help="All open steps this person holds; empty: the chosen steps.",
    )
    step_ids = fields.Many2many(
        "hcc.dossier.step",
        string="Steps",
        compute="_compute_step_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    step_count = fields.Integer("Number of steps", compute="_compute_step_count")
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    user_id = fields.Many2one("res.users", "To", domain="[('id', 'in', candidate_ids)]")
    reason = fields.Char()

    @api.depends("from_user_id")
    def _compute_step_ids(self):
        for dialog in self:
            if dialog.from_user_id:
                dialog.step_ids = self.env["hcc.dossier.step"].search(
                    [
                        ("holder_user_id", "=", dialog.from_user_id.id),
                        ("finished_at", "=", False),
                        ("dossier_id.state", "in", ("processing", "supplement", "suspended")),
                    ]
                )

    @api.depends("step_ids")
    def _compute_step_count(self):
        for dialog in self:
            dialog.step_count = len(dialog.step_ids)

    @api.depends("step_ids")
    def _compute_candidate_ids(self):
        """Those who may do every one of the steps."""
        for dialog in self:
            agencies = dialog.step_ids.agency_id.sudo()
            people = (agencies | agencies.child_ids).member_ids
            dialog.candidate_ids = people.filtered(
                lambda person, steps=dialog.step_ids: all(
                    step._may_be_done_by(person) for step in steps
                )
            )

    def action_confirm(self):
        """Reassign them all, or none."""
        self.ensure_one()
        if not self.step_ids:
            raise UserError(self.env._("There is no open step to reassign."))
        self.step_ids._check_current()
        self.step_ids.dossier_id.reassign_step(self.user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
