from odoo import api, fields, models
from odoo.exceptions import UserError


class HccFee(models.Model):
    """Something a citizen pays for: a fee (lệ phí), a charge (phí) or the price of a service.

    How much stands in its dated tariffs. Everybody reads fees, public pages too; administrators
    maintain them.
    """

    _name = "hcc.fee"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Fee"
    _order = "agency_id, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, copy=False)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("fee", "Fee (lệ phí)"), ("charge", "Charge (phí)"), ("service", "Service price")],
        required=True,
        default="fee",
    )
    agency_id = fields.Many2one(
        "hcc.agency",
        "Beneficiary",
        required=True,
        index=True,
        ondelete="restrict",
        help="The agency to which the collected money is owed.",
    )
    tariff_ids = fields.One2many("hcc.tariff", "fee_id", "Tariffs")
    currency_id = fields.Many2one("res.currency", compute="_compute_current_tariff")
    current_tariff_id = fields.Many2one("hcc.tariff", compute="_compute_current_tariff")
    current_amount = fields.Monetary("Amount today", compute="_compute_current_tariff")
    is_unchecked = fields.Boolean("Not checked against the text", compute="_compute_current_tariff")
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_uniq = models.Constraint("UNIQUE (code)", "Another fee already has this code.")

    @api.depends("code", "name", "agency_id.name")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.code, self.name, self.agency_id.name]

    @api.depends("tariff_ids.amount", "tariff_ids.valid_from", "tariff_ids.valid_to")
    @api.depends_context("company")
    def _compute_current_tariff(self):
        tariffs = self._tariffs_on(self.env["hcc.clock"]._today())
        dong = self.env.ref("base.VND")
        for fee in self:
            tariff = tariffs.get(fee.id, self.env["hcc.tariff"])
            fee.current_tariff_id = tariff
            fee.currency_id = tariff.currency_id or dong
            fee.current_amount = tariff.amount
            fee.is_unchecked = bool(tariff) and tariff.certainty != "certain"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        """It would take its tariffs along."""
        self.tariff_ids._check_not_begun()

    def _tariffs_on(self, day):
        """Return ``{fee id: tariff of day}`` for the fees that have one."""
        tariffs = self.env["hcc.tariff"].search(
            [
                ("fee_id", "in", self.ids),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ]
        )
        return {tariff.fee_id.id: tariff for tariff in tariffs}

    def _tariff_on(self, day):
        """The tariff of ``day``; raises where the fee has none, for nothing may be guessed."""
        self.ensure_one()
        tariff = self._tariffs_on(day).get(self.id)
        if not tariff:
            raise UserError(
                self.env._(
                    "%(fee)s has no tariff on %(day)s. "
                    "An administrator must enter one before it can be collected.",
                    fee=self.name,
                    day=fields.Date.to_string(day),
                )
            )
        return tariff

    def _amount_on(self, day):
        """The amount in đồng, a whole number, by the tariff of ``day``."""
        return round(self._tariff_on(day).amount)
