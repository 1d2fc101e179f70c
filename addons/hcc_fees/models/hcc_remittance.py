from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, date_utils

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import money_words, text
from odoo.addons.hcc_base.transaction import draws_number

from ..frozen import freeze_table
from ..words import ACCOUNTANT, DIRECTOR

_UNSENT = ("prepared", "checked", "approved")


class HccRemittance(models.Model):
    """One hand-over of collected money (đợt chuyển nộp) to the Treasury and the agencies.

    An accountant prepares it from the closed shifts of a period, a second person checks it, the
    director approves, the accountant sends it and confirms the bank's debit, which posts one
    balanced entry. Every payment is remitted once. Until it is sent it can be cancelled, which
    sets its payments free again. Oversight reads.
    """

    _name = "hcc.remittance"
    _inherit = ["hcc.state.mixin"]
    _description = "Remittance"
    _order = "id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "prepare": Verb(("draft",), "prepared", (ACCOUNTANT,)),
        "check": Verb(("prepared",), "checked", (ACCOUNTANT, DIRECTOR)),
        "approve": Verb(("checked",), "approved", (DIRECTOR,)),
        "send": Verb(("approved",), "sent", (ACCOUNTANT,)),
        "confirm": Verb(("sent",), "posted", (ACCOUNTANT,)),
        "cancel": Verb(("draft", *_UNSENT), "cancelled", (ACCOUNTANT, DIRECTOR)),
    }
    _guarded_fields = frozenset(
        {
            "state", "name", "line_ids", "prepared_by_id", "checked_by_id", "approved_by_id",
            "sent_at", "posted_on", "move_id",
        }
    )  # fmt: skip
    _editable_fields = {
        "draft": frozenset({"company_id", "date_from", "date_to"}),
        "sent": frozenset({"bank_reference"}),
    }
    _deletable_states = ("draft",)

    name = fields.Char("Remittance", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", required=True, default=lambda self: self._default_period()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._default_period()[1])
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("prepared", "Prepared"),
            ("checked", "Checked"),
            ("approved", "Approved"),
            ("sent", "Sent"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    line_ids = fields.One2many("hcc.remittance.line", "remittance_id", "Lines", readonly=True)
    amount = fields.Monetary("Total", compute="_compute_amounts", store=True)
    treasury_amount = fields.Monetary("To the Treasury", compute="_compute_amounts", store=True)
    agency_amount = fields.Monetary("To the agencies", compute="_compute_amounts", store=True)
    prepared_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", copy=False)
    checked_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", copy=False)
    sent_at = fields.Datetime("Sent on", readonly=True, copy=False)
    bank_reference = fields.Char("Bank reference", copy=False)
    posted_on = fields.Date("Debited on", readonly=True, copy=False)
    move_id = fields.Many2one(
        "account.move", "Journal entry", readonly=True, index="btree_not_null", copy=False
    )
    can_prepare = fields.Boolean(compute="_compute_can")
    can_check = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_send = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _period_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A period ends after it starts."
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "This remittance's number is taken."
    )

    def init(self):
        freeze_table(
            self.env.cr, self._table, unless=SQL("OLD.state NOT IN ('posted', 'cancelled')")
        )
        # Drafts may be deleted; the guard of the model says so.
        self.env.cr.execute("DROP TRIGGER IF EXISTS hcc_remittance_frozen_delete ON hcc_remittance")

    def _default_period(self):
        """The last full period of the policy: yesterday, last week or last month."""
        today = self.env["hcc.clock"]._today()
        period = self.env["hcc.policy"]._get(self.env.company, today).sudo().fee_deposit_period
        end = date_utils.start_of(today, period) - timedelta(days=1)
        return date_utils.start_of(end, period), end

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("line_ids.amount", "line_ids.treasury_amount", "line_ids.agency_amount")
    def _compute_amounts(self):
        for remittance in self:
            for name in ("amount", "treasury_amount", "agency_amount"):
                remittance[name] = sum(remittance.line_ids.mapped(name))

    @api.depends("name", "date_from", "date_to")
    def _compute_display_name(self):
        for remittance in self:
            remittance.display_name = remittance.name or self.env._("New remittance")

    @api.depends("state", "bank_reference")
    @api.depends_context("uid")
    def _compute_can(self):
        for remittance in self:
            for verb in self._verbs:
                remittance[f"can_{verb}"] = bool(remittance.id) and remittance._can(verb)

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    @draws_number
    def prepare(self):
        """Gather every payment collected up to the period's end and not remitted yet.

        :return: ``{"remittance_id", "name"}``
        :raise UserError: a shift of the period is not closed, or there is nothing to remit
        """
        self.ensure_one()
        facts = {}
        self._transition("prepare", lambda: self._gather(facts), facts)
        return {"remittance_id": self.id, "name": self.name}

    def action_prepare(self):
        """The form's button: the form then shows what was gathered."""
        self.prepare()
        return True

    def check(self):
        """A second person has compared the lines with the receipts."""
        return self._sign("check", "checked_by_id")

    def approve(self):
        """The director orders the payment."""
        return self._sign("approve", "approved_by_id")

    def _sign(self, verb, field):
        for remittance in self:
            facts = {"amount": round(remittance.amount), "lines": len(remittance.line_ids)}
            remittance._transition(verb, {field: self.env.uid}, facts)
        return True

    def send(self):
        """The payment orders have left for the bank or the Treasury."""
        self.ensure_one()
        values = {"sent_at": self.env["hcc.clock"]._now()}
        self._transition("send", values, {"amount": round(self.amount)})
        return True

    def confirm(self):
        """The bank has debited the money: post the entry, dated today.

        :raise UserError: the bank's reference is missing
        """
        self.ensure_one()
        facts = {}
        self._transition("confirm", lambda: self._prepare_posting(facts), facts)
        return True

    def cancel(self):
        """Give the payments back, to be remitted with another one."""
        for remittance in self:
            payments = remittance.sudo().line_ids.payment_ids
            remittance._transition("cancel", facts={"payments": len(payments)})
            payments._guarded_write({"remittance_line_id": False})
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in ("check", "approve") and self.prepared_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "%s was prepared by you: another person must look at it.", self.display_name
                )
            )
        if verb == "confirm" and not text.clean(self.bank_reference or ""):
            raise UserError(
                self.env._("%s: enter the bank's reference of the debit first.", self.display_name)
            )

    # -------------------------------------------------------------------------
    # GATHERING
    # -------------------------------------------------------------------------

    def _gather(self, facts):
        self._check_shifts_closed()
        payments = self._free_payments()
        if not payments:
            raise UserError(
                self.env._(
                    "Nothing was collected up to %s that is not remitted yet.",
                    fields.Date.to_string(self.date_to),
                )
            )
        groups = payments.grouped(lambda payment: (payment.agency_id, payment.kind))
        lines = (
            self.env["hcc.remittance.line"]
            .sudo()
            .create([self._prepare_line(*key, group) for key, group in groups.items()])
        )
        for line, group in zip(lines, groups.values(), strict=True):
            group._guarded_write({"remittance_line_id": line.id})
        facts.update(payments=len(payments), amount=round(sum(payments.mapped("amount"))))
        ordinal = self.env["hcc.number.series"]._draw(
            f"remittance/{self.company_id.id}/{self.date_to.year}"
        )
        return {
            "name": f"CN-{self.date_to.year}-{ordinal:03d}",
            "prepared_by_id": self.env.uid,
        }

    def _check_shifts_closed(self):
        shifts = (
            self.env["hcc.shift"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("day", "<=", self.date_to),
                    ("state", "!=", "closed"),
                ]
            )
        )
        if shifts:
            raise UserError(
                self.env._(
                    "These shifts of the period must be closed first: %s.",
                    ", ".join(shifts.mapped("name")),
                )
            )

    def _free_payments(self):
        """Payments to remit, locked; leftovers of earlier periods are taken along."""
        payments = self.env["hcc.payment"].sudo()
        found = payments.search(
            [
                ("company_id", "=", self.company_id.id),
                ("day", "<=", self.date_to),
                ("state", "=", "live"),
                ("remittance_line_id", "=", False),
            ],
            order="id",
        )
        found._lock_rows()
        return found.filtered(lambda p: not p.remittance_line_id and p.state == "live")

    def _prepare_line(self, agency, kind, payments):
        policy = self.env["hcc.policy"]._get(self.company_id, self.date_to).sudo()
        treasury, own = payments._split(policy)
        return {
            "remittance_id": self.id,
            "company_id": self.company_id.id,
            "agency_id": agency.id,
            "kind": kind,
            "amount": treasury + own,
            "treasury_amount": treasury,
            "agency_amount": own,
        }

    # -------------------------------------------------------------------------
    # JOURNAL ENTRY
    # -------------------------------------------------------------------------

    def _prepare_posting(self, facts):
        today = self.env["hcc.clock"]._today(self.company_id)
        move = self.sudo()._post_entry(today)
        facts.update(entry=move.id, amount=round(self.amount))
        return {"posted_on": today, "move_id": move.id}

    def _post_entry(self, day):
        """Dr collected on behalf of each agency, Cr bank."""
        company = self.company_id
        journal = company._hcc_account_setting("hcc_bank_journal_id")
        lines = [line for row in self.line_ids for line in row._prepare_entry_lines(journal)]
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "date": day,
                    "ref": f"{self.name} {self.bank_reference}",
                    "hcc_remittance_id": self.id,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )
        move.action_post()
        return move

    def _paper_values(self):
        """What the list shows beside the remittance's own fields."""
        money = money_words.format_vnd
        clock = self.env["hcc.clock"]
        return {
            "is_trial": clock._is_demonstration_database(),
            "place": self.company_id.sudo().city or "",
            "day": self.posted_on or clock._today(self.company_id),
            "from": f"{self.date_from:%d/%m/%Y}",
            "to": f"{self.date_to:%d/%m/%Y}",
            "lines": [line._paper_values() for line in self.line_ids],
            "amount": money(round(self.amount)),
            "treasury_amount": money(round(self.treasury_amount)),
            "agency_amount": money(round(self.agency_amount)),
            "words": money_words.vnd_in_words(round(self.amount)),
        }

    def action_payments(self):
        """The payments and receipts behind this remittance."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_fees.hcc_payment_action")
        return {
            **action,
            "domain": [("remittance_line_id", "in", self.line_ids.ids)],
            "context": {"group_by": ["agency_id", "kind"]},
        }

    def _verb_labels(self):
        return {
            "prepare": self.env._("Prepare"),
            "check": self.env._("Check"),
            "approve": self.env._("Approve"),
            "send": self.env._("Send"),
            "confirm": self.env._("Confirm the debit"),
            "cancel": self.env._("Cancel"),
        }
