from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK, OFFICIAL

#: acts that can be undone; what draws a number, moves money or tells the applicant cannot
UNDOABLE = ("hand_over", "take", "complete_step", "send_back", "hand_over_result")
#: entries of the journal that change nothing; that follow from the act and go back with it; or
#: that come from outside and stay, as new due times do
_SILENT = (
    "view", "warn", "download_result", "mail_form", "resend_message", "propose_stop",
    "lapse_consultations", "recount",
)  # fmt: skip


class HccDossier(models.Model):
    """Undo (hoàn tác) of one's own last act, within the policy's minutes and only while nothing
    followed. The act stays in the journal, the undo refers to it."""

    _inherit = "hcc.dossier"

    _verbs = {
        "undo": Verb(("handed_over", "processing"), None, (OFFICIAL, APPRAISER, APPROVER, CLERK)),
    }

    can_undo = fields.Boolean(compute="_compute_can")

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "undo": self.env._("Undo the last act")}

    def undo(self):
        """Take back one's own last act: the dossier stands as it stood before."""
        self.ensure_one()
        facts = {}

        def prepare():
            act = self._last_act()
            facts.update(undone=act.id, verb=act.verb)
            return getattr(self, f"_undo_{act.verb}")(act) | self._planned_again(act)

        self._transition("undo", values=prepare, facts=facts)
        return True

    # -------------------------------------------------------------------------
    # MAY IT
    # -------------------------------------------------------------------------

    def _check_undo(self):
        refusal = self._undo_refusal(self._last_act())
        if refusal:
            raise UserError(refusal)

    def _last_act(self):
        """The last thing that changed the dossier, as the journal has it."""
        return self._latest_entry([("verb", "not in", _SILENT)])

    def _latest_entry(self, domain):
        own = [("res_model", "=", self._name), ("res_id", "=", self.id), *domain]
        return self.env["hcc.journal.entry"].sudo().search(own, order="id desc", limit=1)

    def _undo_refusal(self, act):
        _ = self.env._
        minutes = self._policy().sudo().undo_minutes
        if not minutes:
            return _("%s: the policy allows no undo.", self.display_name)
        if act.verb not in UNDOABLE or act.user_id != self.env.user:
            return _(
                "%s: the last thing done is not an act of yours that can be undone. Numbers, money "
                "and papers to the applicant stay; ask for a correction.",
                self.display_name,
            )
        if self.env["hcc.clock"]._now() > act.occurred_at + timedelta(minutes=minutes):
            return _(
                "%(dossier)s: your last act is more than %(minutes)s minutes old.",
                dossier=self.display_name,
                minutes=minutes,
            )
        return " ".join(self._undo_blockers(act))

    def _undo_blockers(self, act):
        """Extension point: sentences saying why ``act`` stays."""
        step = self._acted_step(act)
        if act.verb == "complete_step" and step.kind == "number_seal":
            return [self.env._("%s: a number and a seal stay.", self.display_name)]
        if act.verb == "complete_step" and step.kind == "approve" and step.outcome == "refused":
            return [self.env._("%s: the refusal's paper is numbered already.", self.display_name)]
        return []

    def _acted_step(self, act):
        return self._parts("hcc.dossier.step").browse((act.facts or {}).get("step") or [])

    # -------------------------------------------------------------------------
    # BACK TO WHAT IT WAS
    # -------------------------------------------------------------------------

    def _undo_hand_over(self, act):
        custody = act.facts.get("from") or "centre"
        return {"state": "received", "custody": custody, "handed_over_at": False}

    def _undo_hand_over_result(self, act):
        return {"custody": "agency"}

    def _undo_take(self, act):
        step = self._acted_step(act)
        step.write({"started_at": False, **self._held_before(act)})
        return {"state": "handed_over", "custody": "to_agency"}

    def _held_before(self, act):
        """By whom and since when the step was held, as ``act`` found it."""
        return {
            "holder_user_id": act.facts.get("holder") or False,
            "taken_at": act.facts.get("held_since") or False,
        }

    def _undo_complete_step(self, act):
        step = self._acted_step(act)
        self._parts("hcc.dossier.step").browse(self.current_step_id.id).write({"started_at": False})
        self._reopen_step(step)
        self._reopen_consultations(act.occurred_at)
        decided = {"result_kind": False} if step.kind == "approve" else {}
        return {"current_step_id": step.id, **decided}

    def _undo_send_back(self, act):
        """The rounds that the sending back opened were not begun: they go."""
        step = self._acted_step(act)
        rounds = self.step_ids.filtered(
            lambda s: not s.finished_at and s.id >= act.facts["next_step"]
        )
        self._parts("hcc.dossier.step").browse(rounds.ids).unlink()
        self._reopen_step(step)
        step.write(self._held_before(act))
        return {"current_step_id": step.id, "result_kind": act.facts.get("decided") or False}

    def _planned_again(self, act):
        """Due times of what the act had closed or put off, from the calendar as it is now."""
        recounted = self._latest_entry([("id", ">", act.id), ("verb", "=", "recount")])
        if recounted or act.verb == "send_back":
            self._replan_steps(self.work_due_at)
        if recounted and act.verb == "hand_over":
            return {"handover_due_at": self._handover_due(self.received_at, self.policy_id)}
        return {}

    def _reopen_step(self, step):
        """Open again with who completed it."""
        step.write(
            {
                "finished_at": False,
                "outcome": False,
                "note": False,
                "signed_at": False,
                "signed_by": False,
                "on_behalf_user_id": False,
            }
        )
