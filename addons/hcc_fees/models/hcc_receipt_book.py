import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import numbers

from ..words import ACCOUNTANT, ADMINISTRATOR
from .hcc_policy import RECEIPT_SCHEMES

#: scheme → digits of a number
DIGITS = {"blp": 7, "ebl": 8}
#: Decree 123/2020: 01BLP0-001 and AB-23E; not checked against the text.
_BLP_TEMPLATE = re.compile(r"0[12]BLP\d-\d{3}")
_BLP_SYMBOL = re.compile(r"[A-Z]{2}-\d{2}[ETP]")


class HccReceiptBook(models.Model):
    """A book of receipts (quyển biên lai): a template and symbol of one year, without gaps.

    Accountants and administrators prepare, open and close books; cashiers draw from the open one
    through their shift. Electronic books hold for one year and start again at 1 (Decree 254/2026
    art. 23). Oversight and accountants verify the chain of seals.
    """

    _name = "hcc.receipt.book"
    _inherit = ["hcc.state.mixin"]
    _description = "Receipt Book"
    _order = "year desc, template, symbol, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "open_book": Verb(("draft",), "open", (ACCOUNTANT, ADMINISTRATOR)),
        "close_book": Verb(("open",), "closed", (ACCOUNTANT, ADMINISTRATOR)),
        "verify": Verb(
            ("open", "closed"),
            None,
            (ACCOUNTANT, ADMINISTRATOR, "hcc_base.group_oversight", "hcc_base.group_director"),
        ),
    }
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    scheme = fields.Selection(RECEIPT_SCHEMES, required=True, default="ebl")
    template = fields.Char(required=True, default="EBL01", help="Ký hiệu mẫu, e.g. EBL01.")
    symbol = fields.Char(required=True, help="Ký hiệu, e.g. 26TAA.")
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: self.env["hcc.clock"]._today().year
    )
    number_from = fields.Integer("First number", required=True, default=1, aggregator=None)
    number_to = fields.Integer("Last number", required=True, default=99_999_999, aggregator=None)
    next_number = fields.Char(compute="_compute_next_number")
    issued_count = fields.Integer("Issued so far", compute="_compute_next_number")
    state = fields.Selection(
        [("draft", "In preparation"), ("open", "In use"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="draft",
    )
    receipt_ids = fields.One2many("hcc.receipt", "book_id", "Receipts", readonly=True)
    can_open_book = fields.Boolean(compute="_compute_can")
    can_close_book = fields.Boolean(compute="_compute_can")
    can_verify = fields.Boolean(compute="_compute_can")

    _symbol_uniq = models.Constraint(
        "UNIQUE (company_id, template, symbol, year)",
        "This centre already has a book with this template and symbol for the year.",
    )
    _range_check = models.Constraint(
        "CHECK (number_from >= 1 AND number_to >= number_from)",
        "A book's numbers run from 1 or more upwards.",
    )

    @api.depends("template", "symbol")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.template} {book.symbol or ''}".strip()

    @api.depends("number_from", "number_to", "year", "scheme")
    def _compute_next_number(self):
        for book in self:
            used = self.env["hcc.number.series"]._last(book._series_key()) if book.id else 0
            following = (book.number_from or 1) + used
            book.issued_count = used
            book.next_number = book._format(following) if following <= book.number_to else False

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for book in self:
            for verb in book._verbs:
                book[f"can_{verb}"] = book._can(verb)

    @api.constrains("scheme", "template", "symbol", "year", "number_to")
    def _check_codes(self):
        for book in self:
            book._check_number_to()
            if book.scheme == "blp":
                book._check_blp()
            else:
                book._check_ebl()

    def _check_number_to(self):
        if self.number_to >= 10 ** DIGITS[self.scheme]:
            raise ValidationError(
                self.env._(
                    "%(book)s: numbers of this kind have at most %(digits)s digits.",
                    book=self.display_name,
                    digits=DIGITS[self.scheme],
                )
            )

    def _check_ebl(self):
        try:
            numbers.check_receipt_template(self.template)
            numbers.check_receipt_symbol(self.symbol)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if self.symbol[:2] != f"{self.year % 100:02d}":
            raise ValidationError(
                self.env._("%(book)s does not begin with the year %(year)s.",
                           book=self.display_name, year=self.year)
            )  # fmt: skip

    def _check_blp(self):
        if not _BLP_TEMPLATE.fullmatch(self.template) or not _BLP_SYMBOL.fullmatch(self.symbol):
            raise ValidationError(
                self.env._(
                    "%s: a template of this kind looks like 01BLP0-001, a symbol like AB-25E.",
                    self.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def open_book(self):
        """Put the book to use; its range and symbol no longer change."""
        for book in self:
            facts = {"symbol": book.symbol, "from": book.number_from, "to": book.number_to}
            book._transition("open_book", facts=facts)
        return True

    def close_book(self):
        """No further receipt is written in the book."""
        for book in self:
            book._transition("close_book", facts={"last": book.next_number or "used up"})
        return True

    def verify(self):
        """Check every seal of the book and show the outcome."""
        self.ensure_one()
        outcome = self._verify()
        self._transition("verify", facts={**outcome, "broken": outcome["broken"] or None})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if outcome["broken"] else "success",
                "sticky": bool(outcome["broken"]),
                "message": self._verify_message(outcome),
            },
        }

    def _verify_message(self, outcome):
        if outcome["broken"]:
            return self.env._(
                "%(book)s: %(paper)s is not as it was sealed. Keep the database as it is and "
                "inform the director.",
                book=self.display_name,
                paper=outcome["broken"],
            )
        return self.env._(
            "%(book)s: %(count)s receipts are as they were sealed.",
            book=self.display_name,
            count=outcome["checked"],
        )

    def _verify(self):
        """Recompute the book's seals: receipts, voids, numbers without gap, heads of closed shifts.

        :return: ``{"checked": number of receipts, "broken": code of the first bad paper or ""}``
        """
        self.ensure_one()
        receipts = self.env["hcc.receipt"]
        broken = (
            receipts._verify_chain(self).display_name
            or self.env["hcc.receipt.void"]._verify_chain(self).display_name
            or self._broken_state()
            or self._broken_gap()
            or self._broken_anchor()
        )
        checked = receipts.sudo().search_count([("book_id", "=", self.id)])
        return {"checked": checked, "broken": broken or ""}

    def _broken_state(self):
        """A receipt marked void without its void, or the reverse."""
        receipts = self.env["hcc.receipt"].sudo().search([("book_id", "=", self.id)])
        voided = self.env["hcc.receipt.void"].sudo().search([("book_id", "=", self.id)]).receipt_id
        for receipt in receipts:
            live = receipt.state == "issued"
            if live == (receipt in voided) or {p.state for p in receipt.payment_ids} != {
                "live" if live else "reversed"
            }:
                return receipt.display_name
        return ""

    def _broken_gap(self):
        """The first number missing between the book's start and the last one drawn."""
        used = self.env["hcc.number.series"]._last(self._series_key())
        receipts = (
            self.env["hcc.receipt"].sudo().search([("book_id", "=", self.id)], order="number")
        )
        expected = list(range(self.number_from, self.number_from + used))
        if receipts.mapped("number") == expected:
            return ""
        missing = sorted(set(expected) ^ set(receipts.mapped("number")))
        return f"{self.symbol} {self._format(missing[0])}"

    def _broken_anchor(self):
        """A closed shift whose printed head is no longer in the book: rewritten or cut off."""
        shifts = (
            self.env["hcc.shift"]
            .sudo()
            .search([("book_id", "=", self.id), ("head_number", ">", 0)])
        )
        for shift in shifts:
            head = (
                self.env["hcc.receipt"]
                .sudo()
                .search([("book_id", "=", self.id), ("number", "=", shift.head_number)])
            )
            if head.hash != shift.head_hash:
                return shift.display_name
        return ""

    # -------------------------------------------------------------------------
    # NUMBERS
    # -------------------------------------------------------------------------

    def _series_key(self):
        return f"receipt/{self.id}/{self.year}"

    def _format(self, number):
        return numbers.receipt_number(number, DIGITS[self.scheme])

    def _draw_number(self):
        """The book's next number; the last thing a collection does before it commits."""
        number = self.number_from - 1 + self.env["hcc.number.series"]._draw(self._series_key())
        self.invalidate_recordset(["next_number", "issued_count"], flush=False)
        if number > self.number_to:
            raise UserError(
                self.env._(
                    "The book %s is used up. An accountant must open another one; then close this "
                    "shift and open a new one with it.",
                    self.display_name,
                )
            )
        return number

    @api.model
    def _usable_on(self, company, day):
        """The centre's open books that suit ``day`` and its policy."""
        policy = self.env["hcc.policy"]._get(company, day).sudo()
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("scheme", "=", policy.receipt_scheme),
                ("year", "=", day.year),
            ]
        )

    def _check_usable(self, day):
        if self not in self._usable_on(self.company_id, day):
            raise UserError(
                self.env._(
                    "The book %(book)s cannot be used on %(day)s: it is not open, is of another "
                    "year or not of the kind the policy prescribes.",
                    book=self.display_name,
                    day=fields.Date.to_string(day),
                )
            )

    def _verb_labels(self):
        return {
            "open_book": self.env._("Put to use"),
            "close_book": self.env._("Close the book"),
            "verify": self.env._("Verify the seals"),
        }
