from odoo.exceptions import UserError
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

    # -- its papers -----------------------------------------------------------

    def _found_after(self, moment, child):
        with self.at(moment):
            self._check("evening")
            return self._found(child)

    def test_papers_at_the_counter_with_the_parents_are_not_on_their_way(self):
        """Received in the last hour, or after the cut-off: the agency gets them with the
        parent's."""
        with self.at("2026-11-23 16:30"):
            parent = self._received()
        child = parent.child_ids
        for moment in ("2026-11-23 17:00", "2026-11-25 08:00"):
            self.assertEqual(self._found_after(moment, child), [], moment)
        with self.at("2026-11-25 08:30"):
            parent.hand_over()
        self.assertEqual(self._found_after("2026-11-25 16:59", child), [])
        self.assertEqual(self._found_after("2026-11-25 17:00", child), ["in_transit"])
        self.assertEqual(self._found(parent), ["in_transit"])
        with self.at("2026-11-25 17:10"):
            child.with_user(self.others[0]).take()
            self._check("evening")
            self.assertEqual(self._found(child), [])

    def test_papers_of_a_second_one_are_on_their_way_since_it_began(self):
        parent = self._processing()
        first = parent.child_ids
        with self.at("2026-11-25 09:00"):
            self._finish_child(first)
        second = parent.child_ids - first
        self.assertEqual(self._found_after("2026-11-25 16:59", second), [])
        self.assertEqual(self._found_after("2026-11-25 17:00", second), ["in_transit"])

    def test_papers_that_come_while_it_waits_with_its_parent_are_taken(self):
        parent = self._processing()
        child = parent.child_ids
        with self.at("2026-11-23 10:00"):
            parent.with_user(self.approver).suspend("Chờ.")
        self.assertEqual((child.state, child.custody), ("suspended", "to_agency"))
        self.assertEqual(self._found_after("2026-11-23 11:00", child), [])
        self.assertEqual(self._found_after("2026-11-23 17:00", child), ["in_transit"])
        taker = child.with_user(self.others[0])
        self.assertTrue(taker.can_take)
        self.assertFalse(child.with_user(self.appraiser).can_take)
        with self.at("2026-11-25 08:00"):
            taker.take()
        self.assertEqual((child.state, child.custody), ("suspended", "agency"))
        self.assertEqual(self._found_after("2026-11-25 17:00", child), [])
        self.env.invalidate_all()
        self.assertFalse(taker.can_take)
        with self.assertRaisesRegex(UserError, "on their way to the agency"):
            taker.take()
        with self.at("2026-11-26 08:00"):
            parent.with_user(self.approver).resume()
        self.assertEqual((child.state, child.custody), ("processing", "agency"))

    def test_only_a_linked_dossier_waits_on_its_way(self):
        dossier = self._processing()
        dossier.with_user(self.approver).suspend("Chờ.")
        self._sow("UPDATE hcc_dossier SET custody = 'to_agency' WHERE id = %s", dossier.id)
        self._check()
        self.assertIn("custody_state", self._found(dossier))

    # -- its wait -------------------------------------------------------------

    def test_nobody_is_asked_to_end_a_wait_with_the_parent(self):
        parent = self._processing()
        child = parent.child_ids
        child.with_user(self.others[0]).take()
        parent.with_user(self.approver).suspend("Chờ.", None, "2026-12-31")
        self.assertEqual(child.state, "suspended")
        with self.at("2026-12-20 09:00"):
            self._check()
            self.assertEqual((self._found(child), self._found(parent)), ([], []))

    def test_a_wait_of_its_own_without_an_end_is_found(self):
        child = self._processing().child_ids
        child.with_user(self.others[0]).take()
        child.with_user(self.others[1]).suspend("Chờ số liệu.")
        with self.at("2026-12-20 09:00"):
            self._check()
            self.assertIn("wait_idle", self._found(child))

    # -- its parent -----------------------------------------------------------

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
