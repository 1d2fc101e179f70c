from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_handover import HandoverCommon


@tagged("post_install", "-at_install")
class TestHandoverPost(HandoverCommon):
    """The post (BCCI): batches with a waybill, results with a consignment number."""

    def test_a_batch_by_post(self):
        batch = self._handed()
        with self.assertRaises(UserError):
            batch.dispatch("Bưu điện tỉnh", " ")
        with self.assertRaises(AccessError):
            batch.with_user(self.appraiser).dispatch("Bưu điện tỉnh", "EA001VN")
        batch.dispatch("Bưu điện tỉnh", "EA001VN", "TRA001")
        self.assertTrue(batch.dispatched_at)
        with self.assertRaisesRegex(UserError, "already been given"):
            batch.dispatch("Bưu điện tỉnh", "EA002VN")
        in_the_post = [("dispatched_at", "!=", False), ("delivered_at", "=", False)]
        self.assertIn(batch, batch.search(in_the_post))
        batch.with_user(self.appraiser).record_delivery()
        self.assertTrue(batch.delivered_at)
        with self.assertRaises(UserError):
            batch.record_delivery()
        self.assertEqual(self._verbs_of(batch), ["hand", "dispatch", "record_delivery"])

    def test_only_what_went_by_post_is_delivered(self):
        with self.assertRaises(UserError):
            self._handed().record_delivery()

    def test_sent_back_by_the_post(self):
        batch = self._handed()
        batch.dispatch("Bưu điện tỉnh", "EA003VN")
        batch.call_back("Bưu điện chuyển hoàn.")
        self.assertTrue(batch.is_sent_back)
        self.assertEqual(set(batch.line_ids.dossier_id.mapped("state")), {"received"})

    def test_called_back_without_the_post_is_no_return_of_the_post(self):
        batch = self._handed()
        batch.call_back("Xe hỏng.")
        self.assertFalse(batch.is_sent_back)

    # -- results to the applicant ---------------------------------------------

    def _posted(self):
        dossier = self._done()
        dossier.return_result("postal", None, "EB010VN")
        return dossier

    def test_a_posted_result_has_a_consignment_number(self):
        dossier = self._done()
        for paper in (None, "  "):
            with self.assertRaisesRegex(UserError, "consignment"):
                dossier.return_result("postal", None, paper)
        self.assertEqual(dossier.state, "done")

    def test_posted_until_delivered(self):
        dossier = self._posted()
        waiting = self.env.ref("hcc_dossier.action_in_the_post")
        domain = [("state", "=", "returned"), ("collector_kind", "=", "postal"),
                  ("delivered_at", "=", False)]  # fmt: skip
        self.assertIn("delivered_at", waiting.domain)
        self.assertIn(dossier, dossier.search(domain))
        self.assertTrue(dossier.can_record_delivery)
        with self.assertRaises(AccessError):
            dossier.with_user(self.clerk).record_delivery()
        dossier.record_delivery()
        self.assertNotIn(dossier, dossier.search(domain))
        with self.assertRaises(UserError):
            dossier.record_delivery()
        with self.assertRaises(UserError):
            dossier.record_postal_return()

    def test_a_parcel_that_came_back_waits_at_the_centre(self):
        dossier = self._posted()
        finished = dossier.finished_at, dossier.timeliness
        dossier.record_postal_return()
        self.assertEqual((dossier.state, dossier.custody), ("done", "centre"))
        self.assertFalse(dossier.returned_at or dossier.returned_on or dossier.collector_kind)
        self.assertEqual((dossier.finished_at, dossier.timeliness), finished)
        self.assertEqual(dossier.postal_returns, 1)
        dossier.return_result()
        self.assertEqual(dossier.state, "returned")

    def test_what_was_handed_out_is_not_in_the_post(self):
        dossier = self._done()
        dossier.return_result()
        self.assertFalse(dossier.can_record_delivery)
        with self.assertRaises(UserError):
            dossier.record_postal_return()
