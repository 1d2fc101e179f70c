from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import voice

#: Where the shipped voice lies.
SHIPPED = "/hcc_queue/static/voice/%s.wav?v=1"


class HccHallZone(models.Model):
    """A part of the hall with its own boards and one loudspeaker (khu vực).

    Counters and boards belong to a zone; a board shows its zone's counters only, and the zone's
    calls are spoken one after another by the one board that has the loudspeaker. Hall managers and
    administrators keep zones; everybody in the centre reads them.
    """

    _name = "hcc.hall.zone"
    _description = "Hall Zone"
    _order = "company_id, sequence, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As it stands on the board, e.g. Ground floor, hall A.")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    counter_ids = fields.One2many("hcc.counter", "zone_id", "Counters")
    device_ids = fields.One2many("hcc.device", "zone_id", "Boards")
    pack_ids = fields.Many2many(
        "hcc.voice.pack",
        "hcc_hall_zone_voice_rel",
        "zone_id",
        "pack_id",
        "Voices",
        check_company=True,
        help="None: the shipped Vietnamese voice. Packs of other languages are said after it.",
    )
    volume = fields.Integer(
        "Volume (%)", default=80, help="Of the board's own loudspeaker; 0 is silent."
    )
    times = fields.Integer(
        "Times each call is said",
        default=2,
        help="While other calls wait to be said, each is said once, so that none comes late.",
    )
    max_age = fields.Integer(
        "Not later than (seconds)",
        default=60,
        help="A call that could not be said by then is left to the board: said late it misleads.",
    )
    quiet_from = fields.Float(
        "Quiet from", help="No voice between these hours; both the same: never quiet."
    )
    quiet_to = fields.Float("Quiet until")

    _volume_check = models.Constraint(
        "CHECK (volume BETWEEN 0 AND 100)", "The volume is a number from 0 to 100."
    )
    _times_check = models.Constraint(
        "CHECK (times BETWEEN 1 AND 3)", "A call is said once, twice or three times."
    )
    _max_age_check = models.Constraint(
        "CHECK (max_age BETWEEN 10 AND 600)",
        "A call may be said at most 10 to 600 seconds after it was made.",
    )
    _quiet_check = models.Constraint(
        "CHECK (quiet_from >= 0 AND quiet_from <= 24 AND quiet_to >= 0 AND quiet_to <= 24)",
        "Quiet hours are times of a day, from 00:00 to 24:00.",
    )

    @api.constrains("company_id")
    def _check_counters_centre(self):
        for zone in self:
            others = (zone.counter_ids.company_id | zone.device_ids.company_id) - zone.company_id
            if others:
                raise ValidationError(
                    self.env._(
                        "Zone %(zone)s has counters or boards of another centre.", zone=zone.name
                    )
                )

    # -------------------------------------------------------------------------
    # VOICE
    # -------------------------------------------------------------------------

    def _is_quiet(self):
        """Whether the zone's loudspeaker is silent at this hour of the centre's clock."""
        self.ensure_one()
        clock = self.env["hcc.clock"]
        local = clock._local(self.company_id, clock._now())
        hour = local.hour + local.minute / 60
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def _sentences(self, number, counter, repeated, clip_url):
        """What the zone says to call ``number`` to ``counter``, language by language: lists of
        addresses of sounds."""
        self.ensure_one()
        usable = self.pack_ids.filtered(lambda pack: pack.active and pack.is_complete)
        own = usable.filtered("is_vietnamese")[:1]
        others = usable.filtered(lambda pack: not pack.is_vietnamese)
        said = [pack._sentence(number, counter, repeated, clip_url) for pack in own | others]
        return said if own else [self._shipped_sentence(number, counter, repeated), *said]

    @api.model
    def _shipped_sentence(self, number, counter, repeated):
        return [SHIPPED % clip for clip in voice.sentence(number, counter, repeated)]

    @api.model
    def _chime_url(self):
        return SHIPPED % voice.CHIME

    def action_listen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/hcc/voice/zone/{self.id}",
            "target": "new",
        }
