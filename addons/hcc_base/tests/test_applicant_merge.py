from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.identity import invented_citizen_id
from .common import HccCommon

NAME = "Lò Thị Mẫu"


@tagged("post_install", "-at_install")
class TestApplicantMerge(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("merge_official", "official", agency=cls.agency)
        cls.other_official = cls._create_user("merge_other", "official", agency=cls.other_agency)
        cls.number = invented_citizen_id(21)
        cls.applicants = cls.env["hcc.applicant"].with_user(cls.official)
        cls.first = cls.applicants.find_or_register({"name": NAME, "identity_number": cls.number})
        cls.second = cls.applicants.find_or_register(
            {"name": NAME, "identity_kind": "passport", "identity_number": "C1234567"}
        )

    def _draft(self, reason="Đã xem cả hai giấy tờ"):
        action = (self.first | self.second).action_merge()
        draft = self.env["hcc.applicant.merge"].with_user(self.official).browse(action["res_id"])
        draft.reason = reason
        return draft

    def _merged(self):
        merge = self._draft()
        merge.merge()
        return merge

    def test_the_one_with_a_citizen_number_stays(self):
        draft = self._draft()
        self.assertEqual((draft.winner_id, draft.loser_id), (self.first, self.second))
        draft.action_swap()
        self.assertEqual(draft.winner_id, self.second)
        self.assertNotIn(self.number, draft.comparison)
        self.assertIn(self.number[-4:], draft.comparison)

    def test_the_merged_record_is_archived_and_still_finds_the_person(self):
        self._merged()
        self.assertFalse(self.second.active)
        self.assertEqual(self.second.merged_into_id, self.first)
        found = self.applicants.find_or_register(
            {"name": NAME, "identity_kind": "passport", "identity_number": "C1234567"}
        )
        self.assertEqual(found, self.first)

    def test_agencies_of_both_know_the_one_that_stays(self):
        self.applicants.with_user(self.other_official).find_or_register(
            {"name": NAME, "identity_kind": "passport", "identity_number": "C1234567"}
        )
        self._merged()
        self.assertEqual(self.first.with_user(self.other_official).name, NAME)

    def test_undoing_restores_both(self):
        self.second.sudo()._open_to(self.other_agency)
        merge = self._merged()
        merge.undo()
        self.assertTrue(self.second.active)
        self.assertFalse(self.second.merged_into_id)
        self.assertEqual(self.first.sudo().agency_ids, self.agency)
        self.assertEqual(merge.state, "undone")

    def test_a_chain_of_mergings_leads_to_the_last(self):
        third = self.applicants.find_or_register({"name": NAME, "identity_kind": "other"})
        self._merged()
        again = self.env["hcc.applicant.merge"].with_user(self.official)
        again.create({"winner_id": third.id, "loser_id": self.first.id, "reason": "x"}).merge()
        self.assertEqual(self.second._survivor(), third)

    def test_what_is_refused(self):
        company = self.applicants.find_or_register(
            {"kind": "organisation", "name": NAME, "identity_kind": "other"}
        )
        merges = self.env["hcc.applicant.merge"].with_user(self.official)
        pair = {"winner_id": self.first.id, "loser_id": self.second.id}
        self._merged()
        refused = (
            {**pair, "reason": False},
            {**pair, "reason": "x"},  # merged already
            {"winner_id": self.first.id, "loser_id": company.id, "reason": "x"},
        )
        for values in refused:
            with self.subTest(values), self.assertRaises(UserError):
                merges.create(values).merge()
        for applicants in (self.first, self.applicants.browse()):
            with self.assertRaises(UserError):
                applicants.action_merge()

    def test_who_does_not_know_both_cannot_merge(self):
        self.first.sudo()._open_to(self.other_agency)
        merges = self.env["hcc.applicant.merge"].with_user(self.other_official)
        with self.assertRaises(AccessError):
            merges.create({"winner_id": self.first.id, "loser_id": self.second.id, "reason": "x"})
        with self.assertRaises(AccessError):
            (self.first | self.second).with_user(self.other_official).action_merge()

    def test_oversight_reads_mergings_and_changes_none(self):
        overseer = self._create_user("merge_oversight", "oversight")
        merge = self._merged().with_user(overseer)
        self.assertEqual(merge.state, "merged")
        with self.assertRaises(AccessError):
            merge.undo()

    def test_nobody_archives_or_merges_by_hand(self):
        for values in ({"active": False}, {"merged_into_id": self.first.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.second.write(values)
        created = self.applicants.create({"name": NAME, "merged_into_id": self.first.id})
        self.assertFalse(created.merged_into_id)

    def test_the_journal_names_both_and_no_person(self):
        self._merged()
        entries = self.env["hcc.journal.entry"].search([("verb", "=", "merge")])
        self.assertEqual(set(entries.mapped("res_model")), {"hcc.applicant", "hcc.applicant.merge"})
        for entry in entries:
            self.assertEqual(entry.facts, {"winner": self.first.id, "loser": self.second.id})

    def test_every_reference_to_an_applicant_moves(self):
        """A list of applicants on some model would be forgotten: there is none."""
        own = {"hcc.applicant", "hcc.applicant.merge", "hcc.applicant.entry", "hcc.agency"}
        for name in set(self.env.registry) - own:
            model = self.env[name]
            if model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if field.comodel_name == "hcc.applicant" and field.type == "many2many":
                    self.fail(f"{name}.{field.name} is not moved when applicants are merged")
