from odoo import fields, models
from odoo.exceptions import UserError

from ..dossier.hcc_dossier import APPRAISER


class HccDossier(models.Model):
    """Suspension: the clock stops for a reason outside the agency's hands and goes on later."""

    _inherit = "hcc.dossier"

    wait_until = fields.Date(
        "Awaited until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Last day of the supplement, or expected end of the suspension.",
    )

    _guarded_fields = frozenset({"wait_until"})

    def suspend(self, reason=None, reason_id=None, expected_on=None):
        """Stop the clock for a reason outside the agency's hands.

        :param reason_id: one of the list of reasons; empty: the list's default
        :param expected_on: the day on which it is expected to go on
        """
        self.ensure_one()
        chosen = self.env["hcc.dossier.reason"]._chosen("suspend", reason_id)
        words = self._checked_reason(chosen._in_words(reason))
        day = self._checked_expected_end(expected_on)

        def prepare():
            self._open_wait("suspension", self.env["hcc.clock"]._now(), words)
            return {"request_reason": words, "reason_id": chosen.id, "wait_until": day}

        facts = {"reason": chosen.id, "until": day and str(day)}
        self._transition("suspend", values=prepare, facts=facts)
        return self

    def _checked_expected_end(self, expected_on):
        day = self._fields["wait_until"].convert_to_cache(expected_on, self)
        if day and day < self.env["hcc.clock"]._today(self.company_id):
            raise UserError(self.env._("%s: the expected end lies in the past.", self.display_name))
        return day or False

    def _check_suspend(self):
        self._check_step_open()
        self._check_not_decided()

    def resume(self):
        """Let the clock run again; the due date moves by the working time waited."""
        self.ensure_one()
        self.env["hcc.clock"]._hold_calendars()
        now = self.env["hcc.clock"]._now()
        facts = {}

        def prepare():
            values = self._resume_clock(now)
            facts["due_at"] = values["due_at"].isoformat()
            return {**values, "wait_until": False}

        self._transition("resume", values=prepare, facts=facts)
        return self

    def _has_verb_group(self, verb):
        """By policy the appraiser, too, stops the clock and lets it go on."""
        if super()._has_verb_group(verb):
            return True
        return (
            verb in ("suspend", "resume")
            and bool(self)
            and self.env.user.has_group(APPRAISER)
            and all(d._policy().sudo().suspension_by == "appraiser" for d in self)
        )
