from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .message_common import MessageCommon
from .test_child import ChildCommon
from .test_paper import PaperCommon
from .test_truth import TruthCommon


class ChildMishapCommon(ChildCommon, TruthCommon):
    """A parent in process; the user of the other agency who decides on its linked dossiers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deciding = cls.others[1]

    def _both(self):
        parent = self._processing()
        return parent, parent.child_ids


@tagged("post_install", "-at_install")
class TestChildGivenBack(ChildMishapCommon):
    """A linked dossier that ends without a result makes way for the next; its parent says so."""

    def _end(self, child, verb):
        getattr(child.with_user(self.deciding), verb)("Không thuộc thẩm quyền.")

    def test_the_next_begins(self):
        for verb in ("give_back", "cancel"):
            with self.subTest(verb=verb):
                parent, first = self._both()
                self._end(first, verb)
                second = parent.child_ids - first
                self.assertEqual(second.procedure_id, self.third_procedure)
                self.assertFalse(parent.waiting_links)

    def test_the_parent_says_so(self):
        parent, first = self._both()
        self._end(first, "give_back")
        self.assertIn(f"{first.name}: ended without a result", parent.child_warning)

    def test_the_parent_can_be_sealed_afterwards(self):
        parent, first = self._both()
        self._end(first, "give_back")
        self._finish_child(parent.child_ids - first)
        for user in (self.appraiser, self.approver, self.clerk):
            parent.with_user(user).complete_step()
        self.assertTrue(parent.result_number)

    def test_an_ended_parent_begins_nothing(self):
        parent, first = self._both()
        parent.with_user(self.approver).give_back("Không đủ điều kiện.")
        self.assertEqual(parent.child_ids, first)
        self.assertEqual(first.state, "stopped")


@tagged("post_install", "-at_install")
class TestChildLate(ChildMishapCommon):
    """A new appointment is the parent's: no list asks for one of a linked dossier."""

    def _is_listed(self, dossier):
        dossier.invalidate_recordset()
        found = dossier.search([("id", "=", dossier.id), ("is_apology_missing", "=", True)])
        self.assertEqual(bool(found), dossier.is_apology_missing)
        return dossier.is_apology_missing

    def test_no_apology_is_drafted_that_nobody_can_issue(self):
        _parent, child = self._both()
        child.with_user(self.others[0]).take()
        for user in self.others[:2]:
            self.assertFalse(child.with_user(user).can_propose_apology)
            with self.assertRaisesRegex(UserError, "is part of"):
                child.with_user(user).propose_apology("2026-12-02 02:00:00", "Chậm.")

    def test_no_apology_is_missing(self):
        parent, child = self._both()
        with self.at("2026-11-30 09:00"):
            self.assertTrue(self._is_listed(parent))
            self.assertTrue(child.is_overdue)
            self.assertFalse(self._is_listed(child))
            self._finish_child(child)
            self.assertEqual(child.timeliness, "late")
            self.assertFalse(self._is_listed(child))


