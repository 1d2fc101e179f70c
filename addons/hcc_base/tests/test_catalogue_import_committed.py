import threading
from unittest.mock import patch

from odoo import api
from odoo.modules import module
from odoo.tests import tagged

from ..transaction import number_cursor
from .committed import CommittedCase
from .common import real_connections
from .test_catalogue_import import CatalogueImportCommon

ROWS = 60


@tagged("post_install", "-at_install")
class TestCatalogueImportCommitted(CatalogueImportCommon, CommittedCase):
    """Real connections: a sheet left by a closed page, gone on with on two pages at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_two_pages_double_nothing")
        sheet = case.sheet(*({"code": f"9.4{number:05d}"} for number in range(ROWS)))
        sheet.write_all()
        cls.sheet_id, cls.admin_id, cls.centre_ids = sheet.id, cls.admin.id, cls.centre.ids
        cls.env.flush_all()
        cls._commit_fixture()

    def _run_chunk(self, cr, answers):
        cr.execute("SELECT 1")
        env = api.Environment(cr, self.admin_id, {"allowed_company_ids": self.centre_ids})
        answers.append(env["hcc.catalogue.import"].browse(self.sheet_id).run_chunk())
        env.flush_all()

    def _other_page(self, answers):
        with self.registry.cursor() as cr:
            self._run_chunk(cr, answers)

    def test_two_pages_double_nothing(self):
        answers = []
        other = threading.Thread(target=self._other_page, args=(answers,))
        with real_connections(), patch.object(module, "current_test", None):
            with number_cursor(self.registry) as cr:
                self._run_chunk(cr, answers)
                other.start()
                other.join(timeout=1)
                self.assertTrue(other.is_alive(), "the second page did not wait")
            other.join(timeout=60)
        self.assertEqual([(a["done"], a["running"]) for a in answers], [(50, True), (60, False)])
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT count(*), count(DISTINCT p.id) FROM hcc_procedure_version v
                   JOIN hcc_procedure p ON p.id = v.procedure_id WHERE p.code LIKE '9.4%'"""
            )
            self.assertEqual(cr.fetchone(), (ROWS, ROWS))
