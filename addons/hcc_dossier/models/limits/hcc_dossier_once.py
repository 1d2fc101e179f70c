from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPRAISER, APPROVER, ENDED_STATES
from .hcc_dossier_proposal import EXCEPTION_KINDS

#: exception → the policy's parameter that names who decides
OVERRIDES = {"supplement": "supplement_override", "reappointment": "reappointment_override"}
#: verb → the proposals it carries out, and the kind of paper that comes of it
CARRIED_OUT = {
    "request_supplement": (("supplement",), "supplement"),
    "extend": (("apology", "reappointment"), "apology"),
    "stop": (("stop",), "stop"),
}
#: states whose reaching leaves nothing to propose
SETTLED_STATES = frozenset({"done", *ENDED_STATES} - {"refused"})


class HccDossier(models.Model):
    """What happens once: a further supplement request or re-appointment needs an exception, asked
    for with a reason and allowed by somebody else, where the policy names who that is."""

    _inherit = "hcc.dossier"

    proposal_ids = fields.One2many("hcc.dossier.proposal", "dossier_id", "Proposals", readonly=True)
    can_ask_exception = fields.Boolean(compute="_compute_can")

    _verbs = {"ask_exception": Verb(("handed_over", "processing"), None, (APPRAISER, APPROVER))}
    _guarded_fields = frozenset({"proposal_ids"})

    @api.model
    def _verb_labels(self):
        return super()._verb_labels() | {"ask_exception": self.env._("Ask for an exception")}

    # -------------------------------------------------------------------------
    # ASKING
    # -------------------------------------------------------------------------

    def ask_exception(self, kind=None, reason=None):
        """Ask whom the policy names to allow one more request or re-appointment.

        :param kind: ``supplement`` or ``reappointment``
        :return: the id of the proposal
        """
        self.ensure_one()
        reason = self._checked_note(reason)
        facts = {"kind": kind}

        def prepare():
            refusal = self._exception_refusal(kind)
            if refusal:
                raise UserError(refusal)
            authority = self._exception_authority(kind)
            facts["proposal"] = self._propose(kind, reason, authority=authority).id
            return {}

        self._transition("ask_exception", values=prepare, facts=facts)
        return facts["proposal"]

    def _check_ask_exception(self):
        refusals = [self._exception_refusal(kind) for kind in EXCEPTION_KINDS]
        if all(refusals):
            raise UserError(refusals[0])

    def _exception_refusal(self, kind):
        """Why no exception of this kind can be asked for now; empty when it can."""
        if kind not in EXCEPTION_KINDS:
            return self.env._("Say what is to happen once more: a request or a re-appointment.")
        if not self._exception_authority(kind):
            return self.env._(
                "%s: the policy names nobody who may allow an exception.", self.display_name
            )
        if not self._is_used_up(kind):
            return self.env._(
                "%s: no exception is needed, the policy's number is not reached.",
                self.display_name,
            )
        if kind == "supplement" and self._decided_refusal():
            return self._decided_refusal()
        pending = self.sudo().proposal_ids.filtered(
            lambda p: p.kind == kind and p.state in ("open", "approved")
        )
        if pending:
            return self.env._("%s: this exception was asked for already.", self.display_name)
        return ""

    def _exception_authority(self, kind):
        authority = self._policy().sudo()[OVERRIDES[kind]]
        return "" if authority == "none" else authority

    def _is_used_up(self, kind):
        policy, dossier = self._policy().sudo(), self.sudo()
        if kind == "supplement":
            most = policy.supplement_max_requests
            return bool(most) and dossier._supplement_count() >= most
        return dossier._reappointment_count() >= policy.reappointment_max

    def _supplement_count(self):
        return self._notice_count("supplement")

    def _reappointment_count(self):
        return len(self._reappointments(self._as_one_dossier()))

    def _reappointments(self, dossiers):
        """Those of ``dossiers`` for what is done now: before a revocation does not count."""
        since = self.reopened_at
        return dossiers.sudo().ledger_ids.filtered(
            lambda row: row.kind == "reappointment" and (not since or row.started_at >= since)
        )

    def _notice_count(self, kind):
        notices = self._as_one_dossier().sudo().notice_ids
        return len(notices.filtered(lambda notice: notice.kind == kind))

    def _as_one_dossier(self):
        """Extension point: the dossier with those that it continues for the applicant."""
        return self

    def _is_allowed_again(self, kind):
        """Whether an exception was granted and not yet used."""
        return any(p.kind == kind and p.state == "approved" for p in self.sudo().proposal_ids)

    def _exception_way(self, kind):
        """The sentence a refusal ends with: what remains to be done."""
        authorities = dict(
            self.env["hcc.dossier.proposal"]._fields["authority"]._description_selection(self.env)
        )
        authority = self._exception_authority(kind)
        if not authority:
            return self.env._("Decide on what is there.")
        return self.env._("An exception may be allowed by: %s.", authorities[authority].lower())

    # -------------------------------------------------------------------------
    # WHAT BECOMES OF PROPOSALS
    # -------------------------------------------------------------------------

    def _propose(self, kind, reason, **values):
        clock = self.env["hcc.clock"]
        is_person = self.env.uid != SUPERUSER_ID
        return self._parts("hcc.dossier.proposal").create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "agency_id": self.agency_id.id,
                "reason": reason,
                "requested_user_id": is_person and self.env.uid,
                "requested_at": clock._now(),
                **values,
            }
        )

    def _after_verb(self, verb, facts):
        """A verb carries out what was proposed, or leaves nothing to decide."""
        super()._after_verb(verb, facts)
        if verb in CARRIED_OUT or self._moot_kinds(verb):
            for dossier in self:
                dossier._settle_proposals(verb)

    def _moot_kinds(self, verb):
        """The proposals that nobody needs after ``verb``: of what is finished or ended, all."""
        if self._verbs[verb].target in SETTLED_STATES:
            return tuple(kind for kind, _label in self.proposal_ids._fields["kind"].selection)
        return ("stop",) if verb == "accept_supplement" else ()

    def _settle_proposals(self, verb):
        kinds, paper = CARRIED_OUT.get(verb, ((), ""))
        proposals = self._parts("hcc.dossier.proposal").search(
            [("dossier_id", "=", self.id), ("state", "in", ("open", "approved"))]
        )
        carried = proposals.filtered(
            lambda p: p.kind in kinds and (p.kind not in EXCEPTION_KINDS or p.state == "approved")
        )
        if carried:
            notices = self.sudo().notice_ids.filtered(lambda notice: notice.kind == paper)
            carried.write({"state": "done", "notice_id": notices.sorted("id")[-1:].id})
        moot = (proposals - carried).filtered(lambda p: p.kind in self._moot_kinds(verb))
        moot.write({"state": "lapsed"})
