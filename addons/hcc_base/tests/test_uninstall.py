from unittest.mock import patch

from odoo.exceptions import AccessDenied, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HccCommon


@tagged("post_install", "-at_install")
class TestUninstall(HccCommon):
    """What a centre must keep is not lost by one click on an addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = cls.env["ir.module.module"]
        cls.base = cls.modules.search([("name", "=", "hcc_base")])
        cls.parameters = cls.env["ir.config_parameter"].sudo()
        cls.parameters.set_param("hcc.demonstration", "False")
        cls.env["hcc.journal.check"]._check(cls.centre)

    def test_an_addon_with_records_stays(self):
        with self.assertRaisesRegex(UserError, "Journal Entry"):
            self.base.button_uninstall()

    def test_what_an_addon_needs_stays_with_it(self):
        resource = self.modules.search([("name", "=", "resource")])
        with self.assertRaisesRegex(UserError, "Journal Entry"):
            resource.button_uninstall()

    def test_a_demonstration_may_lose_everything(self):
        self.parameters.set_param("hcc.demonstration", "True")
        self.base.button_uninstall()
        self.assertEqual(self.base.state, "to remove")

    def test_an_addon_without_records_goes(self):
        with patch.object(
            type(self.modules), "_get_uninstall_blockers", lambda modules: {"hcc_base": []}
        ):
            self.base.button_uninstall()
        self.assertEqual(self.base.state, "to remove")

    def test_the_blockers_are_models(self):
        for models in self.modules._get_uninstall_blockers().values():
            for model in models:
                self.assertIn(model, self.env)

    @mute_logger("odoo.addons.base.models.ir_module")
    def test_only_system_administrators_come_so_far(self):
        administrator = self._create_user("administrator", "administrator")
        with self.assertRaises(AccessDenied):
            self.base.with_user(administrator).button_uninstall()
