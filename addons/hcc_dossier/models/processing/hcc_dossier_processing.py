from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import working_time
from odoo.addons.hcc_base.transaction import draws_number


class HccDossier(models.Model):
    """Processing: hand-over, the internal steps, the result's way back to the centre."""

    _inherit = "hcc.dossier"

    # -------------------------------------------------------------------------
    # HAND OVER, TAKE
    # -------------------------------------------------------------------------

    def hand_over(self):
        """Send the papers to the agency; or, by the clerk, the finished result to the centre."""
        results = self.filtered(lambda dossier: dossier.state == "processing")
        papers = self - results
        if papers:
            papers._hand_over_papers()
        if results:
            results._transition("hand_over_result", values={"custody": "to_centre"})
        return self

    def _hand_over_papers(self):
        now = self.env["hcc.clock"]._now()
        for custody, dossiers in self.grouped("custody").items():
            dossiers._transition(
                "hand_over",
                values={"handed_over_at": now, "custody": "to_agency"},
                facts={"agencies": dossiers.agency_id.ids, "from": custody},
            )

    def take(self):
        """Take over what was handed over: the agency the papers, the centre the result."""
        for dossier in self:
            if dossier.state == "processing":
                dossier._take_result()
            else:
                dossier._take_papers()
        return self

    def _take_papers(self):
        now = self.env["hcc.clock"]._now()
        facts = {"step": self.current_step_id.id}

        def prepare():
            step = self._parts("hcc.dossier.step").browse(self.current_step_id.id)
            facts.update(self._holding_facts(step))
            step.write({"started_at": now, **self._holder_if_theirs(step)})
            is_given = self.state == "handed_over"
            return {"custody": "agency", "state": "processing" if is_given else self.state}

        self._transition("take", values=prepare, facts=facts)

    def _holding_facts(self, step):
        """Who holds ``step`` and since when, for an undo of what comes now."""
        return {
            "holder": step.holder_user_id.id or None,
            "held_since": fields.Datetime.to_string(step.taken_at) or None,
        }

    def _check_take(self):
        if self.custody != "to_agency":
            raise UserError(
                self.env._("%s: no papers of it are on their way to the agency.", self.display_name)
            )

    def _take_result(self):
        self._finish("take_result")

    def _finish(self, verb):
        """By ``verb`` the result has come: when, and whether in time."""
        now = self.env["hcc.clock"]._now()
        facts = {}

        def prepare():
            values = self._finish_stamps(now)
            facts["timeliness"] = values.get("timeliness") or self.timeliness
            return values

        self._transition(verb, values=prepare, facts=facts)

    def _finish_stamps(self, now):
        """What a result that reaches the centre writes."""
        return {
            "custody": "centre",
            "finished_at": now,
            "finished_on": self.env["hcc.clock"]._local(self.company_id, now).date(),
            "timeliness": self._judge_timeliness(now),
        }

    def _judge_timeliness(self, finished_at, due_at=None):
        """Before time, on time or late against the due time; re-appointments do not count.

        :param due_at: of a step; the dossier's own where it is not given
        """
        due_at = due_at or self.due_at
        if working_time.is_late(finished_at, due_at):
            return "late"
        clock = self.env["hcc.clock"]
        if self._policy().sudo().early_rule == "four_hours":
            minutes = working_time.working_minutes_between(
                finished_at, due_at, self._working_calendar()
            )
            return "early" if minutes >= 240 else "on_time"
        finished_on = clock._local(self.company_id, finished_at).date()
        due_on = clock._local(self.company_id, due_at).date()
        return "early" if finished_on < due_on else "on_time"

    def _check_hand_over_result(self):
        if self.current_step_id or self.custody != "agency":
            raise UserError(
                self.env._(
                    "%s has no finished result to hand over: its steps are not all complete, or "
                    "the result is already on its way.",
                    self.display_name,
                )
            )

    def _check_take_result(self):
        if self.custody != "to_centre":
            raise UserError(
                self.env._(
                    "%s: the agency's clerk has not handed the result over yet.", self.display_name
                )
            )

    # -------------------------------------------------------------------------
    # STEPS
    # -------------------------------------------------------------------------

    @draws_number
    def complete_step(
        self,
        outcome="agreed",
        note=None,
        result_number=None,
        request_key=None,
        signed=False,
        seal_id=None,
    ):
        """Complete the current step; its role, or else its kind, says who may.

        :param outcome: ``agreed``; or ``refused``: the appraiser proposes, the approver decides to
            refuse the application (form 03 is issued and goes back as the result)
        :param note: required with ``refused``, the applicant reads the approver's
        :param result_number: given by the agency's own register; empty: the next of its series
        :param signed: the paper of a step that needs a signature has it
        :param seal_id: of those the user keeps, the seal put on the result; empty: that of the
            place where the step is done
        :return: ``{"dossier_id", "step_id", "result_number", "next_step_id"}``
        """
        self.ensure_one()
        arguments = {
            "dossier": self.id, "outcome": outcome, "result_number": result_number or "",
            "seal": seal_id or 0,
        }  # fmt: skip
        return self.env["hcc.request.key"]._once(
            f"dossier.complete_step/{self.env.uid}",
            request_key,
            arguments,
            lambda: self._complete_step(outcome, note, result_number, signed, seal_id),
        )

    def _complete_step(self, outcome, note, result_number, signed, seal_id=None):
        facts = {}
        step = self.current_step_id

        def prepare():
            self._check_step_ready(step, outcome)
            self._check_signed(step, outcome, signed)
            following = self._close_step(step, outcome, note, "complete_step")
            values = {"current_step_id": following.id}
            values.update(self._step_result(step, outcome, note, result_number, seal_id))
            facts.update(
                step=step.id, kind=step.kind, outcome=outcome,
                result_number=values.get("result_number"),
            )  # fmt: skip
            return values

        self._transition("complete_step", values=prepare, facts=facts)
        return {
            "dossier_id": self.id,
            "step_id": step.id,
            "result_number": self.result_number or "",
            "next_step_id": self.current_step_id.id,
        }

    def _check_complete_step(self):
        step = self.current_step_id
        if not step:
            raise UserError(
                self.env._("%s: all steps are complete. Hand the result over.", self.display_name)
            )

    def _check_step_ready(self, step, outcome):
        if outcome not in ("agreed", "refused"):
            raise UserError(self.env._("A step ends with “agreed” or “refused”."))
        if outcome == "refused" and step.kind == "number_seal":
            raise UserError(
                self.env._(
                    "%s: what is decided is numbered and sealed, or left open. If the decision is "
                    "wrong, leave the step open: an approver sends it back and decides anew.",
                    self.display_name,
                )
            )
        blockers = self._get_step_blockers(step)
        if blockers:
            raise UserError(
                self.env._(
                    "%(dossier)s, step “%(step)s”: %(reasons)s",
                    dossier=self.display_name,
                    step=step.name,
                    reasons=" ".join(blockers),
                )
            )

    def _check_signed(self, step, outcome, signed):
        """What a step decides with a signature is decided on a signed paper only."""
        if self._asks_for_signed(step, outcome) and not signed:
            kinds = dict(step._fields["signature_kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(dossier)s: “%(step)s” needs a signature (%(kind)s). Sign the paper, then "
                    "tick “Signed”.",
                    dossier=self.display_name,
                    step=step.name,
                    kind=kinds[step.signature_kind].lower(),
                )
            )

    def _is_signed_outcome(self, step, outcome):
        """Whether ``outcome`` stands on the step's signature. A refusal by hand is signed on
        form 03, which comes of it; a digital one on the draft that is numbered and sealed."""
        if step.signature_kind == "none":
            return False
        digital_refusal = step.kind == "approve" and step.signature_kind == "digital"
        return outcome == "agreed" or (outcome == "refused" and digital_refusal)

    def _asks_for_signed(self, step, outcome):
        """Whether ``outcome`` waits for the word that the paper is signed."""
        return self._is_signed_outcome(step, outcome)

    def _may_be_signed_by_hand(self, step):
        return step.signature_kind != "none"

    def _get_step_blockers(self, step):
        """Extension point: sentences saying why ``step`` cannot be completed yet."""
        return []

    def _close_step(self, step, outcome, note, verb):
        """Finish the step and start the one after it."""
        now = self.env["hcc.clock"]._now()
        steps = self._parts("hcc.dossier.step")
        steps.browse(step.id).write(self._step_closed(step, outcome, note, verb))
        following = steps.browse(self.step_ids.ids)._next_open()
        following.write({"started_at": now})
        return following

    def _step_closed(self, step, outcome, note, verb):
        """What a finished step keeps: who did it, in whose place, and whether it was signed."""
        now = self.env["hcc.clock"]._now()
        return {
            "finished_at": now,
            "outcome": outcome,
            "note": note,
            "holder_user_id": self.env.uid,
            "taken_at": step.taken_at or now,
            "on_behalf_user_id": self._verb_delegation(verb).principal_user_id.id,
            "signed_at": self._is_signed_outcome(step, outcome) and now,
            "started_at": step.started_at or now,
        }

    def _holder_if_theirs(self, step):
        """Whoever takes the papers holds the step when it is of their role."""
        is_theirs = any(self.env.user.has_group(group) for group in step._groups())
        if is_theirs or self._verb_delegation("complete_step"):
            return {"holder_user_id": self.env.uid, "taken_at": self.env["hcc.clock"]._now()}
        return {}

    # -------------------------------------------------------------------------
    # THE AGENCY'S END
    # -------------------------------------------------------------------------

    def _move_to_agency(self, successor):
        """The competent agency was merged into ``successor``: open work goes there."""
        for dossier in self:
            former = dossier.agency_id
            dossier._guarded_write({"agency_id": successor.id})
            dossier._move_steps(former, successor, "move_to_agency")

    def _move_steps(self, former, successor, verb):
        """What ``former`` still had to do in these dossiers is for ``successor``."""
        for dossier in self:
            steps = dossier.step_ids.filtered(
                lambda step: step.agency_id == former and not step.finished_at
            )
            dossier._parts("hcc.dossier.step").browse(steps.ids).write({"agency_id": successor.id})
            dossier.applicant_id._open_to(successor)
            facts = {"from": former.id, "to": successor.id}
            self.env["hcc.journal.entry"]._append(dossier, verb, facts=facts)
