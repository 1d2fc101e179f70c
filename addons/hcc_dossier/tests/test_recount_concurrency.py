import threading

from odoo import api
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import centre_time, real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .common import HccDossierCommon

MOVED = "2026-11-30 08:00"


@tagged("post_install", "-at_install")
class TestRecountConcurrency(HccDossierCommon, CommittedCase):
    """Real connections: a dossier is received in the very moment in which the centre closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        administrator = cls._create_user("d_admin", "administrator")
        cls.administrator_id, cls.official_id = administrator.id, cls.official.id
        cls.draft_ids = [case._draft().id for _n in range(3)]
        cls.company_id = cls.centre.id
        cls.env.flush_all()
        cls._commit_fixture()

    def tearDown(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["hcc.calendar.day"].search([("name", "=", "Bão số 9")]).unlink()
        super().tearDown()

    def _environment(self, cr, user_id):
        return api.Environment(cr, user_id, {"allowed_company_ids": [self.company_id]})

    def _close(self, cr):
        env = self._environment(cr, self.administrator_id)
        dialog = env["hcc.calendar.closure"].create(
            {"date_from": "2026-11-26", "reason": "Bão số 9"}
        )
        dialog.action_preview()
        dialog.action_confirm()
        env.flush_all()

    def _receive(self, cr, dossier_id):
        env = self._environment(cr, self.official_id)
        env["hcc.dossier"].browse(dossier_id).receive()
        env.flush_all()

    def _close_apart(self):
        with number_cursor(self.registry) as cr:
            self._close(cr)

    def _receive_apart(self, dossier_id):
        with number_cursor(self.registry) as cr:
            self._receive(cr, dossier_id)

    def _due_of(self, dossier_id):
        with self.registry.cursor() as cr:
            cr.execute("SELECT due_at FROM hcc_dossier WHERE id = %s", [dossier_id])
            return cr.fetchone()[0]

    def _while_open(self, first, second):
        """Run ``second`` on another connection while ``first`` has not committed; it must wait."""
        errors = []

        def run():
            try:
                second()
            except Exception as error:  # noqa: BLE001 - judged by the test
                errors.append(error)

        thread = threading.Thread(target=run)
        with real_connections():
            with number_cursor(self.registry) as cr:
                first(cr)
                thread.start()
                thread.join(timeout=1)
                waited = thread.is_alive()
            thread.join(timeout=60)
        self.assertFalse(errors)
        self.assertFalse(thread.is_alive(), "a deadlock")
        self.assertTrue(waited, "nobody waited for the other")

    def test_a_closure_sees_the_reception_under_way(self):
        dossier_id = self.draft_ids[0]
        self._while_open(lambda cr: self._receive(cr, dossier_id), self._close_apart)
        self.assertEqual(self._due_of(dossier_id), centre_time(MOVED))

    def test_a_reception_sees_the_closure_under_way(self):
        dossier_id = self.draft_ids[1]
        self._while_open(self._close, lambda: self._receive_apart(dossier_id))
        self.assertEqual(self._due_of(dossier_id), centre_time(MOVED))

    def test_a_change_in_another_process_is_seen_without_being_told(self):
        """Another worker's registry is not told before its next request; its calendars are never
        older than what its transaction reads.
        """
        with real_connections(), self.registry.cursor() as cr:
            clock = self._environment(cr, self.official_id)["hcc.clock"]
            centre = clock.env["res.company"].browse(self.company_id)
            start = centre_time("2026-11-25 08:00")
            self.assertEqual(
                clock._due(centre, start, 1, "working_day"), centre_time("2026-11-26 08:00")
            )
            cr.rollback()
            with number_cursor(self.registry) as other:
                other.execute(
                    """INSERT INTO hcc_calendar_day (date, company_id, kind, name, certainty)
                       VALUES ('2026-11-26', %s, 'closure', 'Bão số 9', 'certain')""",
                    [self.company_id],
                )
                other.execute(
                    "UPDATE ir_config_parameter SET value = 'as another worker wrote it'"
                    " WHERE key = 'hcc.calendars_version'"
                )
            clock.env.invalidate_all()
            self.assertEqual(
                clock._due(centre, start, 1, "working_day"), centre_time("2026-11-27 08:00")
            )
