from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hcc_base.tools import identity

from ...tools import sms_text

KEPT_DAYS = 30


class HccSmsLog(models.Model):
    """An SMS that a trial provider only wrote down (tin nhắn thử): nothing left the house.

    Administrators and oversight of the centre read the list; it is emptied after a month. The
    telephone is masked, and the last characters of addresses in the text, which open pages.
    """

    _name = "hcc.sms.log"
    _description = "SMS Written Down Only"
    _order = "id desc"
    _rec_name = "phone"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    message_id = fields.Many2one(
        "hcc.dossier.message",
        "Notice",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    sent_at = fields.Datetime("Sent", required=True, readonly=True)
    phone = fields.Char("Telephone, masked", required=True, readonly=True)
    text = fields.Text(required=True, readonly=True)
    parts = fields.Integer("Messages", required=True, readonly=True)

    @api.model
    def _note(self, phone, text, message):
        dossier = message.dossier_id
        token = dossier._status_url().rsplit("/", 1)[1]
        self.create(
            {
                "company_id": dossier.company_id.id,
                "message_id": message.id,
                "sent_at": self.env["hcc.clock"]._now(),
                "phone": identity.mask_phone(phone),
                "text": text.replace(token, "…"),
                "parts": sms_text.size(text).parts,
            }
        )

    @api.autovacuum
    def _gc_old(self):
        limit = self.env["hcc.clock"]._now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("sent_at", "<", limit)]).unlink()
