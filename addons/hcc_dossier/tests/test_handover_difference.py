from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_handover import HandoverCommon


@tagged("post_install", "-at_install")
class TestHandoverDifference(HandoverCommon):
    """On the list and not arrived; arrived and not on the list: each blocks the close, is seen by
    both sides, and is cleared up by a named verb."""

    def _with_missing(self):
        batch = self._handed()
        lost, *others = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, *others)
        answer = batch.with_user(self.appraiser).receive()
        self.assertEqual((answer["differences"], answer["closed"]), (1, False))
        return batch, lost

    def _with_unlisted(self, stranger):
        batch = self._handed(2)
        self._scan(batch, self.appraiser, *batch.line_ids.dossier_id)
        answer = batch.with_user(self.appraiser).scan(stranger.name, batch.id)
        self.assertEqual((answer["result"], answer["tone"]), ("unlisted", "bad"))
        return batch

    # -- did not arrive -------------------------------------------------------

    def test_what_did_not_arrive_blocks_the_close(self):
        batch, lost = self._with_missing()
        self.assertEqual(batch.state, "received")
        with self.assertRaisesRegex(UserError, lost.name):
            batch.with_user(self.appraiser).close()
        self.assertEqual(lost.state, "handed_over")
        for user in (self.official, self.appraiser):
            self.assertEqual(batch.with_user(user).difference_count, 1)
            self.assertEqual(self._line(batch, lost).with_user(user).status, "missing")

    def test_not_sent_after_all(self):
        batch, lost = self._with_missing()
        line = self._line(batch, lost)
        with self.assertRaises(AccessError):
            line.with_user(self.appraiser).record_not_sent()
        for reason in (None, "  "):
            with self.assertRaisesRegex(UserError, "say why"):
                line.with_user(self.official).record_not_sent(reason)
        line.with_user(self.official).record_not_sent("Nằm lại ở quầy.")
        self.assertEqual((lost.state, lost.custody), ("received", "centre"))
        self.assertFalse(lost.handed_over_at)
        self.assertFalse(lost.handover_id)
        self.assertEqual(self._verbs_of(batch)[-1], "record_not_sent")
        self.assertEqual(self._verbs_of(lost)[-1], "take_back")
        batch.with_user(self.appraiser).close()
        self.assertEqual(batch.state, "closed")
        self.assertEqual(self._handed(dossiers=lost).line_count, 1)

    def test_found_later(self):
        batch, lost = self._with_missing()
        self._scan(batch, self.appraiser, lost)
        self.assertEqual(batch.difference_count, 0)
        batch.with_user(self.appraiser).close()
        self.assertEqual(lost.state, "processing")
        self.assertTrue(self._line(batch, lost).was_missing)

    def test_a_difference_is_cleared_up_once(self):
        batch, lost = self._with_missing()
        line = self._line(batch, lost).with_user(self.official)
        line.record_not_sent("Nằm lại ở quầy.")
        with self.assertRaisesRegex(UserError, "cleared up already"):
            line.record_not_sent("Nằm lại ở quầy.")

    # -- not on the list ------------------------------------------------------

    def test_what_was_not_listed_blocks_the_close(self):
        stranger = self._received()
        batch = self._with_unlisted(stranger)
        answer = batch.with_user(self.appraiser).receive()
        self.assertEqual((answer["taken"], answer["differences"], answer["closed"]), (2, 1, False))
        with self.assertRaisesRegex(UserError, stranger.name):
            batch.with_user(self.appraiser).close()
        self.assertEqual(stranger.state, "received")

    def test_added_by_the_giver_taken_by_the_taker(self):
        stranger = self._received()
        batch = self._with_unlisted(stranger)
        line = self._line(batch, stranger)
        with self.assertRaises(AccessError):
            line.with_user(self.appraiser).add_to_list()
        line.with_user(self.official).add_to_list()
        self.assertEqual((stranger.state, stranger.handover_id), ("handed_over", batch))
        self.assertEqual(self._verbs_of(batch)[-1], "add_to_list")
        self.assertTrue(batch.with_user(self.appraiser).receive()["closed"])
        self.assertEqual(stranger.state, "processing")
        self.assertTrue(line.was_unlisted)

    def test_sent_back_by_the_taker(self):
        stranger = self._received(user=self.other_official, procedure=self.other_procedure)
        batch = self._with_unlisted(stranger)
        line = self._line(batch, stranger)
        with self.assertRaises(AccessError):
            line.with_user(self.official).add_to_list()
        for reason in (None, "  "):
            with self.assertRaisesRegex(UserError, "say why"):
                line.with_user(self.appraiser).record_sent_back(reason)
        line.with_user(self.appraiser).record_sent_back("Hồ sơ của sở khác.")
        self.assertEqual(line.status, "sent_back")
        self.assertEqual(stranger.sudo().state, "received")
        self.assertTrue(batch.with_user(self.appraiser).receive()["closed"])

    def test_each_side_clears_up_its_own(self):
        batch = self._with_unlisted(self._received())
        line = batch.line_ids.filtered(lambda line: line.status == "unlisted")
        giving, taking = line.with_user(self.official), line.with_user(self.appraiser)
        self.assertEqual((giving.can_clear_as_giver, giving.can_clear_as_taker), (True, False))
        self.assertEqual((taking.can_clear_as_giver, taking.can_clear_as_taker), (False, True))
        with self.assertRaises(AccessError):
            giving.record_sent_back("Không phải việc của bên giao.")
        self.assertEqual(line.status, "unlisted")

    def test_who_signed_for_one_side_clears_nothing_up_for_the_other(self):
        """In a small agency the same people receive and process: both roles, one signature."""
        both = self.env.ref("hcc_base.group_official") + self.env.ref("hcc_base.group_appraiser")
        (self.official + self.appraiser).group_ids += both
        stranger = self._received()
        batch, lost = self._with_missing()
        batch.with_user(self.appraiser).scan(stranger.name, batch.id)
        missing, unlisted = self._line(batch, lost), self._line(batch, stranger)
        with self.assertRaisesRegex(UserError, "signed for the other side"):
            missing.with_user(self.appraiser).record_not_sent("Chưa từng gửi.")
        with self.assertRaisesRegex(UserError, "signed for the other side"):
            unlisted.with_user(self.appraiser).add_to_list()
        with self.assertRaisesRegex(UserError, "signed for the other side"):
            unlisted.with_user(self.official).record_sent_back("Không thuộc sở.")
        self.assertFalse(missing.with_user(self.appraiser).can_clear_as_giver)
        self.assertFalse(unlisted.with_user(self.official).can_clear_as_taker)
        missing.with_user(self.official).record_not_sent("Nằm lại ở quầy.")
        unlisted.with_user(self.appraiser).record_sent_back("Không thuộc sở.")
        batch.with_user(self.appraiser).close()

    def _with_unlisted_of_both(self):
        """Before anybody signed for the taking side, an official who also appraises scans."""
        both = self._create_user("d_both", "official", "appraiser", agency=self.agency)
        stranger = self._received()
        batch = self._handed(1)
        return batch, stranger, both

    def test_who_scanned_a_paper_does_not_add_it_for_the_giver(self):
        batch, stranger, both = self._with_unlisted_of_both()
        batch.with_user(both).scan(stranger.name, batch.id)
        line = self._line(batch, stranger)
        self.assertFalse(line.with_user(both).can_clear_as_giver)
        self.assertTrue(line.with_user(both).can_clear_as_taker)
        with self.assertRaisesRegex(UserError, "scanned it for the taking side"):
            line.with_user(both).add_to_list()
        self.assertEqual(stranger.state, "received")
        line.with_user(self.official).add_to_list()
        self._scan(batch, both, batch.line_ids.dossier_id - stranger)
        self.assertTrue(batch.with_user(both).receive()["closed"])

    def test_who_added_a_paper_does_not_sign_for_it(self):
        batch, stranger, both = self._with_unlisted_of_both()
        batch.with_user(self.appraiser).scan(stranger.name, batch.id)
        self._line(batch, stranger).with_user(both).add_to_list()
        self.assertFalse(batch.with_user(both).can_receive)
        with self.assertRaisesRegex(UserError, "added .* to the list for the giving side"):
            batch.with_user(both).receive()
        self.assertEqual((batch.state, stranger.state), ("handed", "handed_over"))
        self._scan(batch, self.appraiser, batch.line_ids.dossier_id - stranger)
        self.assertTrue(batch.with_user(self.appraiser).receive()["closed"])

    def test_nor_closes_the_list_over_it(self):
        batch, stranger, both = self._with_unlisted_of_both()
        batch.with_user(self.appraiser).scan(stranger.name, batch.id)
        self._scan(batch, self.appraiser, batch.line_ids.dossier_id - stranger)
        batch.with_user(self.appraiser).receive()
        self._line(batch, stranger).with_user(both).add_to_list()
        with self.assertRaisesRegex(UserError, "added .* to the list for the giving side"):
            batch.with_user(both).close()
        batch.with_user(self.appraiser).close()
        self.assertEqual((batch.state, stranger.state), ("closed", "processing"))

    def test_what_does_not_go_this_way_cannot_be_added(self):
        stranger = self._processing()
        batch = self._with_unlisted(stranger)
        with self.assertRaisesRegex(UserError, "does not go this way"):
            self._line(batch, stranger).with_user(self.official).add_to_list()

    # -- the whole batch ------------------------------------------------------

    def test_called_back(self):
        batch = self._handed()
        dossiers = batch.line_ids.dossier_id
        with self.assertRaises(UserError):
            batch.call_back("  ")
        with self.assertRaises(AccessError):
            batch.with_user(self.appraiser).call_back("Không phải việc của bên nhận.")
        batch.call_back("Xe hỏng giữa đường.")
        self.assertEqual(batch.state, "cancelled")
        self.assertEqual(set(dossiers.mapped("state")), {"received"})
        self.assertFalse(dossiers.handover_id)
        with self.assertRaises(UserError):
            batch.with_user(self.appraiser).receive()

    def test_what_the_other_side_has_scanned_is_not_called_back(self):
        batch = self._handed(2)
        dossiers = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, dossiers[0])
        self.assertFalse(batch.can_call_back)
        with self.assertRaisesRegex(UserError, dossiers[0].name):
            batch.call_back("Gửi nhầm.")
        self.assertEqual(set(dossiers.mapped("state")), {"handed_over"})
        batch.with_user(self.appraiser).undo_scan()
        self.assertTrue(batch.can_call_back)

    def test_a_stray_scan_does_not_say_that_the_pile_is_there(self):
        stray = self._received()
        batch = self._handed(1)
        dossier = batch.line_ids.dossier_id
        batch.with_user(self.appraiser).scan(stray.name, batch.id)
        self.assertTrue(batch.can_call_back)
        batch.call_back("Xe hỏng giữa đường.")
        self.assertEqual((batch.state, batch.difference_count), ("cancelled", 0))
        self.assertEqual((dossier.state, stray.state), ("received", "received"))
        self.assertEqual(self._line(batch, stray).status, "unlisted")
        self.assertFalse(self._line(batch, stray).can_clear_as_giver)
        stray.hand_over()  # it never was on that list

    def test_instead_of_a_call_back_the_taker_signs_and_the_rest_was_not_sent(self):
        batch = self._handed(2)
        came, stayed = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, came)
        batch.with_user(self.appraiser).receive()
        self._line(batch, stayed).record_not_sent("Nằm lại ở quầy.")
        batch.with_user(self.appraiser).close()
        self.assertEqual((came.state, stayed.state), ("processing", "received"))

    def test_results_called_back_are_at_the_agency_again(self):
        batch = self._batch(self.clerk, self._sealed())
        batch.hand(everything=True)
        batch.call_back("Đóng nhầm dấu.")
        dossier = batch.line_ids.dossier_id
        self.assertEqual((dossier.state, dossier.custody), ("processing", "agency"))
        self.assertFalse(dossier.finished_at)
        self.assertEqual(self._verbs_of(dossier)[-1], "take_back")
