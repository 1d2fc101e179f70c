from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.hcc_base.tools import money_words

from ..tools import reductions

#: What a reduction that has begun keeps for ever, as a tariff keeps its amount.
_FIGURES = frozenset(
    {
        "fee_ids", "company_id", "channel", "effect", "percent", "amount", "currency_id",
        "valid_from",
    }
)  # fmt: skip


class HccFeeModifier(models.Model):
    """A reduction of fees for some time, by channel (mức giảm phí, lệ phí): a ministry's circular
    or a provincial council's resolution.

    Reductions may overlap: the most favourable one counts, they do not stack, and a due keeps
    which one it was. One that has begun keeps its figures for ever; to change it, end it and enter
    the next one. Everybody reads reductions; as law they are maintained by administrators of a
    leading centre, also those for a centre below.
    """

    _name = "hcc.fee.modifier"
    _inherit = ["hcc.common.mixin"]
    _description = "Reduction of Fees"
    _order = "valid_from desc, id desc"
    _allow_sudo_commands = False

    name = fields.Char("Reduction", required=True, help="As papers and the cashier's desk name it.")
    fee_ids = fields.Many2many(
        "hcc.fee", string="Fees", required=True, domain="[('kind', '!=', 'service')]"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", index=True, help="Empty: every centre of the province."
    )
    channel = fields.Selection(
        [
            ("any", "Every channel"),
            ("counter", "At the counter"),
            ("postal", "By post"),
            ("online", "Online"),
            ("home", "At home"),
            ("other_centre", "At another centre"),
        ],
        "Handed in",
        required=True,
        default="any",
    )
    effect = fields.Selection(
        [("percent", "Reduction in per cent"), ("fixed", "Fixed amount")],
        required=True,
        default="percent",
    )
    percent = fields.Integer("Reduced by (%)", default=50)
    amount = fields.Monetary("Amount instead", help="0: nothing is owed.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.ref("base.VND")
    )
    valid_from = fields.Date(required=True, default=lambda self: self.env["hcc.clock"]._today())
    valid_to = fields.Date(help="Last day; empty: open.")
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
    has_begun = fields.Boolean(compute="_compute_has_begun")

    _validity_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A reduction cannot end before it begins.",
    )

    def _owner(self):
        return self.company_id

    def _is_kept_by(self, centres):
        return super()._is_kept_by(centres._leading())

    _figures_check = models.Constraint(
        "CHECK (CASE effect WHEN 'percent' THEN COALESCE(percent, 0) BETWEEN 1 AND 100"
        " ELSE COALESCE(amount, 0) >= 0 AND COALESCE(amount, 0) = round(COALESCE(amount, 0)) END)",
        "A reduction is 1 to 100 per cent, or a whole number of đồng that is not negative.",
    )

    @api.depends("valid_from")
    def _compute_has_begun(self):
        today = self.env["hcc.clock"]._today()
        for modifier in self:
            first = modifier._origin.valid_from
            modifier.has_begun = bool(first) and first < today

    @api.constrains("fee_ids")
    def _check_kind(self):
        for modifier in self:
            services = modifier.fee_ids.filtered(lambda fee: fee.kind == "service")
            if services:
                raise ValidationError(
                    self.env._(
                        "%(fee)s is the price of a service: only fees and charges are reduced.",
                        fee=services[0].name,
                    )
                )

    # -------------------------------------------------------------------------
    # FOR EVER
    # -------------------------------------------------------------------------

    def write(self, vals):
        if _FIGURES & vals.keys():
            self._check_not_begun()
        if "valid_to" in vals:
            self._check_end_not_past(fields.Date.to_date(vals["valid_to"]))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_not_begun()

    def _check_not_begun(self):
        for modifier in self.filtered("has_begun"):
            raise UserError(
                self.env._(
                    "%(name)s has begun on %(day)s and keeps its figures. End it and enter the "
                    "next one.",
                    name=modifier.name,
                    day=fields.Date.to_string(modifier.valid_from),
                )
            )

    def _check_end_not_past(self, last_day):
        """One that has begun ends yesterday or later: days already charged stay as they were."""
        today = self.env["hcc.clock"]._today()
        for modifier in self.filtered("has_begun"):
            ended = modifier.valid_to and modifier.valid_to < today
            if ended or (last_day and (last_day - today).days < -1):
                raise UserError(
                    self.env._(
                        "%(name)s was in force on past days; its end cannot be moved there.",
                        name=modifier.name,
                    )
                )

    # -------------------------------------------------------------------------
    # CHARGING
    # -------------------------------------------------------------------------

    @api.model
    def _valid_on(self, company, day, channel, fees):
        """The reductions of ``fees`` that hold for a dossier handed in on ``day`` by ``channel``;
        none where the policy of that day knows no reductions."""
        policy = self.env["hcc.policy"]._get(company, day).sudo()
        if policy.fee_modifier_rule == "none":
            return self.browse()
        return self.sudo().search(
            [
                ("fee_ids", "in", fees.ids),
                ("company_id", "in", (False, company.id)),
                ("channel", "in", ("any", channel)),
                ("valid_from", "<=", day),
                "|", ("valid_to", "=", False), ("valid_to", ">=", day),
            ]
        )  # fmt: skip

    def _best_for(self, fee, amount):
        """``(the modifier that leaves least, what it leaves)`` of ``amount`` đồng of ``fee``."""
        found = self.filtered(lambda modifier: fee in modifier.fee_ids)
        best, left = reductions.best(amount, [modifier._as_reduction() for modifier in found])
        return self.browse(best.key if best else ()), left

    def _as_reduction(self):
        value = self.percent if self.effect == "percent" else round(self.amount)
        return reductions.Reduction(self.id, self.effect, value)

    def _words(self, tariff_amount):
        """How papers and the desk name it beside the amount."""
        self.ensure_one()
        return f"{self.name}; mức thu {money_words.format_vnd(round(tariff_amount))}"
