import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import voice

#: What is recorded: all but the chime, which is the same before every language.
SPOKEN = {name: words for name, words in voice.CLIPS.items() if words}


class HccVoiceClip(models.Model):
    """One recording of a voice pack (đoạn ghi âm): a letter, a digit, a word or a phrase.

    Kept with its pack, by administrators.
    """

    _name = "hcc.voice.clip"
    _description = "Voice Clip"
    _order = "pack_id, name, id"
    _allow_sudo_commands = False

    pack_id = fields.Many2one(
        "hcc.voice.pack", "Voice pack", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="pack_id.company_id", store=True, index=True)
    name = fields.Selection("_clip_names", "Clip", required=True)
    # In its row, not as an attachment: those are papers, and no sounds are taken there.
    audio = fields.Binary("Recording", attachment=False, required=True)
    audio_type = fields.Char("Kind of file", compute="_compute_audio_type", store=True)

    _name_uniq = models.Constraint(
        "UNIQUE (pack_id, name)", "This voice pack already has a recording of this clip."
    )

    @api.model
    def _clip_names(self):
        return [(name, f"{name} – “{words}”") for name, words in SPOKEN.items()]

    @api.depends("audio")
    def _compute_audio_type(self):
        for clip in self:
            clip.audio_type = voice.audio_type(clip._content())

    @api.constrains("audio")
    def _check_audio(self):
        for clip in self:
            content = clip._content()
            if not voice.audio_type(content):
                raise ValidationError(
                    self.env._(
                        "%(clip)s: only WAV, MP3 and Ogg recordings can be played.", clip=clip.name
                    )
                )
            if len(content) > voice.MAX_CLIP_BYTES:
                raise ValidationError(
                    self.env._(
                        "%(clip)s: the recording is larger than %(limit)s kB. One word takes a "
                        "second; cut the silence around it.",
                        clip=clip.name,
                        limit=voice.MAX_CLIP_BYTES // 1024,
                    )
                )

    def _content(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).audio or b"")

    def _url(self, pattern):
        """Its address, another one whenever the recording changes: players keep what they have."""
        return f"{pattern % self.id}?v={self.write_date:%Y%m%d%H%M%S%f}"
