from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import money_words


class HccDossier(models.Model):
    """What the applicant owes: charged at reception, asked for before steps and return."""

    _inherit = "hcc.dossier"

    due_ids = fields.One2many("hcc.due", "dossier_id", "Dues", readonly=True, copy=False)

    chargeable_item_ids = fields.Many2many(
        "hcc.fee.item", compute="_compute_chargeable_item_ids", string="Conditional fees"
    )

    @api.depends("version_id", "state", "due_ids.state")
    @api.depends_context("uid")
    def _compute_chargeable_item_ids(self):
        """Fees with a condition that this official may still charge."""
        for dossier in self:
            is_open = dossier.received_on and not (dossier.ended_on or dossier.returned_on)
            mine = is_open and dossier._has_verb_group("receive")
            dossier.chargeable_item_ids = dossier._chargeable_items() if mine else False

    def _chargeable_items(self):
        charged = self.due_ids.filtered(lambda due: due.state != "cancelled").fee_item_id
        return self.version_id.fee_item_ids.filtered("condition") - charged

    def _after_receive(self):
        super()._after_receive()
        for dossier in self:
            paid = dossier._paid_before().fee_id
            items = dossier.version_id.sudo().fee_item_ids.filtered(
                lambda item, paid=paid: not item.condition or item.fee_id in paid
            )
            self.env["hcc.due"]._charge(dossier, items)
            dossier._refund_rest()

    def charge(self, fee_item_id):
        """Charge a fee that its procedure asks for in some cases only; the official has decided.

        :raise UserError: the fee is not one of this dossier's version, or is charged already
        """
        self.ensure_one()
        self._check_verb_access("receive")
        self._lock_rows()
        item = self.chargeable_item_ids.filtered(lambda item: item._origin.id == fee_item_id)
        if not item:
            raise UserError(
                self.env._(
                    "%s cannot be charged this fee: it is not open, its procedure does not ask for "
                    "the fee, or the fee is charged already.",
                    self.display_name,
                )
            )
        due = self.env["hcc.due"]._charge(self, item)
        facts = {"fee_item": item.id, "due": due[:1].id or None}
        self.env["hcc.journal.entry"]._append(self, "charge", self.state, self.state, facts)
        return due[:1].id

    @api.model
    def _occurrence_labels(self):
        return super()._occurrence_labels() | {
            "charge": self.env._("Fee charged"),
            "reduce": self.env._("Fee reduced"),
            "credit": self.env._("Fee paid before counted"),
        }

    def _settle_dues(self, effect):
        super()._settle_dues(effect)
        dues = self.sudo().due_ids
        if effect != "keep":
            dues._cancel_open()
        if self.replaced_by_id:
            dues._pass_on()  # what was paid goes on, or back, with the dossier that continues it
        elif effect == "refund":
            dues._ask_refund()

    # -------------------------------------------------------------------------
    # PAID WITH A VOIDED ACCEPTANCE
    # -------------------------------------------------------------------------

    def _paid_before(self):
        """What was paid with the acceptances that this dossier continues, and is left of it."""
        if not self.replaces_id:
            return self.env["hcc.due"].sudo()
        dues = (self._as_one_dossier() - self).sudo().due_ids
        return dues.filtered(lambda due: due._left() > 0)

    def _refund_rest(self):
        """What counts for nothing here goes back, where the correction's reason says so; a fee
        without a tariff yet may still need it."""
        paid = self._paid_before()
        if not paid:
            return
        waiting = self.sudo().due_ids.filtered(lambda due: due.state == "unpriced").fee_id
        for due in paid:
            refunds = due.dossier_id.reason_id.fee_effect == "refund"
            if refunds and due.fee_id not in waiting:
                due._ask_refund()

    def _after_verb(self, verb, facts):
        """A draft that ends without an acceptance needs nothing of what was paid before."""
        super()._after_verb(verb, facts)
        if verb in ("refuse", "withdraw", "cancel"):
            for dossier in self.filtered(lambda one: one.replaces_id and not one.received_at):
                dossier._refund_rest()

    def _get_step_blockers(self, step):
        early = self.sudo().due_ids.filtered(lambda due: due.collect_at != "return")
        return [*super()._get_step_blockers(step), *early._blockers()]

    def _get_return_blockers(self):
        return [*super()._get_return_blockers(), *self.sudo().due_ids._blockers()]

    def _owes_money(self):
        owed = self.sudo().due_ids.filtered(lambda due: due.state in ("open", "unpriced"))
        return super()._owes_money() or bool(owed)

    def _get_slip_extra(self):
        lines = super()._get_slip_extra()
        owed = self.sudo().due_ids.filtered(lambda due: due.state in ("open", "settled"))
        if owed:
            amount = money_words.format_vnd(round(sum(owed.mapped("amount"))))
            lines.append({"label": "Phí, lệ phí, giá dịch vụ phải nộp", "value": amount})
        for due in owed.filtered(lambda due: due.state == "settled" and due._is_credit()):
            label = f"Đã nộp với hồ sơ {due.credited_due_id.dossier_code}"
            value = money_words.format_vnd(round(due.amount))
            lines.append({"label": label, "value": value})
        for due in owed.filtered("modifier_id"):
            lines.append({"label": f"Giảm {due.fee_name}", "value": due.reduction_text})
        return lines
