from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..tools.identity import invented_citizen_id
from .common import HccCommon

BORN = "1990-05-01"
CARD = "{number}|{old}|Lò Thị Mẫu|01051990|Nữ|Tổ 1, phường Tân Phong, Lai Châu|15082021"
OLD_NUMBER = "045123456"


@tagged("post_install", "-at_install")
class TestApplicantEntry(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("entry_official", "official", agency=cls.agency)
        cls.other_official = cls._create_user("entry_other", "official", agency=cls.other_agency)
        cls.number = invented_citizen_id(11, birth_year=1990, sex="female")
        cls.applicants = cls.env["hcc.applicant"].with_user(cls.official)

    def _entry(self, user=None, **values):
        model = self.env["hcc.applicant.entry"].with_user(user or self.official)
        form = Form(model)
        for name, value in values.items():
            form[name] = value
        return form

    def _confirmed(self, form):
        action = form.save().action_confirm()
        return self.env["hcc.applicant"].browse(action["res_id"])

    def _scan(self, old="", **values):
        return self._entry(scan=CARD.format(number=self.number, old=old), **values)

    # ---- the card

    def test_a_scanned_card_fills_the_form(self):
        form = self._scan(old=OLD_NUMBER)
        self.assertFalse(form.scan, "the next card can be read at once")
        applicant = self._confirmed(form)
        self.assertEqual(applicant.name, "Lò Thị Mẫu")
        self.assertEqual(applicant.identity_number, self.number)
        self.assertEqual(applicant.previous_number, OLD_NUMBER)
        self.assertEqual((str(applicant.birth_date), applicant.sex), (BORN, "female"))
        self.assertEqual(applicant.address, "Tổ 1, phường Tân Phong, Lai Châu")

    def test_anything_but_a_card_changes_nothing(self):
        entry = self.env["hcc.applicant.entry"].with_user(self.official).new({"name": "Đã nhập"})
        for scanned in ("", "https://example.com", "1|2|3", "x" * 4000, "|||||||"):
            entry.scan = scanned
            answer = entry._onchange_scan()
            with self.subTest(scanned[:20]):
                self.assertEqual(bool(answer), bool(scanned))
                self.assertEqual((entry.name, entry.scan or ""), ("Đã nhập", ""))

    def test_a_number_that_contradicts_birth_or_sex_is_refused(self):
        for wrong in ({"birth_date": "1991-05-01"}, {"sex": "male"}):
            form = self._scan(**wrong)
            self.assertTrue(form.disagreement)
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self._confirmed(form)
        form = self._scan(sex="male", is_disagreement_checked=True)
        self.assertEqual(self._confirmed(form).sex, "male")

    def test_correcting_a_date_of_birth_is_checked_too(self):
        applicant = self._confirmed(self._scan())
        with self.assertRaises(ValidationError):
            applicant.with_user(self.official).write({"birth_date": "1989-01-01"})

    # ---- the old card

    def _holder_of_the_old_card(self, **values):
        return self.applicants.find_or_register(
            {
                "name": "LÒ THỊ MẪU",
                "identity_kind": "old_id",
                "identity_number": OLD_NUMBER,
                **values,
            }
        )

    def test_the_new_card_continues_the_record_of_the_old_one(self):
        known = self._holder_of_the_old_card()
        self.assertEqual(self._confirmed(self._scan(old=OLD_NUMBER)), known)
        self.assertEqual(known.identity_kind, "citizen_id")
        self.assertEqual((known.identity_number, known.previous_number), (self.number, OLD_NUMBER))
        self.assertEqual(self._confirmed(self._scan()), known, "found by the new number now")

    def test_the_old_number_under_another_name_stays_another_person(self):
        known = self._holder_of_the_old_card(name="Giàng A Khác")
        new = self._confirmed(self._scan(old=OLD_NUMBER))
        self.assertNotEqual(new, known)
        self.assertEqual(known.identity_number, OLD_NUMBER)

    # ---- duplicates

    def test_a_similar_applicant_is_pointed_out(self):
        known = self.applicants.find_or_register(
            {"name": "Lò Thị Mẫu", "identity_kind": "other", "phone": "0912345678"}
        )
        form = self._scan(phone="0912 345 678")
        self.assertEqual(form.similar_ids[:], known)
        form.use_applicant_id = known
        self.assertEqual(self._confirmed(form), known)
        self.assertEqual(known.identity_number, self.number)

    def test_the_name_alone_is_no_likeness(self):
        self.applicants.find_or_register({"name": "Lò Thị Mẫu", "identity_kind": "other"})
        self.assertFalse(self._entry(name="Lò Thị Mẫu").similar_ids[:])

    def test_organisations_of_one_name_are_pointed_out(self):
        known = self.applicants.find_or_register(
            {"kind": "organisation", "name": "Công ty Mẫu", "identity_kind": "other"}
        )
        form = self._entry(kind="organisation", name="CÔNG TY MẪU")
        self.assertEqual((form.identity_kind, form.similar_ids[:]), ("tax_code", known))

    def test_other_agencies_applicants_are_not_pointed_out(self):
        self.applicants.find_or_register(
            {"name": "Lò Thị Mẫu", "identity_kind": "other", "phone": "0912345678"}
        )
        form = self._entry(self.other_official, name="Lò Thị Mẫu", phone="0912345678")
        self.assertFalse(form.similar_ids[:])

    def test_a_foreign_applicant_cannot_be_slipped_in(self):
        foreign = self.applicants.find_or_register({"name": "Lò Thị Mẫu", "identity_kind": "other"})
        entry = self.env["hcc.applicant.entry"].with_user(self.other_official)
        with self.assertRaises(AccessError):
            entry.create({"name": "X", "use_applicant_id": foreign.id})._applicant()

    def test_another_citizen_number_is_another_person(self):
        other = self.applicants.find_or_register(
            {"name": "Lò Thị Mẫu", "identity_number": invented_citizen_id(12), "birth_date": False}
        )
        form = self._scan()
        form.use_applicant_id = other
        with self.assertRaises(UserError):
            self._confirmed(form)

    def test_only_officials_enter_applicants(self):
        for role in ("appraiser", "cashier", "administrator", "oversight", "hall_manager"):
            user = self._create_user(f"entry_{role}", role, agency=self.agency)
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["hcc.applicant.entry"].with_user(user).create({"name": "X"})
