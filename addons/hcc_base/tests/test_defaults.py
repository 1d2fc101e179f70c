from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.base import Base
from ..tools.identity import invented_citizen_id
from .common import HccCommon

NAME = "Lò Thị Ngầm"


@tagged("post_install", "-at_install")
class TestDefaults(HccCommon):
    """What a client may not set takes no default from a client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("default_official", "official", agency=cls.agency)
        cls.other = cls._create_user("default_other", "official", agency=cls.other_agency)
        applicants = cls.env["hcc.applicant"]
        cls.applicants = applicants.with_user(cls.official)
        cls.foreign = applicants.with_user(cls.other).create({"name": "Lò Văn Kín"})
        cls.card = {"name": NAME, "identity_number": invented_citizen_id(61)}

    def _lure(self, **context):
        """An own record that would lead to the foreign one."""
        return self.applicants.with_context(**context).create(self.card)

    def test_no_context_leads_to_a_foreign_applicant(self):
        born = self._lure(default_merged_into_id=self.foreign.id, default_active=False)
        self.assertEqual((born.active, born.merged_into_id.id), (True, False))
        self.assertEqual(self.applicants.find_or_register(self.card), born)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.official).read(["name"])

    def test_no_saved_default_does_either(self):
        self.env["ir.default"].with_user(self.official).set(
            "hcc.applicant", "merged_into_id", self.foreign.id, user_id=True
        )
        self.assertFalse(self._lure().merged_into_id)

    def test_without_the_measure_it_would(self):
        """Negative control."""
        self.patch(Base, "_is_closed_to_defaults", lambda self, name: False)
        born = self._lure(default_merged_into_id=self.foreign.id)
        self.assertEqual(born.sudo().merged_into_id, self.foreign.sudo())

    def test_no_closed_field_of_any_model_takes_a_default(self):
        checked = 0
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(self.official)
            if not name.startswith("hcc.") or model._abstract or model._transient:
                continue
            closed = [
                field.name
                for field in model._fields.values()
                if (field.readonly or field.name in model._guarded_fields)
                and field.type in ("integer", "char", "text")
                and field.name != "id"
            ]
            hostile = {f"default_{field}": 987654 for field in closed}
            taken = model.with_context(**hostile).default_get(closed)
            checked += len(closed)
            self.assertFalse(
                [field for field, value in taken.items() if str(value) == "987654"], name
            )
        self.assertGreater(checked, 100)

    def test_the_suites_own_work_takes_none_at_all(self):
        """The client's context comes along into every verb."""
        entry = self.env["hcc.journal.entry"].with_context(
            default_is_demo_clock=True, default_from_state="x"
        )
        entry = entry.with_user(self.official)._append(self.agency, "test")
        self.assertFalse(entry.from_state)
        counter = self.env["hcc.counter"].with_context(default_name="X", default_active=False)
        self.assertNotIn("name", counter.sudo().default_get(["name", "active"]))
        self.assertTrue(counter.sudo().default_get(["active"])["active"])

    def test_a_client_presets_what_it_may_set(self):
        born = self.applicants.with_context(default_address="Bản Mẫu").create({"name": NAME})
        self.assertEqual(born.address, "Bản Mẫu")
