from odoo import models

from odoo.addons.hcc_base.tools import working_time

from ...tools import public_words


class HccDossier(models.Model):
    """A dossier whose result was revoked (hồ sơ giải quyết lại): the corrected result is due by a
    time of its own, counted from the revocation with the waits since then; the due time by which
    the dossier was judged stays."""

    _inherit = "hcc.dossier"

    # -------------------------------------------------------------------------
    # A CLOCK OF ITS OWN
    # -------------------------------------------------------------------------

    def _counted_term(self, policy):
        if not self.reopened_at:
            return super()._counted_term(policy)
        since = self.sudo().ledger_ids.filtered(lambda row: row.started_at >= self.reopened_at)
        return self.reopened_at, working_time.Term(policy.reopen_days, "working_day"), since

    def _clock_begun_by(self, start):
        again = self.reopened_at and start == self.reopened_at
        return "revoked" if again else super()._clock_begun_by(start)

    def _due_values(self):
        """The due time stays as the dossier was judged by it; the corrected result's moves."""
        if not self.reopened_at:
            return super()._due_values()
        counted = {
            "reopened_due_at": self._due_from_ledger().instant,
            "appointment_at": self._due_from_ledger(with_reappointments=True).instant,
        }
        return {"due_at": self.due_at, **self._within_parent(counted, self.reopened_at)}

    def _counted_again(self):
        return self._due_values() if self.reopened_at else super()._counted_again()

    def _work_due_of(self, values):
        if not self.reopened_at:
            return super()._work_due_of(values)
        return values.get("reopened_due_at") or self.reopened_due_at

    def _plan_begins(self):
        return super()._plan_begins() + [self.reopened_at] * bool(self.reopened_at)

    def _move_facts(self, before, after, cause):
        facts = super()._move_facts(before, after, cause)
        if self.reopened_at:
            facts["due_at_reopened"] = facts.pop("due_at")
        return facts

    # -------------------------------------------------------------------------
    # ON THE PUBLIC PAGE
    # -------------------------------------------------------------------------

    def _get_applicant_task(self):
        if self.state == "processing" and self.reopened_at and not self._told_loss():
            return public_words.SPECIAL_TASKS[self._public_language()]["reopened"]
        return super()._get_applicant_task()

    def _public_ways(self, words):
        """What was done, as it came; then what is done again. Ticks of the first time stay."""
        ways = super()._public_ways(words)
        if not self.reopened_at:
            return ways
        done = sorted((way for way in ways if way["at"]), key=lambda way: way["at"])
        return done + [way for way in ways if not way["at"]]

    def _public_results(self, words):
        if not self.reopened_at:
            return super()._public_results(words)
        *_revoked, corrected = rounds = self._result_rounds()
        for name in ("result_back", "return"):
            corrected.setdefault(name, False)
        return [{"name": words[name], "at": at} for one in rounds for name, at in one.items()]

    def _result_rounds(self):
        """Of each result in turn when it reached the centre (``result_back``), was given
        (``return``) and was revoked (``reopen``), as the journal has them."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            "|", ("verb", "=", "reopen_result"), ("to_state", "in", ("done", "returned")),
        ]  # fmt: skip
        rounds = [{}]
        for entry in self.env["hcc.journal.entry"].search(domain, order="id"):
            one, at = rounds[-1], entry.occurred_at
            if entry.verb == "reopen_result":
                one["reopen"] = at
                rounds.append({})
            elif entry.verb == "record_postal_return":
                one.pop("return", None)
            elif entry.from_state != entry.to_state:
                one["return" if entry.to_state == "returned" else "result_back"] = at
        return rounds

    def _public_moves(self):
        """A result that was revoked gave a new appointment, too."""
        words = public_words.WORDS[self._public_language()]
        return [
            *super()._public_moves(),
            *(
                {
                    "sorry": words["sorry_wrong"],
                    "since": "",
                    "to": self._public_time(notice.appointment_at),
                    **self._public_reason(notice.reason),
                }
                for notice in self.notice_ids
                if notice.kind == "revocation"
            ),
        ]


class HccDossierNotice(models.Model):
    _inherit = "hcc.dossier.notice"

    def _due_to_keep(self):
        """The time that an apology is about: the corrected result's, once one was revoked."""
        dossier = self.dossier_id
        is_corrected = dossier.reopened_at and self.issued_at >= dossier.reopened_at
        return dossier.reopened_due_at if is_corrected else dossier.due_at
