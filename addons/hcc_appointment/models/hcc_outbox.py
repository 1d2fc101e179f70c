from odoo import models


class HccOutbox(models.Model):
    """Messages of appointments: the one-time code, the confirmation, a cancellation."""

    _inherit = "hcc.outbox"

    def _deliver_appointment_code(self, message):
        self._appointment_of(message)._send_code(message)

    def _deliver_appointment_confirmed(self, message):
        self._appointment_of(message)._send_confirmation(message)

    def _deliver_appointment_cancelled(self, message):
        self._appointment_of(message)._send_cancellation(message)

    def _appointment_of(self, message):
        return self.env["hcc.appointment"].sudo().browse(message.res_id).exists()

    def _delivery_key(self):
        """The same for every attempt, so that a gateway knows a repetition."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid", "")
        return f"hcc-{database[:8]}-o{self.id}"
