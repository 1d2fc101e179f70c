from odoo.tests import tagged

from odoo.addons.hcc_dossier.tests.test_truth import TruthCommon

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestTruthOfFees(TruthCommon, HccFeesCommon):
    def _sow(self, query, *params):
        """Past the triggers that freeze papers, too."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        super()._sow(query, *params)
        self.env.cr.execute("SET LOCAL session_replication_role = origin")

    def test_sound_money_has_no_finding(self):
        shift = self._open_shift()
        paid = self._owing()
        self._collected(shift, paid)
        receipt = self._collected(shift)
        receipt.with_user(self.accountant).void("Ghi nhầm người nộp.")
        waived = self._owing()
        waived.sudo().due_ids.with_user(self.accountant).waive("Miễn theo quy định.")
        self._closed(shift)
        self._owing()
        self._check()
        found = self.env["hcc.truth.finding"].search([("company_id", "=", self.centre.id)])
        self.assertFalse([(f.check_code, f.record_name, f.facts) for f in found])

    def test_receipt_without_its_dossier(self):
        shift = self._open_shift()
        first, second = self._collected(shift), self._collected(shift)
        self._sow("UPDATE hcc_receipt SET dossier_code = 'X' WHERE id = %s", first.id)
        self._sow("DELETE FROM hcc_dossier WHERE id = %s", second.dossier_id.id)
        self._check()
        self.assertEqual(self._found(first), ["receipt_dossier"])
        self.assertEqual(self._found(second), ["receipt_dossier"])

    def test_returned_but_not_paid(self):
        dossier = self._owing()
        self._sow(
            "UPDATE hcc_dossier SET state = 'returned', custody = 'applicant', returned_at = now(),"
            " returned_on = now(), finished_at = now(), timeliness = 'early' WHERE id = %s",
            dossier.id,
        )
        self._check()
        for due in dossier.sudo().due_ids:
            self.assertEqual(self._found(due), ["due_unpaid"])

    def test_due_and_receipt(self):
        shift = self._open_shift()
        paid, unpaid = self._owing(), self._owing()
        self._collected(shift, paid)
        due, other = paid.sudo().due_ids[0], unpaid.sudo().due_ids[0]
        self._sow("UPDATE hcc_due SET state = 'open' WHERE id = %s", due.id)
        self._sow("UPDATE hcc_due SET state = 'settled' WHERE id = %s", other.id)
        self._check()
        self.assertEqual(self._found(due), ["due_receipt"])
        self.assertEqual(self._found(other), ["due_receipt"])

    def test_receipt_numbers(self):
        shift = self._open_shift()
        first, second = self._collected(shift), self._collected(shift)
        self._sow("UPDATE hcc_receipt SET number = number + 5 WHERE id = %s", second.id)
        self._check()
        self.assertEqual(self._found(first), [])
        self.assertEqual(self._found(second), ["receipt_gap"])

    def test_state_of_a_receipt(self):
        receipt = self._collected(self._open_shift())
        self._sow("UPDATE hcc_receipt SET state = 'void' WHERE id = %s", receipt.id)
        self._check()
        self.assertIn("journal_state", self._found(receipt))

    def test_the_hand_over_list_marks_who_owes(self):
        dossier = self._owing()
        self.assertTrue(dossier._owes_money())
        self._collected(self._open_shift(), dossier)
        dossier.invalidate_recordset()
        self.assertFalse(dossier._owes_money())
