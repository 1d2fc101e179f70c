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
        dossier.return_result(
            collector="proxy", collector_name="Người Nhận Thay", collector_paper="UQ 01/2026"
        )
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], limit=1
        )
        self.assertEqual(entry.facts, {"collector": "proxy"})

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
