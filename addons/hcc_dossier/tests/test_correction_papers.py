from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.hcc_base.tests.common import centre_time

from . import files
from .correction_common import CorrectionCommon
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestCorrectionPapers(CorrectionCommon, DocumentCommon):
    """A correction loses no paper: scans, reused papers and originals go on with the dossier, and
    nobody's paper stays in somebody else's store."""

    def _scanned(self, **values):
        """An accepted dossier with a scan of its first paper; the scan."""
        dossier = self._draft(**values)
        document = self._attach(self._line(dossier), files.pdf(text="Đơn của người nộp"))
        dossier.receive()
        return dossier, document

    # -- scans ----------------------------------------------------------------

    def test_scans_go_on_with_the_draft(self):
        wrong, document = self._scanned()
        draft = self._corrected(wrong)
        line = self._line(draft)
        self.assertEqual((line.document_id, line.source), (document, "scan"))
        self.assertEqual((document.dossier_id, document.state), (draft, "draft"))
        [entry] = self._entry(document, "release")
        self.assertEqual(entry.facts["by"], draft.id)
        self.assertEqual(self._line(wrong).document_id, document, "what was accepted stays seen")
        draft.receive()
        self.assertEqual(document.state, "accepted")

    def test_a_scan_that_was_accepted_is_not_deleted(self):
        wrong, document = self._scanned()
        draft = self._corrected(wrong)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            document.unlink()
        self._line(draft).detach_document()
        self.assertTrue(document.exists())
        self.assertEqual(self._line(wrong).document_id, document)
        self._attach(self._line(draft), files.pdf(text="Bản quét lại"))
        self.assertTrue(document.exists())

    def test_scans_go_to_the_right_applicant(self):
        wrong, document = self._scanned()
        somebody = wrong.applicant_id
        draft = self._corrected(wrong, reason="2")
        draft.applicant_id = right = self._another_applicant()
        self.assertEqual(document.owner_id, right)
        draft.receive()
        self.assertEqual((document.state, document.owner_id), ("accepted", right))
        stored = self.env["hcc.document"].search([("owner_id", "=", somebody.id)])
        self.assertFalse(stored, "nothing stays in the store of who was named wrongly")

    def test_what_is_not_received_again_is_offered_to_nobody(self):
        self._publish_typed(self.procedure, ("gt_don", "gt_chungchi"))
        wrong = self._draft()
        certificate = self._attach(self._line(wrong, 1), files.pdf(text="Chứng chỉ"))
        for line in wrong.component_ids:
            line.is_received = True
        wrong.receive()
        draft = self._corrected(wrong, reason="2")
        for _state in ("draft", "cancelled"):
            offers = self._draft(complete=False)._reusable_papers()
            self.assertNotIn(certificate.id, [offer["document_id"] for offer in offers])
            if draft.state == "draft":
                draft.with_user(self.approver).cancel("Nhầm người.")

    def test_scans_follow_to_the_right_procedure_by_their_names(self):
        wrong, document = self._scanned()
        draft = self._corrected(wrong)
        draft.procedure_id = self._create_procedure(self.agency, "1.000078", "Thủ tục đúng")
        self.assertEqual(self._line(draft).document_id, document)
        self.assertTrue(self._line(draft).is_received)

    def test_so_they_do_on_the_form(self):
        wrong, document = self._scanned()
        draft = self._corrected(wrong)
        with Form(draft) as form:
            form.procedure_id = self._create_procedure(self.agency, "1.000078", "Thủ tục đúng")
        line = self._line(draft)
        self.assertEqual((line.document_id, line.source), (document, "scan"))
        self.assertEqual(draft.component_ids.mapped("is_received"), [True, True, False])
        draft.receive()
        self.assertEqual(document.state, "accepted")

    def test_and_at_the_desk(self):
        wrong, document = self._scanned()
        awaited = wrong._parts("hcc.dossier.component").browse(self._line(wrong, 1).id)
        awaited.write({"is_received": False, "is_missing": True})
        draft = self._corrected(wrong)
        procedure = self._create_procedure(self.agency, "1.000078", "Thủ tục đúng")
        check = draft.desk_check(procedure.id, draft.applicant_id.id, draft.id)
        shown = [(row["is_received"], row["is_missing"]) for row in check["components"]]
        self.assertEqual(shown, [(True, False), (False, True), (False, False)])
        form = {
            "dossier_id": draft.id,
            "applicant_id": draft.applicant_id.id,
            "procedure_id": procedure.id,
            "components": check["components"],
            "channel": "counter",
            "return_channel": "counter",
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            draft.desk_submit("receive", form)
        check["components"][1] |= {"is_received": True, "is_missing": False}
        draft.desk_submit("receive", form)
        self.assertEqual((draft.state, draft.procedure_id), ("received", procedure))
        self.assertEqual(self._line(draft).document_id, document)
        self.assertEqual(document.state, "accepted")

    # -- papers given before --------------------------------------------------

    def _reusing(self):
        """An accepted dossier that reuses a certificate of an earlier one."""
        self.env.ref("hcc_base.policy_c").document_reuse_from = "accepted"
        self._publish_typed(self.procedure, ("gt_don", "gt_chungchi"))
        earlier = self._draft()
        self._attach(self._line(earlier, 1), files.pdf(text="Chứng chỉ"))
        earlier.component_ids.write({"is_received": True})
        earlier.receive()
        dossier = self._draft(complete=False)
        [offer] = dossier._reusable_papers()
        dossier.reuse_papers({offer["component_id"]: offer["document_id"]}, consent=True)
        self._line(dossier).is_received = True
        dossier.receive()
        return dossier, earlier

    def test_a_reused_paper_stays_reused(self):
        dossier, earlier = self._reusing()
        draft = self._corrected(dossier)
        line, former = self._line(draft, 1), self._line(dossier, 1)
        self.assertEqual((line.source, line.document_id), ("reuse", former.document_id))
        self.assertEqual(line.consent_at, former.consent_at)
        self.assertEqual(line.document_id.dossier_id, earlier)
        self.assertEqual(line.document_id.state, "accepted")

    def test_what_another_dossier_reuses_stays_accepted(self):
        dossier, earlier = self._reusing()
        document = self._line(dossier, 1).document_id
        draft = self._corrected(earlier)
        self.assertEqual((document.state, document.dossier_id), ("accepted", draft))
        self.assertEqual(self._entry(document, "release").facts["by"], draft.id)
        self.assertEqual(self._line(draft, 1).document_id, document)
        draft.with_user(self.approver).cancel("Nhập nhầm.")
        self.assertEqual(document.state, "accepted")

    def test_what_the_wrong_applicant_reuses_stays_theirs(self):
        dossier, earlier = self._reusing()
        document = self._line(dossier, 1).document_id
        draft = self._corrected(earlier, reason="2")
        draft.applicant_id = self._another_applicant()
        self.assertEqual(document.owner_id, dossier.applicant_id)
        self.assertEqual(self._line(dossier, 1).document_id, document)
        self.assertFalse(self._line(draft, 1).document_id)

    def test_a_reuse_that_ended_keeps_nothing(self):
        dossier, earlier = self._reusing()
        document = self._line(dossier, 1).document_id
        dossier.withdraw("Theo đơn.")
        draft = self._corrected(earlier)
        self.assertEqual((document.state, document.dossier_id), ("draft", draft))

    def test_a_reused_paper_is_not_taken_to_another_applicant(self):
        dossier, _earlier = self._reusing()
        draft = self._corrected(dossier, reason="2")
        draft.applicant_id = self._another_applicant()
        self.assertFalse(self._line(draft, 1).document_id)
        self.assertFalse(self._line(draft, 1).is_received)
        draft.procedure_id = self._create_procedure(self.agency, "1.000079", "Thủ tục đúng")
        self.assertFalse(draft.component_ids.document_id)

    # -- originals, whereabouts -----------------------------------------------

    def test_an_original_is_held_by_both_until_it_is_given_back(self):
        wrong = self._draft()
        line = self._line(wrong, 1)
        line.original_kept = "kept"
        wrong.receive()
        draft = self._corrected(wrong)
        draft.procedure_id = self._create_procedure(self.agency, "1.000080", "Thủ tục đúng")
        draft.component_ids.filtered("is_required").write({"is_received": True})
        draft.receive()
        self.assertEqual(draft.held_originals, 1)
        self._finished(draft)
        with self.assertRaisesRegex(UserError, "Originals are not given back yet"):
            draft.return_result()
        self.assertTrue(draft.can_give_back_originals)
        draft.give_back_originals()
        self.assertEqual((line.given_back_user_id, draft.held_originals), (self.official, 0))
        draft.return_result()
        self.assertEqual(draft.state, "returned")

    def test_the_papers_lie_where_they_lay(self):
        wrong = self._processing()
        draft = self._corrected(wrong, self.approver)
        self.assertEqual((wrong.custody, draft.custody), ("agency", "agency"))
        draft.receive()
        self.assertEqual(draft.custody, "agency")
        self.assertFalse(self._found("custody_state"))
        other = self._received()
        other._guarded_write({"custody": "agency"})
        self.assertEqual(self._found("custody_state"), set(other.ids))

    def _found(self, check):
        self.env["hcc.truth.run"].sudo()._run(self.centre, "demand")
        findings = self.env["hcc.truth.finding"].search(
            [("company_id", "=", self.centre.id), ("check_code", "=", check),
             ("state", "!=", "mended")]
        )  # fmt: skip
        return set(findings.mapped("res_id"))

    # -- what is still awaited ------------------------------------------------

    def _awaiting(self):
        """Received on Monday, a paper awaited since Wednesday, corrected on Thursday."""
        with self.at("2026-11-23 08:00"):
            wrong = self._processing()
        with self.at("2026-11-25 08:00"):
            papers = self._line(wrong, 1).ids
            wrong.with_user(self.appraiser).request_supplement("Thiếu bản sao.", papers)
        with self.at("2026-11-26 08:00"):
            return wrong, self._corrected(wrong, self.approver)

    def test_what_is_awaited_is_still_awaited(self):
        wrong, draft = self._awaiting()
        self.assertEqual(draft.component_ids.mapped("is_missing"), [False, True, False])
        with self.at("2026-11-27 08:00"):
            with self.assertRaisesRegex(UserError, self._line(wrong, 1).name):
                draft.receive()
            self.assertIn("nộp bổ sung", wrong._get_public_status()["task"])
            self.assertIn("hand in", wrong._get_public_status("en")["task"])

    def test_nobody_is_reminded_while_the_papers_may_still_come(self):
        self.env.ref("hcc_base.policy_c").supplement_abandon_days = 10
        wrong, draft = self._awaiting()
        self.assertEqual(str(wrong.wait_until), "2026-12-05")
        with self.at("2026-11-27 08:00"):
            self.assertFalse(self._found("not_again"))
        with self.at("2026-12-07 08:00"):
            self.assertEqual(self._found("not_again"), set(wrong.ids))
        with self.at("2026-11-27 09:00"):
            self._line(draft, 1).is_missing = False
            self.assertEqual(self._found("not_again"), set(wrong.ids))

    def test_the_term_begins_anew_when_the_papers_have_come(self):
        _wrong, draft = self._awaiting()
        with self.at("2026-12-10 08:00"):
            self._line(draft, 1).write({"is_received": True, "is_missing": False})
            draft.receive()
            self.assertEqual(draft.due_at, centre_time("2026-12-15 08:00"))
            explained = " ".join(draft._explain_due() + draft._explain_on_slip())
            self.assertIn("10/12", explained)
            self.assertNotIn("26/11", explained)
            draft.hand_over()
            draft.with_user(self.appraiser).take()
            with self.assertRaisesRegex(UserError, "already requested 1"):
                draft.with_user(self.appraiser).request_supplement("Thiếu nữa.")
        with self.at("2026-12-11 08:00"):
            due_at = draft.due_at
            again = self._corrected(draft, self.approver)
            again.receive()
            self.assertEqual(again.due_at, due_at)
            self.env["hcc.dossier"]._cron_recount()
            self.assertEqual(again.due_at, due_at)
