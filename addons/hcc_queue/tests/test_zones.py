from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestZones(QueueCommon):
    """What a zone's board shows and says; counter 1 is in the zone, counter 2 is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls.env["hcc.hall.zone"].create(
            {
                "name": "Tầng 1",
                "company_id": cls.centre.id,
                "counter_ids": [Command.set(cls.counter.ids)],
            }
        )
        cls.board.write({"zone_id": cls.zone.id, "speaks": True})

    def voice(self):
        return self.env["hcc.hall"].sudo()._voice_state(self.board, "/clip/%s")

    def call(self):
        self.issue()
        return self.call_next(self.open_session())

    # -- Shown -------------------------------------------------------------------------------------

    def test_a_board_shows_its_zone_only(self):
        self.call()
        self.issue()
        self.call_next(self.open_session(self.colleague, self.counter_2))
        hall = self.env["hcc.hall"]
        state = hall._board_state(self.centre, self.zone)
        self.assertEqual([row["counter"] for row in state["counters"]], [1])
        self.assertEqual([call["number"] for call in state["calls"]], ["A001"])
        self.assertEqual([lane["prefix"] for lane in state["lanes"]], ["A"])
        whole = hall._board_state(self.centre)
        self.assertEqual([row["counter"] for row in whole["counters"]], [1, 2])
        self.assertEqual([call["number"] for call in whole["calls"]], ["A002", "A001"])

    def test_a_ticket_back_in_its_lane_is_called_nowhere(self):
        ticket = self.call()
        hall = self.env["hcc.hall"]
        self.assertTrue(hall._board_state(self.centre)["calls"])
        ticket.transfer(self.other_lane.id)
        self.assertFalse(hall._board_state(self.centre)["calls"])

    def test_who_did_not_come_still_finds_the_number(self):
        self.call().no_show()
        calls = self.env["hcc.hall"]._board_state(self.centre)["calls"]
        self.assertEqual([call["number"] for call in calls], ["A001"])

    def test_notices_of_the_day_and_of_the_zone(self):
        today = self.env["hcc.clock"]._today(self.centre)
        yesterday = today - timedelta(1)
        make = self.env["hcc.hall.notice"].with_user(self.hall_manager).create
        make(
            [
                {"text": "Hôm nay", "date_from": today, "date_to": today},
                {"text": "Hôm qua", "date_from": yesterday, "date_to": yesterday},
                {"text": "Ngày mai", "date_from": today + timedelta(1)},
                {"text": "Khu này", "date_from": today, "zone_ids": [Command.set(self.zone.ids)]},
            ]
        )
        hall = self.env["hcc.hall"]
        self.assertEqual(
            hall._board_state(self.centre, self.zone)["notices"], ["Hôm nay", "Khu này"]
        )
        self.assertEqual(hall._board_state(self.centre)["notices"], ["Hôm nay"])

    def test_officials_write_no_notices_and_no_zones(self):
        for model, values in {
            "hcc.hall.notice": {"text": "Nghỉ"},
            "hcc.hall.zone": {"name": "Tầng 2"},
            "hcc.voice.pack": {"name": "Giọng"},
        }.items():
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.official).create(values)

    def test_a_notice_is_short(self):
        with self.assertRaises(ValidationError):
            self.env["hcc.hall.notice"].create({"text": "x" * 201})

    # -- Said --------------------------------------------------------------------------------------

    def test_a_call_is_said_in_its_zone(self):
        self.call()
        [call] = self.voice()["calls"]
        [sentence] = call["sentences"]
        clips = [address.split("/")[-1].split(".")[0] for address in sentence]
        self.assertEqual(
            clips,
            ["call", "letter_a", "digit_0", "digit_0", "digit_1", "to_counter", "digit_1"],
        )

    def test_a_call_of_another_zone_is_not_said(self):
        self.issue()
        self.call_next(self.open_session(self.official, self.counter_2))
        self.assertEqual(self.voice()["calls"], [])

    def test_calls_are_said_in_their_order(self):
        self.counter_2.zone_id = self.zone
        self.call()
        self.issue()
        self.call_next(self.open_session(self.colleague, self.counter_2))
        ids = [call["id"] for call in self.voice()["calls"]]
        self.assertEqual(len(ids), 2)
        self.assertEqual(ids, sorted(ids))

    def test_a_call_again_is_said_instead_of_the_first(self):
        ticket = self.call()
        [first] = self.voice()["calls"]
        ticket.recall()
        [again] = self.voice()["calls"]
        self.assertGreater(again["id"], first["id"])
        self.assertIn("/recall.wav", again["sentences"][0][0])

    def test_what_does_not_hold_any_more_is_not_said(self):
        for verb in ("serve", "park", "no_show", "cancel"):
            with self.subTest(verb=verb):
                self.issue()
                session = self.env["hcc.counter.session"].with_user(self.official)._mine()
                ticket = self.call_next(session or self.open_session())
                self.assertEqual(len(self.voice()["calls"]), 1)
                user = self.hall_manager if verb == "cancel" else self.official
                getattr(ticket.with_user(user), verb)()
                self.assertEqual(self.voice()["calls"], [])
                if verb == "serve":
                    ticket.finish()

    def test_a_call_is_not_said_late(self):
        self.zone.max_age = 120
        with self.at("2026-07-06 09:00"):
            self.call()
        with self.at("2026-07-06 09:01"):
            self.assertEqual(len(self.voice()["calls"]), 1)
        with self.at("2026-07-06 09:03"):
            self.assertEqual(self.voice()["calls"], [])

    def test_quiet_hours(self):
        self.zone.write({"quiet_from": 11.5, "quiet_to": 13.5})
        with self.at("2026-07-06 12:00"):
            self.call()
            self.assertEqual(self.voice()["calls"], [])
            self.zone.quiet_to = 11.5
            self.assertEqual(len(self.voice()["calls"]), 1)

    def test_quiet_hours_pass_midnight(self):
        self.zone.write({"quiet_from": 17, "quiet_to": 7})
        for hour, quiet in {"06:59": True, "07:00": False, "16:59": False, "17:00": True}.items():
            with self.at(f"2026-07-06 {hour}"):
                self.assertEqual(self.zone._is_quiet(), quiet, hour)

    def test_a_board_without_loudspeaker_says_nothing(self):
        self.call()
        self.board.speaks = False
        self.assertIsNone(self.voice())
        self.board.speaks = True
        self.zone.volume = 0
        self.assertEqual(self.voice()["calls"], [])

    # -- One loudspeaker a zone --------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_two_boards_do_not_speak_at_once(self):
        second = self._create_device("Bảng 2", "board", zone_id=self.zone.id)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            second.speaks = True
            second.flush_recordset()
        self.board._page_address()
        self.board.revoke()
        second.speaks = True
        second.flush_recordset()

    def test_only_a_board_with_a_zone_speaks(self):
        self.board.speaks = False
        for kind, values in {"kiosk": {"zone_id": self.zone.id}, "board": {}}.items():
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                self._create_device("Thiết bị", kind, speaks=True, **values)

    def test_what_the_board_says_of_its_sound_is_its_health(self):
        self.board._page_address()
        self.board._guarded_write({"last_seen_at": self.env["hcc.clock"]._now()})
        board = self.board.with_context(lang="en_US")
        board._report_sound("blocked")
        self.assertIn("touch", board.health_state)
        self.assertEqual(self.voice()["sound"], "blocked")
        board._report_sound("ready")
        self.assertEqual(board.health_state, "Ready")
        with self.assertRaises(ValueError):
            board._report_sound("loud")

    # -- The board over one counter ----------------------------------------------------------------

    def test_counter_board_follows_its_counter(self):
        def state():
            return self.env["hcc.hall"]._counter_board_state(self.counter)

        self.assertEqual((state()["state"], state()["number"]), ("closed", ""))
        session = self.open_session()
        self.assertEqual((state()["state"], state()["call"]), ("open", None))
        self.issue()
        ticket = self.call_next(session)
        called = state()
        self.assertEqual((called["number"], called["called"]), ("A001", True))
        ticket.recall()
        self.assertGreater(state()["call"], called["call"])
        ticket.serve()
        self.assertEqual((state()["number"], state()["called"]), ("A001", False))
        ticket.finish()
        session.pause(reason_id=self.pause_reason.id)
        self.assertEqual((state()["state"], state()["number"]), ("paused", ""))
        self.assertEqual(state()["why"], self.pause_reason.name)

    def test_counter_board_hangs_at_a_counter(self):
        with self.assertRaises(ValidationError):
            self._create_device("Bảng quầy", "counter_board")

    def test_a_counter_left_open_yesterday_is_closed_today(self):
        with self.at("2026-07-06 16:00"):
            self.open_session()
        with self.at("2026-07-07 08:00"):
            self.assertEqual(
                self.env["hcc.hall"]._counter_board_state(self.counter)["state"], "closed"
            )
