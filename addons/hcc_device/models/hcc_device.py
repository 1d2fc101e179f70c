import hashlib
import logging
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..tools import raster

_logger = logging.getLogger(__name__)

ADMINISTRATOR = ("hcc_base.group_administrator",)
ENROLMENT_MINUTES = 10
#: An agent that was not heard for longer than this is reported as silent.
SILENT_SECONDS = 45
#: A device's last sign of life is noted at most this often.
TOUCH_SECONDS = 15
#: Letters of an enrolment code: none that look alike when read out or typed.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
#: Page of each kind of device that is a browser.
PAGES = {
    "kiosk": "/hcc/kiosk/",
    "board": "/hcc/board/",
    "rating": "/hcc/rating/",
}


class HccDevice(models.Model):
    """A device of a centre (thiết bị): an agent, what hangs on it, or a screen.

    An *agent* is the small program on site that talks to the hardware; a *printer* is reached
    through its agent; kiosks, boards and rating screens are browsers on a page of their own. Agents
    and pages prove who they are with a token of which only the hash is kept.

    Administrators keep the registry and hand out tokens; hall managers, directors and oversight
    read it. Devices themselves work as the public page's user, after their token was checked.
    """

    _name = "hcc.device"
    _inherit = ["hcc.state.mixin", "bus.listener.mixin"]
    _description = "Device"
    _order = "company_id, kind, name, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    _verbs = {
        "issue_enrolment_code": Verb(("new", "in_use", "revoked"), None, ADMINISTRATOR),
        "issue_page_address": Verb(("new", "in_use", "revoked"), "in_use", ADMINISTRATOR),
        "enroll": Verb(("new", "in_use", "revoked"), "in_use"),
        "revoke": Verb(("new", "in_use"), "revoked", ADMINISTRATOR),
    }
    _guarded_fields = frozenset(
        {
            "state",
            "token_hash",
            "enrolment_hash",
            "enrolment_expires_at",
            "last_seen_at",
            "health",
            "agent_boot",
        }
    )
    _settings = frozenset(
        {
            "name",
            "active",
            "note",
            "counter_id",
            "agent_id",
            "printer_id",
            "host",
            "port",
            "paper_width",
            "has_cutter",
            "has_status",
        }
    )
    _editable_fields = {"new": "*", "in_use": _settings, "revoked": _settings}
    _deletable_states = ("new",)

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("agent", "Device agent"),
            ("printer", "Ticket printer"),
            ("kiosk", "Kiosk"),
            ("board", "Hall board"),
            ("rating", "Rating screen"),
        ],
        required=True,
        default="kiosk",
    )
    state = fields.Selection(
        [("new", "Not in use yet"), ("in_use", "In use"), ("revoked", "Revoked")],
        required=True,
        default="new",
        readonly=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    counter_id = fields.Many2one(
        "hcc.counter", index="btree_not_null", check_company=True, help="Where the device stands."
    )
    agent_id = fields.Many2one(
        "hcc.device",
        "Reached through",
        domain="[('kind', '=', 'agent'), ('company_id', '=', company_id)]",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The agent on site that drives this printer.",
    )
    device_ids = fields.One2many("hcc.device", "agent_id", "Devices of this agent")
    printer_id = fields.Many2one(
        "hcc.device",
        "Ticket printer",
        domain="[('kind', '=', 'printer'), ('company_id', '=', company_id)]",
        check_company=True,
        ondelete="restrict",
        help="Where this kiosk's tickets come out.",
    )
    note = fields.Text()

    host = fields.Char("Address on the local network", help="Name or IP address of the printer.")
    port = fields.Integer(default=9100)
    paper_width = fields.Selection(
        [("576", "80 mm, 576 dots"), ("512", "80 mm, 512 dots"), ("384", "58 mm, 384 dots")],
        required=True,
        default="576",
        help="“80 mm” is 576 or 512 dots a line, depending on the make: see its self-test.",
    )
    has_cutter = fields.Boolean("Cuts the paper", default=True)
    has_status = fields.Boolean(
        "Answers status questions",
        default=True,
        help="Off for cheap printers that never answer: what was sent to them stays unconfirmed.",
    )

    token_hash = fields.Char(copy=False, readonly=True, groups=fields.NO_ACCESS)
    enrolment_hash = fields.Char(copy=False, readonly=True, groups=fields.NO_ACCESS)
    enrolment_expires_at = fields.Datetime("Enrolment code valid until", copy=False, readonly=True)
    last_seen_at = fields.Datetime("Last sign of life", copy=False, readonly=True)
    health = fields.Json(copy=False, readonly=True)
    agent_boot = fields.Char("Run of the agent", copy=False, readonly=True)

    is_silent = fields.Boolean(
        "Silent",
        compute="_compute_is_silent",
        search="_search_is_silent",
        help="In use, but not heard for 45 seconds: is it switched on and on the network?",
    )
    health_state = fields.Char("What it says", compute="_compute_health_state")
    unprinted_count = fields.Integer("Not printed", compute="_compute_unprinted_count")
    can_issue_enrolment_code = fields.Boolean(compute="_compute_can")
    can_issue_page_address = fields.Boolean(compute="_compute_can")
    can_revoke = fields.Boolean(compute="_compute_can")

    _token_uniq = models.UniqueIndex("(token_hash)", "Two devices cannot share a token.")
    _enrolment_uniq = models.UniqueIndex(
        "(enrolment_hash)", "Two devices cannot share an enrolment code."
    )
    _port_check = models.Constraint(
        "CHECK (port BETWEEN 1 AND 65535)", "A network port is a number from 1 to 65535."
    )

    # -------------------------------------------------------------------------
    # COMPUTES AND CONSTRAINTS
    # -------------------------------------------------------------------------

    @api.depends("state", "kind", "last_seen_at")
    def _compute_is_silent(self):
        limit = self._silence_limit()
        for device in self:
            watched = device.state == "in_use" and device.kind != "printer"
            is_fresh = device.last_seen_at and device.last_seen_at >= limit
            device.is_silent = watched and not is_fresh

    def _search_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "=", "in_use"),
            ("kind", "!=", "printer"),
            "|", ("last_seen_at", "=", False), ("last_seen_at", "<", self._silence_limit()),
        ]  # fmt: skip

    @api.model
    def _silence_limit(self):
        return self.env["hcc.clock"]._now() - timedelta(seconds=SILENT_SECONDS)

    @api.depends("health", "is_silent", "agent_id.is_silent", "agent_id.state")
    def _compute_health_state(self):
        """What the device last said; old news is not shown as if it were true."""
        words = dict(self.env["hcc.device.job"]._fields["reason"]._description_selection(self.env))
        words["ready"] = self.env._("Ready")
        for device in self:
            state = (device.health or {}).get("state")
            agent = device.agent_id
            if device.is_silent or (agent and (agent.is_silent or agent.state != "in_use")):
                device.health_state = self.env._("No news")
            else:
                device.health_state = words.get(state, state) or False

    def _compute_unprinted_count(self):
        jobs = self.env["hcc.device.job"]._read_group(
            [("device_id", "in", self.ids), ("needs_attention", "=", True)],
            ["device_id"],
            ["__count"],
        )
        counts = {device.id: count for device, count in jobs}
        for device in self:
            device.unprinted_count = counts.get(device.id, 0)

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can(self):
        for device in self:
            for verb in ("issue_enrolment_code", "issue_page_address", "revoke"):
                device[f"can_{verb}"] = device._can(verb)

    @api.constrains("kind", "agent_id", "printer_id", "host")
    def _check_links(self):
        for device in self:
            if device.agent_id and device.agent_id.kind != "agent":
                raise ValidationError(
                    self.env._(
                        "%(device)s: “%(other)s” is not a device agent.",
                        device=device.name,
                        other=device.agent_id.name,
                    )
                )
            if device.printer_id and device.printer_id.kind != "printer":
                raise ValidationError(
                    self.env._(
                        "%(device)s: “%(other)s” is not a printer.",
                        device=device.name,
                        other=device.printer_id.name,
                    )
                )

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def issue_enrolment_code(self):
        """Show, once, the code with which the agent fetches its token within ten minutes."""
        code = self._issue_enrolment_code()
        return self._show_once(
            self.env._("Enrolment code of %s", self.name),
            self.env._(
                "%(code)s – valid for %(minutes)s minutes, shown only now. "
                "On the agent's computer: hcc-agent enroll %(code)s",
                code=code,
                minutes=ENROLMENT_MINUTES,
            ),
        )

    def _issue_enrolment_code(self):
        self.ensure_one()
        letters = "".join(secrets.choice(CODE_LETTERS) for _index in range(CODE_LENGTH))
        expires_at = self.env["hcc.clock"]._now() + timedelta(minutes=ENROLMENT_MINUTES)
        self._transition(
            "issue_enrolment_code",
            values={"enrolment_hash": self._hash(letters), "enrolment_expires_at": expires_at},
        )
        return f"{letters[:5]}-{letters[5:]}"

    def issue_page_address(self):
        """Show, once, the address that the screen's browser opens; the old address ends."""
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return self._show_once(
            self.env._("Address of %s", self.name),
            self.env._(
                "%s – shown only now; the former address is void.", base + self._page_address()
            ),
        )

    def _page_address(self):
        """Issue a new token and return the path of the device's page."""
        token = self._issue_token()
        return PAGES[self.kind] + token

    def _issue_token(self):
        """Give the screen a new token (the old one ends) and return it: nothing keeps it."""
        self.ensure_one()
        raw = secrets.token_urlsafe(32)
        self._transition("issue_page_address", values={"token_hash": self._hash(raw)})
        return raw

    def revoke(self):
        """End the token: the very next request of the device is refused."""
        self._transition(
            "revoke",
            values={"token_hash": False, "enrolment_hash": False, "enrolment_expires_at": False},
        )
        self._ring()

    @api.model
    def _enroll(self, code):
        """Exchange a one-time code for a token.

        :return: ``(device, token)``, or an empty recordset and ``None`` for a wrong or late code
        """
        letters = "".join(char for char in (code or "").upper() if char in CODE_LETTERS)
        device = self.sudo().search(
            [
                ("enrolment_hash", "=", self._hash(letters)),
                ("enrolment_expires_at", ">", self.env["hcc.clock"]._now()),
            ]
        )
        if not device:
            return self.browse(), None
        raw = secrets.token_urlsafe(32)
        device._transition(
            "enroll",
            values={
                "token_hash": self._hash(raw),
                "enrolment_hash": False,
                "enrolment_expires_at": False,
            },
        )
        return device._as_public_page(), raw

    def _check_verb(self, verb):
        super()._check_verb(verb)
        kinds = {
            "issue_enrolment_code": ("agent",),
            "enroll": ("agent",),
            "issue_page_address": PAGES,
            "revoke": ("agent", *PAGES),
        }
        if self.kind not in kinds.get(verb, (self.kind,)):
            raise UserError(
                self.env._(
                    "%(device)s: “%(verb)s” does not exist for this kind of device.",
                    device=self.name,
                    verb=self._verb_label(verb),
                )
            )

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "issue_enrolment_code": self.env._("Enrolment code"),
            "issue_page_address": self.env._("Page address"),
            "enroll": self.env._("Enrol"),
            "revoke": self.env._("Revoke"),
        }

    def _show_once(self, title, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": message,
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # -------------------------------------------------------------------------
    # TEST PAGE
    # -------------------------------------------------------------------------

    def action_print_test_page(self):
        """Send a test page through agent and printer, as a ticket would go."""
        self.ensure_one()
        self.check_access("write")
        self.env["hcc.device.job"]._print(self, None, self, expires_in_seconds=120)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The test page is on its way to %s.", self.name),
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

    # -------------------------------------------------------------------------
    # AUTHENTICATION
    # -------------------------------------------------------------------------

    @api.model
    def _authenticate(self, raw, kinds):
        """Return the device of one of ``kinds`` whose token is ``raw``, else an empty recordset.

        The record comes back as the public page's user, who may read nothing of it: what a page
        needs is read with a narrow ``sudo()`` on the device alone.
        """
        if not isinstance(raw, str) or not 20 <= len(raw) <= 100:
            return self.browse()
        device = self.sudo().search(
            [
                ("token_hash", "=", self._hash(raw)),
                ("state", "=", "in_use"),
                ("kind", "in", list(kinds)),
            ]
        )
        device._touch()
        return device._as_public_page()

    def _as_public_page(self):
        return self.with_user(self.env.ref("hcc_base.user_public_page"))

    def _touch(self):
        """Note a sign of life, at most every 15 seconds.

        The lock leaves the row open to references: number transactions of the same request
        insert rows that point at the device.
        """
        if not self or self.env.cr.readonly:
            return
        now = self.env["hcc.clock"]._now()
        if self.last_seen_at and self.last_seen_at > now - timedelta(seconds=TOUCH_SECONDS):
            return
        self._lock_if_free()._guarded_write({"last_seen_at": now})

    def _lock_if_free(self):
        """The record locked, or nothing when another request is just noting the same.

        When the other one has meanwhile finished, the platform asks this request again; that is
        ordinary here and not worth an error in the log.
        """
        self.env.cr.execute(
            SQL("SELECT id FROM hcc_device WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED", self.id),
            log_exceptions=False,
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _hash(self, raw):
        return hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()

    def _ring(self):
        """Ring the doorbell of the devices: "ask the server". The message itself is empty."""
        for device in self.sudo():
            device._bus_send("hcc_device", {})

    def _lock_for_sync(self):
        """Serialise what one agent says: a repeated call waits for the first, and is then asked
        again by the platform; that too is ordinary and no error in the log."""
        self.env.cr.execute(
            SQL("SELECT id FROM hcc_device WHERE id = %s FOR NO KEY UPDATE", self.id),
            log_exceptions=False,
        )
