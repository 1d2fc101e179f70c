import base64
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError
from psycopg2.errors import InsufficientPrivilege

from .common import DECISION
from .test_procedure import ProcedureCommon

PDF = base64.b64encode(b"%PDF-1.4 mau 01")
OTHER_PDF = base64.b64encode(b"%PDF-1.4 mau 02")


@tagged("post_install", "-at_install")
class TestTimeLimit(ProcedureCommon):
    def _limits(self, value, unit, statutory, statutory_unit):
        self.version.write(
            {
                "time_limit_value": value,
                "time_limit_unit": unit,
                "statutory_limit_value": statutory,
                "statutory_limit_unit": statutory_unit,
            }
        )

    def test_a_province_shortens(self):
        for limits in (
            (5, "working_day", 5, "working_day"),
            (3, "working_day", 5, "working_day"),
            (4, "working_hour", 1, "working_day"),
            (8, "working_hour", 1, "working_day"),
            (5, "working_day", 7, "calendar_day"),
            (7, "calendar_day", 5, "working_day"),
        ):
            with self.subTest(limits):
                self._limits(*limits)
                self.assertEqual(self.version.time_limit_value, limits[0])

    def test_a_province_never_lengthens(self):
        for limits in (
            (9, "working_hour", 1, "working_day"),
            (2, "working_day", 8, "working_hour"),
            (6, "working_day", 7, "calendar_day"),
        ):
            with self.subTest(limits), self.assertRaisesRegex(ValidationError, "9.000001"):
                self._limits(*limits)

    @mute_logger("odoo.sql_db")
    def test_the_database_knows_it_for_like_units(self):
        with self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE hcc_procedure_version SET statutory_limit_value = 4,"
                " statutory_limit_unit = 'working_day' WHERE id = %s",
                [self.version.id],
            )

    @mute_logger("odoo.sql_db")
    def test_days_added_in_difficult_areas_are_fixed_with_the_version(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.version.area_extension_days = -1
            self.env.flush_all()
        self.version.invalidate_recordset()
        self.version.area_extension_days = 2
        self.version.publish()
        with self.assertRaises(AccessError):
            self.version.area_extension_days = 3
        with self.assertRaises(InsufficientPrivilege), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE hcc_procedure_version SET area_extension_days = 3 WHERE id = %s",
                [self.version.id],
            )

    def test_the_common_policy_says_how_long_a_day_is(self):
        """A centre's own policy says nothing of a version, which all centres share."""
        self.version.valid_from = "2026-12-01"
        self.assertEqual(self.version._limit_hours(), 40)
        policy = {"regime": "c", "valid_from": "2026-12-01", "half_day_hours": 3, "day_hours": 7}
        self.env["hcc.policy"].create({**policy, "name": "Riêng", "company_id": self.centre.id})
        self.version.invalidate_recordset()
        self.assertEqual(self.version._limit_hours(), 40)
        self.env["hcc.policy"].create({**policy, "name": "Chung"})
        self.version.invalidate_recordset()
        self.assertEqual(self.version._limit_hours(), 35)
        self._limits(3, "working_hour", 0, "working_day")
        self.assertEqual(self.version.limit_words, "03 giờ làm việc (01 buổi)")

    def test_before_the_first_policy_a_day_has_eight_hours(self):
        self.version.valid_from = "1990-01-01"
        self.assertEqual(self.version._limit_hours(), 40)


@tagged("post_install", "-at_install")
class TestTemplate(ProcedureCommon):
    """A template is a file that can be filled in, and fixed with its version."""

    def _attachment(self):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", "hcc.procedure.component"),
                ("res_field", "=", "template_file"),
                ("res_id", "=", self.version.component_ids.id),
            ]
        )

    def test_kind_and_name_are_checked(self):
        for name, content in (
            ("mau.pdf", base64.b64encode(b"MZ\x90\x00")),
            ("mau.docx", PDF),
            ("mau", PDF),
            (False, PDF),
            ("mau.png", base64.b64encode(b"\x89PNG\r\n\x1a\n")),
        ):
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.version.component_ids.write({"template_file": content, "template_name": name})
        self.version.component_ids.write({"template_file": PDF, "template_name": "mau-01.pdf"})
        self.assertTrue(self.version.component_ids.template_checksum)

    def test_the_document_type_limits_the_size(self):
        document_type = self.env.ref("hcc_base.document_type_gt_don")
        document_type.max_size_mb = 1
        self.version.component_ids.document_type_id = document_type
        large = base64.b64encode(b"%PDF-1.4" + b" " * 1024 * 1024)
        with self.assertRaisesRegex(UserError, "1.0 MB"):
            self.version.component_ids.write({"template_file": large, "template_name": "mau.pdf"})

    def test_the_file_of_a_published_version_is_fixed(self):
        self.version.component_ids.write({"template_file": PDF, "template_name": "mau-01.pdf"})
        self.version.publish()
        attachment, component = self._attachment(), self.version.component_ids
        for user in (self.admin, self.env.ref("base.user_root")):
            file, part = attachment.with_user(user), component.with_user(user)
            changes = {
                "through the version": lambda p: p.write({"template_file": OTHER_PDF}),
                "its file": lambda p, f=file: f.write({"datas": OTHER_PDF}),
                "no file": lambda p, f=file: f.unlink(),
                "a second file": lambda p: p.env["ir.attachment"].create(
                    {
                        "name": "mau-02.pdf",
                        "datas": OTHER_PDF,
                        "res_model": p._name,
                        "res_field": "template_file",
                        "res_id": p.id,
                    }
                ),
            }
            for name, change in changes.items():
                with self.subTest(user=user.login, change=name), self.assertRaises(AccessError):
                    change(part)
        self.env.invalidate_all()
        self.assertEqual(component.template_file, PDF)

    def test_the_next_version_takes_the_template_over(self):
        self.version.component_ids.write({"template_file": PDF, "template_name": "mau-01.pdf"})
        self.version.publish()
        draft = self.version.browse(self.version.with_user(self.admin).revise()["res_id"])
        self.assertEqual(draft.component_ids.template_file, PDF)
        draft.component_ids.write({"template_file": OTHER_PDF})
        self.assertEqual(self.version.component_ids.template_file, PDF)


