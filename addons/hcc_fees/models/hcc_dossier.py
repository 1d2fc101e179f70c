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
            items = dossier.version_id.sudo().fee_item_ids.filtered(lambda item: not item.condition)
            self.env["hcc.due"]._charge(dossier, items)

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
        facts = {"fee_item": item.id, "due": due.id or None}
        self.env["hcc.journal.entry"]._append(self, "charge", self.state, self.state, facts)
        return due.id

    @api.model
    def _occurrence_labels(self):
        return super()._occurrence_labels() | {
            "charge": self.env._("Fee charged"),
            "reduce": self.env._("Fee reduced"),
        }

    def _settle_dues(self, effect):
        super()._settle_dues(effect)
        dues = self.sudo().due_ids
        if effect != "keep":
            dues._cancel_open()
        if effect == "refund":
            dues._ask_refund()

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
        for due in owed.filtered("modifier_id"):
            lines.append({"label": f"Giảm {due.fee_name}", "value": due.reduction_text})
        return lines
