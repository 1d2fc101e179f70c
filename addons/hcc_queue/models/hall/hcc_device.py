from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What a speaking page says of its sound → what the device's health becomes.
SOUND_STATES = {"ready": "ready", "blocked": "sound_blocked", "failed": "sound_failed"}
_SETTINGS = frozenset({"zone_id", "speaks"})


class HccDevice(models.Model):
    """The zone of a board, and whether it has the zone's loudspeaker."""

    _inherit = "hcc.device"

    _editable_fields = {"in_use": _SETTINGS, "revoked": _SETTINGS}

    zone_id = fields.Many2one(
        "hcc.hall.zone",
        "Zone",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The board shows this zone; none: the whole hall.",
    )
    speaks = fields.Boolean(
        "Speaks the calls",
        help="This board has the loudspeaker of its zone. One board a zone: two would speak at "
        "once.",
    )

    _speaker_uniq = models.UniqueIndex(
        "(zone_id) WHERE speaks AND active AND state != 'revoked'",
        "Another board already speaks the calls of this zone.",
    )

    @api.constrains("kind", "speaks", "zone_id")
    def _check_speaks(self):
        for device in self:
            if device.speaks and not (device.kind == "board" and device.zone_id):
                raise ValidationError(
                    self.env._(
                        "%(device)s: only a hall board with a zone speaks calls.",
                        device=device.name,
                    )
                )

    @api.constrains("kind", "counter_id")
    def _check_counter_board(self):
        for device in self:
            if device.kind == "counter_board" and not device.counter_id:
                raise ValidationError(
                    self.env._(
                        "%(device)s: say at which counter this board hangs.", device=device.name
                    )
                )

    @api.depends("health", "is_silent")
    def _compute_health_state(self):
        super()._compute_health_state()
        words = {
            "sound_blocked": self.env._("No sound: touch its screen once"),
            "sound_failed": self.env._("No sound: a recording cannot be played"),
        }
        for device in self:
            device.health_state = words.get(device.health_state, device.health_state)

    def _report_sound(self, state):
        """Note what the page says of its sound.

        :raise ValueError: no such state
        """
        self.ensure_one()
        if state not in SOUND_STATES:
            raise ValueError(state)
        self._guarded_write({"health": {"state": SOUND_STATES[state]}})

    def _sound_state(self):
        """What the page last said of its sound, as it says it."""
        states = {health: state for state, health in SOUND_STATES.items()}
        return states.get((self.health or {}).get("state"))
