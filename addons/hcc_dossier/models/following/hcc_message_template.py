from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...tools import message_text, sms_text

EVENTS = [
    ("accepted", "Dossier accepted"),
    ("guided", "Guided to complete"),
    ("refused", "Not accepted"),
    ("supplement", "Supplement requested"),
    ("awaited", "Supplement still awaited"),
    ("supplemented", "Supplement received"),
    ("suspended", "Processing suspended"),
    ("resumed", "Processing goes on"),
    ("moved", "Apology and new appointment"),
    ("ready", "Result ready"),
    ("uncollected", "Result not collected"),
    ("stopped", "Processing ended"),
    ("withdrawn", "Withdrawal recorded"),
    ("given_back", "Papers given back without a result"),
    ("cancelled", "Dossier cancelled"),
    ("corrected", "Acceptance void, received again"),
    ("not_again", "Acceptance void, not received again"),
    ("lost", "Apology for a loss"),
    ("revoked", "Result revoked"),
    ("returned", "Result returned"),
]
CHANNELS = [("email", "E-mail"), ("sms", "SMS")]
#: what may stand in a text, as long as it usually gets; names of persons are not among it
SAMPLE = {
    "code": "H35.12-261121-0001",
    "procedure": "Cấp giấy phép xây dựng",
    "centre": "Trung tâm Phục vụ hành chính công",
    "short_centre": "TTPVHCC",
    "hotline": "1900 0000",
    "appointment": "08:00 27/11/2026",
    "until": "27/12/2026",
    "link": "https://dichvucong.tinh.gov.vn/hcc/s/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "rating": "https://dichvucong.tinh.gov.vn/hcc/d/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
#: what a centre or a policy may do without
OPTIONAL = ("hotline", "until", "rating")
#: an SMS with marks may take so many parts, one without takes one
MOST_PARTS = 3


class HccMessageTemplate(models.Model):
    """What an applicant is told of an event, by which channel, or that nothing is sent (mẫu tin).

    One row for each event and channel, common to all centres; a centre's own row replaces it.
    Administrators keep their centre's rows, those of a leading centre the common ones. Staff read
    them.
    """

    _name = "hcc.message.template"
    _inherit = ["hcc.common.mixin"]
    _description = "Text of a Notice"
    _order = "event, channel, company_id, id"
    _rec_name = "event"
    _allow_sudo_commands = False
    _has_own_records = True

    event = fields.Selection(EVENTS, required=True)
    channel = fields.Selection(CHANNELS, required=True)
    company_id = fields.Many2one("res.company", "Centre", index=True, help="Empty: every centre.")
    is_sent = fields.Boolean("Send", default=True, help="Unticked: nothing is sent.")
    subject = fields.Char(help="Of the e-mail.")
    body = fields.Text(
        "Text",
        required=True,
        help="{code}, {procedure}, {centre}, {short_centre}, {hotline}, {appointment}, {until}, "
        "{link} and {rating} are filled in; a line with a place that has no value is left out; the "
        "lines of an SMS are joined. "
        "Names of persons are not sent.",
    )
    preview = fields.Text("What it looks like", compute="_compute_preview")
    preview_size = fields.Char("Length", compute="_compute_preview")

    _common_uniq = models.UniqueIndex(
        "(event, channel) WHERE company_id IS NULL", "There is one common text for each channel."
    )
    _own_uniq = models.UniqueIndex(
        "(event, channel, company_id) WHERE company_id IS NOT NULL",
        "The centre already has its own text for this event and channel.",
    )

    @api.depends("event", "channel")
    def _compute_display_name(self):
        events = dict(self._fields["event"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for template in self:
            names = (events.get(template.event, ""), channels.get(template.channel, ""))
            template.display_name = " – ".join(filter(None, names))

    @api.depends("channel", "body", "company_id")
    def _compute_preview(self):
        for template in self:
            is_plain = template._company_provider().without_marks
            template.preview = template._fill(SAMPLE, is_plain) if template.body else ""
            size = sms_text.size(template.preview)
            template.preview_size = template.channel == "sms" and self.env._(
                "%(length)s characters, %(parts)s message(s)", length=size.length, parts=size.parts
            )

    @api.constrains("channel", "body", "subject")
    def _check_text(self):
        for template in self:
            text = f"{template.subject or ''}\n{template.body}"
            unknown = message_text.places(text) - SAMPLE.keys()
            if unknown or message_text.stray_braces(text):
                raise ValidationError(
                    self.env._(
                        "%(template)s: %(places)s cannot be filled in. Possible are: %(known)s.",
                        template=template.display_name,
                        places=", ".join(f"{{{name}}}" for name in sorted(unknown)) or "{…}",
                        known=", ".join(f"{{{name}}}" for name in SAMPLE),
                    )
                )
            if template.channel == "email" and not template.subject:
                raise ValidationError(
                    self.env._("%s: an e-mail needs a subject.", template.display_name)
                )
            template._check_optional()
            if template.channel == "sms":
                template._check_size()

    def _check_optional(self):
        """A text of one line with a place that stays empty would be no text."""
        if not self._fill({**SAMPLE, **dict.fromkeys(OPTIONAL, "")}):
            raise ValidationError(
                self.env._(
                    "%(template)s: nothing is left of the text where %(places)s has no value. "
                    "Give that place a line of its own.",
                    template=self.display_name,
                    places=", ".join(f"{{{name}}}" for name in OPTIONAL),
                )
            )

    def _check_size(self):
        plain = sms_text.size(self._fill(SAMPLE, is_plain=True))
        marked = sms_text.size(self._fill(SAMPLE, is_plain=False))
        if plain.parts > 1 or marked.parts > MOST_PARTS:
            raise ValidationError(
                self.env._(
                    "%(template)s: %(length)s characters are too long for one SMS without marks "
                    "(160) or %(parts)s with marks. Shorten the text.",
                    template=self.display_name,
                    length=plain.length,
                    parts=MOST_PARTS,
                )
            )

    def _owner(self):
        return self.company_id

    # -------------------------------------------------------------------------
    # READING
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        self.env.registry.clear_cache()
        return templates

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache("company_id", "event")
    def _channels(self, company_id, event):
        """The channels by which a centre tells of an event."""
        templates = self.sudo()._in_force(company_id, event)
        return tuple(template.channel for template in templates if template.is_sent)

    @api.model
    def _in_force(self, company_id, event):
        """One text a channel: the centre's own, else the common one."""
        found = self.search([("event", "=", event), ("company_id", "in", (company_id, False))])
        own = found.filtered("company_id")
        return own | found.filtered(lambda t: t.channel not in own.mapped("channel"))

    def _company_provider(self):
        return (self.company_id or self.env.company).sudo()._sms_provider()

    def _fill(self, values, is_plain=False):
        """The text; an SMS has no marks where ``is_plain``, and the procedure's name is cut to
        what fits."""
        if self.channel != "sms":
            return message_text.filled(self.body, values)
        text = self._fill_short(values, is_plain)
        while (size := sms_text.size(text)).parts > (1 if size.is_gsm else MOST_PARTS):
            name = values.get("procedure", "")
            if len(name) <= 4 or "procedure" not in message_text.places(self.body):
                break
            values = {**values, "procedure": sms_text.shortened(name, len(name) - 4)}
            text = self._fill_short(values, is_plain)
        return text

    def _fill_subject(self, values):
        return message_text.filled(self.subject or "", values)

    def _fill_short(self, values, is_plain):
        text = " ".join(message_text.filled(self.body, values).split("\n"))
        return sms_text.without_marks(text) if is_plain else text
