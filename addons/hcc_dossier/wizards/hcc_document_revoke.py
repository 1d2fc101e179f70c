from odoo import fields, models


class HccDocumentRevoke(models.TransientModel):
    """The dialog that asks why a paper is revoked. Rights and rules are the verb's."""

    _name = "hcc.document.revoke"
    _description = "Revoke a Paper"

    document_id = fields.Many2one("hcc.document", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text()

    def action_confirm(self):
        """Revoke with the reason."""
        self.ensure_one()
        self.document_id.revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