@tagged("post_install", "-at_install")
class TestComparison(ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version.publish()
        cls.version = cls.version.with_user(cls.admin).with_context(lang="en_US")
        cls.draft = cls.version.browse(cls.version.revise()["res_id"])
        cls.draft.write({"valid_from": "2027-01-01", **DECISION})

    def _changes(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            (section, change.label): (change.kind, change.before, change.after)
            for section, changes in self.draft._compare(self.draft.predecessor_id)
            for change in changes
        }

    def test_a_copy_differs_in_its_first_day_only(self):
        self.assertEqual(self.draft.predecessor_id, self.version)
        self.assertEqual(
            self._changes(), {("General", "Valid From"): ("changed", "01/01/2026", "01/01/2027")}
        )
        self.assertEqual(self.draft.change_count, 1)

    def test_every_change_is_named(self):
        item = self.draft.fee_item_ids
        self.draft.write(
            {
                "time_limit_value": 6,
                "legal_basis": "Nghị định mới",
                "component_ids": [
                    Command.update(self.draft.component_ids.id, {"originals": 2}),
                    Command.create({"name": "Bản vẽ", "sequence": 90}),
                ],
                "step_ids": [Command.delete(self.draft.step_ids[1].id)],
                "fee_item_ids": [
                    Command.update(
                        item.id, {"exemption_ids": [Command.create({"name": "Hộ nghèo"})]}
                    )
                ],
            }
        )
        changes = self._changes()
        self.assertEqual(changes[("General", "Time limit")], ("changed", "5", "6"))
        self.assertEqual(changes[("General", "Legal Basis")], ("added", "", "Nghị định mới"))
        kind, before, after = changes[("Components", "Đơn đề nghị")]
        self.assertEqual(kind, "changed")
        self.assertIn("Originals: 1", before)
        self.assertIn("Originals: 2", after)
        self.assertEqual(changes[("Components", "Bản vẽ")][0], "added")
        self.assertEqual(changes[("Steps", "Phê duyệt")][0], "removed")
        self.assertIn("Hộ nghèo", changes[("Fee items", "Lệ phí thử")][2])
        for text in ("Bản vẽ", "Hộ nghèo", "Nghị định mới"):
            self.assertIn(text, self.draft.comparison_html)

    def test_a_new_template_of_the_same_name_is_a_change(self):
        self.draft.component_ids.write({"template_file": PDF, "template_name": "mau.pdf"})
        self.draft.publish()
        third = self.draft.browse(self.draft.revise()["res_id"])
        third.valid_from = "2027-06-01"
        third.component_ids.write({"template_file": OTHER_PDF, "template_name": "mau.pdf"})
        self.env.flush_all()
        self.env.invalidate_all()
        sections = dict(third._compare(third.predecessor_id))
        self.assertEqual([c.label for c in sections["Components"]], ["Đơn đề nghị"])

    def test_the_days_of_difficult_areas_are_compared(self):
        self.draft.area_extension_days = 2
        label = ("General", "Added in difficult areas (working days)")
        self.assertEqual(self._changes()[label], ("changed", "0", "2"))

    def test_a_first_version_has_nothing_before_it(self):
        self.assertFalse(self.version.predecessor_id)
        self.assertEqual(self.version.change_count, 0)
        self.assertIn("first version", self.version.comparison_html)


@tagged("post_install", "-at_install")
class TestSheet(ProcedureCommon):
    """The procedure as a citizen reads it."""

    def _text(self, day="2026-11-23", user=None):
        user = user or self.public
        self.env.flush_all()
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})
        values = {"version": self.version.with_env(env), "day": date.fromisoformat(day)}
        return str(env["ir.qweb"]._render("hcc_base.procedure_sheet_body", values))

    def test_the_public_reads_all_sections(self):
        self.version.fee_item_ids.exemption_ids = [
            Command.create({"name": "Hộ nghèo", "evidence": "giấy xác nhận hộ nghèo"})
        ]
        self.version.write(
            {
                "result_ids": [Command.create({"name": "Giấy phép", "validity_months": 60})],
                "statutory_limit_value": 7,
                "legal_basis": "Luật thứ nhất\nNghị định thứ hai",
            }
        )
        self.version.publish()
        text = self._text()
        for words in (
            "Trình tự và nơi nộp",
            "Đơn đề nghị",
            "01 bản chính",
            "05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.",
            "Theo quy định: 07 ngày làm việc",
            "50.000",
            "Miễn: Hộ nghèo; xuất trình giấy xác nhận hộ nghèo.",
            "Giấy phép",
            "05 năm",
            "<li>Nghị định thứ hai</li>",
            "99/QĐ-UBND, ngày 20/12/2025",
        ):
            with self.subTest(words):
                self.assertIn(words, text)

    def test_days_added_in_difficult_areas_are_told(self):
        self.assertNotIn("khó khăn", self._text(user=self.admin))
        self.version.area_extension_days = 2
        self.version.publish()
        self.assertIn("địa bàn khó khăn: cộng thêm 02 ngày làm việc", self._text())
        facts = self.version._public_facts(date(2026, 11, 23))
        self.assertEqual(facts["time_limit"]["area_extension_days"], 2)

    def test_amounts_are_those_of_the_day(self):
        self.version.publish()
        self.fee.tariff_ids.valid_to = "2026-12-31"
        self.fee.tariff_ids = [Command.create({"amount": 60000, "valid_from": "2027-01-01"})]
        self.assertIn("50.000", self._text("2026-12-31"))
        self.assertIn("60.000", self._text("2027-01-01"))
        self.assertIn("Chưa có mức thu", self._text("2025-12-31"))

    def test_it_says_when_the_version_does_not_hold(self):
        self.assertIn("Bản nháp", self._text(user=self.admin))
        self.version.publish()
        self.assertIn("Áp dụng từ ngày 01/01/2026", self._text("2025-12-31"))
        self.assertNotIn("Áp dụng từ ngày", self._text("2026-01-01"))

    def test_a_draft_is_not_for_the_public(self):
        with self.assertRaises(AccessError):
            self._text()


