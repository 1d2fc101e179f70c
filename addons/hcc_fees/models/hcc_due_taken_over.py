from odoo import api, fields, models

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb


class HccDue(models.Model):
    """What was paid with a voided acceptance counts for the dossier that continues it (khoản đã
    nộp): nobody pays a second time for the centre's mistake. Receipt and payment stay with the due
    they were made for; a due of the new dossier stands for them, of the same fee and beneficiary.
    Only a difference is owed; what counts for nothing any more is refunded as the correction's
    reason says. When the receipt is voided on its day, it is owed again where it counted."""

    _inherit = "hcc.due"

    _verbs = {"pass_on": Verb(("settled",), "cancelled")}  # by a further correction only
    _guarded_fields = frozenset({"credited_due_id", "credit_ids"})

    credited_due_id = fields.Many2one(
        "hcc.due", "Paid with the voided dossier", readonly=True, index="btree_not_null",
        ondelete="restrict", help="The due whose receipt counts here.",
    )  # fmt: skip
    credit_ids = fields.One2many("hcc.due", "credited_due_id", "Counts for", readonly=True)

    _credited_uniq = models.UniqueIndex(
        "(credited_due_id) WHERE credited_due_id IS NOT NULL AND state <> 'cancelled'",
        "What was paid counts once.",
    )

    def _verb_labels(self):
        return {**super()._verb_labels(), "pass_on": self.env._("Pass on what was paid")}

    @api.model
    def _credit(self, dossier, vals_list):
        """Take what was paid before off the amounts of ``vals_list``.

        :return: values of the dues that stand for it
        """
        credits, paid = [], dossier._paid_before()
        if paid:
            paid._lock_rows()  # a receipt voided meanwhile is no money
        for vals in vals_list:
            for due in paid.filtered(lambda due, vals=vals: due._is_of(vals)):
                amount = min(due._left(), round(vals["amount"]))
                if amount > 0:
                    vals["amount"] = round(vals["amount"]) - amount
                    paid -= due
                    credits.append(due._prepare_credit(vals, amount))
                    facts = {"due": due.id, "amount": amount}
                    self.env["hcc.journal.entry"]._append(
                        dossier, "credit", dossier.state, dossier.state, facts
                    )
        return credits

    def _prepare_credit(self, vals, amount):
        """Of a fee that is partly owed, the open due names the reduction."""
        values = {**vals, "amount": amount, "state": "settled", "credited_due_id": self.id}
        return values | ({"modifier_id": False} if vals["amount"] else {})

    def _credit_priced(self, tariff, amounts):
        """What is still to be paid of a due that had no tariff at reception."""
        dossier = self.dossier_id.sudo()
        if not dossier.replaces_id:
            return amounts["amount"]
        [vals] = self.sudo().copy_data({"tariff_id": tariff.id, **amounts})
        self._guarded_create(self._credit(dossier, [vals]))
        return vals["amount"]

    def _is_of(self, vals):
        return self.fee_id.id == vals["fee_id"] and self.agency_id.id == vals["agency_id"]

    def _left(self):
        """What was paid, counts for no other dossier, went and goes back to nobody, in đồng."""
        if self.state != "settled":
            return 0
        counted = self.credit_ids.filtered(lambda due: due.state != "cancelled")
        back = self.refund_amount + self.refunded_amount
        return round(self.amount - sum(counted.mapped("amount")) - back)

    def _pass_on(self):
        """The dossier was corrected once more: the money is free for the next one."""
        for due in self.sudo().filtered(lambda due: due.state == "settled" and due._is_credit()):
            due._transition("pass_on", facts={"due": due.credited_due_id.id})
        self.flush_recordset()  # before the index on what counts once sees the next one

    def _is_credit(self):
        """Whether it was paid by the receipt of another due."""
        return bool(self.credited_due_id) and not self.payment_ids.filtered(
            lambda payment: payment.state == "live"
        )

    def _end_refund_by_void(self):
        super()._end_refund_by_void()
        void = self.sudo().filtered(lambda due: due.state == "open")
        void.filtered(lambda due: due.dossier_id.replaced_by_id)._transition("cancel")
        for due in self.sudo().credit_ids.filtered(lambda due: due.state == "settled"):
            if due.refund_state == "asked":
                super(HccDue, due)._end_refund_by_void()
            else:
                due._transition("reopen")
