from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from ..dossier.hcc_dossier import APPROVER, ENDED_STATES, ENDING_VERBS


class HccDossier(models.Model):
    """A wrong result (kết quả sai): the approver revokes it, its number stays used, and the steps
    from the one named are gone through again on a clock of their own. The dossier counts as
    finished once, when it was first; the agency apologises and bears the costs (Decree 61/2018
    art. 21)."""

    _inherit = "hcc.dossier"

    _verbs = {"reopen_result": Verb(("done", "returned"), "processing", (APPROVER,))}
    _guarded_fields = frozenset({"reopened_at", "reopened_due_at"})

    can_reopen_result = fields.Boolean(compute="_compute_can")
    reopened_at = fields.Datetime("Result revoked", readonly=True, copy=False)
    reopened_due_at = fields.Datetime("Corrected result due", readonly=True, copy=False)

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "reopen_result": self.env._("Revoke the result")}

    @draws_number
    def reopen_result(self, reason=None, step_id=None, cost=0, request_key=None):
        """Revoke the result and decide again.

        :param step_id: the step of the dossier from which it is done again; empty: the approval
        :param cost: of the applicant, borne by the agency; VND, paid outside this system
        :return: ``{"dossier_id", "notice_id"}``
        """
        self.ensure_one()
        amount = self._checked_cost(cost)
        arguments = {
            "dossier": self.id, "reason": reason or "", "step": step_id or 0, "cost": amount,
        }  # fmt: skip
        return self.env["hcc.request.key"]._once(
            f"dossier.reopen_result/{self.env.uid}",
            request_key,
            arguments,
            lambda: self._reopen_result(self._checked_reason(reason), step_id, amount),
        )

    def _reopen_result(self, reason, step_id, cost):
        self.env["hcc.clock"]._hold_calendars()
        facts, notices = {"number": self.result_number or "", "cost": cost}, []

        def prepare():
            now = self.env["hcc.clock"]._now()
            due_at = self._reopened_due(now)
            again = self._repeat_steps_from(self._step_to_repeat(step_id), now, due_at)
            notice = self._issue_notice("revocation", reason, appointment_at=due_at)
            incident = self._open_incident(
                "wrong_result", reason, notice_id=notice.id, cost=cost,
                revoked_number=self.result_number, revoked_year=self.result_year,
            )  # fmt: skip
            notices.append(notice)
            facts.update(incident=incident.id, notice=notice.id, step=again[0].id)
            facts["due_at_reopened"] = fields.Datetime.to_string(due_at)
            return {
                **dict.fromkeys(
                    ("result_number", "result_year", "sealed_at", "sealed_user_id"), False
                ),
                **self._undecided_by(again),
                "custody": "centre" if self.is_on_the_spot else "agency",
                "current_step_id": again[0].id,
                "reopened_at": now,
                "reopened_due_at": due_at,
                "appointment_at": due_at,
                "notice_due_at": False,
                "delivered_at": False,
                "request_reason": reason,
            }

        self._transition("reopen_result", values=prepare, facts=facts)
        self._revoke_result_files(notices[0])
        return {"dossier_id": self.id, "notice_id": notices[0].id}

    def _revoke_result_files(self, notice):
        """Every file of the wrong result leaves the store and the public page, older scans, too:
        the right to it is the right to revoke the result."""
        files = self.sudo().result_document_ids
        for document in files.filtered(lambda one: one.state in ("accepted", "superseded")):
            document.revoke(f"{notice.number}: {notice.reason}")
        self._retire_result_drafts()

    def _retire_result_drafts(self):
        """What was signed as the wrong result is not sealed once more, unless only its number was
        wrong and no seal is on the file yet."""
        drafts = self._result_draft()
        if self.current_step_kind == "number_seal" and not drafts._is_sealed():
            return
        self._parts("hcc.dossier.draft").browse(drafts.ids).write({"is_current": False})

    def _result_draft(self):
        return self.sudo().draft_ids.filtered(lambda one: one.is_current and one.kind == "result")

    def _reopened_due(self, now):
        policy = self._policy()
        days = policy.sudo().reopen_days
        due_at = self.env["hcc.clock"]._due(
            self.company_id, now, days, "working_day", policy, self.agency_id
        )
        return self._within_parent({"due_at": due_at}, now)["due_at"]

    def _check_reopen_result(self):
        """Of a linked dossier: as long as its parent can still wait for the corrected result."""
        parent = self.sudo().parent_id
        if not parent or parent.current_step_id:
            return
        names = {"dossier": self.display_name, "parent": parent.display_name}
        if parent.state not in ENDED_STATES:
            raise UserError(
                self.env._(
                    "%(dossier)s is part of %(parent)s, which is decided: revoke the result of "
                    "%(parent)s first, once it has reached the centre.",
                    **names,
                )
            )
        raise UserError(
            self.env._(
                "%(dossier)s is part of %(parent)s, which has ended: nothing is decided anew. An "
                "approver revokes the archived file of the result.",
                **names,
            )
        )

    # -------------------------------------------------------------------------
    # STEPS ONCE MORE
    # -------------------------------------------------------------------------

    def _step_to_repeat(self, step_id):
        steps = self.step_ids
        chosen = (
            steps.filtered(lambda s: s.id == step_id)
            if step_id
            else steps.filtered(lambda s: s.kind == "approve")[-1:]
        )
        if not chosen:
            raise UserError(
                self.env._("%s: choose one of its steps to begin again with.", self.display_name)
            )
        if chosen.kind == "number_seal" and self._result_draft()._is_sealed():
            raise UserError(
                self.env._(
                    "%s: the number stands in the sealed file. Begin again with the approval, so "
                    "that another file is signed.",
                    self.display_name,
                )
            )
        return chosen

    def _repeat_steps_from(self, step, now, due_at):
        """A further round of ``step`` and of all that come after it."""
        rounds = {}
        for row in self.step_ids.sorted(lambda s: (s.sequence, s.id)):
            rounds.setdefault(row._catalogue_place(), []).append(row)
        places = list(rounds)
        again = places[places.index(step._catalogue_place()) :]
        latest = [max(rounds[place], key=lambda s: s.round) for place in again]
        values = [{**self._another_round(row), "due_at": due_at} for row in latest]
        values[0]["started_at"] = now
        again = self._parts("hcc.dossier.step").create(values)
        self._reschedule_steps(now, due_at)
        return again

    # -------------------------------------------------------------------------
    # IT HAS COUNTED ALREADY
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in ENDING_VERBS and self.reopened_at:  # it has counted as finished
            raise UserError(
                self.env._(
                    "%s: its result was revoked; it ends with the corrected one.",
                    self.display_name,
                )
            )
        if verb == "request_supplement" and self.reopened_at:
            raise UserError(self._nothing_more_to_bring())

    def _exception_refusal(self, kind):
        if kind == "supplement" and self.reopened_at:
            return self._nothing_more_to_bring()
        return super()._exception_refusal(kind)

    def _nothing_more_to_bring(self):
        """It could not be stopped if the applicant stayed silent."""
        return self.env._(
            "%s: its result was revoked; the applicant is asked for nothing more. Suspend it while "
            "something has to be cleared up, or decide on what is there.",
            self.display_name,
        )

    def _finish_stamps(self, now):
        """A corrected result reaches the centre: when it was finished first is what counts."""
        if self.reopened_at:
            return {"custody": "centre"}
        return super()._finish_stamps(now)

    def _check_result_number(self, number, year):
        super()._check_result_number(number, year)
        domain = [
            ("agency_id", "=", self.agency_id.id),
            ("revoked_year", "=", year),
            ("revoked_number", "=", number),
        ]
        if self.env["hcc.dossier.incident"].sudo().search_count(domain, limit=1):
            raise UserError(
                self.env._("The number %s belongs to a revoked result and stays used.", number)
            )
