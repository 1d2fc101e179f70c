from odoo import api
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections

from .test_delegation import DelegationCommon


@tagged("post_install", "-at_install")
class TestDelegationCommitted(DelegationCommon, CommittedCase):
    """Each request on a connection of its own: what ended in one, the next does not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_a_revoked_delegation_is_lost_with_the_next_request")
        cls.dossier_id, cls.deputy_id = case._appraised().id, cls.deputy.id
        cls.delegation_id = case._delegate().id
        cls.centre_ids = cls.centre.ids
        cls._commit_fixture()

    def _request(self, work):
        with real_connections(), Registry(get_db_name()).cursor() as cr:
            context = {"allowed_company_ids": self.centre_ids}
            return work(api.Environment(cr, self.deputy_id, context)["hcc.dossier"])

    def _revoke(self):
        with real_connections(), Registry(get_db_name()).cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"allowed_company_ids": self.centre_ids})
            env["hcc.delegation"].browse(self.delegation_id).revoke()

    def test_a_revoked_delegation_is_lost_with_the_next_request(self):
        def found(dossiers):
            return dossiers.search([("id", "=", self.dossier_id)]).ids

        def act(dossiers):
            dossiers.browse(self.dossier_id).complete_step()

        self.assertEqual(self._request(found), [self.dossier_id])
        self._revoke()
        self.assertEqual(self._request(found), [])
        with self.assertRaises(AccessError):
            self._request(act)
