import base64
import binascii
import io
import zipfile
from pathlib import PurePosixPath

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import voice
from .hcc_voice_clip import SPOKEN

#: All clips as MP3 or WAV are far smaller; more was never meant for us.
MAX_ARCHIVE_BYTES = 20 * 1024 * 1024


class HccVoicePack(models.Model):
    """A set of recordings in one language (bộ giọng đọc) that calls tickets in zones of a centre.

    It is used as soon as it has every clip that the centre's lanes need; until then the shipped
    voice speaks Vietnamese, and another language is left out: a call half in another voice is not
    understood. Administrators keep packs; everybody in the centre reads them.
    """

    _name = "hcc.voice.pack"
    _description = "Voice Pack"
    _order = "company_id, is_vietnamese desc, sequence, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="e.g. the announcer and the year of the recording.")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    language = fields.Char(required=True, default="Tiếng Việt")
    is_vietnamese = fields.Boolean(
        "Replaces the shipped voice",
        default=True,
        help="On: the Vietnamese call is said with these recordings. Off: it is said after the "
        "Vietnamese one, for people who speak another language.",
    )
    reads_by_digit = fields.Boolean(
        "Counters digit by digit",
        help="For languages that do not count as Vietnamese does: counter 12 is read “one two”.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    clip_ids = fields.One2many("hcc.voice.clip", "pack_id", "Clips", copy=True)
    clip_count = fields.Integer("Recorded", compute="_compute_missing")
    missing_words = fields.Text("Still to be recorded", compute="_compute_missing")
    is_complete = fields.Boolean("Complete", compute="_compute_missing")
    archive = fields.Binary(
        "Recordings (ZIP)",
        store=False,
        compute="_compute_archive",
        inverse="_inverse_archive",
        help="WAV, MP3 or Ogg files named after their clips, e.g. digit_0.wav.",
    )

    # -------------------------------------------------------------------------
    # COMPLETENESS
    # -------------------------------------------------------------------------

    @api.depends("clip_ids.name", "reads_by_digit", "company_id")
    def _compute_missing(self):
        for pack in self:
            missing = pack._missing_clips()
            pack.clip_count = len(pack.clip_ids)
            pack.is_complete = not missing
            pack.missing_words = "\n".join(f"{clip}: “{voice.CLIPS[clip]}”" for clip in missing)

    def _missing_clips(self):
        """The clips that the pack lacks to call every lane of its centre."""
        # sudo: of the lanes only their letters; a board asks this too
        lanes = self.env["hcc.lane"].sudo()._lanes_of(self.company_id)
        have = set(self.clip_ids.mapped("name"))
        needed = voice.required(lanes.mapped("prefix"), self.reads_by_digit)
        return [clip for clip in needed if clip not in have]

    # -------------------------------------------------------------------------
    # UPLOAD
    # -------------------------------------------------------------------------

    def _compute_archive(self):
        self.archive = False

    def _inverse_archive(self):
        for pack in self.filtered("archive"):
            pack._take(pack._unpack(pack.archive))

    def _unpack(self, archive):
        """``{clip: content}`` of a ZIP file.

        :raise UserError: not a ZIP file, or a file in it is no clip
        """
        try:
            content = base64.b64decode(archive)
            with zipfile.ZipFile(io.BytesIO(content)) as folder:
                return self._read_clips(folder)
        except (zipfile.BadZipFile, binascii.Error, NotImplementedError) as error:
            raise UserError(
                self.env._("The recordings are uploaded as one ZIP file of WAV, MP3 or Ogg files.")
            ) from error

    def _read_clips(self, folder):
        entries = [entry for entry in folder.infolist() if not entry.is_dir()]
        if sum(entry.file_size for entry in entries) > MAX_ARCHIVE_BYTES:
            raise UserError(self.env._("The recordings are too large: more than 20 MB."))
        files = {PurePosixPath(entry.filename).stem.lower(): entry for entry in entries}
        unknown = sorted(set(files) - set(SPOKEN))
        if unknown:
            raise UserError(
                self.env._(
                    "These files are no clips: %(files)s. A file is named after its clip, e.g. "
                    "digit_0.wav.",
                    files=", ".join(unknown[:10]),
                )
            )
        return {name: folder.read(entry) for name, entry in files.items()}

    def _take(self, clips):
        """Keep ``{clip: content}``; a clip that was there is replaced."""
        kept = {clip.name: clip for clip in self.clip_ids}
        for name, content in clips.items():
            values = {"audio": base64.b64encode(content)}
            if name in kept:
                kept[name].write(values)
            else:
                self.env["hcc.voice.clip"].create({**values, "name": name, "pack_id": self.id})

    @api.constrains("company_id")
    def _check_zones_of_centre(self):
        for pack in self:
            zones = self.env["hcc.hall.zone"].search([("pack_ids", "in", pack.ids)])
            if zones.company_id - pack.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(pack)s” speaks in zones of another centre; take it out there first.",
                        pack=pack.name,
                    )
                )

    # -------------------------------------------------------------------------
    # SPEAKING
    # -------------------------------------------------------------------------

    def _sentence(self, number, counter, repeated, clip_url):
        """Addresses of the sounds of a call in this voice; a clip it lacks is left out.

        :param clip_url: where the listener fetches clips of packs from, a ``%s`` for the clip
        """
        by_name = {clip.name: clip for clip in self.clip_ids}
        names = voice.sentence(number, counter, repeated, self.reads_by_digit)
        return [by_name[name]._url(clip_url) for name in names if name in by_name]

    def action_listen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/hcc/voice/pack/{self.id}",
            "target": "new",
        }
