from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ABOLITION, DECISION, HccCommon


class ProcedureCommon(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("proc_admin", "administrator")
        cls.official = cls._create_user("proc_official", "official", agency=cls.agency)
        cls.public = cls.env.ref("hcc_base.user_public_page")
        cls.field = cls.env["hcc.procedure.field"].create(
            {"name": "Hộ tịch", "code": "TN-HT", "agency_id": cls.agency.id}
        )
        cls.fee = cls.env["hcc.fee"].create(
            {
                "name": "Lệ phí thử",
                "code": "LP-TEST",
                "agency_id": cls.agency.id,
                "tariff_ids": [Command.create({"amount": 50000, "valid_from": "2026-01-01"})],
            }
        )
        cls.procedure = cls.env["hcc.procedure"].create(
            {
                "code": "9.000001",
                "name": "Cấp mới chứng chỉ",
                "agency_id": cls.agency.id,
                "field_id": cls.field.id,
            }
        )
        cls.version = cls._create_version("2026-01-01")

    @classmethod
    def _create_version(cls, valid_from, **values):
        return cls.env["hcc.procedure.version"].create(
            {
                "procedure_id": cls.procedure.id,
                "valid_from": valid_from,
                "time_limit_value": 5,
                "component_ids": [Command.create({"name": "Đơn đề nghị"})],
                "step_ids": [
                    Command.create({"name": "Thẩm định", "kind": "appraise", "hours": 24}),
                    Command.create({"name": "Phê duyệt", "kind": "approve", "hours": 12}),
                ],
                "fee_item_ids": [Command.create({"fee_id": cls.fee.id})],
                **DECISION,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestProcedure(ProcedureCommon):
    def test_a_procedure_is_found_by_words_without_diacritics(self):
        procedures = self.env["hcc.procedure"].with_user(self.official)
        for typed in ("cap moi", "CẤP MỚI", "9.000001", "ho tich", "moi cap"):
            with self.subTest(typed):
                found = [item[0] for item in procedures.name_search(typed)]
                self.assertIn(self.procedure.id, found)
        for typed in ("cap lai", "c%i", "c_p"):
            with self.subTest(typed):
                self.assertFalse(
                    procedures.search([("display_name", "ilike", typed)]) & self.procedure
                )
        self.assertNotIn(
            self.procedure, procedures.search([("display_name", "not ilike", "cap moi")])
        )

    def test_the_words_follow_the_name_of_the_field(self):
        self.field.name = "Quốc tịch"
        self.assertTrue(self.env["hcc.procedure"].name_search("quoc tich cap moi"))

    def test_a_national_code_has_its_form_and_a_service_its_own(self):
        with self.assertRaises(ValidationError):
            self.procedure.code = "ABC"
        self.procedure.write({"kind": "service", "code": "DV-NUOC-01"})

    def test_the_field_belongs_to_the_agency(self):
        with self.assertRaises(ValidationError):
            self.procedure.agency_id = self.other_agency

    def test_a_procedure_is_received_where_its_agency_is(self):
        third = self._create_centre("Trung tâm thứ ba", "H99.03")
        self.assertTrue(self.procedure._is_received_at(self.centre))
        self.assertFalse(self.procedure._is_received_at(third))
        self.procedure.company_ids = self.other_centre
        self.assertFalse(self.procedure._is_received_at(self.centre))

    def test_published_ones_are_told_from_the_others(self):
        procedures = self.env["hcc.procedure"]
        with_none = procedures.search([("current_version_id", "=", False)])
        self.assertIn(self.procedure, with_none)
        self.version.publish()
        self.assertEqual(self.procedure.current_version_id, self.version)
        self.assertIn(self.procedure, procedures.search([("current_version_id", "!=", False)]))
        self.assertEqual(
            procedures.search([("current_version_id", "=", self.version.id)]), self.procedure
        )

    def test_lists_ask_for_versions_and_amounts_once(self):
        """The queries of a list do not grow with its rows."""
        self.version.publish()
        procedures = self.procedure.create(
            [
                {
                    "code": f"9.0001{number:02d}",
                    "name": f"Thủ tục {number}",
                    "agency_id": self.agency.id,
                    "field_id": self.field.id,
                }
                for number in range(20)
            ]
        )
        fees = self.fee.create(
            [
                {"code": f"LP-{number}", "name": f"Khoản {number}", "agency_id": self.agency.id}
                for number in range(20)
            ]
        )
        for records, name, limit in (
            (procedures, "current_version_id", 1),
            (fees, "current_amount", 2),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            records[:1].mapped(name)
            records.invalidate_recordset()
            with self.assertQueryCount(limit):
                records.mapped(name)


@tagged("post_install", "-at_install")
class TestProcedureVersion(ProcedureCommon):
    def test_administrators_publish(self):
        self.assertTrue(self.version.with_user(self.admin).can_publish)
        self.version.with_user(self.admin).publish()
        self.assertEqual(self.version.state, "published")
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", self.version._name)], limit=1
        )
        self.assertEqual(
            (entry.verb, entry.user_id, entry.res_id), ("publish", self.admin, self.version.id)
        )

    def test_others_do_not_publish(self):
        self.assertFalse(self.version.with_user(self.official).can_publish)
        with self.assertRaises(AccessError):
            self.version.with_user(self.official).publish()

    def test_a_version_is_published_once(self):
        self.version.publish()
        with self.assertRaisesRegex(UserError, "9.000001"):
            self.version.publish()

    def test_nobody_sets_the_state_directly(self):
        for user in (self.admin, self.env.ref("base.user_root")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.version.with_user(user).write({"state": "published"})
        with self.assertRaises(AccessError):
            self._create_version("2026-02-01", state="published")

    def test_an_incomplete_version_names_what_is_missing(self):
        self.version.step_ids.unlink()
        self.assertIn("step", self.version.with_context(lang="en_US").publish_blockers)
        with self.assertRaises(UserError):
            self.version.publish()

    def test_steps_fit_into_the_time_limit(self):
        self.version.step_ids[0].hours = 29
        self.assertTrue(self.version.publish_blockers)
        self.version.step_ids[0].hours = 28
        self.assertFalse(self.version.publish_blockers)

    def test_a_published_version_never_changes(self):
        self.version.publish()
        step = self.version.step_ids[0]
        changes = {
            "field": lambda v: v.write({"time_limit_value": 3}),
            "line through the version": lambda v: v.write({"step_ids": [Command.clear()]}),
            "step": lambda v: v.step_ids[0].write({"hours": 1}),
            "component": lambda v: v.component_ids.write({"name": "Khác"}),
            "new component": lambda v: v.env["hcc.procedure.component"].create(
                {"version_id": v.id, "name": "Thêm"}
            ),
            "no step": lambda v: v.step_ids.unlink(),
            "no fee": lambda v: v.fee_item_ids.unlink(),
            "moved line": lambda v: self._create_version("2027-01-01").component_ids.write(
                {"version_id": v.id}
            ),
        }
        for user in (self.admin, self.env.ref("base.user_root")):
            for name, change in changes.items():
                with self.subTest(user=user.login, change=name), self.assertRaises(AccessError):
                    change(self.version.with_user(user))
        self.assertEqual(step.hours, 24)
        with self.assertRaises(UserError):
            self.version.with_user(self.admin).unlink()

    def test_the_next_version_ends_the_one_before(self):
        self.version.publish()
        action = self.version.with_user(self.admin).revise()
        second = self.env["hcc.procedure.version"].browse(action["res_id"])
        self.assertEqual((second.number, second.state), (2, "draft"))
        self.assertEqual(len(second.step_ids), 2)
        second.write({"valid_from": "2027-01-01", **DECISION})
        second.with_user(self.admin).publish()
        self.assertEqual(
            (self.version.state, self.version.valid_to), ("replaced", date(2026, 12, 31))
        )
        self.assertEqual(self.procedure._version_on(date(2026, 12, 31)), self.version)
        self.assertEqual(self.procedure._version_on(date(2027, 1, 1)), second)
        self.assertFalse(self.procedure._version_on(date(2025, 12, 31)))

    def test_two_versions_cannot_begin_on_the_same_day(self):
        self.version.publish()
        with self.assertRaises(UserError):
            self._create_version("2026-01-01").publish()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_versions_on_one_day(self):
        self.version.publish()
        draft = self._create_version("2025-06-01")
        with self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE hcc_procedure_version SET state = 'published' WHERE id = %s", [draft.id]
            )

    def test_abolished_versions_end(self):
        self.version.publish()
        self.version.with_user(self.admin).abolish("2026-11-30", ABOLITION)
        self.assertEqual(self.version.state, "abolished")
        self.assertTrue(self.procedure._version_on(date(2026, 11, 30)))
        self.assertFalse(self.procedure._version_on(date(2026, 12, 1)))
        with self.assertRaises(UserError):
            self.version.abolish(decision=ABOLITION)

    def test_a_version_cannot_end_before_it_begins(self):
        self.version.publish()
        with self.assertRaises(UserError):
            self.version.abolish("2025-12-31", ABOLITION)

    def test_the_public_reads_published_versions_only(self):
        version = self.version.with_user(self.public).with_context(
            allowed_company_ids=self.public.company_ids.ids
        )
        with self.assertRaises(AccessError):
            version.read(["name"])
        with self.assertRaises(AccessError):
            version.component_ids.browse(self.version.component_ids.ids).read(["name"])
        self.version.publish()
        self.assertEqual(version.name, "Cấp mới chứng chỉ")
        self.assertEqual(version.component_ids.mapped("name"), ["Đơn đề nghị"])

    def test_same_day_needs_a_short_limit(self):
        with self.assertRaises(ValidationError):
            self.version.is_same_day = True

    @mute_logger("odoo.sql_db")
    def test_limits_are_positive(self):
        with self.assertRaises(IntegrityError):
            self._create_version("2027-01-01", time_limit_value=0)


@tagged("post_install", "-at_install")
class TestFee(ProcedureCommon):
    def test_the_amount_is_that_of_the_day(self):
        self.fee.tariff_ids.valid_to = "2026-12-31"
        self.fee.write(
            {"tariff_ids": [Command.create({"amount": 60000, "valid_from": "2027-01-01"})]}
        )
        self.assertEqual(self.fee._amount_on(date(2026, 12, 31)), 50000)
        self.assertEqual(self.fee._amount_on(date(2027, 1, 1)), 60000)
        self.assertEqual(self.version._fee_amounts_on(date(2027, 1, 1))[0][1], 60000)
        self.assertEqual(self.fee.current_amount, 50000)
        self.assertTrue(self.fee.is_unchecked)

    def test_a_day_without_tariff_is_named(self):
        with self.assertRaisesRegex(UserError, "2025-12-31"):
            self.fee._amount_on(date(2025, 12, 31))

    @mute_logger("odoo.sql_db")
    def test_tariffs_never_overlap(self):
        for values in (
            {"valid_from": "2026-06-01"},
            {"valid_from": "2025-01-01"},
            {"valid_from": "2025-01-01", "valid_to": "2026-01-01"},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["hcc.tariff"].create({"fee_id": self.fee.id, "amount": 1, **values})
        self.env["hcc.tariff"].create(
            {
                "fee_id": self.fee.id,
                "amount": 1,
                "valid_from": "2025-01-01",
                "valid_to": "2025-12-31",
            }
        )

    @mute_logger("odoo.sql_db")
    def test_amounts_are_whole_and_not_negative(self):
        tariff = self.fee.tariff_ids
        for amount in (-1, 0.5):
            with self.subTest(amount), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE hcc_tariff SET amount = %s WHERE id = %s", [amount, tariff.id]
                )

    def test_a_tariff_that_has_begun_keeps_its_amount(self):
        tariff = self.fee.tariff_ids.with_user(self.admin)
        for vals in ({"amount": 1}, {"valid_from": "2026-02-01"}, {"valid_to": "2026-06-30"}):
            with self.subTest(vals), self.assertRaises(UserError):
                tariff.write(vals)
        with self.assertRaises(UserError):
            tariff.unlink()
        tariff.write({"valid_to": "2026-11-22"})
        self.assertEqual(self.fee._amount_on(date(2026, 11, 22)), 50000)

    def test_a_fee_goes_with_no_tariff_that_has_begun(self):
        fee = self.fee.copy({"code": "P-KHAC"})
        begun = self.env["hcc.tariff"].create(
            {"fee_id": fee.id, "amount": 1, "valid_from": "2026-01-01"}
        )
        with self.assertRaisesRegex(UserError, "has begun"):
            fee.with_user(self.admin).unlink()
        self.assertTrue(begun.exists())

    def test_amounts_are_in_dong(self):
        with self.assertRaisesRegex(UserError, "VND"):
            self.env["hcc.tariff"].with_user(self.admin).create(
                {
                    "fee_id": self.fee.id,
                    "amount": 1,
                    "valid_from": "2025-01-01",
                    "valid_to": "2025-12-31",
                    "currency_id": self.env.ref("base.USD").id,
                }
            )

    def test_officials_do_not_set_amounts(self):
        with self.assertRaises(AccessError):
            self.env["hcc.tariff"].with_user(self.official).create(
                {
                    "fee_id": self.fee.id,
                    "amount": 1,
                    "valid_from": "2020-01-01",
                    "valid_to": "2020-01-02",
                }
            )
