from odoo import fields, models

from odoo.addons.hcc_base.tools import identity
from odoo.addons.hcc_dossier.tools import sms_text


class HccSmsLog(models.Model):
    """SMS about appointments that a trial provider only wrote down."""

    _inherit = "hcc.sms.log"

    message_id = fields.Many2one(required=False)
    appointment_id = fields.Many2one(
        "hcc.appointment", "Appointment", index="btree_not_null", readonly=True, ondelete="cascade"
    )

    _subject_check = models.Constraint(
        "CHECK (num_nonnulls(message_id, appointment_id) = 1)",
        "An SMS is about a dossier's notice or about an appointment.",
    )


class HccSmsProvider(models.Model):
    """Appointments are told by the same providers as dossiers."""

    _inherit = "hcc.sms.provider"

    def _send_log(self, phone, text, message):
        if message._name != "hcc.outbox":
            return super()._send_log(phone, text, message)
        appointment = message._appointment_of(message)
        self.env["hcc.sms.log"].sudo().create(
            {
                "company_id": appointment.company_id.id,
                "appointment_id": appointment.id,
                "sent_at": self.env["hcc.clock"]._now(),
                "phone": identity.mask_phone(phone),
                "text": text.replace(appointment._token(), "…"),
                "parts": sms_text.size(text).parts,
            }
        )
        return None
