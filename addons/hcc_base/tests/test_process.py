from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ABOLITION
from .test_procedure import ProcedureCommon


class ProcessCommon(ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.three = cls.env.ref("hcc_base.process_template_three")
        cls.five = cls.env.ref("hcc_base.process_template_spot_five")
        cls.half_day = cls.env.ref("hcc_base.process_template_half_day")

    @classmethod
    def _procedure(cls, code, limit, agency=None, publish=True, **values):
        agency = agency or cls.agency
        field = cls.env["hcc.procedure.field"].search([("agency_id", "=", agency.id)], limit=1)
        field = field or cls.env["hcc.procedure.field"].create(
            {"name": "Khác", "code": f"F-{code}", "agency_id": agency.id}
        )
        procedure = cls.env["hcc.procedure"].create(
            {"code": code, "name": code, "agency_id": agency.id, "field_id": field.id}
        )
        version = cls._create_version(
            "2026-01-01",
            procedure_id=procedure.id,
            time_limit_value=limit,
            step_ids=[Command.create({"name": "Xử lý", "hours": 1})],
            **values,
        )
        if publish:
            version.publish()
        return procedure


@tagged("post_install", "-at_install")
class TestProcessTemplate(ProcessCommon):
    def test_hours_follow_from_the_limit_of_the_version(self):
        version = self.version.with_user(self.admin)
        dialog = Form(self.env["hcc.process.apply"].with_user(self.admin).with_context(
            default_version_id=version.id
        ))  # fmt: skip
        dialog.template_id = self.three
        self.assertIn("24 hours", dialog.preview)
        self.assertEqual(dialog.replaced_count, 2)
        self.assertEqual(len(version.step_ids), 2)
        dialog.save().action_apply()
        self.assertEqual(version.step_ids.mapped("hours"), [24, 12, 4])
        self.assertEqual(version.step_ids.mapped("kind"), ["appraise", "approve", "number_seal"])
        self.assertEqual(version.step_ids.agency_id, self.agency)
        self.assertEqual(version.process_hours_words, "40 / 40 hours")
        self.assertFalse(version.is_process_too_long)
        self.assertTrue(version.step_ids[1].requires_signature)

    def test_every_shipped_template_fits_the_limit_it_is_made_for(self):
        for template in self.env["hcc.process.template"].search([]):
            fixed = sum(template.line_ids.mapped("hours"))
            any_limit = [(1, "working_hour"), (7, "working_day"), (30, "calendar_day")]
            limits = [(fixed, "working_hour")] if fixed else any_limit
            for value, unit in limits:
                with self.subTest(template.name, limit=value, unit=unit):
                    version = self._create_version("2026-01-01", time_limit_value=value,
                                                   time_limit_unit=unit)  # fmt: skip
                    version._set_process(template._prepare_steps(version))
                    self.assertEqual(version.process_hours, version._limit_hours())
                    self.assertFalse(version._get_publish_blockers())

    def test_fixed_hours_need_a_limit_that_holds_them(self):
        version = self._create_version(
            "2026-01-01", time_limit_value=2, time_limit_unit="working_hour"
        )
        dialog = self.env["hcc.process.apply"].create(
            {"version_id": version.id, "template_id": self.half_day.id}
        )
        self.assertIn("allows 2", dialog.preview)
        with self.assertRaisesRegex(UserError, "allows 2"):
            dialog.action_apply()
        self.assertEqual(len(version.step_ids), 2)

    def test_running_sum_says_when_the_steps_take_too_long(self):
        with Form(self.version.with_user(self.admin)) as form:
            with form.step_ids.edit(0) as step:
                step.hours = 30
            self.assertEqual(form.process_hours_words, "42 / 40 hours")
            self.assertTrue(form.is_process_too_long)
        with self.assertRaisesRegex(UserError, "allows 40"):
            self.version.with_user(self.admin).publish()

    def test_a_published_version_takes_no_template(self):
        self.version.publish()
        dialog = (
            self.env["hcc.process.apply"]
            .with_user(self.admin)
            .create({"version_id": self.version.id, "template_id": self.three.id})
        )
        with self.assertRaisesRegex(UserError, "never changes"):
            dialog.action_apply()

    def test_shares_make_a_hundred(self):
        line = {"name": "Thẩm định", "share": 60}
        with self.assertRaisesRegex(ValidationError, "60 %"):
            self.env["hcc.process.template"].create(
                {"name": "Sai", "line_ids": [Command.create(line)]}
            )
        first, second, _third = self.three.line_ids
        self.three.with_user(self.admin).line_ids = [
            Command.update(first.id, {"share": 50}),
            Command.update(second.id, {"share": 40}),
        ]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            first.hours = 4
            first.flush_recordset()

    def test_only_administrators_maintain_templates_and_use_the_dialogs(self):
        with self.assertRaises(AccessError):
            self.three.with_user(self.official).name = "Khác"
        for model in ("hcc.process.apply", "hcc.process.copy"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.official).create({"version_id": self.version.id})


@tagged("post_install", "-at_install")
class TestProcessCopy(ProcessCommon):
    def _dialog(self, procedures, **values):
        return self.env["hcc.process.copy"].with_user(self.admin).create(
            {
                "version_id": self.version.id,
                "procedure_ids": [Command.set(procedures.ids)],
                "valid_from": "2027-01-01",
                **values,
            }
        )  # fmt: skip

    def _effects(self, dialog):
        return {line.procedure_id: line.effect for line in dialog.line_ids}

    def test_preview_names_drafts_next_versions_and_refusals(self):
        published = self._procedure("9.000101", 10)
        draft = self._procedure("9.000102", 10, publish=False)
        bare = self.env["hcc.procedure"].create(
            {"code": "9.000103", "name": "x", "agency_id": self.agency.id,
             "field_id": self.field.id}
        )  # fmt: skip
        gone = self._procedure("9.000104", 10)
        gone.version_ids.abolish(decision=ABOLITION)
        double = self._procedure("9.000105", 10)
        double.version_ids.revise()
        double.version_ids.filtered(lambda v: v.state == "published").revise()
        procedures = published | draft | bare | gone | double | self.procedure
        dialog = self._dialog(procedures)
        versions = self.env["hcc.procedure.version"].search_count([])
        dialog.action_preview()
        self.assertEqual(
            self._effects(dialog),
            {
                published: "new_draft",
                draft: "change_draft",
                bare: "refused",
                gone: "refused",
                double: "refused",
                self.procedure: "refused",
            },
        )
        self.assertTrue(all(line.reason for line in dialog.line_ids if line.effect == "refused"))
        self.assertEqual((dialog.ready_count, dialog.refused_count), (2, 4))
        self.assertEqual(self.env["hcc.procedure.version"].search_count([]), versions)
        self.assertEqual(draft.version_ids.step_ids.mapped("name"), ["Xử lý"])

        action = dialog.action_confirm()
        drafts = self.env["hcc.procedure.version"].search(action["domain"])
        self.assertEqual(drafts.procedure_id, published | draft)
        self.assertEqual(set(drafts.mapped("state")), {"draft"})
        self.assertEqual(published.current_version_id.step_ids.mapped("name"), ["Xử lý"])
        for version in drafts:
            self.assertEqual(version.step_ids.mapped("hours"), [53.25, 26.75])
        new = drafts.filtered(lambda v: v.procedure_id == published)
        self.assertEqual(str(new.valid_from), "2027-01-01")

    def test_same_hours_are_refused_where_the_limit_is_shorter(self):
        short, long = self._procedure("9.000106", 4), self._procedure("9.000107", 20)
        dialog = self._dialog(short | long, hours_mode="same")
        dialog.action_preview()
        self.assertEqual(self._effects(dialog), {short: "refused", long: "new_draft"})
        dialog.action_confirm()
        self.assertEqual(len(short.version_ids), 1)
        draft = long.version_ids.filtered(lambda v: v.state == "draft")
        self.assertEqual(draft.step_ids.mapped("hours"), [24, 12])

    def test_another_agency_does_the_steps_of_its_own(self):
        room = self.env["hcc.agency"].create(
            {"name": "Phòng", "code": "P1", "kind": "unit", "parent_id": self.agency.id}
        )
        self.version.step_ids[1].agency_id = room
        same = self._procedure("9.000108", 10)
        foreign = self._procedure("9.000109", 10, agency=self.other_agency)
        dialog = self._dialog(same | foreign)
        dialog.action_preview()
        dialog.action_confirm()
        drafts = (same | foreign).version_ids.filtered(lambda v: v.state == "draft")
        by_procedure = {draft.procedure_id: draft.step_ids.agency_id for draft in drafts}
        self.assertEqual(by_procedure[same], self.agency | room)
        self.assertEqual(by_procedure[foreign], self.other_agency)

    def test_a_template_is_given_to_many(self):
        procedures = self._procedure("9.000110", 3) | self._procedure("9.000111", 7)
        dialog = self._dialog(procedures, source="template", template_id=self.five.id)
        dialog.action_preview()
        dialog.action_confirm()
        drafts = procedures.version_ids.filtered(lambda v: v.state == "draft")
        self.assertEqual(sorted(drafts.mapped("process_hours")), [24, 56])
        self.assertTrue(all(drafts.step_ids.mapped("on_the_spot")))
        self.assertEqual(drafts.mapped("spot_count"), [5, 5])
        self.assertEqual(drafts.mapped("is_on_the_spot"), [True, True])

    def test_what_changed_since_the_preview_is_shown_again(self):
        procedure = self._procedure("9.000112", 10)
        dialog = self._dialog(procedure)
        dialog.action_preview()
        procedure.version_ids.revise()
        with self.assertRaisesRegex(UserError, "since the preview"):
            dialog.action_confirm()

    def test_without_source_or_target_nothing_is_shown(self):
        with self.assertRaisesRegex(UserError, "procedures"):
            self._dialog(self.env["hcc.procedure"]).action_preview()
        dialog = self._dialog(self.procedure, source="template")
        with self.assertRaisesRegex(UserError, "template"):
            dialog.action_preview()
