from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import reads_committed

from ..dossier.hcc_dossier import OFFICIAL
from .hcc_dossier_holder import STEP_GROUPS


class HccDossier(models.Model):
    """On the spot (năm tại chỗ): every step of the procedure is done at the centre.

    The papers never leave it: nothing is handed over to the agency and nothing comes back. With
    the acceptance the first step begins, with the last one the result is there. Each step is for
    its role all the same; who has several goes on in the same screen.
    """

    _inherit = "hcc.dossier"

    is_on_the_spot = fields.Boolean("All steps at the centre", readonly=True, copy=False)
    can_begin_on_the_spot = fields.Boolean(compute="_compute_can")
    can_finish_on_the_spot = fields.Boolean(compute="_compute_can")

    _verbs = {
        # Both follow from an act of somebody who was allowed to do that.
        "begin_on_the_spot": Verb(("received",), "processing", (OFFICIAL,)),
        "finish_on_the_spot": Verb(("processing",), "done", STEP_GROUPS),
    }
    _guarded_fields = frozenset({"is_on_the_spot"})

    def _verb_labels(self):
        return super()._verb_labels() | {
            "begin_on_the_spot": self.env._("Begin on the spot"),
            "finish_on_the_spot": self.env._("Finish on the spot"),
        }

    # -------------------------------------------------------------------------
    # FROM ACCEPTANCE TO RESULT
    # -------------------------------------------------------------------------

    def _prepare_reception(self, facts):
        values = super()._prepare_reception(facts)
        version = self.version_id.sudo()
        steps = version.step_ids
        values["is_on_the_spot"] = (
            bool(steps) and all(steps.mapped("on_the_spot")) and not version.is_interlinked
        )
        if values["is_on_the_spot"]:
            values["handover_due_at"] = False
        return values

    def _receive(self):
        answer = super()._receive()
        if self.is_on_the_spot:
            self._begin_on_the_spot()
        return answer

    def _begin_on_the_spot(self):
        step = self.current_step_id

        def prepare():
            self._write_step(step, {"started_at": self.env["hcc.clock"]._now()})

        self._transition("begin_on_the_spot", values=prepare, facts={"step": step.id})

    def _check_begin_on_the_spot(self):
        self._check_on_the_spot()

    def _complete_step(self, outcome, note, result_number, signed):
        answer = super()._complete_step(outcome, note, result_number, signed)
        if self.is_on_the_spot and not self.current_step_id:
            self._finish_on_the_spot()
        return answer

    def _finish_on_the_spot(self):
        """The result is at the centre with the last step; that step's right was checked."""
        self.sudo()._finish("finish_on_the_spot")

    def _check_finish_on_the_spot(self):
        self._check_on_the_spot()
        if self.current_step_id:
            raise UserError(self.env._("%s still has a step to complete.", self.display_name))

    def _check_on_the_spot(self):
        if not self.is_on_the_spot:
            raise UserError(
                self.env._("%s is handed over: not all its steps are done here.", self.display_name)
            )

    # -------------------------------------------------------------------------
    # ONE CONTINUOUS SCREEN
    # -------------------------------------------------------------------------

    @api.model
    def _desk_act(self, answer):
        """“5 tại chỗ”: who received the dossier and may appraise it, too, goes on at once."""
        accepted = answer["verb"] == "receive"
        act = self.browse(answer["dossier_id"])._next_act() if accepted else {}
        return act or super()._desk_act(answer)

    @reads_committed
    def _next_act(self):
        """The dialog of what the current user may do next here; empty when it is for another."""
        for verb in ("complete_step", "return_result"):
            if self.is_on_the_spot and self._can(verb):
                return self.with_context(verb=verb).action_open_dialog()
        return {}
