from odoo import models

from odoo.addons.hcc_base.tools import working_time


class HccDossier(models.Model):
    """Due dates: computed from the ledger, the version's time limit and the policy of the day of
    reception. The verbs that wait or re-appoint add or close rows of the ledger."""

    _inherit = "hcc.dossier"

    # -------------------------------------------------------------------------
    # THE TERM
    # -------------------------------------------------------------------------

    def _term(self):
        """The procedure's time limit: value and unit."""
        version = self.version_id.sudo()
        return version.time_limit_value, version.time_limit_unit

    def _working_calendar(self):
        """The competent agency's calendar where it has its own, else the centre's."""
        return self.env["hcc.clock"]._calendar(self.company_id, self.agency_id)

    def _prepare_deadline(self, now, policy):
        """The stamps of an acceptance at ``now``."""
        clock = self.env["hcc.clock"]
        start = self._clock_start(now, policy.sudo())
        due_at = clock._due(
            self.company_id, start, *self._term(), policy, self.agency_id,
            self._extension_days(policy),
        )  # fmt: skip
        return {
            "policy_id": policy.id,
            "received_at": now,
            "received_on": clock._local(self.company_id, now).date(),
            "clock_started_at": start,
            "first_due_at": due_at,
            "due_at": due_at,
            "appointment_at": due_at,
            "handover_due_at": self._handover_due(now, policy),
        }

    def _clock_start(self, now, policy):
        """When the time limit starts: now, or by policy the arrival postmark."""
        by_post = self.channel == "postal" and self.arrived_at
        return self.arrived_at if policy.clock_start == "arrival" and by_post else now

    def _handover_due(self, now, policy):
        """The papers are handed over at the centre: its calendar counts."""
        clock = self.env["hcc.clock"]
        if policy.sudo().handover_rule == "cutoff":
            return clock._handover_deadline(self.company_id, now, policy)
        midnight = 24 * 60
        return working_time.handover_deadline(now, midnight, clock._calendar(self.company_id))

    def _open_ledger(self, start):
        self._parts("hcc.dossier.ledger").create(
            {
                "dossier_id": self.id,
                "kind": "reception",
                "started_at": start,
                "user_id": self.env.uid,
            }
        )

    def _step_deadlines(self, hours, start, due_at):
        """One instant per step: its hours after those before it, never past the due time."""
        calendar = self._working_calendar()
        deadlines, minutes = [], 0
        for step_hours in hours:
            minutes += round(step_hours * 60)
            planned = working_time.add_working_minutes(start, minutes, calendar)
            deadlines.append(min(planned, due_at) if step_hours else due_at)
        return deadlines

    # -------------------------------------------------------------------------
    # THE LEDGER'S DUE DATE
    # -------------------------------------------------------------------------

    def _due_from_ledger(self, with_reappointments=False, closing_at=None):
        """The due date as a ``working_time.Due``: instant, explanation, open wait.

        :param closing_at: as if the open wait, if any, ended then
        """
        kinds = ("supplement", "suspension") + ("reappointment",) * with_reappointments
        policy = self._policy().sudo()
        start, term, ledger = self._counted_term(policy)
        events = [
            (kind, begun, end or closing_at)
            for kind, begun, end in self._events(ledger.filtered(lambda row: row.kind in kinds))
        ]
        return self._due_after(start, term, events, policy)

    def _events(self, rows):
        """Extension point: what rows of the ledger mean to this dossier's time limit."""
        return rows._as_events()

    def _due_after(self, start, term, events, policy):
        return working_time.due_after_ledger(
            start, term, events, self._working_calendar(), self._supplement_clock_mode(policy),
            calendar_day_rule=policy.calendar_day_rule, begun_by=self._clock_begun_by(start),
        )  # fmt: skip

    def _clock_begun_by(self, start):
        """What happened at ``start``: the reception, or the postmark where that counts."""
        by_post = self.channel == "postal" and start == self.arrived_at
        return "arrived" if by_post and start != self.received_at else "start"

    def _counted_term(self, policy):
        """What the work has to be done within: its start, its length, the ledger since then."""
        ledger = self.sudo().ledger_ids
        start = ledger.filtered(lambda row: row.kind == "reception").started_at
        return start, working_time.Term(*self._term(), self._extension_days(policy)), ledger

    def _supplement_clock_mode(self, policy):
        mode = self.version_id.sudo().supplement_clock_mode
        return mode if mode and mode != "policy" else policy.supplement_clock_mode

    def _due_values(self):
        """What the ledger makes of the due dates now."""
        due_at = self._due_from_ledger().instant
        *_term, ledger = self._counted_term(self._policy().sudo())
        if all(row.kind != "reappointment" for row in ledger):
            return {"due_at": due_at, "appointment_at": due_at}
        appointment_at = self._due_from_ledger(with_reappointments=True).instant
        return {"due_at": due_at, "appointment_at": appointment_at}

    def _explain_due(self):
        """How the present appointment came about, line by line, in Vietnamese."""
        return working_time.explain(self._due_from_ledger(with_reappointments=True))

    def _first_due(self):
        """The due date as printed on the acceptance slip, the same on every reprint."""
        start = self.sudo().ledger_ids.filtered(lambda row: row.kind == "reception").started_at
        term = working_time.Term(*self._term(), self._extension_days(self.policy_id))
        return self._due_after(start, term, [], self.policy_id.sudo())

    def _reschedule_steps(self, now, due_at):
        """Plan the open steps afresh within the new due time."""
        steps = self._parts("hcc.dossier.step").browse(self.step_ids.ids)
        open_steps = steps.filtered(lambda step: not step.finished_at)._in_order()
        deadlines = self._step_deadlines(open_steps.mapped("hours"), now, due_at)
        for step, deadline in zip(open_steps, deadlines, strict=True):
            step.write({"due_at": deadline})

    def _open_wait(self, kind, now, reason, notice=None, **values):
        self._parts("hcc.dossier.ledger").create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "started_at": now,
                "user_id": self.env.uid,
                "notice_id": notice and notice.id,
                "reason": reason,
                **values,
            }
        )

    def _close_wait(self, now):
        """End the wait that is open, if any."""
        ledger = self._parts("hcc.dossier.ledger").browse(self.ledger_ids.ids)
        waits = ledger.filtered(
            lambda row: row.kind in ("supplement", "suspension") and not row.ended_at
        )
        waits.write({"ended_at": now})
        waits.flush_recordset()  # before the index on open waits sees the next one

    def _resume_clock(self, now):
        """Close the wait and compute due dates and step deadlines again."""
        self._close_wait(now)
        values = self._due_values()
        self._reschedule_steps(now, self._work_due_of(values))
        return values

    def _work_due_of(self, values):
        """Extension point: the due time of the work that is going on, among ``_due_values``."""
        return values.get("due_at") or self.due_at
