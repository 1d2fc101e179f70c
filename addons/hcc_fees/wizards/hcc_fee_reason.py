from odoo import fields, models

#: What may be asked for with a reason: model → verb.
_VERBS = {"hcc.due": "waive", "hcc.receipt": "void"}


class HccFeeReason(models.TransientModel):
    """Asks for the reason before a due is waived or a receipt voided."""

    _name = "hcc.fee.reason"
    _description = "Reason"

    res_model = fields.Selection(
        [("hcc.due", "Due"), ("hcc.receipt", "Receipt")], required=True, readonly=True
    )
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Carry out the verb with the reason; its own checks decide who may."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        getattr(record, _VERBS[self.res_model])(self.reason)
        return {"type": "ir.actions.act_window_close"}
