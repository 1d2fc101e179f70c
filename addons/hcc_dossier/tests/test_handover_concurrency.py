import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .test_handover import HandoverCommon


@tagged("post_install", "-at_install")
class TestHandoverConcurrency(HandoverCommon, CommittedCase):
    """Real connections: two people sign for the same batch in the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        handed, differing = case._handed(2), case._handed(2)
        case._scan(handed, cls.appraiser, *handed.line_ids.dossier_id)
        case._scan(differing, cls.appraiser, differing.line_ids[0].dossier_id)
        cls.handed_id, cls.differing_id = handed.id, differing.id
        cls.draft_id = case._batch(count=2).id
        cls.company_id = cls.centre.id
        cls.taker_ids = cls.appraiser.id, cls.approver.id
        cls.giver_ids = (
            cls.official.id,
            cls._create_user("d_official_2", "official", agency=cls.agency).id,
        )
        cls.env.flush_all()
        cls._commit_fixture()

    def _both(self, batch_id, user_ids, call):
        """What each of two users got from ``call``, the second one while the first was open."""
        answers = {}

        def run(user_id):
            try:
                with number_cursor(self.registry) as cr:
                    context = {"allowed_company_ids": [self.company_id]}
                    env = api.Environment(cr, user_id, context)
                    answers[user_id] = call(env["hcc.handover"].browse(batch_id))
                    env.flush_all()
            except Exception as error:  # noqa: BLE001 - judged by the test
                answers[user_id] = error

        threads = [threading.Thread(target=run, args=(user_id,)) for user_id in user_ids]
        with real_connections():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=60)
        self.assertFalse(any(thread.is_alive() for thread in threads), "a deadlock")
        return list(answers.values())

    def _one_got_it(self, answers):
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        self.assertEqual([type(answer) for answer in refused], [UserError], answers)
        return next(answer for answer in answers if not isinstance(answer, Exception))

    def _verbs(self, batch_id):
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT verb FROM hcc_journal_entry
                   WHERE res_model = 'hcc.handover' AND res_id = %s ORDER BY id""",
                [batch_id],
            )
            return [verb for (verb,) in cr.fetchall()]

    def test_one_of_two_hands_over(self):
        answer = self._one_got_it(
            self._both(self.draft_id, self.giver_ids, lambda b: b.hand(everything=True))
        )
        self.assertEqual(answer["count"], 2)
        self.assertEqual(self._verbs(self.draft_id), ["hand"])

    def test_one_of_two_receives_and_closes(self):
        answer = self._one_got_it(self._both(self.handed_id, self.taker_ids, lambda b: b.receive()))
        self.assertTrue(answer["closed"])
        self.assertEqual(self._verbs(self.handed_id), ["hand", "receive", "close"])

    def test_one_of_two_closes(self):
        with number_cursor(self.registry) as cr:
            context = {"allowed_company_ids": [self.company_id]}
            taker = api.Environment(cr, self.taker_ids[0], context)
            batch = taker["hcc.handover"].browse(self.differing_id)
            with real_connections():
                batch.receive()
                batch.scan(batch.line_ids[1].dossier_id.name, batch.id)
            taker.flush_all()
        answer = self._one_got_it(
            self._both(self.differing_id, self.taker_ids, lambda b: b.close())
        )
        self.assertEqual(answer["taken"], 1)
        self.assertEqual(self._verbs(self.differing_id), ["hand", "receive", "close"])
