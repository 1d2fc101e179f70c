from odoo.tests import tagged

from .test_procedure import ProcedureCommon


@tagged("post_install", "-at_install")
class TestReceptionScope(ProcedureCommon):
    """Where a dossier is accepted: at the agency's own centres, or all over the province."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version.publish()
        cls.third = cls._create_centre("Trung tâm thứ ba", "H99.03")
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _refusal(self, centre=None):
        return self.procedure.with_user(self.official)._reception_refusal(centre or self.third)

    def test_the_shipped_scopes(self):
        scopes = [self.env.ref(f"hcc_base.policy_{regime}").reception_scope for regime in "abc"]
        self.assertEqual(scopes, ["territorial", "province", "province"])

    def test_territorial_names_the_centres_where_the_agency_receives(self):
        self.policy.reception_scope = "territorial"
        self.assertFalse(self._refusal(self.centre))
        refusal = self._refusal()
        for words in ("Trung tâm thứ ba", "Sở Thử nghiệm", "Trung tâm khác, Trung tâm thử nghiệm"):
            self.assertIn(words, refusal)
        self.procedure.company_ids = self.other_centre
        self.assertIn("receives: Trung tâm khác.", self._refusal(self.centre))

    def test_the_agency_that_took_over_is_named(self):
        self.policy.reception_scope = "territorial"
        self.other_agency.company_ids = self.other_centre
        self.agency.write({"ended_on": "2026-11-01", "successor_id": self.other_agency.id})
        self.assertIn("Sở Khác, receives: Trung tâm khác.", self._refusal())

    def test_the_province_accepts_what_another_centre_receives(self):
        self.assertFalse(self._refusal())
        self.assertFalse(self.procedure._is_received_at(self.third), "its own list stays")

    def test_a_version_received_anywhere_is_accepted_under_both(self):
        self.policy.reception_scope = "territorial"
        draft = self._create_version("2026-06-01", is_non_territorial=True)
        draft.publish()
        self.assertFalse(self._refusal())

    def test_the_scope_is_that_of_the_receiving_centres_own_policy(self):
        self.env["hcc.policy"].create(
            {
                "name": "Riêng",
                "regime": "c",
                "company_id": self.third.id,
                "valid_from": "2026-11-01",
                "reception_scope": "territorial",
            }
        )
        self.assertIn("Trung tâm thứ ba", self._refusal())

    def test_no_scope_opens_what_no_centre_receives(self):
        self.procedure.reception = "own_premises"
        self.assertIn("Trung tâm thứ ba", self._refusal())
        self.procedure.reception = "centre"
        self.agency.reception_mode = "none"
        self.assertIn("Trung tâm thứ ba", self._refusal())
        self.agency.reception_mode = "centre"
        self.assertFalse(self._refusal())
        self.agency.ended_on = "2026-11-01"
        self.assertIn("Trung tâm thứ ba", self._refusal())

    def test_a_decision_that_leaves_it_outside_holds(self):
        decision = self.env["hcc.catalogue.decision"].create(
            {
                "name": "1/QĐ",
                "signer": "Nguyễn Văn Mẫu",
                "company_id": self.third.id,
                "decided_on": "2026-11-01",
                "effective_on": "2026-11-02",
                "line_ids": [
                    (
                        0,
                        0,
                        {"procedure_id": self.procedure.id, "mode": "excluded", "reason": "Lý do"},
                    )
                ],
            }
        )
        decision.sign()
        self.assertIn("Lý do", self._refusal())
