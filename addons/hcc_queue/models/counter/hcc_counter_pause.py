from odoo import api, fields, models
from odoo.exceptions import UserError


class HccCounterPause(models.Model):
    """One pause of a sitting (lần tạm dừng): why, from when to when.

    Written by the sitting's verbs only; who reads the sitting reads it.
    """

    _name = "hcc.counter.pause"
    _description = "Pause of a Counter"
    _order = "id desc"
    _rec_name = "reason_id"
    _allow_sudo_commands = False

    session_id = fields.Many2one(
        "hcc.counter.session",
        "Counter session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    reason_id = fields.Many2one(
        "hcc.pause.reason", "Reason", required=True, readonly=True, ondelete="restrict"
    )
    started_at = fields.Datetime("From", required=True, readonly=True)
    ended_at = fields.Datetime("To", readonly=True)
    minutes = fields.Integer(
        "Duration (min)", compute="_compute_minutes", store=True, help="Once it has ended."
    )

    _open_uniq = models.UniqueIndex(
        "(session_id) WHERE ended_at IS NULL", "This counter is already paused."
    )

    @api.depends("started_at", "ended_at")
    def _compute_minutes(self):
        for pause in self:
            length = (pause.ended_at or pause.started_at) - pause.started_at
            pause.minutes = round(length.total_seconds() / 60)


class HccCounterSession(models.Model):
    """A pause has a reason, and its time is kept."""

    _inherit = "hcc.counter.session"

    pause_ids = fields.One2many("hcc.counter.pause", "session_id", "Pauses")
    pause_reason_id = fields.Many2one("hcc.pause.reason", "Paused for", readonly=True)

    _guarded_fields = frozenset({"pause_reason_id"})

    def pause(self, request_key=None, reason_id=None):
        """Stop calling for a while; the board says why."""
        reason = self.env["hcc.pause.reason"].browse(reason_id or []).exists()
        if not reason.active:
            raise UserError(
                self.env._("Choose why the counter is paused: the hall board shows the reason.")
            )
        values = {"paused_at": self.env["hcc.clock"]._now(), "pause_reason_id": reason.id}
        return self._do("pause", request_key, values, {"reason": reason.id})

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if verb == "pause":
            self._begin_pauses()
        elif verb in ("resume", "close", "lapse"):
            self._end_pauses()

    def _begin_pauses(self):
        self.env["hcc.counter.pause"].sudo().create(
            [
                {
                    "session_id": session.id,
                    "company_id": session.company_id.id,
                    "reason_id": session.pause_reason_id.id,
                    "started_at": session.paused_at,
                }
                for session in self.sudo()
            ]
        )

    def _end_pauses(self):
        """A pause that nobody ended ends with the sitting; one of an earlier day with its day."""
        now = self.env["hcc.clock"]._now()
        open_pauses = self.sudo().pause_ids.filtered(lambda pause: not pause.ended_at)
        for pause in open_pauses:
            session = pause.session_id
            end = self.env["hcc.clock"]._day_bounds(session.company_id, session.opened_on)[1]
            pause.ended_at = max(pause.started_at, min(now, end))
        self._guarded_write({"pause_reason_id": False})
