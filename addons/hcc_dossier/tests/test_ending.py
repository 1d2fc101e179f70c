from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestEnding(HccDossierCommon):
    def test_return_to_the_applicant(self):
        dossier = self._done()
        dossier.return_result()
        self.assertEqual((dossier.state, dossier.collector_kind), ("returned", "applicant"))
        self.assertEqual(str(dossier.returned_on), "2026-11-23")
        with self.assertRaises(UserError):
            dossier.return_result()

    def test_a_proxy_shows_a_paper(self):
        dossier = self._done()
        with self.assertRaisesRegex(UserError, "power of attorney"):
            dossier.return_result(collector="proxy", collector_name="Người Nhận Thay")
        proxy = {
            "collector": "proxy",
            "collector_name": "Người Nhận Thay",
            "collector_paper": "UQ 01/2026",
        }
        shown = {
            "collector_paper_date": "2026-11-20",
            "collector_identity_kind": "citizen_id",
            "collector_identity": "012195000099",
            "signature_place": "book",
            "signature_paper": "Quyển 2, dòng 14",
        }
        for lacking in ("collector_identity", "collector_identity_kind"):
            with self.assertRaisesRegex(UserError, "identity paper"):
                dossier.return_result(**proxy, particulars={**shown, lacking: False})
        for day in (False, "2026-11-24"):
            with self.assertRaisesRegex(UserError, "date of the power of attorney"):
                particulars = {**shown, "collector_paper_date": day}
                dossier.return_result(**proxy, particulars=particulars)
        with self.assertRaisesRegex(UserError, "unknown particulars"):
            dossier.return_result(**proxy, particulars={**shown, "state": "draft"})
        dossier.return_result(**proxy, particulars=shown)
        self.assertEqual(dossier.collector_identity, "…0099")
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], limit=1
        )
        self.assertEqual(entry.facts, {"collector": "proxy"})

    def test_a_legal_representative_shows_a_paper(self):
        dossier = self._done()
        shown = {"collector_identity_kind": "passport", "collector_identity": "C12345678"}
        with self.assertRaisesRegex(UserError, "legal representative"):
            dossier.return_result(
                "representative", collector_name="Giám Đốc Thử", particulars=shown
            )
        dossier.return_result("representative", "Giám Đốc Thử", "ĐKDN 0101", particulars=shown)
        self.assertEqual(dossier.collector_kind, "representative")

    def test_return_blocked_by_other_addons(self):
        dossier = self._done()
        self.patch(
            type(self.env["hcc.dossier"]), "_get_return_blockers", lambda self: ["Phí chưa thu."]
        )
        with self.assertRaisesRegex(UserError, "Phí chưa thu."):
            dossier.return_result()
        self.assertEqual(dossier.state, "done")

    def test_return_by_the_own_official_only(self):
        dossier = self._done()
        for user in (self.clerk, self.director, self.other_official, self.cashier):
            with self.assertRaises(AccessError):
                dossier.with_user(user).return_result()

    def test_withdraw_from_any_open_state(self):
        for dossier in (self._received(), self._processing()):
            dossier.withdraw("Theo đơn của công dân.")
            self.assertEqual((dossier.state, dossier.custody), ("withdrawn", "applicant"))
            self.assertEqual(str(dossier.ended_on), "2026-11-23")
            self.assertFalse(dossier.current_step_id)
        with self.assertRaises(UserError):
            self._done().withdraw("Muộn.")
        with self.assertRaises(AccessError):
            self._received().with_user(self.approver).withdraw("Không.")

    def test_stop_ends_the_wait_and_tells_why(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at("2026-12-30 09:00"):
            dossier.stop("Quá thời hạn bổ sung.")
        self.assertEqual(dossier.state, "stopped")
        self.assertEqual(dossier.notice_ids.mapped("kind"), ["supplement", "stop"])
        self.assertTrue(
            all(dossier.ledger_ids.filtered(lambda r: r.kind == "supplement").mapped("ended_at"))
        )

    def test_stop_without_a_form_in_the_old_regime(self):
        self.env.ref("hcc_base.policy_c").forms_set = "six_2018"
        dossier = self._processing()
        answer = dossier.with_user(self.approver).stop("Dừng.")
        self.assertFalse(answer["notice_id"])

    def test_cancel(self):
        draft = self._draft()
        draft.cancel("Nhập nhầm.")
        self.assertEqual(draft.state, "cancelled")
        dossier = self._received()
        self.assertFalse(dossier.can_cancel)
        with self.assertRaisesRegex(AccessError, "record a withdrawal"):
            dossier.cancel("Không được.")
        with self.assertRaisesRegex(UserError, "reason"):
            dossier.with_user(self.director).cancel()
        dossier.with_user(self.director).cancel("Tiếp nhận nhầm cơ quan.")
        self.assertEqual(dossier.state, "cancelled")
