from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from . import files
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestResult(DocumentCommon):
    """The result is archived between its seal and its return."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls.env.ref("hcc_base.document_type_kq_giayphep")
        cls._publish_version(
            cls.procedure,
            valid_from="2026-11-23",
            result_ids=[
                Command.create(
                    {
                        "name": "Giấy phép",
                        "document_type_id": cls.licence.id,
                        "result_code": "KQ.G17.000311",
                        "validity_months": 12,
                    }
                )
            ],
        )
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _archive(self, dossier, text="", user=None, **values):
        content = files.base64_of(files.pdf(text=text))
        answer = dossier.with_user(user or self.clerk).store_result(content, **values)
        return self.env["hcc.document"].with_user(user or self.clerk).browse(answer["document_id"])

    def test_what_is_kept_with_it(self):
        dossier = self._sealed()
        document = self._archive(dossier)
        self.assertEqual((document.type_id, document.type_code), (self.licence, "KQ.G17.000311"))
        self.assertEqual(document.number, dossier.result_number)
        self.assertEqual(str(document.issued_on), "2026-11-23")
        self.assertEqual(document.signer, self.approver.name)
        self.assertEqual(document.issuer, self.agency.name)
        self.assertEqual(str(document.valid_until), "2027-11-23")
        self.assertEqual((document.state, document.provenance), ("accepted", "result"))
        number = document.owner_id.identity_number
        self.assertEqual(document.paper_code, f"{number}.KQ.G17.000311")
        self.assertTrue(self._entries(dossier, "store_result"))

    def test_only_a_numbered_result(self):
        with self.assertRaises(UserError):
            self._archive(self._processing())

    def test_who_archives(self):
        dossier = self._done()
        self.assertTrue(self._archive(dossier, user=self.official))
        for user in (self.appraiser, self.approver, self.oversight, self.other_official):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._archive(dossier, "x", user=user)

    def test_a_better_scan_supersedes(self):
        dossier = self._done()
        first = self._archive(dossier, "first")
        self.assertEqual(self._archive(dossier, "first"), first)
        second = self._archive(dossier, "second", user=self.official)
        self.assertEqual((first.state, first.superseded_by_id), ("superseded", second))

    def test_it_carries_the_name_of_whoever_approved(self):
        dossier = self._done()
        with self.assertRaisesRegex(UserError, "was approved by"):
            self._archive(dossier, user=self.official, signer="Ông Nguyễn Văn Bịa")
        self.assertFalse(dossier.sudo().result_document_ids)
        document = self._archive(dossier, user=self.official, signer=self.approver.name)
        self.assertEqual(document.signer, self.approver.name)

    def test_where_no_step_approves_the_signer_is_told(self):
        procedure = self._create_procedure(
            self.agency,
            "1.000019",
            "Cấp bản sao",
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định", "kind": "appraise"}),
                Command.create({"sequence": 2, "name": "Đóng dấu", "kind": "number_seal"}),
            ],
        )
        dossier = self._processing(procedure=procedure)
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual(self._archive(dossier, signer="Nguyễn Văn Ký").signer, "Nguyễn Văn Ký")

    def test_what_it_says_is_not_described_anew(self):
        document = self._archive(self._sealed())
        with self.assertRaises(AccessError):
            document.with_user(self.official).write({"number": "999"})

    def test_by_policy_no_return_without_it(self):
        self.policy.result_file_rule = "required"
        dossier = self._done()
        with self.assertRaises(UserError):
            dossier.return_result()
        self._archive(dossier)
        dossier.return_result()
        self.assertEqual(dossier.state, "returned")

    def test_by_default_it_may_be_missing(self):
        self.assertEqual(self._done().return_result().state, "returned")

    def test_the_public_page_gets_what_was_returned_and_is_in_force(self):
        dossier = self._done()
        document = self._archive(dossier)
        self.assertFalse(dossier._public_result_documents(), "not before the return")
        dossier.return_result()
        [public] = dossier._public_result_documents()
        self.assertEqual(public, document)
        self.assertTrue(public._content().startswith(b"%PDF"))
        document.with_user(self.approver).revoke("Cấp sai")
        self.assertFalse(dossier._public_result_documents())

    def test_a_revoked_result_goes_with_its_file(self):
        self.policy.result_file_rule = "required"
        dossier = self._done()
        scan, better = self._archive(dossier, "scan"), self._archive(dossier, "better")
        dossier.return_result()
        dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        for wrong in (scan, better):
            self.assertEqual((wrong.state, wrong.revoked_user_id), ("revoked", self.approver))
            self.assertIn("Sai họ tên.", wrong.revocation_reason)
            self.assertEqual(self._entries(wrong, "revoke").user_id, self.approver)
        self.assertFalse(self._store_of(dossier), "nobody uses it again")
        dossier.with_user(self.approver).complete_step()
        dossier.with_user(self.clerk).complete_step()
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        with self.assertRaisesRegex(UserError, "not archived"):
            dossier.return_result()
        with self.assertRaisesRegex(UserError, "was revoked"):
            self._archive(dossier, "better")
        right = self._archive(dossier, "right")
        self.assertEqual((right.state, right.number), ("accepted", dossier.result_number))
        dossier.return_result()
        self.assertEqual(dossier._public_result_documents(), right)

    def test_who_may_not_revoke_the_result_leaves_its_file(self):
        dossier = self._done()
        document = self._archive(dossier)
        dossier.return_result()
        for user in (self.official, self.other_approver):
            with self.assertRaises(AccessError):
                dossier.with_user(user).reopen_result("Sai.")
        self.assertEqual(document.state, "accepted")
        self.assertEqual(dossier._public_result_documents(), document)

    def _store_of(self, dossier):
        owned = [("owner_id", "=", dossier.applicant_id.id), ("state", "=", "accepted")]
        return self.env["hcc.document"].search([*owned, ("provenance", "=", "result")])

    def test_after_the_return_nothing_is_added(self):
        dossier = self._done()
        dossier.return_result()
        with self.assertRaises(UserError):
            self._archive(dossier)

    def test_a_refusal_is_a_letter(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step("refused", "Không đủ điều kiện.")
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual(self._archive(dossier).type_code, "KQ-VANBAN")

    def test_the_dialog(self):
        dossier = self._sealed()
        dialog = (
            self.env["hcc.dossier.act"]
            .with_user(self.clerk)
            .create(
                {
                    "dossier_id": dossier.id,
                    "verb": "store_result",
                    "result_file": files.base64_of(files.pdf()),
                    "result_file_name": "kq.pdf",
                }
            )
        )
        self.assertEqual(dialog.result_approver, self.approver.name)
        dialog.action_confirm()
        self.assertEqual(dossier.sudo().result_document_ids.signer, self.approver.name)


@tagged("post_install", "-at_install")
class TestOriginals(DocumentCommon):
    """An original that the centre holds is tracked until it is given back."""

    def _held(self, kind="kept"):
        dossier = self._draft()
        self._line(dossier, 1).original_kept = kind
        dossier.receive()
        return self._finished(dossier)

    def _listed(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_dossier.action_originals")
        self.assertIn("original_kept", action["domain"])
        return (
            self.env["hcc.dossier.component"]
            .with_user(user)
            .search([("original_kept", "!=", False), ("given_back_at", "=", False)])
        )

    def test_no_return_before_they_are_given_back(self):
        dossier = self._held()
        line = self._line(dossier, 1)
        self.assertEqual(self._listed(self.official), line)
        with self.assertRaisesRegex(UserError, line.name):
            dossier.return_result()
        with self.at("2026-11-26 09:00"):
            dossier.give_back_originals("Lò Thị Nhận")
        self.assertEqual(
            (line.given_back_user_id, line.given_back_to), (self.official, "Lò Thị Nhận")
        )
        self.assertEqual(str(line.given_back_at), "2026-11-26 02:00:00")
        [entry] = self._entries(dossier, "give_back_originals")
        self.assertEqual(entry.facts["components"], line.ids)
        self.assertFalse(self._listed(self.official))
        self.assertEqual(dossier.return_result().state, "returned")

    def test_by_policy_the_return_only_warns(self):
        self.env.ref("hcc_base.policy_c").originals_rule = "warn"
        dossier = self._held("lent")
        dialog = (
            self.env["hcc.dossier.act"]
            .with_user(self.official)
            .create({"dossier_id": dossier.id, "verb": "return_result"})
        )
        self.assertIn(self._line(dossier, 1).name, dialog.held_words)
        dialog.action_confirm()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.held_originals, 1)
        self._line(dossier, 1).give_back_original()
        self.assertEqual(self._line(dossier, 1).given_back_to, dossier.applicant_name)

    def test_given_back_once(self):
        dossier = self._held()
        dossier.give_back_originals()
        with self.assertRaises(UserError):
            dossier.give_back_originals()
        with self.assertRaises(UserError):
            self._line(dossier, 1).give_back_original()

    def test_held_after_acceptance(self):
        dossier = self._received()
        line = self._line(dossier)
        with self.assertRaises(AccessError):
            line.original_kept = "lent"
        dossier.hold_originals(line.ids, "lent")
        self.assertEqual((line.original_kept, bool(line.original_kept_at)), ("lent", True))
        foreign = self._line(self._draft())
        with self.assertRaises(UserError):
            dossier.hold_originals(foreign.ids)

    def test_who_gives_back(self):
        dossier = self._held()
        for user in (self.clerk, self.oversight, self.other_official):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dossier.with_user(user).give_back_originals()
        line = self._line(dossier, 1)
        for values in ({"given_back_at": "2026-11-23 01:00:00"}, {"given_back_to": "Ai đó"}):
            with self.assertRaises(AccessError):
                line.write(values)

    def test_of_a_draft_only_the_verb_says_it_was_given_back(self):
        line = self._line(self._draft())
        line.original_kept = "lent"
        with self.assertRaises(AccessError):
            line.write({"given_back_at": "2026-11-23 01:00:00"})
