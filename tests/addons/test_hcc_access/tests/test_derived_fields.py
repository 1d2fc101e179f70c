import re

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDerivedFields(TransactionCase):
    """A stored field that follows from others is entered by no role, whatever model it is of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "derived_admin", groups="hcc_base.group_administrator,base.group_system"
        )

    def _derived(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("hcc.") and not model._abstract:
                for field in model._fields.values():
                    if field.store and field.compute and field.readonly and not field.inverse:
                        yield model.with_user(self.admin), field

    def test_none_is_written_or_born_with_a_value(self):
        found = list(self._derived())
        self.assertGreater(len(found), 20)
        for model, field in found:
            label = re.escape(f"“{field._description_string(model.env)}”")
            with self.subTest(field=str(field)):
                with self.assertRaisesRegex(AccessError, label):
                    model.browse().write({field.name: False})
                with self.assertRaisesRegex(AccessError, label):
                    model._check_derived({field.name: False})
                self.assertNotIn(
                    field.name,
                    model.with_context(**{f"default_{field.name}": 1}).default_get([field.name]),
                )

    def test_editable_ones_stay_editable(self):
        """Negative control: computed, but proposed only."""
        component = self.env["hcc.procedure.component"].with_user(self.admin)
        self.assertTrue(component._fields["digitise_class"].compute)
        component._check_derived({"digitise_class": "none"})
