from datetime import timedelta

from odoo import fields, models

from odoo.addons.hcc_base.tools import identity

from .hcc_dossier_message import USEFUL_DAYS

#: verb → the event that its applicant is told of
VERB_EVENTS = {
    "receive": "accepted",
    "confirm_paper": "accepted",
    "guide": "guided",
    "refuse": "refused",
    "request_supplement": "supplement",
    "accept_supplement": "supplemented",
    "suspend": "suspended",
    "resume": "resumed",
    "extend": "moved",
    "take_result": "ready",
    "stop": "stopped",
    "withdraw": "withdrawn",
    "give_back": "given_back",
    "cancel": "cancelled",
    "correct": "corrected",
    "apologise_loss": "lost",
    "reopen_result": "revoked",
    "return_result": "returned",
}
#: events of a linked dossier that are told as its parent's; of others the applicant hears nothing
CHILD_EVENTS = frozenset({"lost"})


class HccDossier(models.Model):
    """Telling the applicant (thông báo): which verb is told of, to whom, and that it is told of
    once. Nothing is written for who has not agreed or left nothing to write to."""

    _inherit = "hcc.dossier"

    sent_ids = fields.One2many(
        "hcc.dossier.message", "dossier_id", "Notices by e-mail and SMS", readonly=True
    )

    _guarded_fields = frozenset({"sent_ids"})

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        event = self._event_of(verb)
        if event:
            cause = facts.get("notice") or f"{self.env['hcc.clock']._now():%Y%m%d%H%M%S}"
            for dossier in self.filtered(lambda one: one._is_told(event)):
                dossier._known_dossier()._tell(event, cause)

    def _is_told(self, event):
        """Of a linked dossier the applicant hears through its parent; of a draft thrown away they
        have no paper."""
        if self.parent_id:
            return event in CHILD_EVENTS
        return bool(self.received_at or self.reception_number)

    def _event_of(self, verb):
        """Extension point: the event of ``hcc.message.template`` that a verb makes, if any."""
        return VERB_EVENTS.get(verb)

    def _tell(self, event, cause):
        """Write the messages of an event: one row for each channel that the centre uses for it
        and the applicant can be reached by.

        :param cause: id of the paper or the day that made the event: the same one is told once
        """
        contacts = self.sudo()._notice_contacts()
        channels = contacts and self.env["hcc.message.template"]._channels(
            self.company_id.id, event
        )
        rows = [
            {
                "dossier_id": self.id,
                "event": event,
                "cause": str(cause),
                "channel": channel,
                "expires_at": self.env["hcc.clock"]._now() + timedelta(days=USEFUL_DAYS),
            }
            for channel in channels or ()
            if channel in contacts
        ]
        if rows:
            self._parts("hcc.dossier.message").create(rows)

    def _remind_to_collect(self, cause):
        """Remind of a result that nobody has collected; the same ``cause`` reminds once."""
        self.filtered(lambda dossier: dossier.state == "done")._remind("uncollected", cause)

    def _remind_to_supplement(self):
        """Remind of papers that were asked for and have not come, once for each request."""
        for dossier in self.filtered(lambda one: one.state == "supplement"):
            dossier._remind("awaited", dossier.sudo()._last_guiding_notice().id)

    def _remind(self, event, cause):
        for dossier in self:
            known = {(message.event, message.cause) for message in dossier.sudo().sent_ids}
            if (event, str(cause)) not in known:
                dossier._tell(event, cause)

    def _notice_contacts(self):
        """``{channel: address}`` by which the applicant agreed to be reached."""
        self.ensure_one()
        if not self._has_notice_consent():
            return {}
        phone = self.applicant_phone or ""
        contacts = {
            "email": self.applicant_email,
            "sms": identity.is_mobile(phone) and identity.normalise_phone(phone),
        }
        return {channel: address for channel, address in contacts.items() if address}

    def _has_notice_consent(self):
        """Extension point: whether the applicant has agreed to be written to."""
        return bool(self.applicant_id.consent_at)

    def _rating_url(self):
        """Extension point: the address at which the applicant says how it was; empty: none."""
        return ""
