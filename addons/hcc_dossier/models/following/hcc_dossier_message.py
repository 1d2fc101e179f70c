from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mail import formataddr

from odoo.addons.hcc_base.models.hcc_outbox_mixin import (
    STATES,
    DeliveryPostponed,
    DeliveryRefused,
)
from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard
from odoo.addons.hcc_base.tools import identity

from ..dossier.hcc_dossier import OFFICIAL
from .hcc_message_template import CHANNELS, EVENTS

#: after so many days nobody needs the message any more
USEFUL_DAYS = 3
#: what has gone out is not sent again within so many minutes
AGAIN_MINUTES = 5
OVER = ("done", "failed", "unknown", "expired")


class HccDossierMessage(models.Model):
    """A notice of one event to one applicant by one channel (tin báo), and what became of it.

    Written by the dossier's verbs in their own transaction, delivered by the server after the
    commit. It holds no address and no text: both are taken at delivery from the dossier and the
    template in force. Read as the dossier is; an official may send it again.
    """

    _name = "hcc.dossier.message"
    _inherit = ["hcc.dossier.part", "hcc.outbox.mixin"]
    _description = "Notice by E-mail or SMS"
    _order = "id desc"
    _rec_name = "event"
    _allow_sudo_commands = False
    _max_attempts = 8
    _delivery_order = "channel, id"  # a gateway that does not answer holds up no e-mail

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    state = fields.Selection(STATES)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    cause = fields.Char(
        required=True, readonly=True, help="What made it: one event is told of once."
    )
    recipient = fields.Char("To, masked", readonly=True)
    written_at = fields.Datetime(
        "Written", required=True, readonly=True, default=lambda self: self.env["hcc.clock"]._now()
    )
    sendings = fields.Integer("Sent again", readonly=True)

    _event_uniq = models.UniqueIndex(
        "(dossier_id, event, cause, channel)", "An event is told of once by each channel."
    )
    _pending_idx = models.Index("(next_try_at) WHERE state = 'pending'")
    _failed_idx = models.Index("(company_id) WHERE state IN ('failed', 'unknown')")

    @api.depends("event", "channel")
    def _compute_display_name(self):
        events = dict(self._fields["event"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for message in self:
            message.display_name = f"{events[message.event]} – {channels[message.channel]}"

    # -------------------------------------------------------------------------
    # DELIVERY
    # -------------------------------------------------------------------------

    @api.model
    def _cron_deliver(self):
        past_guard(self)._expire()
        return super(HccDossierMessage, past_guard(self))._cron_deliver()

    def _carry_out(self):
        dossier = self.dossier_id
        contact = dossier._notice_contacts().get(self.channel)
        words = self.with_context(lang="vi_VN").env
        if not contact:
            raise DeliveryRefused(
                words._("There is no consent any more, or nothing to send it to.")
            )
        if self.channel not in self._templates()._channels(self.company_id.id, self.event):
            raise DeliveryRefused(words._("This notice has been switched off meanwhile."))
        getattr(self, f"_carry_out_{self.channel}")(contact)

    def _carry_out_sms(self, phone):
        self._wait_for_morning()
        provider = self.company_id._sms_provider()
        text = self._template()._fill(self._values(), provider.without_marks)
        self._check_words(text)
        self.recipient = identity.mask_phone(phone)
        provider.with_context(lang="vi_VN")._send(phone, text, self)

    def _wait_for_morning(self):
        clock, company = self.env["hcc.clock"], self.company_id
        policy = self.dossier_id.policy_id or self.dossier_id._todays_policy()
        since, until = policy.sms_quiet_from, policy.sms_quiet_until
        now = clock._now()
        hour = clock._local(company, now).hour
        is_quiet = since <= hour < until if since <= until else hour >= since or hour < until
        if policy and is_quiet:
            raise DeliveryPostponed(self._next_hour(now, until))

    def _next_hour(self, now, hour):
        """The next time the centre's clock shows that hour."""
        clock = self.env["hcc.clock"]
        local = clock._local(self.company_id, now)
        day = local.date() + timedelta(days=local.hour >= hour)
        return clock._day_bounds(self.company_id, day)[0] + timedelta(hours=hour)

    def _carry_out_email(self, address):
        template, company = self._template(), self.company_id
        if not company.email:
            raise DeliveryRefused(
                self.with_context(lang="vi_VN").env._(
                    "%s has no e-mail address to send from.", company.name
                )
            )
        values = self._values()
        text = template._fill(values)
        self._check_words(text)
        page = self.env["ir.qweb"]._render(
            "hcc_dossier.message_email",
            {"paragraphs": text.split("\n"), "link": values["link"], "brand": company._hcc_brand()},
        )
        servers = self.env["ir.mail_server"].sudo()
        mail = servers._build_email__(
            email_from=formataddr((company.name, company.email)),
            email_to=[address],
            subject=template._fill_subject(values),
            body=str(page),
            subtype="html",
            body_alternative=text,
            message_id=f"<{self._delivery_key()}@{company.email.rsplit('@', 1)[-1]}>",
            headers={"Auto-Submitted": "auto-generated"},
            attachments=self._attachments(),
        )
        self.recipient = _masked_email(address)
        servers.send_email(mail)

    def _check_words(self, text):
        if not text:
            raise DeliveryRefused(
                self.with_context(lang="vi_VN").env._(
                    "Nothing is left of the text: a place in each of its lines has no value, e.g. "
                    "the centre’s hotline. Change the text of the notice, then send it again."
                )
            )

    def _attachments(self):
        """Extension point: papers to go with the e-mail, as ``[(name, bytes, mimetype)]``."""
        return []

    def _delivery_key(self):
        """The same for every attempt of one sending, so that a gateway knows a repetition."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid", "")
        return f"hcc-{database[:8]}-{self.id}-{self.sendings}"

    # -------------------------------------------------------------------------
    # TEXTS
    # -------------------------------------------------------------------------

    def _templates(self):
        return self.env["hcc.message.template"].sudo()

    def _template(self):
        found = self._templates()._in_force(self.company_id.id, self.event)
        return found.filtered(lambda template: template.channel == self.channel)

    def _values(self):
        """What a text may be filled with: codes, names of offices and procedures, times."""
        dossier, company = self.dossier_id, self.company_id
        notice = dossier._last_guiding_notice()
        until = self.event in ("guided", "supplement", "awaited") and notice.expected_on
        at = dossier.appointment_at
        at = at and self.env["hcc.clock"]._local(company, at)
        return {
            "code": dossier.display_name,
            "procedure": dossier.version_id.name or dossier.procedure_id.name,
            "centre": company.name,
            "short_centre": company.short_name or company.name,
            "hotline": company.hotline or "",
            "appointment": f"{at:%H:%M %d/%m/%Y}" if at else "",
            "until": f"{until:%d/%m/%Y}" if until else "",
            "link": dossier._status_url(),
            "rating": dossier._rating_url(),
        }

    # -------------------------------------------------------------------------
    # SENDING AGAIN
    # -------------------------------------------------------------------------

    def resend(self):
        """Send once more what has gone out, or try again what failed."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(OFFICIAL)):
            raise AccessError(self.env._("Only officials of the agency send a notice again."))
        now = self.env["hcc.clock"]._now()
        for message in self.sudo():
            message._check_resend(now)
            past_guard(message).write(
                {
                    "state": "pending",
                    "attempts": 0,
                    "next_try_at": False,
                    "expires_at": now + timedelta(days=USEFUL_DAYS),
                    "finished_at": False,
                    "error": False,
                    "sendings": message.sendings + 1,
                }
            )
            facts = {"message": message.id, "event": message.event, "channel": message.channel}
            self.env["hcc.journal.entry"]._append(
                message.dossier_id.with_env(self.env), "resend_message", facts=facts
            )
        return True

    def _check_resend(self, now):
        if self.state not in OVER:
            raise UserError(
                self.env._(
                    "%s: the notice has not gone out yet; it is sent by itself.",
                    self.dossier_id.display_name,
                )
            )
        if self.state == "done" and now - self.finished_at < timedelta(minutes=AGAIN_MINUTES):
            raise UserError(
                self.env._(
                    "%s: this notice went out less than 5 minutes ago. Wait until it has had time "
                    "to arrive.",
                    self.dossier_id.display_name,
                )
            )


def _masked_email(address):
    name, _at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}"
