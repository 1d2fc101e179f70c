from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestReception(HccDossierCommon):
    def test_receive_gives_code_due_date_and_token(self):
        dossier = self._draft()
        answer = dossier.receive()
        self.assertEqual(dossier.state, "received")
        self.assertEqual(dossier.name, "H99.11-261123-0001")
        # Monday 08:00 and 3 working days; Tuesday 24 November is a holiday.
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertEqual(dossier.first_due_at, dossier.due_at)
        self.assertEqual(dossier.appointment_at, dossier.due_at)
        self.assertEqual(str(dossier.received_on), "2026-11-23")
        self.assertEqual(dossier.policy_id, self.env.ref("hcc_base.policy_c"))
        self.assertEqual(dossier.official_user_id, self.official)
        self.assertEqual(answer["code"], dossier.name)
        self.assertEqual(answer["dossier_id"], dossier.id)
        found = self.env["hcc.token"]._resolve(answer["token"], "dossier_status")
        self.assertEqual(found.id, dossier.id)

    def test_snapshot_keeps_the_applicant_of_the_day(self):
        dossier = self._received()
        self.assertEqual(dossier.applicant_name, "Lò Thị Thử Nghiệm")
        self.assertEqual(dossier.applicant_identity, "…0017")
        dossier.applicant_id.write({"address": "Nơi khác"})
        self.assertEqual(dossier.applicant_address, "Bản Thử, xã Mẫu, tỉnh Lai Châu")

    def test_steps_come_from_the_version(self):
        dossier = self._received()
        self.assertEqual(dossier.step_ids.mapped("kind"), ["appraise", "approve", "number_seal"])
        self.assertEqual(dossier.current_step_id, dossier.step_ids[0])
        # 12 working hours of 8 a day from Monday 08:00, the holiday left out.
        self.assertEqual(dossier.step_ids[0].due_at, centre_time("2026-11-25 14:00"))
        self.assertLessEqual(max(dossier.step_ids.mapped("due_at")), dossier.due_at)

    def test_codes_count_per_unit_and_day(self):
        codes = [self._received().name for _n in range(2)]
        other = self._received(user=self.other_official, procedure=self.other_procedure)
        with self.at("2026-11-25 09:00"):
            tomorrow = self._received()
        self.assertEqual(codes, ["H99.11-261123-0001", "H99.11-261123-0002"])
        self.assertEqual(other.name, "H99.12-261123-0001")
        self.assertEqual(tomorrow.name, "H99.11-261125-0001")

    def test_policy_may_put_the_centre_into_the_code(self):
        self.env.ref("hcc_base.policy_c").write(
            {"dossier_code_unit": "centre", "dossier_code_digits": 5}
        )
        self.assertEqual(self._received().name, "H99.01-261123-00001")

    def test_same_request_key_gives_the_first_answer(self):
        dossier = self._draft()
        first = dossier.receive(request_key="press-000001")
        again = dossier.receive(request_key="press-000001")
        self.assertEqual(first, again)
        series = self.env["hcc.number.series"]._last("dossier/H99.11/261123")
        self.assertEqual(series, 1)
        with self.assertRaises(UserError):
            self._draft().receive(request_key="press-000001")

    def test_second_press_without_key_is_refused(self):
        dossier = self._received()
        with self.assertRaisesRegex(UserError, "H99.11-261123-0001"):
            dossier.receive()

    def test_incomplete_is_not_received(self):
        dossier = self._draft(complete=False)
        with self.assertRaisesRegex(UserError, "Đơn đề nghị theo mẫu"):
            dossier.receive()
        self.assertEqual(dossier.state, "draft")

    def test_a_required_paper_cannot_be_removed_from_the_list(self):
        dossier = self._draft()
        dossier.component_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "Đơn đề nghị theo mẫu"):
            dossier.receive()

    def test_unidentified_is_not_received(self):
        dossier = self._draft(applicant_id=False)
        with self.assertRaisesRegex(UserError, "Applicant"):
            dossier.receive()

    def test_version_of_the_day_counts(self):
        dossier = self._draft()
        self._publish_version(self.procedure, valid_from="2026-11-25", time_limit_value=4)
        with self.at("2026-11-25 09:00"):
            with self.assertRaisesRegex(UserError, "has changed"):
                dossier.receive()
            dossier.action_reload_version()
            self.assertEqual(dossier.component_ids.mapped("is_received"), [True, True, False])
            dossier.receive()
        self.assertEqual(dossier.due_at, centre_time("2026-12-01 09:00"))

    def test_other_roles_do_not_receive(self):
        dossier = self._draft()
        for user in (self.appraiser, self.approver, self.clerk, self.director, self.oversight):
            with self.assertRaises(AccessError):
                dossier.with_user(user).receive()
        with self.assertRaises(AccessError):
            dossier.with_user(self.cashier).receive()

    def test_other_agency_or_centre_does_not_receive(self):
        dossier = self._draft()
        for user in (self.other_official, self.elsewhere):
            with self.assertRaises(AccessError):
                dossier.with_user(user).receive()
        with self.assertRaises(AccessError):
            self._draft(user=self.other_official, procedure=self.procedure)

    def test_applicant_of_another_agency_cannot_be_looked_at(self):
        stranger = (
            self.env["hcc.applicant"]
            .with_user(self.other_official)
            .find_or_register({"name": "Người Lạ"})
        )
        with self.assertRaises(AccessError):
            self._draft(applicant_id=stranger.id)

    def test_postal_dossiers_count_from_reception(self):
        arrived = {"channel": "postal", "arrived_at": centre_time("2026-11-20 09:00")}
        self.assertEqual(self._received(**arrived).due_at, centre_time("2026-11-27 08:00"))

    def test_postal_arrival_starts_the_clock_where_the_policy_says_so(self):
        arrived = {"channel": "postal", "arrived_at": centre_time("2026-11-20 09:00")}
        self.env.ref("hcc_base.policy_c").clock_start = "arrival"
        self.assertEqual(self._received(**arrived).due_at, centre_time("2026-11-26 09:00"))

    def test_what_came_by_post_shows_its_postmark(self):
        for arrived_at, words in ((False, "enter the arrival"), ("2026-11-23 09:00", "future")):
            at = arrived_at and centre_time(arrived_at)
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self._received(channel="postal", arrived_at=at)

    def test_handover_deadline_follows_the_policy(self):
        policy = self.env.ref("hcc_base.policy_c")
        policy.handover_rule = "cutoff"
        with self.at("2026-11-23 15:30"):
            late = self._received()
        early = self._received()
        self.assertEqual(str(late.handover_due_at.date()), "2026-11-25")
        self.assertEqual(str(early.handover_due_at.date()), "2026-11-23")

    def test_journal_holds_ids_and_codes_only(self):
        dossier = self._received()
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], limit=1
        )
        self.assertEqual(
            (entry.verb, entry.from_state, entry.to_state), ("receive", "draft", "received")
        )
        self.assertEqual(entry.user_id, self.official)
        self.assertNotIn("Thử", str(entry.facts))
        self.assertEqual(entry.facts["code"], dossier.name)


