from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import HccCommon

LIST = """Tên Trung tâm\tMã định danh\tMã cấp trên\tĐịa chỉ\tĐường dây nóng
Trung tâm xã Một\tH99.01.11\t\tXã Một\t0200 111
Trung tâm xã Hai\tH99.01.12\tH99.01\tXã Hai
"""


@tagged("post_install", "-at_install")
class TestCentre(HccCommon):
    """A centre's place in the reporting line, and setting up many at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.centre_level = "province"
        cls.admin = cls._create_user("centre_admin", "administrator")
        cls.official = cls._create_user("centre_official", "official", agency=cls.agency)

    def _setup(self, pasted=LIST, user=None, **values):
        setup = self.env["hcc.centre.setup"].with_user(user or self.admin)
        setup = setup.create(
            {
                "parent_id": self.centre.id,
                "calendar_id": self.calendar.id,
                "counter_count": 2,
                "pasted": pasted,
            }
            | values
        )
        setup.action_preview()
        return setup

    # -- The reporting line ---------------------------------------------------

    def test_levels_go_down_and_one_may_be_left_out(self):
        district = self._create_centre("Huyện", "H99.30")
        district.write({"centre_level": "district", "parent_centre_id": self.centre.id})
        for code, above in (("H99.31", district), ("H99.32", self.centre)):
            commune = self._create_centre(f"Xã {code}", code)
            commune.write({"centre_level": "commune", "parent_centre_id": above.id})
            self.assertEqual(commune.parent_centre_id, above)

    def test_a_centre_does_not_report_to_one_of_its_level_or_below(self):
        commune = self._create_centre("Xã", "H99.31")
        commune.write({"centre_level": "commune", "parent_centre_id": self.centre.id})
        self.other_centre.centre_level = "province"
        with self.assertRaises(ValidationError):
            self.other_centre.parent_centre_id = self.centre
        with self.assertRaises(ValidationError):
            self.centre.centre_level = "commune"

    def test_a_centre_does_not_report_to_itself(self):
        self.other_centre.parent_centre_id = self.centre
        with self.assertRaises(ValidationError):
            self.centre.parent_centre_id = self.other_centre

    def test_a_centre_is_no_branch(self):
        with self.assertRaisesRegex(ValidationError, "branch"):
            self.env["res.company"].create(
                {"name": "Chi nhánh", "is_centre": True, "parent_id": self.centre.id}
            )

    # -- Setting up -----------------------------------------------------------

    def test_a_pasted_list_becomes_complete_centres(self):
        setup = self._setup(agency_ids=[Command.set(self.agency.ids)])
        self.assertFalse(setup.problem_count)
        centres = setup._create_centres().sudo().sorted("identifier_code")
        first = centres[0]
        self.assertEqual(centres.mapped("identifier_code"), ["H99.01.11", "H99.01.12"])
        self.assertEqual(centres.parent_centre_id, self.centre)
        self.assertEqual(set(centres.mapped("centre_level")), {"commune"})
        self.assertEqual((first.street, first.hotline), ("Xã Một", "0200 111"))
        self.assertEqual(first.currency_id.name, "VND")
        hours = first.resource_calendar_id
        self.assertEqual(hours._hcc_weekly_slots(), self.calendar._hcc_weekly_slots())
        self.assertEqual(len(centres.resource_calendar_id - self.calendar), 2, "each its own")
        self.assertEqual(first.counter_ids.mapped("number"), [1, 2])
        self.assertTrue(self.agency._works_at(first))
        self.assertTrue(self.env["hcc.policy"]._get(first, self.env["hcc.clock"]._today()))
        self.assertLessEqual(centres, self.admin.company_ids)

    def test_rows_may_report_to_rows_below_them(self):
        self.env.ref("hcc_base.policy_c").has_district_level = True
        pasted = "Xã\tH99.41.01\tH99.41\nHuyện\tH99.41\tH99.01"
        setup = self._setup(pasted)
        setup.line_ids.filtered(lambda line: line.code == "H99.41").centre_level = "district"
        centres = setup._create_centres().sudo()
        commune = centres.filtered(lambda centre: centre.centre_level == "commune")
        self.assertEqual(commune.parent_centre_id.identifier_code, "H99.41")

    def test_each_fault_is_named_and_nothing_is_created(self):
        faults = {
            "không đúng": "Sai mã\tsai",
            "already belongs": "Trùng\tH99.02",
            "no centre has": "Không cấp trên\tH99.51\tH99.99",
            "higher level": "Ngang cấp\tH99.52\tH99.53\nXã\tH99.53",
            "thiếu tên": "\tH99.54",
        }
        for words, pasted in faults.items():
            with self.subTest(pasted=pasted):
                setup = self._setup(pasted)
                self.assertIn(words.lower(), " ".join(setup.line_ids.mapped("problem")).lower())
                with self.assertRaises(ValidationError):
                    setup.action_create()

    def test_a_fault_can_be_mended_in_the_list(self):
        setup = self._setup("Sai mã\tsai")
        setup.line_ids.code = "H99.61"
        self.assertFalse(setup.problem_count)
        self.assertTrue(setup._create_centres())

    def test_an_empty_list_is_refused(self):
        with self.assertRaises(UserError):
            self._setup("\n\n")

    def test_only_administrators_under_their_own_centre(self):
        with self.assertRaises(AccessError):
            self._setup(user=self.official)
        elsewhere = self._setup("Xã\tH99.71\tH99.02")
        elsewhere.line_ids.centre_level = "commune"
        with self.assertRaisesRegex(AccessError, "of your own"):
            elsewhere._create_centres()

    def test_the_screen_shows_the_policy_and_takes_a_single_centre(self):
        with Form(self.env["hcc.centre.setup"].with_user(self.admin)) as form:
            form.parent_id = self.centre
            form.calendar_id = self.calendar
            self.assertTrue(form.policy_name)
            with form.line_ids.new() as line:
                line.name, line.code = "Trung tâm xã Ba", "H99.01.13"
        self.assertEqual(len(form.record._create_centres()), 1)
