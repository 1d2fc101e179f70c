from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HccTariff(models.Model):
    """What a fee amounts to from one day to another (biểu phí).

    The tariffs of a fee never overlap. One that has begun keeps its amount for ever: receipts
    were written by it. To change an amount, end the tariff and enter the next one.

    Everybody reads tariffs, public pages too; administrators maintain them.
    """

    _name = "hcc.tariff"
    _inherit = ["hcc.common.mixin"]
    _description = "Tariff"
    _order = "fee_id, valid_from desc, id desc"
    _rec_name = "fee_id"

    fee_id = fields.Many2one("hcc.fee", "Fee", required=True, index=True, ondelete="cascade")
    valid_from = fields.Date(required=True, default=lambda self: self.env["hcc.clock"]._today())
    valid_to = fields.Date(help="Last day of this amount; empty: open.")
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.ref("base.VND")
    )
    legal_basis = fields.Char()
    certainty = fields.Selection(
        [
            ("certain", "Checked against the text"),
            ("likely", "Not yet checked against the text"),
            ("unsure", "Unsure"),
        ],
        required=True,
        default="likely",
    )
    is_unchecked = fields.Boolean("Not checked against the text", compute="_compute_is_unchecked")
    has_begun = fields.Boolean(compute="_compute_has_begun")

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(fee_id, fee_id, '[]') WITH =,"
        " daterange(valid_from, valid_to, '[]') WITH &&)",
        "The tariffs of a fee cannot overlap: end the earlier one first.",
    )
    _validity_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A tariff cannot end before it begins.",
    )
    _amount_whole = models.Constraint(
        "CHECK (amount >= 0 AND amount = round(amount))",
        "An amount is a whole number of đồng and not negative.",
    )

    @api.constrains("currency_id")
    def _check_dong(self):
        for tariff in self:
            if tariff.currency_id != self.env.ref("base.VND"):
                raise ValidationError(
                    self.env._("%s: a tariff is an amount in đồng (VND).", tariff.fee_id.name)
                )

    @api.depends("certainty")
    def _compute_is_unchecked(self):
        for tariff in self:
            tariff.is_unchecked = tariff.certainty != "certain"

    @api.depends("valid_from")
    def _compute_has_begun(self):
        today = self.env["hcc.clock"]._today()
        for tariff in self:
            tariff.has_begun = bool(tariff._origin.valid_from) and (
                tariff._origin.valid_from < today
            )

    @api.model_create_multi
    def create(self, vals_list):
        # The end of the tariff before may still wait in the cache, and the database looks at rows.
        self.flush_model(["fee_id", "valid_from", "valid_to"])
        return super().create(vals_list)

    def write(self, vals):
        if {"fee_id", "valid_from", "amount", "currency_id"} & vals.keys():
            self._check_not_begun()
        if "valid_to" in vals:
            self._check_end_not_past(fields.Date.to_date(vals["valid_to"]))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_not_begun()

    def _check_not_begun(self):
        for tariff in self.filtered("has_begun"):
            raise UserError(
                self.env._(
                    "The tariff of %(fee)s from %(day)s has begun and keeps its amount. "
                    "End it and enter the next one.",
                    fee=tariff.fee_id.name,
                    day=fields.Date.to_string(tariff.valid_from),
                )
            )

    def _check_end_not_past(self, last_day):
        """A tariff that has begun ends today or later: days already charged stay as they were."""
        today = self.env["hcc.clock"]._today()
        for tariff in self.filtered("has_begun"):
            ended = tariff.valid_to and tariff.valid_to < today
            if ended or (last_day and (last_day - today).days < -1):
                raise UserError(
                    self.env._(
                        "The tariff of %(fee)s from %(day)s was in force on past days; "
                        "its end cannot be moved there.",
                        fee=tariff.fee_id.name,
                        day=fields.Date.to_string(tariff.valid_from),
                    )
                )
