import base64
import io
import json
import zipfile

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..tools import voice
from .common import QueueCommon

WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 28


def archive(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as folder:
        for name, content in files.items():
            folder.writestr(name, content)
    return base64.b64encode(stream.getvalue())


class VoiceCommon(QueueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls.env["hcc.hall.zone"].create(
            {
                "name": "Tầng 1",
                "company_id": cls.centre.id,
                "counter_ids": [Command.set(cls.counter.ids)],
            }
        )
        cls.board.write({"zone_id": cls.zone.id, "speaks": True})
        prefixes = cls.env["hcc.lane"]._lanes_of(cls.centre).mapped("prefix")
        cls.needed = voice.required(prefixes)

    def create_pack(self, clips, **values):
        """A pack as its administrator uploads it."""
        files = {f"ghi-am/{clip}.wav": WAV for clip in clips}
        return (
            self.env["hcc.voice.pack"]
            .with_user(self.administrator)
            .create({"name": "Phát thanh viên", "archive": archive(files), **values})
        )


@tagged("post_install", "-at_install")
class TestVoicePacks(VoiceCommon):
    def test_an_incomplete_pack_is_not_used_and_says_what_is_missing(self):
        pack = self.create_pack(self.needed[:-1])
        self.zone.pack_ids = pack
        self.assertFalse(pack.is_complete)
        self.assertEqual(pack.missing_words, f"{self.needed[-1]}: “{voice.CLIPS[self.needed[-1]]}”")
        [sentence] = self.zone._sentences("A001", 1, False, "/clip/%s")
        self.assertTrue(all("/static/voice/" in address for address in sentence))
        pack.archive = archive({f"{self.needed[-1]}.wav": WAV})
        self.assertTrue(pack.is_complete)
        [sentence] = self.zone._sentences("A001", 1, False, "/clip/%s")
        self.assertTrue(all(address.startswith("/clip/") for address in sentence))
        self.assertEqual(len(sentence), 7)

    def test_a_new_lane_needs_its_letter(self):
        pack = self.create_pack(self.needed)
        self.assertTrue(pack.is_complete)
        self._create_lane("K", "Làn mới", None)
        pack.invalidate_recordset()
        self.assertEqual(pack.missing_words, "letter_k: “ca”")

    def test_another_language_is_said_after_vietnamese(self):
        by_digit = [clip for clip in self.needed if clip not in voice.NUMBER_WORDS]
        pack = self.create_pack(
            by_digit, language="Tiếng Thái", is_vietnamese=False, reads_by_digit=True
        )
        self.zone.pack_ids = pack
        vietnamese, other = self.zone._sentences("A001", 12, False, "/clip/%s")
        self.assertIn("/static/voice/", vietnamese[0])
        self.assertEqual((len(vietnamese), len(other)), (8, 8))
        self.assertTrue(other[0].startswith("/clip/"))

    def test_what_is_no_clip_is_refused(self):
        create = self.env["hcc.voice.pack"].with_user(self.administrator).create
        for files in ({"khong.wav": WAV}, {"chime.wav": WAV}, {"readme.txt": b"x"}):
            with self.subTest(files=files), self.assertRaises(UserError):
                create({"name": "Giọng", "archive": archive(files)})
        with self.assertRaises(UserError):
            create({"name": "Giọng", "archive": base64.b64encode(b"no archive")})
        with self.assertRaises(ValidationError):
            create({"name": "Giọng", "archive": archive({"digit_0.wav": b"<html>"})})
        with self.assertRaises(ValidationError):
            create({"name": "Giọng", "archive": archive({"digit_0.wav": WAV + b"\0" * 310000})})

    def test_a_recording_that_is_replaced_has_a_new_address(self):
        pack = self.create_pack(["digit_0"])
        clip = pack.clip_ids
        pack.archive = archive({"digit_0.mp3": b"ID3" + b"\0" * 50})
        self.assertEqual(pack.clip_ids, clip)
        self.assertEqual(clip.audio_type, "mp3")


@tagged("post_install", "-at_install")
class TestVoicePages(VoiceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.board._page_address()
        cls.administrator.password = cls.administrator.login

    def post(self, path, data):
        return self.url_open(
            path, data=json.dumps(data), headers={"Content-Type": "application/json"}
        )

    def test_the_board_fetches_the_clips_of_its_zone_only(self):
        pack, other = self.create_pack(self.needed), self.create_pack(["digit_0"])
        self.zone.pack_ids = pack
        answer = self.url_open(f"{self.page}/clip/{pack.clip_ids[0].id}")
        self.assertEqual((answer.status_code, answer.content), (200, WAV))
        self.assertEqual(answer.headers["Content-Type"], "audio/wav")
        self.assertEqual(self.url_open(f"{self.page}/clip/{other.clip_ids.id}").status_code, 404)
        wrong = self.page[:-5] + "xxxxx"
        self.assertEqual(self.url_open(f"{wrong}/clip/{pack.clip_ids[0].id}").status_code, 404)

    def test_the_shipped_clips_are_served(self):
        for clip in voice.CLIPS:
            answer = self.url_open(f"/hcc_queue/static/voice/{clip}.wav")
            self.assertEqual(answer.status_code, 200, clip)

    def test_the_board_reports_its_sound(self):
        self.assertEqual(self.post(self.page + "/sound", {"state": "blocked"}).status_code, 200)
        state = self.url_open(self.page + "/state").json()
        self.assertEqual(state["voice"]["sound"], "blocked")
        for nonsense in ({}, {"state": "loud"}, {"state": ["ready"]}, {"state": {}}):
            self.assertEqual(self.post(self.page + "/sound", nonsense).status_code, 400, nonsense)

    def test_staff_listen_and_strangers_do_not(self):
        pack = self.create_pack(["digit_0"])
        say = f"/hcc/api/voice/pack/{pack.id}/say?number=A0&counter=1"
        self.assertEqual(self.url_open(say).status_code, 401)
        self.authenticate(self.administrator.login, self.administrator.login)
        self.assertEqual(self.url_open(f"/hcc/voice/pack/{pack.id}").status_code, 200)
        self.assertEqual(self.url_open(f"/hcc/voice/zone/{self.zone.id}").status_code, 200)
        [sentence] = self.url_open(say).json()["sentences"]
        self.assertEqual(self.url_open(sentence[0]).content, WAV)
        zone = self.url_open(f"/hcc/api/voice/zone/{self.zone.id}/say?number=A001&counter=5")
        self.assertEqual(len(zone.json()["sentences"][0]), 7)
        self.assertEqual(self.url_open("/hcc/api/voice/pack/99999999/say").status_code, 404)

    def test_counter_board_page(self):
        device = self._create_device("Bảng quầy", "counter_board", counter_id=self.counter.id)
        page = device._page_address()
        self.assertIn("data-config", self.url_open(page).text)
        self.assertEqual(self.url_open(page + "/state").json()["counter"], 1)
        hall = self.page.rsplit("/", 1)[1]
        self.assertEqual(self.url_open(f"/hcc/counter/{hall}").status_code, 404)
        device.revoke()
        self.assertEqual(self.url_open(page + "/state").status_code, 404)
