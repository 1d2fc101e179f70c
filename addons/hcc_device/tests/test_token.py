from odoo.tests import tagged

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestToken(HccDeviceCommon):
    """An agent's token is exchanged by itself, and no lost answer shuts it out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.token = cls.env["hcc.device"]._enroll(cls.agent._issue_enrolment_code())[1]

    def test_a_young_token_stays(self):
        with self.at("2026-12-22 08:00"):
            self.assertNotIn("token", self._sync())

    def test_an_old_token_is_exchanged_and_ends_when_the_new_one_is_used(self):
        with self.at("2026-12-24 08:00"):
            new = self._sync()["token"]
            self.assertTrue(self._is_let_in(self.token))
            self.assertTrue(self._is_let_in(new))
            self.assertFalse(self._is_let_in(self.token))
            self.assertNotIn("token", self._sync())

    def test_lost_answers_do_no_harm(self):
        with self.at("2026-12-24 08:00"):
            lost, new = self._sync()["token"], self._sync()["token"]
            self.assertFalse(self._is_let_in(lost))
            self.assertTrue(self._is_let_in(self.token))
            self.assertTrue(self._is_let_in(new))

    def test_revoking_ends_both(self):
        with self.at("2026-12-24 08:00"):
            new = self._sync()["token"]
            self.agent.with_user(self.administrator).revoke()
            self.assertFalse(self._is_let_in(self.token) or self._is_let_in(new))

    def test_a_pages_address_stays(self):
        token = self.kiosk._issue_token()
        with self.at("2027-11-24 08:00"):
            self.assertTrue(self._is_let_in(token, "kiosk"))

    def _is_let_in(self, token, kind="agent"):
        return bool(self.env["hcc.device"]._authenticate(token, kinds=(kind,)))
