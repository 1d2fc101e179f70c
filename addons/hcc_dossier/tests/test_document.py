import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from . import files
from .common import HccDossierCommon


class DocumentCommon(HccDossierCommon):
    """A draft whose papers can be scanned."""

    def _attach(self, line, data=None, name="quet.pdf", user=None):
        data = files.pdf() if data is None else data
        answer = line.with_user(user or self.official).attach_scan(
            name, base64.b64encode(data).decode()
        )
        return (
            self.env["hcc.document"].with_user(user or self.official).browse(answer["document_id"])
        )

    def _line(self, dossier, number=0):
        return dossier.component_ids.sorted("sequence")[number]

    def _entries(self, record, verb):
        domain = [
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("verb", "=", verb),
        ]  # fmt: skip
        return self.env["hcc.journal.entry"].search(domain)

    @classmethod
    def _publish_typed(cls, procedure, types, **values):
        """A version whose papers are of these types, by the ends of their xmlids."""
        refs = [cls.env.ref(f"hcc_base.document_type_{name}") for name in types]
        return cls._publish_version(
            procedure,
            valid_from="2026-11-23",
            component_ids=[
                Command.create({"sequence": n, "name": ref.name, "document_type_id": ref.id})
                for n, ref in enumerate(refs, start=1)
            ],
            **values,
        )

    def _finished(self, dossier):
        """Bring a received dossier to its result at the centre."""
        dossier.hand_over()
        dossier.with_user(self.appraiser).take()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        return dossier


