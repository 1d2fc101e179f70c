from odoo.tests import TransactionCase, tagged

from . import matrix, public_methods


@tagged("post_install", "-at_install")
class TestPublicMethods(TransactionCase):
    """What clients may call is listed, by role; nothing else can be called."""

    def test_the_list_equals_the_registry(self):
        listed = {model: set(methods) for model, methods in public_methods.load().items()}
        registry = public_methods.of_registry(self.env)
        missing = {m: sorted(n - listed.get(m, set())) for m, n in registry.items()}
        gone = {m: sorted(n - registry.get(m, set())) for m, n in listed.items()}
        self.assertFalse({m: n for m, n in missing.items() if n}, "not in docs/public-methods")
        self.assertFalse({m: n for m, n in gone.items() if n}, "in docs/public-methods only")

    def test_verbs_are_open_to_the_roles_of_the_list(self):
        roles = {group: role for role, group in matrix.STAFF_ROLES.items()}
        for model, methods in public_methods.load().items():
            verbs = getattr(self.env[model], "_verbs", {})
            for method, listed in methods.items():
                if method in verbs:
                    with self.subTest(model=model, verb=method):
                        self.assertEqual({roles[g] for g in verbs[method].groups}, listed)

    def test_no_helper_of_the_platform_is_opened(self):
        """A method that the platform keeps private stays private on our models."""
        base = type(self.env["base"])
        private = {n for n in dir(base) if getattr(getattr(base, n), "_api_private", False)}
        self.assertGreater(len(private), 10)
        for model, methods in public_methods.load().items():
            self.assertFalse(private & set(methods), model)
