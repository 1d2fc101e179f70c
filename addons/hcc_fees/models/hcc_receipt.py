from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import canonical, identity, money_words, text
from odoo.addons.hcc_base.transaction import draws_number

from ..frozen import freeze_table
from ..words import ACCOUNTANT, CASHIER, KIND_WORDS, METHOD_WORDS, plain

#: purpose of the token behind the code on the paper
RECEIPT_TOKEN = "receipt"
#: What the paper says and the seal vouches for, beside its lines.
SEALED_FIELDS = (
    "company_id", "book_id", "template", "symbol", "number", "name", "shift_id", "cashier_id",
    "day", "issued_at", "agency_id", "agency_name", "collector_name", "collector_tax_code",
    "payer_name", "payer_address", "dossier_id", "dossier_code", "procedure_name", "method",
    "total", "amount_in_words", "replaces_id", "prev_hash",
)  # fmt: skip
SEALED_LINE_FIELDS = ("due_id", "fee_id", "fee_name", "kind", "amount")
#: ``cr.cache`` entry: receipt id → copy number of the print being rendered.
PRINTING = "hcc_receipt_printing"


class HccReceipt(models.Model):
    """A receipt (biên lai thu phí, lệ phí): written at the moment of collection, for one agency.

    It never changes: what it says is sealed in its book's chain and frozen by the database. A
    mistake found on the same day, while the shift is open, is voided by an accountant who is not
    the cashier; the dues are open again and the next receipt says which one it replaces.

    A cashier collects in the own shift and sees the centre's receipts; accountants void;
    oversight, accountants and directors see all of the centre. Nobody edits or deletes.
    """

    _name = "hcc.receipt"
    _inherit = ["hcc.state.mixin", "hcc.sealed.mixin"]
    _description = "Receipt"
    _order = "id desc"
    _rec_names_search = ["name", "dossier_code"]
    _check_company_auto = True
    _allow_sudo_commands = False
    _export_groups = (
        "hcc_base.group_accountant",
        "hcc_base.group_oversight",
        "hcc_base.group_director",
    )

    _verbs = {
        "collect": Verb((), "issued", (CASHIER,)),
        "void": Verb(("issued",), "void", (ACCOUNTANT,)),
        "print_paper": Verb(("issued", "void"), None, (CASHIER, ACCOUNTANT)),
    }
    _guarded_fields = frozenset(
        {*SEALED_FIELDS, "hash", "state", "payment_ids", "print_count", "printed_at"}
    )

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    template = fields.Char(required=True, readonly=True)
    symbol = fields.Char(required=True, readonly=True)
    name = fields.Char("Number", required=True, readonly=True)
    shift_id = fields.Many2one("hcc.shift", "Shift", required=True, readonly=True, index=True)
    cashier_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True, index=True)
    issued_at = fields.Datetime("Issued at", required=True, readonly=True)
    agency_id = fields.Many2one(
        "hcc.agency", "Beneficiary", required=True, readonly=True, index=True
    )
    agency_name = fields.Char("On behalf of", required=True, readonly=True)
    collector_name = fields.Char(required=True, readonly=True)
    collector_tax_code = fields.Char(readonly=True)
    payer_name = fields.Char("Payer", readonly=True)
    payer_address = fields.Char("Payer's address", readonly=True)
    dossier_id = fields.Many2one("hcc.dossier", "Dossier", required=True, readonly=True, index=True)
    dossier_code = fields.Char(required=True, readonly=True, index=True)
    procedure_name = fields.Char("Procedure", readonly=True)
    method = fields.Selection(
        [("cash", "Cash")], "Payment", required=True, readonly=True, default="cash"
    )
    total = fields.Monetary(required=True, readonly=True)
    amount_in_words = fields.Char(required=True, readonly=True)
    replaces_id = fields.Many2one("hcc.receipt", "Replaces", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [("issued", "Issued"), ("void", "Voided")],
        required=True,
        readonly=True,
        default="issued",
    )
    payment_ids = fields.One2many("hcc.payment", "receipt_id", "Lines", readonly=True)
    void_ids = fields.One2many("hcc.receipt.void", "receipt_id", "Void record", readonly=True)
    print_count = fields.Integer("Prints", readonly=True, default=0, aggregator=None)
    printed_at = fields.Datetime("Last printed", readonly=True)
    can_void = fields.Boolean(compute="_compute_can")
    can_print_paper = fields.Boolean(compute="_compute_can")

    _number_uniq = models.Constraint(
        "UNIQUE (book_id, number)", "This number of the book is already used."
    )
    _prev_hash_uniq = models.Constraint(
        "UNIQUE (book_id, prev_hash)", "A receipt of the book already follows that one."
    )
    _total_check = models.Constraint(
        "CHECK (total > 0 AND total = round(total))", "A receipt is for whole đồng above 0."
    )

    def init(self):
        freeze_table(self.env.cr, self._table, ("state", "print_count", "printed_at"))

    @api.depends("symbol", "name")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = f"{receipt.symbol} {receipt.name}"

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for receipt in self:
            receipt.can_void = receipt._can("void")
            receipt.can_print_paper = receipt._can("print_paper")

    # -------------------------------------------------------------------------
    # COLLECT
    # -------------------------------------------------------------------------

    @api.model
    @draws_number
    def collect(self, due_ids, shift_id, method="cash", tendered=None, request_key=None):
        """Take the money for dues of one dossier: a receipt per beneficiary for fees and charges,
        an invoice for service prices.

        :param tendered: what the payer handed over, for the change
        :return: ``{"receipts": [{"id", "number", "symbol", "total"}], "invoices": [{"id", "number",
            "total"}], "total", "change"}``; the same again for the same key
        :raise UserError: the shift is not open today, or a due is no longer to be paid
        """
        payload = {
            "dues": sorted(due_ids),
            "shift": shift_id,
            "method": method,
            "tendered": tendered,
        }
        return self.env["hcc.request.key"]._once(
            f"receipt.collect/{self.env.uid}",
            request_key,
            payload,
            lambda: self._collect(due_ids, shift_id, method, tendered),
        )

    def _collect(self, due_ids, shift_id, method, tendered):
        self._check_verb_access("collect")
        self._check_method(method)
        shift = self.env["hcc.shift"].browse(shift_id).exists()
        shift._check_collecting()
        dues = self._checked_dues(due_ids, shift)
        total = round(sum(dues.mapped("amount")))
        change = self._change(total, tendered)
        services = dues.filtered(lambda due: due.kind == "service")
        invoices = [
            self._invoice(shift, agency_dues)
            for agency_dues in services.grouped("agency_id").values()
        ]
        drafts = [
            self._prepare(shift, agency_dues, method)
            for agency_dues in (dues - services).grouped("agency_id").values()
        ]
        dues._guarded_write({"state": "settled"})
        receipts = [self._issue(draft, agency_dues) for draft, agency_dues in drafts]
        return {"receipts": receipts, "invoices": invoices, "total": total, "change": change}

    def _check_method(self, method):
        if method not in dict(self._fields["method"].selection):
            raise UserError(self.env._("The payment method “%s” is not available.", method))

    def _checked_dues(self, due_ids, shift):
        """The dues, locked and still to be paid, of one dossier of the shift's centre."""
        dues = self.env["hcc.due"].browse(due_ids).exists()
        if not dues or len(dues) != len(set(due_ids)):
            raise UserError(self.env._("Choose at least one due. Search the dossier again."))
        dues.check_access("read")
        dues._lock_rows()
        for due in dues.filtered(lambda due: due.state != "open"):
            raise UserError(
                self.env._(
                    "%(due)s is in state “%(state)s” and cannot be collected. Search the dossier "
                    "again.",
                    due=due.display_name,
                    state=due._state_label(),
                )
            )
        if len(dues.dossier_id) > 1 or dues.company_id != shift.company_id:
            raise UserError(self.env._("One collection is for one dossier of your centre."))
        return dues

    def _change(self, total, tendered):
        if tendered is None:
            return None
        if tendered < total:
            raise UserError(
                self.env._(
                    "%(tendered)s đ is less than the %(total)s đ to pay.",
                    tendered=tendered,
                    total=total,
                )
            )
        return tendered - total

    def _prepare(self, shift, dues, method):
        """Everything the receipt says except its place in the book, with its dues."""
        company, agency, first = shift.company_id.sudo(), dues.agency_id, dues[:1]
        total = round(sum(dues.mapped("amount")))
        vals = {
            "company_id": company.id,
            "book_id": shift.book_id.id,
            "template": shift.book_id.template,
            "symbol": shift.book_id.symbol,
            "shift_id": shift.id,
            "cashier_id": self.env.uid,
            "day": shift.day,
            "issued_at": self.env["hcc.clock"]._now(),
            "agency_id": agency.id,
            "agency_name": agency.name,
            "collector_name": company.name,
            "collector_tax_code": company.vat,
            "payer_name": first.payer_name,
            "payer_address": first.payer_address,
            "dossier_id": first.dossier_id.id,
            "dossier_code": first.dossier_code,
            "procedure_name": first.procedure_name,
            "method": method,
            "total": total,
            "amount_in_words": money_words.vnd_in_words(total),
            "replaces_id": self._replaced(dues).id,
        }
        return vals, dues

    def _replaced(self, dues):
        """The voided receipt that a new one for the same dues takes the place of."""
        reversed_payments = dues.sudo().payment_ids.filtered(lambda p: p.state == "reversed")
        return reversed_payments.receipt_id.sorted("id")[-1:]

    def _issue(self, vals, dues):
        """Draw the number, seal, store: nothing may follow that could take long."""
        book = self.env["hcc.receipt.book"].sudo().browse(vals["book_id"])
        number = book._draw_number()
        __, previous = self._chain_head(book)
        vals = {**vals, "number": number, "name": book._format(number), "prev_hash": previous}
        lines = self.env["hcc.payment"]._prepare(vals, dues)
        vals["hash"] = self._seal(previous, self._body_of(vals, lines))
        receipt = self._guarded_create([vals])
        self.env["hcc.payment"]._guarded_create(
            [{**line, "receipt_id": receipt.id} for line in lines]
        )
        facts = {
            "dues": dues.ids, "total": round(vals["total"]), "number": vals["name"],
            "book": book.id, "shift": vals["shift_id"], "dossier": vals["dossier_id"],
        }  # fmt: skip
        self.env["hcc.journal.entry"]._append(receipt, "collect", None, "issued", facts)
        return {
            "id": receipt.id,
            "number": vals["name"],
            "symbol": vals["symbol"],
            "total": round(vals["total"]),
        }

    def _invoice(self, shift, dues):
        """Post the invoice of an enterprise's service prices; its cash is booked with the shift."""
        company = (
            shift.company_id.sudo()
        )  # cashiers have no right to post, this verb has checked them
        move = (
            self.env["account.move"]
            .sudo()
            .with_company(company)
            .create(self._prepare_invoice(company, shift, dues))
        )
        move.action_post()
        header = {"company_id": company.id, "shift_id": shift.id, "day": shift.day,
                  "agency_id": dues.agency_id.id, "method": "cash"}  # fmt: skip
        lines = self.env["hcc.payment"]._prepare(header, dues)
        self.env["hcc.payment"]._guarded_create([{**line, "move_id": move.id} for line in lines])
        facts = {"dues": dues.ids, "total": round(move.amount_total), "invoice": move.id}
        self.env["hcc.journal.entry"]._append(shift, "invoice", shift.state, shift.state, facts)
        return {"id": move.id, "number": move.name, "total": round(move.amount_total)}

    def _prepare_invoice(self, company, shift, dues):
        account = company._hcc_account_setting("hcc_service_account_id")
        return {
            "move_type": "out_invoice",
            "journal_id": company._hcc_account_setting("hcc_invoice_journal_id").id,
            "partner_id": company._hcc_account_setting("hcc_walk_in_partner_id").id,
            "invoice_date": shift.day,
            "date": shift.day,
            "ref": dues.dossier_id.sudo().name,
            "hcc_shift_id": shift.id,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "name": due.fee_name,
                        "quantity": 1,
                        "price_unit": due.amount,
                        "account_id": account.id,
                        "tax_ids": [fields.Command.clear()],
                    }
                )
                for due in dues
            ],
        }

    # -------------------------------------------------------------------------
    # SEAL
    # -------------------------------------------------------------------------

    @api.model
    def _body_of(self, vals, lines):
        body = {name: plain(vals.get(name)) for name in SEALED_FIELDS}
        body["lines"] = [
            {name: plain(line[name]) for name in SEALED_LINE_FIELDS}
            for line in sorted(lines, key=lambda line: line["due_id"])
        ]
        return canonical.canonical_json(body)

    def _sealed_body(self):
        lines = [
            {name: plain(payment[name]) for name in SEALED_LINE_FIELDS}
            for payment in self.payment_ids
            if payment._agrees_with(self)
        ]
        return self._body_of({name: self[name] for name in SEALED_FIELDS}, lines)

    # -------------------------------------------------------------------------
    # VOID
    # -------------------------------------------------------------------------

    @draws_number
    def void(self, reason, request_key=None):
        """Void the receipt: an accountant other than its cashier, on its day, its shift still open.

        :return: ``{"void_id", "number"}`` of the void's own record
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"receipt.void/{self.env.uid}",
            request_key,
            {"receipt": self.id, "reason": reason},
            lambda: self._void(text.clean(reason or "")),
        )

    def _void(self, reason):
        if not reason:
            raise UserError(self.env._("%s: say why it is voided.", self.display_name))
        self.sudo().shift_id._lock_rows()
        facts = {}
        self._transition("void", lambda: self._reverse(facts), facts)
        void = self.env["hcc.receipt.void"]._record(self, reason)
        return {"void_id": void.id, "number": void.number}

    def _reverse(self, facts):
        """Take the payments back; the dues are to be paid again."""
        payments = self.sudo().payment_ids
        payments._guarded_write({"state": "reversed"})
        payments.flush_recordset()  # before a new payment claims the due in the same transaction
        payments.due_id._guarded_write({"state": "open"})
        payments.due_id._end_refund_by_void()
        facts.update(dues=payments.due_id.ids, total=round(self.total), number=self.name)
        return {}

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "void":
            self._check_void()

    def _check_void(self):
        if self.cashier_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%s is your own receipt: another person with the accountant's role must "
                    "void it.",
                    self.display_name,
                )
            )
        shift = self.shift_id.sudo()
        today = self.env["hcc.clock"]._today(self.company_id)
        if shift.state != "open" or self.day != today:
            raise UserError(
                self.env._(
                    "%(receipt)s cannot be voided any more: its shift %(shift)s is counted or of "
                    "another day. Refund the payer instead.",
                    receipt=self.display_name,
                    shift=shift.name,
                )
            )
        self.sudo().payment_ids.due_id._check_nothing_refunded(self)

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    def print_paper(self):
        """Open the receipt's paper; every time it is fetched counts as one print."""
        self.ensure_one()
        self._check_verb_access("print_paper")
        return {
            "type": "ir.actions.act_url",
            "url": f"/hcc/receipt/{self.id}/paper",
            "target": "new",
        }

    def _render_paper(self):
        """The PDF of one counted print: the first is the original, later ones are marked."""
        self.ensure_one()
        copy = self._count_print()
        self.env.cr.cache.setdefault(PRINTING, {})[self.id] = copy
        report = self.env["ir.actions.report"]
        return report._render_qweb_pdf("hcc_fees.report_receipt", self.ids)[0]

    def _count_print(self):
        self._check_verb_access("print_paper")
        [(copy,)] = self.env.execute_query(
            SQL(
                """UPDATE hcc_receipt
                   SET print_count = COALESCE(print_count, 0) + 1, printed_at = %s
                   WHERE id = %s RETURNING print_count""",
                self.env["hcc.clock"]._now(),
                self.id,
            )
        )
        self.invalidate_recordset(["print_count", "printed_at"], flush=False)
        facts = {"copy": copy, "number": self.name}
        self.env["hcc.journal.entry"]._append(self, "print", self.state, self.state, facts)
        return copy

    def _copy_mark(self):
        """What a paper that is not the counted original says across it."""
        copy = self.env.cr.cache.get(PRINTING, {}).get(self.id)
        if self.state == "void":
            return "ĐÃ HỦY"
        if copy is None:
            return "BẢN XEM – KHÔNG DÙNG ĐỂ THANH TOÁN"
        return f"BẢN SAO – IN LẠI LẦN {copy - 1}" if copy > 1 else ""

    def _paper_lines(self):
        return [
            {
                "name": payment.fee_name,
                "reduction": payment.due_id.reduction_text,
                "kind": KIND_WORDS[payment.kind],
                "amount": money_words.format_vnd(round(payment.amount)),
            }
            for payment in self.payment_ids.sorted(lambda payment: payment.due_id.id)
        ]

    def _paper_split(self):
        """``P: … LP: …``: charges and fees apart, as receipts state them."""
        sums = {"charge": 0, "fee": 0}
        for payment in self.payment_ids:
            sums[payment.kind] += round(payment.amount)
        charges, fees = map(money_words.format_vnd, sums.values())
        return f"P: {charges}; LP: {fees}"

    def _paper_values(self):
        """What the paper shows beside the receipt's own fields."""
        company = self.company_id.sudo()  # name and address of the centre, on every paper
        issued = self.env["hcc.clock"]._local(self.company_id, self.issued_at)
        place = f"{company.city}, " if company.city else ""
        return {
            "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
            "address": ", ".join(filter(None, (company.street, company.city))),
            "copy_mark": self._copy_mark(),
            "lines": self._paper_lines(),
            "split": self._paper_split(),
            "total": money_words.format_vnd(round(self.total)),
            "method": METHOD_WORDS[self.method],
            "replaces": self.sudo().replaces_id.display_name or "",
            "lookup_url": self._lookup_url(),
            "seal": self.hash.rpartition("$")[2][:16],
            "place_date": f"{place}ngày {self.day:%d} tháng {self.day:%m} năm {self.day:%Y}",
            "time": f"{issued:%H giờ %M}",
        }

    def _lookup_url(self):
        """The address behind the paper's code."""
        token = self.env["hcc.token"]._issue(self, RECEIPT_TOKEN)
        base_url = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return f"{base_url.rstrip('/')}/hcc/r/{token}"

    def _public_facts(self):
        """What everybody who holds the paper may check; nothing else of the receipt leaves."""
        receipt = self.sudo()  # reached by a token only, see hcc.token
        receipt.ensure_one()
        return {
            "is_valid": receipt.state == "issued",
            "template": receipt.template,
            "symbol": receipt.symbol,
            "number": receipt.name,
            "day": f"{receipt.day:%d/%m/%Y}",
            "centre": receipt.collector_name,
            "agency": receipt.agency_name,
            "amount": money_words.format_vnd(round(receipt.total)),
            "amount_in_words": receipt.amount_in_words,
            "payer": identity.mask_name(receipt.payer_name or ""),
            "is_demonstration": receipt.env["hcc.clock"]._is_demonstration_database(),
        }

    def _verb_labels(self):
        return {
            "collect": self.env._("Collect"),
            "void": self.env._("Void"),
            "print_paper": self.env._("Print"),
        }
