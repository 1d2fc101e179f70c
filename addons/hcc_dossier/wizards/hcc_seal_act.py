from odoo import api, fields, models


class HccSealAct(models.TransientModel):
    """The dialog of a seal's verb that needs keepers or a reason; the rules are the verb's."""

    _name = "hcc.seal.act"
    _description = "Seal Dialog"

    seal_id = fields.Many2one("hcc.seal", required=True, readonly=True, ondelete="cascade")
    verb = fields.Selection(
        [("appoint", "Appoint keepers"), ("retire", "Take out of use")],
        required=True,
        readonly=True,
    )
    keeper_ids = fields.Many2many("res.users", string="Keepers from now on")
    reason = fields.Char()

    @api.depends("verb")
    def _compute_display_name(self):
        labels = dict(self._fields["verb"]._description_selection(self.env))
        for dialog in self:
            dialog.display_name = labels.get(dialog.verb, "")

    def action_confirm(self):
        """Call the verb."""
        self.ensure_one()
        if self.verb == "appoint":
            self.seal_id.appoint(self.keeper_ids.ids)
        else:
            self.seal_id.retire(self.reason)
        return {"type": "ir.actions.act_window_close"}
