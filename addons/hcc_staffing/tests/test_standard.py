from odoo.exceptions import UserError

from .common import StaffingCommon


class TestStandard(StaffingCommon):
    """Seniority and rank of those who are seconded; substitutes an agency holds in reserve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["hcc.policy"]._get(cls.centre, cls.decision.date).sudo()
        cls.policy.write({"staff_min_seniority_years": 3, "staff_min_rank": "specialist"})

    def _proposed(self, **file):
        """A stay proposed before the file was corrected, so that approval alone must judge."""
        stay = self._draft().propose()
        self.employee.write(file)
        return stay.with_user(self.director)

    def test_three_years_on_the_first_day(self):
        stay = self._proposed(sector_since="2023-11-24")
        with self.assertRaisesRegex(UserError, "3 years in the sector .* since 24/11/2023"):
            stay.approve(self.decision.id)
        self.assertEqual(stay.state, "proposed")
        self.employee.sector_since = "2023-11-23"
        stay.approve(self.decision.id)
        self.assertEqual(stay.state, "active")

    def test_rank(self):
        stay = self._proposed(official_rank="assistant")
        with self.assertRaisesRegex(UserError, "Cán sự"):
            stay.approve(self.decision.id)
        self.employee.official_rank = "senior"
        stay.approve(self.decision.id)
        self.assertEqual(stay.state, "active")

    def test_what_the_file_does_not_say_is_not_taken_for_granted(self):
        for name, words in (("sector_since", "since when"), ("official_rank", "rank")):
            kept = self.employee[name]
            self.employee[name] = False
            with self.subTest(name), self.assertRaisesRegex(UserError, words):
                self._draft().propose()
            self.employee[name] = kept

    def test_substitutes_are_exempt(self):
        self.employee.write({"sector_since": "2026-01-01", "official_rank": "staff"})
        stay = self._approved(end="2026-12-05", kind="substitute")
        self.assertRecordValues(stay, [{"state": "active", "standard_text": ""}])

    def test_a_policy_without_requirements_lets_everybody_be_seconded(self):
        self.employee.write({"sector_since": False, "official_rank": False})
        self.policy.write({"staff_min_seniority_years": 0, "staff_min_rank": "none"})
        self.assertEqual(self._approved().state, "active")

    def test_the_form_says_what_is_asked_and_what_is_lacking(self):
        stay = self._draft()
        self.assertRecordValues(
            stay,
            [
                {
                    "standard_text": "at least 3 years in the sector; "
                    "rank Chuyên viên or equivalent, or above",
                    "standard_fault": "",
                }
            ],
        )
        self.employee.official_rank = "staff"
        stay.invalidate_recordset()
        self.assertIn("Nhân viên", stay.standard_fault)
        self.assertFalse(stay.can_propose)

    # ------------------------------------------------------------------ in reserve

    def _lacking(self, user=None):
        agencies = self.env["hcc.agency"].with_user(user or self.hr)
        return agencies.search([("lacks_substitutes", "=", True), ("id", "in", self._both().ids)])

    def _both(self):
        return self.agency | self.other_agency

    def test_agencies_without_enough_substitutes(self):
        self.policy.backup_staff_min = 1
        self.assertEqual(self._lacking(), self._both())
        self._approved()
        self.assertEqual(self._lacking(), self._both(), "who is seconded is no substitute")
        reserve = self._create_employee("Người dự phòng")
        stay = self._approved(end="2026-12-05", employee=reserve, kind="substitute")
        self.assertEqual(self._lacking(self.director), self.other_agency)
        self.assertRecordValues(
            self.agency.with_user(self.hr),
            [{"secondee_count": 1, "substitute_count": 1, "lacks_substitutes": False}],
        )
        stay.with_user(self.director).recall("Theo đề nghị của Sở")
        self.assertIn(self.agency, self._lacking())

    def test_a_substitute_of_a_room_counts_for_its_agency(self):
        self.policy.backup_staff_min = 1
        room = self.agency.create(
            {"name": "Phòng", "code": "TN.1", "kind": "unit", "parent_id": self.agency.id}
        )
        reserve = self._create_employee("Người dự phòng", agency_id=room.id)
        self._approved(end="2026-12-05", employee=reserve, kind="substitute")
        self.assertNotIn(self.agency, self._lacking())

    def test_two_where_the_policy_asks_for_two_none_where_it_asks_for_none(self):
        reserve = self._create_employee("Người dự phòng")
        self._approved(end="2026-12-05", employee=reserve, kind="substitute")
        for day, wanted, lacks in (
            ("2026-11-25", 1, False),
            ("2026-11-26", 2, True),
            ("2026-11-27", 0, False),
        ):
            self._next_policy(day, backup_staff_min=wanted)
            with self.subTest(wanted=wanted), self.at(f"{day} 08:00"):
                self.assertEqual(self.agency in self._lacking(), lacks)

    def test_another_centres_substitute_does_not_help(self):
        self.policy.backup_staff_min = 1
        hr = self._create_user("elsewhere", "hr", centre=self.other_centre)
        reserve = self._create_employee("Người dự phòng")
        self._approved(end="2026-12-05", employee=reserve, kind="substitute")
        agencies = self.env["hcc.agency"].with_user(hr)
        agencies = agencies.with_context(allowed_company_ids=self.other_centre.ids)
        self.assertIn(self.agency, agencies.search([("lacks_substitutes", "=", True)]))
