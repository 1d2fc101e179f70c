from odoo import api, fields, models

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import splits

from ..frozen import freeze_table
from ..words import kind_field

_FROZEN_FIELDS = (
    "company_id", "due_id", "receipt_id", "move_id", "shift_id", "day", "agency_id", "fee_id",
    "fee_name", "kind", "method", "amount",
)  # fmt: skip


class HccPayment(models.Model):
    """One due, paid (khoản đã thu): by a line of a receipt, or by an invoice for a service price.

    What agencies are owed, shifts, remittances and statistics are sums of these rows. A due has at
    most one live payment, a payment is remitted at most once, and none is added to or taken from a
    shift that is no longer open: the database itself refuses. Read like receipts, written by verbs.
    """

    _name = "hcc.payment"
    _inherit = ["hcc.state.mixin"]
    _description = "Payment of a Due"
    _order = "id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "reverse": Verb(("live",), "reversed"),  # by hcc.receipt.void only
        "remit": Verb(("live",), None),  # by hcc.remittance only
    }
    _guarded_fields = frozenset({*_FROZEN_FIELDS, "state", "remittance_line_id"})

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    due_id = fields.Many2one(
        "hcc.due", "Due", required=True, readonly=True, index=True, ondelete="restrict"
    )
    dossier_code = fields.Char(related="due_id.dossier_code")
    receipt_id = fields.Many2one(
        "hcc.receipt", "Receipt", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    shift_id = fields.Many2one(
        "hcc.shift", "Shift", required=True, readonly=True, index=True, ondelete="restrict"
    )
    day = fields.Date("Collected on", required=True, readonly=True, index=True)
    agency_id = fields.Many2one(
        "hcc.agency", "Beneficiary", required=True, readonly=True, index=True, ondelete="restrict"
    )
    fee_id = fields.Many2one(
        "hcc.fee", "Fee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    fee_name = fields.Char("Paid for", required=True, readonly=True)
    kind = kind_field(required=True, readonly=True)
    method = fields.Selection([("cash", "Cash")], "Payment", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    state = fields.Selection(
        [("live", "Paid"), ("reversed", "Reversed")], required=True, readonly=True, default="live"
    )
    remittance_line_id = fields.Many2one(
        "hcc.remittance.line", "Remitted with", readonly=True, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip

    _live_uniq = models.UniqueIndex("(due_id) WHERE state = 'live'", "This due is already paid.")
    _document_check = models.Constraint(
        "CHECK (num_nonnulls(receipt_id, move_id) = 1)",
        "A payment stands on a receipt or on an invoice.",
    )
    _kind_check = models.Constraint(
        "CHECK ((kind = 'service') = (move_id IS NOT NULL))",
        "Service prices are invoiced; fees and charges are receipted.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount > 0 AND amount = round(amount))", "A payment is whole đồng above 0."
    )
    _remitted_check = models.Constraint(
        "CHECK (remittance_line_id IS NULL OR state = 'live')",
        "What was taken back is not remitted.",
    )
    _owed_idx = models.Index(
        "(company_id, day) WHERE state = 'live' AND remittance_line_id IS NULL"
    )

    def init(self):
        freeze_table(self.env.cr, self._table, ("state", "remittance_line_id"))
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION hcc_payment_shift_open() RETURNS trigger AS $$
            BEGIN
                PERFORM 1 FROM hcc_shift
                  WHERE id = NEW.shift_id AND day = NEW.day AND state = 'open' FOR NO KEY UPDATE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'shift % is not open on %', NEW.shift_id, NEW.day
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
            END;
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS hcc_payment_shift_open ON hcc_payment;
            CREATE TRIGGER hcc_payment_shift_open BEFORE INSERT OR UPDATE OF state
                ON hcc_payment FOR EACH ROW EXECUTE FUNCTION hcc_payment_shift_open();
            CREATE OR REPLACE FUNCTION hcc_payment_remitted_once() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'payment % is already remitted', OLD.id
                    USING ERRCODE = 'insufficient_privilege';
            END;
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS hcc_payment_remitted_once ON hcc_payment;
            CREATE TRIGGER hcc_payment_remitted_once BEFORE UPDATE OF remittance_line_id
                ON hcc_payment FOR EACH ROW
                WHEN (OLD.remittance_line_id IS NOT NULL AND NEW.remittance_line_id IS NOT NULL
                      AND OLD.remittance_line_id <> NEW.remittance_line_id)
                EXECUTE FUNCTION hcc_payment_remitted_once();
            """
        )

    @api.depends("due_id.dossier_code", "fee_id.code")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = payment.due_id.display_name

    @api.model
    def _prepare(self, header, dues):
        """Values of the payments of ``dues``, on the document whose ``header`` is given."""
        common = {
            name: header[name] for name in ("company_id", "shift_id", "day", "agency_id", "method")
        }
        return [
            {
                **common,
                "due_id": due.id,
                "fee_id": due.fee_id.id,
                "fee_name": due.fee_name,
                "kind": due.kind,
                "amount": due.amount,
            }
            for due in dues
        ]

    def _agrees_with(self, receipt):
        """Whether this line says of itself what its receipt says."""
        names = ("company_id", "shift_id", "day", "agency_id", "method")
        return all(self[name] == receipt[name] for name in names)

    def _split(self, policy):
        """``(Treasury's part, agency's part)`` of these payments, fee by fee, to the đồng."""
        treasury = own = 0
        for fee, payments in self.grouped("fee_id").items():
            percent = fee._treasury_percent(policy)
            parts = splits.largest_remainder(
                round(sum(payments.mapped("amount"))), [percent, 100 - percent]
            )
            treasury, own = treasury + parts[0], own + parts[1]
        return treasury, own

    @api.model
    def _collected_by_agency(self, company, date_from, date_to):
        """``{agency id: đồng}`` collected at ``company`` from one day to another, both included."""
        groups = self.sudo()._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "=", "live"),
                ("day", ">=", date_from),
                ("day", "<=", date_to),
            ],
            ["agency_id"],
            ["amount:sum"],
        )
        return {agency.id: round(amount) for agency, amount in groups}
