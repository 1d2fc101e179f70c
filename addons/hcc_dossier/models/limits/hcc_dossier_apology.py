from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools.day_slots import slots_words
from odoo.addons.hcc_base.transaction import draws_number


class HccDossier(models.Model):
    """Apology and re-appointment (Decree 61/2018 art. 19(9)): the applicant gets a new
    appointment, the time limit stays."""

    _inherit = "hcc.dossier"

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
        self._check_open_at(clock._local(self.company_id, appointment))
        return appointment

    def _check_open_at(self, local):
        """The applicant comes then: the centre is open."""
        slots = self.env["hcc.clock"]._calendar(self.company_id).slots_on(local.date())
        minute = local.hour * 60 + local.minute
        if slots and not any(start <= minute <= end for start, end in slots):
            raise UserError(
                self.env._(
                    "%(dossier)s: the centre is closed at %(time)s. Choose its opening hours: "
                    "%(hours)s.",
                    dossier=self.display_name,
                    time=f"{local:%H:%M}",
                    hours=slots_words(slots),
                )
            )
        if not slots:
            raise UserError(
                self.env._(
                    "%(dossier)s: the centre is closed on %(day)s. Choose a working day.",
                    dossier=self.display_name,
                    day=f"{local:%d/%m/%Y}",
                )
            )

    def _check_extend(self):
        if self._is_used_up("reappointment") and not self._is_allowed_again("reappointment"):
            raise UserError(
                self.env._(
                    "%(dossier)s was already re-appointed %(count)s time(s); the policy allows "
                    "%(most)s. %(way)s",
                    dossier=self.display_name,
                    count=self._reappointment_count(),
                    most=self._policy().sudo().reappointment_max,
                    way=self._exception_way("reappointment"),
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
        day = self.env["hcc.clock"]._local(self.company_id, self.work_due_at).date()
        for _n in range(policy.apology_days_before):
            day -= timedelta(days=1)
            while not calendar.is_working_day(day):
                day -= timedelta(days=1)
        return day
