from odoo import api, fields, models
from odoo.tools import SQL


class HccTicket(models.Model):
    """The ticket of who has an appointment: it carries the appointment's time, and its place.

    Until that time it stands in the order of issue. When the time has come it is let into the line,
    with at least so many ordinary numbers between two appointments: neither the booked nor those
    who just came starve the others. The rule is the one for priority classes (``tools.line``).
    """

    _inherit = "hcc.ticket"

    channel = fields.Selection(
        selection_add=[("appointment", "Appointment")],
        ondelete={"appointment": lambda tickets: tickets._guarded_write({"channel": "staff"})},
    )
    appointment_at = fields.Datetime("Appointment at", readonly=True)
    let_in_at = fields.Datetime("Let in at", readonly=True)

    _guarded_fields = frozenset({"appointment_at", "let_in_at"})
    _appointment_idx = models.Index(
        "(appointment_at) WHERE appointment_at IS NOT NULL AND let_in_at IS NULL"
        " AND state = 'waiting'"
    )

    def _issue_for(self, appointment):
        """Issue the ticket of an appointment whose person came."""
        choice = {
            "lane": appointment.lane_id.id,
            "agency": appointment.agency_id.id or None,
            "field": appointment.field_id.id or None,
            "priority": None,
        }
        ticket = self._issue(appointment.lane_id, choice, None)
        ticket._guarded_write({"channel": "appointment", "appointment_at": appointment.slot_start})
        if ticket.appointment_at <= self.env["hcc.clock"]._now():
            ticket._let_in()
        return ticket

    # -------------------------------------------------------------------------
    # PLACE
    # -------------------------------------------------------------------------

    @api.model
    def _group_sql(self, policy):
        """Who waits for the time of the appointment is an ordinary number until then."""
        return SQL(
            "CASE WHEN let_in_at IS NOT NULL THEN 'appointment' ELSE (%s) END",
            super()._group_sql(policy),
        )

    @api.model
    def _interval_field(self, group):
        return "appointment_interval" if group == "appointment" else super()._interval_field(group)

    def _let_in(self):
        """Let the ticket into the line now that its time has come; never behind where it stands."""
        before = self._let_in_before(self.lane_id, "appointment", but=self.id)
        values = {"let_in_at": self.env["hcc.clock"]._now()}
        if before and before < (self.line_before or self.id):
            values["line_before"] = before
        self._guarded_write(values)
        facts = {"before": values.get("line_before")}
        self.env["hcc.journal.entry"]._append(self, "let_in", self.state, self.state, facts)

    @api.model
    def _let_in_due(self):
        """Let in whose time has come, in the order of their times."""
        clock = self.env["hcc.clock"]
        due = [
            ("state", "=", "waiting"),
            ("let_in_at", "=", False),
            ("appointment_at", "<=", clock._now()),
        ]
        for ticket in self.search(due, order="appointment_at, id"):
            ticket._lock_rows()
            if ticket.filtered_domain(due):
                ticket._let_in()

    def _place_reason(self):
        if not self.appointment_at or self.priority_class_id:
            return super()._place_reason()
        time = self.env["hcc.hall"]._clock_text(self.company_id, self.appointment_at)
        if not self.let_in_at:
            return self.env._("Appointment at %(time)s; let into the line at that time", time=time)
        if not self.line_before:
            return self.env._("Appointment at %(time)s; in the order of issue", time=time)
        return self.env._(
            "Appointment at %(time)s; let in, at least %(interval)s ordinary numbers after the "
            "last one",
            time=time,
            interval=self.env["hcc.policy"]._todays(self.company_id).appointment_interval,
        )

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "let_in": self.env._("Let into the line")}
