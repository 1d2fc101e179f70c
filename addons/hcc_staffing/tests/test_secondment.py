from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, ExclusionViolation

from .common import StaffingCommon


class TestSecondment(StaffingCommon):
    def _journal(self, stay):
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", stay._name), ("res_id", "=", stay.id)], order="id"
        )
        return [(e.verb, e.from_state, e.to_state, e.user_id) for e in entries]

    # ------------------------------------------------------------------ the way of a stay

    def test_proposed_approved_and_active_on_the_first_day(self):
        stay = self._draft()
        self.assertTrue(stay.can_propose)
        stay.propose()
        self.assertFalse(stay.is_current)
        stay = stay.with_user(self.director)
        self.assertTrue(stay.can_approve)
        stay.approve(self.decision.id)
        self.assertRecordValues(
            stay,
            [{"state": "active", "is_current": True, "decision_number": "1234/QĐ-UBND"}],
        )
        self.assertEqual(
            self._journal(stay),
            [
                ("propose", "draft", "proposed", self.hr),
                ("approve", "proposed", "approved", self.director),
                ("activate", "approved", "active", self.director),
            ],
        )

    def test_approved_for_later_gives_no_rights_yet(self):
        stay = self._approved("2026-12-01", "2027-11-30")
        self.assertRecordValues(stay, [{"state": "approved", "is_current": False}])
        with self.assertRaisesRegex(UserError, "01/12/2026"):
            stay.with_user(self.hr).activate()

    def test_one_decision_for_many(self):
        other = self._create_employee("Lò Thị Hai")
        stays = self._draft() | self._draft(employee=other)
        stays.propose()
        stays.with_user(self.director).approve(self.decision.id)
        self.assertEqual(self.decision.secondment_ids, stays)
        self.assertEqual(set(stays.mapped("state")), {"active"})

    def test_send_back_and_propose_again(self):
        stay = self._draft().propose().with_user(self.director)
        stay.send_back("Thiếu lĩnh vực")
        self.assertEqual(stay.state, "draft")
        stay.with_user(self.hr).date_end = "2027-12-22"
        stay.with_user(self.hr).propose()
        self.assertEqual(stay.state, "proposed")

    def test_extend_within_the_longest_term(self):
        stay = self._approved().with_user(self.director)
        stay.extend("2028-11-22", self.decision.id)
        self.assertEqual(stay.date_end, date(2028, 11, 22))
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", stay._name), ("res_id", "=", stay.id), ("verb", "=", "extend")]
        )
        self.assertEqual(
            entry.facts,
            {"from": "2027-11-22", "to": "2028-11-22", "decision": self.decision.id},
        )
        with self.assertRaisesRegex(UserError, "at most 24 months: until 22/11/2028"):
            stay.extend("2028-11-23", self.decision.id)
        with self.assertRaisesRegex(UserError, "already runs until"):
            stay.extend("2028-11-22", self.decision.id)

    def test_recall_takes_rights_away_at_once(self):
        stay = self._approved().with_user(self.director)
        with self.assertRaisesRegex(UserError, "reason"):
            stay.recall("  ")
        with self.at("2027-03-01 09:00"):
            stay.recall("Theo đề nghị của Sở", self.decision.id)
        self.assertRecordValues(
            stay,
            [{"state": "recalled", "is_current": False, "ended_on": date(2027, 3, 1)}],
        )

    def test_end_only_from_the_last_day(self):
        stay = self._approved().with_user(self.hr)
        with self.assertRaisesRegex(UserError, "Recall"):
            stay.end()
        self.assertFalse(stay.can_end)
        with self.at("2027-11-22 17:00"):
            stay.end()
        self.assertRecordValues(stay, [{"state": "ended", "ended_on": date(2027, 11, 22)}])

    def test_cancel_before_it_begins(self):
        stay = self._approved("2026-12-01", "2027-11-30")
        with self.assertRaisesRegex(UserError, "reason"):
            stay.with_user(self.hr).cancel("")
        stay.with_user(self.hr).cancel("Người được cử chuyển công tác")
        self.assertEqual(stay.state, "cancelled")
        self.assertEqual(self._draft("2026-12-01", "2027-11-30").propose().state, "proposed")

    def test_wizard_of_the_director(self):
        stays = self._draft().propose().with_user(self.director)
        action = stays.with_context(verb="approve").action_decide()
        wizard = self.env[action["res_model"]].with_user(self.director)
        with Form(wizard.with_context(**action["context"])) as form:
            form.decision_id = self.decision.with_user(self.director)
        form.record.action_confirm()
        self.assertEqual(stays.state, "active")

    def test_wizard_wants_a_decision(self):
        stay = self._draft().propose().with_user(self.director)
        wizard = self.env["hcc.secondment.decide"].with_user(self.director)
        with self.assertRaisesRegex(UserError, "decision"):
            wizard.create({"verb": "approve", "secondment_ids": stay.ids}).action_confirm()

    # ------------------------------------------------------------------ what is refused

    def test_wrong_state(self):
        stay = self._approved()
        with self.assertRaisesRegex(UserError, "Active"):
            stay.with_user(self.hr).propose()
        with self.assertRaisesRegex(UserError, "Active"):
            stay.with_user(self.director).approve(self.decision.id)
        with self.assertRaises(UserError):
            stay.with_user(self.director).cancel("x")

    def test_term_too_short_or_too_long(self):
        with self.assertRaisesRegex(UserError, "at least 6 months: until 22/05/2027"):
            self._draft(end="2027-05-21").propose()
        self.assertEqual(self._draft(end="2027-05-22").propose().state, "proposed")

    def test_term_too_long(self):
        with self.assertRaisesRegex(UserError, "at most 24 months: until 22/11/2028"):
            self._draft(end="2028-11-23").propose()
        self.assertEqual(self._draft(end="2028-11-22").propose().state, "proposed")

    def test_the_policy_of_the_decisions_date_counts(self):
        self.env["hcc.policy"].create(
            {
                "name": "Quy định riêng",
                "regime": "c",
                "company_id": self.centre.id,
                "valid_from": "2026-11-21",
                "secondment_min_months": 24,
            }
        )
        stay = self._draft(end="2028-11-22").propose()
        self.assertIn("24", stay.limits_text)
        with self.assertRaisesRegex(UserError, "at least 24"):
            self._draft(employee=self._create_employee("Khác")).propose()
        stay.with_user(self.director).approve(self.decision.id)
        self.assertEqual(stay.state, "active")

    def test_a_substitute_has_no_shortest_term(self):
        self.assertEqual(
            self._draft(end="2026-12-04", kind="substitute").propose().state, "proposed"
        )

    def test_permanent_staff_is_not_seconded_to_its_own_centre(self):
        self.employee.is_permanent = True
        with self.assertRaisesRegex(UserError, "permanent staff"):
            self._draft().propose()

    def test_a_stay_already_over(self):
        with self.assertRaisesRegex(UserError, "already have ended"):
            self._draft("2026-01-01", "2026-10-31").propose()

    def test_overlap_named_with_the_other_stay(self):
        self._approved()
        with self.assertRaisesRegex(UserError, "from 23/11/2026 to 22/11/2027"):
            self._draft("2027-11-22", "2028-11-21").propose()
        self.assertEqual(self._draft("2027-11-23", "2028-11-22").propose().state, "proposed")

    def test_overlap_refused_by_the_database(self):
        self._approved()
        second = self._draft("2027-06-01", "2028-05-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            second._guarded_write({"state": "proposed"})
            second.flush_recordset()

    def test_recall_frees_the_days_after(self):
        stay = self._approved().with_user(self.director)
        with self.at("2027-03-01 09:00"):
            stay.recall("Theo đề nghị của Sở")
            self.assertEqual(self._draft("2027-03-02", "2027-12-31").propose().state, "proposed")

    def test_rights_only_while_active(self):
        stay = self._draft()
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            stay._guarded_write({"is_current": True})
            stay.flush_recordset()

    def test_dates_in_order(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._draft("2026-11-23", "2026-11-22").flush_recordset()

    def _decision_elsewhere(self):
        return self.env["hcc.secondment.decision"].create(
            {
                "number": "9/QĐ",
                "date": "2026-11-20",
                "signer": "Chủ tịch",
                "company_id": self.other_centre.id,
            }
        )

    def test_decision_of_another_centre(self):
        stay = self._draft().propose()
        with self.assertRaisesRegex(UserError, "Trung tâm khác"):
            stay.sudo().approve(self._decision_elsewhere().id)

    def test_a_refusal_does_not_name_what_another_centre_keeps(self):
        stays = self._draft().propose()
        wizards = self.env["hcc.secondment.decide"].with_user(self.hr)
        wizard = wizards.create({"verb": "approve", "secondment_ids": stays.ids})
        with self.assertRaises(AccessError) as refusal:
            wizard.decision_id = self._decision_elsewhere().id
        self.assertNotIn("9/QĐ", str(refusal.exception))

    def test_a_decision_in_force_does_not_change(self):
        self.decision.with_user(self.director).signer = "Phó Chủ tịch"
        self._approved()
        with self.assertRaisesRegex(UserError, "in force"):
            self.decision.with_user(self.director).number = "1/QĐ"
        with self.assertRaisesRegex(UserError, "in force"):
            self.decision.with_user(self.hr).unlink()

    def test_guard(self):
        stay = self._draft()
        for vals in ({"state": "active"}, {"is_current": True}, {"decision_id": self.decision.id}):
            with self.assertRaises(AccessError):
                stay.sudo().write(vals)
        stay.propose()
        with self.assertRaises(AccessError):
            stay.date_end = "2028-01-01"
        with self.assertRaises(AccessError):
            self._draft(state="active")
        with self.assertRaises(UserError):
            stay.unlink()
        self._draft().unlink()

    def test_term_in_words(self):
        self.assertEqual(self._draft().term_text, "12 months")
        self.assertEqual(self._draft(end="2027-11-23").term_text, "12 months 1 days")
