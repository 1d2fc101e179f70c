from odoo import models


class HccDossier(models.Model):
    """Suspension: the clock stops for a reason outside the agency's hands and goes on later."""

    _inherit = "hcc.dossier"

    def suspend(self, reason=None, reason_id=None):
        """Stop the clock for a reason outside the agency's hands."""
        self.ensure_one()
        chosen = self.env["hcc.dossier.reason"]._chosen("suspend", reason_id)
        words = self._checked_reason(chosen._in_words(reason))

        def prepare():
            self._open_wait("suspension", self.env["hcc.clock"]._now(), words)
            return {"request_reason": words, "reason_id": chosen.id}

        self._transition("suspend", values=prepare, facts={"reason": chosen.id})
        return self

    def _check_suspend(self):
        self._check_step_open()

    def resume(self):
        """Let the clock run again; the due date moves by the working time waited."""
        self.ensure_one()
        self.env["hcc.clock"]._hold_calendars()
        now = self.env["hcc.clock"]._now()
        facts = {}

        def prepare():
            values = self._resume_clock(now)
            facts["due_at"] = values["due_at"].isoformat()
            return values

        self._transition("resume", values=prepare, facts=facts)
        return self
