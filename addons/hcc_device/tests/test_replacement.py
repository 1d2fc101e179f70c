from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestReplacement(HccDeviceCommon):
    """New hardware takes the place of broken hardware; the administrator does it in two clicks."""

    def test_a_spare_kiosk_takes_name_printer_and_address_of_the_broken_one(self):
        broken_token = self.kiosk._issue_token()
        spare, spare_token = self._spare_kiosk()
        action = self._replace(spare, self.kiosk)
        self.assertEqual(action["res_id"], self.kiosk.id)
        self.assertEqual(self._device_of(spare_token), self.kiosk)
        self.assertFalse(self._device_of(broken_token))
        self.assertEqual((self.kiosk.state, self.kiosk.printer_id), ("in_use", self.printer))
        self.assertRecordValues(spare, [{"state": "revoked", "active": False}])

    def test_a_revoked_kiosk_comes_back_with_new_hardware(self):
        self.kiosk._issue_token()
        self.kiosk.revoke()
        spare, token = self._spare_kiosk()
        self._replace(spare, self.kiosk)
        self.assertEqual(self._device_of(token), self.kiosk)

    def test_a_spare_agent_prints_what_waits_and_of_the_rest_nobody_knows(self):
        old_token = self._enroll(self.agent)
        given, waiting = self._print(), None
        self._lease(given)
        waiting = self._print()
        spare = self._agent_in_reserve()
        token = self._enroll(spare)
        self._replace(spare, self.agent)
        self.assertFalse(self._device_of(old_token, "agent"))
        self.assertEqual(self._device_of(token, "agent"), self.agent)
        self.assertRecordValues(
            given, [{"outcome": "unknown", "reason": "hardware_replaced", "needs_attention": True}]
        )
        answer = self._sync(journal="another")
        self.assertEqual([row["uid"] for row in answer["jobs"]], [waiting.uid])
        self.assertEqual(answer["device_id"], self.agent.id)
        self.assertIn(str(self.printer.id), answer["config"]["devices"])

    def test_a_spare_printer_on_the_same_agent_gets_the_waiting_papers(self):
        job = self._print()
        self._lease(job)
        spare = self.env["hcc.device"].create(
            {
                "name": "Máy in dự phòng",
                "kind": "printer",
                "company_id": self.centre.id,
                "agent_id": self.agent.id,
                "host": "192.0.2.99",
                "paper_width": "384",
            }
        )
        self._replace(spare, self.printer)
        self.assertRecordValues(
            self.printer, [{"host": "192.0.2.99", "paper_width": "384", "name": "Máy in vé"}]
        )
        self.assertEqual(self.kiosk.printer_id, self.printer)
        self.assertEqual(job.state, "leased")
        self._result(job, "printed")
        self.assertEqual(job.outcome, "printed")

    def test_a_printer_on_another_agent_leaves_nothing_unsaid(self):
        job = self._print()
        self._lease(job)
        second = self._agent_in_reserve()
        spare = self.printer.copy({"name": "Máy in khác", "agent_id": second.id})
        self._replace(spare, self.printer)
        self.assertEqual(self.printer.agent_id, second)
        self.assertEqual((job.outcome, job.reason), ("unknown", "hardware_replaced"))

    def test_only_administrators_and_only_like_for_like(self):
        spare, _token = self._spare_kiosk()
        spare.replaces_id = self.kiosk
        with self.assertRaises(AccessError):
            spare.with_user(self.hall_manager).take_place()
        self.assertFalse(spare.with_user(self.hall_manager).can_take_place)
        board = self.env["hcc.device"].create(
            {"name": "Bảng", "kind": "board", "company_id": self.centre.id}
        )
        spare.replaces_id = board
        with self.assertRaises(UserError):
            spare.with_user(self.administrator).take_place()
        spare.replaces_id = False
        with self.assertRaises(UserError):
            spare.with_user(self.administrator).take_place()

    def test_a_spare_that_was_never_opened_cannot_take_over(self):
        spare = self.kiosk.copy({"name": "Ki-ốt dự phòng"})
        spare.replaces_id = self.kiosk
        token = self.kiosk._issue_token()
        with self.assertRaisesRegex(UserError, "not in use yet"):
            spare.with_user(self.administrator).take_place()
        self.assertEqual(self._device_of(token), self.kiosk)

    def test_the_journal_names_both(self):
        self.kiosk._issue_token()
        spare, _token = self._spare_kiosk()
        self._replace(spare, self.kiosk)
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.device"), ("verb", "in", ("take_place", "be_replaced"))]
        )
        self.assertEqual(
            {(entry.res_id, entry.facts["device"]) for entry in entries},
            {(spare.id, self.kiosk.id), (self.kiosk.id, spare.id)},
        )

    # -------------------------------------------------------------------------

    def _spare_kiosk(self):
        spare = self.env["hcc.device"].create(
            {"name": "Ki-ốt dự phòng", "kind": "kiosk", "company_id": self.centre.id}
        )
        return spare, spare._issue_token()

    def _agent_in_reserve(self):
        return self.env["hcc.device"].create(
            {"name": "Máy trạm dự phòng", "kind": "agent", "company_id": self.centre.id}
        )

    def _replace(self, spare, broken):
        spare = spare.with_user(self.administrator)
        spare.replaces_id = broken
        self.assertTrue(spare.can_take_place)
        return spare.take_place()

    def _enroll(self, agent):
        return self.env["hcc.device"]._enroll(agent._issue_enrolment_code())[1]

    def _device_of(self, token, kind="kiosk"):
        return self.env["hcc.device"]._authenticate(token, kinds=(kind,)).with_env(self.env)