@tagged("post_install", "-at_install")
class TestGuideAndRefuse(HccDossierCommon):
    def test_guided_dossier_is_continued(self):
        dossier = self._draft(complete=False)
        answer = dossier.guide("Thiếu đơn.")
        self.assertEqual(dossier.state, "guided")
        self.assertEqual(dossier.reception_number, "TN-261123-0001")
        self.assertFalse(dossier.name)
        notice = self.env["hcc.dossier.notice"].browse(answer["notice_id"])
        self.assertEqual(notice.number, "001/2026/HDHS")
        self.assertEqual(
            [line["name"] for line in notice.content], ["Đơn đề nghị theo mẫu", "Bản sao giấy tờ"]
        )
        dossier.action_tick_all()
        with self.at("2026-11-25 10:00"):
            dossier.receive()
        self.assertEqual(dossier.state, "received")
        self.assertEqual(dossier.name, "H99.11-261125-0001")
        self.assertEqual(dossier.received_at, centre_time("2026-11-25 10:00"))

    def test_guidance_is_given_once(self):
        dossier = self._draft(complete=False)
        dossier.guide("Thiếu đơn.")
        self.assertFalse(dossier.can_guide)
        with self.assertRaisesRegex(UserError, "already guided 1"):
            dossier.guide("Thiếu nữa.")
        self.env.ref("hcc_base.policy_c").guidance_max = 2
        dossier.guide("Thiếu nữa.")
        self.assertEqual(dossier.notice_ids[-1].number, "002/2026/HDHS")

    def test_refusal_is_final_and_says_why(self):
        dossier = self._draft()
        with self.assertRaisesRegex(UserError, "reason"):
            dossier.refuse("  ")
        dossier.refuse("Không thuộc thẩm quyền.")
        self.assertEqual(dossier.state, "refused")
        self.assertEqual(dossier.notice_ids.kind, "refusal")
        self.assertEqual(str(dossier.ended_on), "2026-11-23")
        with self.assertRaises(UserError):
            dossier.receive()

    def test_same_key_answers_once(self):
        dossier = self._draft(complete=False)
        first = dossier.guide("Thiếu đơn.", request_key="guide-00001")
        self.assertEqual(dossier.guide("Thiếu đơn.", request_key="guide-00001"), first)
        self.assertEqual(len(dossier.notice_ids), 1)

    def test_only_the_own_official(self):
        dossier = self._draft()
        for user in (self.approver, self.other_official, self.elsewhere, self.director):
            with self.assertRaises(AccessError):
                dossier.with_user(user).refuse("Không được.")
            with self.assertRaises(AccessError):
                dossier.with_user(user).guide("Không được.")
