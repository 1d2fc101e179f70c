from odoo.tests import tagged

from .test_child import ChildCommon
from .test_truth import TruthCommon


@tagged("post_install", "-at_install")
class TestTruthOfChildren(ChildCommon, TruthCommon):
    def test_sound_linked_dossiers_have_no_finding(self):
        parent = self._received()
        self._check()
        self.assertFalse(self._found(parent))
        self.assertFalse(self._found(parent.child_ids))

    def test_a_child_without_its_parent(self):
        child = self._received().child_ids
        self.env.cr.execute("ALTER TABLE hcc_dossier DROP CONSTRAINT hcc_dossier_child_check")
        self._sow("UPDATE hcc_dossier SET parent_id = NULL WHERE id = %s", child.id)
        self._check()
        self.assertIn("child_parent", self._found(child))

    def test_a_child_whose_parent_has_ended(self):
        parent = self._received()
        child = parent.child_ids
        self._sow("UPDATE hcc_dossier SET state = 'cancelled' WHERE id = %s", parent.id)
        self._check()
        self.assertIn("child_parent", self._found(child))

    def test_a_finished_parent_without_its_child(self):
        parent = self._received()
        self._sow(
            "UPDATE hcc_dossier SET state = 'done', result_kind = 'granted', finished_at = now(),"
            " timeliness = 'early', custody = 'centre' WHERE id = %s", parent.id,
        )  # fmt: skip
        self._check()
        self.assertIn("parent_child", self._found(parent))
