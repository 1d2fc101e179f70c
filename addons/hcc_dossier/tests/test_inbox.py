import re

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.hcc_base.tests.common import centre_time

from ..models.dossier.hcc_dossier_delegate import OPENED
from .test_delegation import DelegationCommon


@tagged("post_install", "-at_install")
class TestInbox(DelegationCommon):
    """Who finds which step under “My work”, and how it is coloured."""

    def _work(self, user):
        steps = self.env["hcc.dossier.step"].with_user(user)
        return steps.search([("waits_for_me", "=", True)])

    def test_a_step_waits_for_the_right_person_only(self):
        dossier = self._received()
        people = (self.official, self.appraiser, self.approver, self.clerk, self.other_approver)
        self.assertFalse(any(self._work(user) for user in people))
        dossier.hand_over()
        self.assertEqual(self._work(self.appraiser).mapped("work_kind"), ["unit"])
        dossier.with_user(self.appraiser).take()
        self.assertEqual(self._work(self.appraiser).mapped("work_kind"), ["held"])
        for user in people:
            if user != self.appraiser:
                self.assertFalse(self._work(user), user.login)
        dossier.with_user(self.appraiser).complete_step()
        self.assertFalse(self._work(self.appraiser))
        self.assertEqual(self._work(self.approver), dossier.current_step_id)
        self.assertFalse(self._work(self.other_approver))

    def test_what_one_holds_waits_for_nobody_else(self):
        dossier = self._processing()
        colleague = self._create_user("d_colleague", "appraiser", agency=self.agency)
        self.assertFalse(self._work(colleague))
        dossier.with_user(self.appraiser).release_step()
        self.assertEqual(self._work(colleague).work_kind, "unit")
        self.assertEqual(self._work(self.appraiser).work_kind, "unit")

    def _assert_left_to_the_others(self, go):
        colleague = self._create_user("d_colleague", "appraiser", agency=self.agency)
        dossier, beside = self._processing(), self._processing()
        beside.with_user(self.approver).reassign_step(colleague.id, "Chia việc.")
        self.assertEqual(self._work(colleague), beside.current_step_id)
        go()
        step = dossier.current_step_id
        self.assertEqual(self._work(colleague), step | beside.current_step_id)
        self.assertEqual(step.with_user(colleague).work_kind, "unit")
        self.assertEqual(beside.current_step_id.with_user(colleague).work_kind, "held")
        self.assertFalse(self._work(self.approver) | self._work(self.other_approver))
        step.with_user(colleague).action_take()
        self.assertEqual(step.holder_user_id, colleague)

    def test_what_somebody_held_who_left_waits_for_the_others(self):
        def leave():
            self.appraiser.agency_ids = self.other_agency

        self._assert_left_to_the_others(leave)

    def test_what_an_archived_user_held_waits_for_the_others(self):
        self._assert_left_to_the_others(self.appraiser.action_archive)

    def test_what_somebody_held_who_lost_the_role_waits_for_the_others(self):
        def lose_the_role():
            self.appraiser.group_ids = self.official.group_ids

        self._assert_left_to_the_others(lose_the_role)

    def test_what_somebody_held_who_left_waits_for_a_deputy_too(self):
        dossier = self._appraised()
        other = self._create_user("d_second", "approver", agency=self.agency)
        dossier.with_user(other).take_step()
        self._delegate()
        self.assertFalse(self._work(self.deputy))
        other.action_archive()
        step = self._work(self.deputy)
        self.assertEqual(step, dossier.current_step_id)
        self.assertEqual((step.work_kind, step.in_place_of), ("place", self.approver.name))
        step.action_take()
        dossier.with_user(self.deputy).complete_step()
        self.assertEqual(dossier.result_kind, "granted")

    def test_what_a_deputy_holds_stays_with_the_deputy(self):
        dossier = self._appraised()
        delegation = self._delegate()
        dossier.with_user(self.deputy).take_step()
        other = self._create_user("d_second", "approver", agency=self.agency)
        self.assertFalse(self._work(other))
        delegation.revoke()
        self.assertEqual(self._work(other), dossier.current_step_id)

    def test_no_step_waits_while_the_dossier_does(self):
        dossier = self._processing()
        dossier.with_user(self.approver).suspend("Chờ kết luận.")
        self.assertFalse(self._work(self.appraiser))
        dossier.with_user(self.approver).resume()
        self.assertTrue(self._work(self.appraiser))
        dossier.withdraw("Theo đơn.")
        self.assertFalse(self._work(self.appraiser))

    def test_a_room_finds_its_own_steps(self):
        room = self.env["hcc.agency"].create(
            {"name": "Phòng Một", "code": "P1", "kind": "unit", "parent_id": self.agency.id}
        )
        member = self._create_user("d_room", "appraiser", agency=room)
        dossier = self._received()
        dossier.hand_over()
        step = dossier.current_step_id
        step.sudo().with_env(dossier.sudo()._open_guard().env).agency_id = room
        self.assertEqual(self._work(member), step)
        # The agency's own member is no member of the room: the step is none of theirs.
        self.assertFalse(self._work(self.appraiser))

    def test_under_a_delegation_it_says_in_whose_place(self):
        dossier = self._appraised()
        self.assertFalse(self._work(self.deputy))
        delegation = self._delegate()
        step = self._work(self.deputy)
        self.assertEqual(step, dossier.current_step_id)
        self.assertEqual((step.work_kind, step.in_place_of), ("place", self.approver.name))
        # Another holds it: then it is done in that person's place only.
        other = self._create_user("d_second", "approver", agency=self.agency)
        dossier.with_user(other).take_step()
        self.assertFalse(self._work(self.deputy))
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).complete_step()
        dossier.with_user(self.approver).reassign_step(self.approver.id, "Đi công tác.")
        self.assertTrue(self._work(self.deputy))
        dossier.with_user(self.deputy).complete_step()
        self.assertEqual(dossier.result_kind, "granted")
        delegation.revoke()
        self.assertFalse(self._work(self.deputy))

    def test_a_delegation_of_another_act_opens_nothing(self):
        self._appraised()
        self._delegate("number_seal", principal=self.clerk)
        self.assertFalse(self._work(self.deputy))

    def test_the_unit_is_seen_by_its_approver_and_by_the_director(self):
        step = self._processing().current_step_id
        steps = self.env["hcc.dossier.step"]
        unit = [("waits_for_my_unit", "=", True)]
        for user in (self.approver, self.director):
            self.assertEqual(steps.with_user(user).search(unit), step)
            self.assertTrue(step.with_user(user).waits_for_my_unit)
        self.assertFalse(steps.with_user(self.other_approver).search(unit))

    # -------------------------------------------------------------------------
    # AMBER AND RED
    # -------------------------------------------------------------------------

    def _colours(self, dossier):
        self.env.invalidate_all()
        step = dossier.current_step_id
        flags = (step.is_amber, step.is_late, dossier.is_amber, dossier.is_overdue)
        found = [
            bool(model.search([("id", "=", record.id), (name, "=", True)]))
            for model, record, name in (
                (self.env["hcc.dossier.step"], step, "is_amber"),
                (self.env["hcc.dossier.step"], step, "is_late"),
                (self.env["hcc.dossier"], dossier, "is_amber"),
                (self.env["hcc.dossier"], dossier, "is_overdue"),
            )
        ]
        self.assertEqual(list(flags), found)
        self.assertEqual(dossier.is_step_late, step.is_late)
        self.assertEqual(dossier.is_step_amber, step.is_amber)
        step_domain = [("id", "=", dossier.id), ("is_step_late", "=", True)]
        self.assertEqual(bool(self.env["hcc.dossier"].search(step_domain)), step.is_late)
        return flags

    def test_step_and_dossier_turn_amber_then_red(self):
        # From Monday 08:00, 12 working hours; the 24th is a holiday.
        dossier = self._processing()
        self.assertEqual(dossier.current_step_id.due_at, centre_time("2026-11-25 14:00"))
        self.assertEqual(self._colours(dossier), (False,) * 4)
        with self.at("2026-11-25 10:00"):
            self.assertEqual(self._colours(dossier)[:2], (True, False))
        with self.at("2026-11-25 14:01"):
            self.assertEqual(self._colours(dossier)[:2], (False, True))
        with self.at("2026-11-26 14:00"):
            self.assertEqual(self._colours(dossier)[2:], (True, False))
        with self.at("2026-11-27 10:00"):
            self.assertEqual(self._colours(dossier)[2:], (False, True))

    def test_the_policy_marks_nothing_ahead(self):
        hours = {"step_warning_hours": 0, "dossier_warning_days": 0}
        self.env.ref("hcc_base.policy_c").write(hours)
        dossier = self._processing()
        with self.at("2026-11-25 10:00"):
            self.assertEqual(self._colours(dossier)[:2], (False, False))

    def test_the_policy_marks_far_ahead(self):
        hours = {"step_warning_hours": 40, "dossier_warning_days": 5}
        self.env.ref("hcc_base.policy_c").write(hours)
        self.assertEqual(self._colours(self._processing()), (True, False, True, False))

    # -------------------------------------------------------------------------
    # AS QUICK AFTER YEARS
    # -------------------------------------------------------------------------

    def _open_list(self, user):
        """How many queries the list of “My work” costs with all its columns, and how long it is."""
        self.env.flush_all()
        self.env.invalidate_all()
        steps = self.env["hcc.dossier.step"].with_user(user)
        view = self.env.ref("hcc_dossier.hcc_dossier_step_view_list")
        columns = re.findall(r'<field name="(\w+)"', view.arch)
        spec = {name: {} for name in columns} | {"dossier_id": {"fields": {"display_name": {}}}}
        before = self.env.cr.sql_log_count
        answer = steps.web_search_read([("waits_for_me", "=", True)], spec)
        return self.env.cr.sql_log_count - before, answer["length"]

    def test_queries_do_not_grow_with_history_or_work(self):
        self._processing()
        self._open_list(self.appraiser)
        first, __ = self._open_list(self.appraiser)
        for __ in range(3):
            self._processing()
            self._done()
        self.assertEqual(self._open_list(self.appraiser), (first, 4))

    def test_queries_under_a_delegation_do_not_grow_with_history(self):
        self._delegate()
        self._appraised()
        self._open_list(self.deputy)
        first, length = self._open_list(self.deputy)
        self.assertEqual(length, 1)
        for __ in range(3):
            self._done()
        self.assertEqual(self._open_list(self.deputy), (first, 1))

    def test_open_steps_are_found_without_those_that_have_ended(self):
        """The wording of the ORM's condition and of the indexes must agree, or PostgreSQL reads
        every step that the agency ever had."""
        steps = self.env["hcc.dossier.step"].sudo()
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        current = [("is_current", "=", True)]
        for index, domain in (
            ("hcc_dossier_step_inbox_idx", [("agency_id", "=", self.agency.id)]),
            ("hcc_dossier_step_held_idx", [("holder_user_id", "=", self.appraiser.id)]),
        ):
            query = steps._search([*current, *domain], order="due_at").select()
            self.assertIn(index, self._plan(query, "hcc_dossier_step", index))

    def test_what_a_delegation_opens_is_found_without_what_has_ended(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        index = "hcc_dossier_delegable_idx"
        self.assertIn(index, self._plan(OPENED, "hcc_dossier", index))

    def _plan(self, query, table, index):
        """How PostgreSQL would go about it, were ``index`` the table's only one: which of several
        it prefers in a table of a few rows is chance."""
        self.env.cr.execute(
            """SELECT indexrelid::regclass::text FROM pg_index
               WHERE indrelid = %s::regclass AND indexrelid != %s::regclass
                 AND NOT indisprimary""",
            [table, index],
        )
        others = [name for (name,) in self.env.cr.fetchall()]
        with self.cr.savepoint() as savepoint:
            for name in others:
                self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
            self.env.cr.execute(SQL("EXPLAIN %s", query))
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            savepoint.rollback()
        return plan
