from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccDossierCommon
from .test_desk import CARD


@tagged("post_install", "-at_install")
class TestCompetence(HccDossierCommon):
    """A centre receives for another one: who receives, who processes, who sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.centre | cls.other_centre).is_centre = True
        # The other agency works at the other centre; its staff there are not of this one.
        cls.other_agency.company_ids = cls.other_centre
        staff = {"agency": cls.other_agency, "centre": cls.other_centre}
        cls.far_appraiser = cls._create_user("c_appraiser", "appraiser", **staff)
        cls.far_approver = cls._create_user("c_approver", "approver", **staff)
        cls.far_clerk = cls._create_user("c_clerk", "clerk", **staff)
        cls.colleague = cls._create_user("c_colleague", "official", agency=cls.agency)
        cls.desk = cls.env["hcc.dossier"].with_user(cls.official)

    def _form(self, procedure=None, **values):
        procedure = procedure or self.other_procedure
        check = self.desk.desk_check(procedure.id)
        for line in check["components"]:
            line["is_received"] = line["is_required"]
        known = self.desk.desk_applicant(card=CARD)
        return {
            "applicant_id": known.get("applicant", {}).get("id"),
            "applicant": known.get("values"),
            "procedure_id": procedure.id,
            "components": check["components"],
            "channel": "other_centre",
            "competent_centre_id": self.other_centre.id,
            "return_channel": "counter",
        } | values

    def _submit(self, **values):
        answer = self.desk.desk_submit("receive", self._form(**values))
        return self.env["hcc.dossier"].browse(answer["dossier_id"])

    def _at(self, dossier, user):
        return dossier.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def test_the_desk_offers_it_and_names_the_centre(self):
        [row] = self.desk.desk_procedures("chung chi khac")
        self.assertTrue(row["is_far"])
        check = self.desk.desk_check(self.other_procedure.id)
        self.assertEqual(check["centres"], [[self.other_centre.id, self.other_centre.name]])
        self.env.ref("hcc_base.policy_c").reception_scope = "territorial"
        self.assertFalse(self.desk.desk_procedures("chung chi khac"))
        self.assertIn("receives: ", self.desk.desk_check(self.other_procedure.id)["refusal"])

    def test_the_whole_way(self):
        dossier = self._submit()
        self.assertEqual(dossier.company_id, self.centre)
        self.assertEqual(dossier.agency_id, self.other_agency)
        self.assertEqual(dossier.official_user_id, self.official)
        entry = self.env["hcc.journal.entry"].search(
            [
                ("res_model", "=", "hcc.dossier"),
                ("res_id", "=", dossier.id),
                ("verb", "=", "receive"),
            ]
        )
        self.assertEqual(entry.facts["competent_centre"], self.other_centre.id)
        dossier.with_user(self.colleague).hand_over()
        self._at(dossier, self.far_appraiser).take()
        for user in (self.far_appraiser, self.far_approver, self.far_clerk):
            self._at(dossier, user).complete_step()
        self._at(dossier, self.far_clerk).hand_over()
        dossier.with_user(self.colleague).take()
        dossier.with_user(self.official).return_result("applicant")
        self.assertEqual(dossier.state, "returned")

    def test_who_sees_it(self):
        dossier = self._submit()
        self.assertTrue(self._at(dossier, self.far_approver).has_access("read"))
        self.assertTrue(dossier.with_user(self.colleague).has_access("write"))
        self.assertTrue(self._at(dossier, self.far_approver).component_ids.has_access("read"))
        for user in (self.appraiser, self.approver, self.clerk):
            self.assertFalse(dossier.with_user(user).has_access("read"), user.login)
        self.assertFalse(self._at(dossier, self.elsewhere).has_access("read"))

    def test_the_receiving_centre_does_no_step_of_it(self):
        dossier = self._submit()
        dossier.with_user(self.official).hand_over()
        for user in (self.official, self.appraiser):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).take()

    def test_only_another_centre_that_receives_it_is_named(self):
        with self.assertRaisesRegex(UserError, "belong together"):
            self._submit(procedure=self.procedure, competent_centre_id=False)
        with self.assertRaisesRegex(ValidationError, "itself: name no other centre"):
            self._submit(procedure=self.procedure)
        third = self._create_centre("Trung tâm thứ ba", "H99.03")
        third.is_centre = True
        with self.assertRaisesRegex(ValidationError, "is not received at Trung tâm thứ ba"):
            self._submit(competent_centre_id=third.id)

    def test_an_ordinary_dossier_is_seen_as_before(self):
        dossier = self._received()
        self.official.agency_ids = [Command.clear()]
        self.assertFalse(dossier.with_user(self.official).has_access("read"))
        self.assertFalse(dossier.with_user(self.other_official).has_access("read"))
