import base64
import io
import os
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from PIL import Image

from odoo.addons.base.models.ir_attachment import IrAttachment as PlatformAttachment

from ..models.ir_attachment import IrAttachment
from ..models.ir_attachment_store import IrAttachment as Store
from ..tools import durable_file
from .common import HccCommon

PDF = b"%PDF-1.7 test"
STORE = "odoo.addons.hcc_base.models.ir_attachment_store"


class AttachmentCase(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("attach_official", "official", agency=cls.agency)
        cls.other = cls._create_user("attach_other", "official", agency=cls.other_agency)
        applicants = cls.env["hcc.applicant"]
        cls.mine = applicants.with_user(cls.official).create({"name": "Lò Văn Tệp"})
        cls.foreign = applicants.with_user(cls.other).create({"name": "Lò Thị Tệp"})

    def _attach(self, record, user=None, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.official)
            .create(
                {
                    "name": "giay.pdf",
                    "raw": PDF,
                    "res_model": record._name,
                    "res_id": record.id,
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestAttachments(AttachmentCase):
    """A citizen's scan is never public, has no anonymous link, stays with its record."""

    def test_nobody_publishes_a_file(self):
        for file in (self._attach(self.mine), self._attach(self.mine).sudo()):
            for values in ({"public": True}, {"access_token": "x"}):
                with self.subTest(su=file.env.su, values=values), self.assertRaises(AccessError):
                    file.write(values)
            with self.assertRaises(AccessError):
                file.generate_access_token()
        with self.assertRaises(AccessError):
            self._attach(self.mine, public=True)

    def test_without_the_measure_anybody_may(self):
        file = self._attach(self.mine)
        with (
            patch.object(IrAttachment, "write", PlatformAttachment.write),
            patch.object(
                IrAttachment, "generate_access_token", PlatformAttachment.generate_access_token
            ),
        ):
            file.write({"public": True})
            self.assertTrue(file.generate_access_token()[0])
        self.assertTrue(file.public)

    def test_a_file_stays_with_its_record(self):
        file = self._attach(self.mine)
        second = self.mine.create({"name": "Lò Văn Hai"})
        for values in ({"res_id": second.id}, {"res_model": "res.partner"}, {"res_model": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                file.write(values)
        file.write({"res_id": self.mine.id, "name": "moi.pdf"})

    def test_an_uploaded_file_is_checked_when_it_gets_its_record(self):
        loose = self.env["ir.attachment"].with_user(self.official)
        good = loose.create({"name": "a.pdf", "raw": PDF})
        good.write({"res_model": self.mine._name, "res_id": self.mine.id})
        self.assertEqual(len(good.sha256), 64)
        bad = loose.create({"name": "a.pdf", "raw": b"MZ\x90\0\3"})
        with self.assertRaises(UserError):
            bad.write({"res_model": self.mine._name, "res_id": self.mine.id})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.hcc_base.models.ir_rule")
    def test_foreign_files_are_out_of_reach(self):
        file = self._attach(self.foreign, self.other, name="Ho so mat.pdf").with_user(self.official)
        file.invalidate_recordset()
        attempts = {
            "read": lambda: file.read(["name", "raw"]),
            "write": lambda: file.write({"res_id": self.mine.id}),
            "token": lambda: file.generate_access_token(),
            "copy": lambda: file.copy({"res_id": self.mine.id}),
            "attach": lambda: self._attach(self.foreign),
        }
        for way, attempt in attempts.items():
            with self.subTest(way=way), self.assertRaises(AccessError) as caught:
                attempt()
            self.assertNotIn("Ho so mat", str(caught.exception))
        self.assertFalse(file.search([("id", "=", file.id)]))

    def test_kinds_and_sizes(self):
        macro = io.BytesIO()
        with zipfile.ZipFile(macro, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
            archive.writestr("word/vbaProject.bin", "x")
        refused = {
            "a.exe": b"MZ\x90\0\3",
            "a.html": b"<script>alert(1)</script>",
            "a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "a.docx": macro.getvalue(),
            "b.exe": PDF,
            "c.jpg": PDF,
            "a.pdf": PDF + b"0" * 21 * 1024 * 1024,
        }
        for name, content in refused.items():
            with self.subTest(name=name), self.assertRaises(UserError):
                self._attach(self.mine, name=name, raw=content)
        with self.assertRaises(UserError):
            self._attach(self.mine, raw=False, datas=base64.b64encode(b"MZ\x90\0\3"))
        with self.assertRaises(AccessError):
            self._attach(self.mine, raw=False, type="url", url="http://192.0.2.1/")

    def _loose(self, **values):
        files = self.env["ir.attachment"].with_user(self.official)
        return files.create({"name": "giay.pdf", "raw": PDF, **values})

    def _settle(self, file):
        file.write({"res_model": self.mine._name, "res_id": self.mine.id})

    def test_no_context_opens_or_slips_a_file_in(self):
        files = self.env["ir.attachment"].with_user(self.official)
        vals = {"name": "giay.pdf", "raw": PDF}
        ours = {"res_model": self.mine._name, "res_id": self.mine.id}
        for hostile in ({"public": True}, {"access_token": "x"}, {"url": "/x"}, {"type": "url"}):
            context = {f"default_{name}": value for name, value in hostile.items()}
            file = files.with_context(**context).create({**vals, **ours})
            with self.subTest(hostile):
                self.assertFalse(file.public or file.access_token or file.url)
                self.assertEqual(file.type, "binary")
        place = {f"default_{name}": value for name, value in ours.items()}
        with self.assertRaises(AccessError):
            files.with_context(**place).create({"name": "a.pdf", "raw": b"MZ\x90\0\3"})
        with self.assertRaises(AccessError):
            files.with_context(**place, default_raw=b"MZ\x90\0\3").create({"name": "a.pdf"}).write(
                {"public": True}
            )

    def test_an_open_file_is_not_attached(self):
        linked = self._loose()
        self.assertTrue(linked.generate_access_token()[0])
        for file in (self._loose(public=True), linked, self._loose(url="/x", type="url")):
            with self.subTest(file), self.assertRaises(AccessError), self.cr.savepoint():
                self._settle(file)
            file.invalidate_recordset()
            self.assertFalse(file.res_model)
        linked.access_token = False
        self._settle(linked)

    def test_a_large_scan_stays_as_it_was_handed_in(self):
        scan = io.BytesIO()
        Image.new("L", (2480, 8)).save(scan, "PNG")
        file = self._attach(self.mine, name="to.png", raw=scan.getvalue())
        file.invalidate_recordset()
        self.assertEqual(file.raw, scan.getvalue())
        file.write({"raw": scan.getvalue() + b"\0"})
        file.invalidate_recordset()
        self.assertEqual(len(file.raw), len(scan.getvalue()) + 1)

    def test_content_is_not_slipped_past_the_check(self):
        file = self._attach(self.mine, raw=False)
        file.write({"db_datas": b"MZ\x90\0\3"})
        self.assertFalse(file.raw)
        file = self._attach(self.mine, db_datas=b"MZ\x90\0\3")
        self.assertEqual(file.raw, PDF)

    def test_a_file_keeps_the_kind_of_its_content(self):
        file = self._attach(self.mine)
        file.write({"mimetype": "text/html"})
        self.assertEqual(file.mimetype, "application/pdf")
        with self.assertRaises(UserError):
            file.write({"name": "giay.exe"})

    def test_a_file_needs_a_record_that_can_be(self):
        for values in ({"res_model": "hcc.nope"}, {"res_model": "hcc.nope", "res_id": 1}):
            with self.subTest(values), self.assertRaises(UserError):
                self._loose(**values)
            with self.subTest(values), self.assertRaises(UserError):
                self._loose().write(values)

    def test_a_copy_stays_with_the_suite(self):
        file = self._attach(self.mine)
        second = self.mine.create({"name": "Lò Văn Hai"})
        for values in (
            {"res_model": False, "res_id": False, "public": True},
            {"res_model": False, "res_id": False},
            {"res_id": False},
            {"res_model": "res.partner", "res_id": self.official.partner_id.id},
            {"public": True},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                file.copy(values)
        copied = file.copy({"res_id": second.id})
        self.assertEqual((copied.raw, copied.public), (PDF, False))
        self.assertTrue(copied.sha256)

    def test_the_kind_is_what_the_content_says(self):
        file = self._attach(self.mine, mimetype="text/html", sha256="0" * 64)
        self.assertEqual(file.mimetype, "application/pdf")
        self.assertNotEqual(file.sha256, "0" * 64)

    def test_files_of_other_models_are_the_platforms_matter(self):
        partner = self.env.user.partner_id
        file = self._attach(partner, self.env.user, name="a.html", raw=b"<p/>", public=True)
        self.assertTrue(file.public)


@tagged("post_install", "-at_install")
class TestStoredFiles(AttachmentCase):
    """An acknowledged upload is on the disk; half a file and a lost one are noticed."""

    def _path(self, file):
        return file._full_path(file.store_fname)

    def _fresh(self, file):
        self.env.invalidate_all()
        return file.sudo()

    def test_a_file_is_synced_before_the_upload_is_acknowledged(self):
        synced = []
        with patch.object(durable_file.os, "fsync", side_effect=synced.append):
            self._attach(self.mine, raw=PDF + b" fsync")
            self.assertEqual(len(synced), 3, "file, folder, folder's folder")
        synced.clear()
        with (
            patch.object(Store, "_file_write", PlatformAttachment._file_write),
            patch.object(os, "fsync", side_effect=synced.append),
        ):
            self._attach(self.mine, raw=PDF + b" no fsync")
        self.assertFalse(synced, "the platform syncs by itself now")

    def test_half_a_file_does_not_block_the_next_upload(self):
        content = PDF + b" half"
        path = self._path(self._attach(self.mine, raw=content))
        with open(path, "wb") as file:
            file.write(content[:5])
        again = self._attach(self.mine, raw=content)
        self.assertEqual(self._fresh(again).raw, content)
        with open(path, "wb") as file:
            file.write(content[:5])
        with (
            patch.object(Store, "_get_path", PlatformAttachment._get_path),
            self.assertRaises(UserError),
        ):
            self._attach(self.mine, raw=content)

    def test_a_full_disk_leaves_nothing_behind(self):
        with (
            patch.object(durable_file.os, "fsync", side_effect=OSError(28, "No space left")),
            self.assertRaises(OSError),
        ):
            self._attach(self.mine, raw=PDF + b" full")
        self._attach(self.mine, raw=PDF + b" full")

    def test_a_lost_file_is_an_error_not_an_empty_one(self):
        file = self._attach(self.mine, raw=PDF + b" lost")
        os.unlink(self._path(file))
        with self.assertRaises(UserError), self.assertLogs(STORE, "ERROR"):
            self._fresh(file).read(["raw"])
        with patch.object(Store, "_compute_raw", PlatformAttachment._compute_raw):
            self.assertEqual(self._fresh(file).raw, b"")

    def test_a_changed_file_is_an_error(self):
        file = self._attach(self.mine, raw=PDF + b" changed")
        with open(self._path(file), "ab") as stored:
            stored.write(b"!")
        with self.assertRaises(UserError), self.assertLogs(STORE, "ERROR"):
            self._fresh(file).read(["datas"])

    def test_the_nightly_check_finds_lost_and_damaged_files(self):
        whole = self._attach(self.mine, raw=PDF + b" whole")
        lost = self._attach(self.mine, raw=PDF + b" night")
        damaged = self._attach(self.mine, raw=PDF + b" damage")
        os.unlink(self._path(lost))
        with open(self._path(damaged), "r+b") as stored:
            stored.write(b"#")
        self.env.flush_all()
        attachments = self.env["ir.attachment"]
        with (
            patch(f"{STORE}.CONTENT_CHECK_NIGHTS", 1),
            self.assertLogs(STORE, "ERROR"),
        ):
            found = attachments._cron_check_filestore()
        self.assertLessEqual({lost.id, damaged.id}, set(found))
        self.assertNotIn(whole.id, found)

    def test_what_a_killed_writer_left_is_removed(self):
        folder = os.path.join(self.env["ir.attachment"]._filestore(), "00")
        os.makedirs(folder, exist_ok=True)
        stale, live = (os.path.join(folder, f"{durable_file.TEMPORARY}{n}") for n in ("a", "b"))
        for path in (stale, live):
            with open(path, "wb"):
                self.addCleanup(lambda path=path: os.path.exists(path) and os.unlink(path))
        os.utime(stale, (0, 0))
        durable_file.remove_stale(self.env["ir.attachment"]._filestore())
        self.assertFalse(os.path.exists(stale))
        self.assertTrue(os.path.exists(live))


@tagged("post_install", "-at_install")
class TestAnonymousDownload(AttachmentCase, HttpCase):
    def test_the_anonymous_get_none_of_our_files(self):
        file = self._attach(self.mine)
        for address in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
            with self.subTest(address=address):
                self.assertNotIn(b"%PDF", self.url_open(address).content)
        file.sudo().flush_recordset()
        self.env.cr.execute("UPDATE ir_attachment SET public = true WHERE id = %s", [file.id])
        self.env.invalidate_all()
        self.assertIn(b"%PDF", self.url_open(f"/web/content/{file.id}").content)
