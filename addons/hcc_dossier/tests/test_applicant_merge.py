from odoo.tests import tagged

from odoo.addons.hcc_base.tools.identity import invented_citizen_id

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestApplicantMerge(HccDossierCommon):
    """Dossiers follow the applicant; what they say of their day stays."""

    def setUp(self):
        super().setUp()
        self.received = self._received()
        self.ended = self._received()
        self.ended.with_user(self.official).withdraw(reason="Không còn nhu cầu")
        self.loser = self.received.applicant_id
        self.winner = (
            self.env["hcc.applicant"]
            .with_user(self.official)
            .find_or_register(
                {"name": "Vàng A Mẫu", "identity_number": invented_citizen_id(77), "phone": False}
            )
        )
        self.merge = (
            self.env["hcc.applicant.merge"]
            .with_user(self.official)
            .create(
                {"winner_id": self.winner.id, "loser_id": self.loser.id, "reason": "Cùng một người"}
            )
        )

    def test_open_and_ended_dossiers_follow_with_their_words(self):
        name = self.received.applicant_name
        self.merge.merge()
        for dossier in self.received | self.ended:
            self.assertEqual(dossier.applicant_id, self.winner)
            self.assertEqual(dossier.applicant_name, name)
        self.assertEqual(self.merge.moved_count, 2)

    def test_undoing_moves_back_what_was_moved_and_keeps_what_came_since(self):
        self.merge.merge()
        since = self._draft()
        self.assertEqual(since.applicant_id, self.winner, "the old number finds the survivor")
        self.merge.undo()
        self.assertEqual((self.received | self.ended).applicant_id, self.loser)
        self.assertEqual(since.applicant_id, self.winner)
