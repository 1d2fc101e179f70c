from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from . import files
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestReuse(DocumentCommon):
    """A certificate given once is offered for the next dossier; a form never is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")
        cls._publish_typed(cls.procedure, ("gt_don", "gt_chungchi"))
        cls._publish_typed(cls.other_procedure, ("gt_don", "gt_chungchi"))

    def _given(self, finish=True, **values):
        """A dossier with both papers scanned; the certificate."""
        dossier = self._draft(**values)
        self._attach(self._line(dossier), files.pdf(text="form"))
        certificate = self._attach(self._line(dossier, 1), files.pdf(text="certificate"))
        dossier.receive()
        if finish:
            self._finished(dossier)
        return certificate

    def _offers(self, dossier):
        return [(o["component_id"], o["document_id"]) for o in dossier._reusable_papers()]

    def _next(self, **values):
        dossier = self._draft(complete=False, **values)
        return dossier, self._line(dossier, 1)

    def test_offered_and_used_with_consent(self):
        certificate = self._given()
        dossier, line = self._next()
        self.assertTrue(dossier.has_reusable_papers)
        self.assertEqual(self._offers(dossier), [(line.id, certificate.id)])
        dossier.reuse_papers({line.id: certificate.id}, consent=True)
        self.assertEqual(line.document_id, certificate)
        self.assertEqual(line.source, "reuse")
        self.assertTrue(line.is_received and line.consent_at and certificate.consent_at)
        self.assertTrue(self._entries(dossier, "reuse_papers"))
        [entry] = self._entries(certificate, "reuse")
        self.assertEqual(entry.facts["dossier"], dossier.id)
        self.assertFalse(dossier.has_reusable_papers)
        self._line(dossier).is_received = True
        dossier.receive()
        self.assertEqual(certificate.state, "accepted")
        self.assertEqual(certificate.dossier_id, certificate.use_ids.dossier_id - dossier)

    def test_offered_and_used_at_the_desk(self):
        certificate = self._given()
        desk, applicant = self.env["hcc.dossier"].with_user(self.official), certificate.owner_id
        self.assertFalse(desk.desk_check(self.procedure.id)["offers"])
        check = desk.desk_check(self.procedure.id, applicant.id)
        asked = self.procedure.version_ids.component_ids[1]
        [(component_id, offer)] = check["offers"].items()
        self.assertEqual((component_id, offer["document_id"]), (asked.id, certificate.id))
        self.assertNotIn(certificate.number or "GT-", str(offer), "before the consent")
        for line in check["components"]:
            line["is_received"] = line["is_required"]
            if line["component_id"] == asked.id:
                line["reuse_document_id"] = certificate.id
        form = {
            "applicant_id": applicant.id,
            "procedure_id": self.procedure.id,
            "components": check["components"],
            "beside_open": True,
        }
        count = desk.search_count([])
        with self.assertRaisesRegex(UserError, "consent|đồng ý"), self.env.cr.savepoint():
            desk.desk_submit("receive", form)
        self.assertEqual(desk.search_count([]), count, "nothing of it happened")
        answer = desk.desk_submit("receive", form | {"reuse_consent": True})
        line = self._line(desk.browse(answer["dossier_id"]), 1)
        self.assertEqual(line.document_id, certificate)
        self.assertTrue(line.is_reused and line.consent_at)
        self.assertFalse(line.originals + line.certified_copies + line.copies, "nothing on paper")
        reports = self.env["ir.actions.report"].with_user(self.official)
        html = reports._render_qweb_html("hcc_dossier.report_slip", [answer["dossier_id"]])[0]
        self.assertIn("sử dụng lại giấy tờ đã nộp", html.decode())

    def test_a_guided_dossier_is_offered_at_the_desk_too(self):
        certificate = self._given()
        dossier, line = self._next()
        dossier.guide("Thiếu giấy chứng nhận.")
        desk = self.env["hcc.dossier"].with_user(self.official)
        check = desk.desk_check(self.procedure.id, dossier.applicant_id.id, dossier.id)
        self.assertEqual(check["offers"][line.component_id.id]["document_id"], certificate.id)

    def test_not_without_consent(self):
        certificate = self._given()
        dossier, line = self._next()
        with self.assertRaisesRegex(UserError, "consent|đồng ý"):
            dossier.reuse_papers({line.id: certificate.id})
        self.assertFalse(line.document_id)

    def test_a_form_is_made_anew(self):
        certificate = self._given()
        form = self._line(certificate.dossier_id).document_id
        dossier, _line = self._next()
        with self.assertRaises(UserError):
            dossier.reuse_papers({self._line(dossier).id: form.id}, consent=True)

    def test_only_what_is_on_offer(self):
        certificate = self._given()
        stranger = self.env["hcc.applicant"].with_user(self.official).create({"name": "Lò Văn Lạ"})
        dossier, line = self._next()
        foreign, foreign_line = self._next(applicant_id=stranger.id)
        choices = {
            "of another person": (foreign, {foreign_line.id: certificate.id}),
            "for another paper": (dossier, {self._line(dossier).id: certificate.id}),
            "a line of another dossier": (dossier, {foreign_line.id: certificate.id}),
            "nothing": (dossier, {}),
        }
        for words, (target, choice) in choices.items():
            with self.subTest(words=words), self.assertRaises(UserError):
                target.reuse_papers(choice, consent=True)
        certificate.with_user(self.approver).revoke("Cấp sai")
        with self.assertRaises(UserError):
            dossier.reuse_papers({line.id: certificate.id}, consent=True)

    def test_expired_papers_are_not_offered(self):
        certificate = self._given()
        certificate.valid_until = "2026-11-30"
        dossier, line = self._next()
        self.assertEqual(self._offers(dossier), [(line.id, certificate.id)])
        with self.at("2026-12-01 08:00"):
            self.assertFalse(self._offers(dossier))

    def test_the_type_says_how_long(self):
        self.env.ref("hcc_base.document_type_gt_chungchi").validity_months = 6
        dossier = self._draft()
        certificate = self._attach(self._line(dossier, 1))
        certificate.issued_on = "2026-08-31"
        dossier.receive()
        self.assertEqual(str(certificate.valid_until), "2027-02-28")

    def test_not_before_the_dossier_was_granted(self):
        self._given(finish=False)
        self.assertFalse(self._offers(self._next()[0]))

    def test_by_policy_as_soon_as_it_is_accepted(self):
        self.policy.document_reuse_from = "accepted"
        self._given(finish=False)
        self.assertTrue(self._offers(self._next()[0]))

    def test_another_agency_reads_it_with_consent_only(self):
        certificate = self._given()
        dossier, line = self._next(user=self.other_official, procedure=self.other_procedure)
        theirs = certificate.with_user(self.other_official)
        with self.assertRaises(AccessError):
            theirs.read(["number"])
        [offer] = dossier._reusable_papers()
        self.assertNotIn("number", offer)
        dossier.reuse_papers({line.id: certificate.id}, consent=True)
        self.assertTrue(theirs.read(["number"]))
        with self.assertRaises(AccessError):
            theirs.write({"number": "1"})
        with self.assertRaises(AccessError):
            theirs.with_user(self.other_approver).revoke("Không phải việc của mình")

    def test_taken_off_again_before_acceptance(self):
        certificate = self._given()
        dossier, line = self._next()
        dossier.reuse_papers({line.id: certificate.id}, consent=True)
        line.detach_document()
        self.assertFalse(line.document_id or line.is_reused or line.consent_at)
        self.assertEqual(certificate.state, "accepted")

    def test_revoked_meanwhile_is_not_accepted(self):
        certificate = self._given()
        dossier, line = self._next()
        dossier.reuse_papers({line.id: certificate.id}, consent=True)
        self._line(dossier).is_received = True
        certificate.with_user(self.approver).revoke("Cấp sai")
        with self.assertRaises(UserError):
            dossier.receive()

    def test_the_dialog(self):
        certificate = self._given()
        dossier, line = self._next()
        dialogs = self.env["hcc.dossier.reuse"].with_user(self.official)
        form = Form(dialogs.with_context(default_dossier_id=dossier.id))
        form.consent = True
        dialog = form.save()
        self.assertEqual(dialog.line_ids.mapped("document_ref"), [certificate.id])
        dialog.action_confirm()
        self.assertEqual(line.document_id, certificate)

    def test_asked_twice_it_is_done_once(self):
        certificate = self._given()
        dossier, line = self._next()
        for _time in range(2):
            dossier.reuse_papers({line.id: certificate.id}, consent=True, request_key="reuse-key-1")
        self.assertEqual(len(self._entries(dossier, "reuse_papers")), 1)

    def test_loading_the_components_again_keeps_the_files(self):
        dossier = self._draft(complete=False)
        document = self._attach(self._line(dossier, 1))
        dossier.action_reload_version()
        self.assertEqual(self._line(dossier, 1).document_id, document)
        self.assertTrue(document.exists())

    def test_another_procedure_discards_the_scans(self):
        dossier = self._draft(complete=False)
        document = self._attach(self._line(dossier, 1))
        dossier.procedure_id = self._create_procedure(self.agency, "1.000009", "Thủ tục thứ ba")
        self.assertFalse(document.exists())

    def test_merged_applicants_keep_one_file(self):
        certificate = self._given()
        twin_owner = (
            self.env["hcc.applicant"].with_user(self.official).create({"name": "Lò Thị Kép"})
        )
        twin = self._given(finish=False, applicant_id=twin_owner.id)
        merge = (
            self.env["hcc.applicant.merge"]
            .with_user(self.official)
            .create(
                {
                    "winner_id": certificate.owner_id.id,
                    "loser_id": twin_owner.id,
                    "reason": "Cùng thẻ",
                }
            )
        )
        merge.merge()
        self.assertEqual((twin.state, twin.superseded_by_id), ("superseded", certificate))
        merge.undo()
        self.assertEqual((twin.state, twin.owner_id), ("accepted", twin_owner))


@tagged("post_install", "-at_install")
class TestStatistics(DocumentCommon):
    def test_figures_by_official_and_procedure(self):
        self._publish_typed(self.procedure, ("gt_don", "gt_chungchi", "gt_hotich"))
        second = self._create_user("d_official_2", "official", agency=self.agency)
        first = self._draft()
        self._attach(self._line(first, 1), files.pdf(text="a"))
        self._attach(self._line(first, 2), files.pdf(text="b"))
        first.receive()
        self._finished(first)
        again = self._draft(user=second)
        offers = {o["component_id"]: o["document_id"] for o in again._reusable_papers()}
        self.assertEqual(len(offers), 2)
        again.reuse_papers(offers, consent=True)
        again.receive()
        self._draft()  # not accepted, not counted
        self.env.flush_all()
        statistics = self.env["hcc.document.statistics"].with_user(self.oversight)
        rows = statistics._read_group(
            [("company_id", "=", self.centre.id)],
            ["official_user_id"],
            [
                "handed_in:sum", "scanned:sum", "reused:sum", "paper_only:sum", "left_undone:sum",
                "reuse_rate:avg",
            ],
        )  # fmt: skip
        figures = {user: [*numbers[:5], round(numbers[5], 1)] for user, *numbers in rows}
        self.assertEqual(figures[self.official], [3, 2, 0, 1, 0, 0.0])
        self.assertEqual(figures[second], [3, 0, 2, 1, 0, 66.7])

    def test_who_reads_them(self):
        statistics = self.env["hcc.document.statistics"]
        for user in (self.official, self.cashier, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                statistics.with_user(user).search([])


@tagged("post_install", "-at_install")
class TestTypes(DocumentCommon):
    def test_a_paper_without_a_type_is_known_by_its_words(self):
        types = self.env["hcc.document.type"]
        identity = self.env.ref("hcc_base.document_type_gt_tuythan")
        status = self.env.ref("hcc_base.document_type_gt_hotich")
        expected = {
            "Bản sao CCCD/hộ chiếu của người đề nghị": identity,
            "GIẤY KHAI SINH (bản chính)": status,
            "Tờ khai đăng ký khai sinh": types,
            "Giấy khai sinh hoặc thẻ căn cước": types,
            "": types,
        }
        for name, document_type in expected.items():
            with self.subTest(name=name):
                self.assertEqual(types._recognise(name), document_type)

    def test_the_catalogue_has_the_first_word(self):
        don = self.env.ref("hcc_base.document_type_gt_don")
        version = self.procedure.version_ids.copy()
        line = version.component_ids[:1]
        line.write({"name": "Giấy khai sinh", "document_type_id": don.id})
        self.assertEqual(line._taken_for(), don)
        line.document_type_id = False
        self.assertEqual(line._taken_for(), self.env.ref("hcc_base.document_type_gt_hotich"))

    def test_results_are_offered_as_papers(self):
        self._publish_typed(
            self.procedure,
            ("gt_don", "gt_giayphep"),
            result_ids=[
                Command.create(
                    {
                        "name": "Giấy phép",
                        "document_type_id": self.env.ref("hcc_base.document_type_kq_giayphep").id,
                    }
                )
            ],
        )
        done = self._done()
        content = files.base64_of(files.pdf(text="licence"))
        answer = done.store_result(content)
        dossier = self._draft(complete=False)
        offers = dossier._reusable_papers()
        self.assertEqual([o["document_id"] for o in offers], [answer["document_id"]])
        self.assertEqual(offers[0]["component_id"], self._line(dossier, 1).id)
