from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import pad_keys, raster
from .hcc_device import TOKEN_KINDS

SERIAL_KINDS = ("led_board", "scanner", "button_pad", "rating_pad")
BOARD_DRIVERS = {"ascii": "led_ascii", "modbus": "led_modbus"}
#: What a board shows as a test: every segment is lit.
BOARD_TEST = "8888"
#: The clip that every set has.
SPEAKER_TEST = ["thu-loa"]


class HccDevice(models.Model):
    """What hangs on an agent: printers, counter boards, loudspeakers, scanners, pads."""

    _inherit = "hcc.device"

    _hardware = frozenset(
        {
            "connection",
            "serial_port",
            "baudrate",
            "board_protocol",
            "board_address",
            "pad_keys",
            "audio_device",
        }
    )
    _editable_fields = {"in_use": _hardware, "revoked": _hardware}

    is_attached = fields.Boolean("Reached through an agent", compute="_compute_is_attached")
    is_serial = fields.Boolean(compute="_compute_is_serial")
    can_test = fields.Boolean(compute="_compute_can_test")

    connection = fields.Selection(
        [("network", "Network"), ("serial", "Serial or USB port")],
        required=True,
        default="network",
    )
    serial_port = fields.Char(
        help="On the agent's computer; best a name that survives unplugging, "
        "such as /dev/serial/by-id/…"
    )
    baudrate = fields.Integer("Speed (baud)", default=9600)
    board_protocol = fields.Selection(
        [("ascii", "Plain text"), ("modbus", "Modbus RTU")],
        "Protocol",
        required=True,
        default="ascii",
    )
    board_address = fields.Integer(
        "Address on the line", default=1, help="Boards on one line differ by it, 1 to 99."
    )
    pad_keys = fields.Char("Keys", help="What the pad sends and what it means: 1=next, 2=again")
    audio_device = fields.Char(
        "Sound output", help="As the agent's player names it; empty: its default."
    )

    _board_address_check = models.Constraint(
        "CHECK (board_address BETWEEN 1 AND 99)", "A board's address is a number from 1 to 99."
    )
    _baudrate_check = models.Constraint(
        "CHECK (baudrate BETWEEN 300 AND 4000000)", "The speed of a port is 300 to 4,000,000 baud."
    )

    @api.depends("kind")
    def _compute_is_attached(self):
        for device in self:
            device.is_attached = device.kind not in TOKEN_KINDS

    @api.depends("kind", "connection")
    def _compute_is_serial(self):
        for device in self:
            device.is_serial = device.kind in SERIAL_KINDS or (
                device.kind == "printer" and device.connection == "serial"
            )

    @api.depends("kind")
    def _compute_can_test(self):
        for device in self:
            device.can_test = device.kind in ("printer", "led_board", "speaker")

    @api.constrains("kind", "connection", "serial_port", "baudrate", "agent_id", "active")
    def _check_serial_port(self):
        """A port belongs to one device; only boards share a line, at one speed."""
        for device in self.filtered("is_serial"):
            if not device.serial_port:
                raise ValidationError(
                    self.env._("%s: enter the port of the agent that it hangs on.", device.name)
                )
            taken = device._strangers_on_port()
            if taken:
                raise ValidationError(
                    self.env._(
                        "%(device)s: the port %(port)s is taken by “%(other)s”.",
                        device=device.name,
                        port=device.serial_port,
                        other=taken[0].name,
                    )
                )

    def _strangers_on_port(self):
        others = self.search(
            [
                ("agent_id", "=", self.agent_id.id),
                ("serial_port", "=", self.serial_port),
                ("id", "!=", self.id),
            ]
        )
        return others.filtered(
            lambda other: (
                other.is_serial
                and not (self.kind == other.kind == "led_board" and self.baudrate == other.baudrate)
            )
        )

    @api.constrains("pad_keys", "kind")
    def _check_pad_keys(self):
        for device in self:
            try:
                keys = pad_keys.parse(device.pad_keys)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(device)s: “%(part)s” is no key. Write what the pad sends and what it "
                        "means, e.g. 1=next, 2=again.",
                        device=device.name,
                        part=str(error),
                    )
                ) from error
            if device.kind in ("button_pad", "rating_pad") and not keys:
                raise ValidationError(
                    self.env._("%s: enter what its keys mean, e.g. 1=next.", device.name)
                )

    # -------------------------------------------------------------------------
    # FOR THE AGENT
    # -------------------------------------------------------------------------

    def _agent_settings(self):
        """What the agent must know to drive this device: the driver's name and its settings."""
        driver, settings = getattr(self, f"_{self.kind}_settings")()
        if self.is_serial:
            settings |= {"serial_port": self.serial_port or "", "baudrate": self.baudrate}
        return {"driver": driver, "settings": settings}

    def _printer_settings(self):
        settings = {
            "width": int(self.paper_width),
            "has_cutter": self.has_cutter,
            "has_status": self.has_status,
        }
        if self.connection == "serial":
            return "serial_printer", settings
        return "network_printer", {"host": self.host or "", "port": self.port, **settings}

    def _led_board_settings(self):
        return BOARD_DRIVERS[self.board_protocol], {"address": self.board_address}

    def _speaker_settings(self):
        return "audio_player", {"audio_device": self.audio_device or ""}

    def _scanner_settings(self):
        return "serial_scanner", {}

    def _button_pad_settings(self):
        return "button_pad", {"keys": pad_keys.parse(self.pad_keys)}

    def _rating_pad_settings(self):
        return "rating_pad", {"keys": pad_keys.parse(self.pad_keys)}

    # -------------------------------------------------------------------------
    # TEST
    # -------------------------------------------------------------------------

    def action_test(self):
        """Let the device show that the whole way to it works, as an ordinary job would go."""
        self.ensure_one()
        self.check_access("write")
        Job = self.env["hcc.device.job"]
        if self.kind == "printer":
            Job._print(self, None, self, expires_in_seconds=120)
        elif self.kind == "led_board":
            Job._show(self, BOARD_TEST, self, blink=True)
        elif self.kind == "speaker":
            Job._play(self, SPEAKER_TEST, self)
        else:
            raise ValidationError(self.env._("%s: there is nothing to try out.", self.name))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The test is on its way to %s.", self.name),
            },
        }

    def _render_image(self, width):
        """The test page: every letter that printers get wrong, a ruler and a QR code."""
        paper = raster.canvas(width)
        paper.text("TRANG IN THỬ", size=40, bold=True).text(self.company_id.name).rule()
        paper.text(self.name, size=30, bold=True)
        paper.text("Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ứ Ừ Ử Ữ Ự Đ ỹ", size=26)
        paper.pair("Bề rộng giấy", f"{width} điểm").rule(thickness=4)
        paper.qr(f"HCC-TEST {self.id}").space(16)
        return raster.to_one_bit(paper.image)
