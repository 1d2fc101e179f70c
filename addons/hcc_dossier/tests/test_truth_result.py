from odoo.tests import tagged

from . import files
from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestTruthResult(TruthCommon):
    """Results returned without their file, where the policy asks for it; finished undecided."""

    def test_finished_undecided(self):
        dossier, returned = self._done(), self._returned()
        self._check()
        self.assertEqual(self._found(dossier), [])
        for wrong in (dossier, returned):
            self._sow("UPDATE hcc_dossier SET result_kind = NULL WHERE id = %s", wrong.id)
            self._assert_only("result_kind", wrong)

    def _returned(self):
        dossier = self._done()
        dossier.with_user(self.clerk).store_result(files.base64_of(files.pdf()))
        dossier.return_result()
        return dossier

    def _lose(self, dossier):
        self._sow("DELETE FROM hcc_document WHERE dossier_id = %s", dossier.id)

    def test_returned_without_its_file(self):
        self.env.ref("hcc_base.policy_c").result_file_rule = "required"
        dossier = self._returned()
        dossier.sudo().result_document_ids.with_user(self.approver).revoke("Cấp sai.")
        self._check()
        self.assertEqual(self._found(dossier), [], "it was there")
        self._lose(dossier)
        self._assert_only("result_file", dossier)

    def test_the_wrong_results_file_is_none_of_the_corrected_one(self):
        self.env.ref("hcc_base.policy_c").result_file_rule = "required"
        dossier = self._returned()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.approver).reopen_result("Sai họ tên.")
        with self.at("2026-11-26 09:00"):
            dossier.with_user(self.approver).complete_step()
            dossier.with_user(self.clerk).complete_step()
            dossier.with_user(self.clerk).hand_over()
            dossier.take()
            dossier.with_user(self.clerk).store_result(files.base64_of(files.pdf(text="Bản đúng")))
            dossier.return_result()
            self._check()
            self.assertEqual(self._found(dossier), [])
            self._sow(
                "DELETE FROM hcc_document WHERE dossier_id = %s AND state = 'accepted'", dossier.id
            )
            self._assert_only("result_file", dossier)

    def test_only_where_the_policy_asks_for_it(self):
        dossier = self._returned()
        self._lose(dossier)
        self._check()
        self.assertEqual(self._found(dossier), [])
