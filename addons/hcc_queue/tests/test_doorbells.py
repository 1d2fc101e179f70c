import json
import re
from unittest.mock import patch

from odoo.tests import tagged

from ..models.hall.hcc_hall import HccHall
from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestDoorbells(QueueCommon):
    """Anybody may listen to any named channel: ours have names nobody guesses, and say nothing."""

    def _rung(self):
        """``(channel, message)`` of what a new ticket and a call tell the hall and the counter."""
        bus = self.env["bus.bus"]
        before = bus.search([], order="id desc", limit=1).id or 0
        self.issue()
        self.env["hcc.hall"]._ring(self.centre, self.counter)
        self.env.flush_all()
        self.env.cr.precommit.run()
        rows = bus.search([("id", ">", before)])
        return [(json.loads(row.channel), json.loads(row.message)) for row in rows]

    def _guessed(self, rung):
        numbers = range(200)
        guesses = {f"hcc_queue/{kind}/{n}" for kind in ("hall", "counter") for n in numbers}
        guesses |= {f"hcc_queue/{kind}" for kind in ("hall", "counter")} | {"hcc_queue"}
        return [channel for channel, _message in rung if channel[1] in guesses]

    def test_channels_cannot_be_guessed(self):
        rung = self._rung()
        named = [channel[1] for channel, _message in rung if isinstance(channel[1], str)]
        ours = [name for name in named if name.startswith("hcc_queue/")]
        self.assertTrue(ours)
        for name in ours:
            self.assertTrue(re.fullmatch(r"hcc_queue/(hall|counter)/[0-9a-f]{32}", name), name)
        self.assertFalse(self._guessed(rung))

    def test_a_plain_name_would_be_guessed(self):
        """Negative control."""

        def plain(hall, kind, record_id):
            return f"hcc_queue/{kind}/{record_id % 200}"

        with patch.object(HccHall, "_channel", plain):
            self.assertTrue(self._guessed(self._rung()))

    def test_a_doorbell_says_nothing(self):
        rung = [m for channel, m in self._rung() if m["type"].startswith("hcc_")]
        self.assertTrue(rung)
        for message in rung:
            self.assertEqual(message["payload"], {})
