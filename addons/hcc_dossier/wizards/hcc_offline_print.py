from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number

#: slips numbered at once
MOST = 200


class HccOfflinePrint(models.TransientModel):
    """Prints pre-numbered slips in advance for a counter. Hall managers and administrators."""

    _name = "hcc.offline.print"
    _description = "Printing of Pre-numbered Slips"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True,
        default=lambda self: self.env.company,
    )  # fmt: skip
    counter_id = fields.Many2one("hcc.counter", domain="[('company_id', '=', company_id)]")
    quantity = fields.Integer(required=True, default=20)

    def action_confirm(self):
        """Number the slips, then show them for printing."""
        self.ensure_one()
        forms = self.env["hcc.offline.form"].browse(self._number())
        report = self.env.ref("hcc_dossier.report_offline_form").sudo()
        return {**report.report_action(forms, config=False), "close_on_report_download": True}

    @draws_number
    def _number(self):
        if not 1 <= self.quantity <= MOST:
            raise UserError(self.env._("Print 1 to %s slips at once.", MOST))
        return (
            self.env["hcc.offline.form"]._print(self.company_id, self.counter_id, self.quantity).ids
        )


class HccOfflineSpoil(models.TransientModel):
    """Asks what happened to a spoiled slip."""

    _name = "hcc.offline.spoil"
    _description = "Spoiled Slip"

    form_id = fields.Many2one("hcc.offline.form", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Record the slip as spoiled."""
        self.form_id.spoil(self.reason)
        return {"type": "ir.actions.act_window_close"}
