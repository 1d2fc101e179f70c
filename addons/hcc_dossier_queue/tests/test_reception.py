from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.hcc_dossier.tests import files
from odoo.addons.hcc_dossier.tests.common import HccDossierCommon
from odoo.addons.hcc_queue.tests.common import QueueCommon


@tagged("post_install", "-at_install")
class TestReception(HccDossierCommon, QueueCommon):
    """An official with the called ticket A001 at counter 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("dq_colleague", "official", agency=cls.agency)
        (cls.counter | cls.counter_2).user_ids = [Command.set((cls.official | cls.colleague).ids)]
        cls.lane.counter_ids = cls.counter | cls.counter_2

    def setUp(self):
        super().setUp()
        self.session = self.open_session(self.official, self.counter)
        self.issue()
        self.ticket = self.call_next(self.session)
        self.ticket.serve()

    # ------------------------------------------------------------------ binding

    def test_a_draft_takes_the_ticket_and_the_counter(self):
        dossier = self._draft()
        self.assertEqual((dossier.ticket_id, dossier.counter_id), (self.ticket, self.counter))
        dossier.receive()
        self.assertEqual(self.ticket.dossier_ids, dossier)

    def test_scans_and_their_figures_name_the_counter(self):
        dossier = self._draft()
        line = dossier.component_ids[:1]
        answer = line.attach_scan("quet.pdf", files.base64_of(files.pdf()))
        scan = self.env["hcc.document"].browse(answer["document_id"])
        self.assertEqual(scan.counter_id, self.counter)
        dossier.receive()
        self.env.flush_all()
        [(counter, scanned)] = (
            self.env["hcc.document.statistics"]
            .with_user(self.oversight)
            ._read_group([("dossier_id", "=", dossier.id)], ["counter_id"], ["scanned:sum"])
        )
        self.assertEqual((counter, scanned), (self.counter, 1))

    def test_several_dossiers_of_one_visit(self):
        dossiers = self._draft() | self._draft()
        self.assertEqual(self.ticket.dossier_ids, dossiers)

    def test_the_form_keeps_the_ticket_it_was_opened_for(self):
        """Opened for A001 and saved after A002 was called: it stays A001's dossier."""
        opened = (
            self.env["hcc.dossier"]
            .with_user(self.official)
            .default_get(["ticket_id", "counter_id"])
        )
        self.assertEqual(opened["ticket_id"], self.ticket.id)
        self.ticket.finish()
        self.issue()
        following = self.call_next(self.session)
        self.assertNotEqual(following, self.ticket)
        dossier = self._draft(ticket_id=opened["ticket_id"])
        self.assertEqual(dossier.ticket_id, self.ticket)
        self.assertEqual(self._draft().ticket_id, following)

    def test_without_a_sitting_there_is_no_ticket(self):
        dossier = self._draft(user=self.colleague)
        self.assertFalse(dossier.ticket_id)
        self.assertFalse(dossier.counter_id)

    def test_another_officials_ticket_is_refused(self):
        with self.assertRaisesRegex(AccessError, "another counter"):
            self._draft(user=self.colleague, ticket_id=self.ticket.id)

    def test_the_counter_is_not_for_the_client_to_say(self):
        with self.assertRaises(AccessError):
            self._draft(counter_id=self.counter_2.id)
        context = {"default_counter_id": self.counter_2.id}
        dossiers = self.env["hcc.dossier"].with_user(self.official).with_context(**context)
        self.assertEqual(dossiers.create({}).counter_id, self.counter)

    def test_the_ticket_stays(self):
        dossier = self._draft()
        self.issue()
        for user in (self.official, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dossier.with_user(user).ticket_id = False

    def test_the_form_shows_it_and_sends_it_back(self):
        form = Form(self.env["hcc.dossier"].with_user(self.official))
        self.assertEqual(form.ticket_id, self.ticket)
        self.assertEqual(form.counter_id, self.counter)
        self.assertEqual(form._get_save_values()["ticket_id"], self.ticket.id)

    def test_who_comes_back_is_served_under_the_new_ticket(self):
        dossier = self._draft(complete=False)
        dossier.guide("Thiếu bản sao")
        self.ticket.finish()
        self.session.close()
        with self.at("2026-11-25 08:00"):
            session = self.open_session(self.official, self.counter_2)
            self.issue()
            ticket = self.call_next(session)
            dossier.component_ids.filtered("is_required").write({"is_received": True})
            dossier.component_ids.write({"is_missing": False})
            dossier.receive()
        self.assertEqual((dossier.ticket_id, dossier.counter_id), (ticket, self.counter_2))

    # ------------------------------------------------------------------ panel

    def test_the_panel_offers_reception(self):
        [action] = self.ticket._panel_actions()
        self.assertEqual(action["key"], "7")
        self.assertTrue(action["url"].endswith("/hcc-desk"))
        dossier = self._draft()
        again, goes_on = self.ticket._panel_actions()
        self.assertEqual(again, action)
        self.assertTrue(goes_on["url"].endswith(f"/{dossier.id}"))

    def test_a_cashier_is_not_offered_reception(self):
        self.assertEqual(self.ticket.with_user(self.cashier)._panel_actions(), [])

    # ------------------------------------------------------------------ finishing

    def test_finishing_with_a_dossier_begun_warns(self):
        dossier = self._draft()
        answer = self.ticket.finish("finish-0001")
        self.assertIn("still being received", answer["warning"])
        self.assertIn(dossier.display_name, answer["warning"])
        self.assertEqual(self.ticket.state, "finished")
        self.assertEqual(self.ticket.finish("finish-0001"), answer)

    def test_finishing_after_acceptance_is_silent(self):
        self._draft().receive()
        self.assertNotIn("warning", self.ticket.finish())

    def test_the_web_client_shows_the_warning(self):
        self._draft()
        self.assertEqual(self.ticket.action_finish()["params"]["type"], "warning")

    # ------------------------------------------------------------------ satisfaction

    def test_supervisors_see_the_rating_on_the_dossier(self):
        dossier = self._received()
        level = self.env["hcc.satisfaction.level"].search([], limit=1)
        self.env["hcc.satisfaction"]._rate(self.counter, self.ticket.name, level.code)
        for user in (self.director, self.oversight):
            with self.subTest(user=user.login):
                self.assertEqual(dossier.with_user(user).satisfaction_level_id, level)
        with self.assertRaises(AccessError):
            dossier.with_user(self.official).read(["satisfaction_level_id"])
