from odoo import api, fields, models
from odoo.exceptions import UserError


class HccProcessApply(models.TransientModel):
    """The dialog that starts a draft's internal process from a template.

    It shows the hours that follow from the draft's limit before anything is replaced.
    Administrators use it.
    """

    _name = "hcc.process.apply"
    _description = "Apply a Process Template"

    version_id = fields.Many2one(
        "hcc.procedure.version", required=True, readonly=True, ondelete="cascade"
    )
    template_id = fields.Many2one("hcc.process.template", "Process template", required=True)
    replaced_count = fields.Integer("Steps replaced", compute="_compute_replaced_count")
    preview = fields.Text("Steps", compute="_compute_preview")

    @api.depends("version_id")
    def _compute_display_name(self):
        for dialog in self:
            dialog.display_name = dialog.version_id.display_name

    @api.depends("version_id")
    def _compute_replaced_count(self):
        for dialog in self:
            dialog.replaced_count = len(dialog.version_id.step_ids)

    @api.depends("version_id", "template_id")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview = dialog.template_id and dialog._describe()

    def _describe(self):
        try:
            steps = self.template_id._prepare_steps(self.version_id)
        except UserError as error:
            return str(error)
        limit, total = self.version_id._limit_hours(), sum(step["hours"] for step in steps)
        rows = [
            self.env._("%(n)s. %(step)s: %(hours)g hours", n=n, step=s["name"], hours=s["hours"])
            for n, s in enumerate(steps, start=1)
        ]
        total = self.env._("Together %(hours)g of %(limit)g hours.", hours=total, limit=limit)
        return "\n".join([*rows, total])

    def action_apply(self):
        """Replace the draft's steps."""
        self.ensure_one()
        self.version_id._set_process(self.template_id._prepare_steps(self.version_id))
        return {"type": "ir.actions.act_window_close"}