@tagged("post_install", "-at_install")
class TestChildReopened(ChildMishapCommon):
    """A linked dossier's result is revoked while its parent is worked on; within its time."""

    def _finished(self):
        """Both linked dossiers done; the parent before its approval."""
        parent, first = self._both()
        self._finish_child(first)
        self._finish_child(parent.child_ids - first)
        parent.with_user(self.appraiser).complete_step()
        return parent, first

    def _finish(self, parent):
        for user in (self.approver, self.clerk):
            parent.with_user(user).complete_step()
        parent.with_user(self.clerk).hand_over()
        parent.take()

    def _revoke(self, child):
        return child.with_user(self.deciding).reopen_result("Sai số liệu.")

    def test_the_parent_waits_for_the_corrected_one(self):
        parent, child = self._finished()
        with self.at("2026-11-23 10:00"):
            self._revoke(child)
            self.assertEqual(child.state, "processing")
            parent.with_user(self.approver).complete_step()
            with self.assertRaisesRegex(UserError, "not finished"):
                parent.with_user(self.clerk).complete_step()

    def test_it_is_due_before_its_parent(self):
        parent, child = self._finished()
        with self.at("2026-11-25 10:00"):
            self._revoke(child)  # three working days would end on the 30th
            self.assertEqual(child.reopened_due_at, parent.due_at)
            self.assertEqual(child.appointment_at, parent.due_at)
            self.env["hcc.dossier"]._cron_recount()
            self.assertEqual(child.reopened_due_at, parent.due_at)
            self._check()
        self.assertFalse(self._found(child))

    def test_of_a_late_parent_it_is_due_ahead(self):
        parent, child = self._finished()
        with self.at("2026-11-30 10:00"):
            self.assertTrue(parent.is_overdue)
            self._revoke(child)
            due_at = child.reopened_due_at
            self.assertEqual(due_at, centre_time("2026-12-03 10:00"))
            self.assertEqual(child.appointment_at, due_at)
            open_steps = child.step_ids.filtered(lambda step: not step.finished_at)
            self.assertGreater(min(open_steps.mapped("due_at")), centre_time("2026-11-30 10:00"))
            self.env["hcc.dossier"]._cron_recount()
            self.assertEqual(child.reopened_due_at, due_at)
            self.assertFalse(child.is_overdue)
            self._check()
        self.assertFalse(self._found(child))

    def test_of_a_parent_appointed_anew_it_is_due_by_then(self):
        parent, child = self._finished()
        with self.at("2026-11-26 15:00"):
            parent.with_user(self.approver).extend("2026-12-02 02:00:00", "Phải xác minh.")
        with self.at("2026-11-30 10:00"):
            self._revoke(child)
            self.assertEqual(child.reopened_due_at, parent.appointment_at)
            self.env["hcc.dossier"]._cron_recount()
            self.assertEqual(child.reopened_due_at, parent.appointment_at)

    def test_a_closure_moves_both(self):
        parent, child = self._finished()
        with self.at("2026-11-25 10:00"):
            self._revoke(child)
            judged = child.due_at
            self.env["hcc.calendar.day"].create(
                {
                    "date": "2026-11-26", "name": "Bão số 9", "kind": "closure",
                    "company_id": self.centre.id,
                }
            )  # fmt: skip
        self.assertEqual(parent.due_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(child.reopened_due_at, parent.due_at)
        self.assertEqual(child.due_at, judged)

    def test_it_waits_with_its_parent(self):
        parent, child = self._finished()
        with self.at("2026-11-25 10:00"):
            self._revoke(child)
            parent.with_user(self.approver).suspend("Chờ kết luận.")
            self.assertEqual(child.state, "suspended")
        with self.at("2026-11-26 10:00"):
            parent.with_user(self.approver).resume()
        self.assertEqual(child.state, "processing")
        self.assertLessEqual(child.reopened_due_at, parent.due_at)
        self.assertGreater(child.reopened_due_at, centre_time("2026-11-27 08:00"))

    def test_revoked_while_the_parent_waits(self):
        parent, child = self._finished()
        with self.at("2026-11-25 10:00"):
            parent.with_user(self.approver).suspend("Chờ kết luận.")
            self._revoke(child)
            self.assertEqual(child.state, "suspended")
            self._check()
        self.assertFalse(self._found(child))

    def test_first_the_parents_result_is_revoked(self):
        parent, child = self._finished()
        self._finish(parent)
        for state in ("done", "returned"):
            with self.subTest(state=state):
                self.assertEqual(parent.state, state)
                self.assertFalse(child.with_user(self.deciding).can_reopen_result)
                with self.assertRaisesRegex(UserError, f"revoke the result of {parent.name} first"):
                    self._revoke(child)
                if state == "done":
                    parent.return_result()
        with self.at("2026-11-25 10:00"):
            parent.with_user(self.approver).reopen_result("Sai theo hồ sơ liên thông.")
            self._revoke(child)
            self.assertLessEqual(child.reopened_due_at, parent.reopened_due_at)
            self._check()
            self.assertFalse(self._found(child))
            self.assertFalse(self._found(parent))

    def test_it_is_returned_with_the_corrected_parent(self):
        parent, child = self._finished()
        self._finish(parent)
        parent.return_result()
        with self.at("2026-11-25 10:00"):
            parent.with_user(self.approver).reopen_result("Sai theo hồ sơ liên thông.")
            self._revoke(child)
            child.with_user(self.deciding).complete_step()
            child.with_user(self.others[2]).complete_step()
            child.with_user(self.others[2]).hand_over()
            child.with_user(self.appraiser).take()
            self._finish(parent)
            parent.return_result()
            self.assertEqual(child.state, "returned")
            self._check()
        self.assertFalse(self._found(child))

    def test_not_of_a_parent_that_has_ended(self):
        parent, child = self._finished()
        parent.withdraw("Theo đơn.")
        with self.assertRaisesRegex(UserError, "has ended"):
            self._revoke(child)

    def test_not_once_the_parent_is_sealed(self):
        """Its result is on the way to the centre, and nobody would wait for the corrected one."""
        parent, child = self._finished()
        for user in (self.approver, self.clerk):
            parent.with_user(user).complete_step()
        with self.assertRaisesRegex(UserError, "revoke the result of"):
            self._revoke(child)


@tagged("post_install", "-at_install")
class TestChildLetters(ChildMishapCommon, MessageCommon, PaperCommon):
    """Papers lost with a linked dossier: the applicant hears of it through the parent, the only
    dossier they know. A linked result revoked is between the two agencies."""

    def _both(self):
        parent = self._agreeing()
        parent.receive()
        return parent, parent.child_ids

    def _lost(self):
        parent, child = self._both()
        child.with_user(self.others[0]).take()
        child.with_user(self.others[0]).report_loss("Mất khi luân chuyển.")
        child.with_user(self.deciding).apologise_loss("Thất lạc khi luân chuyển.")
        return parent, child

    def _events(self, dossier):
        return set(dossier.sudo().sent_ids.mapped("event"))

    def test_the_parents_page_tells_of_it(self):
        parent, child = self._both()
        self.assertNotIn("thất lạc", str(parent._get_public_status()))
        child.with_user(self.others[0]).take()
        child.with_user(self.others[0]).report_loss("Mất khi luân chuyển.")
        self.assertNotIn("thất lạc", str(parent._get_public_status()), "the apology tells of it")
        child.with_user(self.deciding).apologise_loss("Thất lạc khi luân chuyển.")
        status = parent._get_public_status()
        self.assertIn("bản sao", status["task"])
        [notice] = status["notices"]
        self.assertEqual(notice["number"], child.notice_ids.number)
        child.with_user(self.others[0]).rebuild()
        self.assertNotIn("thất lạc", parent._get_public_status()["task"])

    def test_a_message_of_the_parent_carries_the_letter(self):
        self.env.ref("hcc_base.policy_c").form_mail = "at_once"
        parent, child = self._lost()
        self.assertIn("lost", self._events(parent))
        self.assertFalse(child.sudo().sent_ids)
        [message] = parent.sudo().sent_ids.filtered(
            lambda one: one.event == "lost" and one.channel == "email"
        )
        self.assertEqual(message.cause, str(child.notice_ids.id))
        self.assertEqual(message._form(), child.notice_ids)

    def test_sent_by_itself_it_names_the_parent(self):
        parent, child = self._lost()
        mail = child.notice_ids.sudo()._prepare_mail(self.env["hcc.outbox"])
        self.assertIn(parent.name, mail["Subject"])
        self.assertNotIn(child.name, mail["Subject"])
        body = mail.get_body(("plain",)).get_content()
        self.assertIn(parent._status_url(), body)
        [attached] = mail.iter_attachments()
        self.assertEqual(attached.get_filename(), f"{parent.name}.pdf")

    def test_the_letter_carries_the_code_that_the_applicant_knows(self):
        parent, child = self._lost()
        letter = child.notice_ids.with_user(self.deciding)
        pdf = self._print("hcc_dossier.report_notice", letter)
        self._pictures(pdf, "letter_child_loss")
        text = self._text(pdf)
        self.assertIn(parent.name, text)
        self.assertNotIn(child.name, text)
        self.assertIn(f"Nội dung yêu cầu giải quyết: {parent.version_id.name}", text)
        self.assertIn(f"Thủ tục liên thông: {child.sudo().version_id.name}", text)

    def test_both_agencies_read_the_letter(self):
        _parent, child = self._lost()
        letter = child.sudo().notice_ids
        for user in (self.official, self.approver, self.others[0], self.other_official):
            self.assertTrue(letter.with_user(user).has_access("read"), user.login)
        with self.assertRaises(AccessError):
            letter.with_user(self.approver).write({"reason": "Khác"})

    def test_the_parent_warns_of_it(self):
        parent, child = self._lost()
        self.assertIn("papers lost", parent.child_warning)
        child.with_user(self.others[0]).rebuild()
        self.assertFalse(parent.child_warning)

    def test_a_linked_result_is_revoked_between_agencies(self):
        self.env.ref("hcc_base.policy_c").form_mail = "at_once"
        for channel in ("email", "sms"):
            self._switch("revoked", **{channel: False})
        parent, child = self._both()
        self._finish_child(child)
        with self.at("2026-11-23 10:00"):
            child.with_user(self.deciding).reopen_result("Sai số liệu.")
        letter = child.notice_ids
        self.assertFalse(letter._is_mailable())
        self.assertFalse(letter._mail_messages())
        self.assertNotIn("revoked", self._events(parent))
        pdf = self._print("hcc_dossier.report_notice", letter.with_user(self.deciding))
        self._pictures(pdf, "letter_child_revocation")
        text = " ".join(self._text(pdf).split())
        self.assertIn(f"Kính gửi: {self.agency.name}", text)
        self.assertNotIn("nộp lại kết quả", text)
        self.assertNotIn("Tra cứu tình trạng", text)
