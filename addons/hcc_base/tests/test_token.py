from odoo.tests import tagged

from ..models.hcc_token import TOKEN_LENGTH
from .common import HccCommon, centre_time


@tagged("post_install", "-at_install")
class TestToken(HccCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = cls.env["hcc.token"]

    def test_a_token_opens_its_record_as_the_public_user(self):
        raw = self.tokens._issue(self.agency, "test")
        self.assertEqual(len(raw), TOKEN_LENGTH)
        record = self.tokens._resolve(raw, "test")
        self.assertEqual(record.id, self.agency.id)
        self.assertEqual(record.env.user, self.env.ref("hcc_base.user_public_page"))
        self.assertFalse(record.env.su)

    def test_a_reprint_shows_the_same_code(self):
        self.assertEqual(
            self.tokens._issue(self.agency, "test"), self.tokens._issue(self.agency, "test")
        )

    def test_the_database_does_not_hold_the_code(self):
        raw = self.tokens._issue(self.agency, "test")
        row = self.tokens.search([("res_id", "=", self.agency.id)], limit=1)
        self.assertNotIn(raw, str(row.read()))

    def test_wrong_codes_open_nothing(self):
        raw = self.tokens._issue(self.agency, "test")
        for wrong in ("", None, "x" * 26, raw[:-1], raw + "A", "\x00", "A" * 10000):
            with self.subTest(wrong=wrong):
                self.assertFalse(self.tokens._resolve(wrong, "test"))
        self.assertFalse(self.tokens._resolve(raw, "other purpose"))

    def test_a_revoked_code_is_dead_and_replaced(self):
        raw = self.tokens._issue(self.agency, "test")
        self.tokens._revoke(self.agency, "test")
        self.assertFalse(self.tokens._resolve(raw, "test"))
        self.assertNotEqual(self.tokens._issue(self.agency, "test"), raw)

    def test_an_expired_code_is_dead(self):
        raw = self.tokens._issue(self.agency, "test", centre_time("2026-11-23 09:00"))
        self.assertTrue(self.tokens._resolve(raw, "test"))
        with self.at("2026-11-23 09:01"):
            self.assertFalse(self.tokens._resolve(raw, "test"))

    def test_an_expired_code_is_replaced_by_a_fresh_one(self):
        raw = self.tokens._issue(self.agency, "test", centre_time("2026-11-23 09:00"))
        with self.at("2026-11-23 09:01"):
            fresh = self.tokens._issue(self.agency, "test", centre_time("2026-11-23 10:00"))
            self.assertNotEqual(fresh, raw)
            self.assertEqual(self.tokens._resolve(fresh, "test").id, self.agency.id)
            self.assertFalse(self.tokens._resolve(raw, "test"))
            self.assertEqual(self.tokens._issue(self.agency, "test"), fresh)
        with self.at("2026-11-23 10:01"):
            self.assertFalse(self.tokens._resolve(fresh, "test"))
