from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccDossierCommon

REASON = "Giải quyết tại nơi kiểm tra"


@tagged("post_install", "-at_install")
class TestCatalogueDecision(HccDossierCommon):
    """A procedure taken out of the centre is not received there from the decision's day on."""

    def _take_out(self, effective_on, mode="own_premises", **values):
        decision = self.env["hcc.catalogue.decision"].create(
            {
                "name": f"{effective_on}/QĐ",
                "signer": "Nguyễn Văn Mẫu",
                "decided_on": "2026-11-01",
                "effective_on": effective_on,
                "line_ids": [
                    Command.create(
                        {"procedure_id": self.procedure.id, "mode": mode, "reason": REASON}
                    )
                ],
                **values,
            }
        )
        decision.sign()

    def test_reception_is_refused_with_the_reason_and_the_place(self):
        self._take_out("2026-11-23")
        with self.assertRaisesRegex(ValidationError, f"{REASON}.*premises of Sở Thử nghiệm"):
            self._draft()

    def test_a_draft_of_the_day_before_is_not_accepted_on_the_day(self):
        self._take_out("2026-11-25", mode="excluded")
        accepted = self._received()
        draft = self._draft()
        with self.at("2026-11-25 07:00"):
            with self.assertRaisesRegex(ValidationError, REASON):
                draft.receive()
            accepted.hand_over()
        self.assertEqual((draft.state, accepted.state), ("draft", "handed_over"))

    def test_it_does_not_reach_back_over_receptions(self):
        self._received()
        for day in ("2026-11-20", "2026-11-23"):
            with (
                self.subTest(day),
                self.assertRaisesRegex(UserError, rf"{self.procedure.code} \(23/11/2026\)"),
            ):
                self._take_out(day)
        self._take_out("2026-11-24")

    def test_receptions_at_another_centre_do_not_hold_it(self):
        self._received()
        self._take_out("2026-11-20", company_id=self.other_centre.id)
        self.assertFalse(self.procedure._is_received_at(self.other_centre))

    def test_bringing_in_may_reach_back(self):
        self._received()
        self._take_out("2026-11-20", mode="centre")
        self.assertTrue(self.procedure._is_received_at(self.centre))

    def test_a_guided_dossier_can_still_be_refused(self):
        dossier = self._draft(complete=False)
        dossier.guide("Thiếu đơn.")
        self._take_out("2026-11-23")
        dossier.refuse("Thủ tục không còn tiếp nhận tại Trung tâm.")
        self.assertEqual(dossier.state, "refused")
