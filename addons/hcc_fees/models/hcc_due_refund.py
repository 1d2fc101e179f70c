from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import text

from ..words import ACCOUNTANT
from .hcc_due import REFUND_FIELDS


class HccDue(models.Model):
    """A paid due whose money goes back (hoàn trả): its dossier ended, or was corrected, for a
    reason that says so. The cashier's list of refunds holds it until its receipt is voided on its
    own day, or an accountant records the paper by which the money went back. A further correction
    may list a further part of it; what went back before stays written beside it."""

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
        "Amount to refund", readonly=True,
        help="Without what counts for another dossier and what went back already.",
    )  # fmt: skip
    refunded_amount = fields.Monetary(
        "Amount refunded", readonly=True, help="By payment slips and by a voided receipt."
    )
    refund_paper = fields.Char(
        "Refund's paper", readonly=True, help="Number and date of the payment slip."
    )
    refunded_at = fields.Datetime("Refunded at", readonly=True)
    refunded_by_id = fields.Many2one(
        "res.users", "Refund recorded by", readonly=True, index="btree_not_null"
    )
    can_refund = fields.Boolean(compute="_compute_can")

    _refund_check = models.Constraint(
        "CHECK (COALESCE(refund_amount, 0) >= 0 AND COALESCE(refunded_amount, 0) >= 0"
        " AND COALESCE(refund_amount, 0) + COALESCE(refunded_amount, 0) <= amount)",
        "No more goes back than was paid.",
    )

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
                "refund_amount": due.refund_amount + amount,
            }
            due._transition("ask_refund", values, {"amount": amount})

    def refund(self, paper):
        """Record that the money went back; it is paid out by the centre's accounts, not here.

        :param paper: number and date of the payment slip
        """
        paper = text.clean(paper or "")
        if not paper:
            raise UserError(self.env._("Enter number and date of the refund's payment slip."))
        for due in self:
            facts = {"paper": paper}
            due._transition(
                "refund", lambda due=due, facts=facts: due._refunded_by(paper, facts), facts
            )
        return True

    def _refunded_by(self, paper, facts):
        facts["amount"] = round(self.refund_amount)
        return {
            **self._refunded(),
            "refund_paper": "; ".join(filter(None, (self.refund_paper, paper))),
            "refunded_at": self.env["hcc.clock"]._now(),
            "refunded_by_id": self.env.uid,
        }

    def _refunded(self):
        """What was listed has gone back; the sum of it all keeps it from going back again."""
        return {
            "refund_state": "done",
            "refund_amount": 0,
            "refunded_amount": self.refunded_amount + self.refund_amount,
        }

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "refund" and self.refund_state != "asked":
            raise UserError(
                self.env._("%s is not to be refunded, or was refunded already.", self.display_name)
            )

    def _check_nothing_refunded(self, receipt):
        """A receipt is voided as a whole: what of it went back would go back once more."""
        for due in (self | self.credit_ids).filtered("refunded_amount"):
            raise UserError(
                self.env._(
                    "%(receipt)s cannot be voided any more: money of it was refunded by %(paper)s. "
                    "What else is to go back goes by a payment slip, too.",
                    receipt=receipt.display_name,
                    paper=due.refund_paper,
                )
            )

    def _end_refund_by_void(self):
        """The receipt was voided on its day: the money is back, and nothing is owed any more."""
        for due in self.filtered(lambda due: due.refund_state == "asked"):
            due._guarded_write(due._refunded())
            due.sudo()._transition("cancel")

    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "ask_refund": _("Ask for a refund"),
            "refund": _("Record the refund"),
        }
