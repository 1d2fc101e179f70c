from odoo import fields, models


class HccTruthAcknowledge(models.TransientModel):
    """Why a finding stands: asked before it is acknowledged. Rights are the verb's."""

    _name = "hcc.truth.acknowledge"
    _description = "Acknowledge Findings"

    finding_ids = fields.Many2many("hcc.truth.finding", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.finding_ids.filtered(lambda f: f.state == "open").acknowledge(self.reason)
        return {"type": "ir.actions.act_window_close"}
