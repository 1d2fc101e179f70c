from odoo import models

from odoo.addons.hcc_base.tools import working_time


class HccDossier(models.Model):
    """What a verb is going to do to the time limit, told in its dialog before it is confirmed."""

    _inherit = "hcc.dossier"

    def _preview(self, verb, **values):
        """Sentences about ``verb``; none for verbs that leave the time limit alone."""
        tell = getattr(self, f"_preview_{verb}", None)
        return tell(**values) if tell and self.due_at else []

    def _preview_request_supplement(self, **_values):
        _, policy = self.env._, self._policy().sudo()
        now = self.env["hcc.clock"]._now()
        lines = [
            _(
                "Request %(count)s; the policy allows %(most)s.",
                count=self._supplement_count() + 1,
                most=policy.supplement_max_requests or "∞",
            ),
            _("The time limit stands still from now on (due until now: %s).", self._due_words()),
        ]
        if self._supplement_clock_mode(policy) == "pause":
            lines.append(_("Once the supplement has come, it goes on where it stopped."))
        else:
            lines.append(_("Once the supplement has come, it is counted from the start."))
        expected_on = self._supplement_expected_on()
        if expected_on:
            lines.append(
                _("The applicant has until %s; then a stop is proposed.", f"{expected_on:%d/%m/%Y}")
            )
        if self._is_past_notice_limit(now):
            lines.append(_("⚠ The days for asking are over: the request will be marked."))
        if self._is_late_in_term(now):
            lines.append(_("⚠ The last part of the term has begun: the request will be marked."))
        return lines

    def _preview_accept_supplement(self, arrived_at=None, **_values):
        return self._preview_new_due(self._supplement_ended(arrived_at))

    def _preview_resume(self, **_values):
        return self._preview_new_due(self.env["hcc.clock"]._now())

    def _preview_new_due(self, closing_at):
        due = self._due_from_ledger(closing_at=closing_at)
        lines = [
            self.env._(
                "Due: %(before)s → %(after)s.",
                before=self._due_words(),
                after=self._local_words(due.instant),
            )
        ]
        return lines + working_time.explain(due)

    def _preview_suspend(self, **_values):
        _ = self.env._
        return [
            _("The time limit stands still from now on (due until now: %s).", self._due_words()),
            _("When it is resumed, the due time moves by the working time waited."),
        ]

    def _preview_extend(self, new_appointment_at=None, **_values):
        _, policy = self.env._, self._policy().sudo()
        lines = [
            _("The due time stays: %s. Against it the dossier is judged.", self._due_words()),
        ]
        if new_appointment_at:
            told = self._local_words(new_appointment_at)
            lines.append(_("The applicant is told: %s.", told))
        today = self.env["hcc.clock"]._today(self.company_id)
        last_day = self._apology_last_day(policy)
        if today > last_day:
            day = f"{last_day:%d/%m/%Y}"
            lines.append(_("⚠ An apology was due by %s: this one will be marked as late.", day))
        return lines

    _preview_propose_apology = _preview_extend

    def _due_words(self):
        return self._local_words(self.work_due_at)
