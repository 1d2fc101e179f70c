import base64
import csv
import io
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import spreadsheet
from .test_procedure import ProcedureCommon

SAMPLE = Path(__file__).parent / "data" / "danh_muc_lon_xon.csv"
TITLES = {
    "code": "Mã TTHC",
    "name": "Tên thủ tục hành chính",
    "agency": "Cơ quan thực hiện",
    "field": "Lĩnh vực",
    "limit": "Thời hạn giải quyết",
    "fees": "Phí, lệ phí",
    "components": "Thành phần hồ sơ",
    "steps": "Các bước giải quyết",
    "results": "Kết quả",
}
CLEAR = {
    "code": "9.200001",
    "name": "Cấp giấy phép thử",
    "agency": "Sở Thử nghiệm",
    "field": "Hộ tịch",
    "limit": "5 ngày làm việc",
    "fees": "Không thu",
    "components": "Đơn đề nghị (01 bản chính)",
}


class CatalogueImportCommon(ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.imports = cls.env["hcc.catalogue.import"].with_user(cls.admin)

    def upload(self, data, name="danh-muc.csv", **values):
        return self.imports.create({"file": base64.b64encode(data), "file_name": name, **values})

    def sheet(self, *rows, **values):
        """An import of these rows, read and checked; ``rows`` change the clear row."""
        lines = [CLEAR | row for row in rows or ({},)]
        keys = list(dict.fromkeys(key for line in lines for key in line))
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow([TITLES.get(key, key) for key in keys])
        writer.writerows([[line.get(key, "") for key in keys] for line in lines])
        return self.read(self.upload(stream.getvalue().encode(), **values))

    def read(self, sheet):
        sheet.read_sheet()
        self.drive(sheet)
        return sheet

    def drive(self, sheet):
        for _ in range(100):
            if not sheet.run_chunk()["running"]:
                return
        self.fail("the import never ends")

    def write(self, sheet, verb="write_all"):
        getattr(sheet, verb)()
        self.drive(sheet)
        return sheet

    def procedure_of(self, code):
        return self.env["hcc.procedure"].search([("code", "=", code)])

    def statuses(self, sheet):
        return sheet.row_ids.mapped("status")

    def open_questions(self, sheet):
        return sheet.question_ids.filtered(lambda question: not question.is_answered)


@tagged("post_install", "-at_install")
class TestCatalogueImport(CatalogueImportCommon):
    def test_the_messy_sample_is_shown_row_by_row(self):
        sheet = self.read(self.upload(SAMPLE.read_bytes()))
        self.assertEqual(sheet.state, "read")
        rows = {row.number: row for row in sheet.row_ids}
        self.assertEqual(sorted(rows), [8, 9, 10, 13, 14, 15, 16, 17])
        self.assertEqual(rows[8].content["field"], "Hộ tịch")
        self.assertEqual(rows[8].status, "new")
        self.assertEqual(rows[8].content["limit"]["value"], 3)
        self.assertEqual(rows[8].content["statutory"]["value"], 5)
        kinds = {(q.row_id.number, q.field_key): (q.kind, q.cell) for q in sheet.question_ids}
        self.assertEqual(
            kinds,
            {
                (9, "limit"): ("limit_month", "F9"),
                (9, "fees"): ("fee_thousands", "G9"),
                (10, "limit"): ("limit_session", "F10"),
                (13, "code"): ("code_form", "B13"),
                (14, "fees"): ("fee_contradiction", "G14"),
            },
        )
        self.assertIn("B14: ", rows[14].errors)
        self.assertIn("15", rows[14].errors)
        self.assertIn("14", rows[15].errors)
        self.assertEqual(
            rows[10].content["results"],
            [
                {"name": "Quyết định cải chính", "code": "KQ.G15.000032"},
                {"name": "Văn bản từ chối", "code": "KQ.G15.000033"},
            ],
        )
        self.assertEqual(rows[16].status, "error")
        self.assertIn("B17: ", rows[17].errors)
        matches = {(m.kind, m.source, m.agency_id.name) for m in sheet.match_ids}
        self.assertIn(("field", "Thú y", "Sở Thử nghiệm"), matches)
        self.assertEqual({m[1] for m in matches if m[0] == "agency"}, {"Sở Không Có"})
        self.assertEqual(
            sheet.column_ids.filtered(lambda c: not c.field_key and not c.is_ignored).title,
            "Người nhập",
        )
        self.assertFalse(self.procedure_of("9.100001"), "nothing is written before it is asked")

    def test_a_clear_sheet_is_written_whole(self):
        sheet = self.sheet(
            {"fees": "Lệ phí: Giấy phép: 8.000 đồng [khi: cấp mới]", "results": "- Giấy phép"},
            {"code": "9.200002", "field": "ho tich", "limit": "1/2 ngày"},
        )
        self.assertEqual(self.statuses(sheet), ["new", "new"])
        self.assertTrue(sheet.can_write_all)
        self.write(sheet)
        self.assertEqual(sheet.state, "done")
        version = self.procedure_of("9.200001").version_ids
        self.assertEqual(version.state, "draft")
        self.assertEqual((version.time_limit_value, version.time_limit_unit), (5, "working_day"))
        self.assertEqual(version.component_ids.name, "Đơn đề nghị")
        self.assertEqual(version.result_name, "Giấy phép")
        fee = version.fee_item_ids.fee_id
        self.assertEqual((fee.name, fee._amount_on(sheet.valid_from)), ("Giấy phép", 8000))
        self.assertEqual(version.fee_item_ids.condition, "cấp mới")
        half_day = self.procedure_of("9.200002")
        self.assertEqual(half_day.field_id, self.field)
        self.assertEqual(half_day.version_ids.time_limit_value, 4)
        self.assertEqual(version.create_uid, self.admin)

    def test_nothing_is_written_while_a_row_waits(self):
        sheet = self.sheet({}, {"code": "9.200002", "limit": "3 tháng"}, {"code": ""})
        self.assertEqual(self.statuses(sheet), ["new", "question", "error"])
        with self.assertRaises(UserError):
            sheet.write_all()
        self.assertFalse(self.procedure_of("9.200001"))
        self.write(sheet, "write_right")
        self.assertTrue(self.procedure_of("9.200001"))
        self.assertFalse(self.procedure_of("9.200002"))
        self.assertEqual(self.statuses(sheet), ["written", "question", "error"])

    def test_the_rest_is_a_sheet_that_says_why_and_reads_again(self):
        sheet = self.sheet({"limit": "3 tháng"}, {"code": ""})
        url = sheet.download_rest()["url"]
        export = self.env["hcc.catalogue.export"].browse(int(url.split("/")[4]))
        grid, _faults = spreadsheet.read(base64.b64decode(export.file))
        self.assertEqual([row[0] for row in grid], ["Mã TTHC", "9.200001", ""])
        self.assertIn("90 ngày", grid[1][-1])
        again = self.read(self.upload(base64.b64decode(export.file), "con-lai.xlsx"))
        self.assertEqual(self.statuses(again), ["question", "error"])

    def test_the_same_sheet_again_changes_nothing(self):
        fees = "Lệ phí: 8.000 đồng"
        rows = [{"fees": fees, "results": "Giấy phép"}, {"code": "9.200002", "limit": "trong buổi"}]
        first = self.sheet(*rows)
        self.open_questions(first).confirm()
        self.write(first)
        versions = self.env["hcc.procedure.version"].search([])
        again = self.sheet(*rows)
        self.assertEqual(
            self.statuses(again), ["unchanged", "unchanged"], again.row_ids.mapped("changes")
        )
        with self.assertRaises(UserError):
            again.write_all()
        self.assertEqual(self.env["hcc.procedure.version"].search([]), versions)

    def test_what_changed_makes_the_next_version(self):
        self.version.component_ids.condition = "luôn luôn"
        self.version.write(
            {"decision_number": "1/QĐ", "decision_date": "2026-01-01", "decision_signer": "X"}
        )
        self.version.publish()
        row = {
            "code": self.procedure.code,
            "name": self.procedure.name,
            "limit": "3 ngày làm việc",
            "components": "- Đơn đề nghị (2 bản chính, 0 bản sao chứng thực, 0 bản sao)"
            " [khi: luôn luôn]",
            "fees": "",
        }
        sheet = self.sheet(row)
        self.assertEqual(sheet.row_ids.changes, "Thời hạn giải quyết, Thành phần hồ sơ")
        self.write(sheet)
        draft = self.procedure.version_ids - self.version
        self.assertEqual((draft.state, draft.number, draft.time_limit_value), ("draft", 2, 3))
        self.assertEqual(draft.component_ids.originals, 2)
        self.assertEqual(draft.step_ids.mapped("name"), self.version.step_ids.mapped("name"))
        self.assertEqual(draft.fee_item_ids.fee_id, self.fee)
        self.assertEqual(self.version.state, "published")
        self.assertEqual(self.version.time_limit_value, 5)
        self.write(self.sheet(row | {"limit": "2 ngày làm việc"}))
        self.assertEqual(self.procedure.version_ids - self.version, draft, "the draft is taken up")
        self.assertEqual(draft.time_limit_value, 2)

    def test_a_new_procedure_must_say_how_long_it_takes(self):
        sheet = self.sheet({"limit": "", "fees": "Không có thông tin"})
        self.assertEqual(self.open_questions(sheet).mapped("kind"), ["fee_unknown", "limit_none"])
        limit = self.open_questions(sheet).filtered(lambda q: q.field_key == "limit")
        with self.assertRaises(UserError):
            limit.confirm()
        limit.answer = "khoảng 5 ngày"
        with self.assertRaises(UserError):
            limit.confirm()
        limit.answer = "5 ngày"
        self.open_questions(sheet).confirm()
        self.assertEqual(self.statuses(sheet), ["new"])
        self.assertEqual(sheet.row_ids.content["limit"]["unit"], "calendar_day")

    def test_suggestions_alike_are_taken_together(self):
        rows = [{"code": f"9.20000{n}", "limit": f"{n} tháng"} for n in range(1, 4)]
        sheet = self.sheet(*rows, {"code": "9.200005", "limit": "5 giờ"})
        self.open_questions(sheet).filtered(lambda q: q.kind == "limit_month")[0].confirm_alike()
        self.assertEqual(self.open_questions(sheet).kind, "limit_hours")
        self.assertEqual(self.statuses(sheet), ["new", "new", "new", "question"])

    def test_an_agency_is_chosen_never_created(self):
        agencies = self.env["hcc.agency"].search([])
        sheet = self.sheet(
            {"agency": "Sở Thử nghiệm tỉnh Nọ"}, {"code": "9.200002", "agency": "Bộ X"}
        )
        matches = {match.source: match for match in sheet.match_ids}
        self.assertEqual(matches["Sở Thử nghiệm tỉnh Nọ"].agency_id, self.agency)
        self.assertEqual(self.statuses(sheet), ["question", "question"], "a likeness is asked")
        with self.assertRaises(UserError):
            matches["Bộ X"].confirm()
        matches["Sở Thử nghiệm tỉnh Nọ"].confirm()
        matches["Bộ X"].agency_id = self.other_agency
        matches["Bộ X"].confirm()
        self.assertEqual(sheet.row_ids.mapped("agency_id"), self.agency | self.other_agency)
        self.assertEqual(self.env["hcc.agency"].search([]), agencies)

    def test_a_field_is_created_once_and_only_when_confirmed(self):
        sheet = self.sheet({"field": "Thú y"}, {"code": "9.200002", "field": "THÚ Y"})
        self.assertEqual(self.statuses(sheet), ["question", "question"])
        self.assertEqual(len(sheet.match_ids), 1)
        sheet.match_ids.confirm()
        fields = self.env["hcc.procedure.field"].search([("name", "=", "Thú y")])
        self.assertFalse(fields, "not before the rows are written")
        self.write(sheet)
        field = self.procedure_of("9.200001").field_id
        self.assertEqual((field.name, field.agency_id), ("Thú y", self.agency))
        self.assertEqual(self.procedure_of("9.200002").field_id, field)

    def test_a_code_of_another_agency_is_an_error(self):
        sheet = self.sheet({"code": self.procedure.code, "agency": "Sở Khác"})
        self.assertEqual(self.statuses(sheet), ["error"])
        self.assertIn("Sở Thử nghiệm", sheet.row_ids.errors)

    def test_an_old_code_leads_to_its_procedure(self):
        self.procedure.alias_ids = [(0, 0, {"code": "9.999999"})]
        sheet = self.sheet({"code": "9.999999", "limit": "4 ngày làm việc"})
        self.assertEqual(sheet.row_ids.procedure_id, self.procedure)
        self.assertEqual(sheet.row_ids.status, "change")

    def test_a_new_amount_is_asked_and_begins_on_the_first_day(self):
        row = {
            "code": self.procedure.code,
            "name": self.procedure.name,
            "fees": "[LP-TEST] Lệ phí: Lệ phí thử: 70.000 đồng",
        }
        sheet = self.sheet(row, valid_from="2026-12-01")
        [question] = self.open_questions(sheet)
        self.assertEqual(question.kind, "fee_tariff")
        question.confirm()
        self.write(sheet)
        self.assertEqual(self.fee._amount_on(sheet.valid_from), 70000)
        tariffs = self.fee.tariff_ids.sorted("valid_from")
        self.assertEqual(tariffs.mapped("amount"), [50000, 70000])
        self.assertEqual(str(tariffs[0].valid_to), "2026-11-30")

    def test_a_corrected_amount_is_the_one_that_is_written(self):
        row = {"code": self.procedure.code, "fees": "[LP-TEST] Lệ phí: Lệ phí thử: 70.000 đồng"}
        sheet = self.sheet(row, valid_from="2026-12-01")
        [question] = self.open_questions(sheet)
        question.answer = question.answer.replace("70.000", "65.000")
        question.confirm()
        self.write(sheet)
        self.assertEqual(self.fee._amount_on(sheet.valid_from), 65000)

    def test_a_new_procedure_changes_no_shared_fee_unasked(self):
        row = {"fees": "[LP-TEST] Lệ phí: Lệ phí thử: 70.000 đồng"}
        sheet = self.sheet(row, valid_from="2026-12-01")
        self.assertEqual(self.open_questions(sheet).mapped("kind"), ["fee_tariff"])
        self.assertEqual(self.fee.tariff_ids.mapped("amount"), [50000])

    def test_an_amount_that_has_begun_never_changes(self):
        row = {"code": self.procedure.code, "fees": "[LP-TEST] Lệ phí: Lệ phí thử: 70.000 đồng"}
        sheet = self.sheet(row, valid_from="2026-06-01")
        self.assertEqual(self.statuses(sheet), ["error"])
        self.assertEqual(self.fee.tariff_ids.mapped("amount"), [50000])

    def test_a_row_that_fails_while_writing_does_not_stop_the_others(self):
        sheet = self.sheet({}, {"code": "9.200002", "components": "Đơn (99 bản chính)"})
        row = sheet.row_ids[1]
        content = self.env.registry["hcc.catalogue.import.writer"]._procedure_vals

        def spoiled(writer, reading):
            vals = content(writer, reading)
            if vals["code"] == "9.200002":
                vals["name"] = False
            return vals

        self.patch(self.env.registry["hcc.catalogue.import.writer"], "_procedure_vals", spoiled)
        with self.assertLogs("odoo.sql_db", "ERROR"):
            self.write(sheet)
        self.assertEqual(self.statuses(sheet), ["written", "error"])
        self.assertTrue(row.errors)
        self.assertFalse(self.procedure_of("9.200002"))

    def test_published_at_once_by_the_decision_of_the_sheet(self):
        steps = "- Thẩm định (thẩm định, 24 giờ)"
        sheet = self.sheet({"steps": steps}, {"code": "9.200002"}, publish_at_once=True)
        with self.assertRaises(UserError):
            sheet.write_all()
        sheet.write(
            {
                "decision_number": "12/QĐ-UBND",
                "decision_date": "2026-11-01",
                "decision_signer": "Phó Chủ tịch",
            }
        )
        self.write(sheet)
        self.assertEqual(self.procedure_of("9.200001").version_ids.state, "published")
        incomplete = sheet.row_ids[1]
        self.assertEqual(incomplete.version_id.state, "draft")
        self.assertTrue(incomplete.errors, "what is missing stands in the row")

    def test_rows_left_out_are_not_written(self):
        sheet = self.sheet({}, {"code": "9.200002", "limit": "3 tháng"})
        sheet.row_ids[1].leave_out()
        self.write(sheet)
        self.assertEqual(self.statuses(sheet), ["written", "skip"])

    def test_a_column_mapped_anew_is_read_anew(self):
        sheet = self.sheet({"Trong vòng": "2 ngày làm việc", "limit": ""})
        column = sheet.column_ids.filtered(lambda c: c.title == "Trong vòng")
        self.assertFalse(column.field_key)
        column.field_key = "limit"
        sheet.recheck()
        self.drive(sheet)
        self.assertEqual(sheet.row_ids.content["limit"]["value"], 2)

    def test_an_interrupted_writing_goes_on_where_it_stopped(self):
        rows = [{"code": f"9.3{number:05d}"} for number in range(60)]
        sheet = self.sheet(*rows)
        sheet.write_all()
        progress = sheet.run_chunk()
        self.assertEqual((progress["done"], progress["total"]), (50, 60))
        self.assertEqual(sheet.state, "writing")
        self.drive(sheet)
        self.assertEqual(set(self.statuses(sheet)), {"written"})

    def test_files_that_are_no_sheet_are_refused_with_a_remedy(self):
        for data in (b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b"\x00\x01\x02"):
            with self.subTest(data), self.assertRaises(UserError):
                self.upload(data or b"").read_sheet()


@tagged("post_install", "-at_install")
class TestCatalogueImportRights(CatalogueImportCommon):
    def test_only_administrators_import_and_read_imports(self):
        sheet = self.sheet()
        director = self._create_user("import_director", "director")
        for user in (self.official, director, self.public):
            for model in ("", ".row", ".column", ".match", ".question"):
                records = self.env[f"hcc.catalogue.import{model}"].with_user(user)
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    records.search([])
            with self.assertRaises(AccessError):
                sheet.with_user(user).run_chunk()
            with self.assertRaises(AccessError):
                sheet.with_user(user).write_all()
            with self.assertRaises(AccessError):
                self.env["hcc.catalogue.export"].with_user(user).create({})

    def test_the_state_is_changed_by_verbs_only(self):
        sheet = self.sheet({"limit": "3 tháng"})
        with self.assertRaises(AccessError):
            sheet.state = "writing"
        with self.assertRaises(AccessError):
            self.imports.create({"state": "writing"})
        with self.assertRaises(UserError):
            sheet.read_sheet()


@tagged("post_install", "-at_install")
class TestCatalogueExport(CatalogueImportCommon):
    def export(self):
        export = self.env["hcc.catalogue.export"].with_user(self.admin).create({})
        export.export()
        return base64.b64decode(export.file)

    def test_an_export_imports_unchanged(self):
        self.version.write(
            {
                "name": "=HYPERLINK(1)",
                "requirement": "- Đủ 18 tuổi\n+ Có giấy tờ",
                "how_note": "@trực tiếp",
                "legal_basis": "Luật A\nNghị định B",
                "decision_date": "2026-01-02",
                "statutory_limit_value": 10,
                "result_ids": [
                    (0, 0, {"name": "Giấy", "result_code": "KQ.G15.000031"}),
                    (0, 0, {"name": "Quyết định Mã: KQ.g15.000032 và biển"}),
                ],
            }
        )
        self.version.component_ids.write(
            {"copies": 2, "condition": "mất [rồi]", "is_required": False}
        )
        self.procedure.alias_ids = [(0, 0, {"code": "1.1"}), (0, 0, {"code": "1.2"})]
        long_papers = [(0, 0, {"name": f"Giấy {n} " + "dài " * 200}) for n in range(60)]
        self.version.component_ids = long_papers
        sheet = self.read(self.upload(self.export(), "danh-muc.xlsx"))
        states = {(row.code, row.status, row.changes, row.errors) for row in sheet.row_ids}
        self.assertEqual({state[1:] for state in states}, {("unchanged", False, False)}, states)
        self.assertIn(self.procedure.code, sheet.row_ids.mapped("code"))

    def test_no_cell_of_an_export_is_a_formula(self):
        self.version.name = "=1+1"
        grid, faults = spreadsheet.read(self.export())
        self.assertFalse(faults)
        [row] = [row for row in grid if row[0] == self.procedure.code]
        self.assertEqual(row[1], "=1+1")
