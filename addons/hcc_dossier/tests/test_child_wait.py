from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from .test_child import ChildCommon


@tagged("post_install", "-at_install")
class TestChildrenWait(ChildCommon):
    """What the parent waits, its linked dossiers wait; what moves its schedule moves theirs.

    Received on Monday 23 November 08:00, Tuesday is a public holiday: the parent is due on Friday
    at 08:00, its child, 8 working hours, on Wednesday at 08:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")
        cls.policy.write({"supplement_clock_mode": "pause", "supplement_max_requests": 3})

    def _both(self):
        """A parent in process, its child with the other agency."""
        parent = self._processing()
        child = parent.child_ids
        child.with_user(self.others[0]).take()
        return parent, child

    def _supplemented(self, parent, start, end):
        with self.at(start):
            parent.with_user(self.appraiser).request_supplement("Thiếu bản vẽ.")
        with self.at(end):
            parent.with_user(self.official).accept_supplement()

    def _suspended(self, dossier, user, start, end):
        with self.at(start):
            dossier.with_user(user).suspend("Chờ số liệu.")
        with self.at(end):
            dossier.with_user(user).resume()

    def _verbs(self, dossier):
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], order="id"
        )
        return entries.mapped("verb")

    # -------------------------------------------------------------------------
    # THE PARENT WAITS
    # -------------------------------------------------------------------------

    def test_a_supplement_of_the_parent_made_the_linked_dossier_overdue(self):
        parent, child = self._both()
        with self.at("2026-11-23 16:00"):
            parent.with_user(self.appraiser).request_supplement("Thiếu bản vẽ.")
        self.assertEqual(child.state, "supplement")
        self.assertEqual(child.request_reason, "Thiếu bản vẽ.")
        with self.at("2026-11-30 09:00"):
            self.env.invalidate_all()
            self.assertFalse(child.is_overdue)
            self.assertFalse(parent.child_warning)
            work = self.env["hcc.dossier.step"].with_user(self.others[0])
            self.assertFalse(work.search([("waits_for_me", "=", True)]))
        with self.at("2026-12-02 07:00"):
            parent.with_user(self.official).accept_supplement()
        # Two of eight hours were left on Monday at 16:00; of the parent's, eighteen.
        self.assertEqual(child.due_at, centre_time("2026-12-02 09:00"))
        self.assertEqual(parent.due_at, centre_time("2026-12-04 09:00"))
        self.assertEqual((child.state, child.custody), ("processing", "agency"))
        self.assertLessEqual(max(child.step_ids.mapped("due_at")), child.due_at)
        self.assertEqual(self._verbs(child)[-2:], ["wait_with_parent", "go_on_with_parent"])
        self.assertEqual(child._due_from_ledger().instant, child.due_at)

    def test_counted_afresh_as_the_parent_is(self):
        self.policy.supplement_clock_mode = "recount_full"
        parent, child = self._both()
        self._supplemented(parent, "2026-11-23 16:00", "2026-12-02 07:00")
        self.assertEqual(child.due_at, centre_time("2026-12-02 17:00"))
        self.assertEqual(parent.due_at, centre_time("2026-12-07 07:00"))

    def test_several_supplements_of_the_parent(self):
        parent, child = self._both()
        self._supplemented(parent, "2026-11-23 14:00", "2026-11-25 14:00")
        self._supplemented(parent, "2026-11-25 15:00", "2026-11-26 15:00")
        # A working day each.
        self.assertEqual(child.due_at, centre_time("2026-11-27 08:00"))
        self.assertEqual(len(child.ledger_ids), 3)

    def test_a_suspension_of_the_parent(self):
        parent, child = self._both()
        self._suspended(parent, self.approver, "2026-11-23 10:00", "2026-11-30 10:00")
        # Four working days: 23, 25, 26 and 27 November.
        self.assertEqual(child.due_at, centre_time("2026-12-01 08:00"))
        self.assertLess(child.due_at, parent.due_at)
        self.assertEqual(child.state, "processing")

    def test_papers_on_their_way_wait_and_are_still_to_be_taken(self):
        parent = self._processing()
        child = parent.child_ids
        self._suspended(parent, self.approver, "2026-11-23 10:00", "2026-11-25 10:00")
        self.assertEqual((child.state, child.custody), ("handed_over", "to_agency"))
        child.with_user(self.others[0]).take()
        self.assertEqual(child.state, "processing")

    def test_nobody_ends_such_a_wait_in_the_linked_dossier(self):
        parent, child = self._both()
        parent.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.assertRaisesRegex(UserError, "goes on when that one does"):
            child.with_user(self.other_official).accept_supplement()
        self.assertFalse(child.with_user(self.other_official).can_accept_supplement)
        parent.with_user(self.official).accept_supplement()
        parent.with_user(self.approver).suspend("Chờ.")
        with self.assertRaisesRegex(UserError, "goes on when that one does"):
            child.with_user(self.others[1]).resume()
        for user in (self.others[1], self.appraiser, self.director):
            for verb in ("wait_with_parent", "go_on_with_parent"):
                self.assertFalse(child.with_user(user)._can(verb))

    def test_a_wait_of_its_own_goes_over_into_the_parents(self):
        parent, child = self._both()
        with self.at("2026-11-23 09:00"):
            child.with_user(self.others[1]).suspend("Chờ số liệu.")
        with self.at("2026-11-23 10:00"):
            parent.with_user(self.approver).suspend("Chờ quy hoạch.")
        with self.at("2026-11-25 09:00"):
            child.with_user(self.others[1]).resume()
        self.assertEqual(child.state, "suspended")
        self.assertEqual(child.request_reason, "Chờ quy hoạch.")
        with self.at("2026-11-30 09:00"):
            parent.with_user(self.approver).resume()
        self.assertEqual(child.state, "processing")
        # Seven hours were left on Monday at 09:00.
        self.assertEqual(child.due_at, centre_time("2026-12-01 08:00"))

    def test_a_wait_of_its_own_outlasts_the_parents(self):
        parent, child = self._both()
        with self.at("2026-11-23 09:00"):
            child.with_user(self.others[1]).suspend("Chờ số liệu.")
        self._suspended(parent, self.approver, "2026-11-23 10:00", "2026-11-25 10:00")
        self.assertEqual(child.state, "suspended")
        with self.at("2026-11-27 09:00"):
            child.with_user(self.others[1]).resume()
        self.assertEqual(child.state, "processing")
        self.assertEqual(child.due_at, parent.due_at)  # its own wait moves nobody else's time

    def test_a_finished_one_waits_no_more_and_the_next_begins_waiting(self):
        parent = self._processing()
        first = parent.child_ids
        first.with_user(self.others[0]).take()
        for user in self.others:
            first.with_user(user).complete_step()
        first.with_user(self.others[2]).hand_over()
        parent.with_user(self.approver).suspend("Chờ.")
        self.assertEqual(first.state, "processing")
        first.with_user(self.appraiser).take()
        second = parent.child_ids - first
        self.assertEqual((first.state, second.state), ("done", "suspended"))
        with self.at("2026-11-26 08:00"):
            parent.with_user(self.approver).resume()
        self.assertEqual(second.state, "handed_over")
        self.assertEqual(second.due_at, centre_time("2026-11-26 14:00"))

    def test_they_end_while_they_wait(self):
        for verb in ("withdraw", "give_back", "correct"):
            parent, child = self._both()
            if verb != "correct":
                parent.with_user(self.approver).suspend("Chờ.")
            user = self.approver if verb == "correct" else self.official
            getattr(parent.with_user(user), verb)("Theo đơn.")
            self.assertEqual(child.state, "stopped", verb)
            self.assertTrue(all(row.ended_at for row in child.ledger_ids[1:]), verb)

    def test_nobody_is_reminded_twice(self):
        self.policy.write(
            {
                "supplement_abandon_days": 20, "stop_grace_days": 0, "stop_reminder_days": 5,
                "suspension_reminder_days": 30,
            }
        )  # fmt: skip
        parent, child = self._both()
        parent.with_user(self.appraiser).request_supplement("Thiếu.")
        self._run_jobs("2026-12-10 09:00")
        self._run_jobs("2026-12-15 09:00")
        self.assertEqual(self._warned("silent"), parent)
        self.assertEqual(self.env["hcc.dossier.proposal"].search([]).dossier_id, parent)
        parent.with_user(self.official).accept_supplement()
        parent.with_user(self.approver).suspend("Chờ.")
        self._run_jobs("2027-01-05 09:00")
        self.assertEqual(self._warned("suspended_long"), parent)
        self.assertEqual(child.state, "suspended")

    def _run_jobs(self, moment):
        with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
            self.env["hcc.dossier.warning"]._cron_watch()
            self.env["hcc.dossier.proposal"]._cron_propose_stops()

    def _warned(self, kind):
        return self.env["hcc.dossier.warning"].search([("kind", "=", kind)]).dossier_id

    # -------------------------------------------------------------------------
    # THE PARENT'S SCHEDULE MOVES
    # -------------------------------------------------------------------------

    def test_a_holiday_moves_both_schedules(self):
        parent, child = self._both()
        with self.at("2026-11-23 09:00"):
            child.with_user(self.others[1]).suspend("Chờ.")
        with self.at("2026-11-30 09:00"):
            child.with_user(self.others[1]).resume()
        self.assertEqual(child.due_at, parent.due_at)  # bound by the parent's time limit
        self._declare_holiday("2026-11-26")
        self.assertEqual(parent.due_at, centre_time("2026-11-30 08:00"))
        self.assertEqual(child.due_at, parent.due_at)
        self.assertEqual(child._counted_again()["due_at"], child.due_at)

    def test_a_holiday_moves_the_quota(self):
        parent, child = self._both()
        self._declare_holiday("2026-11-25")
        self.assertEqual(child.due_at, centre_time("2026-11-26 08:00"))
        self.assertEqual(parent.due_at, centre_time("2026-11-30 08:00"))
        self.assertLessEqual(max(child.step_ids.mapped("due_at")), child.due_at)

    def _declare_holiday(self, day):
        self.env["hcc.calendar.day"].create(
            {"date": day, "name": "Nghỉ", "kind": "closure", "company_id": self.centre.id}
        )

    def test_a_new_appointment_wins_no_time(self):
        parent, child = self._both()
        before = child.due_at
        parent.with_user(self.approver).extend(centre_time("2026-12-04 16:00"), "Xin lỗi.")
        self.assertEqual((child.due_at, child.appointment_at), (before, before))
        with self.at("2026-11-25 09:00"):
            self.env.invalidate_all()
            self.assertTrue(child.is_overdue)
