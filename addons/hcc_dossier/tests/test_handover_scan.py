from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_handover import HandoverCommon


@tagged("post_install", "-at_install")
class TestHandoverScan(HandoverCommon):
    """One field, one answer a scan; nothing is signed by scanning."""

    def test_whatever_a_scanner_reads_from_the_papers(self):
        dossier = self._received()
        dossiers = self.env["hcc.dossier"]
        for text in (
            dossier.name,
            f" {dossier.name.lower()} ",
            dossier._statutory_qr("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            dossier._status_url(),
            dossier._status_url().lower(),
        ):
            with self.subTest(text=text):
                self.assertEqual(dossiers._resolve_code(text), dossier)
        for text in ("", "H99.11-261123-9999", "HCC1|x", "https://hcc.example/hcc/s/ABC", "%"):
            with self.subTest(text=text):
                self.assertFalse(dossiers._resolve_code(text))

    def test_the_first_scan_begins_a_list(self):
        first, second = self._received(), self._received()
        scan = self.env["hcc.handover"].with_user(self.official).scan
        answer = scan(first.name)
        self.assertEqual((answer["result"], answer["tone"]), ("ok", "good"))
        self.assertEqual((answer["batch"]["done"], answer["batch"]["count"]), (1, 1))
        answer = scan(second.name, answer["batch"]["id"])
        self.assertEqual((answer["batch"]["done"], answer["batch"]["count"]), (2, 2))
        self.assertEqual(scan(second.name, answer["batch"]["id"])["result"], "again")
        self.assertEqual(first.handover_id, second.handover_id)
        first.handover_id.hand()
        self.assertEqual(first.state, "handed_over")

    def test_a_first_scan_that_is_refused_begins_no_list(self):
        lost = self._received()
        lost.report_loss("Không thấy hồ sơ trong tủ.")
        answer = self.env["hcc.handover"].with_user(self.official).scan(lost.name)
        self.assertEqual((answer["result"], answer["code"]), ("refused", lost.name))
        self.assertIn("lost", answer["message"])
        self.assertIsNone(answer["batch"])
        self.assertFalse(
            self.env["hcc.handover"].search([("giver_user_id", "=", self.official.id)])
        )

    def test_the_takers_first_scan_finds_the_batch(self):
        batch = self._handed(2)
        scan = self.env["hcc.handover"].with_user(self.appraiser).scan
        self.assertEqual(scan(batch.name)["batch"]["id"], batch.id)
        answer = scan(batch.line_ids[0].dossier_id.name)
        self.assertEqual(answer["batch"]["id"], batch.id)
        self.assertEqual((answer["batch"]["done"], answer["batch"]["count"]), (1, 2))
        self.assertEqual(len(answer["batch"]["waiting"]), 1)

    def test_a_batch_is_found_by_its_number_among_the_own_ones(self):
        batch = self._handed(1)
        for text in (batch.name.lower(), f" {batch.name} "):
            answer = batch.with_user(self.appraiser).scan(text)
            self.assertEqual(answer["batch"]["id"], batch.id)
        answer = batch.browse().with_user(self.other_official).scan(batch.name)
        self.assertEqual((answer["result"], answer["batch"]), ("unknown", None))

    def test_answers_are_red_green_or_unknown(self):
        batch = self._handed(1)
        stranger = self._received()
        taker = batch.with_user(self.appraiser)
        tones = [
            (batch.line_ids.dossier_id.name, "good"),
            (stranger.name, "bad"),
            ("8936012345678", "unknown"),
        ]
        for code, tone in tones:
            self.assertEqual(taker.scan(code, batch.id)["tone"], tone)
        self.assertEqual(taker.difference_count, 1)

    def test_a_dossier_of_another_centre_is_unknown(self):
        batch = self._handed(1)
        here, self.env = (
            self.env,
            self.env(context={**self.env.context, "allowed_company_ids": self.other_centre.ids}),
        )
        foreign = self._received(user=self.elsewhere)
        self.env = here
        answer = batch.with_user(self.appraiser).scan(foreign.name, batch.id)
        self.assertEqual(answer["result"], "unknown")
        self.assertEqual(len(batch.line_ids), 1)

    def test_the_last_scan_is_taken_back(self):
        batch = self._handed(2)
        first, second = batch.line_ids.dossier_id
        taker = batch.with_user(self.appraiser)
        self._scan(batch, self.appraiser, first, second)
        stranger = self._received()
        taker.scan(stranger.name, batch.id)
        self.assertEqual(taker.undo_scan()["code"], stranger.name)
        self.assertEqual(len(batch.line_ids), 2)
        taker.undo_scan()
        taker.undo_scan()
        self.assertEqual(set(batch.line_ids.mapped("status")), {"given"})
        with self.assertRaises(UserError):
            taker.undo_scan()

    def test_only_the_own_scan_is_taken_back(self):
        batch = self._handed(2)
        first, second = batch.line_ids.dossier_id
        self._scan(batch, self.appraiser, first)
        with self.assertRaises(UserError):
            batch.with_user(self.approver).undo_scan()
        self._scan(batch, self.approver, second)
        self.assertEqual(batch.with_user(self.approver).undo_scan()["code"], second.name)
        self.assertEqual(self._line(batch, first).status, "scanned")

    def test_the_other_side_does_not_scan(self):
        draft = self._batch(count=1)
        code = draft.line_ids.dossier_id.name
        self.assertEqual(draft.with_user(self.appraiser).scan(code, draft.id)["result"], "refused")
        self.assertEqual(draft.given_count, 0)
        draft.hand(everything=True)
        with self.assertRaises(AccessError):
            draft.with_user(self.other_official).load_scan(draft.id)
        self.assertEqual(draft.with_user(self.director).scan(code, draft.id)["result"], "refused")

    def test_a_closed_batch_takes_no_scans(self):
        batch = self._handed(1)
        self._scan(batch, self.appraiser, batch.line_ids.dossier_id)
        batch.with_user(self.appraiser).receive()
        answer = batch.with_user(self.appraiser).scan(batch.line_ids.dossier_id.name, batch.id)
        self.assertEqual(answer["result"], "refused")

    def test_a_scan_of_fifty_costs_no_more_than_of_five(self):
        counts = []
        for size in (5, 50):
            batch = self._handed(size)
            dossiers = batch.line_ids.dossier_id
            taker = batch.with_user(self.appraiser)
            taker.scan(dossiers[0].name, batch.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            taker.scan(dossiers[1].name, batch.id)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
