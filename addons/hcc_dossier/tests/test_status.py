from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestStatus(HccDossierCommon):
    def test_status_along_the_way(self):
        dossier = self._draft()
        seen = [dossier.status_code]
        ways = (
            lambda: dossier.receive(),
            lambda: dossier.hand_over(),
            lambda: dossier.with_user(self.appraiser).take(),
            lambda: dossier.with_user(self.appraiser).request_supplement("Thiếu."),
            lambda: dossier.accept_supplement(),
            lambda: dossier.with_user(self.approver).suspend("Chờ."),
            lambda: dossier.with_user(self.approver).resume(),
            lambda: [
                dossier.with_user(user).complete_step()
                for user in (self.appraiser, self.approver, self.clerk)
            ],
            lambda: dossier.with_user(self.clerk).hand_over(),
            lambda: dossier.take(),
            lambda: dossier.return_result(),
        )
        for go in ways:
            go()
            seen.append(dossier.status_code)
        self.assertEqual(seen, [1, 2, 2, 4, 5, 4, 4, 4, 4, 4, 9, 10])
        self.assertEqual(dossier.status_words, "Đã trả kết quả")

    def test_status_of_the_other_ends(self):
        ends = {
            3: lambda d: d.refuse("Không thuộc thẩm quyền."),
            5: lambda d: d.guide("Thiếu."),
            8: lambda d: d.cancel("Nhầm."),
        }
        for code, go in ends.items():
            dossier = self._draft()
            go(dossier)
            self.assertEqual(dossier.status_code, code)
        withdrawn, stopped = self._processing(), self._processing()
        withdrawn.withdraw("Theo đơn.")
        stopped.stop("Quá hạn bổ sung.")
        self.assertEqual((withdrawn.status_code, stopped.status_code), (7, 8))

    def test_public_status_holds_no_personal_data(self):
        dossier = self._processing()
        status = dossier._get_public_status()
        self.assertEqual(status["applicant"], "L. T. T. Nghiệm")
        text = str(status)
        for secret in (
            "Lò Thị Thử",
            "012195000017",
            "0017",
            "0912345678",
            "Bản Thử",
            "d_appraiser",
        ):
            self.assertNotIn(secret, text)
        self.assertEqual(status["status"], "Đang xử lý")
        self.assertIn("08 giờ 00 phút, ngày 27/11/2026", status["appointment"])
        self.assertEqual(
            [w["name"] for w in status["milestones"] if w["is_current"]], ["Thẩm định"]
        )

    def test_every_state_has_a_status_and_a_task(self):
        states = dict(self.env["hcc.dossier"]._fields["state"].selection)
        for state in states:
            dossier = self.env["hcc.dossier"].new({"state": state})
            self.assertIn(dossier.status_code, range(1, 11))
            self.assertTrue(dossier.status_words)
            self.assertTrue(dossier._get_applicant_task())
