import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.secret_key import derive_key

KEEPERS = ("hcc_base.group_hall_manager", "hcc_base.group_administrator")
CODE_DIGITS = 6
#: Wrong codes in a row that a kiosk bears before it must wait …
FREE_ATTEMPTS = 5
#: … so long (seconds), twice as long with each further one, but no longer than an hour.
FIRST_WAIT = 60
LONGEST_WAIT = 3600
TEST_PAGE_SECONDS = 120


class HccDevice(models.Model):
    """A kiosk's service screen (màn hình nghiệp vụ của ki-ốt): staff open it at the kiosk with the
    kiosk's own code, see the paper, print a test page, and close the kiosk to visitors.

    Hall managers and administrators have a code made, shown once; only its keyed hash is kept.
    Wrong codes are counted in the database and make the kiosk wait.
    """

    _inherit = "hcc.device"

    unlock_hash = fields.Char(copy=False, readonly=True, groups=fields.NO_ACCESS)
    unlock_failures = fields.Integer(copy=False, readonly=True, groups=fields.NO_ACCESS)
    unlock_wait_until = fields.Datetime(copy=False, readonly=True, groups=fields.NO_ACCESS)
    is_closed_to_visitors = fields.Boolean(
        "Closed to visitors",
        copy=False,
        readonly=True,
        help="Set at the kiosk itself: it shows that it is closed and issues nothing.",
    )
    can_issue_unlock_code = fields.Boolean(compute="_compute_can_issue_unlock_code")

    _verbs = {
        "issue_unlock_code": Verb(("new", "in_use"), None, KEEPERS),
        "close_kiosk": Verb(("in_use",), None),
        "reopen_kiosk": Verb(("in_use",), None),
    }
    _guarded_fields = frozenset(
        {"unlock_hash", "unlock_failures", "unlock_wait_until", "is_closed_to_visitors"}
    )

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can_issue_unlock_code(self):
        for device in self:
            device.can_issue_unlock_code = device.kind == "kiosk" and device._can(
                "issue_unlock_code"
            )

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "issue_unlock_code": self.env._("Staff code"),
            "close_kiosk": self.env._("Close to visitors"),
            "reopen_kiosk": self.env._("Open to visitors"),
        }

    # -------------------------------------------------------------------------
    # CODE
    # -------------------------------------------------------------------------

    def issue_unlock_code(self):
        """Show, once, the code that opens the kiosk's service screen; the former one ends."""
        return self._show_once(
            self.env._("Staff code of %s", self.name),
            self.env._(
                "%s – shown only now; the former code is void. At the kiosk: press the clock for "
                "three seconds and enter the code.",
                self._issue_unlock_code(),
            ),
        )

    def _issue_unlock_code(self):
        self.ensure_one()
        code = "".join(secrets.choice("0123456789") for _index in range(CODE_DIGITS))
        self._transition(
            "issue_unlock_code",
            values={
                "unlock_hash": self._unlock_hash(code),
                "unlock_failures": 0,
                "unlock_wait_until": False,
            },
        )
        return code

    def _unlock_hash(self, code):
        """Keyed: so few digits would be found in an instant from a plain hash."""
        message = f"{self.id}|{code}".encode("utf-8", "replace")
        return hmac.new(derive_key("kiosk-unlock"), message, hashlib.sha256).hexdigest()

    def _unlock(self, code):
        """Whether ``code`` opens the service screen, and how many seconds to wait otherwise.

        A wrong code is counted and must not be rolled back: the caller answers, and raises
        nothing.
        """
        self.ensure_one()
        # Guesses at the same instant count one after the other.
        self.env.cr.execute(
            SQL("SELECT id FROM hcc_device WHERE id = %s FOR NO KEY UPDATE", self.id),
            log_exceptions=False,
        )
        self.invalidate_recordset(["unlock_hash", "unlock_failures", "unlock_wait_until"])
        now = self.env["hcc.clock"]._now()
        if self.unlock_wait_until and self.unlock_wait_until > now:
            return False, int((self.unlock_wait_until - now).total_seconds())
        kept = self.unlock_hash or ""
        if kept and hmac.compare_digest(kept, self._unlock_hash(code)):
            if self.unlock_failures:
                self._guarded_write({"unlock_failures": 0, "unlock_wait_until": False})
            return True, 0
        return False, self._count_wrong_code(now)

    def _count_wrong_code(self, now):
        failures = self.unlock_failures + 1
        seconds = 0
        if failures >= FREE_ATTEMPTS:
            seconds = min(FIRST_WAIT * 2 ** min(failures - FREE_ATTEMPTS, 10), LONGEST_WAIT)
        self._guarded_write(
            {
                "unlock_failures": failures,
                "unlock_wait_until": now + timedelta(seconds=seconds) if seconds else False,
            }
        )
        return seconds

    # -------------------------------------------------------------------------
    # SERVICE SCREEN
    # -------------------------------------------------------------------------

    def _service_state(self):
        """What the service screen shows of the kiosk and its printer."""
        printer = self.printer_id
        return {
            "name": self.name,
            "closed": self.is_closed_to_visitors,
            "printer": printer.name or "",
            "paper": printer.health_state or "",
            "unprinted": printer.unprinted_count,
        }

    def _service(self, action):
        """Carry out what was pressed on the service screen, whose code has been checked."""
        if action == "test_print" and self.printer_id:
            self.env["hcc.device.job"]._print(
                self.printer_id, None, self.printer_id, expires_in_seconds=TEST_PAGE_SECONDS
            )
        elif action in ("close_kiosk", "reopen_kiosk"):
            closes = action == "close_kiosk"
            if closes != self.is_closed_to_visitors:
                self._transition(action, values={"is_closed_to_visitors": closes})
