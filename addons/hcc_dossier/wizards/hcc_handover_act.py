from odoo import api, fields, models


class HccHandoverAct(models.TransientModel):
    """The dialog of a batch's verb that needs particulars: the giver's signature over what was not
    scanned, the waybill, a reason. It only collects them; rights and rules are the verb's."""

    _name = "hcc.handover.act"
    _description = "Hand-over Dialog"

    handover_id = fields.Many2one(
        "hcc.handover", "List", required=True, readonly=True, ondelete="cascade"
    )
    line_id = fields.Many2one("hcc.handover.line", "Dossier", readonly=True, ondelete="cascade")
    verb = fields.Selection(
        [
            ("hand", "Hand over"),
            ("dispatch", "Give to the post"),
            ("call_back", "Call back"),
            ("record_not_sent", "Not sent after all"),
            ("record_sent_back", "Send back to the giver"),
        ],
        required=True,
        readonly=True,
    )
    unscanned_count = fields.Integer("Not scanned", compute="_compute_unscanned_count")
    is_complete = fields.Boolean("All of them are here, compared one by one")
    carrier = fields.Char("Postal enterprise", default="Bưu điện")
    waybill_number = fields.Char("Waybill")
    tracking_code = fields.Char()
    reason = fields.Char()

    @api.depends("verb")
    def _compute_display_name(self):
        labels = dict(self._fields["verb"]._description_selection(self.env))
        for dialog in self:
            dialog.display_name = labels.get(dialog.verb, "")

    @api.depends("handover_id")
    def _compute_unscanned_count(self):
        for dialog in self:
            batch = dialog.handover_id
            dialog.unscanned_count = batch.line_count - batch.given_count

    def action_confirm(self):
        self.ensure_one()
        return getattr(self, f"_call_{self.verb}")() or {"type": "ir.actions.act_window_close"}

    def _call_hand(self):
        self.handover_id.hand(everything=self.is_complete)
        return self.handover_id.action_print_list()

    def _call_dispatch(self):
        self.handover_id.dispatch(self.carrier, self.waybill_number, self.tracking_code)

    def _call_call_back(self):
        self.handover_id.call_back(self.reason)

    def _call_record_not_sent(self):
        self.line_id.record_not_sent(self.reason)

    def _call_record_sent_back(self):
        self.line_id.record_sent_back(self.reason)
