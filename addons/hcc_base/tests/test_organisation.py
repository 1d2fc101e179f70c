from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import HccCommon


@tagged("post_install", "-at_install")
class TestOrganisation(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("org_official", "official", agency=cls.agency)
        cls.admin = cls._create_user("org_admin", "administrator")
        cls.counter = cls.env["hcc.counter"].create(
            {"name": "Quầy thử", "number": 7, "user_ids": [Command.set(cls.official.ids)]}
        )

    def _last_entry(self, record):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], limit=1
        )

    def test_an_agency_is_found_without_diacritics(self):
        found = self.env["hcc.agency"].name_search("so thu NGHIEM")
        self.assertIn(self.agency.id, [item[0] for item in found])
        self.assertFalse(self.env["hcc.agency"].name_search("so thu khac%"))

    def test_administrators_maintain_agencies_and_others_do_not(self):
        agency = (
            self.env["hcc.agency"]
            .with_user(self.admin)
            .create(
                {"name": "Phòng mới", "code": "PM", "parent_id": self.agency.id, "kind": "unit"}
            )
        )
        self.assertIn(agency, self.agency.child_ids)
        with self.assertRaises(AccessError):
            agency.with_user(self.official).write({"name": "Khác"})

    def test_a_malformed_identifier_code_is_refused(self):
        with self.assertRaises(ValidationError):
            self.agency.identifier_code = "nonsense"

    def test_an_agency_is_not_its_own_superior(self):
        with self.assertRaises(UserError):
            self.agency.parent_id = self.agency

    def test_codes_are_unique(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["hcc.agency"].create({"name": "Trùng", "code": self.agency.code})

    def test_changes_of_members_are_journalled_from_both_sides(self):
        newcomer = self._create_user("org_newcomer", "official")
        self.agency.with_user(self.admin).write({"member_ids": [Command.link(newcomer.id)]})
        entry = self._last_entry(self.agency)
        self.assertEqual((entry.verb, entry.user_id), ("change_members", self.admin))
        self.assertEqual(entry.facts, {"added": newcomer.ids, "removed": []})
        newcomer.agency_ids = [Command.set(self.other_agency.ids)]
        self.assertEqual(
            self._last_entry(self.agency).facts, {"added": [], "removed": newcomer.ids}
        )
        self.assertEqual(
            self._last_entry(self.other_agency).facts, {"added": newcomer.ids, "removed": []}
        )

    def test_a_user_created_with_agencies_is_journalled(self):
        user = self.env["res.users"].create(
            {"name": "Mới", "login": "org_created", "agency_ids": [Command.link(self.agency.id)]}
        )
        self.assertEqual(self._last_entry(self.agency).facts, {"added": user.ids, "removed": []})

    def test_listed_users_open_a_counter(self):
        self.assertTrue(self.counter._can_open(self.official))
        self.assertFalse(self.counter._can_open(self.admin))
        self.counter.active = False
        self.assertFalse(self.counter._can_open(self.official))

    def test_a_number_stands_once_in_a_centre(self):
        self.env["hcc.counter"].create(
            {"name": "Cùng số", "number": 7, "company_id": self.other_centre.id}
        )
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["hcc.counter"].create({"name": "Cùng số", "number": 7})

    def test_counters_of_another_centre_are_out_of_sight(self):
        stranger = self._create_user("org_stranger", "administrator", centre=self.other_centre)
        counters = (
            self.env["hcc.counter"]
            .with_user(stranger)
            .with_context(allowed_company_ids=self.other_centre.ids)
        )
        self.assertNotIn(self.counter, counters.search([]))
        with self.assertRaises(AccessError):
            counters.browse(self.counter.id).write({"name": "Của tôi"})

    def test_administrators_keep_their_centres_hours_and_hotline(self):
        centre = self.centre.with_user(self.admin)
        centre.hotline = "0213 3800 001"
        centre.resource_calendar_id.attendance_ids[0].hour_to = 11
        with self.assertRaises(AccessError):
            centre.with_user(self.official).hotline = "0"
        with self.assertRaises(AccessError):
            self.other_centre.with_user(self.admin).hotline = "0"

    def test_the_public_reads_agencies_but_not_their_members(self):
        public = self.env.ref("hcc_base.user_public_page")
        agency = self.agency.with_user(public)
        self.assertEqual(agency.name, self.agency.name)
        with self.assertRaises(AccessError):
            agency.read(["member_ids"])
