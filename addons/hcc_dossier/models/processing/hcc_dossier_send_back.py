from odoo import api, fields, models
from odoo.exceptions import UserError


class HccDossier(models.Model):
    """Sent back (chuyển lại): the approver returns the dossier to an earlier step, with the reason;
    from the approval, or from the seal as long as a grant has no number.

    That step and those after it are done once more: each in a new round, with its whole quota
    planned afresh inside the dossier's time limit. What was done stays as it was. The reason is
    said among colleagues: it stands on top of the dossier until the steps are complete.
    """

    _inherit = "hcc.dossier"

    send_back_count = fields.Integer("Times sent back", compute="_compute_send_back_count")
    sent_back_from = fields.Char("Sent back from", compute="_compute_sent_back")
    sent_back_note = fields.Text("Sent back because", compute="_compute_sent_back")
    returnable_step_ids = fields.Many2many(
        "hcc.dossier.step",
        string="Steps to go back to",
        compute="_compute_returnable_step_ids",
    )

    @api.depends("step_ids.outcome")
    def _compute_send_back_count(self):
        for dossier in self:
            sent_back = dossier.step_ids.filtered(lambda step: step.outcome == "sent_back")
            dossier.send_back_count = len(sent_back)

    @api.depends("current_step_id", "step_ids.outcome")
    def _compute_sent_back(self):
        """The last time, for whoever does such a step once more."""
        for dossier in self:
            repeated = dossier.current_step_id.round > 1
            sent_back = dossier._sent_back_now()
            last = sent_back.sorted(lambda step: (step.finished_at, step.id))[-1:]
            shown = last if repeated else last[:0]
            dossier.sent_back_note = shown.note
            dossier.sent_back_from = shown._sent_back_words() if shown else False

    @api.depends("current_step_id", "step_ids.finished_at")
    def _compute_returnable_step_ids(self):
        for dossier in self:
            dossier.returnable_step_ids = dossier._returnable_steps()

    def send_back(self, reason=None, step_id=None):
        """Return the dossier to an earlier step, with the reason.

        :param step_id: the finished step to go back to; empty: from the approval the last
            appraisal, after it the last approval
        """
        self.ensure_one()
        reason = self._checked_note(reason)
        step = self.current_step_id
        facts = {"step": step.id}

        def prepare():
            target = self._checked_target(step_id)
            facts.update(self._holding_facts(step), decided=self.result_kind or None)
            again = self._repeat_from(target, step, reason)
            facts.update(target=target.id, next_step=again[0].id, round=again[0].round)
            return {"current_step_id": again[0].id, **self._undecided_by(again)}

        self._transition("send_back", values=prepare, facts=facts)
        return self

    def _check_send_back(self):
        is_due = self.current_step_kind == "approve" or self._is_decided()
        if not is_due or not self._returnable_steps():
            raise UserError(
                self.env._(
                    "%s waits neither for an approval after another step nor for the seal of what "
                    "is decided, so there is nothing to send back.",
                    self.display_name,
                )
            )
        if self.result_kind == "refused" and self.current_step_kind == "number_seal":
            raise UserError(
                self.env._(
                    "%s is refused: the applicant has the numbered notice of it. Complete the "
                    "seal; a wrong refusal is revoked afterwards.",
                    self.display_name,
                )
            )

    def _is_decided(self):
        """Decided, and without its number yet."""
        return not (self._is_decision_ahead() or self.result_number)

    def _agency_for(self, verb):
        """What is decided is sent back by those who decided it, wherever it lies now."""
        if verb == "send_back" and self._is_decided():
            return self._approval().agency_id or self.agency_id
        return super()._agency_for(verb)

    def _sent_back_now(self):
        """The steps sent back; of a reopened dossier, since then."""
        since = self.reopened_at
        return self.step_ids.filtered(
            lambda step: step.outcome == "sent_back" and not (since and step.finished_at < since)
        )

    def _returnable_steps(self):
        """The last round of each step done before the one which is due, in their order."""
        current = self.current_step_id
        done = self.step_ids.filtered(
            lambda step: step.finished_at and step._place() < current._place()
        )
        last = {step._catalogue_place(): step for step in done._in_order()}
        return done.browse(step.id for step in last.values()) if current else done[:0]

    def _checked_target(self, step_id):
        steps = self._returnable_steps()
        if not step_id:
            usual = "appraise" if self.current_step_kind == "approve" else "approve"
            return steps.filtered(lambda step: step.kind == usual)[-1:] or steps[-1:]
        target = steps.filtered(lambda step: step.id == step_id)
        if not target:
            raise UserError(
                self.env._(
                    "%(dossier)s goes back to one of: %(steps)s.",
                    dossier=self.display_name,
                    steps=", ".join(steps.mapped("name")),
                )
            )
        return target

    def _repeat_from(self, target, step, reason):
        """Close ``step`` as sent back; from ``target`` on, each step gets another round."""
        now = self.env["hcc.clock"]._now()
        steps = self._parts("hcc.dossier.step")
        again = [
            self._another_round(earlier)
            for earlier in self._returnable_steps()
            if earlier._place() >= target._place()
        ]
        again.append(self._another_round(step) | {"holder_user_id": False})
        again[0]["started_at"] = now
        steps.browse(step.id).write(self._step_closed(step, "sent_back", reason, "send_back"))
        rounds = steps.create(again)
        self._reschedule_steps(now, self.work_due_at)
        return rounds

    def _undecided_by(self, repeated):
        """What the dossier forgets when these steps are done once more."""
        kinds = set(self.step_ids.mapped("kind")) - {"number_seal"}
        deciding = kinds & {"approve"} or kinds  # where no step approves, the last one decides
        is_decided_anew = not deciding.isdisjoint(repeated.mapped("kind"))
        return {"result_kind": False} if is_decided_anew else {}

    def _another_round(self, step):
        """For whoever did it before, as long as they still may."""
        holder = step.on_behalf_user_id or step.holder_user_id
        return {
            "dossier_id": self.id,
            "step_id": step.step_id.id,
            "sequence": step.sequence,
            "round": step.round + 1,
            "name": step.name,
            "kind": step.kind,
            "role": step.role,
            "signature_kind": step.signature_kind,
            "agency_id": step.agency_id.id,
            "on_the_spot": step.on_the_spot,
            "hours": step.hours,
            "holder_user_id": holder and step._may_be_done_by(holder) and holder.id,
        }


class HccDossierStep(models.Model):
    _inherit = "hcc.dossier.step"

    def _sent_back_words(self):
        return self.env._(
            "Sent back from “%(step)s” by %(person)s, %(moment)s",
            step=self.name,
            person=self.sudo().holder_user_id.name,
            moment=self.dossier_id._printed_moment(self.finished_at),
        )

    def _place(self):
        """Where the step stands among the others, whatever its round; comparable."""
        return self.sequence, self.step_id.id or 0
