from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import InsufficientPrivilege

from ..models.hcc_procedure_version_guard import FREE_COLUMNS
from .common import ABOLITION, DECISION
from .test_procedure import ProcedureCommon


class ValidityCommon(ProcedureCommon):
    """One version in force since 1 January 2026; the day is Monday, 23 November 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version.publish()
        cls.version = cls.version.with_user(cls.admin)

    def _on(self, day):
        return self.procedure._version_on(date.fromisoformat(day))

    def _states(self, *versions):
        return [version.state for version in versions]


@tagged("post_install", "-at_install")
class TestVersionValidity(ValidityCommon):
    """Which version holds on which day, and what may still be taken back."""

    def test_each_day_has_the_version_of_that_day(self):
        second = self._create_version("2026-12-01").with_user(self.admin)
        second.publish()
        third = self._create_version("2027-03-01").with_user(self.admin)
        third.publish()
        third.abolish("2027-12-31", ABOLITION)
        expected = {
            "2025-12-31": self.version.browse(),
            "2026-01-01": self.version,
            "2026-11-30": self.version,
            "2026-12-01": second,
            "2027-02-28": second,
            "2027-03-01": third,
            "2027-12-31": third,
            "2028-01-01": self.version.browse(),
        }
        for day, version in expected.items():
            with self.subTest(day):
                self.assertEqual(self._on(day), version)

    def test_the_version_of_today_turns_at_midnight_of_the_centre(self):
        second = self._create_version("2026-12-01")
        second.publish()
        for moment, version in (
            ("2026-11-30 23:59", self.version),
            ("2026-12-01 00:00", second),
        ):
            with self.subTest(moment), self.at(moment):
                self.procedure.invalidate_recordset(["current_version_id"])
                self.assertEqual(self.procedure.current_version_id, version)

    def test_two_versions_on_a_day_are_refused_in_words(self):
        second = self._create_version("2027-01-01")
        second.publish()
        early = self._create_version("2026-12-01").with_user(self.admin)
        with self.assertRaisesRegex(UserError, "v2.*01/01/2027"):
            early.publish()
        self.assertIn("01/01/2027", early.publish_blockers)
        second.with_user(self.admin).withdraw_publication()
        early.publish()
        second.publish()
        self.assertEqual(self._on("2026-12-31"), early)
        self.assertEqual(self._on("2027-01-01"), second)

    def test_a_version_that_ended_before_comes_into_no_ones_way(self):
        before = self._create_version("2025-01-01", valid_to="2025-12-31").with_user(self.admin)
        before.publish()
        self.assertEqual(self._on("2025-12-31"), before)
        self.assertEqual(self._on("2026-01-01"), self.version)
        with self.assertRaises(UserError):
            self._create_version("2025-01-01", valid_to="2025-06-30").publish()


@tagged("post_install", "-at_install")
class TestWithdrawal(ValidityCommon):
    """A publication or an abolition dated ahead is a mistake that can be corrected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_version("2026-12-01").with_user(cls.admin)
        cls.second.publish()

    def test_a_publication_dated_ahead_is_withdrawn(self):
        self.assertTrue(self.second.can_withdraw_publication)
        self.second.withdraw_publication()
        self.assertEqual(self._states(self.second, self.version), ["draft", "published"])
        self.assertFalse(self.version.valid_to)
        self.assertFalse(self.version.replaced_by_id)
        self.assertEqual(self._on("2026-12-01"), self.version)
        self.second.write({"time_limit_value": 6, "valid_from": "2026-12-15"})
        self.second.publish()
        self.assertEqual(self._on("2026-12-14"), self.version)
        self.assertEqual(self._on("2026-12-15"), self.second)

    def test_an_end_that_was_planned_comes_back(self):
        self.second.withdraw_publication()
        temporary = self._create_version("2026-12-01", valid_to="2026-12-31")
        temporary.publish()
        third = self._create_version("2026-12-20").with_user(self.admin)
        third.publish()
        self.assertEqual(temporary.valid_to, date(2026, 12, 19))
        third.withdraw_publication()
        self.assertEqual(temporary.valid_to, date(2026, 12, 31))

    def test_it_is_journalled(self):
        self.second.withdraw_publication()
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", self.version._name)], order="id desc", limit=2
        )
        self.assertEqual(entries.mapped("verb"), ["reinstate", "withdraw_publication"])
        self.assertEqual(entries.mapped("res_id"), [self.version.id, self.second.id])
        self.assertEqual(entries.mapped("user_id"), self.admin)

    def test_from_its_first_day_on_it_stays(self):
        with self.at("2026-12-01 00:00"):
            self.second.invalidate_recordset()
            self.assertFalse(self.second.can_withdraw_publication)
            with self.assertRaisesRegex(UserError, "01/12/2026"):
                self.second.withdraw_publication()
        self.assertEqual(self._on("2026-12-01"), self.second)

    def test_others_do_not_withdraw(self):
        for verb in ("withdraw_publication", "withdraw_abolition", "abolish"):
            with self.subTest(verb), self.assertRaises(AccessError):
                getattr(self.second.with_user(self.official), verb)()

    def test_abolishing_never_lengthens(self):
        before = self.version.valid_to
        self.assertTrue(before)
        with self.assertRaises(UserError):
            self.version.abolish(before + timedelta(days=1), ABOLITION)
        self.assertEqual(self.version.valid_to, before)

    def test_the_next_version_has_a_decision_and_a_check_of_its_own(self):
        following = self.version.copy({"valid_from": "2027-01-01"})
        self.assertFalse(following.decision_number or following.decision_date)
        self.assertEqual(following.certainty, "likely")

    def test_an_announced_new_name_is_found(self):
        following = self._create_version("2027-01-01", name="Thủ tục mang tên khác hẳn")
        found = [("display_name", "ilike", "mang ten khac han")]
        self.assertFalse(self.env["hcc.procedure"].search(found))
        following.with_user(self.admin).publish()
        self.assertEqual(self.env["hcc.procedure"].search(found), self.procedure)

    def test_an_abolition_dated_ahead_is_withdrawn(self):
        self.second.abolish("2027-06-30", ABOLITION)
        self.assertEqual(self.second.abolition_number, "7/QĐ-UBND")
        with self.at("2027-06-30 16:00"):
            self.second.invalidate_recordset()
            self.assertEqual(self.second.phase, "in_force")
            self.second.withdraw_abolition()
        self.assertEqual((self.second.state, self.second.valid_to), ("published", False))
        self.assertFalse(self.second.abolition_number)
        self.assertEqual(self._on("2027-07-01"), self.second)

    def test_an_abolition_names_its_decision(self):
        """The dialog asks for it; so does the verb, whoever calls it."""
        version = self.second.with_user(self.admin)
        for decision in (None, {}, {**ABOLITION, "abolition_number": " "}):
            with self.subTest(decision=decision):
                with self.assertRaisesRegex(UserError, "only. Enter “Abolished by decision"):
                    version.abolish("2027-06-30", decision)
        with self.assertRaisesRegex(UserError, "Enter “Abolition signed by”"):
            version.abolish("2027-06-30", {**ABOLITION, "abolition_signer": False})
        self.assertEqual(self.second.state, "published")

    def test_an_abolition_that_has_come_stays(self):
        self.second.abolish("2027-06-30", ABOLITION)
        with self.at("2027-07-01 00:00"), self.assertRaisesRegex(UserError, "30/06/2027"):
            self.second.withdraw_abolition()

    def test_an_abolition_with_a_successor_stays(self):
        self.second.abolish("2027-06-30", ABOLITION)
        third = self._create_version("2027-07-01")
        third.publish()
        with self.assertRaisesRegex(UserError, "v3"):
            self.second.withdraw_abolition()
        self.assertEqual(self._on("2027-07-01"), third)

    def test_the_dialog_abolishes(self):
        wizard = Form(
            self.env["hcc.procedure.abolish"]
            .with_user(self.admin)
            .with_context(default_version_ids=self.second.ids)
        )
        wizard.last_day = "2027-06-30"
        wizard.decision_number = "7/QĐ-UBND"
        wizard.decision_date = "2026-11-20"
        wizard.decision_signer = "Chủ tịch"
        wizard.save().action_confirm()
        self.assertEqual(self.second.state, "abolished")
        self.assertEqual(self.second.valid_to, date(2027, 6, 30))
        self.assertEqual(self.second.abolition_date, date(2026, 11, 20))

    def test_the_next_version_asks_for_its_own_decision(self):
        draft = self.version.browse(self.second.revise()["res_id"])
        self.assertEqual(draft.predecessor_id, self.version)
        self.assertFalse(draft.decision_number)
        self.assertFalse(draft.can_publish)
        self.assertTrue(draft.is_administrator)
        action = draft.action_review_publication()
        self.assertEqual((action["res_id"], action["target"]), (draft.id, "new"))
        draft.write({"valid_from": date(2026, 12, 1) + timedelta(days=1), **DECISION})
        self.assertTrue(draft.can_publish)


