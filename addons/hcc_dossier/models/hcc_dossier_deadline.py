from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import working_time
from odoo.addons.hcc_base.transaction import draws_number


class HccDossier(models.Model):
    """Due dates, and the verbs that move them: supplement, suspension, re-appointment.

    Each verb adds or closes a row of the ledger; every due date is computed again from the ledger,
    the version's time limit and the policy of the day of reception.
    """

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
        if policy.clock_start != "arrival" or not by_post:
            return now
        if self.arrived_at > now:
            raise UserError(
                self.env._("%s: the arrival postmark lies in the future.", self.display_name)
            )
        return self.arrived_at

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

    def _due_from_ledger(self, with_reappointments=False):
        """The due date as a ``working_time.Due``: instant, explanation, open wait."""
        ledger = self.sudo().ledger_ids
        kinds = ("supplement", "suspension") + ("reappointment",) * with_reappointments
        policy = self._policy().sudo()
        return working_time.due_after_ledger(
            ledger.filtered(lambda row: row.kind == "reception").started_at,
            working_time.Term(*self._term(), self._extension_days(policy)),
            ledger.filtered(lambda row: row.kind in kinds)._as_events(),
            self._working_calendar(),
            self._supplement_clock_mode(policy),
            calendar_day_rule=policy.calendar_day_rule,
        )

    def _supplement_clock_mode(self, policy):
        mode = self.version_id.sudo().supplement_clock_mode
        return mode if mode and mode != "policy" else policy.supplement_clock_mode

    def _due_values(self):
        """What the ledger makes of the due dates now."""
        due_at = self._due_from_ledger().instant
        if all(row.kind != "reappointment" for row in self.sudo().ledger_ids):
            return {"due_at": due_at, "appointment_at": due_at}
        appointment_at = self._due_from_ledger(with_reappointments=True).instant
        return {"due_at": due_at, "appointment_at": appointment_at}

    def _explain_due(self):
        """How the present appointment came about, line by line, in Vietnamese."""
        return working_time.explain(self._due_from_ledger(with_reappointments=True))

    def _explain_first_due(self):
        """The explanation printed on the acceptance slip, the same on every reprint."""
        start = self.sudo().ledger_ids.filtered(lambda row: row.kind == "reception").started_at
        return self.env["hcc.clock"]._explain(
            self.company_id, start, *self._term(), self.policy_id, self.agency_id,
            self._extension_days(self.policy_id),
        )  # fmt: skip

    def _reschedule_steps(self, now, due_at):
        """Plan the open steps afresh within the new due time."""
        steps = self._parts("hcc.dossier.step").browse(self.step_ids.ids)
        open_steps = steps.filtered(lambda step: not step.finished_at)
        deadlines = self._step_deadlines(open_steps.mapped("hours"), now, due_at)
        for step, deadline in zip(open_steps, deadlines, strict=True):
            step.write({"due_at": deadline})

    def _open_wait(self, kind, now, reason, notice=None):
        self._parts("hcc.dossier.ledger").create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "started_at": now,
                "user_id": self.env.uid,
                "notice_id": notice and notice.id,
                "reason": reason,
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
        self._reschedule_steps(now, values["due_at"])
        return values

    # -------------------------------------------------------------------------
    # SUPPLEMENT
    # -------------------------------------------------------------------------

    @draws_number
    def request_supplement(self, reason=None, component_ids=None, request_key=None):
        """Ask the applicant for what is missing, through the centre, with form 02.

        :param component_ids: ids of the dossier's components to bring again or correct
        :return: ``{"dossier_id", "notice_id", "number"}``
        """
        self.ensure_one()
        chosen = sorted(component_ids or [])
        return self.env["hcc.request.key"]._once(
            f"dossier.request_supplement/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or "", "components": chosen},
            lambda: self._request_supplement(self._checked_reason(reason), chosen),
        )

    def _request_supplement(self, reason, chosen):
        now = self.env["hcc.clock"]._now()
        facts, notices = {}, []

        def prepare():
            lines = self.component_ids.filtered(lambda line: line.id in chosen)
            marked = self._parts("hcc.dossier.component").browse(lines.ids)
            marked.write({"is_missing": True})
            notice = self._issue_notice(
                "supplement",
                reason,
                content=marked._as_printed(),
                expected_on=self._supplement_expected_on(),
                is_past_limit=self._is_past_notice_limit(now),
            )
            self._open_wait("supplement", now, reason, notice)
            notices.append(notice)
            facts.update(notice=notice.id, components=lines.ids, past_limit=notice.is_past_limit)
            return {"request_reason": reason}

        self._transition("request_supplement", values=prepare, facts=facts)
        return {"dossier_id": self.id, "notice_id": notices[0].id, "number": notices[0].number}

    def _check_request_supplement(self):
        self._check_step_open()
        most = self._policy().sudo().supplement_max_requests
        count = len(self.sudo().notice_ids.filtered(lambda n: n.kind == "supplement"))
        if most and count >= most:
            raise UserError(
                self.env._(
                    "%(dossier)s: a supplement was already requested %(count)s time(s); the policy "
                    "allows %(most)s. Decide on what is there.",
                    dossier=self.display_name,
                    count=count,
                    most=most,
                )
            )

    def _check_step_open(self):
        if not self.current_step_id:
            raise UserError(
                self.env._("%s: all steps are complete, the result is ready.", self.display_name)
            )

    def _supplement_expected_on(self):
        days = self.version_id.sudo().abandon_days or self._policy().sudo().supplement_abandon_days
        if not days:
            return False
        return self.env["hcc.clock"]._today(self.company_id) + timedelta(days=days)

    def _is_past_notice_limit(self, now):
        days = self._policy().sudo().supplement_notice_days
        if not days:
            return False
        limit = self.env["hcc.clock"]._due(
            self.company_id, self.received_at, days, "working_day", self._policy(), self.agency_id
        )
        return working_time.is_late(now, limit)

    def accept_supplement(self, note=None):
        """Take what the applicant brings; the due date follows from the policy."""
        self.ensure_one()
        self.env["hcc.clock"]._hold_calendars()
        now = self.env["hcc.clock"]._now()
        facts = {}

        def prepare():
            self._parts("hcc.dossier.component").browse(self.component_ids.ids)._mark_complete()
            values = self._resume_clock(now)
            facts["due_at"] = values["due_at"].isoformat()
            return values

        self._transition("accept_supplement", values=prepare, facts=facts)
        return self

    # -------------------------------------------------------------------------
    # SUSPEND, RESUME
    # -------------------------------------------------------------------------

    def suspend(self, reason=None):
        """Stop the clock for a reason outside the agency's hands."""
        self.ensure_one()
        reason = self._checked_reason(reason)

        def prepare():
            self._open_wait("suspension", self.env["hcc.clock"]._now(), reason)
            return {"request_reason": reason}

        self._transition("suspend", values=prepare)
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

    # -------------------------------------------------------------------------
    # APOLOGY AND RE-APPOINTMENT
    # -------------------------------------------------------------------------

    @draws_number
    def extend(self, new_appointment_at=None, reason=None, request_key=None):
        """Apologise and give a new appointment (form 04). It never makes the dossier timely.

        :param new_appointment_at: naive UTC, as Odoo's fields
        :return: ``{"dossier_id", "notice_id", "number"}``
        """
        self.ensure_one()
        appointment = self._checked_appointment(new_appointment_at)
        arguments = {"dossier": self.id, "reason": reason or "", "at": appointment.isoformat()}
        return self.env["hcc.request.key"]._once(
            f"dossier.extend/{self.env.uid}",
            request_key,
            arguments,
            lambda: self._extend(appointment, self._checked_reason(reason)),
        )

    def _extend(self, appointment, reason):
        self.env["hcc.clock"]._hold_calendars()
        now = self.env["hcc.clock"]._now()
        facts, notices = {}, []

        def prepare():
            is_late = self._is_past_apology_limit(now)
            notice = self._issue_notice(
                "apology", reason, appointment_at=appointment, is_past_limit=is_late
            )
            self._parts("hcc.dossier.ledger").create(
                {
                    "dossier_id": self.id,
                    "kind": "reappointment",
                    "started_at": now,
                    "ended_at": appointment,
                    "user_id": self.env.uid,
                    "notice_id": notice.id,
                    "reason": reason,
                }
            )
            notices.append(notice)
            facts.update(notice=notice.id, appointment=appointment.isoformat(), past_limit=is_late)
            return {"request_reason": reason, **self._due_values()}

        self._transition("extend", values=prepare, facts=facts)
        return {"dossier_id": self.id, "notice_id": notices[0].id, "number": notices[0].number}

    def _checked_appointment(self, instant):
        clock = self.env["hcc.clock"]
        appointment = self._fields["appointment_at"].convert_to_cache(instant, self)
        if not appointment or appointment <= max(self.appointment_at or clock._now(), clock._now()):
            raise UserError(
                self.env._(
                    "%s: the new appointment must lie after the present one and in the future.",
                    self.display_name,
                )
            )
        local = clock._local(self.company_id, appointment)
        if not clock._calendar(self.company_id).is_working_day(local.date()):
            raise UserError(
                self.env._(
                    "%(dossier)s: the centre is closed on %(day)s. Choose a working day.",
                    dossier=self.display_name,
                    day=f"{local:%d/%m/%Y}",
                )
            )
        return appointment

    def _check_extend(self):
        policy = self._policy().sudo()
        count = len(self.sudo().ledger_ids.filtered(lambda row: row.kind == "reappointment"))
        if count >= policy.reappointment_max:
            raise UserError(
                self.env._(
                    "%(dossier)s was already re-appointed %(count)s time(s); the policy allows "
                    "%(most)s.",
                    dossier=self.display_name,
                    count=count,
                    most=policy.reappointment_max,
                )
            )

    def _is_past_apology_limit(self, now):
        """Whether the apology comes later than the policy's working days before the due day."""
        policy = self._policy().sudo()
        clock = self.env["hcc.clock"]
        is_past = clock._local(self.company_id, now).date() > self._apology_last_day(policy)
        if is_past and policy.apology_rule == "refuse":
            raise UserError(
                self.env._(
                    "%(dossier)s: an apology had to be sent at least %(days)s working day(s) "
                    "before the due day.",
                    dossier=self.display_name,
                    days=policy.apology_days_before,
                )
            )
        return is_past

    def _apology_last_day(self, policy):
        calendar = self._working_calendar()
        day = self.env["hcc.clock"]._local(self.company_id, self.due_at).date()
        for _n in range(policy.apology_days_before):
            day -= timedelta(days=1)
            while not calendar.is_working_day(day):
                day -= timedelta(days=1)
        return day
