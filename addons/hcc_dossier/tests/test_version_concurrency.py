import threading
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import ABOLITION, DECISION, real_connections
from odoo.addons.hcc_base.transaction import number_cursor

from .common import HccDossierCommon

YESTERDAY, TODAY = "2026-11-22", "2026-11-23"
#: One procedure and one draft a test: what is committed stays until the class is done.
NAMES = (
    "test_publication_sees_the_reception_under_way",
    "test_reception_sees_the_publication_under_way",
    "test_abolition_sees_the_reception_under_way",
    "test_reception_sees_the_abolition_under_way",
)


@tagged("post_install", "-at_install")
class TestVersionConcurrency(HccDossierCommon, CommittedCase):
    """Real connections: a dossier is received in the very moment in which its version ends.

    Every verb starts on a connection as a request has it, with a snapshot taken before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls(NAMES[0])
        administrator = cls._create_user("d_admin", "administrator")
        cls.administrator_id, cls.official_id = administrator.id, cls.official.id
        cls.company_id = cls.centre.id
        cls.cases = {name: cls._prepare_case(case, number) for number, name in enumerate(NAMES)}
        cls.env.flush_all()
        cls._commit_fixture()

    @classmethod
    def _prepare_case(cls, case, number):
        """Ids of a dossier about to be received, its version, and the next one, not published."""
        procedure = cls._create_procedure(cls.agency, f"1.00010{number}", "Thủ tục đổi phiên bản")
        version = procedure.version_ids
        following = version.copy({"valid_from": TODAY, **DECISION})
        return case._draft(procedure=procedure).id, version.id, following.id

    def setUp(self):
        super().setUp()
        # The transaction of their own that verbs open outside tests.
        self.enterContext(patch.object(module, "current_test", None))
        self.dossier_id, self.version_id, self.following_id = self.cases[self._testMethodName]

    def _environment(self, cr, user_id):
        cr.execute("SELECT 1")  # the snapshot of a request: what follows is later than it
        return api.Environment(cr, user_id, {"allowed_company_ids": [self.company_id]})

    def _receive(self, env):
        env["hcc.dossier"].browse(self.dossier_id).receive()

    def _publish(self, env):
        env["hcc.procedure.version"].browse(self.following_id).publish()

    def _abolish(self, env):
        env["hcc.procedure.version"].browse(self.version_id).abolish(YESTERDAY, ABOLITION)

    def _while_uncommitted(self, first, first_user, second, second_user):
        """Run ``second`` on another connection before ``first`` commits; return its refusal."""
        raised = []

        def request():
            try:
                with self.registry.cursor() as cr:
                    second(self._environment(cr, second_user))
            except Exception as error:  # noqa: BLE001 - judged by the test
                raised.append(error)

        thread = threading.Thread(target=request)
        with real_connections():
            with number_cursor(self.registry) as cr:
                env = self._environment(cr, first_user)
                first(env)
                env.flush_all()
                thread.start()
                thread.join(timeout=1)
                waited = thread.is_alive()
            thread.join(timeout=60)
        self.assertFalse(thread.is_alive(), "a deadlock")
        self.assertTrue(waited, f"nobody waited for the other: {raised}")
        [refusal] = raised
        self.assertIsInstance(refusal, UserError)
        return str(refusal)

    def _received_on_a_day_of_its_version(self):
        """Whether the dossier is received, and if so on a day on which its version held."""
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT d.received_on IS NOT NULL, d.received_on BETWEEN v.valid_from
                          AND COALESCE(v.valid_to, d.received_on)
                   FROM hcc_dossier d JOIN hcc_procedure_version v ON v.id = d.version_id
                   WHERE d.id = %s""",
                [self.dossier_id],
            )
            return cr.fetchone()

    def test_publication_sees_the_reception_under_way(self):
        refusal = self._while_uncommitted(
            self._receive, self.official_id, self._publish, self.administrator_id
        )
        self.assertIn("23/11/2026", refusal)
        self.assertEqual(self._received_on_a_day_of_its_version(), (True, True))

    def test_reception_sees_the_publication_under_way(self):
        refusal = self._while_uncommitted(
            self._publish, self.administrator_id, self._receive, self.official_id
        )
        self.assertIn("has changed", refusal)
        self.assertEqual(self._received_on_a_day_of_its_version(), (False, None))

    def test_abolition_sees_the_reception_under_way(self):
        refusal = self._while_uncommitted(
            self._receive, self.official_id, self._abolish, self.administrator_id
        )
        self.assertIn("23/11/2026", refusal)
        self.assertEqual(self._received_on_a_day_of_its_version(), (True, True))

    def test_reception_sees_the_abolition_under_way(self):
        refusal = self._while_uncommitted(
            self._abolish, self.administrator_id, self._receive, self.official_id
        )
        self.assertIn("no published version", refusal)
        self.assertEqual(self._received_on_a_day_of_its_version(), (False, None))
