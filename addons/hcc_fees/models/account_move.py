from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of the centre's money: posted by shifts and remittances, never taken back."""

    _inherit = "account.move"

    hcc_shift_id = fields.Many2one(
        "hcc.shift", "Cashier's shift", readonly=True, copy=False, index="btree_not_null"
    )
    hcc_remittance_id = fields.Many2one(
        "hcc.remittance", "Remittance", readonly=True, copy=False, index="btree_not_null"
    )

    def _hcc_receivable_lines(self):
        """What these invoices leave to be paid."""
        return self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and not line.reconciled
        )

    def button_draft(self):
        self._check_hcc_origin()
        return super().button_draft()

    def button_cancel(self):
        self._check_hcc_origin()
        return super().button_cancel()

    def _check_hcc_origin(self):
        for move in self.filtered(lambda m: m.hcc_shift_id or m.hcc_remittance_id):
            raise UserError(
                self.env._(
                    "%(entry)s was posted by %(origin)s and stays as it is. "
                    "Correct it by a reversing entry.",
                    entry=move.name,
                    origin=(move.hcc_shift_id or move.hcc_remittance_id).display_name,
                )
            )
