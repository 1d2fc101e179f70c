from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import StaffingCommon


class TestSecondmentAccess(StaffingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stay = cls._approved()
        cls.colleague = cls._create_user("colleague", "official", agency=cls.agency)
        cls.chief = cls._create_user("chief", "approver", agency=cls.agency)
        cls.other_chief = cls._create_user("other_chief", "approver", agency=cls.other_agency)
        cls.oversight = cls._create_user("oversight", "oversight")
        cls.other_hr = cls._create_user("other_hr", "hr", centre=cls.other_centre)

    def _sees(self, user):
        stays = self.env["hcc.secondment"].with_user(user)
        return self.stay in stays.with_context(allowed_company_ids=user.company_ids.ids).search([])

    def test_who_sees(self):
        for user in (self.hr, self.director, self.official, self.chief, self.oversight):
            with self.subTest(user=user.login):
                self.assertTrue(self._sees(user))
        for user in (self.colleague, self.other_chief, self.other_hr):
            with self.subTest(user=user.login):
                self.assertFalse(self._sees(user))

    def test_the_form_opens_for_every_reader(self):
        fields_of_form = [
            "display_name",
            "term_text",
            "limits_text",
            "decision_number",
            "can_recall",
        ]
        for user in (self.official, self.chief, self.oversight, self.director, self.hr):
            with self.subTest(user=user.login):
                self.assertTrue(self.stay.with_user(user).read(fields_of_form)[0]["term_text"])

    def test_a_login_given_later_opens_the_own_file(self):
        employee = self._create_employee("Mới")
        stay = self._approved(employee=employee)
        self.assertFalse(stay.user_id)
        employee.user_id = self.colleague
        self.assertIn(stay, self.env["hcc.secondment"].with_user(self.colleague).search([]))

    def test_who_may_do_what(self):
        cases = {
            "propose": (self.hr, (self.director, self.official, self.chief, self.oversight)),
            "approve": (self.director, (self.hr, self.official, self.chief, self.oversight)),
            "extend": (self.director, (self.hr, self.official, self.chief, self.oversight)),
            "recall": (self.director, (self.hr, self.official, self.chief, self.oversight)),
            "end": (self.hr, (self.director, self.official, self.chief, self.oversight)),
        }
        for verb, (allowed, refused) in cases.items():
            stay = self.env["hcc.secondment"]
            self.assertTrue(stay.with_user(allowed)._has_verb_group(verb), verb)
            for user in refused:
                with self.subTest(verb=verb, user=user.login), self.assertRaises(AccessError):
                    self.stay.with_user(user)._transition(verb)

    def test_another_centres_hr(self):
        with self.assertRaises(AccessError):
            self.stay.with_user(self.other_hr).end()

    def test_nobody_but_hr_drafts(self):
        for user in (self.director, self.official, self.chief, self.oversight):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.stay.with_user(user).copy(
                    {"date_start": "2028-01-01", "date_end": "2028-12-31"}
                )

    def test_only_hr_reads_staff_files(self):
        self.assertFalse(self.employee.with_user(self.hr).is_permanent)
        for user in (self.director, self.official):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["hr.employee"].with_user(user).browse(self.employee.id).read(
                    ["is_permanent"]
                )

    def test_permanent_staff_is_journaled(self):
        self.employee.with_user(self.hr).is_permanent = True
        self.employee.with_user(self.hr).is_permanent = True
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hr.employee"), ("res_id", "=", self.employee.id)]
        )
        self.assertRecordValues(
            entries, [{"verb": "join_staff", "user_id": self.hr.id, "company_id": self.centre.id}]
        )

    def test_is_permanent_staff_per_centre(self):
        self.employee.is_permanent = True
        employees = self.env["hr.employee"]
        self.assertTrue(employees._is_permanent_staff(self.official, self.centre))
        self.assertFalse(employees._is_permanent_staff(self.official, self.other_centre))
        self.assertFalse(employees._is_permanent_staff(self.colleague, self.centre))

    def test_current_stay_per_centre(self):
        stays = self.env["hcc.secondment"].with_user(self.colleague)
        self.assertEqual(stays._current_of(self.official, self.centre), self.stay)
        self.assertFalse(stays._current_of(self.official, self.other_centre))

    def test_a_mixed_role_does_not_widen_the_centre(self):
        self.other_hr.group_ids = [Command.link(self.env.ref("hcc_base.group_oversight").id)]
        self.assertFalse(self._sees(self.other_hr))
