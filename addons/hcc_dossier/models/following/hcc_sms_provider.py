import requests
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hcc_base.models.hcc_outbox_mixin import DeliveryRefused

from ...sms_key import key_path, sms_key

#: seconds to wait for a connection, and again for the answer
TIMEOUT = 10
LOOPBACK = ("http://127.0.0.1:", "http://localhost:")


class SmsNotTaken(Exception):
    """The gateway did not take the message now."""


class HccSmsProvider(models.Model):
    """A way by which SMS leave the house (nhà cung cấp tin nhắn): a list for trials, or a gateway
    that takes them as JSON.

    The key of a gateway stands in a file beside the database. Common to all centres and kept by
    administrators of a leading centre; each centre names the one it uses. Addons add kinds with
    a method ``_send_<kind>``.
    """

    _name = "hcc.sms.provider"
    _inherit = ["hcc.common.mixin"]
    _description = "SMS Provider"
    _order = "name, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Under this code the key file has the gateway's key.")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("log", "List only: nothing leaves the house"), ("http", "HTTP gateway")],
        required=True,
        default="log",
    )
    url = fields.Char(
        "Address", help="Gets each message as JSON by POST: id, to, text, sender. HTTPS."
    )
    sender = fields.Char("Sender name", help="The registered brand name.")
    without_marks = fields.Boolean(
        "Without Vietnamese marks",
        default=True,
        help="One message holds 160 characters without marks, 70 with them.",
    )
    has_key = fields.Boolean("Key is there", compute="_compute_has_key")

    _code_uniq = models.Constraint("UNIQUE (code)", "Another provider already has this code.")

    @api.depends("code", "kind")
    def _compute_has_key(self):
        for provider in self:
            provider.has_key = bool(provider.code and sms_key(provider.code))

    @api.constrains("kind", "url", "code")
    def _check_gateway(self):
        for provider in self:
            if " " in (provider.code or ""):
                raise ValidationError(
                    self.env._("%s: the code of a provider has no spaces.", provider.name)
                )
            address = provider.url or ""
            if provider.kind == "http" and not address.startswith(("https://", *LOOPBACK)):
                raise ValidationError(
                    self.env._("%s: the address of a gateway begins with https://.", provider.name)
                )

    def _send(self, phone, text, message):
        """Hand a text over; an exception is a failure to be repeated, ``DeliveryRefused`` is not.

        :param message: the ``hcc.dossier.message``; its number makes a repetition harmless
        """
        self.ensure_one()
        getattr(self, f"_send_{self.kind}")(phone, text, message)

    def _send_log(self, phone, text, message):
        self.env["hcc.sms.log"].sudo()._note(phone, text, message)

    def _send_http(self, phone, text, message):
        key = sms_key(self.code)
        if not key:
            raise DeliveryRefused(
                self.env._(
                    "The key file %(path)s has no key for “%(code)s”.",
                    path=key_path(),
                    code=self.code,
                )
            )
        answer = requests.post(
            self.url,
            json={
                "id": message._delivery_key(),
                "to": phone,
                "text": text,
                "sender": self.sender or "",
            },
            headers={
                "Authorization": f"Bearer {key}",
                "Idempotency-Key": message._delivery_key(),
            },
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        self._judge(answer.status_code)

    def _judge(self, status):
        """200–299: taken; 429 and 5xx: later; anything else never will be."""
        if 200 <= status < 300:
            return
        if status in (408, 425, 429) or status >= 500:
            raise SmsNotTaken(f"HTTP {status}")
        raise DeliveryRefused(
            self.env._(
                "The gateway refused the message (HTTP %s). Check address, key and sender name.",
                status,
            )
        )
