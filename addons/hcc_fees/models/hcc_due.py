from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import text

from ..frozen import freeze_table
from ..words import ACCOUNTANT, ADMINISTRATOR, DIRECTOR, kind_field

#: what may still change of a paid due: that its money is to go back
REFUND_FIELDS = (
    "refund_state", "refund_amount", "refunded_amount", "refund_paper", "refunded_at",
    "refunded_by_id", "refund_asked_on",
)  # fmt: skip


class HccDue(models.Model):
    """What a dossier's applicant has to pay (khoản phải thu), frozen at reception by the tariff
    of that day and the most favourable reduction that holds for its channel.

    A fee without a tariff that day never turns a citizen away: its due is *unpriced*, cannot be
    collected, holds the return back and tells the administrator to enter the tariff. A tariff of
    0 đ makes no due at all.

    Cashiers, accountants, oversight and directors see all dues of their centre, staff those of
    their agency's dossiers. Cashiers settle them by ``hcc.receipt.collect``; accountants and
    directors waive; accountants and administrators price what had no tariff. Nobody edits.
    The due carries what a cashier needs to know of the dossier, whose papers stay closed to them.
    """

    _name = "hcc.due"
    _inherit = ["hcc.state.mixin"]
    _description = "Due"
    _order = "id desc"
    _rec_names_search = ["dossier_code"]
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "price": Verb(("unpriced",), "open", (ADMINISTRATOR, ACCOUNTANT)),
        "waive": Verb(("open", "unpriced"), "waived", (ACCOUNTANT, DIRECTOR)),
        "cancel": Verb(("open", "unpriced"), "cancelled"),  # by the end of the dossier only
        "settle": Verb(("open",), "settled"),  # by hcc.receipt.collect only
        "reopen": Verb(("settled",), "open"),  # by hcc.receipt.void only
    }
    _guarded_fields = frozenset(
        {
            "company_id", "dossier_id", "procedure_name", "payer_name", "payer_address", "fee_id",
            "fee_item_id", "fee_name", "kind", "agency_id", "amount", "tariff_id", "tariff_day",
            "collect_at", "state", "waive_reason", "modifier_id", "tariff_amount",
        }
    )  # fmt: skip

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    dossier_id = fields.Many2one(
        "hcc.dossier", "Dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    dossier_code = fields.Char(related="dossier_id.name", store=True, index=True)
    reception_number = fields.Char(related="dossier_id.reception_number")
    procedure_name = fields.Char("Procedure", readonly=True)
    payer_name = fields.Char("Payer", readonly=True)
    payer_address = fields.Char("Payer's address", readonly=True)
    fee_id = fields.Many2one("hcc.fee", "Fee", required=True, readonly=True, index=True)
    fee_item_id = fields.Many2one("hcc.fee.item", readonly=True, index="btree_not_null")
    fee_name = fields.Char("Item to pay", required=True, readonly=True)
    kind = kind_field(required=True, readonly=True)
    agency_id = fields.Many2one(
        "hcc.agency", "Beneficiary", required=True, readonly=True, index=True
    )
    amount = fields.Monetary(required=True, readonly=True)
    tariff_id = fields.Many2one("hcc.tariff", readonly=True, index="btree_not_null")
    tariff_amount = fields.Monetary("By the tariff", readonly=True, help="Before a reduction.")
    modifier_id = fields.Many2one(
        "hcc.fee.modifier", "Reduction", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reduction_text = fields.Char("Reduced", compute="_compute_reduction_text", compute_sudo=True)
    tariff_day = fields.Date("Tariff of", required=True, readonly=True)
    is_unchecked = fields.Boolean(related="tariff_id.is_unchecked")
    collect_at = fields.Selection(
        [
            ("reception", "At reception"),
            ("before_step", "Before processing"),
            ("return", "On return of the result"),
        ],
        "Collected",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("unpriced", "Without tariff"),
            ("open", "Unpaid"),
            ("settled", "Paid"),
            ("waived", "Waived"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    waive_reason = fields.Char(readonly=True)
    payment_ids = fields.One2many("hcc.payment", "due_id", "Payments", readonly=True)
    can_price = fields.Boolean(compute="_compute_can")
    can_waive = fields.Boolean(compute="_compute_can")

    _fee_item_uniq = models.UniqueIndex(
        "(dossier_id, fee_item_id) WHERE fee_item_id IS NOT NULL AND state <> 'cancelled'"
        " AND credited_due_id IS NULL",
        "This dossier is already charged this fee.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount = round(amount)"
        " AND (amount > 0 OR state IN ('unpriced', 'waived', 'cancelled')))",
        "A due is a whole number of đồng above 0.",
    )

    def init(self):
        freeze_table(
            self.env.cr, self._table, ("state", "waive_reason", "dossier_code", *REFUND_FIELDS),
            unless=SQL("OLD.state = 'unpriced'"),
        )  # fmt: skip

    @api.depends("dossier_code", "fee_id.code")
    def _compute_display_name(self):
        for due in self:
            due.display_name = (
                f"{due.dossier_code or due.reception_number or ''} · {due.fee_id.code}"
            )

    @api.depends("modifier_id.name", "tariff_amount")
    def _compute_reduction_text(self):
        for due in self:
            modifier = due.modifier_id
            due.reduction_text = modifier._words(due.tariff_amount) if modifier else ""

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for due in self:
            due.can_price = due._can("price")
            due.can_waive = due._can("waive")

    # -------------------------------------------------------------------------
    # CHARGING
    # -------------------------------------------------------------------------

    @api.model
    def _charge(self, dossier, items):
        """Charge ``dossier`` for fee ``items`` of its version by the tariffs of its reception."""
        moment = dossier.received_at or dossier._reception_moment()
        day = self.env["hcc.clock"]._local(dossier.company_id, moment).date()
        tariffs = items.fee_id._tariffs_on(day)
        modifiers = self._modifiers(dossier, day, items.fee_id)
        vals_list = [
            self._prepare(dossier, item, tariffs.get(item.fee_id.id), day, modifiers)
            for item in items
        ]
        self._journal_reductions(dossier, vals_list)
        credits = self._credit(dossier, vals_list)
        return self._guarded_create(credits + [vals for vals in vals_list if self._is_owed(vals)])

    def _modifiers(self, dossier, day, fees):
        modifiers = self.env["hcc.fee.modifier"]
        return modifiers._valid_on(dossier.company_id, day, dossier.channel, fees)

    def _journal_reductions(self, dossier, vals_list):
        """Which reduction was applied, also where it leaves nothing to pay and so no due."""
        for vals in vals_list:
            if vals["modifier_id"]:
                facts = {
                    "fee_item": vals["fee_item_id"],
                    "modifier": vals["modifier_id"],
                    "from": round(vals["tariff_amount"]),
                    "to": round(vals["amount"]),
                }
                self.env["hcc.journal.entry"]._append(
                    dossier, "reduce", dossier.state, dossier.state, facts
                )

    @staticmethod
    def _amounts(fee, tariff, modifiers):
        """What the tariff says, what is owed, and by which reduction."""
        named = round(tariff.amount) if tariff else 0
        modifier, owed = modifiers._best_for(fee, named) if named else (modifiers.browse(), 0)
        return {"tariff_amount": named, "amount": owed, "modifier_id": modifier.id}

    def _prepare(self, dossier, item, tariff, day, modifiers):
        applicant = dossier.applicant_id.sudo()  # the dossier's own snapshot is written after this
        return {
            "company_id": dossier.company_id.id,
            "dossier_id": dossier.id,
            "procedure_name": dossier.version_id.name,
            "payer_name": dossier.applicant_name or applicant.name,
            "payer_address": dossier.applicant_address or applicant.address,
            "fee_id": item.fee_id.id,
            "fee_item_id": item.id,
            "fee_name": item.fee_id.name,
            "kind": item.fee_id.kind,
            "agency_id": item.fee_id.agency_id.id,
            "collect_at": item.collect_at,
            "tariff_day": day,
            "tariff_id": tariff.id if tariff else False,
            **self._amounts(item.fee_id, tariff, modifiers),
            "state": "open" if tariff else "unpriced",
        }

    @staticmethod
    def _is_owed(vals):
        return vals["state"] == "unpriced" or vals["amount"] > 0

    def price(self):
        """Take the tariff of the reception's day, entered afterwards; at 0 đ nothing is owed."""
        self._check_verb_access("price")
        for due in self:
            dossier = due.dossier_id.sudo()  # closed to who prices; only the due was asked for
            tariff = due.fee_id._tariff_on(due.tariff_day)
            modifiers = due._modifiers(dossier, due.tariff_day, due.fee_id)
            amounts = due._amounts(due.fee_id, tariff, modifiers)
            facts = {"tariff": tariff.id, "amount": amounts["amount"]}
            if amounts["modifier_id"]:
                facts["modifier"] = amounts["modifier_id"]
            if tariff:
                amounts["amount"] = due._credit_priced(tariff, amounts)
            if amounts["amount"]:
                due._transition("price", {"tariff_id": tariff.id, **amounts}, facts)
            else:
                due.sudo()._transition("cancel", facts=facts)
            dossier._refund_rest()
        return True

    # -------------------------------------------------------------------------
    # WAIVING, CANCELLING
    # -------------------------------------------------------------------------

    def waive(self, reason):
        """Give up the due: the payer is exempt. ``reason`` names the legal ground."""
        reason = text.clean(reason or "")
        if not reason:
            raise UserError(self.env._("Say on which ground the due is waived."))
        self._transition(
            "waive", {"waive_reason": reason}, {"amount": sum(_dong(due) for due in self)}
        )
        return True

    def _cancel_open(self):
        """End what is unpaid: the dossier it belongs to has ended without a result."""
        self.sudo().filtered(lambda due: due.state in ("open", "unpriced"))._transition("cancel")

    # -------------------------------------------------------------------------
    # BLOCKING THE DOSSIER
    # -------------------------------------------------------------------------

    def _blockers(self):
        """One sentence for every due of ``self`` that is still unpaid."""
        return [due._blocker() for due in self if due.state in ("open", "unpriced")]

    def _blocker(self):
        if self.state == "unpriced":
            return self.env._(
                "“%(fee)s” has no tariff on %(day)s: an administrator must enter it, then press "
                "“Price” on the due.",
                fee=self.fee_name,
                day=fields.Date.to_string(self.tariff_day),
            )
        return self.env._("“%(fee)s” has not been paid.", fee=self.fee_name)

    # -------------------------------------------------------------------------
    # CASHIER'S DESK
    # -------------------------------------------------------------------------

    @api.model
    @api.readonly
    def find_for_desk(self, scanned):
        """The dues of the dossier whose code was typed or whose slip was scanned."""
        code = self._dossier_code_of(scanned)
        dues = self.search([("dossier_code", "=ilike", code)], order="id") if code else self
        return {
            "dossier_code": dues[:1].dossier_code or code,
            "procedure_name": dues[:1].procedure_name or "",
            "payer_name": dues[:1].payer_name or "",
            "dues": [due._desk_row() for due in dues],
        }

    @api.model
    def _dossier_code_of(self, scanned):
        code = self.env["hcc.code"]._dossier_code(text.clean(scanned or ""))
        return code.replace("\\", "").replace("%", "").replace("_", "")

    def _desk_row(self):
        labels = {name: dict(self._fields[name]._description_selection(self.env))
                  for name in ("kind", "collect_at", "state")}  # fmt: skip
        return {
            "id": self.id,
            "name": self.fee_name,
            "kind": labels["kind"][self.kind],
            "agency": self.agency_id.short_name or self.agency_id.name,
            "collect_at": labels["collect_at"][self.collect_at],
            "amount": _dong(self),
            "reduction": self.reduction_text or "",
            "state": self.state,
            "state_label": labels["state"][self.state],
        }

    def _verb_labels(self):
        return {
            "price": self.env._("Price"),
            "waive": self.env._("Waive"),
            "cancel": self.env._("Cancel"),
        }


def _dong(due):
    return round(due.amount)
