from odoo import api, fields, models
from odoo.exceptions import AccessError


class HccShiftCount(models.Model):
    """How many notes of one value lay in the drawer (bảng kê mệnh giá).

    The cashier enters the quantities while the shift is open; afterwards they stay.
    """

    _name = "hcc.shift.count"
    _description = "Count of Notes"
    _order = "shift_id, denomination desc"
    _allow_sudo_commands = False

    shift_id = fields.Many2one(
        "hcc.shift", "Shift", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="shift_id.currency_id")
    denomination = fields.Integer("Note", required=True, readonly=True, aggregator=None)
    quantity = fields.Integer(default=0, required=True)
    amount = fields.Monetary(compute="_compute_amount")

    _denomination_uniq = models.Constraint(
        "UNIQUE (shift_id, denomination)", "A shift counts each note once."
    )
    _quantity_check = models.Constraint(
        "CHECK (quantity >= 0 AND denomination > 0)", "There cannot be fewer than 0 notes."
    )

    @api.depends("denomination", "quantity")
    def _compute_amount(self):
        for line in self:
            line.amount = line.denomination * line.quantity

    @api.depends("denomination")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.denomination:,}".replace(",", ".")

    def write(self, vals):
        if set(vals) - {"quantity"} or any(line.shift_id.state != "open" for line in self):
            raise AccessError(
                self.env._("The count of a shift that is not open cannot be changed.")
            )
        return super().write(vals)
