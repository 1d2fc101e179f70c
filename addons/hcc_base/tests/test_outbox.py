from unittest.mock import patch

from odoo.tests import tagged

from ..models.hcc_outbox import HccOutbox
from .common import HccCommon


@tagged("post_install", "-at_install")
class TestOutbox(HccCommon):
    def setUp(self):
        super().setUp()
        self.delivered = []
        self.fails = False
        self.enterContext(patch.object(HccOutbox, "_deliver_test", self._deliver, create=True))
        day = type(self.env["hcc.calendar.day"])
        self.enterContext(patch.object(day, "_journal_company", lambda d: self.centre, create=True))
        cron = type(self.env["ir.cron"])
        self.enterContext(patch.object(cron, "_commit_progress", lambda *a, **k: float("inf")))
        self.record = self.env["hcc.calendar.day"].search([], limit=1)

    def _deliver(self, message):
        if self.fails:
            raise ConnectionError("no network")
        self.delivered.append(message.id)

    def test_a_message_is_delivered_once(self):
        message = self.env["hcc.outbox"]._enqueue("test", self.record)
        self.env["hcc.outbox"]._cron_deliver()
        self.env["hcc.outbox"]._cron_deliver()
        self.assertEqual(self.delivered, [message.id])
        self.assertEqual(message.state, "done")

    def test_a_failure_is_kept_and_tried_again_later(self):
        self.fails = True
        message = self.env["hcc.outbox"]._enqueue("test", self.record)
        self.env["hcc.outbox"]._cron_deliver()
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.assertEqual(message.error, "ConnectionError")
        self.fails = False
        self.env["hcc.outbox"]._cron_deliver()
        self.assertFalse(self.delivered, "not before its time")
        with self.at("2026-11-23 08:02"):
            self.env["hcc.outbox"]._cron_deliver()
        self.assertEqual(message.state, "done")

    def test_an_unknown_kind_is_refused_at_once(self):
        with self.assertRaises(NotImplementedError):
            self.env["hcc.outbox"]._enqueue("carrier_pigeon", self.record)
