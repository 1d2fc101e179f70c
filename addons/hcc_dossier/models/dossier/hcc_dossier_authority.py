from odoo import models
from odoo.exceptions import AccessError

from .hcc_dossier import APPRAISER, APPROVER, CLERK, DIRECTOR, OFFICIAL, RECEPTION_STATES

#: kind of step → the role that completes it, where the step names none
KIND_GROUPS = {
    "appraise": APPRAISER, "approve": APPROVER, "number_seal": CLERK, "other": APPRAISER,
}  # fmt: skip
#: role of a step → the groups that complete it
ROLE_GROUPS = {
    "official": (OFFICIAL,),
    "appraiser": (APPRAISER,),
    "approver": (APPROVER,),
    "clerk": (CLERK,),
    "other": (OFFICIAL, APPRAISER, APPROVER, CLERK),
}
#: role → the act of a delegation that stands for it in a step
STEP_ACTS = {APPRAISER: "appraise", APPROVER: "approve", CLERK: "number_seal"}
#: verb → the act of a delegation that carries it; the others follow the step or cannot be delegated
VERB_ACTS = {
    "send_back": ("approve",),
    "suspend": ("approve",),
    "resume": ("approve",),
    "extend": ("approve",),
    "hand_over_result": ("number_seal",),
    "take_result": ("return",),
    "return_result": ("return",),
}
#: verbs whose act is that of the step which is due
STEP_VERBS = (
    "take", "take_step", "release_step", "complete_step", "request_supplement", "consult",
    "withdraw_consultation", "prepare_submission", "put_draft", "sign",
)  # fmt: skip
#: verbs for the step's own role, whoever else of the agency carries the verb
ROLE_VERBS = ("take", "take_step", "complete_step", "prepare_submission", "put_draft", "sign")


class HccDossier(models.Model):
    """Who may: the role of the step, the staff of the agency that has the dossier, and whoever acts
    in the place of one of them by a delegation."""

    _inherit = "hcc.dossier"

    #: verbs that only the staff of the step's agency may call
    _agency_verbs = frozenset(
        {
            "take", "take_step", "release_step", "reassign_step", "complete_step", "send_back",
            "hand_over_result", "request_supplement", "prepare_submission", "put_draft", "sign",
        }
    )  # fmt: skip
    #: verbs that a director of the centre may call without being on an agency's staff
    _director_verbs = frozenset({"cancel", "reassign_step"})

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if not self._verb_delegation(verb):
            refusal = self._own_right_refusal(verb)
            if refusal:
                raise AccessError(refusal)
        check = getattr(self, f"_check_{verb}", None)
        if check:
            check()

    # -------------------------------------------------------------------------
    # IN ONE'S OWN RIGHT
    # -------------------------------------------------------------------------

    def _own_right_refusal(self, verb):
        """Why the current user may not call ``verb`` in their own right; empty when they may."""
        if self.env.su:
            return ""
        if not self._is_staff_for(verb):
            return self.env._(
                "%(dossier)s is with %(agency)s; you are not on its staff list.",
                dossier=self.display_name,
                agency=self._agency_for(verb).sudo().name,
            )
        if verb in ROLE_VERBS and not self._has_step_role(verb):
            return self.env._(
                "%(dossier)s waits for “%(step)s”, which is completed by: %(role)s.",
                dossier=self.display_name,
                step=self.current_step_id.name,
                role=", ".join(self.env.ref(g).sudo().name for g in self.current_step_id._groups()),
            )
        return ""

    def _agency_in_charge(self):
        """The agency or room that has the step which is due."""
        return self.current_step_id.agency_id or self.agency_id

    def _agency_for(self, verb):
        """Extension point: the agency or room whose staff call ``verb``."""
        return self._agency_in_charge()

    def _is_staff_for(self, verb):
        """The dossier lies with the step's agency: only its own staff act on it. Everything else
        is for the staff of any agency concerned; seeing a dossier is no right to act on it."""
        user = self.env.user
        if verb in self._director_verbs and user.has_group(DIRECTOR):
            return True
        if verb in self._agency_verbs:
            return self._agency_for(verb)._has_staff(user)
        agencies = self.agency_id | self.sudo().step_ids.agency_id
        return not agencies or any(agency._has_staff(user) for agency in agencies)

    def _has_step_role(self, verb):
        """The step's role completes it; appraiser, approver and clerk take the papers for all."""
        groups = self.current_step_id._groups()
        if verb == "take":
            groups = {APPRAISER, APPROVER, CLERK, *groups}
        return not groups or any(self.env.user.has_group(group) for group in groups)

    def _check_cancel(self):
        """An official discards what was not accepted; an accepted dossier needs a decision."""
        if self.env.su or self.state in RECEPTION_STATES:
            return
        if not (self.env.user.has_group(APPROVER) or self.env.user.has_group(DIRECTOR)):
            raise AccessError(
                self.env._(
                    "%s is accepted: only an approver of the agency or a director may cancel it. "
                    "If the applicant asks for it back, record a withdrawal.",
                    self.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # IN SOMEBODY'S PLACE
    # -------------------------------------------------------------------------

    def _has_verb_group(self, verb):
        if super()._has_verb_group(verb):
            return True
        return bool(self) and all(dossier._verb_delegation(verb) for dossier in self)

    def _verb_delegation(self, verb):
        """The delegation needed for ``verb`` and in effect today; empty in one's own right."""
        none = self.env["hcc.delegation"]
        acts = self._acts_of(verb)
        if not acts or self.env.su:
            return none
        if super()._has_verb_group(verb) and not self._own_right_refusal(verb):
            return none
        return none._for_act(
            acts, self.procedure_id, self._agency_for(verb), self.company_id,
            self._delegating_holder(verb),
        )  # fmt: skip

    def _acts_of(self, verb):
        if verb in STEP_VERBS:
            groups = self.current_step_id._groups()
            return [STEP_ACTS[group] for group in groups if group in STEP_ACTS]
        return VERB_ACTS.get(verb, ())
