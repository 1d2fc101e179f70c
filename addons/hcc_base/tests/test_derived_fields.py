from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from .test_catalogue_decision import FOREST, DecisionCommon
from .test_procedure import ProcedureCommon


@tagged("post_install", "-at_install")
class TestExemptionOfAVersion(ProcedureCommon):
    """An exemption stands in the version of its fee item, whatever its own copy says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.version.fee_item_ids
        cls.exemption = cls.env["hcc.fee.exemption"].create(
            {"fee_item_id": cls.item.id, "name": "Hộ nghèo"}
        )
        cls.draft = cls._create_version("2027-01-01")

    def _forge(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hcc_fee_exemption SET version_id = %s WHERE id = %s",
            (self.draft.id, self.exemption.id),
        )
        self.env.invalidate_all()

    def test_nobody_enters_its_version(self):
        for user in (self.admin, self.env.user):
            exemption = self.exemption.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(AccessError, "“Version” cannot be entered"):
                    exemption.write({"version_id": self.draft.id})
                with self.assertRaisesRegex(AccessError, "“Version” cannot be entered"):
                    exemption.create(
                        {
                            "fee_item_id": self.item.id,
                            "version_id": self.draft.id,
                            "name": "Trẻ em",
                        }
                    )

    def test_a_default_does_not_enter_it_either(self):
        exemptions = self.exemption.with_user(self.admin)
        born = exemptions.with_context(default_version_id=self.draft.id).create(
            {"fee_item_id": self.item.id, "name": "Trẻ em"}
        )
        self.assertEqual(born.version_id, self.version)
        self.env["ir.default"].set(
            "hcc.fee.exemption", "version_id", self.draft.id, user_id=self.admin.id
        )
        born = exemptions.create({"fee_item_id": self.item.id, "name": "Người cao tuổi"})
        self.assertEqual(born.version_id, self.version)

    def test_a_forged_copy_opens_nothing_in_a_published_version(self):
        self._forge()
        self.version.publish()
        exemption = self.exemption.with_user(self.admin)
        for act in (lambda: exemption.write({"name": "Ai cũng được"}), exemption.unlink):
            with self.assertRaisesRegex(AccessError, "is published and never changes"):
                act()

    def test_the_database_judges_by_the_fee_item_too(self):
        self._forge()
        self.version.publish()
        self.env.flush_all()
        for statement in (
            "UPDATE hcc_fee_exemption SET name = 'Ai cũng được' WHERE id = %s",
            "DELETE FROM hcc_fee_exemption WHERE id = %s",
        ):
            with self.subTest(statement), mute_logger("odoo.sql_db"):
                with self.assertRaises(errors.InsufficientPrivilege), self.env.cr.savepoint():
                    self.env.cr.execute(statement, (self.exemption.id,))


@tagged("post_install", "-at_install")
class TestLineOfADecision(DecisionCommon):
    """A line counts by its decision alone: nothing is decided that nobody signed."""

    FORGED = {"state": "signed", "effective_on": "2026-01-01"}

    def test_a_line_of_a_draft_is_not_signed_by_writing_it(self):
        line = self._decision([(self.procedure, "excluded")]).line_ids
        for user in (self.admin, self.env.user):
            for name, value in (*self.FORGED.items(), ("company_id", self.other_centre.id)):
                with self.subTest(user=user.login, name=name):
                    with self.assertRaisesRegex(AccessError, "cannot be entered"):
                        line.with_user(user).write({name: value})
        self.assertTrue(self.procedure._is_received_at(self.centre))
        self.assertIn(self.procedure, self._received())

    def test_the_platform_would_keep_it(self):
        line = self._decision([(self.procedure, "centre")]).line_ids
        with self.assertRaisesRegex(AccessError, "cannot be entered"):
            line.write({"direction": "out"})
        BaseModel.write(line, {"direction": "out"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.direction, "out")

    def test_a_line_is_not_born_signed(self):
        line = {"procedure_id": self.procedure.id, "mode": "excluded", "reason": FOREST}
        with self.assertRaisesRegex(AccessError, "cannot be entered"):
            self._decision([], line_ids=[Command.create({**line, **self.FORGED})])

    def test_no_decision_is_born_signed_by_a_users_own_default(self):
        """Any user may enter defaults for himself, of guarded fields as well."""
        defaults = self.env["ir.default"].with_user(self.admin)
        defaults.set("hcc.catalogue.decision", "state", "signed", user_id=True)
        defaults.set("hcc.catalogue.decision", "proposed_by", "Sở Nội vụ", user_id=True)
        decision = self._decision([(self.procedure, "excluded")])
        self.assertEqual((decision.state, decision.proposed_by), ("draft", "Sở Nội vụ"))
        self.assertTrue(self.procedure._is_received_at(self.centre))

    def test_the_decision_counts_whatever_stands_in_the_line(self):
        decision = self._decision([(self.procedure, "excluded")]).with_env(self.env)
        line = decision.line_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hcc_catalogue_decision_line SET company_id = %s WHERE id = %s",
            (self.other_centre.id, line.id),
        )
        self.env.invalidate_all()
        decision.sign()
        for centre, received in ((self.centre, False), (self.other_centre, True)):
            with self.subTest(centre=centre.name):
                self.assertEqual(self.procedure._is_received_at(centre), received)
                self.assertEqual(self.procedure in self._received(centre), received)


@tagged("post_install", "-at_install")
class TestWordsOfRefusals(ProcedureCommon):
    """Refusals speak the reader's language, names of models and fields too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.env["ir.module.module"]._load_module_terms(["hcc_base"], ["vi_VN"])

    def _refusal(self, act):
        with self.assertRaises(UserError) as refused:
            act()
        return str(refused.exception)

    def test_a_verb_of_another_role(self):
        version = self.version.with_user(self.official).with_context(lang="vi_VN")
        text = self._refusal(version.publish)
        self.assertNotIn("Version of a Procedure", text)
        self.assertIn(version._model_label(), text)
        self.assertEqual(version._model_label(), "Phiên bản thủ tục")

    def test_a_closed_field(self):
        self.version.publish()
        version = self.version.with_user(self.admin).with_context(lang="vi_VN")
        text = self._refusal(lambda: version.write({"time_limit_value": 9}))
        self.assertNotIn("time_limit_value", text)
        self.assertIn("“Thời hạn giải quyết”", text)

    def test_a_guarded_field(self):
        version = self.version.with_user(self.admin).with_context(lang="vi_VN")
        text = self._refusal(lambda: version.write({"state": "published"}))
        self.assertNotIn("Version of a Procedure", text)
        self.assertIn("“Trạng thái”", text)
