from odoo.tests import tagged

from odoo.addons.hcc_dossier.tests.common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestBoard(HccDossierCommon):
    """What the hall board says of dossiers."""

    def figures(self):
        self.env.registry.clear_cache()
        return {
            figure["label"]: figure["value"]
            for figure in self.env["hcc.hall"]._board_state(self.centre)["figures"]
        }

    def test_received_today_and_solved_on_time(self):
        with self.at("2026-07-06 08:00"):
            first = self._received()
            self._received()
            figures = self.figures()
            self.assertEqual(figures, {"Hồ sơ tiếp nhận hôm nay": "2"})
        with self.at("2026-07-07 08:00"):
            values = {"finished_on": "2026-07-07", "timeliness": "on_time"}
            first.sudo()._guarded_write(values)
            figures = self.figures()
            self.assertEqual(figures["Hồ sơ tiếp nhận hôm nay"], "0")
            self.assertEqual(figures["Giải quyết trước và đúng hạn tháng này"], "100,0%")
            first.sudo()._guarded_write({"timeliness": "late"})
            self.assertEqual(self.figures()["Giải quyết trước và đúng hạn tháng này"], "0,0%")
        with self.at("2026-08-03 08:00"):
            self.assertNotIn("Giải quyết trước và đúng hạn tháng này", self.figures())
