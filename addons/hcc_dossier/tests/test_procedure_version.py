from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import ABOLITION

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestProcedureVersion(HccDossierCommon):
    """What is received under a version holds it fast; who may see it finds it from there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("d_admin", "administrator")
        cls.version = cls.procedure.version_ids

    def test_the_open_dossiers_of_a_version_are_counted_for_those_who_see_them(self):
        self._received()
        withdrawn = self._received()
        withdrawn.withdraw("Người nộp rút hồ sơ")
        for user, count in (
            (self.official, 1),
            (self.director, 1),
            (self.other_official, 0),
            (self.elsewhere, 0),
            (self.cashier, 0),
        ):
            with self.subTest(user=user.login):
                version = self.version.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                self.assertEqual(version.open_dossier_count, count)
        self.assertEqual(self.other_procedure.version_ids.open_dossier_count, 0)

    def test_the_button_opens_them(self):
        dossier = self._received()
        action = self.version.with_user(self.official).action_open_dossiers()
        self.assertIn(self.version.display_name, action["display_name"])
        found = self.env[action["res_model"]].with_user(self.official).search(action["domain"])
        self.assertEqual(found, dossier)

    def test_a_successor_begins_after_the_last_reception(self):
        self._received()
        self.assertEqual(self.version._last_used_on(), date(2026, 11, 23))
        self.assertIn("1", "".join(self.version._get_open_uses()))
        with self.assertRaisesRegex(UserError, "23/11/2026"):
            self._publish_version(self.procedure, valid_from="2026-11-23")
        second = self._publish_version(self.procedure, valid_from="2026-11-24")
        self.assertEqual(self.procedure._version_on(date(2026, 11, 24)), second)
        self.assertEqual(self.procedure._version_on(date(2026, 11, 23)), self.version)

    def test_an_abolition_ends_after_the_last_reception(self):
        self._received()
        with self.assertRaisesRegex(UserError, "23/11/2026"):
            self.version.with_user(self.admin).abolish("2026-11-22", ABOLITION)
        self.version.with_user(self.admin).abolish("2026-11-23", ABOLITION)
        self.assertEqual(self.version.valid_to, date(2026, 11, 23))

    def test_a_version_never_used_may_end_any_day(self):
        self.assertFalse(self.version._last_used_on())
        self.version.with_user(self.admin).abolish("2026-06-30", ABOLITION)
        self.assertEqual(self.version.valid_to, date(2026, 6, 30))
