from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.hcc_state_mixin import GUARD_CONTEXT_KEY, HccStateMixin
from .test_procedure import ProcedureCommon


@tagged("post_install", "-at_install")
class TestStateMixin(ProcedureCommon):
    """The guard, on the first model that carries it: the version of a procedure."""

    def test_nobody_writes_a_state_directly(self):
        for version in (self.version, self.version.sudo(), self.version.with_user(self.admin)):
            with self.subTest(su=version.env.su), self.assertRaises(AccessError):
                version.write({"state": "published"})

    def test_a_forged_guard_opens_nothing(self):
        for forged in (True, "object", 1, {}, object()):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                self.version.with_context(**{GUARD_CONTEXT_KEY: forged}).write(
                    {"state": "published"}
                )

    def test_a_record_is_not_born_in_a_later_state(self):
        vals = {"procedure_id": self.procedure.id, "time_limit_value": 1}
        with self.assertRaises(AccessError):
            self.version.create({**vals, "state": "published"})
        version = self.version.with_context(default_state="published").create(vals)
        self.assertEqual(version.state, "draft")

    def test_an_import_does_not_set_states(self):
        result = (
            self.env["hcc.procedure.version"]
            .with_user(self.admin)
            .load([".id", "state"], [[str(self.version.id), "published"]])
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.version.state, "draft")

    def test_a_verb_names_role_and_state(self):
        with self.assertRaises(AccessError):
            self.version.with_user(self.official).publish()
        self.version.with_user(self.admin).publish()
        with self.assertRaisesRegex(UserError, "9.000001"):
            self.version.with_user(self.admin).publish()

    def test_what_a_state_closes_is_closed_for_the_superuser_too(self):
        self.version.with_user(self.admin).publish()
        with self.assertRaises(AccessError):
            self.version.sudo().write({"time_limit_value": 99})
        with self.assertRaises(UserError):
            self.version.sudo().unlink()

    def test_can_says_what_the_verb_would_do(self):
        self.assertTrue(self.version.with_user(self.admin)._can("publish"))
        self.assertFalse(self.version.with_user(self.official)._can("publish"))
        self.version.with_user(self.admin).publish()
        self.assertFalse(self.version.with_user(self.admin)._can("publish"))

    def test_every_verb_is_journalled_with_its_actor(self):
        self.version.with_user(self.admin).publish()
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", self.version._name), ("res_id", "=", self.version.id)], limit=1
        )
        self.assertEqual(
            (entry.verb, entry.from_state, entry.to_state, entry.user_id),
            ("publish", "draft", "published", self.admin),
        )

    def test_every_model_with_verbs_declares_them_consistently(self):
        for name, model in self.env.items():
            if not isinstance(model, HccStateMixin) or model._abstract:
                continue
            states = {
                state for state, _label in model._fields["state"]._description_selection(self.env)
            }
            for verb, spec in model._verbs.items():
                with self.subTest(model=name, verb=verb):
                    self.assertLessEqual(set(spec.sources), states)
                    self.assertIn(spec.target, {*states, None})
                    for group in spec.groups:
                        self.assertTrue(self.env.ref(group, raise_if_not_found=False), group)
