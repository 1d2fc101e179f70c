from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from .hcc_counter_session import CASHIER, HALL_MANAGER, OFFICIAL

LONGEST_BODY = 200


class HccCounterMessage(models.Model):
    """A word of the hall manager to a counter (nhắn quầy): on its panel until it is confirmed.

    It goes to whoever sits there now; that official confirms it. Everybody who reads the sitting
    reads its messages, nobody edits one.
    """

    _name = "hcc.counter.message"
    _inherit = ["hcc.state.mixin"]
    _description = "Message to a Counter"
    _order = "id desc"
    _allow_sudo_commands = False

    session_id = fields.Many2one(
        "hcc.counter.session",
        "Counter session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    body = fields.Char("Message", required=True, readonly=True, size=LONGEST_BODY)
    state = fields.Selection(
        [("sent", "Sent"), ("confirmed", "Confirmed")],
        required=True,
        readonly=True,
        default="sent",
    )
    author_id = fields.Many2one("res.users", "From", required=True, readonly=True)
    sent_at = fields.Datetime(required=True, readonly=True)
    confirmed_at = fields.Datetime(readonly=True)

    _verbs = {
        "send": Verb((), "sent", (HALL_MANAGER,)),
        "confirm": Verb(("sent",), "confirmed", (OFFICIAL, CASHIER)),
    }
    _guarded_fields = frozenset(
        {"session_id", "company_id", "body", "state", "author_id", "sent_at", "confirmed_at"}
    )

    @api.depends("session_id", "sent_at")
    def _compute_display_name(self):
        for message in self:
            message.display_name = message.session_id.display_name

    @api.model
    @draws_number
    def send(self, session_id, body, request_key=None):
        """Send ``body`` to whoever sits at the counter of the sitting."""
        self._check_verb_access("send")
        session = self.env["hcc.counter.session"].browse(session_id).exists()
        session.check_access("read")
        body = " ".join((body or "").split())
        self._check_send(session, body)
        return self.env["hcc.request.key"]._once(
            f"message.send/{self.env.uid}",
            request_key,
            {"session": session.id, "body": body},
            lambda: {"message_id": self._send(session, body).id},
        )

    def _check_send(self, session, body):
        if not body or len(body) > LONGEST_BODY:
            raise UserError(
                self.env._("A message has between 1 and %(longest)s letters.", longest=LONGEST_BODY)
            )
        if not session or session.state == "closed":
            raise UserError(
                self.env._(
                    "This counter is closed: nobody would read the message. Reload the page."
                )
            )

    def _send(self, session, body):
        message = self._guarded_create(
            {
                "session_id": session.id,
                "company_id": session.company_id.id,
                "body": body,
                "author_id": self.env.uid,
                "sent_at": self.env["hcc.clock"]._now(),
            }
        )
        facts = {"session": session.id}
        self.env["hcc.journal.entry"]._append(message, "send", None, "sent", facts)
        session._ring()
        return message

    def confirm(self, request_key=None):
        """The official at the counter has read it."""
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"message.confirm/{self.env.uid}",
            request_key,
            {"message": self.id},
            self._confirm,
        )

    def _confirm(self):
        self._transition("confirm", {"confirmed_at": self.env["hcc.clock"]._now()})
        self.session_id._ring()
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "confirm" and self.session_id.user_id != self.env.user:
            raise AccessError(
                self.env._("Only the official at the counter confirms a message sent there.")
            )

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "send": self.env._("Send a message"),
            "confirm": self.env._("Confirm"),
        }