@tagged("post_install", "-at_install")
class TestCatalogueLists(ProcedureCommon):
    def test_terms_in_hours_ask_for_the_policy_once(self):
        """Each version by the day's length of its own first day, however many there are."""
        versions = self.env["hcc.procedure.version"].union(
            *(
                self._create_version(
                    f"2026-{1 + number % 10:02d}-01",
                    procedure_id=self.procedure.copy({"code": f"9.0003{number:02d}"}).id,
                    time_limit_value=4,
                    time_limit_unit="working_hour",
                    step_ids=[],
                )
                for number in range(40)
            )
        )

        def count(size):
            self.env.flush_all()
            self.env.invalidate_all()
            batch = self.env["hcc.procedure.version"].with_user(self.official).browse(versions.ids)
            before = self.env.cr.sql_log_count
            self.assertEqual(set(batch[:size].mapped("limit_words")), {"04 giờ làm việc (01 buổi)"})
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(40), count(5))
        self.assertLessEqual(count(40), 4)

    def test_eighty_procedures_with_their_versions_are_listed_in_a_few_queries(self):
        """As the list asks: 80 rows need no more queries than eight."""
        codes = [f"9.0002{number:02d}" for number in range(80)]
        procedures = self.env["hcc.procedure"].create(
            [
                {
                    "code": code,
                    "name": f"Thủ tục {code}",
                    "agency_id": self.agency.id,
                    "field_id": self.field.id,
                }
                for code in codes
            ]
        )
        for procedure in procedures:
            version = self._create_version("2026-01-01", procedure_id=procedure.id)
            version.publish()
        specification = {
            "code": {},
            "name": {},
            "field_id": {"fields": {"display_name": {}}},
            "agency_id": {"fields": {"display_name": {}}},
            "life_event_ids": {"fields": {"display_name": {}}},
            "current_version_id": {"fields": {"display_name": {}}},
            "current_limit_words": {},
        }

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            model = self.env["hcc.procedure"].with_user(self.official)
            domain = [("id", "in", procedures.ids)]
            before = self.env.cr.sql_log_count
            answer = model.web_search_read(domain, specification, limit=limit)
            self.assertEqual(len(answer["records"]), limit)
            self.assertTrue(answer["records"][-1]["current_limit_words"])
            return self.env.cr.sql_log_count - before

        count(8)  # warms the caches
        few, many = count(8), count(80)
        self.assertLessEqual(many, few + 1)
        self.assertLess(many, 25)