@tagged("post_install", "-at_install")
class TestScan(DocumentCommon):
    def test_a_scan_is_kept_with_its_paper(self):
        dossier = self._draft(complete=False)
        line = self._line(dossier)
        data = files.pdf(pages=2)
        document = self._attach(line, data)
        self.assertEqual((line.document_id, line.source), (document, "scan"))
        self.assertTrue(line.is_received)
        self.assertEqual(
            (document.file_kind, document.page_count, document.file_size, document.state),
            ("pdf", 2, len(data), "draft"),
        )
        self.assertEqual(document.owner_id, dossier.applicant_id)
        self.assertEqual(document.dossier_id, dossier)
        self.assertEqual(base64.b64decode(document.with_context(bin_size=False).file), data)
        self.assertTrue(self._entries(dossier, "attach_scan"))

    def test_acceptance_fixes_the_scans(self):
        dossier = self._draft()
        document = self._attach(self._line(dossier))
        dossier.receive()
        self.assertEqual(document.state, "accepted")
        with self.assertRaises(UserError):
            document.unlink()
        with self.assertRaises(UserError):
            self._line(dossier).detach_document()

    def test_nothing_personal_names_a_paper(self):
        document = self._attach(self._line(self._draft()), name="CCCD Lo Thi Thu Nghiem.pdf")
        owner = document.owner_id
        for text in (document.display_name, document.file_name):
            self.assertNotIn("Nghiem", text)
            self.assertNotIn(owner.identity_number, text)
        self.assertEqual(document.paper_code, f"{owner.identity_number}.GT-KHAC")
        self.assertNotIn(owner.identity_number, document.masked_code)

    def test_refused_files_leave_what_was_there(self):
        line = self._line(self._draft())
        kept = self._attach(line)
        whole = files.pdf(pages=3)
        refused = {
            "không phải": b"just words",
            "rỗng": b"",
            "cắt cụt": whole[: len(whole) // 2],
            "mật khẩu": files.pdf(password="x"),
            "hỏng": b"%PDF-1.4 nothing %%EOF",
        }
        for words, data in refused.items():
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._attach(line, data)
        self.assertEqual(line.document_id, kept)
        self.assertEqual(kept.state, "draft")

    def test_the_type_limits_size_pages_and_kind(self):
        other = self.env.ref("hcc_base.document_type_gt_khac")
        line = self._line(self._draft())
        other.max_pages = 1
        with self.assertRaisesRegex(UserError, "2 trang"):
            self._attach(line, files.pdf(pages=2))
        other.allowed_formats = "pdf"
        with self.assertRaisesRegex(UserError, "PDF"):
            self._attach(line, files.picture())
        other.max_size_mb = 1
        with self.assertRaisesRegex(UserError, "1 MB"):
            self._attach(line, files.pdf() + b"\0" * 1024**2)

    def test_another_file_takes_the_place(self):
        dossier = self._draft()
        line = self._line(dossier)
        first = self._attach(line)
        second = self._attach(line, files.pdf(text="second"))
        self.assertFalse(first.exists(), "never accepted, so made in vain")
        dossier.receive()
        third = self._attach(line, files.pdf(text="third"))
        self.assertEqual((second.state, second.superseded_by_id), ("superseded", third))
        self.assertEqual((third.state, line.document_id), ("accepted", third))

    def test_the_same_file_is_kept_once(self):
        dossier, again = self._draft(), self._draft()
        data = files.pdf()
        document = self._attach(self._line(dossier), data)
        self.assertEqual(self._attach(self._line(again), data), document)

    def test_only_verbs_put_a_file_on_a_line(self):
        dossier = self._draft()
        document = self._attach(self._line(dossier))
        line = self._line(dossier, 1)
        for values in ({"document_id": document.id}, {"is_reused": True}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            self.env["hcc.document"].with_user(self.official).create({})
        for values in ({"file": b"x"}, {"state": "accepted"}, {"owner_id": document.owner_id.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                document.write(values)
            with self.subTest(values=values, su=True), self.assertRaises(AccessError):
                document.sudo().write(values)

    def test_nobody_changes_the_file_behind_a_paper(self):
        document = self._attach(self._line(self._draft()))
        files_of_it = [("res_model", "=", "hcc.document"), ("res_id", "=", document.id)]
        fields = [("res_field", "=", "file")]
        attachment = self.env["ir.attachment"].sudo().search(files_of_it + fields)
        for file in (attachment, attachment.with_user(self.official)):
            with self.assertRaises(AccessError):
                file.write({"raw": files.pdf(text="other")})
            with self.assertRaises(AccessError):
                file.unlink()
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.official).create(
                {
                    "name": "x.pdf",
                    "raw": files.pdf(),
                    "res_model": "hcc.document",
                    "res_id": document.id,
                }
            )

    def test_who_may_scan(self):
        line = self._line(self._received())
        for user in (self.clerk, self.approver, self.director, self.oversight, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._attach(line, user=user)
        with self.assertRaises(AccessError):
            self._attach(line, user=self.other_official)

    def test_who_reads_a_paper(self):
        document = self._attach(self._line(self._draft()))
        for user in (self.official, self.appraiser, self.approver, self.clerk, self.oversight):
            self.assertTrue(document.with_user(user).read(["number"]))
        for user in (self.director, self.cashier, self.other_official, self.elsewhere):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                document.with_user(user).read(["number"])

    def test_where_it_comes_from(self):
        scan = self._attach(self._line(self._draft()))
        self.assertEqual(scan.provenance, "scan")
        scan.provenance = "certified"
        for provenance in ("result", "online"):
            with self.subTest(provenance=provenance), self.assertRaises(AccessError):
                scan.provenance = provenance
        online = self._attach(self._line(self._draft(channel="online")), files.pdf(text="online"))
        self.assertEqual(online.provenance, "online")
        with self.assertRaises(AccessError):
            online.provenance = "certified"

    def test_descriptions_after_acceptance_are_journalled(self):
        dossier = self._draft()
        document = self._attach(self._line(dossier))
        document.number = "12"
        self.assertFalse(self._entries(document, "correct"))
        dossier.receive()
        document.number = "13"
        [entry] = self._entries(document, "correct")
        self.assertEqual(entry.facts["fields"], ["number"])

    def test_a_corrected_applicant_takes_the_scans_along(self):
        dossier = self._draft()
        document = self._attach(self._line(dossier))
        right = self.env["hcc.applicant"].with_user(self.official).create({"name": "Lò Văn Đúng"})
        dossier.applicant_id = right
        self.assertEqual(document.owner_id, right)

    def test_revoked_by_the_agency_that_took_it(self):
        dossier = self._draft()
        data = files.pdf()
        document = self._attach(self._line(dossier), data)
        dossier.receive()
        for user in (self.official, self.appraiser, self.director, self.other_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                document.with_user(user).revoke("Giả mạo")
        with self.assertRaises(UserError):
            document.with_user(self.approver).revoke(" ")
        document.with_user(self.approver).revoke("Giấy giả")
        self.assertEqual((document.state, document.revoked_user_id), ("revoked", self.approver))
        self.assertTrue(self._entries(document, "revoke"))
        with self.assertRaisesRegex(UserError, "thu hồi|revoked"):
            self._attach(self._line(self._draft()), data)
