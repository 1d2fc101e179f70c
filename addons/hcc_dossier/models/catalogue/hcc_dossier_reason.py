from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("refuse", "Refusal at the counter"),
    ("withdraw", "Withdrawal by the applicant"),
    ("stop", "Stop"),
    ("cancel", "Cancellation"),
    ("give_back", "Papers given back without a result"),
    ("correct", "Correction of a wrong acceptance"),
    ("loss", "Loss of papers"),
    ("suspend", "Suspension"),
]
#: kind → the places in the agency table that its reasons may name
PLACES = {
    "withdraw": ("ended", "given_back"),
    "stop": ("ended", "given_back"),
    "cancel": ("ended", "given_back"),
    "give_back": ("ended", "given_back"),
    "suspend": ("paused",),
}
#: kinds whose reasons decide what becomes of dues
FEE_KINDS = ("withdraw", "stop", "cancel", "give_back", "correct")


class HccDossierReason(models.Model):
    """Why a dossier was refused, ended, suspended, corrected or lost (lý do): what the official
    chooses instead of words of their own, and what follows for fees and for the agency table.

    Everybody reads reasons; administrators of a leading centre keep them.
    """

    _name = "hcc.dossier.reason"
    _inherit = ["hcc.common.mixin"]
    _description = "Reason"
    _order = "kind, sequence, code, id"
    _allow_sudo_commands = False

    kind = fields.Selection(KINDS, "For", required=True)
    code = fields.Char(required=True, copy=False)
    name = fields.Char("Words", required=True, help="Vietnamese; the applicant reads them.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    needs_text = fields.Boolean(
        "Words of one's own required", help="The official must say more than the reason does."
    )
    is_default = fields.Boolean(
        "Counts when only words are given",
        copy=False,
        help="One reason of each kind: for acts that come with words of their own only.",
    )
    fee_effect = fields.Selection(
        [
            ("void", "Unpaid dues end, paid ones stay"),
            ("refund", "Unpaid dues end, paid ones are refunded"),
            ("keep", "Dues stay as they are"),
        ],
        "Fees",
        required=True,
        compute="_compute_follows",
        store=True,
        readonly=False,
        precompute=True,
    )
    report_place = fields.Selection(
        [
            ("none", "Not shown apart"),
            ("paused", "(11) of these waiting"),
            ("ended", "(12) Ended without result"),
            ("given_back", "(12) and (13): papers given back to the applicant"),
        ],
        "Place in the agency table",
        required=True,
        compute="_compute_follows",
        store=True,
        readonly=False,
        precompute=True,
    )

    _code_uniq = models.UniqueIndex("(code)", "Another reason already has this code.")
    _default_uniq = models.UniqueIndex(
        "(kind) WHERE is_default AND active", "Each kind has one such reason."
    )

    @api.depends("kind")
    def _compute_follows(self):
        """What a reason of this kind starts with."""
        for reason in self:
            if reason.kind not in FEE_KINDS:
                reason.fee_effect = "keep"
            elif not reason.fee_effect:
                reason.fee_effect = "void"
            places = PLACES.get(reason.kind, ("none",))
            if reason.report_place not in places:
                reason.report_place = places[0]

    @api.constrains("kind", "fee_effect")
    def _check_fee_effect(self):
        for reason in self:
            if reason.kind not in FEE_KINDS and reason.fee_effect != "keep":
                raise ValidationError(
                    self.env._(
                        "%s: a reason of this kind does nothing to dues; they stay.", reason.name
                    )
                )

    @api.constrains("kind", "report_place")
    def _check_report_place(self):
        labels = dict(self._fields["report_place"]._description_selection(self.env))
        for reason in self:
            places = PLACES.get(reason.kind, ("none",))
            if reason.report_place not in places:
                raise ValidationError(
                    self.env._(
                        "%(reason)s: a reason of this kind stands in the agency table at: "
                        "%(places)s.",
                        reason=reason.name,
                        places="; ".join(labels[place] for place in places),
                    )
                )

    def write(self, vals):
        if "kind" in vals and any(reason.kind != vals["kind"] for reason in self):
            raise UserError(self.env._("A reason stays of its kind. Make another one."))
        return super().write(vals)

    # -------------------------------------------------------------------------
    # CHOOSING
    # -------------------------------------------------------------------------

    @api.model
    def _chosen(self, kind, reason_id=None):
        """The reason that an act names; the kind's default where it comes with words only.

        :raise UserError: the reason is of another kind, or no longer in use
        """
        known = isinstance(reason_id, int) and self.browse(reason_id).exists()
        reason = (known or self.browse()) if reason_id else self._default_of(kind)
        if reason_id and (reason.kind != kind or not reason.active):
            raise UserError(
                self.env._(
                    "“%(reason)s” is no reason in use for: %(kind)s. Choose one of the list.",
                    reason=reason.name or reason_id,
                    kind=self._kind_label(kind),
                )
            )
        return reason

    def _default_of(self, kind):
        return self.search([("kind", "=", kind), ("is_default", "=", True)], limit=1)

    def _kind_label(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

    def _in_words(self, text):
        """What the applicant reads: the reason, and what the official adds to it."""
        text = (text or "").strip()
        if self.needs_text and not text and not self.is_default:
            raise UserError(
                self.env._("“%s” needs words of your own: the applicant reads them.", self.name)
            )
        if self.is_default or not self:
            return text
        return f"{self.name}: {text}" if text else self.name
