from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.hcc_device.tools import pad_keys

from .common import HccDeviceCommon


@tagged("post_install", "-at_install")
class TestHardware(HccDeviceCommon):
    """What hangs on an agent: how it is described to it, and what goes to it."""

    def test_each_kind_travels_with_its_driver_and_settings(self):
        expected = {
            "led_board": ("led_ascii", {"address": 3}),
            "speaker": ("audio_player", {"audio_device": ""}),
            "scanner": ("serial_scanner", {}),
            "button_pad": ("button_pad", {"keys": {"1": "next", "2": "again"}}),
            "rating_pad": ("rating_pad", {"keys": {"1": "next", "2": "again"}}),
        }
        for kind, (driver, settings) in expected.items():
            device = self._hardware(kind)
            if device.is_serial:
                settings |= {"serial_port": f"/dev/{kind}", "baudrate": 9600}
            config = self._sync()["config"]["devices"][str(device.id)]
            self.assertEqual(config, {"driver": driver, "settings": settings}, kind)

    def test_boards_and_printers_have_more_than_one_driver(self):
        board = self._hardware("led_board", board_protocol="modbus")
        self.assertEqual(board._agent_settings()["driver"], "led_modbus")
        self.printer.write({"connection": "serial", "serial_port": "/dev/p", "baudrate": 115200})
        settings = self.printer._agent_settings()
        self.assertEqual(settings["driver"], "serial_printer")
        self.assertEqual(settings["settings"]["baudrate"], 115200)
        self.assertNotIn("host", settings["settings"])

    def test_a_page_on_an_agent_is_nothing_to_drive(self):
        self.kiosk.agent_id = self.agent
        self.assertNotIn(str(self.kiosk.id), self._sync()["config"]["devices"])

    def test_only_boards_of_one_speed_share_a_port(self):
        board = self._hardware("led_board", serial_port="/dev/line")
        self._hardware("led_board", serial_port="/dev/line", board_address=4)
        with self.assertRaises(ValidationError):
            self._hardware("led_board", serial_port="/dev/line", baudrate=19200)
        with self.assertRaises(ValidationError):
            self._hardware("scanner", serial_port="/dev/line")
        with self.assertRaises(ValidationError):
            board.serial_port = False

    def test_keys_are_read_or_refused(self):
        self.assertEqual(
            pad_keys.parse(" a=goi_tiep , 2=goi_lai,"), {"A": "goi_tiep", "2": "goi_lai"}
        )
        for text in ("1", "1=", "=x", "1=x, 1=y", "1=Gọi tiếp"):
            with self.assertRaises(ValueError):
                pad_keys.parse(text)
            with self.assertRaises(ValidationError):
                self._hardware("button_pad", pad_keys=text)
        with self.assertRaises(ValidationError):
            self._hardware("rating_pad", pad_keys=False)

    def test_administrators_try_out_a_board_and_a_loudspeaker(self):
        for kind, job_kind, job_class, payload in (
            ("led_board", "show", "idempotent", {"text": "8888", "blink": True}),
            ("speaker", "play", "once", {"clips": ["thu-loa"]}),
        ):
            device = self._hardware(kind)
            with self.assertRaises(AccessError):
                device.with_user(self.hall_manager).action_test()
            device.with_user(self.administrator).action_test()
            [row] = [row for row in self._sync()["jobs"] if row["device_id"] == device.id]
            self.assertEqual((row["kind"], row["class"]), (job_kind, job_class))
            self.assertEqual(row["payload"], payload)
            self.assertTrue(row["position"])
        with self.assertRaises(ValidationError):
            self._hardware("scanner").with_user(self.administrator).action_test()

    def test_a_board_that_does_not_show_is_no_missing_paper(self):
        board = self._hardware("led_board")
        job = self.env["hcc.device.job"]._show(board, "A012", self.kiosk)
        self._lease(job)
        self._result(job, "not_printed", "replaced")
        self.assertRecordValues(job, [{"reason": "replaced", "needs_attention": False}])

    def test_no_board_no_job(self):
        jobs = self.env["hcc.device.job"]
        self.assertFalse(jobs._show(self.env["hcc.device"], "A012", self.kiosk))
        self.assertFalse(jobs._play(self.env["hcc.device"], ["a"], self.kiosk))

    def _hardware(self, kind, **values):
        return self.env["hcc.device"].create(
            {
                "name": f"Thiết bị {kind}",
                "kind": kind,
                "company_id": self.centre.id,
                "agent_id": self.agent.id,
                "serial_port": f"/dev/{kind}",
                "board_address": 3,
                "pad_keys": "1=next, 2=again" if kind.endswith("_pad") else False,
                **values,
            }
        )
