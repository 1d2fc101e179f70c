import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from PIL import Image

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestJob(HccDeviceCommon):
    def test_job_waits_for_its_agent(self):
        job = self._print()
        self.assertRecordValues(
            job.sudo(),
            [
                {
                    "state": "pending",
                    "outcome": False,
                    "device_id": self.printer.id,
                    "company_id": self.centre.id,
                    "needs_attention": False,
                    "record_name": self.kiosk.display_name,
                }
            ],
        )
        self.assertEqual(self.env["hcc.device.job"]._of_record(self.kiosk), job)

    def test_nothing_is_queued_without_a_printer(self):
        self.assertFalse(self._print(device=self.env["hcc.device"]))

    def test_anybody_may_cause_a_print_nobody_may_write_a_job(self):
        job = (
            self.env["hcc.device.job"]
            .with_user(self.official)
            ._print(self.printer, None, self.kiosk)
        )
        self.assertTrue(job.exists())
        for user in (self.hall_manager, self.administrator):
            with self.assertRaises(AccessError):
                job.with_user(user).write({"outcome": "printed"})
            with self.assertRaises(AccessError):
                self.env["hcc.device.job"].with_user(user).create({"kind": "print_image"})
            with self.assertRaises(AccessError):
                job.with_user(user).unlink()

    def test_picture_may_come_from_a_callable_or_later_from_the_record(self):
        widths = []
        Job = self.env["hcc.device.job"]
        self.printer.paper_width = "384"
        Job._print(self.printer, lambda width: widths.append(width) or self._picture(), self.kiosk)
        self.assertEqual(widths, [384])
        late = Job._print(self.printer, None, self.printer)
        self.assertFalse(late.sudo().image)
        self.assertEqual(_decoded(late.sudo()._rendered()).width, 384)
        self.assertEqual(late.sudo()._rendered(), late.sudo().image)

    # -------------------------------------------------------------------------
    # Too late
    # -------------------------------------------------------------------------

    def test_never_fetched_is_not_printed_after_its_time(self):
        job = self._print(seconds=60)
        with self.at("2026-11-23 08:01"):
            self.env["hcc.device.job"]._cron_expire()
            self.assertFalse(self._sync()["jobs"])
        self.assertRecordValues(
            job, [{"state": "expired", "outcome": "not_printed", "reason": "expired"}]
        )
        self.assertTrue(job.needs_attention)

    def test_fetched_and_never_heard_of_is_unknown_after_its_time(self):
        job = self._print(seconds=60)
        self._lease(job)
        with self.at("2026-11-23 08:01"):
            self.env["hcc.device.job"]._cron_expire()
            self.assertEqual(job.state, "leased")
        with self.at("2026-11-23 08:02"):
            self.env["hcc.device.job"]._cron_expire()
        self.assertRecordValues(
            job, [{"state": "unknown", "outcome": "unknown", "reason": "agent_silent"}]
        )

    # -------------------------------------------------------------------------
    # What staff do about it
    # -------------------------------------------------------------------------

    def test_hall_manager_prints_again_with_the_mark(self):
        job = self._failed_job()
        job.with_user(self.hall_manager).reprint()
        again = self.env["hcc.device.job"].search([("reprint_of_id", "=", job.id)])
        self.assertRecordValues(again, [{"state": "pending", "device_id": self.printer.id}])
        first, second = _decoded(job.image), _decoded(again.image)
        self.assertGreater(second.height, first.height)
        below = second.crop((0, second.height - first.height, *second.size))
        self.assertEqual(below.tobytes(), first.tobytes())
        self.assertRecordValues(
            job, [{"handling": "reprinted", "handled_by_id": self.hall_manager.id}]
        )
        self.assertFalse(job.needs_attention)

    def test_hall_manager_dismisses(self):
        job = self._failed_job()
        self.assertTrue(job.with_user(self.hall_manager).can_handle)
        job.with_user(self.hall_manager).dismiss()
        self.assertEqual(job.handling, "dismissed")
        self.assertFalse(job.with_user(self.hall_manager).can_handle)
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.device.job"), ("res_id", "=", job.id)]
        )
        self.assertEqual((entry.verb, entry.user_id), ("dismissed", self.hall_manager))

    def test_a_job_is_dealt_with_once(self):
        job = self._failed_job()
        job.with_user(self.hall_manager).reprint()
        for verb in ("reprint", "dismiss"):
            with self.assertRaisesRegex(UserError, "already dealt with"):
                getattr(job.with_user(self.hall_manager), verb)()
        printed = self._print()
        with self.assertRaises(UserError):
            printed.with_user(self.hall_manager).reprint()

    def test_other_roles_and_other_centres_decide_nothing(self):
        job = self._failed_job()
        for user in (self.official, self.oversight, self.director, self.other_manager):
            for verb in ("reprint", "dismiss"):
                with self.subTest(user=user.login, verb=verb), self.assertRaises(AccessError):
                    getattr(job.with_user(user), verb)()
        self.assertFalse(job.with_user(self.oversight).can_handle)

    def test_oversight_sees_the_list_but_not_the_papers(self):
        job = self._failed_job().with_user(self.oversight)
        self.assertEqual(job.outcome, "not_printed")
        with self.assertRaises(AccessError):
            job.read(["image"])

    def test_unconfirmed_prints_do_not_flood_the_list(self):
        job = self._print()
        self._lease(job)
        self._result(job, "unknown", "unconfirmed")
        self.assertFalse(job.needs_attention)

    def test_pictures_of_old_jobs_are_dropped(self):
        job = self._failed_job()
        self.env["hcc.device.job"]._gc_images()
        self.assertTrue(job.image)
        with self.at("2026-12-30 08:00"):
            self.env["hcc.device.job"]._gc_images()
        self.assertFalse(job.image)

    def _failed_job(self):
        job = self._print()
        self._lease(job)
        self._result(job, "not_printed", "paper_out")
        self.assertTrue(job.needs_attention)
        return job


def _decoded(image):
    return Image.open(io.BytesIO(base64.b64decode(image)))
