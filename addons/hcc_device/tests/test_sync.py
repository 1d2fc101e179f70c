import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hcc_device.models.hcc_device_event import HccDevice as HccDeviceEvent
from odoo.addons.hcc_device.models.hcc_device_hardware import HccDevice

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestSync(HccDeviceCommon):
    """The agent's one call, as often repeated, delayed or lost as networks like."""

    # -------------------------------------------------------------------------
    # Jobs down
    # -------------------------------------------------------------------------

    def test_job_carries_the_picture_its_time_and_nothing_else(self):
        job = self._print()
        answer = self._sync()
        self.assertEqual(answer["now"], "2026-11-23T01:00:00Z")
        [row] = answer["jobs"]
        self.assertEqual(
            row,
            {
                "uid": job.uid,
                "device_id": self.printer.id,
                "kind": "print_image",
                "class": "once",
                "position": job.id,
                "expires_at": "2026-11-23T01:01:30Z",
                "payload": {"image": base64.b64encode(self._picture()).decode()},
            },
        )
        self.assertRecordValues(
            job,
            [{"state": "leased", "leased_agent_id": self.agent.id, "attempts": 1}],
        )

    def test_jobs_come_in_order_at_most_fifty(self):
        jobs = [self._print() for _index in range(55)]
        first = [row["uid"] for row in self._sync()["jobs"]]
        self.assertEqual(first, [job.uid for job in jobs[:50]])
        second = self._sync(holding=[{"uid": uid, "reason": ""} for uid in first])
        self.assertEqual([row["uid"] for row in second["jobs"]], [job.uid for job in jobs[50:]])

    def test_repeated_call_gives_the_same_jobs(self):
        self._print()
        first = self._sync()
        self.assertEqual(self._sync()["jobs"], first["jobs"])
        self.assertEqual(self.env["hcc.device.job"].search([]).mapped("attempts"), [1])

    def test_job_held_by_the_agent_is_not_given_again(self):
        job = self._print()
        self._lease(job)
        self.assertFalse(self._sync(holding=[{"uid": job.uid, "reason": ""}])["jobs"])

    def test_foreign_agents_jobs_are_never_given(self):
        self._print()
        self.assertFalse(self._sync(self.other_agent)["jobs"])

    def test_agent_with_a_new_journal_is_not_given_what_the_old_one_may_have_printed(self):
        job = self._print()
        self._lease(job)
        self.assertFalse(self._sync(journal="j2")["jobs"])
        self.assertRecordValues(
            job, [{"state": "unknown", "outcome": "unknown", "reason": "journal_lost"}]
        )

    def test_printer_moved_to_another_agent_while_its_job_is_under_way(self):
        job = self._print()
        self._lease(job)
        second = self.env["hcc.device"].create(
            {"name": "Máy trạm 2", "kind": "agent", "company_id": self.centre.id}
        )
        self.printer.agent_id = second
        self.assertFalse(self._sync(second)["jobs"])
        self._result(job, "printed")
        self.assertEqual(job.outcome, "printed")

    @mute_logger("odoo.addons.hcc_device.models.hcc_device_job")
    def test_picture_that_cannot_be_drawn_does_not_hold_up_the_others(self):
        def fail(device, width):
            raise OSError("no font")

        bad = self.env["hcc.device.job"]._print(self.printer, None, self.printer)
        good = self._print()
        with patch.object(HccDevice, "_render_image", fail):
            self.assertEqual([row["uid"] for row in self._sync()["jobs"]], [good.uid])
        self.assertRecordValues(bad, [{"outcome": "not_printed", "reason": "render_failed"}])

    # -------------------------------------------------------------------------
    # Results up
    # -------------------------------------------------------------------------

    def test_outcomes_close_the_job(self):
        for outcome, state, attention in (
            ("printed", "done", False),
            ("not_printed", "failed", True),
            ("unknown", "unknown", True),
        ):
            job = self._print()
            self._lease(job)
            answer = self._result(job, outcome, "" if outcome == "printed" else "timeout")
            self.assertEqual(answer["acked"], [job.uid])
            self.assertRecordValues(
                job, [{"state": state, "outcome": outcome, "needs_attention": attention}]
            )

    def test_repeated_and_contradicting_results_change_nothing(self):
        job = self._print()
        self._lease(job)
        self._result(job, "unknown", "timeout")
        finished = job.finished_at
        with self.at("2026-11-23 08:05"):
            self.assertEqual(self._result(job, "printed")["acked"], [job.uid])
        self.assertRecordValues(
            job, [{"outcome": "unknown", "reason": "timeout", "finished_at": finished}]
        )

    def test_agent_back_after_a_long_cut_corrects_what_was_given_up(self):
        job = self._print()
        self._lease(job)
        with self.at("2026-11-23 08:30"):
            self.env["hcc.device.job"]._cron_expire()
            self.assertEqual(job.reason, "agent_silent")
            self._result(job, "printed")
        self.assertRecordValues(job, [{"outcome": "printed", "needs_attention": False}])

    def test_results_of_strangers_are_acknowledged_and_ignored(self):
        job = self._print()
        self._lease(job)
        row = {"uid": job.uid, "outcome": "printed", "reason": ""}
        answer = self._sync(
            self.other_agent, results=[row, {"uid": "nobody", "outcome": "printed"}]
        )
        self.assertEqual(answer["acked"], sorted([job.uid, "nobody"]))
        self.assertEqual(job.state, "leased")

    def test_job_not_fetched_cannot_be_closed(self):
        job = self._print()
        self._result(job, "printed")
        self.assertFalse(job.outcome)

    def test_waiting_job_says_why(self):
        job = self._print()
        self._lease(job)
        self._sync(holding=[{"uid": job.uid, "reason": "paper_out"}])
        self.assertRecordValues(job, [{"state": "leased", "reason": "paper_out", "outcome": False}])
        self._sync(holding=[{"uid": job.uid, "reason": "gremlins"}])
        self.assertEqual(job.reason, "other")

    # -------------------------------------------------------------------------
    # Health, events, settings
    # -------------------------------------------------------------------------

    def test_health_of_own_devices_is_kept_and_of_others_ignored(self):
        state = {"state": "paper_low", "since": "2026-11-23T01:00:00", "secret": ["x"] * 9}
        self._sync(
            health={
                "state": "ready",
                "version": "1",
                "devices": {str(self.printer.id): state, str(self.other_printer.id): state},
            }
        )
        self.assertEqual(self.agent.health, {"state": "ready", "version": "1"})
        self.assertEqual(
            self.printer.health, {"state": "paper_low", "since": "2026-11-23T01:00:00"}
        )
        self.assertEqual(self.printer.health_state, "No news")
        self.env["hcc.device"]._enroll(self.agent._issue_enrolment_code())
        self.assertEqual(self.printer.health_state, "Paper running low since 08:00")
        self.assertFalse(self.other_printer.health)
        self.assertTrue(self.agent.last_seen_at)

    def test_event_is_handed_on_once_even_when_sent_twice(self):
        seen = []

        def receive(device, kind, data, at):
            seen.append((device.id, kind, data, at))
            return True

        event = {
            "uid": "event-0001",
            "device_id": self.printer.id,
            "kind": "button",
            "data": {"n": 1},
        }
        with patch.object(HccDeviceEvent, "_on_device_event", receive):
            for _index in range(2):
                answer = self._sync(events=[event])
        self.assertEqual(answer["events_acked"], ["event-0001"])
        self.assertEqual(seen, [(self.printer.id, "button", {"n": 1}, False)])

    def test_event_of_a_foreign_device_is_dropped(self):
        event = {"uid": "event-0002", "device_id": self.other_printer.id, "kind": "button"}
        with patch.object(
            HccDeviceEvent, "_on_device_event", lambda *args: self.fail("foreign device")
        ):
            self.assertEqual(self._sync(events=[event])["events_acked"], ["event-0002"])

    def test_refused_event_is_acknowledged_and_holds_up_nothing(self):
        def refuse(device, kind, data, at):
            raise UserError("not now")

        job = self._print()
        event = {"uid": "event-0003", "device_id": self.printer.id, "kind": "button"}
        with patch.object(HccDeviceEvent, "_on_device_event", refuse):
            answer = self._sync(events=[event, {**event, "uid": "x"}])
        self.assertEqual(answer["events_acked"], ["event-0003", "x"])
        self.assertEqual([row["uid"] for row in answer["jobs"]], [job.uid])

    def test_events_of_a_device_come_in_its_order_with_their_time(self):
        seen = []

        def receive(device, kind, data, at):
            seen.append((data["text"], at))
            return True

        rows = [
            {
                "uid": f"event-{number:04d}",
                "seq": number,
                "device_id": self.printer.id,
                "kind": "scan",
                "at": f"2026-11-23T01:00:0{number}.250+00:00",
                "data": {"text": str(number)},
            }
            for number in (3, 1, 2)
        ]
        rows[0]["at"] = "yesterday"
        with patch.object(HccDeviceEvent, "_on_device_event", receive):
            self._sync(events=rows)
        self.assertEqual([text for text, _at in seen], ["1", "2", "3"])
        self.assertEqual(seen[0][1].strftime("%H:%M:%S"), "01:00:01")
        self.assertIs(seen[2][1], False)

    def test_settings_travel_when_they_have_changed(self):
        first = self._sync()
        self.assertEqual(
            first["config"]["devices"][str(self.printer.id)],
            {
                "driver": "network_printer",
                "settings": {
                    "host": "192.0.2.10",
                    "port": 9100,
                    "width": 576,
                    "has_cutter": True,
                    "has_status": True,
                },
            },
        )
        self.assertNotIn("config", self._sync(config_rev=first["config_rev"]))
        self.printer.port = 9101
        self.assertIn("config", self._sync(config_rev=first["config_rev"]))

    def test_requests_of_any_shape_do_no_harm(self):
        job = self._print()
        for part in ("results", "holding", "events", "health", "journal", "boot", "config_rev"):
            for value in (None, 5, "x", [], {}, [None], [[]], [{}], [{"uid": 1}], {"devices": 3}):
                self._sync(**{part: value})
        self.assertIn(job.state, ("leased", "unknown"))

    def test_an_idle_call_is_cheap(self):
        answer = self._sync()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self._sync(config_rev=answer["config_rev"])
            self.env.flush_all()
