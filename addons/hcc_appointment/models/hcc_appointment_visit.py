from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number, reads_committed

#: Personal data of an appointment is forgotten so many days after it.
FORGET_DAYS = 30


class HccAppointment(models.Model):
    """What becomes of an appointment: cancelled, came, did not come, was not confirmed."""

    _inherit = "hcc.appointment"

    # -------------------------------------------------------------------------
    # CANCELLING
    # -------------------------------------------------------------------------

    @reads_committed
    def _withdraw(self):
        """Cancel by whoever holds the appointment's address; twice is once."""
        self.ensure_one()
        self._lock_rows()
        if self.state != "cancelled":
            self._transition("withdraw")
        return self.state

    @reads_committed
    def cancel(self, reason, request_key=None):
        """Cancel for the centre, with a reason that the person is told."""
        self.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "Appointment %s: say why it is cancelled; the person is told.", self.name
                )
            )
        return self.env["hcc.request.key"]._once(
            f"appointment.cancel/user/{self.env.uid}",
            request_key,
            {"appointment": self.id},
            lambda: self._cancel_now(reason),
        )

    def _cancel_now(self, reason):
        self._transition("cancel", {"cancel_reason": reason})
        self.env["hcc.outbox"]._enqueue("appointment_cancelled", self.sudo())
        return self.state

    # -------------------------------------------------------------------------
    # COMING
    # -------------------------------------------------------------------------

    @draws_number
    def check_in(self, request_key=None):
        """Issue the ticket of who came; it carries the appointment's time.

        :return: the ticket's answer, see ``hcc.ticket._answer``
        """
        self.ensure_one()
        self._check_verb_access("check_in")
        ticket_id = self.env["hcc.request.key"]._once(
            f"appointment.check_in/user/{self.env.uid}",
            request_key,
            {"appointment": self.id},
            self._check_in_now,
        )
        return self.env["hcc.ticket"].browse(ticket_id)._answer()

    def _check_in_now(self):
        """The ticket is issued once state, time and role have been checked, and the rows locked."""
        self._transition("check_in", lambda: {"ticket_id": self._issue_ticket().id})
        return self.sudo().ticket_id.id

    def _issue_ticket(self):
        appointment = self.sudo()
        ticket = self.env["hcc.ticket"].sudo()._issue_for(appointment).with_env(self.env)
        self.env["hcc.hall"]._ring(appointment.company_id)
        return ticket

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "check_in":
            self._check_arrival()
        if verb == "no_show" and self.env["hcc.clock"]._now() < self.kept_until:
            raise UserError(
                self.env._(
                    "Appointment %(code)s is kept until %(until)s.",
                    code=self.name,
                    until=self._slot_text(self.company_id, self.kept_until),
                )
            )

    def _check_arrival(self):
        now = self.env["hcc.clock"]._now()
        if now < self.opens_at:
            raise UserError(
                self.env._(
                    "Appointment %(code)s is for %(slot)s; check-in opens at %(opens)s.",
                    code=self.name,
                    slot=self._slot_text(self.company_id, self.slot_start),
                    opens=self._slot_text(self.company_id, self.opens_at),
                )
            )
        if now > self.kept_until:
            raise UserError(
                self.env._(
                    "Appointment %(code)s was kept until %(until)s. Please issue an ordinary "
                    "number.",
                    code=self.name,
                    until=self._slot_text(self.company_id, self.kept_until),
                )
            )

    @reads_committed
    def no_show(self, request_key=None):
        """Note that the person did not come in time."""
        self._transition("no_show")
        return True

    # -------------------------------------------------------------------------
    # THE SYSTEM'S OWN
    # -------------------------------------------------------------------------

    @api.model
    @reads_committed
    def _cron_lapse(self):
        """Free places that nobody confirmed, end appointments whose time is over, and let in the
        tickets whose time has come."""
        now = self.env["hcc.clock"]._now()
        self._end_all("lapse", [("state", "=", "held"), ("held_until", "<=", now)])
        self._end_all("no_show", [("state", "=", "booked"), ("kept_until", "<", now)])
        self.env["hcc.ticket"]._let_in_due()

    def _end_all(self, verb, domain):
        """What somebody else changed until the locks were taken stays as it is."""
        rows = self.search(domain)
        rows._lock_rows()
        rows.filtered_domain(domain)._transition(verb)

    @api.autovacuum
    def _gc_personal_data(self):
        """Names and telephones are needed until the day; then only the limits' hashes remain, and
        those no longer than the month they count for."""
        limit = self.env["hcc.clock"]._today() - timedelta(days=FORGET_DAYS)
        old = self.sudo().search([("business_date", "<", limit), ("phone", "!=", False)])
        old._guarded_write({"person_name": False, "phone": False, "identity_end": False})

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------

    def action_check_in(self):
        answer = self.check_in()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "title": self.env._("Number %s", answer["number"]),
                "message": self.env._(
                    "%(lane)s, people ahead: %(ahead)s. Write the number down for the citizen.",
                    lane=answer["lane"],
                    ahead=answer["ahead"],
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_no_show(self):
        return self.no_show()
