import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestUndoConcurrency(HccDossierCommon, CommittedCase):
    """Real connections: the hand-over is undone in the very moment in which it is taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        dossiers = [case._received() for _n in range(2)]
        for dossier in dossiers:
            dossier.hand_over()
        cls.dossier_ids, cls.company_id = [d.id for d in dossiers], cls.centre.id
        cls.official_id, cls.appraiser_id = cls.official.id, cls.appraiser.id
        cls.env.flush_all()
        cls._commit_fixture()

    def _act(self, cr, user_id, verb):
        env = api.Environment(cr, user_id, {"allowed_company_ids": [self.company_id]})
        getattr(env["hcc.dossier"].browse(self.dossier_id), verb)()
        env.flush_all()

    def _retried(self, user_id, verb):
        """As the server does it: once more after a serialization failure."""
        for _attempt in range(2):
            try:
                with self.registry.cursor() as cr:
                    return self._act(cr, user_id, verb)
            except SerializationFailure:
                continue
        return None

    def _race(self, first, second):
        """``second`` begins while ``first`` has not committed; what it raised."""
        errors = []

        def run():
            try:
                self._retried(*second)
            except UserError as error:
                errors.append(error)

        thread = threading.Thread(target=run)
        with real_connections(), mute_logger("odoo.sql_db"):
            with self.registry.cursor() as cr:
                self._act(cr, *first)
                thread.start()
                thread.join(0.5)
                self.assertTrue(thread.is_alive(), "it waits for the row")
            thread.join(20)
        return errors

    def _state(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT state FROM hcc_dossier WHERE id = %s", [self.dossier_id])
            return cr.fetchone()[0]

    def test_what_was_taken_is_not_undone(self):
        self.dossier_id = self.dossier_ids[0]
        [error] = self._race((self.appraiser_id, "take"), (self.official_id, "undo"))
        self.assertIn("not an act of yours", str(error))
        self.assertEqual(self._state(), "processing")

    def test_what_was_undone_is_not_taken(self):
        self.dossier_id = self.dossier_ids[1]
        [error] = self._race((self.official_id, "undo"), (self.appraiser_id, "take"))
        self.assertIn("is only possible from", str(error))
        self.assertEqual(self._state(), "received")
