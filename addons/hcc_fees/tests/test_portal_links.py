from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.portal.models.portal_mixin import PortalMixin as PlatformMixin

from ..models.portal_mixin import PortalMixin
from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestPortalLinks(HccFeesCommon):
    """Who only reads an entry makes no anonymous link to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._create_user("f_reader", "oversight", "account.group_account_readonly")
        cls.move = cls.env["account.move"].create(
            {"move_type": "entry", "company_id": cls.centre.id}
        )

    def test_a_reader_makes_none(self):
        with self.assertRaises(AccessError):
            self.move.with_user(self.reader).get_portal_url()
        self.assertFalse(self.move.access_token)

    def test_the_platform_lets_every_reader(self):
        with patch.object(PortalMixin, "_portal_ensure_token", PlatformMixin._portal_ensure_token):
            self.move.with_user(self.reader).get_portal_url()
        self.assertTrue(self.move.access_token)

    def test_who_keeps_the_books_still_may(self):
        self.assertTrue(self.move.get_portal_url())
