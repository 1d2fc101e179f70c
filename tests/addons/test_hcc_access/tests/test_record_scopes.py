from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_base.tests.common import HccCommon

from . import matrix
from .world import OF_ALL_CENTRES, OWN, RECORDS, World


@tagged("post_install", "-at_install")
class TestRecordScopes(HccCommon):
    """Whoever works within a limit reaches the records inside it and none outside, in any way the
    web client knows: reading, searching, counting, grouping, looking up, exporting, changing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = World(cls.env, "home", cls.agency, cls.centre)
        cls.neighbour = World(cls.env, "neighbour", cls.other_agency, cls.centre)
        cls.elsewhere = World(cls.env, "elsewhere", cls.agency, cls.other_centre)
        cls.public_page = cls.env.ref("hcc_base.user_public_page")
        cls.public_page.write(
            {"company_id": cls.centre.id, "company_ids": [Command.set(cls.centre.ids)]}
        )

    def setUp(self):
        super().setUp()
        for world in (self.home, self.neighbour, self.elsewhere):
            world.forget()

    def test_every_restricted_model_has_a_fixture(self):
        for model in matrix.restricted_models():
            scopes = {s for row in matrix.load()[model].values() for s in row.values()}
            with self.subTest(model=model):
                if scopes & {"centre", "agency"}:
                    self.assertIn(model, RECORDS, "world.py makes no record of it")
                if "own" in scopes:
                    self.assertIn(model, OWN, "world.py makes no user's own record of it")

    def test_scopes(self):
        for model in sorted(matrix.restricted_models()):
            for role in matrix.ROLES:
                scope = matrix.scope(model, role, "read")
                with self.subTest(model=model, role=role, scope=scope):
                    if scope in ("centre", "agency", "own"):
                        self._check_scope(model, role, scope)

    def test_a_missing_rule_would_be_noticed(self):
        """Negative control: without the centre's rule the other centre's counter is reached."""
        self.env.ref("hcc_base.rule_counter_centre").active = False
        self._cases("hcc.counter", "official", "centre")  # made before assertRaises' savepoints
        for role in ("official", matrix.PUBLIC_ROLE):
            with self.subTest(role=role), self.assertRaises(AssertionError):
                self._check_scope("hcc.counter", role, "centre")

    def _check_scope(self, model, role, scope):
        inside, outside = self._cases(model, role, scope)
        user = self.public_page if role == matrix.PUBLIC_ROLE else self.home.users[role]
        for record in inside:
            self._assert_reached(self._seen_by(user, record), role)
        for record in outside:
            self._assert_out_of_reach(self._seen_by(user, record))

    def _cases(self, model, role, scope):
        """Records the role reaches in its scope, and records it must not."""
        if scope == "own":
            colleague = self.home.colleagues[role]
            return [self.home.own(model, self.home.users[role])], [self.home.own(model, colleague)]
        inside, outside = [self.home.record(model)], []
        (inside if scope == "centre" else outside).append(self.neighbour.record(model))
        (inside if model in OF_ALL_CENTRES else outside).append(self.elsewhere.record(model))
        return inside, outside

    def _seen_by(self, user, record):
        self.assertTrue(record, "the fixture made no record")
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env[record._name]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .browse(record.id)
        )

    # -------------------------------------------------------------------------
    # WAYS TO A RECORD
    # -------------------------------------------------------------------------

    def _assert_reached(self, record, role):
        domain = [("id", "=", record.id)]
        self.assertEqual(record.read(["display_name"])[0]["id"], record.id)
        self.assertEqual(record.search(domain), record)
        for operation in ("write", "unlink"):
            allowed = matrix.scope(record._name, role, operation) != "none"
            self.assertEqual(record.has_access(operation), allowed, operation)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.hcc_base.models.ir_rule")
    def _assert_out_of_reach(self, record):
        domain = [("id", "=", record.id)]
        self.assertFalse(record.search(domain), "search")
        self.assertFalse(record.search_count(domain), "count")
        self.assertFalse(record.name_search("", domain), "name_search")
        self.assertFalse(record.search_read(domain, ["id"]), "search_read")
        self.assertFalse(
            record.web_search_read(domain, {"display_name": {}})["records"], "web_search_read"
        )
        for group in self._groupable(record):
            self.assertFalse(record._read_group(domain, [group], ["__count"]), f"group by {group}")
            self.assertFalse(
                record.formatted_read_group(domain, [group], ["__count"]), f"group by {group}"
            )
        for way, attempt in self._attempts(record).items():
            with self.subTest(way=way), self.assertRaises(self._refusal(record, way)):
                attempt()

    def _refusal(self, record, way):
        """What refuses the way: unlink its state, copying a centre the platform, export who may not
        export at all, else access."""
        may_export = record.env.user.has_group("base.group_allow_export")
        is_refused_first = (
            way == "unlink"
            or (way == "copy" and record._name == "res.company")
            or (way == "export" and not may_export)
        )
        return UserError if is_refused_first else AccessError

    def _groupable(self, record):
        return [
            f"{name}:month" if field.type == "date" else name
            for name, field in record._fields.items()
            if field.store and field.type in ("many2one", "selection", "date") and not field.groups
        ][:4]

    def _attempts(self, record):
        return {
            "read": lambda: record.read(["display_name"]),
            "web_read": lambda: record.web_read({"display_name": {}}),
            "export": lambda: record.export_data(["id", "display_name"]),
            "write": lambda: record.write({}),
            "copy": lambda: record.copy(),
            "unlink": lambda: record.unlink(),
        }
