from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import OPEN_STATES, WAITING_STATES

#: verbs by which a parent begins to wait
WAIT_VERBS = ("request_supplement", "suspend")
#: verbs by which a wait ends; of a parent's, its linked dossiers go on, too
RESUME_VERBS = ("accept_supplement", "resume")


class HccDossierLedger(models.Model):
    _inherit = "hcc.dossier.ledger"

    with_parent = fields.Boolean(
        "With the parent", readonly=True, help="The dossier that this one is part of waits."
    )


class HccDossier(models.Model):
    """Linked dossiers wait with their parent: what the parent waits for the applicant or a
    decision is no time of theirs either.

    A child that waits for something of its own goes on doing so; what the parent's wait leaves of
    it comes after. A child that waits by itself moves nothing of its parent's.
    """

    _inherit = "hcc.dossier"

    can_wait_with_parent = fields.Boolean(compute="_compute_can")
    can_go_on_with_parent = fields.Boolean(compute="_compute_can")

    _verbs = {
        # Nobody calls them, and the state they lead to is the parent's, or the one before it.
        "wait_with_parent": Verb(("handed_over", "processing"), None),
        "go_on_with_parent": Verb(WAITING_STATES, None),
    }

    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "wait_with_parent": _("Wait with the parent"),
            "go_on_with_parent": _("Go on with the parent"),
        }

    def _open_wait_row(self):
        return self.sudo().ledger_ids.filtered(
            lambda row: row.kind in ("supplement", "suspension") and not row.ended_at
        )

    # -------------------------------------------------------------------------
    # WHAT FOLLOWS FROM THE PARENT'S VERBS
    # -------------------------------------------------------------------------

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if verb in WAIT_VERBS:
            self.sudo().child_ids._wait_with_parent()
        elif verb in RESUME_VERBS:
            for dossier in self.sudo():
                dossier._wait_with_parent()
                for child in dossier.child_ids.filtered(lambda one: one.state in OPEN_STATES):
                    child._go_on_with_parent()
        elif verb == "reopen_result":
            self.sudo()._wait_with_parent()

    def _open_child(self, code):
        super()._open_child(code)
        self._wait_with_parent()

    def _wait_with_parent(self):
        """Stop the clock of those that somebody works on while their parent waits."""
        now = self.env["hcc.clock"]._now()
        for child in self:
            parent = child.parent_id
            if not child.current_step_id or child.state in WAITING_STATES:
                continue
            if parent.state in WAITING_STATES:
                child._begin_wait_with_parent(parent, now)

    def _begin_wait_with_parent(self, parent, now):
        wait = parent._open_wait_row()

        def prepare():
            self._open_wait(wait.kind, now, wait.reason, with_parent=True)
            return {"state": parent.state, "request_reason": wait.reason}

        self._transition("wait_with_parent", values=prepare, facts={"parent": parent.id})

    def _go_on_with_parent(self):
        """Go on from where the clock stood; one that waits by itself is only counted again."""
        wait = self._open_wait_row()
        if not wait.with_parent:
            self._count_again_with_parent()
            return
        # The parent's may have ended with the postmark of what came by post.
        parents = self.parent_id.ledger_ids.filtered(lambda row: row.kind == wait.kind)
        ended_at = max(wait.started_at, max(parents.mapped("ended_at")))
        facts = {"parent": self.parent_id.id}

        def prepare():
            values = self._resume_clock(ended_at)
            facts["due_at"] = values["due_at"].isoformat()
            is_on_the_way = self.custody == "to_agency"
            return {**values, "state": "handed_over" if is_on_the_way else "processing"}

        self._transition("go_on_with_parent", values=prepare, facts=facts)

    def _count_again_with_parent(self):
        before, values = self.work_due_at, self._due_values()
        due_at = self._work_due_of(values)
        if due_at == before:
            return
        self._guarded_write(values)
        self._replan_steps(due_at)
        facts = self._move_facts(before, due_at, {"facts": {"parent": self.parent_id.id}})
        self.env["hcc.journal.entry"]._append_many("recount", {self: facts})

    # -------------------------------------------------------------------------
    # ITS TIME
    # -------------------------------------------------------------------------

    def _due_values(self):
        return self._within_parent(super()._due_values())

    def _within_parent(self, values, since=None):
        """The instants of ``values``, none of them past the parent's time.

        :param since: when work began that is done once more; it ends after that
        """
        if not self.parent_id:
            return values
        parent = self.sudo().parent_id
        latest = parent._due_for_children()
        if since and latest <= since:
            latest = parent._promised_after(since)
        return {name: min(value, latest) for name, value in values.items()}

    def _due_for_children(self):
        """Counted afresh while it is open: a change of the calendar moves both at once."""
        if self.state not in OPEN_STATES:
            return self.work_due_at
        return self._due_from_ledger().instant

    def _promised_after(self, instant):
        """Of one that is late: its new appointment, as long as that lies ahead of ``instant``."""
        appointment_at = self._due_from_ledger(with_reappointments=True).instant
        return appointment_at if appointment_at > instant else datetime.max

    def _supplement_clock_mode(self, policy):
        """A supplement is the parent's; what it does to the time limit follows the parent."""
        if self.parent_id:
            return self.sudo().parent_id._supplement_clock_mode(policy)
        return super()._supplement_clock_mode(policy)

    # -------------------------------------------------------------------------
    # NOBODY ELSE'S TO END
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in RESUME_VERBS and self.parent_id and self._open_wait_row().with_parent:
            raise UserError(
                self.env._(
                    "%(dossier)s waits with %(parent)s and goes on when that one does.",
                    dossier=self.display_name,
                    parent=self.sudo().parent_id.display_name,
                )
            )
