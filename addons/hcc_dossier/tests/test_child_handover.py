from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_child import ChildCommon
from .test_handover import HandoverCommon


@tagged("post_install", "-at_install")
class TestChildrenOnLists(ChildCommon, HandoverCommon):
    """A linked dossier's result goes from its own agency to the leading one, which takes it: it
    does not pass the centre's counter, so no list of the centre leads it there."""

    def _decided_child(self):
        """All steps complete, the result with the agency's clerk."""
        child = self._received().child_ids
        child.with_user(self.others[0]).take()
        for user in self.others:
            child.with_user(user).complete_step()
        return child.with_user(self.others[2])

    def test_a_linked_result_goes_on_no_list_to_the_centre(self):
        child = self._decided_child()
        self.assertIsNone(child.sudo()._way())
        with self.assertRaisesRegex(UserError, "None of the chosen(.|\\n)*to the leading agency"):
            child.action_list_for_handover()
        answer = self.env["hcc.handover"].with_user(self.others[2]).scan(child.name)
        self.assertEqual((answer["result"], answer["batch"]), ("refused", None))
        self.assertIn("to the leading agency", answer["message"])
        child.hand_over()
        child.with_user(self.appraiser).take()
        self.assertEqual((child.state, child.custody), ("done", "centre"))

    def test_a_linked_result_moves_alone_where_all_others_move_in_batches(self):
        self.env.ref("hcc_base.policy_c").handover_batches_only = True
        child = self._decided_child()
        self.assertTrue(child.can_hand_over_result)
        child.hand_over()
        self.assertTrue(child.with_user(self.official).can_take_child_result)
        child.with_user(self.official).take()
        self.assertEqual(child.state, "done")

    def test_what_a_list_holds_the_leading_agency_does_not_take_past_it(self):
        child = self._decided_child()
        way = (child.company_id, "to_centre", child.agency_id, child.agency_id)
        batch = self.env["hcc.handover"].with_user(self.others[2])._draft_for(*way)
        child.hand_over()
        child._guarded_write({"handover_id": batch.id})
        self.assertFalse(child.with_user(self.appraiser).can_take_child_result)
        with self.assertRaisesRegex(UserError, "hand-over list"):
            child.with_user(self.appraiser).take()
        self.assertEqual(child.state, "processing")
