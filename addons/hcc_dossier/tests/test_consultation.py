from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .common import OWNER, HccDossierCommon


@tagged("post_install", "-at_install")
class TestConsultation(HccDossierCommon):
    """Another agency is asked, sees what it needs until it answers, and its silence shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = cls._create_user("d_asked", "appraiser", agency=cls.other_agency)

    def _asked(self, **values):
        dossier = self._processing()
        values = {"agency_ids": self.other_agency.ids, "content": "Có phù hợp quy hoạch?", **values}
        dossier.with_user(self.appraiser).consult(**values)
        return dossier

    def test_asked_and_answered(self):
        dossier = self._asked(days=2)
        question = dossier.with_user(self.appraiser).consultation_ids
        self.assertEqual((question.kind, question.is_open), ("opinion", True))
        self.assertEqual(question.due_at, centre_time("2026-11-26 08:00"))
        asked = dossier.with_user(self.asked)
        asked.answer_consultation(question.id, "disagreed", "Trái quy hoạch.")
        self.assertEqual((question.opinion, question.answered_user_id), ("disagreed", self.asked))
        self.assertFalse(question.is_open or question.is_late)
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], order="id"
        )
        self.assertEqual(entries.mapped("verb")[-2:], ["consult", "answer_consultation"])
        self.assertNotIn("quy hoạch", str(entries.mapped("facts")))
        with self.assertRaisesRegex(UserError, "not open any more"):
            dossier.sudo().answer_consultation(question.id, "other", "Nữa.")

    def test_the_dossier_is_open_to_the_asked_until_they_answer(self):
        dossier = self._processing()
        asked = dossier.with_user(self.asked)
        self.assertFalse(asked.has_access("read"))
        dossier.with_user(self.appraiser).consult(self.other_agency.ids, "Ý kiến?", 2)
        self.env.invalidate_all()
        self.assertTrue(asked.has_access("read"))
        self.assertTrue(asked.component_ids)
        self.assertFalse(asked.step_ids or asked.notice_ids or asked.ledger_ids)
        question = asked.consultation_ids
        for verb in ("take_step", "complete_step"):
            with self.assertRaises(AccessError):
                getattr(asked, verb)()
        asked.answer_consultation(question.id, "agreed", "Phù hợp.")
        self.env.invalidate_all()
        self.assertFalse(asked.has_access("read"))
        self.assertTrue(question.has_access("read"))

    def test_who_asks_and_who_answers(self):
        dossier = self._processing()
        for user in (self.official, self.clerk, self.asked, self.other_approver, self.director):
            with self.assertRaises(AccessError):
                dossier.with_user(user).consult(self.other_agency.ids, "Ý kiến?", 2)
        dossier.with_user(self.appraiser).consult(self.other_agency.ids, "Ý kiến?", 2)
        question = dossier.consultation_ids
        for user in (self.appraiser, self.approver, self.official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).answer_consultation(question.id, "agreed", "Được.")
        with self.assertRaisesRegex(UserError, "agrees"):
            dossier.with_user(self.asked).answer_consultation(question.id, "maybe", "Được.")
        with self.assertRaisesRegex(UserError, "reason"):
            dossier.with_user(self.asked).answer_consultation(question.id, "agreed", " ")

    def test_the_holders_question_is_not_taken_back_by_others(self):
        dossier = self._asked(required=True)
        question = dossier.consultation_ids
        colleague = self._create_user("d_colleague", "appraiser", agency=self.agency)
        for user in (colleague, self.approver):
            acting = dossier.with_user(user)
            self.assertFalse(acting.can_withdraw_consultation)
            with self.assertRaisesRegex(AccessError, "is held by"):
                acting.withdraw_consultation(question.id, "Không cần.")
        self.assertTrue(question.is_open)
        dossier.with_user(self.approver).reassign_step(colleague.id, "Nghỉ phép.")
        dossier.with_user(colleague).withdraw_consultation(question.id, "Không cần.")
        self.assertFalse(question.is_open)

    def test_only_a_required_answer_holds_the_step(self):
        dossier = self._asked(required=False)
        dossier.with_user(self.appraiser).complete_step()
        dossier = self._asked(required=True)
        with self.assertRaisesRegex(UserError, "Not answered yet: Sở Khác"):
            dossier.with_user(self.appraiser).complete_step()
        question = dossier.with_user(self.appraiser).consultation_ids
        dossier.with_user(self.appraiser).withdraw_consultation(question.id, "Không cần nữa.")
        self.assertFalse(question.is_open or question.is_mine_to_answer)
        dossier.with_user(self.appraiser).complete_step()

    def _assert_lapsed(self, dossier, question, case):
        self.env.invalidate_all()
        self.assertFalse(question.is_open or question.with_user(self.asked).is_mine_to_answer, case)
        self.assertTrue(question.lapsed_at, case)
        asked = dossier.with_user(self.asked)
        self.assertFalse(asked.has_access("read"), case)
        self.assertTrue(question.with_user(self.asked).has_access("read"), case)
        entries = self.env["hcc.journal.entry"].search(
            [("res_id", "=", dossier.id), ("verb", "=", "lapse_consultations")]
        )
        self.assertEqual(entries.mapped("facts"), [{"consultations": question.ids}], case)

    def test_a_question_lapses_when_the_steps_are_complete(self):
        dossier = self._asked()
        question = dossier.consultation_ids
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).complete_step()
        self.assertTrue(question.is_open, "the dossier goes on, the answer may still come")
        dossier.with_user(self.clerk).complete_step()
        self._assert_lapsed(dossier, question, "complete_step")
        with self.assertRaises(AccessError):
            dossier.with_user(self.asked).answer_consultation(question.id, "agreed", "Được.")

    def test_a_question_lapses_when_the_dossier_ends(self):
        for verb, user in (
            ("withdraw", self.official),
            ("stop", self.official),
            ("cancel", self.approver),
            ("give_back", self.official),
            ("correct", self.approver),
        ):
            dossier = self._asked()
            question = dossier.consultation_ids
            dossier.with_user(self.approver).suspend("Chờ ý kiến.")
            self.assertTrue(question.is_open, verb)
            getattr(dossier.with_user(user), verb)("Theo đơn.")
            self._assert_lapsed(dossier, question, verb)

    def test_an_answer_stays_an_answer(self):
        dossier = self._asked()
        question = dossier.consultation_ids
        dossier.with_user(self.asked).answer_consultation(question.id, "agreed", "Được.")
        dossier.with_user(self.official).withdraw("Theo đơn.")
        self.assertFalse(question.lapsed_at)

    def test_an_undone_last_step_opens_the_question_again(self):
        self._publish_version(
            self.procedure,
            valid_from="2026-11-01",
            step_ids=[Command.create({"name": "Giải quyết", "kind": "appraise", "hours": 2})],
        )
        self.env.ref("hcc_base.policy_c").undo_minutes = 10
        dossier = self._asked()
        dossier.with_user(self.appraiser).complete_step()
        self.assertFalse(dossier.consultation_ids.is_open)
        dossier.with_user(self.appraiser).undo()
        self.assertTrue(dossier.consultation_ids.is_open)
        self.assertFalse(dossier.consultation_ids.lapsed_at)

    # -------------------------------------------------------------------------
    # A SILENT AGENCY: THE CENTRE'S HEAD IS TOLD
    # -------------------------------------------------------------------------

    def _warn(self, moment):
        with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
            self.env["hcc.dossier.warning"]._cron_watch()
        return self.env["hcc.dossier.warning"].search(
            [("kind", "=", "asked_silent"), ("is_open", "=", True)]
        )

    def test_the_head_of_the_centre_is_told_of_a_silent_agency(self):
        dossier = self._asked(days=1)  # until Wednesday 08:00
        self.assertFalse(self._warn("2026-11-25 08:00"))
        warning = self._warn("2026-11-25 08:01")
        self.assertEqual((warning.dossier_id, warning.agency_id), (dossier, self.other_agency))
        self.assertEqual(self._warn("2026-11-26 08:00"), warning, "once")
        for user in (self.director, self.appraiser, self.approver):
            self.assertEqual(
                warning.with_user(user).search([("kind", "=", "asked_silent")]), warning
            )
        self.assertFalse(warning.with_user(self.other_official).search([]))
        told = self.env["hcc.journal.entry"].search(
            [("res_id", "=", dossier.id), ("verb", "=", "warn")]
        )
        self.assertIn(dossier.consultation_ids.ids, [e.facts.get("consultations") for e in told])
        question = dossier.with_user(self.asked).consultation_ids
        dossier.with_user(self.asked).answer_consultation(question.id, "agreed", "Được.")
        self.assertFalse(warning.search([("is_open", "=", True), ("id", "=", warning.id)]))

    def test_the_days_mail_names_the_silent_agency(self):
        people = (self.director, self.approver, self.appraiser, self.other_approver)
        for user in people:
            user.email = f"{user.login}@example.com"
        self.env.ref("hcc_base.policy_c").warning_digest = True
        dossier = self._asked(days=1)
        warning = self._warn("2026-11-25 09:00")
        self.assertTrue(set(people) <= set(warning._recipients()))
        self.assertNotIn(self.official, warning._recipients())
        self.assertIn(f"({self.other_agency.name})", warning._digest_text())
        self.assertNotIn(OWNER["name"], warning._digest_text())
        with self.at("2026-11-25 09:00"):
            warning._cron_digest()
        messages = self.env["hcc.outbox"].search([("kind", "=", "dossier_digest")])
        told = {message.payload["user"] for message in messages
                if warning.id in message.payload["warnings"]}  # fmt: skip
        self.assertIn(self.director.id, told)
        dossier.with_user(self.approver).suspend("Chờ ý kiến.")
        self.assertTrue(warning.is_open, "while the dossier waits, too")

    def test_without_the_days_mail_the_head_is_told_all_the_same(self):
        for user in (self.director, self.approver):
            user.email = f"{user.login}@example.com"
        self.assertFalse(self.env.ref("hcc_base.policy_c").warning_digest)
        self._asked(days=1)
        self._processing()
        warning = self._warn("2026-12-01 09:00")  # by then the dossiers are late, too
        with self.at("2026-12-01 09:00"):
            warning._cron_digest()
        messages = self.env["hcc.outbox"].search([("kind", "=", "dossier_digest")])
        mails = messages.filtered(lambda one: warning.id in one.payload["warnings"])
        told = self.env["res.users"].browse([mail.payload["user"] for mail in mails])
        self.assertIn(self.director, told)
        self.assertNotIn(self.approver, told)
        self.assertEqual({tuple(mail.payload["warnings"]) for mail in mails}, {(warning.id,)})

    def test_each_silent_agency_is_told_of_and_no_colleague(self):
        third = self.env["hcc.agency"].create({"name": "Sở Ba", "code": "SB"})
        dossier = self._asked(agency_ids=(self.other_agency | third | self.agency).ids, days=1)
        warnings = self._warn("2026-11-25 09:00")
        self.assertEqual(warnings.agency_id, self.other_agency | third)
        self.assertEqual(len(warnings), 2)
        dossier.with_user(self.official).withdraw("Theo đơn.")
        self.assertFalse(self._warn("2026-11-26 09:00"))

    def test_silence_is_flagged(self):
        dossier = self._asked(days=1)
        question = dossier.with_user(self.appraiser).consultation_ids
        late = [("is_late", "=", True)]
        self.assertFalse(question.search(late) or dossier.has_silent_agency)
        with self.at("2026-11-25 09:00"):
            self.env.invalidate_all()
            for user in (self.appraiser, self.approver, self.director, self.asked):
                self.assertEqual(question.with_user(user).search(late), question)
            self.assertFalse(question.with_user(self.other_official).search(late) - question)
            self.assertTrue(dossier.with_user(self.appraiser).has_silent_agency)
            dossier.with_user(self.asked).answer_consultation(question.id, "agreed", "Được.")
            self.assertTrue(question.is_late)
            self.assertFalse(question.search(late))

    def test_the_approver_asks_for_an_explanation(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).consult(self.agency.ids, "Vì sao?", 1, required=True)
        question = dossier.consultation_ids
        self.assertEqual(question.kind, "explanation")
        self.assertTrue(question.with_user(self.appraiser).is_mine_to_answer)
        with self.assertRaises(UserError):
            dossier.with_user(self.approver).complete_step()
        dossier.with_user(self.appraiser).answer_consultation(question.id, "other", "Căn cứ …")
        dossier.with_user(self.approver).complete_step()

    def test_the_deadline(self):
        for days in (0, 61):
            with self.assertRaisesRegex(UserError, "1 to 60"):
                self._asked(days=days)
        with self.assertRaisesRegex(UserError, "choose the agency"):
            self._asked(agency_ids=[])

    def test_the_policy_proposes_the_deadline(self):
        self.env.ref("hcc_base.policy_c").consultation_days = 1
        dossier = self._processing()
        dialog = (
            self.env["hcc.dossier.act"]
            .with_user(self.appraiser)
            .create(
                {
                    "dossier_id": dossier.id,
                    "verb": "consult",
                    "agency_ids": self.other_agency.ids,
                    "reason": "Ý kiến?",
                }
            )
        )
        self.assertEqual(dialog.answer_days, 1)
        dialog.action_confirm()
        self.assertEqual(dossier.consultation_ids.due_at, centre_time("2026-11-25 08:00"))
