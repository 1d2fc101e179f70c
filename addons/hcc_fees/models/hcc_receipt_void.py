from odoo import api, fields, models

from odoo.addons.hcc_base.tools import canonical

from ..frozen import freeze_table
from ..words import plain

SEALED_FIELDS = (
    "company_id", "book_id", "number", "receipt_id", "receipt_hash", "day", "voided_at",
    "voided_by_id", "reason", "prev_hash",
)  # fmt: skip


class HccReceiptVoid(models.Model):
    """The record that a receipt was voided (biên bản hủy biên lai): by whom, when and why.

    Written by ``hcc.receipt.void`` only, sealed in a chain of its own per book, never changed.
    """

    _name = "hcc.receipt.void"
    _inherit = ["hcc.sealed.mixin"]
    _description = "Void of a Receipt"
    _order = "id desc"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    receipt_id = fields.Many2one(
        "hcc.receipt", "Receipt", required=True, readonly=True, index=True, ondelete="restrict"
    )
    receipt_hash = fields.Char("Seal of the receipt", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    voided_at = fields.Datetime("Voided at", required=True, readonly=True)
    voided_by_id = fields.Many2one(
        "res.users", "Voided by", required=True, readonly=True, index=True
    )
    reason = fields.Char(required=True, readonly=True)

    _receipt_uniq = models.Constraint("UNIQUE (receipt_id)", "A receipt is voided once.")
    _number_uniq = models.Constraint("UNIQUE (book_id, number)", "This void number is taken.")
    _prev_hash_uniq = models.Constraint(
        "UNIQUE (book_id, prev_hash)", "A void of the book already follows that one."
    )

    def init(self):
        freeze_table(self.env.cr, self._table)

    @api.depends("book_id", "number")
    def _compute_display_name(self):
        for void in self:
            void.display_name = self.env._(
                "Void %(number)s of %(book)s", number=void.number, book=void.book_id.symbol
            )

    @api.model
    def _record(self, receipt, reason):
        """Append the void of ``receipt`` to its book's chain; draws the void's number."""
        book = receipt.book_id.sudo()
        number = self.env["hcc.number.series"]._draw(f"receipt_void/{book.id}")
        __, previous = self._chain_head(book)
        vals = {
            "company_id": receipt.company_id.id,
            "book_id": book.id,
            "number": number,
            "receipt_id": receipt.id,
            "receipt_hash": receipt.hash,
            "day": receipt.day,
            "voided_at": self.env["hcc.clock"]._now(),
            "voided_by_id": self.env.uid,
            "reason": reason,
            "prev_hash": previous,
        }
        vals["hash"] = self._seal(previous, self._body_of(vals))
        return self.sudo().create(vals).with_env(self.env)  # the verb has checked the role

    @api.model
    def _body_of(self, vals):
        return canonical.canonical_json({name: plain(vals[name]) for name in SEALED_FIELDS})

    def _sealed_body(self):
        return self._body_of(self)
