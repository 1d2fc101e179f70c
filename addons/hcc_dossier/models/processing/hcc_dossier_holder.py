from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK, DIRECTOR, OFFICIAL

STEP_GROUPS = (APPRAISER, APPROVER, CLERK, OFFICIAL)
#: states in which a step is held by somebody
HELD_STATES = ("processing", "supplement", "suspended")
#: verbs for whoever holds the step
HOLDER_VERBS = (
    "complete_step", "send_back", "release_step", "request_supplement", "consult",
    "withdraw_consultation", "prepare_submission", "put_draft", "sign",
)  # fmt: skip


class HccDossier(models.Model):
    """Who holds the step (người đang giữ bước).

    Whoever may complete a step takes it and gives it back; what somebody holds, nobody else
    completes, and nobody else asks the applicant or an agency or makes and signs papers in it. An
    approver of the agency that has the step, or the director, reassigns it to a
    person of that agency with the step's role, and says why.
    """

    _inherit = "hcc.dossier"

    can_take_step = fields.Boolean(compute="_compute_can")
    can_release_step = fields.Boolean(compute="_compute_can")
    can_reassign_step = fields.Boolean(compute="_compute_can")

    _verbs = {
        "take_step": Verb(("processing",), None, STEP_GROUPS),
        "release_step": Verb(HELD_STATES, None, STEP_GROUPS),
        "reassign_step": Verb(HELD_STATES, None, (APPROVER, DIRECTOR)),
    }

    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "take_step": _("Take the step"),
            "release_step": _("Give the step back"),
            "reassign_step": _("Reassign the step"),
        }

    # -------------------------------------------------------------------------
    # TAKE, GIVE BACK
    # -------------------------------------------------------------------------

    def take_step(self):
        """Hold the step which is due, so that nobody else works on it at the same time."""
        for dossier in self:
            step = dossier.current_step_id
            now = self.env["hcc.clock"]._now()

            def prepare(dossier=dossier, step=step, now=now):
                dossier._write_step(step, {"holder_user_id": self.env.uid, "taken_at": now})

            dossier._transition("take_step", values=prepare, facts={"step": step.id})
        return self

    def _check_take_step(self):
        self._check_step_open()
        holder = self.current_step_id._held_by()
        if holder:
            raise UserError(
                self.env._(
                    "%(dossier)s: “%(step)s” has been taken by %(holder)s.",
                    dossier=self.display_name,
                    step=self.current_step_id.name,
                    holder=holder.sudo().name,
                )
            )

    def release_step(self):
        """Give the step back to those who may take it."""
        for dossier in self:
            step = dossier.current_step_id

            def prepare(dossier=dossier, step=step):
                dossier._write_step(step, {"holder_user_id": False, "taken_at": False})

            dossier._transition("release_step", values=prepare, facts={"step": step.id})
        return self

    def _check_release_step(self):
        if not self.current_step_id.holder_user_id:
            raise UserError(self.env._("%s: nobody holds the step.", self.display_name))

    # -------------------------------------------------------------------------
    # REASSIGN
    # -------------------------------------------------------------------------

    def reassign_step(self, user_id=None, reason=None):
        """Give the step which is due to another person of the unit that has it.

        :param user_id: id of the person
        """
        person = self.env["res.users"].browse(user_id or [])
        for dossier in self:
            dossier._reassign_step(person, dossier._checked_note(reason))
        return self

    def _reassign_step(self, person, reason):
        step = self.current_step_id
        facts = {"step": step.id, "from": step.holder_user_id.id or None, "to": person.id}

        def prepare():
            self._check_assignee(step, person)
            self._write_step(
                step,
                {
                    "holder_user_id": person.id,
                    "taken_at": self.env["hcc.clock"]._now(),
                    "reassign_reason": reason,
                },
            )

        self._transition("reassign_step", values=prepare, facts=facts)

    def action_reassign_step(self):
        """The form's button: the dialog for the step which is due."""
        return self.current_step_id.action_reassign()

    def _check_reassign_step(self):
        self._check_step_open()

    def _check_assignee(self, step, person):
        if not person.exists() or not step._may_be_done_by(person):
            raise UserError(
                self.env._(
                    "%(dossier)s: “%(step)s” goes to somebody of %(agency)s with the role: "
                    "%(role)s.",
                    dossier=self.display_name,
                    step=step.name,
                    agency=step.agency_id.sudo().name,
                    role=", ".join(self.env.ref(g).sudo().name for g in step._groups()),
                )
            )
        if person == step.holder_user_id:
            raise UserError(
                self.env._(
                    "%(dossier)s: “%(step)s” is held by %(holder)s already.",
                    dossier=self.display_name,
                    step=step.name,
                    holder=person.sudo().name,
                )
            )

    def _write_step(self, step, values):
        self._parts("hcc.dossier.step").browse(step.id).write(values)

    def _checked_note(self, text):
        """A reason among colleagues: the applicant does not read it."""
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("%s: state the reason.", self.display_name))
        return text

    # -------------------------------------------------------------------------
    # WHAT IS HELD IS NOBODY ELSE'S
    # -------------------------------------------------------------------------

    def _own_right_refusal(self, verb):
        refusal = super()._own_right_refusal(verb)
        holder = self._holder_in_the_way(verb)
        if refusal or self.env.su or not holder:
            return refusal
        return self.env._(
            "%(dossier)s: “%(step)s” is held by %(holder)s. An approver of the agency or the "
            "director can reassign it.",
            dossier=self.display_name,
            step=self.current_step_id.name,
            holder=holder.sudo().name,
        )

    def _holder_in_the_way(self, verb):
        """Somebody else who holds the step in which ``verb`` would act."""
        step = self.current_step_id
        nobody = self.env["res.users"]
        if verb not in HOLDER_VERBS or (verb == "send_back" and step.kind != "approve"):
            return nobody
        return nobody if step.holder_user_id == self.env.user else step._held_by()

    def _delegating_holder(self, verb):
        """What somebody holds is done in that person's place only."""
        return self._holder_in_the_way(verb)


class HccDossierStep(models.Model):
    _inherit = "hcc.dossier.step"

    reassign_reason = fields.Char("Reassigned because", readonly=True)

    def _may_be_done_by(self, person):
        """Whether ``person`` completes this step in their own right: staff, centre and role."""
        return self._is_able(person.sudo(), self.company_id, self.agency_id, self._groups())

    @api.model
    def _is_able(self, person, company, agency, groups):
        return (
            person.active
            and company in person.company_ids
            and agency._has_staff(person)
            and any(person.has_group(group) for group in groups)
        )

    def _held_by(self):
        """The holder, as long as that person may still do the step; who left holds nothing."""
        holder = self.holder_user_id.sudo()
        if not holder or self._may_be_done_by(holder):
            return holder
        dossier = self.dossier_id.sudo()
        acts = dossier._acts_of("complete_step")
        delegations = self.env["hcc.delegation"].with_user(holder)
        return (
            holder
            if acts
            and delegations._for_act(
                acts, dossier.procedure_id, self.agency_id.sudo(), self.company_id
            )
            else holder[:0]
        )
