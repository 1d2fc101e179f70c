from odoo import fields, models

#: What may be asked for with a reason or a paper: model → verbs, the usual one first.
_VERBS = {"hcc.due": ("waive", "refund"), "hcc.receipt": ("void",)}


class HccFeeReason(models.TransientModel):
    """Asks for the reason before a due is waived or a receipt voided, for the paper of a refund."""

    _name = "hcc.fee.reason"
    _description = "Reason"

    res_model = fields.Selection(
        [("hcc.due", "Due"), ("hcc.receipt", "Receipt")], required=True, readonly=True
    )
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    verb = fields.Selection(
        [("waive", "Waive"), ("void", "Void"), ("refund", "Record the refund")], readonly=True
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Carry out the verb with the reason; its own checks decide who may."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        verbs = _VERBS[self.res_model]
        getattr(record, self.verb if self.verb in verbs else verbs[0])(self.reason)
        return {"type": "ir.actions.act_window_close"}
