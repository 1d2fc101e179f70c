from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..tools.identity import invented_citizen_id
from .common import HccCommon

NAME = "Lò Thị Mẫu"


@tagged("post_install", "-at_install")
class TestApplicant(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("app_official", "official", agency=cls.agency)
        cls.other_official = cls._create_user("app_other", "official", agency=cls.other_agency)
        cls.overseer = cls._create_user("app_oversight", "oversight")
        cls.number = invented_citizen_id(1)
        cls.applicants = cls.env["hcc.applicant"].with_user(cls.official)
        cls.applicant = cls.applicants.find_or_register(
            {"name": NAME, "identity_number": cls.number, "phone": "0912 345 678"}
        )

    def _register(self, user=None, **vals):
        return self.applicants.with_user(user or self.official).find_or_register(
            {"name": NAME, "identity_number": self.number, **vals}
        )

    # ---- find or register

    def test_a_new_applicant_is_registered_and_journalled(self):
        self.assertEqual(self.applicant.phone, "0912345678")
        self.assertEqual(self.applicant.agency_ids, self.agency)
        entry = self.env["hcc.journal.entry"].search([("res_model", "=", "hcc.applicant")], limit=1)
        self.assertEqual((entry.verb, entry.user_id), ("register", self.official))
        self.assertFalse(entry.facts)

    def test_the_same_number_gives_the_same_applicant(self):
        self.assertEqual(self._register(name="LÒ thị mẫu"), self.applicant)
        self.assertEqual(
            self._register(identity_number=f" {self.number[:3]} {self.number[3:]} "), self.applicant
        )

    def test_another_name_is_refused_without_telling_the_real_one(self):
        with self.assertRaises(UserError) as caught:
            self._register(self.other_official, name="Người Khác")
        self.assertNotIn("Mẫu", str(caught.exception))
        self.assertNotIn(self.number, str(caught.exception))
        self.assertNotIn(self.other_agency, self.applicant.sudo().agency_ids)

    def test_a_number_alone_opens_nothing(self):
        for name in (None, False, ""):
            with self.subTest(name=name), self.assertRaises(UserError):
                self._register(self.other_official, name=name)

    def test_number_and_name_open_the_record_to_the_agency(self):
        with self.assertRaises(AccessError):
            self.applicant.with_user(self.other_official).read(["name"])
        self.assertEqual(self._register(self.other_official), self.applicant)
        self.assertEqual(self.applicant.with_user(self.other_official).name, NAME)

    def test_wrong_numbers_are_refused(self):
        wrong = (
            {"identity_number": "123"},
            {"identity_number": "999999999999x"},
            {"identity_kind": "tax_code", "identity_number": "0100109107"},
            {"identity_kind": "passport", "identity_number": "??"},
            {"identity_kind": "old_id", "identity_number": "12345"},
            {"phone": "12"},
            {"birth_date": "2030-01-01"},
            {"name": "\u200b"},
        )
        for vals in wrong:
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._register(**({"identity_number": invented_citizen_id(2)} | vals))

    def test_unknown_data_is_refused(self):
        with self.assertRaises(UserError):
            self._register(agency_ids=[Command.set(self.other_agency.ids)])

    def test_an_applicant_without_number_is_always_new(self):
        first = self._register(identity_kind="other", identity_number=False)
        self.assertNotEqual(first, self._register(identity_kind="other", identity_number=""))

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_record_of_a_number(self):
        with self.assertRaises(IntegrityError):
            self.applicants.create({"name": NAME, "identity_number": self.number})

    # ---- one person, one record

    def test_one_number_is_one_person_whatever_paper_shows_it(self):
        for paper in ("tax_code", "old_id"):
            with self.subTest(paper):
                self.assertEqual(self._register(identity_kind=paper), self.applicant)
                with self.assertRaises(UserError) as caught:
                    self._register(identity_kind=paper, name="Người Khác")
                self.assertNotIn(self.number, str(caught.exception))
        number = invented_citizen_id(4)
        first = self._register(identity_kind="tax_code", identity_number=number)
        self.assertEqual(first.identity_kind, "citizen_id")
        self.assertEqual(self._register(identity_number=number), first)

    def test_a_record_from_before_is_found_and_not_doubled(self):
        old = self._register(identity_number=False)
        number = invented_citizen_id(5)
        self.env.cr.execute(
            """UPDATE hcc_applicant SET identity_kind = 'tax_code', identity_number = %s
               WHERE id = %s""",
            [number, old.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._register(identity_number=number), old)
        with self.assertRaises(ValidationError):
            self.applicants.create({"name": NAME, "identity_number": number})
        with self.assertRaises(ValidationError):
            self.applicant.write({"identity_number": number})

    def test_a_household_shares_its_owners_number(self):
        household = self._register(
            kind="organisation", identity_kind="tax_code", name="Hộ kinh doanh Lò Thị Mẫu"
        )
        self.assertNotEqual(household, self.applicant)
        self.assertEqual(self._register(), self.applicant)

    def test_nine_digits_are_of_their_paper_alone(self):
        old = self._register(identity_kind="old_id", identity_number="045123456")
        other = self._register(identity_kind="other", identity_number="045123456")
        self.assertNotEqual(old, other)

    def test_an_applicant_is_not_duplicated(self):
        with self.assertRaises(UserError) as caught:
            self.applicant.copy()
        self.assertIn(self.applicant.display_name, str(caught.exception))
        with self.assertRaises(AccessError):
            self.applicant.with_user(self.other_official).copy()

    def test_creating_on_a_record_takes_nothing_of_it(self):
        created = self.applicant.create({"name": NAME, "identity_kind": "citizen_id"})
        self.assertFalse(created.identity_number)

    # ---- who sees what

    def test_display_name_is_masked(self):
        self.assertEqual(self.applicant.display_name, f"L. T. Mẫu …{self.number[-4:]}")

    def test_roles_that_do_not_need_identities_have_none(self):
        for role in ("hall_manager", "cashier", "accountant", "hr", "administrator", "director"):
            user = self._create_user(f"app_{role}", role, agency=self.agency)
            applicant = self.applicant.with_user(user)
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    applicant.read(["identity_number"])
                with self.assertRaises(AccessError):
                    applicant.search([("identity_number", "=like", self.number[:4] + "%")])
                with self.assertRaises(AccessError):
                    applicant.name_search(NAME)
                with self.assertRaises(AccessError):
                    applicant.find_or_register({"name": NAME, "identity_number": self.number})

    def test_another_agency_neither_reads_nor_finds(self):
        foreign = self.applicant.with_user(self.other_official)
        self.assertFalse(foreign.search([("identity_number", "=", self.number)]))
        self.assertFalse(foreign.search_count([]))
        self.assertFalse(foreign.name_search("mau"))
        self.assertFalse(foreign.formatted_read_group([], ["identity_kind"], ["__count"]))
        for operation in (
            lambda: foreign.read(["name"]),
            lambda: foreign.write({"phone": "0912345679"}),
            lambda: foreign.export_data(["name"]),
        ):
            with self.assertRaises(UserError):
                operation()

    def test_oversight_reads_and_changes_nothing(self):
        applicant = self.applicant.with_user(self.overseer)
        self.assertEqual(applicant.name, NAME)
        with self.assertRaises(AccessError):
            applicant.write({"phone": "0912345679"})
        with self.assertRaises(AccessError):
            self._register(self.overseer)

    def test_officials_do_not_hand_applicants_around(self):
        with self.assertRaises(AccessError):
            self.applicant.write({"agency_ids": [Command.link(self.other_agency.id)]})
        created = self.applicants.create(
            {
                "name": "Mới",
                "identity_number": invented_citizen_id(3),
                "agency_ids": [Command.set(self.other_agency.ids)],
            }
        )
        self.assertEqual(created.agency_ids, self.agency)

    def test_losing_the_agency_loses_the_applicants_at_once(self):
        self.agency.member_ids = [Command.unlink(self.official.id)]
        with self.assertRaises(AccessError):
            self.applicant.read(["name"])

    def test_words_of_the_name_and_the_whole_number_find(self):
        for typed in ("mau", "LO MAU", self.number):
            with self.subTest(typed):
                self.assertEqual(
                    [i[0] for i in self.applicants.name_search(typed)], self.applicant.ids
                )
        for typed in (self.number[:8], "m_u"):
            with self.subTest(typed):
                self.assertFalse(self.applicants.name_search(typed))

    def test_corrections_are_journalled_without_their_content(self):
        self.applicant.write({"name": "Lò Thị Đúng"})
        entry = self.env["hcc.journal.entry"].search([("res_model", "=", "hcc.applicant")], limit=1)
        self.assertEqual((entry.verb, entry.facts), ("correct", {"fields": ["name"]}))

    def test_refusals_name_no_record_even_in_debug_mode(self):
        self.other_official.group_ids += self.env.ref("base.group_no_one")
        with self.assertRaises(AccessError) as caught:
            self.applicant.with_user(self.other_official).read(["name"])
        for secret in ("Mẫu", self.number[-4:], str(self.applicant.id)):
            self.assertNotIn(secret, str(caught.exception))