@tagged("post_install", "-at_install")
class TestRenamedProcedure(ValidityCommon):
    """A new name comes with a version; the old ones still lead to the procedure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_name = cls.procedure.name

    def _rename(self, day, name):
        version = self._create_version(day, name=name).with_user(self.admin)
        version.publish()
        return version

    def _found_by(self, words):
        return self.env["hcc.procedure"].search([("display_name", "ilike", words)])

    def test_the_name_is_that_of_the_version_in_force(self):
        self._rename("2026-11-23", "Tên mới")
        self.assertEqual(self.procedure.name, "Tên mới")
        self.assertIn("Tên mới", self.procedure.display_name)
        self.assertEqual(self.procedure.former_names, self.first_name)
        for words in ("ten moi", self.first_name):
            with self.subTest(words):
                self.assertEqual(self._found_by(words), self.procedure)

    def test_a_name_announced_ahead_is_taken_on_its_day(self):
        self._rename("2026-12-01", "Tên mới")
        self.env["hcc.procedure"]._cron_follow_names()
        self.assertEqual(self.procedure.name, self.first_name)
        self.assertFalse(self.procedure.former_names)
        with self.at("2026-12-01 00:02"):
            self.env.invalidate_all()
            self.env["hcc.procedure"]._cron_follow_names()
            self.assertEqual(self.procedure.name, "Tên mới")
            self.assertEqual(self.procedure.former_names, self.first_name)

    def test_former_names_are_neither_the_present_one_nor_doubled(self):
        for day, name in (
            ("2026-11-20", "Tên mới"),
            ("2026-11-21", "TÊN  mới"),
            ("2026-11-22", self.first_name),
            ("2026-11-23", "Tên Mới"),
        ):
            last = self._rename(day, name)
        self.assertEqual(self.procedure.former_names, self.first_name)
        self.assertEqual(self.procedure.search_text.count("ten moi"), 1)
        self.assertIn(("Tên trước đây", self.first_name), last._sheet_identity())
        self.assertNotIn("Tên trước đây", dict(self.version._sheet_identity()))

    def test_a_version_of_the_past_renames_nothing(self):
        self._create_version("2025-01-01", valid_to="2025-12-31", name="Tên xưa").publish()
        self.assertEqual(self.procedure.name, self.first_name)
        self.assertEqual(self.procedure.former_names, "Tên xưa")

    def test_nobody_renames_past_the_version(self):
        for user in (self.admin, self.env.ref("base.user_root")):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.procedure.with_user(user).name = "Tên tự đặt"
        self.procedure.with_user(self.admin).name = self.first_name
        unpublished = self.procedure.copy({"code": "9.000777"})
        unpublished.with_user(self.admin).name = "Tên tự đặt"
        self.assertEqual(unpublished.name, "Tên tự đặt")


@tagged("post_install", "-at_install")
class TestImmutableVersion(ValidityCommon):
    """What is published does not change by any way the ORM or SQL offers."""

    def test_no_way_around_through_the_procedure(self):
        commands = (
            Command.update(self.version.id, {"time_limit_value": 1}),
            Command.delete(self.version.id),
            Command.update(self.version.id, {"component_ids": [Command.clear()]}),
            Command.clear(),
        )
        for user in (self.admin, self.env.ref("base.user_root")):
            for command in commands:
                with self.subTest(user=user.login, command=command):
                    with self.assertRaises(UserError):  # AccessError is one
                        self.procedure.with_user(user).write({"version_ids": [command]})
        self.assertEqual(self.version.time_limit_value, 5)
        self.assertTrue(self.version.component_ids)

    def test_groups_and_lists_of_a_published_version_are_fixed(self):
        group = self.env.ref("hcc_base.handling_group_centre")
        for vals in (
            {"handling_group_ids": [Command.link(group.id)]},
            {"result_ids": [Command.create({"name": "Giấy phép"})]},
            {"component_ids": [Command.create({"name": "Thêm"})]},
            {"valid_to": "2026-12-31"},
            {"replaced_by_id": self.version.id},
            {"decision_number": "100/QĐ-UBND"},
        ):
            for user in (self.admin, self.env.ref("base.user_root")):
                with self.subTest(user=user.login, **vals), self.assertRaises(AccessError):
                    self.version.with_user(user).write(vals)

    def test_a_line_cannot_be_born_in_it_through_a_default(self):
        parts = self.env["hcc.procedure.component"].with_context(default_version_id=self.version.id)
        with self.assertRaises(AccessError):
            parts.create({"name": "Thêm"})

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_too(self):
        version, component = self.version.id, self.version.component_ids.id
        statements = (
            ("UPDATE hcc_procedure_version SET time_limit_value = 1 WHERE id = %s", version),
            ("UPDATE hcc_procedure_version SET valid_from = '2020-01-01' WHERE id = %s", version),
            ("UPDATE hcc_procedure_version SET legal_basis = 'x' WHERE id = %s", version),
            ("UPDATE hcc_procedure_version SET name = 'Khác' WHERE id = %s", version),
            ("UPDATE hcc_procedure_version SET result_name = 'Khác' WHERE id = %s", version),
            ("UPDATE hcc_procedure_component SET name = 'Khác' WHERE id = %s", component),
            ("UPDATE hcc_procedure_component SET digitise_class = 'none' WHERE id = %s",
             component),
            ("INSERT INTO hcc_procedure_version_group_rel (version_id, group_id)"
             " SELECT %s, id FROM hcc_handling_group LIMIT 1", version),
            ("DELETE FROM hcc_procedure_component WHERE id = %s", component),
            ("INSERT INTO hcc_fee_item (version_id, fee_id, collect_at)"
             " SELECT %s, fee_id, collect_at FROM hcc_fee_item LIMIT 1", version),
        )  # fmt: skip
        for statement, argument in statements:
            with self.subTest(statement), self.assertRaises(InsufficientPrivilege):
                with self.env.cr.savepoint():
                    self.env.cr.execute(statement, [argument])

    def test_every_column_of_content_is_watched(self):
        """No field of a version or its parts, of whichever addon, is forgotten."""
        for model in self._models_of_content():
            watched = self._watched(model._table)
            free = {*MAGIC_COLUMNS, *FREE_COLUMNS.get(model._name, ())}
            for name, field in model._fields.items():
                with self.subTest(model=model._name, field=name):
                    if field.store and field.column_type:
                        self.assertNotEqual(name in watched, name in free)
                    elif field.store and field.type == "many2many":
                        self.assertEqual(
                            self._watched(field.relation), {field.column1, field.column2}
                        )
        for model, reasons in FREE_COLUMNS.items():
            self.assertLessEqual(reasons.keys(), self.env[model]._fields.keys())
            self.assertTrue(all(reasons.values()))

    def _models_of_content(self):
        mixin = self.env.registry["hcc.version.part.mixin"]
        parts = [m for m in self.env.values() if isinstance(m, mixin) and not m._abstract]
        self.assertGreaterEqual(len(parts), 5)
        return [self.version, *parts]

    def _watched(self, table):
        """The columns that the table's trigger, as it stands in the database, looks at."""
        self.env.cr.execute(
            """SELECT encode(tgargs, 'escape') FROM pg_trigger
               WHERE tgrelid = %s::regclass AND tgenabled = 'O'
                 AND tgname IN ('hcc_procedure_version_guard_row', 'hcc_version_part_guard_row')""",
            [table],
        )
        [(arguments,)] = self.env.cr.fetchall() or [("",)]
        return {name for name in arguments.split("\\000") if name}

    @mute_logger("odoo.sql_db")
    def test_the_database_lets_no_version_back_to_a_draft_unseen(self):
        reopen = "UPDATE hcc_procedure_version SET state = 'draft' WHERE id = %s"
        with self.assertRaises(InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute(reopen, [self.version.id])
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        second = self._create_version("2026-12-01").with_user(self.admin)
        second.publish()
        with self.assertRaises(InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute(reopen, [self.version.id])  # it is replaced
        second.withdraw_publication()
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertEqual(second.state, "draft")

    def test_an_edit_just_before_publication_counts(self):
        draft = self._create_version("2027-01-01").with_user(self.admin)
        draft.time_limit_value = 6
        draft.component_ids.name = "Tờ khai"
        draft.publish()
        self.env.flush_all()
        draft.invalidate_recordset()
        self.assertEqual((draft.time_limit_value, draft.component_ids.name), (6, "Tờ khai"))

    def test_a_copy_is_a_draft_of_its_own(self):
        draft = self.version.browse(self.version.revise()["res_id"])
        draft.component_ids.name = "Tờ khai"
        self.assertEqual(self.version.component_ids.name, "Đơn đề nghị")
        draft.unlink()
        self.assertTrue(self.version.component_ids)

    def test_moving_a_published_procedure_leaves_a_trace(self):
        def entries():
            return self.env["hcc.journal.entry"].search_count(
                [("res_model", "=", "hcc.procedure"), ("res_id", "=", self.procedure.id)]
            )

        before = entries()
        self.procedure.with_user(self.admin).code = "9.000009"
        self.assertEqual(entries(), before + 1)
        self.procedure.with_user(self.admin).code = "9.000009"
        self.assertEqual(entries(), before + 1)

    def test_kind_and_level_leave_one_too(self):
        for name, value in (("level", "commune"), ("kind", "service")):
            with self.subTest(name=name):
                former = self.procedure[name]
                self.procedure.with_user(self.admin)[name] = value
                entry = self.env["hcc.journal.entry"].search(
                    [("res_model", "=", "hcc.procedure"), ("res_id", "=", self.procedure.id)],
                    limit=1,
                    order="id desc",
                )
                self.assertEqual(entry.facts, {"from": {name: former}, "to": {name: value}})

    def test_a_procedure_in_force_is_not_archived(self):
        procedure = self.procedure.with_user(self.admin)
        with self.assertRaisesRegex(UserError, "applies from 01/01/2026 on(.|\n)*Abolish"):
            procedure.action_archive()
        self.version.abolish("2026-11-22", ABOLITION)
        announced = self._create_version("2027-01-01")
        announced.publish()
        with self.assertRaisesRegex(UserError, "applies from 01/01/2027 on"):
            procedure.action_archive()
        announced.abolish("2027-01-01", ABOLITION)
        with self.at("2027-01-02 08:00"):
            procedure.action_archive()
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.procedure"), ("res_id", "=", self.procedure.id)],
            limit=1,
            order="id desc",
        )
        self.assertEqual(entry.verb, "change_identity")
        self.assertIn("active", str(entry.facts))

    def test_one_never_announced_is_archived_and_comes_back_freely(self):
        plain = self.procedure.copy({"code": "9.000077"}).with_user(self.admin)
        plain.action_archive()
        plain.action_unarchive()
        self.assertTrue(plain.active)
