from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestTruthOffline(TruthCommon):
    """Numbers that are blank in the system while the paper is used."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hall_manager = cls._create_user("to_hall", "hall_manager")
        dialogs = cls.env["hcc.offline.print"].with_user(hall_manager)
        ids = dialogs.create({"quantity": 2}).action_confirm()["context"]["active_ids"]
        cls.forms = cls.env["hcc.offline.form"].browse(ids)
        cls.env["hcc.outage"].with_user(cls.director).create(
            {
                "started_at": centre_time("2026-11-20 14:00"),
                "ended_at": centre_time("2026-11-20 16:30"),
                "reason": "Mất điện",
            }
        )

    def _entered(self):
        return self._draft(
            offline_form_id=self.forms[0].id, paper_received_at=centre_time("2026-11-20 15:10")
        )

    def test_a_number_taken_off_is_looked_for(self):
        dossier = self._entered()
        self._check()
        self.assertFalse(self._found(self.forms[0]) + self._found(dossier))
        dossier.offline_form_id = False
        self._assert_only("paper_number", self.forms[0])
        self.assertFalse(self._found(self.forms[1]), "never entered")
        self.forms[0].with_user(self.official).spoil("Người nộp đang giữ.")
        self._check()
        self.assertFalse(self._found(self.forms[0]))

    def test_a_number_entered_again_is_no_finding(self):
        self._entered().offline_form_id = False
        self.env.flush_all()
        self._entered()
        self._check()
        self.assertFalse(self._found(self.forms[0]))

    def test_a_number_left_behind_by_an_end(self):
        dossier = self._draft()
        dossier.refuse("Không thuộc thẩm quyền.")
        self._check()
        self.assertFalse(self._found(dossier))
        self._sow(
            "UPDATE hcc_dossier SET offline_form_id = %s WHERE id = %s",
            self.forms[0].id,
            dossier.id,
        )
        self._assert_only("paper_number", dossier)
        [finding] = self.env["hcc.truth.finding"].search([("check_code", "=", "paper_number")])
        self.assertEqual(finding.facts["number"], self.forms[0].name)
        self.assertTrue(finding.remedy)

    def test_nobody_compares_it_with_its_paper(self):
        dossier = self._entered()
        dossier.submit_paper()
        with self.at("2026-11-23 15:00"):
            self._check()
            self.assertNotIn("paper_number", self._found(dossier))
        with self.at("2026-11-23 15:30"):
            self._assert_only("paper_number", dossier)
        colleague = self._create_user("to_colleague", "official", agency=self.agency)
        dossier.with_user(colleague).confirm_paper()
        with self.at("2026-11-23 15:30"):
            self._check()
            self.assertNotIn("paper_number", self._found(dossier))
