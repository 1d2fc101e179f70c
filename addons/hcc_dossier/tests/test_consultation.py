from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


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
