from odoo.tests import tagged

from .common import OWNER, HccDossierCommon

CARD = (
    "012195000017|045678901|Lò Thị Thử Nghiệm|01011995|Nữ|Bản Thử, xã Mẫu, tỉnh Lai Châu|01012022"
)


@tagged("post_install", "-at_install")
class TestCode(HccDossierCommon):
    """What a scan opens, within the rights of who scans, and no word of what they may not see."""

    def setUp(self):
        super().setUp()
        self.dossier = self._received()

    def _find(self, code, user=None, is_part=False):
        user = user or self.official
        codes = self.env["hcc.code"].with_context(allowed_company_ids=user.company_ids.ids)
        return codes.with_user(user).find(code, is_part)

    def _codes(self):
        """Every code of the slip, as a scanner reads it."""
        return (
            self.dossier.name,
            self.dossier.name.lower(),
            self.dossier._statutory_qr("Giấy tiếp nhận"),
            self.dossier._status_url(),
        )

    def test_every_code_of_the_slip_opens_the_dossier(self):
        for code in self._codes():
            with self.subTest(code):
                answer = self._find(code)
                self.assertEqual((answer["kind"], answer["ids"]), ("record", self.dossier.ids))
                self.assertEqual(answer["action"]["res_id"], self.dossier.id)
                self.assertFalse(answer["is_being_received"])

    def test_the_other_papers_numbers_open_what_they_belong_to(self):
        sealed = self._sealed()
        guided = self._draft()
        guided.guide("Thiếu")
        action = self.dossier.action_list_for_handover()
        handover = self.env["hcc.handover"].with_user(self.official).browse(action["res_id"])
        handover.hand(everything=True)
        papers = {
            sealed.result_number: sealed,
            guided.notice_ids.number: guided,
            handover.name: handover,
        }
        for code, record in papers.items():
            with self.subTest(code):
                answer = self._find(code)
                self.assertEqual((answer["model"], answer["ids"]), (record._name, record.ids))
                self.assertEqual(self._find(code, self.elsewhere)["kind"], "unknown")

    def test_out_of_reach_reads_as_unknown(self):
        unknown = self._find("H99.11-261123-9999", self.other_official)
        self.assertEqual(unknown["kind"], "unknown")
        for user in (self.other_official, self.cashier, self.elsewhere):
            for code in self._codes():
                with self.subTest(user=user.login, code=code):
                    answer = self._find(code, user)
                    self.assertEqual(answer.keys(), unknown.keys())
                    message = answer["message"].replace(code[:40], "")
                    self.assertEqual(message, unknown["message"].replace("H99.11-261123-9999", ""))

    def test_the_reception_number_goes_on_at_the_desk(self):
        guided = self._draft()
        guided.guide("Thiếu")
        answer = self._find(guided.reception_number)
        self.assertEqual(answer["ids"], guided.ids)
        self.assertTrue(answer["is_being_received"])

    def test_a_part_is_found_when_it_was_typed(self):
        self.assertEqual(self._find("261123-0001")["kind"], "unknown")
        self.assertEqual(self._find("261123-0001", is_part=True)["ids"], self.dossier.ids)
        self.assertEqual(self._find("001", is_part=True)["kind"], "unknown", "too short")
        second = self._draft(beside_open=True)
        second.receive()
        answer = self._find("261123-00", is_part=True)
        self.assertEqual(answer["kind"], "list")
        self.assertEqual(set(answer["ids"]), {self.dossier.id, second.id})
        self.assertEqual(
            self._find("261123-00", self.other_official, is_part=True)["kind"], "unknown"
        )

    def test_a_card_goes_to_the_desk_or_to_its_holder(self):
        answer = self._find(CARD)
        self.assertEqual((answer["kind"], answer["action"]["path"]), ("card", "hcc-desk"))
        self.assertNotIn(OWNER["identity_number"], str(answer))
        self.dossier.applicant_id._open_to(self.agency)
        answer = self._find(CARD, self.appraiser)
        self.assertEqual(answer["ids"], self.dossier.applicant_id.ids)
        for user in (self.other_approver, self.cashier):
            self.assertEqual(self._find(CARD, user)["kind"], "unknown")

    def test_nonsense_is_unknown(self):
        for code in ("", None, 7, "HCC1|x", "HCC1|a|b|c|d|e|f|g|h", "/hcc/s/", "%", "x" * 5000):
            with self.subTest(code):
                self.assertEqual(self._find(code, is_part=True)["kind"], "unknown")
