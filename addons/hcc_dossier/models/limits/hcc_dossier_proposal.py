from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from ..dossier.hcc_dossier import APPROVER, DIRECTOR, OFFICIAL

#: kinds that allow something once more
EXCEPTION_KINDS = ("supplement", "reappointment")
DECIDERS = (OFFICIAL, APPROVER, DIRECTOR)


class HccDossierProposal(models.Model):
    """Something proposed about a dossier that somebody else decides (đề xuất): an exception from
    what happens once, an apology with a new appointment, a stop for want of a supplement.

    Appraisers and approvers ask for exceptions and draft apologies; the stop is proposed by the
    daily job. An exception is decided by whom the policy names, never by who asked; an apology by
    the agency's approver or a delegate; a stop by a counter official or the approver. Everyone who
    sees the dossier reads its proposals. Nothing is deleted: the list is the count.
    """

    _name = "hcc.dossier.proposal"
    _description = "Proposal about a Dossier"
    _inherit = ["hcc.dossier.part", "hcc.state.mixin"]
    _order = "id desc"

    kind = fields.Selection(
        [
            ("supplement", "A further supplement request"),
            ("reappointment", "A further re-appointment"),
            ("apology", "Apology and new appointment"),
            ("stop", "Stop for want of a supplement"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("open", "To be decided"),
            ("approved", "Approved"),
            ("done", "Carried out"),
            ("refused", "Refused"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    agency_id = fields.Many2one("hcc.agency", required=True, readonly=True, index=True)
    authority = fields.Selection(
        [
            ("agency", "The competent agency's approver"),
            ("director", "The centre's director"),
            ("counter", "The counter or the agency's approver"),
        ],
        "Decided by role",
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True, readonly=True)
    appointment_at = fields.Datetime("Proposed appointment", readonly=True)
    expected_on = fields.Date("Last day of the supplement", readonly=True)
    requested_user_id = fields.Many2one(
        "res.users", "Proposed by", readonly=True, index="btree_not_null"
    )
    requested_at = fields.Datetime("Proposed at", required=True, readonly=True)
    decided_user_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, index="btree_not_null"
    )
    decided_at = fields.Datetime("Decided at", readonly=True)
    decision_reason = fields.Text("Reason of the decision", readonly=True)
    notice_id = fields.Many2one(
        "hcc.dossier.notice", "Paper", readonly=True, index="btree_not_null"
    )
    can_approve = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")

    _open_uniq = models.UniqueIndex(
        "(dossier_id, kind) WHERE state = 'open'", "This is already proposed and not yet decided."
    )
    _waiting_idx = models.Index("(agency_id, kind) WHERE state = 'open'")

    _verbs = {
        "approve": Verb(("open",), "approved", DECIDERS),
        "refuse": Verb(("open",), "refused", DECIDERS),
    }
    _guarded_fields = frozenset(
        {
            "dossier_id", "kind", "state", "agency_id", "authority", "reason", "appointment_at",
            "expected_on", "requested_user_id", "requested_at", "decided_user_id", "decided_at",
            "decision_reason", "notice_id",
        }
    )  # fmt: skip

    @api.model
    def _verb_labels(self):
        return {"approve": self.env._("Approve"), "refuse": self.env._("Refuse")}

    @api.depends("kind", "dossier_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for proposal in self:
            dossier = proposal.dossier_id.display_name or ""
            proposal.display_name = f"{dossier}: {kinds.get(proposal.kind, '')}"

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can(self):
        for proposal in self:
            for verb in self._verbs:
                proposal[f"can_{verb}"] = bool(proposal.id) and proposal._can(verb)

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    @draws_number
    def approve(self):
        """Allow the exception; or issue the apology, or the stop notice, that was prepared.

        :return: ``{"proposal_id", "notice_id"}``
        """
        self.ensure_one()
        self.dossier_id.sudo()._lock_rows()  # the dossier first, as its own verbs do
        self._transition("approve", values=self._decision)
        if self.kind == "apology":
            self.dossier_id.extend(self.appointment_at, self.reason)
        elif self.kind == "stop":
            self.dossier_id.stop(self.reason)
        return {"proposal_id": self.id, "notice_id": self.notice_id.id}

    def action_approve(self):
        """Approve, then show the paper that was issued."""
        self.ensure_one()
        notice = self.env["hcc.dossier.notice"].browse(self.approve()["notice_id"])
        if not notice:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        report = self.env.ref("hcc_dossier.report_notice").sudo()
        return report.report_action(notice, config=False)

    def refuse(self, reason=None, expected_on=None):
        """Turn the proposal down. A stop is put off to another day: the applicant gets longer.

        :param expected_on: of a stop: the new last day of the supplement
        """
        self.ensure_one()
        reason = self.dossier_id._checked_note(reason)
        day = self._fields["expected_on"].convert_to_cache(expected_on, self)
        self.dossier_id.sudo()._lock_rows()
        values = {**self._decision(), "decision_reason": reason}
        if self.kind == "stop":
            self._check_later_day(day)
        self._transition("refuse", values=values, facts={"until": day and str(day)})
        if self.kind == "stop":
            self.dossier_id._prolong_wait(day)
        return True

    def action_refuse(self):
        """Open the dialog that asks for the reason."""
        self.ensure_one()
        dialogs = self.env["hcc.dossier.act"]
        return dialogs._open(self.dossier_id, "refuse_proposal", proposal_id=self.id)

    def _decision(self):
        now = self.env["hcc.clock"]._now()
        return {"decided_user_id": self.env.uid, "decided_at": now}

    def _check_later_day(self, day):
        if not day or day <= self.env["hcc.clock"]._today(self.company_id):
            raise UserError(
                self.env._(
                    "%s: say until which later day the supplement is awaited.",
                    self.dossier_id.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # WHO DECIDES
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        refusal = self._decision_refusal()
        if refusal:
            raise AccessError(refusal)

    def _decision_refusal(self):
        """Why the current user does not decide; empty when they do."""
        if self.env.su:
            return ""
        deciding = self.env.user | self._verb_delegation("approve").principal_user_id
        if self.kind in EXCEPTION_KINDS and self.requested_user_id in deciding:
            return self.env._(
                "%s: whoever asks for an exception does not decide on it.", self.display_name
            )
        if not self._is_decider():
            return self.env._(
                "%(proposal)s is decided by: %(role)s.",
                proposal=self.display_name,
                role=dict(self._fields["authority"]._description_selection(self.env))[
                    self.authority
                ].lower(),
            )
        return ""

    def _is_decider(self):
        user, dossier = self.env.user, self.dossier_id
        if self.authority == "director":
            return user.has_group(DIRECTOR)
        if self.authority == "counter":
            return (user.has_group(OFFICIAL) or user.has_group(APPROVER)) and dossier._is_staff_for(
                "stop"
            )
        own = user.has_group(APPROVER) and dossier.agency_id._has_staff(user)
        return own or bool(self._verb_delegation("approve"))

    def _has_verb_group(self, verb):
        if super()._has_verb_group(verb):
            return True
        return bool(self) and all(proposal._verb_delegation(verb) for proposal in self)

    def _verb_delegation(self, verb):
        """The approver's decisions can be delegated; the director's and the counter's cannot."""
        if self.authority != "agency":
            return self.env["hcc.delegation"]
        return self.dossier_id._verb_delegation("extend")
