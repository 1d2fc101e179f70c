from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.identity import invented_citizen_id
from .common import HccCommon

NAME = "Lò Thị Mẫu"


@tagged("post_install", "-at_install")
class TestApplicantViewing(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("viewing_official", "official", agency=cls.agency)
        cls.applicant = (
            cls.env["hcc.applicant"]
            .with_user(cls.official)
            .find_or_register(
                {"name": NAME, "identity_number": invented_citizen_id(31), "phone": "0912345678"}
            )
        )

    def _views(self):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.applicant"), ("verb", "=", "view")]
        )

    def test_opening_the_particulars_is_recorded_once_an_hour(self):
        specification = {"name": {}, "identity_number": {}, "phone": {}}
        self.applicant.web_read(specification)
        self.applicant.web_read(specification)
        entry = self._views()
        self.assertEqual((entry.user_id, entry.res_id), (self.official, self.applicant.id))
        self.assertEqual(entry.facts, {"fields": ["identity_number", "phone"]})
        with self.at("2026-11-23 09:01"):
            self.applicant.web_read(specification)
        self.assertEqual(len(self._views()), 2)

    def test_every_way_out_is_recorded(self):
        ways = (
            lambda a: a.read(["phone"]),
            lambda a: a.read(),
            lambda a: a.search_read([("id", "=", a.id)], ["address"]),
            lambda a: a.web_search_read([("id", "=", a.id)], {"email": {}}),
        )
        for number, way in enumerate(ways):
            with self.subTest(number), self.at(f"2026-11-2{3 + number} 15:00"):
                before = len(self._views())
                way(self.applicant)
                self.assertEqual(len(self._views()), before + 1)

    def test_groups_show_no_particulars(self):
        for group in ("phone", "identity_number", "birth_date:month"):
            with self.subTest(group), self.assertRaises(AccessError):
                self.applicant.formatted_read_group([], [group], ["__count"])
        with self.assertRaises(AccessError):
            self.applicant.formatted_read_group([], ["kind"], ["phone:array_agg"])
        merges = self.env["hcc.applicant.merge"].with_user(self.applicant.env.user)
        with self.assertRaises(AccessError):
            merges.formatted_read_group([], ["winner_id.identity_number"], ["__count"])
        self.assertTrue(self.applicant.formatted_read_group([], ["kind"], ["__count"]))

    def test_a_list_with_masked_numbers_leaves_no_trace(self):
        shown = self.applicant.web_read({"name": {}, "masked_number": {}, "masked_phone": {}})
        self.assertEqual(shown[0]["masked_phone"], "…5678")
        self.assertEqual(len(shown[0]["masked_number"]), 5)
        self.assertFalse(self._views())

    def test_further_particulars_within_the_hour_are_recorded_too(self):
        self.applicant.read(["identity_number"])
        further = {"identity_number": {}, "address": {}, "phone": {}, "email": {}, "birth_date": {}}
        self.applicant.web_read(further)
        self.assertEqual(
            [entry.facts["fields"] for entry in self._views().sorted("id")],
            [["identity_number"], ["address", "birth_date", "email", "phone"]],
        )
        self.applicant.web_read(further)
        self.assertEqual(len(self._views()), 2, "all of it has been opened within the hour")

    def test_what_another_has_opened_suppresses_nothing(self):
        colleague = self._create_user("viewing_second", "official", agency=self.agency)
        for user in (self.official, colleague):
            self.applicant.with_user(user).read(["phone"])
        self.assertEqual(self._views().user_id, self.official + colleague)
