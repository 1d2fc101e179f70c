from odoo.tests import TransactionCase, new_test_user, tagged

from . import matrix


@tagged("post_install", "-at_install")
class TestAccessRights(TransactionCase):
    """The matrix covers every model and role, and the access lists equal it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"access_{role}", groups=group)
            for role, group in matrix.STAFF_ROLES.items()
        }
        cls.users[matrix.PUBLIC_ROLE] = cls.env.ref("hcc_base.user_public_page")

    def _our_models(self):
        """The suite's own, and those of the platform that its access lists open."""
        lists = self.env["ir.model.data"].search(
            [("model", "=", "ir.model.access"), ("module", "=like", "hcc\\_%")]
        )
        opened = self.env["ir.model.access"].browse(lists.mapped("res_id")).model_id
        return set(opened.mapped("model")) | {
            name
            for name in self.env.registry
            if name.startswith("hcc.") and not self.env[name]._abstract
        }

    def test_models_of_the_platform_are_among_ours(self):
        """Negative control: what an access list opens needs its row, whoever made the model."""
        opened = {"res.company", "resource.calendar", "resource.calendar.attendance"}
        self.assertLessEqual(opened, self._our_models())

    def test_every_model_stands_in_the_matrix(self):
        self.assertFalse(
            self._our_models() - matrix.load().keys(), "models without a row in docs/access-matrix"
        )

    def test_the_matrix_names_no_unknown_model(self):
        self.assertFalse(matrix.load().keys() - self._our_models())

    def test_every_role_is_a_group(self):
        for role, group in matrix.STAFF_ROLES.items():
            with self.subTest(role=role):
                self.assertTrue(self.env.ref(group).privilege_id)

    def test_every_group_of_a_role_is_in_the_matrix(self):
        groups = self.env["res.groups"].search(
            [("privilege_id.category_id", "=", self.env.ref("hcc_base.module_category_hcc").id)]
        )
        known = self.env["res.groups"].union(
            *(self.env.ref(g) for g in matrix.STAFF_ROLES.values())
        )
        self.assertEqual(groups, known & groups)
        self.assertFalse(known - groups)

    def test_the_access_lists_equal_the_matrix(self):
        wrong = []
        for model in sorted(matrix.load().keys() & self._our_models()):
            for role, user in self.users.items():
                for operation in matrix.OPERATIONS:
                    allowed = self.env[model].with_user(user).has_access(operation)
                    expected = matrix.scope(model, role, operation) != "none"
                    if allowed != expected:
                        wrong.append(
                            f"{model} {role} {operation}: {'has' if allowed else 'lacks'} it"
                        )
        self.assertFalse(wrong, "\n".join(["the access lists differ from the matrix:", *wrong]))

    def test_the_export_groups_equal_the_matrix(self):
        for model in sorted(self._our_models()):
            roles = matrix.exports().get(model)
            expected = None if roles is None else {matrix.STAFF_ROLES[role] for role in roles}
            actual = self.env[model]._export_groups
            with self.subTest(model=model):
                self.assertEqual(actual if actual is None else set(actual), expected)

    def test_no_model_opens_anonymous_links_or_followers(self):
        """`portal.mixin` makes permanent links, followers get mails: not for our records."""
        for name in sorted(self._our_models()):
            if not name.startswith("hcc."):
                continue  # the platform's own to decide
            records = self.env[name]
            with self.subTest(model=name):
                self.assertFalse(hasattr(records, "get_portal_url"))
                self.assertFalse(hasattr(records, "message_subscribe"))

    def test_staff_without_a_role_changes_nothing(self):
        """A bare internal user reads at most what every role reads, and writes nothing."""
        bare = new_test_user(self.env, "access_bare", groups="base.group_user")
        for model in sorted(self._our_models()):
            records = self.env[model].with_user(bare)
            with self.subTest(model=model):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(records.has_access(operation), operation)
                if records.has_access("read"):
                    scopes = {matrix.scope(model, role, "read") for role in matrix.STAFF_ROLES}
                    self.assertNotIn("none", scopes)

    def test_a_wrong_matrix_would_be_noticed(self):
        """Negative control: what nobody may do is really refused, what somebody may is not."""
        official, cashier = self.users["official"], self.users["cashier"]
        self.assertTrue(self.env["hcc.applicant"].with_user(official).has_access("read"))
        self.assertFalse(self.env["hcc.applicant"].with_user(cashier).has_access("read"))
