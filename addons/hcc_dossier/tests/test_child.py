from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


class ChildCommon(HccDossierCommon):
    """A procedure of 3 days that needs two of another agency: one after the other, 8 hours each."""

    timing = "after"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third_procedure = cls._create_procedure(
            cls.other_agency, "1.000003", "Xác nhận quy hoạch"
        )
        links = [
            {"sequence": 1, "procedure_id": cls.other_procedure.id, "hours": 8},
            {
                "sequence": 2, "procedure_id": cls.third_procedure.id, "hours": 4,
                "timing": cls.timing,
            },
        ]  # fmt: skip
        cls._publish_version(
            cls.procedure,
            valid_from="2026-11-23",
            link_ids=[Command.create(values) for values in links],
        )
        cls.others = [
            cls._create_user(f"d_other_{role}", role, agency=cls.other_agency)
            for role in ("appraiser", "approver", "clerk")
        ]

    def _finish_child(self, child, taker=None):
        child.with_user(self.others[0]).take()
        for user in self.others:
            child.with_user(user).complete_step()
        child.with_user(self.others[2]).hand_over()
        child.with_user(taker or self.appraiser).take()


@tagged("post_install", "-at_install")
class TestChildren(ChildCommon):
    def test_the_first_begins_with_the_parent(self):
        parent = self._received()
        child = parent.child_ids
        self.assertEqual(child.procedure_id, self.other_procedure)
        self.assertEqual(child.name, f"{parent.name}-L01")
        self.assertEqual((child.state, child.custody), ("handed_over", "to_agency"))
        self.assertEqual((child.agency_id, child.lead_agency_id), (self.other_agency, self.agency))
        # Its quota from Monday 08:00: 8 working hours; the 24th is a holiday.
        self.assertEqual(child.due_at, centre_time("2026-11-25 08:00"))
        self.assertLessEqual(child.due_at, parent.due_at)
        self.assertEqual(len(child.step_ids), 3)
        self.assertEqual(
            child.sudo().component_ids.mapped("name"),
            parent.component_ids.filtered("is_received").mapped("name"),
        )
        self.assertEqual(parent.waiting_links, self.third_procedure.display_name)

    def test_both_sides_see_the_hand_over(self):
        parent = self._received()
        child = parent.child_ids
        for user in (self.official, self.appraiser, self.others[0]):
            self.assertTrue(child.with_user(user).has_access("read"), user.login)
            self.assertTrue(child.with_user(user).step_ids.has_access("read"), user.login)
            self.assertTrue(child.with_user(user).handed_over_at)
        self.assertFalse(parent.with_user(self.others[0]).has_access("read"))
        # The leading agency sees it and does not do its work.
        with self.assertRaises(AccessError):
            child.with_user(self.appraiser).take()
        with self.assertRaises(AccessError):
            child.with_user(self.official).write({"subject": "Khác"})

    def test_the_next_begins_when_the_first_is_done(self):
        parent = self._received()
        first = parent.child_ids
        with self.at("2026-11-23 14:00"):
            self._finish_child(first)
        self.assertEqual((first.state, first.timeliness), ("done", "early"))
        second = parent.child_ids - first
        self.assertEqual(second.procedure_id, self.third_procedure)
        self.assertEqual(second.received_at, centre_time("2026-11-23 14:00"))
        self.assertEqual(second.due_at, centre_time("2026-11-25 08:00"))
        self.assertEqual(second.name, f"{parent.name}-L02")
        self.assertFalse(parent.waiting_links)
        self._finish_child(second)
        self.assertEqual(len(parent.child_ids), 2)

    def test_only_the_leading_agency_takes_the_result(self):
        child = self._received().child_ids
        child.with_user(self.others[0]).take()
        for user in self.others:
            child.with_user(user).complete_step()
        with self.assertRaisesRegex(UserError, "has not handed"):
            child.with_user(self.appraiser).take()
        child.with_user(self.others[2]).hand_over()
        for user in (*self.others, self.other_official):
            with self.assertRaises(AccessError):
                child.with_user(user).take()
        child.with_user(self.official).take()
        self.assertEqual(child.state, "done")

    def test_the_parent_is_not_sealed_before(self):
        parent = self._received()
        parent.hand_over()
        parent.with_user(self.appraiser).take()
        parent.with_user(self.appraiser).complete_step()
        parent.with_user(self.approver).complete_step()
        clerk = parent.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "not finished"):
            clerk.complete_step()
        self._finish_child(parent.child_ids)
        with self.assertRaisesRegex(UserError, "Xác nhận quy hoạch"):
            clerk.complete_step()
        self._finish_child(parent.child_ids.filtered(lambda c: c.state == "handed_over"))
        clerk.complete_step()
        clerk.hand_over()
        parent.take()
        parent.return_result()
        self.assertEqual(set(parent.child_ids.mapped("state")), {"returned"})

    def test_refused_and_late_ones_show_on_the_parent(self):
        parent = self._received()
        child = parent.child_ids
        self.assertFalse(parent.child_warning)
        with self.at("2026-11-25 09:00"):
            self.env.invalidate_all()
            self.assertIn("overdue", parent.child_warning)
        child.with_user(self.others[0]).take()
        child.with_user(self.others[0]).complete_step()
        child.with_user(self.others[1]).complete_step(outcome="refused", note="Trái quy hoạch.")
        self.assertIn("refused", parent.child_warning)
        self.assertFalse(child.notice_ids)  # no paper for the applicant

    def test_the_applicant_deals_with_the_parent_only(self):
        parent = self._received()
        child = parent.child_ids
        child.with_user(self.others[0]).take()
        with self.assertRaisesRegex(UserError, "is part of"):
            child.with_user(self.others[0]).request_supplement("Thiếu.")
        with self.assertRaisesRegex(UserError, "is part of"):
            child.with_user(self.other_official).withdraw("Theo đơn.")
        with self.assertRaisesRegex(UserError, "is part of"):
            child.with_user(self.others[1]).extend("2026-12-02 08:00:00", "Chậm.")
        self.assertFalse(child.with_user(self.others[0]).can_request_supplement)
        with self.assertRaisesRegex(UserError, "is part of"):
            child.with_user(self.others[1]).correct("Nhầm.")
        self.assertFalse(child.with_user(self.others[1]).can_correct)

    def test_children_end_with_the_parent(self):
        for verb, user in (
            ("withdraw", self.official),
            ("cancel", self.approver),
            ("correct", self.approver),
        ):
            parent = self._received()
            getattr(parent.with_user(user), verb)("Theo đơn.")
            child = parent.child_ids
            self.assertEqual((child.state, len(child)), ("stopped", 1), verb)
            self.assertTrue(child.ended_on)
            self.assertFalse(child.current_step_id)

    def test_a_child_waits_within_its_own_clock(self):
        parent = self._received()
        child = parent.child_ids
        child.with_user(self.others[0]).take()
        with self.at("2026-11-23 09:00"):
            child.with_user(self.others[1]).suspend("Chờ số liệu.")
        with self.at("2026-11-30 09:00"):
            child.with_user(self.others[1]).resume()
        # Never past the parent's own time limit, which did not wait: the applicant's appointment
        # stands until the parent itself is suspended (see TestChildrenWait).
        self.assertEqual(child.due_at, parent.due_at)
        self.assertEqual(parent.due_at, parent.first_due_at)

    def test_nobody_begins_or_ends_one_by_hand(self):
        child = self._received().child_ids
        for user in (self.official, self.others[1], self.director):
            for verb in ("open_child", "end_child", "close_child"):
                self.assertFalse(child.with_user(user)._can(verb))
        with self.assertRaises(AccessError):
            self._draft().write({"parent_id": child.id})

    # -------------------------------------------------------------------------
    # THE CATALOGUE
    # -------------------------------------------------------------------------

    def test_the_limit_is_the_schedule_of_the_quotas(self):
        links = [
            Command.create({"sequence": n, "procedure_id": procedure.id, "hours": 16})
            for n, procedure in enumerate((self.other_procedure, self.third_procedure))
        ]
        with self.assertRaisesRegex(UserError, "one after the other"):
            self._publish_version(self.procedure, valid_from="2026-12-01", link_ids=links)

    def test_a_published_link_never_changes(self):
        link = self.procedure._version_on("2026-11-23").link_ids[:1]
        with self.assertRaises(AccessError):
            link.sudo().hours = 40


@tagged("post_install", "-at_install")
class TestParallelChildren(ChildCommon):
    timing = "parallel"

    def test_both_begin_at_once(self):
        parent = self._received()
        self.assertEqual(parent.child_ids.procedure_id, self.other_procedure | self.third_procedure)
        self.assertEqual(
            parent.child_ids.mapped("due_at"),
            [centre_time("2026-11-23 14:00"), centre_time("2026-11-25 08:00")],
        )
