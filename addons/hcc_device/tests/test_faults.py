import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestFaults(HccDeviceCommon):
    """What is wrong since when, who is told, and that it ends by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hcc.device"]._enroll(cls.agent._issue_enrolment_code())

    def test_paper_low_is_told_the_hall_manager_once_and_ends_by_itself(self):
        with self.at("2026-11-23 09:14"):
            self._say("paper_low", since="2026-11-23T02:12:00+00:00")
            self._watch()
            self.assertEqual(self.printer.health_state, "Paper running low since 09:12")
            [fault] = self._faults()
            self.assertEqual(
                (fault.trouble, str(fault.began_at)), ("paper_low", "2026-11-23 02:12:00")
            )
            self.assertEqual(self._told(), {self.hall_manager})
        with self.at("2026-11-23 09:20"):
            self._say("paper_low", since="2026-11-23T02:12:00+00:00")
            self._watch()
            self.assertEqual(len(self._notices()), 1)
        with self.at("2026-11-23 09:25"):
            self._say("ready", since="2026-11-23T02:24:30+00:00")
            self._watch()
            self.assertFalse(fault.is_open)
            self.assertEqual(self.printer.health_state, "Ready")
            self.assertEqual(len(self._notices()), 1)

    def test_what_passes_in_a_minute_is_told_nobody(self):
        with self.at("2026-11-23 09:00"):
            self._say("cover_open", since="2026-11-23T01:59:40+00:00")
            self._watch()
        self.assertFalse(self._notices())
        with self.at("2026-11-23 09:01"):
            self._say("ready", since="2026-11-23T02:00:10+00:00")
            self._watch()
        self.assertFalse(self._notices())
        self.assertTrue(self._faults().ended_at)

    def test_another_fault_is_another_fault(self):
        with self.at("2026-11-23 09:10"):
            self._say("paper_low", since="2026-11-23T02:00:00+00:00")
            self._watch()
        with self.at("2026-11-23 09:30"):
            self._say("paper_out", since="2026-11-23T02:28:00+00:00")
            self._watch()
        self.assertEqual(self._faults().mapped("trouble"), ["paper_out", "paper_low"])
        self.assertEqual(len(self._notices()), 2)

    def test_behind_a_silent_agent_only_the_agent_is_reported(self):
        with self.at("2026-11-23 09:00"):
            self._say("paper_out", since="2026-11-23T01:59:00+00:00")
        with self.at("2026-11-23 09:05"):
            self._watch()
            self.assertEqual(self._faults().mapped("device_id"), self.agent)
            self.assertEqual(self._told(), {self.hall_manager, self.administrator})

    def test_a_kiosk_switched_off_in_the_evening_is_no_fault(self):
        self.kiosk._issue_token()
        with self.at("2026-11-23 18:00"):
            self._watch()
        self.assertFalse(self._faults())
        with self.at("2026-11-25 07:05"):
            self._watch()
        self.assertIn(self.kiosk, self._faults().device_id)

    def test_another_centres_manager_is_told_nothing(self):
        with self.at("2026-11-23 09:14"):
            self._say("paper_out", since="2026-11-23T02:10:00+00:00")
            self._watch()
        self.assertNotIn(self.other_manager, self._told())

    def test_staff_read_faults_of_their_centre_and_write_none(self):
        with self.at("2026-11-23 09:14"):
            self._say("paper_out", since="2026-11-23T02:10:00+00:00")
            self._watch()
        fault = self._faults()
        self.assertEqual(fault.with_user(self.hall_manager).trouble, "paper_out")
        with self.assertRaises(AccessError):
            fault.with_user(self.administrator).write({"told_at": False})
        with self.assertRaises(AccessError):
            fault.with_user(self.official).read(["trouble"])
        with self.assertRaises(AccessError):
            fault.with_user(self.other_manager).read(["trouble"])

    def test_words_nobody_knows_are_another_reason(self):
        with self.at("2026-11-23 09:14"):
            self._say("gremlins", since="later")
            self._watch()
        self.assertEqual(self._faults().trouble, "other")

    # -------------------------------------------------------------------------

    def _say(self, state, since):
        health = {
            "state": "ready",
            "devices": {str(self.printer.id): {"state": state, "since": since}},
        }
        self._sync(health=health)

    def _watch(self):
        self.env["hcc.device"]._cron_watch()
        self.env.cr.precommit.run()

    def _faults(self):
        return self.env["hcc.device.fault"].search([("company_id", "=", self.centre.id)])

    def _notices(self):
        rows = self.env["bus.bus"].search([("message", "ilike", "simple_notification")])
        return [json.loads(row.channel) for row in rows]

    def _told(self):
        partners = {channel[2] for channel in self._notices() if channel[1] == "res.partner"}
        users = self.env["res.users"].search([("partner_id", "in", list(partners))])
        return set(users)
