from odoo import fields, models


class HccTicket(models.Model):
    """The ticket of who has an appointment carries its time."""

    _inherit = "hcc.ticket"

    channel = fields.Selection(
        selection_add=[("appointment", "Appointment")],
        ondelete={"appointment": lambda tickets: tickets._guarded_write({"channel": "staff"})},
    )
    appointment_ids = fields.One2many("hcc.appointment", "ticket_id", "Appointment")
    appointment_at = fields.Datetime("Appointment at", readonly=True)

    _guarded_fields = frozenset({"appointment_at"})

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
        return ticket
