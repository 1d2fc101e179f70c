from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import HccCommon

from . import matrix
from .world import World
from .world_common import common_record, commune_of, commune_user

CHANGES = ("write", "create", "unlink")
#: what hangs on a policy has no centre of its own to tell common rows by
MIXED = {"hcc.policy.source"}


@tagged("post_install", "-at_install")
class TestCommonRecords(HccCommon):
    """Administrators of a centre below another one change nothing that all centres share. Generated
    from the matrix: a new model that administrators edit in full is judged on the day it is added.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env, "home", cls.agency, cls.centre)
        cls.commune = commune_of(cls.world)
        cls.local = commune_user(cls.world, cls.commune, "administrator")
        cls.leader = cls.world.users["administrator"]

    def _models(self):
        """What administrators edit beyond their centre, and what is common for some records."""
        return [
            model
            for model in matrix.load()
            if model in MIXED
            or self._changes(model) == "all"
            or (self._changes(model) == "centre" and self._may_lack_a_centre(model))
        ]

    def _changes(self, model):
        """How far administrators change anything of the model."""
        scopes = {matrix.scope(model, "administrator", change) for change in CHANGES}
        return next((scope for scope in ("all", "centre") if scope in scopes), "none")

    def _may_lack_a_centre(self, model):
        """Whether an empty centre can be entered, which stands for all."""
        field = self.env[model]._fields.get("company_id")
        return field and not (field.required or field.related or field.compute)

    def test_models_whose_centre_may_be_empty_are_among_them(self):
        """Negative control of the choice above."""
        mixed = {"hcc.policy", "hcc.calendar.day", "hcc.fee.modifier", "hcc.policy.source"}
        self.assertLessEqual(mixed, set(self._models()))
        self.assertNotIn("hcc.counter", self._models())

    def _as(self, user, record):
        return record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def test_every_model_edited_in_full_is_a_common_one(self):
        for model in self._models():
            with self.subTest(model=model):
                self.assertTrue(hasattr(self.env[model], "_kept_by_others"), "lacks the mixin")

    def test_common_records_are_refused(self):
        for model in self._models():
            record = common_record(self.world, model)
            with self.subTest(model=model):
                self.assertTrue(record, "no common record of it is made or shipped")
                self._check_refused(self._as(self.local, record))

    def _check_refused(self, record):
        self.assertTrue(record.has_access("read"), "reading stays")
        for change in CHANGES:
            self.assertFalse(record.has_access(change), change)
        with self.assertRaises(AccessError):
            record.write({})
        with self.assertRaises(AccessError):
            record.unlink()
        if not record._has_own_records:
            self.assertFalse(record.browse().has_access("create"), "the screens offer it")
            with self.assertRaises(AccessError):
                record.create({})

    def test_the_leading_centre_keeps_them(self):
        """Negative control: what is refused below is open above, as far as the matrix goes."""
        for model in self._models():
            record = self._as(self.leader, common_record(self.world, model))
            for change in CHANGES:
                allowed = matrix.scope(model, "administrator", change) != "none"
                with self.subTest(model=model, change=change):
                    self.assertEqual(record.has_access(change), allowed)

    def test_no_other_role_of_the_suite_opens_them(self):
        """Staff management may keep hours on the platform; here that ends at the own centre."""
        for roles in (("hr",), ("administrator", "hr", "director")):
            user = commune_user(self.world, self.commune, *roles)
            hours = self._as(user, self.world.centre.resource_calendar_id)
            own = self._as(user, self.commune.resource_calendar_id)
            for above, mine in ((hours, own), (hours.attendance_ids[:1], own.attendance_ids[:1])):
                with self.subTest(roles=roles, model=above._name):
                    self.assertFalse(above.has_access("write"))
                    self.assertTrue(mine.has_access("write"))

    def test_a_manager_of_the_platform_keeps_what_it_gives(self):
        hours = self.world.centre.resource_calendar_id
        self.local.group_ids += self.env.ref("hr.group_hr_manager")
        self.assertTrue(self._as(self.local, hours).has_access("write"))
