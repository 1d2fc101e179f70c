from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import text

from ..words import ACCOUNTANT
from .hcc_due import REFUND_FIELDS


class HccDue(models.Model):
    """A paid due whose money goes back (hoàn trả): its dossier ended, or was corrected, for a
    reason that says so. The cashier's list of refunds holds it until its receipt is voided on its
    own day, or an accountant records the paper by which the money went back."""

    _inherit = "hcc.due"

    _verbs = {
        "ask_refund": Verb(("settled",), None),  # by the end of the dossier only
        "refund": Verb(("settled",), None, (ACCOUNTANT,)),
    }
    _guarded_fields = frozenset(REFUND_FIELDS)

    refund_state = fields.Selection(
        [("asked", "To refund"), ("done", "Refunded")], "Refund", readonly=True, index=True
    )
    refund_asked_on = fields.Date("To refund since", readonly=True)
    refund_amount = fields.Monetary(
        "Amount to refund", readonly=True, help="Without what counts for another dossier."
    )
    refund_paper = fields.Char(
        "Refund's paper", readonly=True, help="Number and date of the payment slip."
    )
    refunded_at = fields.Datetime("Refunded at", readonly=True)
    refunded_by_id = fields.Many2one(
        "res.users", "Refund recorded by", readonly=True, index="btree_not_null"
    )
    can_refund = fields.Boolean(compute="_compute_can")

    @api.depends("refund_state")
    def _compute_can(self):
        super()._compute_can()
        for due in self:
            due.can_refund = due._can("refund")

    def _ask_refund(self):
        """List what was paid for nothing."""
        for due in self.sudo().filtered(lambda due: due._left() > 0):
            amount = due._left()
            values = {
                "refund_state": "asked",
                "refund_asked_on": self.env["hcc.clock"]._today(due.company_id),
                "refund_amount": round(due.refund_amount or 0) + amount,
            }
            due._transition("ask_refund", values, {"amount": amount})

    def refund(self, paper):
        """Record that the money went back; it is paid out by the centre's accounts, not here.

        :param paper: number and date of the payment slip
        """
        paper = text.clean(paper or "")
        if not paper:
            raise UserError(self.env._("Enter number and date of the refund's payment slip."))
        now = self.env["hcc.clock"]._now()
        values = {
            "refund_state": "done",
            "refund_paper": paper,
            "refunded_at": now,
            "refunded_by_id": self.env.uid,
        }
        amount = sum(round(due.refund_amount or due.amount) for due in self)
        self._transition("refund", values, {"amount": amount})
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "refund" and self.refund_state != "asked":
            raise UserError(
                self.env._("%s is not to be refunded, or was refunded already.", self.display_name)
            )

    def _end_refund_by_void(self):
        """The receipt was voided on its day: the money is back, and nothing is owed any more."""
        for due in self.filtered(lambda due: due.refund_state == "asked"):
            due._guarded_write({"refund_state": "done"})
            due.sudo()._transition("cancel")

    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "ask_refund": _("Ask for a refund"),
            "refund": _("Record the refund"),
        }
