from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import (
    ENDED_STATES,
    ENDING_VERBS,
    FINAL_STATES,
    RUNNING_STATES,
    WAITING_STATES,
)
from .hcc_dossier_holder import STEP_GROUPS

#: what a child shows of its parent: the applicant is the same
SHARED_FIELDS = (
    "company_id", "applicant_id", "policy_id", "applicant_kind", "applicant_name",
    "applicant_address", "applicant_phone", "applicant_email", "applicant_identity", "channel",
    "return_channel", "official_user_id", "sets",
)  # fmt: skip
#: verbs that concern the applicant, who only knows the parent
PARENT_VERBS = (
    "request_supplement", "extend", "propose_apology", "ask_exception", "withdraw", "stop",
    "return_result", "correct",
)  # fmt: skip


class HccDossier(models.Model):
    """Inter-agency dossiers (hồ sơ liên thông): what the version links begins as a child dossier.

    A child lies with its own agency, has its own steps and its own clock: its quota, inside the
    parent's time limit. It carries the parent's code with a suffix, has no slip, owes nothing and
    counts in no statistics of dossiers. The agency that leads hands the papers over and takes the
    child's result; the applicant deals with the parent only.
    """

    _inherit = "hcc.dossier"

    parent_id = fields.Many2one(
        "hcc.dossier", "Part of", readonly=True, index="btree_not_null", copy=False
    )
    child_ids = fields.One2many("hcc.dossier", "parent_id", "Linked dossiers", readonly=True)
    link_id = fields.Many2one(
        "hcc.procedure.link", "Linked by", readonly=True, index="btree_not_null", copy=False
    )
    lead_agency_id = fields.Many2one(
        "hcc.agency", "Leading agency", readonly=True, index="btree_not_null", copy=False
    )
    is_interlinked = fields.Boolean(related="version_id.is_interlinked")
    child_warning = fields.Char("Linked dossiers need a look", compute="_compute_child_warning")
    waiting_links = fields.Char("Not begun yet", compute="_compute_child_warning")
    can_open_child = fields.Boolean(compute="_compute_can")
    can_end_child = fields.Boolean(compute="_compute_can")
    can_close_child = fields.Boolean(compute="_compute_can")
    can_take_child_result = fields.Boolean(compute="_compute_can")

    _verbs = {
        # Nobody calls the first three: they follow from what happens to the parent.
        "open_child": Verb(("draft",), "handed_over"),
        "end_child": Verb((*RUNNING_STATES, *WAITING_STATES), "stopped"),
        "close_child": Verb(("done",), "returned"),
        "take_child_result": Verb(("processing",), "done", STEP_GROUPS),
    }
    _guarded_fields = frozenset({"parent_id", "child_ids", "link_id", "lead_agency_id"})

    _child_uniq = models.UniqueIndex(
        "(parent_id, link_id) WHERE parent_id IS NOT NULL",
        "This linked procedure has begun already.",
    )
    _child_check = models.Constraint(
        "CHECK ((parent_id IS NULL) = (lead_agency_id IS NULL))",
        "A linked dossier has a leading agency.",
    )

    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "open_child": _("Begin the linked dossier"),
            "end_child": _("End with the parent"),
            "close_child": _("Close with the parent"),
            "take_child_result": _("Take the linked result"),
        }

    # -------------------------------------------------------------------------
    # WHAT THE PARENT SHOWS
    # -------------------------------------------------------------------------

    @api.depends("child_ids.state", "child_ids.result_kind", "child_ids.due_at", "is_interlinked")
    def _compute_child_warning(self):
        for dossier in self:
            children = dossier.sudo().child_ids if dossier.is_interlinked else dossier.browse()
            words = [child._warning_words() for child in children]
            dossier.child_warning = "; ".join(filter(None, words))
            links = (dossier._open_links() if children else children.link_id) - children.link_id
            dossier.waiting_links = ", ".join(links.mapped("display_name"))

    def _warning_words(self):
        if self.result_kind == "refused":
            return self.env._("%s: refused", self.name)
        if self.state in ENDED_STATES:
            return self.env._("%s: ended without a result", self.name)
        if self.is_overdue:
            return self.env._("%s: overdue", self.name)
        return ""

    def _open_links(self):
        """Linked procedures whose dossier is not at its end, begun or not."""
        ended = self.sudo().child_ids.filtered(lambda child: child._is_at_end())
        return self.version_id.sudo().link_ids - ended.link_id

    def _is_at_end(self):
        return self.state == "done" or self.state in FINAL_STATES

    # -------------------------------------------------------------------------
    # BEGINNING
    # -------------------------------------------------------------------------

    def _receive(self):
        answer = super()._receive()
        if self.version_id.is_interlinked:
            self._begin_children()
        return answer

    def _begin_children(self):
        """Begin what the schedule says: the first links not yet at their end."""
        if self._is_at_end():
            return
        waiting = self._open_links()
        for links in self.version_id.sudo().link_ids._rounds():
            if links & waiting:
                for link in (links & waiting) - self.sudo().child_ids.link_id:
                    self._begin_child(link)
                return

    def _begin_child(self, link):
        number = len(self.sudo().child_ids) + 1
        parent = self.sudo()
        child = (
            parent._open_guard()
            .create(
                {
                    **{
                        name: parent[name].id if parent._fields[name].relational else parent[name]
                        for name in SHARED_FIELDS
                    },
                    "procedure_id": link.procedure_id.id,
                    "parent_id": self.id,
                    "link_id": link.id,
                    "lead_agency_id": self.agency_id.id,
                    "is_difficult_area": False,
                    "component_ids": [
                        Command.create(values) for values in parent.component_ids._for_child()
                    ],
                }
            )
            .with_env(parent.env)
        )
        child._open_child(f"{self.name}-L{number:02d}")

    def _open_child(self, code):
        now = self.env["hcc.clock"]._now()
        facts = {"parent": self.parent_id.id, "link": self.link_id.id, "code": code}

        def prepare():
            self.applicant_id._open_to(self.agency_id)
            values = self._prepare_deadline(now, self.policy_id)
            start = values.pop("clock_started_at")
            due_at = min(values["due_at"], self.parent_id.work_due_at)
            values.update(due_at=due_at, first_due_at=due_at, appointment_at=due_at)
            self._open_ledger(start)
            facts["due_at"] = fields.Datetime.to_string(due_at)
            return {
                **values,
                "name": code,
                "custody": "to_agency",
                "handed_over_at": now,
                "current_step_id": self._create_steps(start, due_at).id,
            }

        self._transition("open_child", values=prepare, facts=facts)

    def _check_open_child(self):
        if not self.version_id:
            raise UserError(
                self.env._(
                    "%(parent)s needs the procedure %(procedure)s, which has no published version "
                    "today.",
                    parent=self.parent_id.display_name,
                    procedure=self.procedure_id.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # ITS TIME: THE QUOTA, INSIDE THE PARENT'S
    # -------------------------------------------------------------------------

    def _term(self):
        if self.parent_id:
            return self.link_id.sudo().hours, "working_hour"
        return super()._term()

    def _extension_days(self, policy):
        return 0 if self.parent_id else super()._extension_days(policy)

    # -------------------------------------------------------------------------
    # ITS RESULT
    # -------------------------------------------------------------------------

    def _take_result(self):
        if not self.parent_id:
            return super()._take_result()
        self._finish("take_child_result")
        return self.sudo().parent_id._begin_children()

    def _check_take_child_result(self):
        self._check_take_result()

    def _decide(self, outcome, note):
        """A refusal goes to the leading agency: it is no paper for the applicant."""
        if not self.parent_id or outcome == "agreed":
            return super()._decide(outcome, note)
        return {"result_kind": "refused", "request_reason": self._checked_note(note)}

    def _is_staff_for(self, verb):
        if verb == "take_child_result":
            return bool(self.lead_agency_id) and self.lead_agency_id._has_staff(self.env.user)
        return super()._is_staff_for(verb)

    def _get_step_blockers(self, step):
        """The result waits for those linked ones that it needs."""
        blockers = super()._get_step_blockers(step)
        if not self.version_id.is_interlinked or not self._is_last_act(step):
            return blockers
        waiting = self._open_links().filtered("is_required")
        if waiting:
            blockers.append(
                self.env._(
                    "Linked procedures are not finished: %s.",
                    ", ".join(waiting.mapped("display_name")),
                )
            )
        return blockers

    def _is_last_act(self, step):
        others = self.step_ids.filtered(lambda other: not other.finished_at) - step
        return step.kind == "number_seal" or not others

    # -------------------------------------------------------------------------
    # WITH THE PARENT
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in PARENT_VERBS and self.parent_id:
            raise UserError(
                self.env._(
                    "%(dossier)s is part of %(parent)s: what concerns the applicant is done there.",
                    dossier=self.display_name,
                    parent=self.sudo().parent_id.display_name,
                )
            )

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if verb in ENDING_VERBS or verb == "return_result":
            for child in self.sudo().filtered("is_interlinked").child_ids:
                child._follow_parent(verb)
        if verb in ENDING_VERBS:  # a linked dossier that ends makes way for the next
            for child in self.sudo().filtered("parent_id"):
                child.parent_id._begin_children()

    def _follow_parent(self, verb):
        facts = {"parent": self.parent_id.id, "verb": verb}
        if verb == "return_result":
            if self.state == "done":
                stamps = {name: self.parent_id[name] for name in ("returned_at", "returned_on")}
                self._transition("close_child", {**stamps, "custody": "applicant"}, facts)
        elif not self._is_at_end():
            ending = self._ending()
            self._close_wait(ending["ended_at"])
            values = {**ending, "current_step_id": False}
            self._transition("end_child", values, facts)

    def _move_to_agency(self, successor):
        super()._move_to_agency(successor)
        self.child_ids._guarded_write({"lead_agency_id": successor.id})


class HccDossierComponent(models.Model):
    _inherit = "hcc.dossier.component"

    def _for_child(self):
        """The papers handed in with the parent, as a linked dossier lists them."""
        return [
            {
                "sequence": line.sequence,
                "name": line.name,
                "originals": line.originals,
                "certified_copies": line.certified_copies,
                "copies": line.copies,
                "is_received": True,
            }
            for line in self
            if line.is_received
        ]
