from odoo.tests import tagged

from . import files
from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestTruthResult(TruthCommon):
    """Results that were returned without their file, where the policy asks for it."""

    def test_returned_without_its_file(self):
        policy = self.env.ref("hcc_base.policy_c")
        without, archived = self._done(), self._done()
        archived.with_user(self.clerk).store_result(files.base64_of(files.pdf()))
        without.return_result()
        archived.return_result()
        self._check()
        self.assertEqual(self._found(without), [], "the policy does not ask for it")
        policy.result_file_rule = "required"
        self._assert_only("result_file", without)
        self.assertEqual(self._found(archived), [])
        archived.sudo().result_document_ids.with_user(self.approver).revoke("Cấp sai.")
        self._check()
        self.assertEqual(self._found(archived), [], "it was there")
