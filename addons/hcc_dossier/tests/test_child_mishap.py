from odoo.tests import tagged

from .test_child import ChildCommon
from .test_truth import TruthCommon


class ChildMishapCommon(ChildCommon, TruthCommon):
    """A parent in process; the user of the other agency who decides on its linked dossiers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deciding = cls.others[1]

    def _both(self):
        parent = self._processing()
        return parent, parent.child_ids


@tagged("post_install", "-at_install")
class TestChildGivenBack(ChildMishapCommon):
    """A linked dossier that ends without a result makes way for the next, and the parent says so."""

    def _end(self, child, verb):
        getattr(child.with_user(self.deciding), verb)("Không thuộc thẩm quyền.")

    def test_the_next_begins(self):
        for verb in ("give_back", "cancel"):
            with self.subTest(verb=verb):
                parent, first = self._both()
                self._end(first, verb)
                second = parent.child_ids - first
                self.assertEqual(second.procedure_id, self.third_procedure)
                self.assertFalse(parent.waiting_links)

    def test_the_parent_says_so(self):
        parent, first = self._both()
        self._end(first, "give_back")
        self.assertIn(f"{first.name}: ended without a result", parent.child_warning)

    def test_the_parent_can_be_sealed_afterwards(self):
        parent, first = self._both()
        self._end(first, "give_back")
        self._finish_child(parent.child_ids - first)
        for user in (self.appraiser, self.approver, self.clerk):
            parent.with_user(user).complete_step()
        self.assertTrue(parent.result_number)

    def test_an_ended_parent_begins_nothing(self):
        parent, first = self._both()
        parent.with_user(self.approver).give_back("Không đủ điều kiện.")
        self.assertEqual(parent.child_ids, first)
        self.assertEqual(first.state, "stopped")
