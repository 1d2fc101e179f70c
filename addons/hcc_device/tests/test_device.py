from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestDevice(HccDeviceCommon):
    # -------------------------------------------------------------------------
    # Enrolment of an agent
    # -------------------------------------------------------------------------

    def test_administrator_issues_a_code_that_enrols_once(self):
        code = self.agent.with_user(self.administrator)._issue_enrolment_code()
        device, token = self.env["hcc.device"]._enroll(code.lower())
        self.assertEqual(device.id, self.agent.id)
        self.assertEqual(self.agent.state, "in_use")
        self.assertEqual(self._authenticated(token, "agent"), self.agent)
        self.assertEqual(self.env["hcc.device"]._enroll(code), (self.env["hcc.device"], None))

    def test_code_is_shown_and_never_stored(self):
        action = self.agent.with_user(self.administrator).issue_enrolment_code()
        code = action["params"]["message"].split()[0]
        stored = self.agent.sudo().read(["enrolment_hash", "token_hash"])[0]
        self.assertNotIn(code, str(stored))
        self.assertEqual(len(stored["enrolment_hash"]), 64)

    def test_code_lives_ten_minutes(self):
        code = self.agent._issue_enrolment_code()
        with self.at("2026-11-23 08:10"):
            self.assertFalse(self.env["hcc.device"]._enroll(code)[0])
        with self.at("2026-11-23 08:09"):
            self.assertTrue(self.env["hcc.device"]._enroll(code)[0])

    def test_second_code_replaces_the_first_and_enrolling_ends_the_old_token(self):
        token = self._enrolled_token()
        first, second = (self.agent._issue_enrolment_code() for _index in range(2))
        self.assertFalse(self.env["hcc.device"]._enroll(first)[0])
        self.assertTrue(self._authenticated(token, "agent"))
        new_token = self.env["hcc.device"]._enroll(second)[1]
        self.assertFalse(self._authenticated(token, "agent"))
        self.assertTrue(self._authenticated(new_token, "agent"))

    def test_wrong_codes_enrol_nobody(self):
        for code in ("", None, "AAAAA-AAAAA", "' OR 1=1", "ẾẾẾẾẾ"):
            self.assertFalse(self.env["hcc.device"]._enroll(code)[0])

    # -------------------------------------------------------------------------
    # Pages
    # -------------------------------------------------------------------------

    def test_administrator_issues_a_page_address(self):
        kiosk = self.kiosk.with_user(self.administrator)
        first = kiosk._page_address()
        self.assertTrue(first.startswith("/hcc/kiosk/"))
        self.assertTrue(self._authenticated(first.rsplit("/", 1)[1], "kiosk"))
        message = kiosk.issue_page_address()["params"]["message"]
        self.assertIn("/hcc/kiosk/", message)
        self.assertFalse(self._authenticated(first.rsplit("/", 1)[1], "kiosk"))

    def test_token_opens_only_its_own_kind(self):
        token = self.kiosk._issue_token()
        self.assertFalse(self._authenticated(token, "agent", "board"))
        self.assertTrue(self._authenticated(token, "board", "kiosk"))

    def test_verbs_exist_only_for_their_kind(self):
        for device, verb in (
            (self.printer, "issue_enrolment_code"),
            (self.kiosk, "issue_enrolment_code"),
            (self.agent, "issue_page_address"),
            (self.printer, "revoke"),
        ):
            with self.subTest(device=device.kind, verb=verb), self.assertRaises(UserError):
                getattr(device.with_user(self.administrator), verb)()

    # -------------------------------------------------------------------------
    # Revocation and authentication
    # -------------------------------------------------------------------------

    def test_revoked_token_opens_nothing(self):
        token = self._enrolled_token()
        self.agent.with_user(self.administrator).revoke()
        self.assertEqual(self.agent.state, "revoked")
        self.assertFalse(self._authenticated(token, "agent"))
        with self.assertRaisesRegex(UserError, "revoke|Revoke"):
            self.agent.revoke()

    def test_revoked_device_comes_back_with_a_new_code(self):
        self.agent.revoke()
        code = self.agent._issue_enrolment_code()
        self.assertEqual(self.agent.state, "revoked")
        self.env["hcc.device"]._enroll(code)
        self.assertEqual(self.agent.state, "in_use")

    def test_device_comes_back_as_the_public_pages_user_who_reads_nothing(self):
        token = self.kiosk._issue_token()
        device = self.env["hcc.device"]._authenticate(token, kinds=("kiosk",))
        self.assertEqual(device.env.user, self.env.ref("hcc_base.user_public_page"))
        self.assertFalse(device.env.su)
        device.invalidate_recordset()
        with self.assertRaises(AccessError):
            device.read(["name"])

    def test_garbage_is_no_token(self):
        self.kiosk._issue_token()
        for raw in (None, "", 5, "x" * 19, "x" * 43, "x" * 5000, "\x00" * 43, "\ud800" * 43):
            self.assertFalse(self._authenticated(raw, "kiosk"))

    def test_sign_of_life_is_noted_now_and_then(self):
        token = self.kiosk._issue_token()
        with self.at("2026-11-23 08:00"):
            self._authenticated(token, "kiosk")
            seen = self.kiosk.last_seen_at
            self.assertTrue(seen)
            self.assertFalse(self.kiosk.is_silent)
        with self.at("2026-11-23 08:01"):
            self.kiosk.invalidate_recordset()
            self.assertTrue(self.kiosk.is_silent)
            silent = self.env["hcc.device"].search([("is_silent", "=", True)])
            self.assertEqual(silent & (self.kiosk | self.agent), self.kiosk)
            self._authenticated(token, "kiosk")
            self.assertFalse(self.kiosk.is_silent)

    # -------------------------------------------------------------------------
    # Rights
    # -------------------------------------------------------------------------

    def test_only_administrators_hand_out_and_end_tokens(self):
        for user in (self.hall_manager, self.oversight, self.director):
            device = self.agent.with_user(user)
            self.assertEqual(device.name, "Máy trạm")
            for verb in ("issue_enrolment_code", "revoke"):
                with self.subTest(user=user.login, verb=verb), self.assertRaises(AccessError):
                    getattr(device, verb)()
            with self.assertRaises(AccessError):
                device.name = "Khác"
            self.assertFalse(device.can_revoke or device.can_issue_enrolment_code)

    def test_officials_see_no_devices(self):
        with self.assertRaises(AccessError):
            self.agent.with_user(self.official).read(["name"])

    def test_other_centres_devices_are_out_of_reach(self):
        with self.assertRaises(AccessError):
            self.agent.with_user(self.other_manager).read(["name"])

    def test_hashes_are_readable_by_nobody(self):
        with self.assertRaises(AccessError):
            self.agent.with_user(self.administrator).read(["token_hash"])

    def test_state_and_token_cannot_be_written(self):
        device = self.kiosk.with_user(self.administrator)
        for values in ({"state": "in_use"}, {"token_hash": "x"}, {"last_seen_at": False}):
            with self.assertRaises(AccessError):
                device.write(values)
        with self.assertRaises(AccessError):
            self.env["hcc.device"].create({"name": "x", "kind": "kiosk", "state": "in_use"})

    def test_kind_is_fixed_once_in_use(self):
        self.kiosk._issue_token()
        with self.assertRaises(AccessError):
            self.kiosk.with_user(self.administrator).kind = "board"
        self.kiosk.with_user(self.administrator).name = "Ki-ốt sảnh"

    def test_links_lead_to_the_right_kinds(self):
        with self.assertRaises(ValidationError):
            self.kiosk.printer_id = self.agent
        with self.assertRaises(ValidationError):
            self.printer.agent_id = self.kiosk
        with self.assertRaises(UserError):
            self.kiosk.printer_id = self.other_printer

    @mute_logger("odoo.sql_db")
    def test_port_must_be_a_port(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.printer.port = 70000
            self.printer.flush_recordset()

    def test_verbs_leave_a_journal_without_secrets(self):
        code = self.agent.with_user(self.administrator)._issue_enrolment_code()
        self.env["hcc.device"]._enroll(code)
        self.agent.with_user(self.administrator).revoke()
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.device"), ("res_id", "=", self.agent.id)], order="id"
        )
        self.assertEqual(entries.mapped("verb"), ["issue_enrolment_code", "enroll", "revoke"])
        self.assertEqual(entries[1].user_id, self.env.user)

    def test_test_page_goes_through_the_queue(self):
        self.printer.with_user(self.administrator).action_test()
        job = self.env["hcc.device.job"]._of_record(self.printer)
        self.assertEqual((job.state, job.device_id), ("pending", self.printer))
        with self.assertRaises(AccessError):
            self.printer.with_user(self.hall_manager).action_test()

    # -------------------------------------------------------------------------

    def _enrolled_token(self):
        return self.env["hcc.device"]._enroll(self.agent._issue_enrolment_code())[1]

    def _authenticated(self, raw, *kinds):
        return self.env["hcc.device"]._authenticate(raw, kinds=kinds).with_env(self.env)
