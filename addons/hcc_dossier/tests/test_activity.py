from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OWNER
from .test_delegation import DelegationCommon


@tagged("post_install", "-at_install")
class TestActivity(DelegationCommon):
    """Who did what, in whose place and when: on the form, for all who read the dossier's steps."""

    def _activity(self, dossier, user):
        self.env.invalidate_all()
        return dossier.with_user(user).activity or ""

    def test_everybody_concerned_reads_who_did_what(self):
        dossier = self._processing()
        with self.at("2026-11-25 09:30"):
            dossier.with_user(self.appraiser).complete_step()
        self._delegate()
        dossier.with_user(self.deputy).complete_step()
        people = (self.official, self.appraiser, self.approver, self.clerk, self.director)
        for user in (*people, self.oversight):
            rows = self._activity(dossier, user)
            for words in ("Accept", "Hand over", "Complete the step", "Thẩm định", "Phê duyệt",
                          self.official.name, "09:30 25/11/2026"):  # fmt: skip
                self.assertIn(words, rows, user.login)
            # The last act first, with whose place it was done in.
            self.assertLess(rows.index(self.deputy.name), rows.index(self.appraiser.name))
            self.assertIn(f"<td>{self.deputy.name}</td><td>{self.approver.name}</td>", rows)
        with self.assertRaises(AccessError):
            self.env["hcc.journal.entry"].with_user(self.appraiser).search([])

    def test_nothing_personal(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).request_supplement("Thiếu giấy của bà Lò.")
        rows = self._activity(dossier, self.appraiser)
        self.assertIn("Request a supplement", rows)
        for personal in (*OWNER.values(), "bà Lò", dossier.applicant_identity):
            self.assertNotIn(personal, rows)

    def test_looking_is_no_act(self):
        dossier = self._received()
        self.env["hcc.journal.entry"]._append(dossier, "view", facts={"fields": []})
        self.assertNotIn("view", self._activity(dossier, self.official))

    def test_names_cannot_carry_markup(self):
        self.appraiser.name = "<b>Thẩm</b>"
        rows = self._activity(self._processing(), self.official)
        self.assertIn("&lt;b&gt;Thẩm", rows)

    def test_others_read_none(self):
        dossier = self._processing()
        for user in (self.other_approver, self.other_official):
            with self.assertRaises(AccessError):
                self._activity(dossier, user)
        asked = self._create_user("d_asked", "appraiser", agency=self.other_agency)
        dossier.with_user(self.appraiser).consult(self.other_agency.ids, "Ý kiến?", 2)
        self.assertFalse(self._activity(dossier, asked))

    def test_every_verb_has_its_words(self):
        dossiers = self.env["hcc.dossier"]
        self.assertFalse(set(dossiers._verbs) - set(dossiers._verb_labels()))
