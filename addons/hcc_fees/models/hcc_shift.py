from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import money_words, text
from odoo.addons.hcc_base.transaction import draws_number

from ..frozen import freeze_table
from ..words import ACCOUNTANT, CASHIER, KIND_WORDS

#: Notes and coins in circulation, đồng.
DENOMINATIONS = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)


class HccShift(models.Model):
    """A cashier's sitting at the drawer on one day (ca thu).

    A cashier opens a shift with a float, collects in it, counts the drawer blind – what should be
    there is shown only after the count – and closes it. When the count differs, an accountant who
    is not the cashier closes it with an explanation. Closing posts one balanced entry: cash against
    what is now owed to the agencies; nothing can be added afterwards, the database sees to it.
    Cashiers see their own shifts; accountants, oversight and directors those of the centre.
    """

    _name = "hcc.shift"
    _inherit = ["hcc.state.mixin"]
    _description = "Cashier's Shift"
    _order = "id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "open": Verb((), "open", (CASHIER,)),
        "count": Verb(("open",), "counted", (CASHIER,)),
        "close": Verb(("counted",), "closed", (CASHIER, ACCOUNTANT)),
    }
    _guarded_fields = frozenset(
        {
            "state", "name", "company_id", "user_id", "book_id", "counter_id", "day", "opened_at",
            "opening_float", "counted_at", "counted_amount", "closed_at", "closed_by_id", "move_id",
            "head_number", "head_hash",
        }
    )  # fmt: skip
    _editable_fields = {"open": frozenset({"count_ids"}), "counted": frozenset({"explanation"})}

    name = fields.Char("Shift", required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True, index=True)
    counter_id = fields.Many2one("hcc.counter", readonly=True, index="btree_not_null")
    book_id = fields.Many2one("hcc.receipt.book", "Book", required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("counted", "Counted"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    opened_at = fields.Datetime("Opened at", required=True, readonly=True)
    counted_at = fields.Datetime("Counted at", readonly=True)
    closed_at = fields.Datetime("Closed at", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, index="btree_not_null")
    opening_float = fields.Monetary("Float", readonly=True)
    count_ids = fields.One2many("hcc.shift.count", "shift_id", "Count of the drawer")
    counted_amount = fields.Monetary("Counted amount", readonly=True)
    collected_amount = fields.Monetary(
        "Collected", compute="_compute_amounts", help="Shown once the drawer has been counted."
    )
    expected_amount = fields.Monetary("Expected in the drawer", compute="_compute_amounts")
    difference = fields.Monetary(compute="_compute_amounts")
    explanation = fields.Char("Explanation of the difference")
    receipt_count = fields.Integer("Number of receipts", compute="_compute_receipt_count")
    receipt_ids = fields.One2many("hcc.receipt", "shift_id", "Receipts", readonly=True)
    payment_ids = fields.One2many("hcc.payment", "shift_id", "Payments", readonly=True)
    move_id = fields.Many2one(
        "account.move", "Journal entry", readonly=True, index="btree_not_null"
    )
    head_number = fields.Integer(
        "Last number of the book at closing", readonly=True, aggregator=None
    )
    head_hash = fields.Char("Last seal of the book at closing", readonly=True)
    is_over_limit = fields.Boolean("Too much cash", compute="_compute_is_over_limit")
    can_count = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    _open_uniq = models.UniqueIndex(
        "(user_id) WHERE state = 'open'", "This cashier already has an open shift."
    )
    _name_uniq = models.Constraint("UNIQUE (company_id, name)", "This shift's name is taken.")
    _float_check = models.Constraint(
        "CHECK (opening_float >= 0 AND opening_float = round(opening_float))",
        "A float is a whole number of đồng and not negative.",
    )

    def init(self):
        freeze_table(self.env.cr, self._table, unless=SQL("OLD.state <> 'closed'"))

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("state", "counted_amount", "opening_float", "payment_ids.state")
    def _compute_amounts(self):
        """Blind: while the shift is open its amounts stay hidden."""
        shown = self.filtered(lambda shift: shift.state != "open")
        collected = shown._collected()
        for shift in self:
            blind = shift not in shown
            shift.collected_amount = 0 if blind else collected.get(shift.id, 0)
            shift.expected_amount = 0 if blind else shift.opening_float + shift.collected_amount
            shift.difference = 0 if blind else shift.counted_amount - shift.expected_amount

    def _collected(self):
        """``{shift id: đồng collected and not reversed}``"""
        groups = (
            self.env["hcc.payment"]
            .sudo()
            ._read_group(
                [("shift_id", "in", self.ids), ("state", "=", "live")], ["shift_id"], ["amount:sum"]
            )
        )
        return {shift.id: round(amount) for shift, amount in groups}

    @api.depends("receipt_ids")
    def _compute_receipt_count(self):
        groups = (
            self.env["hcc.receipt"]
            .sudo()
            ._read_group([("shift_id", "in", self.ids)], ["shift_id"], ["__count"])
        )
        counts = {shift.id: count for shift, count in groups}
        for shift in self:
            shift.receipt_count = counts.get(shift.id, 0)

    @api.depends("state", "payment_ids.state")
    def _compute_is_over_limit(self):
        collected = self._collected()
        for shift in self:
            policy = self.env["hcc.policy"]._get(shift.company_id, shift.day).sudo()
            cash = shift.opening_float + collected.get(shift.id, 0)
            shift.is_over_limit = bool(
                shift.state == "open" and 0 < policy.cash_limit_amount < cash
            )

    @api.depends("state", "explanation")
    @api.depends_context("uid")
    def _compute_can(self):
        for shift in self:
            shift.can_count = shift._can("count")
            shift.can_close = shift._has_verb_group("close") and shift.state == "counted"

    # -------------------------------------------------------------------------
    # OPEN
    # -------------------------------------------------------------------------

    @api.model
    @draws_number
    def open(self, opening_float=0, book_id=None, counter_id=None, request_key=None):
        """Open a shift for the current user at the current centre.

        :param book_id: needed only where the centre has several open books
        :return: ``{"shift_id", "name"}``
        :raise UserError: the user has an open shift, or no book suits the day
        """
        payload = {"float": opening_float, "book": book_id, "counter": counter_id}
        return self.env["hcc.request.key"]._once(
            f"shift.open/{self.env.uid}",
            request_key,
            payload,
            lambda: self._open(opening_float, book_id, counter_id),
        )

    def _open(self, opening_float, book_id, counter_id):
        self._check_verb_access("open")
        company = self.env.company
        clock = self.env["hcc.clock"]
        now = clock._now()
        day = clock._local(company, now).date()
        self._check_no_open_shift()
        book = self._choose_book(company, day, book_id)
        counter = self._checked_counter(counter_id)
        vals = {
            "company_id": company.id, "user_id": self.env.uid, "book_id": book.id, "day": day,
            "counter_id": counter.id, "opened_at": now, "opening_float": int(opening_float),
        }  # fmt: skip
        ordinal = self.env["hcc.number.series"]._draw(f"shift/{company.id}/{day:%y%m%d}")
        shift = self._guarded_create([{**vals, "name": f"CT-{day:%y%m%d}-{ordinal:02d}"}])
        self.env["hcc.shift.count"].sudo().create(
            [{"shift_id": shift.id, "denomination": note} for note in DENOMINATIONS]
        )
        facts = {"book": book.id, "float": int(opening_float), "counter": counter.id or None}
        self.env["hcc.journal.entry"]._append(shift, "open", None, "open", facts)
        return {"shift_id": shift.id, "name": shift.name}

    @api.model
    def _current(self):
        """The current user's open shift, or an empty record."""
        return self.search([("user_id", "=", self.env.uid), ("state", "=", "open")], limit=1)

    def _check_no_open_shift(self):
        current = self._current()
        if current:
            raise UserError(
                self.env._(
                    "Your shift %s is still open. Count and close it before you open another one.",
                    current.name,
                )
            )

    def _choose_book(self, company, day, book_id):
        books = self.env["hcc.receipt.book"]._usable_on(company, day)
        chosen = books.filtered(lambda book: book.id == book_id) if book_id else books
        if len(chosen) == 1:
            return chosen
        if chosen:
            raise UserError(self.env._("Several receipt books are open: choose the one you hold."))
        raise UserError(
            self.env._(
                "%(centre)s has no open receipt book for %(day)s. An accountant must open one.",
                centre=company.sudo().name,
                day=fields.Date.to_string(day),
            )
        )

    def _checked_counter(self, counter_id):
        counter = self.env["hcc.counter"].browse(counter_id or [])
        if counter and not counter._can_open(self.env.user):
            raise UserError(
                self.env._("You are not listed for the counter %s.", counter.display_name)
            )
        return counter

    # -------------------------------------------------------------------------
    # COUNT, CLOSE
    # -------------------------------------------------------------------------

    def count(self):
        """Fix the count of the drawer; from here on nothing is collected in this shift."""
        self.ensure_one()
        notes = {str(line.denomination): line.quantity for line in self.count_ids if line.quantity}
        counted = sum(line.amount for line in self.count_ids)
        values = {"counted_at": self.env["hcc.clock"]._now(), "counted_amount": counted}
        self._transition("count", values, {"notes": notes, "amount": round(counted)})
        return True

    def close(self):
        """Post the shift's entry and end it.

        :raise UserError: the count differs and nobody but the cashier has looked at it
        """
        self.ensure_one()
        facts = {}
        self._transition("close", lambda: self._prepare_closing(facts), facts)
        return True

    def _prepare_closing(self, facts):
        number, seal = self.env["hcc.receipt"]._chain_head(self.book_id)
        move = self.sudo()._post_entry()
        facts.update(
            collected=round(self.collected_amount), difference=round(self.difference),
            entry=move.id or None, head_number=number, head_hash=seal,
        )  # fmt: skip
        return {
            "closed_at": self.env["hcc.clock"]._now(),
            "closed_by_id": self.env.uid,
            "move_id": move.id,
            "head_number": number,
            "head_hash": seal,
        }

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "count":
            self._check_own()
        if verb == "close":
            self._check_close()

    def _check_own(self):
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(self.env._("%s is another cashier's shift.", self.display_name))

    def _check_close(self):
        """A drawer that agrees is closed by its cashier; a difference needs a second person."""
        if not self.difference:
            if not self.env.user.has_group(ACCOUNTANT):
                self._check_own()
            return
        if self.user_id == self.env.user or not self.env.user.has_group(ACCOUNTANT):
            raise UserError(
                self.env._(
                    "%(shift)s differs by %(difference)s đ. An accountant other than the cashier "
                    "must close it.",
                    shift=self.display_name,
                    difference=round(self.difference),
                )
            )
        if not text.clean(self.explanation or ""):
            raise UserError(
                self.env._("%s: enter the explanation of the difference first.", self.display_name)
            )

    # -------------------------------------------------------------------------
    # JOURNAL ENTRY
    # -------------------------------------------------------------------------

    def _post_entry(self):
        """Post cash against what is owed to the agencies; settle the shift's invoices with it."""
        lines = self._prepare_entry_lines()
        if not lines:
            return self.env["account.move"]
        company = self.company_id
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": company._hcc_account_setting("hcc_cash_journal_id").id,
                    "date": self.day,
                    "ref": self.name,
                    "hcc_shift_id": self.id,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )
        move.action_post()
        self._settle_invoices(move)
        return move

    def _prepare_entry_lines(self):
        collected, difference = round(self.collected_amount), round(self.difference)
        cash = self.company_id._hcc_account_setting("hcc_cash_journal_id").default_account_id
        lines = [
            self._entry_line(cash, collected + difference, self.env._("Cash of %s", self.name)),
            self._difference_line(difference),
            *self._owed_lines(),
            *self._invoice_lines(),
            *self._service_lines(),
        ]
        return [line for line in lines if line and line["balance"]]

    def _entry_line(self, account, balance, name, partner=None):
        return {
            "account_id": account.id,
            "balance": balance,
            "name": name,
            "partner_id": partner.id if partner else False,
        }

    def _difference_line(self, difference):
        """What is missing is the cashier's to explain; what is too much waits for its owner."""
        if not difference:
            return None
        field = "hcc_shortage_account_id" if difference < 0 else "hcc_surplus_account_id"
        account = self.company_id._hcc_account_setting(field)
        partner = self.user_id.partner_id
        return self._entry_line(account, -difference, self.explanation, partner)

    def _owed_lines(self):
        """One line per beneficiary and kind: fees and charges collected on its behalf."""
        account = self.company_id._hcc_account_setting("hcc_collected_account_id")
        groups = self.env["hcc.payment"]._read_group(
            [("shift_id", "=", self.id), ("state", "=", "live"), ("receipt_id", "!=", False)],
            ["agency_id", "kind"],
            ["amount:sum"],
        )
        kinds = dict(self.env["hcc.due"]._fields["kind"]._description_selection(self.env))
        return [
            self._entry_line(account, -round(amount), kinds[kind], agency._get_partner())
            for agency, kind, amount in groups
        ]

    def _invoice_lines(self):
        """One line per invoice, on its receivable account, so that the two are matched."""
        payments = self.payment_ids.filtered(lambda p: p.state == "live" and p.move_id)
        return [
            self._entry_line(
                line.account_id, -round(line.balance), line.move_id.name, line.partner_id
            )
            for line in payments.move_id._hcc_receivable_lines()
        ]

    def _service_lines(self):
        """Invoices name their customer throughout: what they collected is put on the enterprise."""
        account = self.company_id._hcc_account_setting("hcc_service_account_id")
        customer = self.company_id._hcc_account_setting("hcc_walk_in_partner_id")
        payments = self.payment_ids.filtered(lambda p: p.state == "live" and p.move_id)
        lines = []
        for agency, group in payments.grouped("agency_id").items():
            amount = round(sum(group.mapped("amount")))
            lines.append(self._entry_line(account, amount, agency.name, customer))
            lines.append(self._entry_line(account, -amount, agency.name, agency._get_partner()))
        return lines

    def _settle_invoices(self, move):
        """Match every invoice of the shift with its line of the entry."""
        for invoiced in self.payment_ids.move_id._hcc_receivable_lines():
            (invoiced | self._paid_line(move, invoiced)).reconcile()

    def _paid_line(self, move, invoiced):
        """The line of ``move`` that pays ``invoiced``: it bears the invoice's number."""
        return move.line_ids.filtered(
            lambda line: (
                line.name == invoiced.move_id.name
                and line.account_id == invoiced.account_id
                and not line.reconciled
            )
        )[:1]

    # -------------------------------------------------------------------------
    # COLLECTING
    # -------------------------------------------------------------------------

    def _check_collecting(self):
        """Raise unless the current user collects in this shift now; the row stays locked."""
        self.ensure_one()
        self.check_access("read")
        self._check_own()
        self._lock_rows()
        today = self.env["hcc.clock"]._today(self.company_id)
        if self.state != "open" or self.day != today:
            raise UserError(
                self.env._(
                    "%(shift)s (%(day)s) is no longer open for collecting. Count and close it, "
                    "then open a new one.",
                    shift=self.display_name,
                    day=fields.Date.to_string(self.day),
                )
            )
        self.book_id.sudo()._check_usable(today)

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    def _paper_values(self):
        """What the closing sheet shows beside the shift's own fields."""
        money = money_words.format_vnd
        live = self.payment_ids.filtered(lambda payment: payment.state == "live")
        issued = self.receipt_ids.filtered(lambda receipt: receipt.state == "issued")
        company = self.company_id.sudo()  # name and town of the centre, on every paper
        return {
            "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
            "place": company.city or "",
            "opened": self._paper_time(self.opened_at),
            "closed": self._paper_time(self.closed_at),
            "notes": self._paper_notes(),
            "float": money(round(self.opening_float)),
            "collected": money(round(self.collected_amount)),
            "expected": money(round(self.expected_amount)),
            "counted": money(round(self.counted_amount)),
            "difference": money(round(self.difference)),
            "owed": self._paper_owed(live),
            "receipts": self._paper_receipts(),
            "receipt_count": len(issued),
            "void_count": len(self.receipt_ids - issued),
            "invoice_count": len(live.move_id),
            "head_number": self.book_id._format(self.head_number) if self.head_number else "",
        }

    def _paper_time(self, instant):
        clock = self.env["hcc.clock"]
        return f"{clock._local(self.company_id, instant):%H:%M %d/%m/%Y}" if instant else ""

    def _paper_notes(self):
        return [
            {
                "note": line.display_name,
                "quantity": line.quantity,
                "amount": money_words.format_vnd(round(line.amount)),
            }
            for line in self.count_ids
            if line.quantity
        ]

    def _paper_owed(self, payments):
        groups = payments.grouped(lambda payment: (payment.agency_id.name, payment.kind))
        return [
            {
                "agency": agency,
                "kind": KIND_WORDS[kind],
                "amount": money_words.format_vnd(round(sum(group.mapped("amount")))),
            }
            for (agency, kind), group in sorted(groups.items())
        ]

    def _paper_receipts(self):
        clock = self.env["hcc.clock"]
        return [
            {
                "number": receipt.name,
                "time": f"{clock._local(self.company_id, receipt.issued_at):%H:%M}",
                "dossier": receipt.dossier_code,
                "agency": receipt.agency_name,
                "amount": money_words.format_vnd(round(receipt.total)),
                "is_void": receipt.state == "void",
            }
            for receipt in self.receipt_ids.sorted("number")
        ]

    # -------------------------------------------------------------------------
    # CASHIER'S DESK
    # -------------------------------------------------------------------------

    @api.model
    @api.readonly
    def desk(self):
        """What the cashier's screen shows of the shift."""
        self._check_verb_access("open")
        company = self.env.company
        shift = self._current()
        books = self.env["hcc.receipt.book"]._usable_on(
            company, self.env["hcc.clock"]._today(company)
        )
        return {
            "shift": shift._desk_row() if shift else None,
            "books": [{"id": book.id, "name": book.display_name} for book in books],
            "centre": company.name,
        }

    def _desk_row(self):
        return {
            "id": self.id,
            "name": self.name,
            "is_today": self.day == self.env["hcc.clock"]._today(self.company_id),
            "book": self.book_id.display_name,
            "next_number": self.book_id.next_number or "",
            "receipts": self.receipt_count,
            "over_limit": self.is_over_limit,
        }

    def action_open_form(self):
        """Open this shift for counting and closing."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _verb_labels(self):
        return {
            "open": self.env._("Open a shift"),
            "count": self.env._("Confirm the count"),
            "close": self.env._("Close the shift"),
        }
