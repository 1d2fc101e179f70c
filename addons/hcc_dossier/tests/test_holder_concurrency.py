import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestHolderConcurrency(HccDossierCommon, CommittedCase):
    """Real connections: two people take the same step in the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_two_take_the_same_step")
        second = cls._create_user("d_second", "approver", agency=cls.agency)
        dossier = case._processing()
        dossier.with_user(cls.appraiser).complete_step()
        cls.dossier_id, cls.people = dossier.id, (cls.approver.id, second.id)
        cls.company_ids = cls.centre.ids
        cls.env.flush_all()
        cls._commit_fixture()

    def _take(self, cr, user_id):
        cr.execute("SELECT 1")  # the snapshot of a request
        env = api.Environment(cr, user_id, {"allowed_company_ids": self.company_ids})
        env["hcc.dossier"].browse(self.dossier_id).take_step()
        env.flush_all()

    def test_two_take_the_same_step(self):
        refused = []

        def second():
            """As a request: what the database cannot order is tried again."""
            for __ in range(5):
                try:
                    with mute_logger("odoo.sql_db"), self.registry.cursor() as cr:
                        self._take(cr, self.people[1])
                    return
                except errors.SerializationFailure:
                    continue
                except UserError as error:
                    refused.append(str(error))
                    return

        thread = threading.Thread(target=second)
        with real_connections():
            with self.registry.cursor() as cr:
                self._take(cr, self.people[0])
                thread.start()
                thread.join(timeout=1)
                waited = thread.is_alive()
            thread.join(timeout=60)
        self.assertTrue(waited, "the second did not wait for the first")
        [refusal] = refused
        self.assertIn("has been taken by", refusal)
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT s.holder_user_id FROM hcc_dossier d
                   JOIN hcc_dossier_step s ON s.id = d.current_step_id WHERE d.id = %s""",
                [self.dossier_id],
            )
            self.assertEqual(cr.fetchone()[0], self.people[0])
