from unittest.mock import patch

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import centre_time

from . import files
from .common import HccDossierCommon
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestWoundsOfTimeLimits(HccDossierCommon):
    """What other systems got wrong about time limits for years, each in a test of its own.

    Monday 23 November 08:00, Tuesday is a public holiday; 07:00–11:30 and 13:30–17:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _waited(self, dossier, start, end):
        """A supplement asked for at ``start`` that came at ``end``."""
        with self.at(start):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at(end):
            dossier.with_user(self.official).accept_supplement()

    def _suspended(self, dossier, start, end):
        with self.at(start):
            dossier.with_user(self.approver).suspend("Chờ.")
        with self.at(end):
            dossier.with_user(self.approver).resume()

    def test_terms_in_hours_were_wrong_across_holidays(self):
        self._publish_version(
            self.procedure, valid_from="2026-11-01",
            time_limit_value=8, time_limit_unit="working_hour",
            step_ids=[Command.create({"name": "Giải quyết", "kind": "approve", "hours": 2})],
        )  # fmt: skip
        with self.at("2026-11-23 16:00"):
            dossier = self._received()
        # One hour on Monday, none on Tuesday, four and a half and two and a half on Wednesday.
        self.assertEqual(dossier.due_at, centre_time("2026-11-25 16:00"))
        self.assertIn("24/11", dossier.due_explanation)

    def test_holidays_and_make_up_days_were_unknown(self):
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-11-28",
                "name": "Làm bù",
                "kind": "make_up",
                "company_id": self.centre.id,
                "slots": "07:00-11:30; 13:30-17:00",
            }
        )
        with self.at("2026-11-26 08:00"):
            dossier = self._received()
        # Friday, the Saturday that is worked, Monday.
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 08:00"))

    def test_several_supplements_made_a_dossier_overdue(self):
        self.policy.write({"supplement_max_requests": 3, "supplement_clock_mode": "pause"})
        dossier = self._processing()
        self._waited(dossier, "2026-11-25 09:00", "2026-11-26 09:00")
        self._waited(dossier, "2026-11-26 14:00", "2026-11-27 14:00")
        self._waited(dossier, "2026-11-27 15:00", "2026-11-30 15:00")
        # Three working days waited: Friday 27 November becomes Wednesday 2 December.
        self.assertEqual(dossier.due_at, centre_time("2026-12-02 08:00"))
        with self.at("2026-12-01 16:00"):
            dossier.invalidate_recordset()
            self.assertFalse(dossier.is_overdue)

    def test_a_dossier_that_waits_for_the_citizen_was_shown_as_overdue(self):
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at("2027-01-04 09:00"), patch.object(IrCron, "_commit_progress"):
            dossier.invalidate_recordset()
            self.assertFalse(dossier.is_overdue)
            self.assertFalse(dossier.is_apology_missing)
            self.env["hcc.dossier.warning"]._cron_watch()
            self.assertFalse(self.env["hcc.dossier.warning"].search([]))

    def test_the_timer_fired_after_minutes_instead_of_days(self):
        self.policy.write({"supplement_abandon_days": 1, "stop_grace_days": 0})
        dossier = self._processing()
        with self.at("2026-11-25 16:55"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        for moment, proposed in (
            ("2026-11-25 17:00", False),
            ("2026-11-26 16:55", False),
            ("2026-11-26 23:59", False),
            ("2026-11-27 00:00", True),
        ):
            with self.at(moment), patch.object(IrCron, "_commit_progress", return_value=60.0):
                self.env["hcc.dossier.proposal"]._cron_propose_stops()
            self.assertEqual(bool(dossier.proposal_ids), proposed, moment)

    def test_a_supplement_was_possible_at_reception_only(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        self.assertEqual(dossier.current_step_id.kind, "approve")
        dossier.with_user(self.approver).request_supplement("Thiếu chữ ký.")
        self.assertEqual(dossier.state, "supplement")
        dossier.with_user(self.official).accept_supplement()
        self.assertFalse(dossier.with_user(self.approver).can_request_supplement, "and counted")

    def test_only_the_dossier_was_warned_of_never_its_step(self):
        dossier = self._processing()
        with self.at("2026-11-25 08:00"), patch.object(IrCron, "_commit_progress"):
            self.env["hcc.dossier.warning"]._cron_watch()
        warnings = self.env["hcc.dossier.warning"].search([("kind", "=", "step_near")])
        self.assertEqual(warnings.step_id, dossier.current_step_id)

    def test_a_repeated_step_got_no_time_of_its_own(self):
        """Sent back, a step has its whole quota once more, inside the dossier's time limit; the
        round before stays as it was judged."""
        dossier = self._processing()
        first = dossier.current_step_id
        self.assertEqual(first.due_at, centre_time("2026-11-25 14:00"))  # 12 hours
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).complete_step()
        with self.at("2026-11-25 10:00"):
            dossier.with_user(self.approver).send_back("Chưa đạt.")
        again = dossier.current_step_id
        self.assertEqual((again.round, again.hours), (2, 12))
        # Five hours on Wednesday, seven on Thursday.
        self.assertEqual(again.due_at, centre_time("2026-11-26 16:00"))
        self.assertEqual(first.due_at, centre_time("2026-11-25 14:00"))
        self.assertFalse(first.is_late)
        # The approval has the rest of the term only: Friday 08:00.
        later = dossier.step_ids.filtered(lambda step: not step.finished_at) - again
        self.assertEqual(set(later.mapped("due_at")), {dossier.due_at})

    def test_a_repeated_step_won_time_for_the_dossier(self):
        dossier = self._processing()
        due_at = dossier.due_at
        with self.at("2026-11-26 14:00"):
            dossier.with_user(self.appraiser).complete_step()
            dossier.with_user(self.approver).send_back("Chưa đạt.")
        self.assertEqual((dossier.due_at, dossier.current_step_id.due_at), (due_at, due_at))
        with self.at("2026-11-27 08:01"):
            self.env.invalidate_all()
            self.assertTrue(dossier.is_overdue and dossier.current_step_id.is_late)

    def test_a_wait_left_the_steps_late(self):
        dossier = self._processing()
        step = dossier.current_step_id
        self._suspended(dossier, "2026-11-25 09:00", "2026-12-02 09:00")
        self.assertGreater(step.due_at, centre_time("2026-12-02 09:00"))
        self.assertLessEqual(step.due_at, dossier.due_at)

    def test_the_day_of_completion_could_be_edited(self):
        dossier = self._done()
        for user in (self.official, self.approver, self.director):
            with self.assertRaises(AccessError):
                dossier.with_user(user).write({"finished_at": "2026-11-20 01:00:00"})
        with self.assertRaises(AccessError):
            dossier.sudo().write({"timeliness": "on_time"})

    def test_a_suspension_was_a_flag_that_moved_no_deadline(self):
        dossier = self._processing()
        self._suspended(dossier, "2026-11-25 10:00", "2026-11-26 10:00")
        self._suspended(dossier, "2026-11-26 15:00", "2026-11-27 09:00")
        # A working day, and two hours on each side of a night: twelve working hours.
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 14:00"))

    def test_a_break_over_lunch_counted_as_time_waited(self):
        dossier = self._processing()
        self._suspended(dossier, "2026-11-25 11:30", "2026-11-25 13:30")
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self._suspended(dossier, "2026-11-26 11:00", "2026-11-26 14:00")
        # Half an hour before the break, half an hour after it.
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 09:00"))

    def test_a_night_and_a_holiday_counted_as_time_waited(self):
        dossier = self._processing()
        self._suspended(dossier, "2026-11-23 17:00", "2026-11-25 07:00")
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))

    def test_supplement_and_suspension_one_after_the_other(self):
        """Counted anew from the full supplement, then moved by what was waited afterwards."""
        dossier = self._processing()
        self._suspended(dossier, "2026-11-23 09:00", "2026-11-23 11:00")
        self._waited(dossier, "2026-11-25 09:00", "2026-11-26 09:00")
        self._suspended(dossier, "2026-11-27 07:00", "2026-11-30 07:00")
        # Thursday 09:00 and three working days: Tuesday 1 December; one more day waited.
        self.assertEqual(dossier.due_at, centre_time("2026-12-02 09:00"))
        self.assertEqual(dossier._due_from_ledger().instant, dossier.due_at)

    def test_the_early_morning_was_yesterday_on_a_server_in_utc(self):
        """06:30 on Monday at the centre is Sunday in UTC."""
        with self.at("2026-11-30 06:30"):
            dossier = self._received()
            self.official.tz = "UTC"
            same = self._received()
        self.assertEqual(str(dossier.received_on), "2026-11-30")
        self.assertEqual(dossier.due_at, centre_time("2026-12-03 07:00"))
        self.assertEqual(same.due_at, dossier.due_at, "whatever zone the user prefers")
        self.assertIn("261130", dossier.name)

    def test_a_term_ended_on_a_sunday(self):
        self._publish_version(
            self.procedure, valid_from="2026-11-01",
            time_limit_value=2, time_limit_unit="calendar_day",
            step_ids=[Command.create({"name": "Giải quyết", "kind": "approve", "hours": 2})],
        )  # fmt: skip
        with self.at("2026-11-27 10:00"):
            dossier = self._received()
        self.assertEqual(dossier.due_at, centre_time("2026-11-30 10:00"))

    def test_within_the_printed_minute_a_dossier_was_overdue(self):
        dossier = self._processing()
        with self.at("2026-11-27 08:00"):
            dossier.invalidate_recordset()
            self.assertFalse(dossier.is_overdue)
        with self.at("2026-11-27 08:01"):
            dossier.invalidate_recordset()
            self.assertTrue(dossier.is_overdue)


@tagged("post_install", "-at_install")
class TestWoundsOfDossiers(DocumentCommon):
    """What other systems got wrong about catalogue, papers and finding."""

    def _found_by(self, user, words):
        """What the search box's line “Content” finds for ``user``."""
        dossiers = self.env["hcc.dossier"].with_user(user)
        view = self.env.ref("hcc_dossier.hcc_dossier_view_search")
        arch = etree.fromstring(dossiers.get_view(view.id, "search")["arch"])
        [line] = arch.xpath("//field[@name='subject']")
        return dossiers.search(safe_eval(line.get("filter_domain"), {"self": words}))

    # -- configuration --------------------------------------------------------

    def test_the_catalogue_began_with_every_units_processes(self):
        action = self.env.ref("hcc_base.hcc_procedure_own_action")
        menu = self.env.ref("hcc_base.menu_procedure_own")
        for user, own in (
            (self.official, self.procedure),
            (self.clerk, self.procedure),
            (self.other_official, self.other_procedure),
        ):
            domain = safe_eval(action.domain, {"uid": user.id})
            found = self.env["hcc.procedure"].with_user(user).search(domain)
            self.assertEqual(found & (self.procedure | self.other_procedure), own)
            self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
        first = min(menu.parent_id.child_id.mapped("sequence"))
        self.assertEqual(menu.sequence, first)

    def test_units_changed_each_others_processes(self):
        """Processes are published by law and read by everybody; none of a unit's staff sets them
        up, neither another unit's nor the own one's."""
        for user in (self.official, self.appraiser, self.approver, self.clerk):
            for procedure in (self.procedure, self.other_procedure):
                version = procedure.version_ids
                with self.subTest(user=user.login, procedure=procedure.code):
                    with self.assertRaises(AccessError):
                        procedure.with_user(user).write({"local_code": "KHAC"})
                    with self.assertRaises(AccessError):
                        version.step_ids[0].with_user(user).write({"hours": 1})
                    with self.assertRaises(AccessError):
                        version.with_user(user).copy({"valid_from": "2027-01-01"})

    def test_what_a_unit_or_a_centre_sets_up_was_shown_to_others(self):
        stranger = self._create_user("w_clerk", "clerk", agency=self.other_agency)
        seals = self.env["hcc.seal"].with_user(stranger).search([])
        self.assertEqual(seals.agency_id.sudo(), self.other_agency)
        policy = self.env.ref("hcc_base.policy_c").copy(
            {"name": "Riêng", "company_id": self.other_centre.id, "valid_from": "2026-01-01"}
        )
        self.assertFalse(
            self.env["hcc.policy"].with_user(self.official).search([("id", "=", policy.id)])
        )

    # -- papers and finding ---------------------------------------------------

    def test_files_of_any_size_and_kind_were_taken(self):
        """The limits are the paper type's: two types, two answers to the same file."""
        types = ("gt_don", "gt_hotich")
        self._publish_typed(self.procedure, types)
        narrow = self.env.ref("hcc_base.document_type_gt_don")
        narrow.write({"max_pages": 1})
        dossier, two_pages = self._draft(), files.pdf(pages=2)
        with self.assertRaisesRegex(UserError, "2 trang"):
            self._attach(self._line(dossier, 0), two_pages)
        self.assertTrue(self._attach(self._line(dossier, 1), two_pages))

    def test_a_dossier_was_found_by_its_code_alone(self):
        dossier = self._draft(
            subject="Khai sinh lại cho con thứ hai", submitter_kind="authorised",
            submitter_name="Giàng A Thử", submitter_paper="12/2026",
        )  # fmt: skip
        dossier.component_ids[0].name = "Giấy chứng sinh có xác nhận"
        for words in ("khai sinh lại", "giàng a", "chứng sinh"):
            with self.subTest(words=words):
                self.assertEqual(self._found_by(self.official, words), dossier)
                self.assertFalse(self._found_by(self.other_official, words))
        self.assertFalse(self._found_by(self.official, "không ai viết câu này"))
