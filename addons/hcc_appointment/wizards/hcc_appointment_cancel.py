from odoo import fields, models


class HccAppointmentCancel(models.TransientModel):
    """Asks the hall manager why an appointment is cancelled."""

    _name = "hcc.appointment.cancel"
    _description = "Cancel an Appointment"
    _allow_sudo_commands = False

    appointment_id = fields.Many2one("hcc.appointment", required=True, ondelete="cascade")
    reason = fields.Char(required=True, help="The person reads it in the message.")

    def action_confirm(self):
        self.appointment_id.cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
