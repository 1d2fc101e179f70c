from odoo.tests import tagged

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard

from .common import SHOWN
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestControlSlip(PaperCommon):
    """The control slip and the course of processing say what the journal says."""

    def _travelled(self):
        """From reception to return, with a round of appraisal more and a supplement."""
        with self.at("2026-11-23 08:00"):
            dossier = self._received()
        with self.at("2026-11-23 14:00"):
            dossier.hand_over()
        with self.at("2026-11-23 15:00"):
            dossier.with_user(self.appraiser).take()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu bản vẽ.")
        with self.at("2026-11-26 09:00"):
            dossier.accept_supplement()
        with self.at("2026-11-26 10:00"):
            dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-26 11:00"):
            dossier.with_user(self.approver).send_back("Xem lại mục 2.")
        with self.at("2026-11-26 14:00"):
            dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-26 15:00"):
            dossier.with_user(self.approver).complete_step()
        with self.at("2026-11-26 16:00"):
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
        with self.at("2026-11-26 16:30"):
            dossier.take()
        with self.at("2026-11-27 08:00"):
            dossier.return_result("proxy", "Người Nhận Thay", "UQ 02/2026", SHOWN)
        return dossier

    def test_one_row_per_hand_over(self):
        rows = self._travelled()._control_rows()
        self.assertEqual(
            [(row["name"], row["giver"], row["taker"]) for row in rows],
            [
                ("Sở Thử nghiệm", self.official.name, self.appraiser.name),
                ("Người nộp hồ sơ (bổ sung hồ sơ)", self.appraiser.name, self.official.name),
                ("Sở Thử nghiệm – Phê duyệt", self.appraiser.name, self.approver.name),
                ("Sở Thử nghiệm – Thẩm định", self.approver.name, self.appraiser.name),
                ("Sở Thử nghiệm – Phê duyệt", self.appraiser.name, self.approver.name),
                ("Sở Thử nghiệm – Lấy số, đóng dấu", self.approver.name, self.clerk.name),
                (
                    f"{self.centre.name} – Bộ phận tiếp nhận và trả kết quả",
                    self.clerk.name,
                    self.official.name,
                ),
                ("Người nộp hồ sơ (nhận kết quả)", self.official.name, "Người Nhận Thay"),
            ],
        )
        self.assertEqual(rows[0]["given"], "14 giờ 00 phút, ngày 23/11/2026")
        self.assertEqual(rows[0]["taken"], "15 giờ 00 phút, ngày 23/11/2026")
        self.assertEqual(rows[2]["note"], "Chuyển lại")
        self.assertEqual((rows[6]["result"], rows[6]["note"]), ("Trước hạn", "Kết quả"))

    def test_a_late_step_and_a_late_result_say_so(self):
        with self.at("2026-11-23 08:00"):
            dossier = self._processing()
        with self.at("2026-12-14 10:00"):
            dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier._control_rows()[0]["result"], "Quá hạn")

    def test_what_lies_unfinished_is_left_to_be_filled_in(self):
        dossier = self._received()
        self.assertEqual(dossier._control_rows(), [])
        dossier.hand_over()
        [row] = dossier._control_rows()
        self.assertEqual((row["giver"], row["taker"], row["result"]), (self.official.name, "", ""))
        text = self._text(self._print("hcc_dossier.control_slip", dossier))
        self.assertIn("□ Quá hạn", text)

    def test_later_reassignment_changes_no_row(self):
        dossier = self._travelled()
        before = dossier._control_rows()
        steps = past_guard(dossier.sudo().step_ids)
        steps.write({"holder_user_id": self.director.id, "name": "Tên khác"})
        dossier._guarded_write({"official_user_id": self.director.id})
        after = dossier._control_rows()
        self.assertEqual(
            [(row["giver"], row["taker"], row["given"], row["taken"]) for row in after],
            [(row["giver"], row["taker"], row["given"], row["taken"]) for row in before],
        )

    def test_a_pile_handed_over_together_names_each_dossiers_own_agency(self):
        first = self._received()
        second = self._received(procedure=self.other_procedure, user=self.other_official)
        (first | second).sudo().hand_over()
        self.assertEqual(first._control_rows()[0]["name"], "Sở Thử nghiệm – Thẩm định")
        self.assertIn(self.other_agency.name, second.sudo()._control_rows()[0]["name"])

    def test_course_of_processing(self):
        dossier = self._travelled()
        rows = dossier._course_rows()
        self.assertEqual(rows[0]["done"], "Tiếp nhận hồ sơ")
        self.assertEqual(rows[0]["until"], dossier._local_words(dossier.first_due_at))
        self.assertIn("Hoàn thành bước «Thẩm định»: đồng ý", [row["done"] for row in rows])
        self.assertIn("Chuyển lại để làm lại từ bước «Thẩm định»", [row["done"] for row in rows])
        self.assertEqual((rows[-1]["done"], rows[-1]["to"]), ("Trả kết quả", "Người nộp hồ sơ"))
        pdf = self._print("hcc_dossier.course", dossier)
        self._pictures(pdf, "course")
        self.assertIn("QUÁ TRÌNH XỬ LÝ HỒ SƠ", self._text(pdf))

    def test_looking_at_a_dossier_is_no_row(self):
        dossier = self._travelled()
        count = len(dossier._course_rows())
        dossier.with_user(self.oversight).read(["applicant_address"])
        self.assertEqual(len(dossier._course_rows()), count)
