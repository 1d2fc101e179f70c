import base64
import logging
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_outbox_mixin import STATES

from ..tools import raster, wire

_logger = logging.getLogger(__name__)

#: A ticket printed later than this (seconds) only confuses.
TICKET_SECONDS = 90
#: Seconds after its expiry that a job's result is still waited for.
RESULT_GRACE_SECONDS = 60
#: At most this many jobs, results and events travel in one call.
BATCH = 50
#: Pictures of finished jobs are dropped after this many days.
KEEP_IMAGES_DAYS = 30

NOT_READY = [
    ("paper_out", "Out of paper"),
    ("cover_open", "Cover open"),
    ("offline", "Printer offline"),
    ("printer_error", "Printer reports an error"),
    ("no_answer", "Does not answer"),
    ("unreachable", "Not reachable (off, cable, address)"),
    ("paper_low", "Paper running low"),
    ("garbled", "Its answers make no sense"),
    ("refused", "Refuses what it is told"),
    ("no_player", "No player program on the agent's computer"),
    ("no_clips", "Clips are missing on the agent's computer"),
    ("player_failed", "The player reports an error"),
]
REASONS = [
    *NOT_READY,
    ("expired", "Too late: nobody fetched it in time"),
    ("render_failed", "The picture could not be drawn"),
    ("bad_job", "The agent cannot carry out this job"),
    ("driver_error", "Error in the agent's driver"),
    ("connection_lost", "Connection lost while printing"),
    ("timeout", "No confirmation after printing"),
    ("paper_out_while_printing", "Paper ran out while printing"),
    ("agent_stopped", "The agent stopped while printing"),
    ("agent_silent", "The agent fetched it and was not heard again"),
    ("journal_lost", "The agent lost its journal"),
    ("replaced", "Overtaken by a later one"),
    ("hardware_replaced", "The hardware was replaced meanwhile"),
    ("unconfirmed", "Sent; this printer cannot confirm"),
    ("other", "Another reason"),
]
#: outcome → state of the outbox
OUTCOME_STATES = {"printed": "done", "not_printed": "failed", "unknown": "unknown"}


class HccDeviceJob(models.Model):
    """Something a device shall do (lệnh in): print a picture; show a text, play clips.

    The row is written with its cause and fetched by the device's agent after the commit. Its
    outcome is what the hardware proved: printed, not printed (nothing came out, may be tried
    again) or unknown (a person looks; nothing is ever reprinted by itself). A job has a time after
    which it is useless, for a ticket printed late is wrong.

    The system creates and closes jobs. Hall managers and administrators see what was not printed
    and reprint (marked “IN LẠI”) or dismiss it; directors and oversight see the list.
    """

    _name = "hcc.device.job"
    _inherit = ["hcc.outbox.mixin"]
    _description = "Device Job"
    _order = "id desc"
    _rec_name = "uid"
    _allow_sudo_commands = False

    state = fields.Selection(STATES)
    uid = fields.Char(
        "Job number",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid.uuid4().hex,
    )
    device_id = fields.Many2one(
        "hcc.device", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("print_image", "Print"), ("show", "Show"), ("play", "Play")],
        required=True,
        readonly=True,
    )
    job_class = fields.Selection(
        [("once", "Never twice by itself"), ("idempotent", "May be repeated")],
        "Class",
        required=True,
        readonly=True,
        default="once",
    )
    payload = fields.Json(readonly=True)
    image = fields.Binary(
        attachment=False,
        readonly=True,
        copy=False,
        groups="hcc_base.group_hall_manager,hcc_base.group_administrator",
    )
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    lifetime = fields.Integer("Useful for (seconds)", required=True, readonly=True)

    leased_agent_id = fields.Many2one(
        "hcc.device", "Fetched by", readonly=True, copy=False, ondelete="restrict"
    )
    leased_at = fields.Datetime("Fetched at", readonly=True, copy=False)
    lease_journal = fields.Char("Agent's journal", readonly=True, copy=False)

    outcome = fields.Selection(
        [("printed", "Printed"), ("not_printed", "Not printed"), ("unknown", "Not known")],
        readonly=True,
        copy=False,
    )
    reason = fields.Selection(REASONS, readonly=True, copy=False)
    handling = fields.Selection(
        [("reprinted", "Printed again"), ("dismissed", "Dismissed")], readonly=True, copy=False
    )
    handled_by_id = fields.Many2one("res.users", "Handled by", readonly=True, copy=False)
    handled_at = fields.Datetime(readonly=True, copy=False)
    reprint_of_id = fields.Many2one(
        "hcc.device.job", "Prints again", readonly=True, copy=False, index="btree_not_null"
    )

    needs_attention = fields.Boolean(
        "Not printed",
        compute="_compute_needs_attention",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    record_name = fields.Char("What", compute="_compute_record_name")
    can_handle = fields.Boolean(compute="_compute_can_handle")

    _uid_uniq = models.UniqueIndex("(uid)", "Two jobs cannot have the same number.")
    _open_idx = models.Index("(device_id, id) WHERE state IN ('pending', 'leased')")
    _record_idx = models.Index("(res_model, res_id)")
    _attention_idx = models.Index("(company_id, id) WHERE needs_attention")

    # -------------------------------------------------------------------------
    # COMPUTES
    # -------------------------------------------------------------------------

    @api.depends("kind", "outcome", "reason", "handling")
    def _compute_needs_attention(self):
        """A paper that is missing is somebody's; of a board or loudspeaker its fault tells."""
        for job in self:
            job.needs_attention = (
                job.kind == "print_image"
                and job.outcome in ("not_printed", "unknown")
                and job.reason != "unconfirmed"
                and not job.handling
            )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for job in self:
            job.record_name = job._source_record().display_name or False

    @api.depends("needs_attention")
    @api.depends_context("uid")
    def _compute_can_handle(self):
        allowed = self._may_handle()
        for job in self:
            job.can_handle = allowed and job.needs_attention

    def _source_record(self):
        """What is printed; its ``display_name`` is a code, never a person's name."""
        if not self.res_model or self.res_model not in self.env:
            return self.env["hcc.device.job"]
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    # -------------------------------------------------------------------------
    # ASKING FOR A PRINT
    # -------------------------------------------------------------------------

    @api.model
    def _print(self, device, image, record, expires_in_seconds=TICKET_SECONDS):
        """Queue a picture for ``device``, a printer; its agent is told after the commit.

        :param image: PNG bytes; a callable that takes the paper's width and returns them; or
            ``None``: ``record._render_image(width)`` draws it when the agent fetches the job
        :param record: what the paper is about (its ``display_name`` is shown to staff)
        :return: the job, or an empty recordset when there is no printer
        """
        printer = device.sudo()
        if not printer:
            return self.browse()
        if callable(image):
            image = image(int(printer.paper_width))
        job = self.sudo().create(
            {
                "company_id": printer.company_id.id,
                "device_id": printer.id,
                "kind": "print_image",
                "image": _to_field(image),
                "res_model": record._name,
                "res_id": record.id,
                "lifetime": expires_in_seconds,
                "expires_at": self._instant_in(expires_in_seconds),
            }
        )
        printer.agent_id._ring()
        return job.with_env(self.env)

    @api.model
    def _given_to(self, agent, device=None):
        """Jobs that an agent has fetched, for one of its devices or all, and not answered for."""
        domain = [("state", "=", "leased"), ("leased_agent_id", "=", agent.id)]
        return self.search([*domain, ("device_id", "=", device.id)] if device else domain)

    @api.model
    def _of_record(self, record):
        """Every job about ``record``, newest first."""
        return self.search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def _rendered(self):
        """The picture as base64; drawn at the first call and kept, so a reprint is the same."""
        self.ensure_one()
        if not self.image:
            width = int(self.device_id.paper_width)
            self.image = _to_field(self._source_record()._render_image(width))
        return self.image

    # -------------------------------------------------------------------------
    # GIVING IT TO AN AGENT
    # -------------------------------------------------------------------------

    def _lease(self, agent, journal):
        """Give the job to ``agent``; its description for the wire, or ``None``: not drawable."""
        try:
            with self.env.cr.savepoint():
                payload = self._wire_payload()
        except Exception as error:  # noqa: BLE001 - one bad picture must not hold up the others
            _logger.warning("Device job %s cannot be drawn: %s", self.id, type(error).__name__)
            self._close("not_printed", "render_failed")
            return None
        if self.state == "pending":
            self.write(
                {
                    "state": "leased",
                    "attempts": self.attempts + 1,
                    "leased_agent_id": agent.id,
                    "leased_at": self.env["hcc.clock"]._now(),
                    "lease_journal": journal,
                }
            )
        return {
            "uid": self.uid,
            "device_id": self.device_id.id,
            "kind": self.kind,
            "class": self.job_class,
            "position": self.id,
            "expires_at": wire.utc(self.expires_at),
            "payload": payload,
        }

    def _wire_payload(self):
        if self.kind != "print_image":
            return self.payload
        return {**(self.payload or {}), "image": self._rendered().decode()}

    # -------------------------------------------------------------------------
    # CLOSING
    # -------------------------------------------------------------------------

    def _close(self, outcome, reason=False):
        """Write what became of the jobs."""
        self.write(
            {
                "state": "expired" if reason == "expired" else OUTCOME_STATES[outcome],
                "outcome": outcome,
                "reason": reason,
                "finished_at": self.env["hcc.clock"]._now(),
            }
        )

    @api.model
    def _expire(self):
        """Close jobs that came too late: never fetched, or fetched and never heard of again."""
        now = self.env["hcc.clock"]._now()
        late = self.search([("state", "=", "pending"), ("expires_at", "<=", now)])
        late._close("not_printed", "expired")
        silent = self.search(
            [
                ("state", "=", "leased"),
                ("expires_at", "<=", now - timedelta(seconds=RESULT_GRACE_SECONDS)),
            ]
        )
        silent._close("unknown", "agent_silent")
        return late | silent

    @api.model
    def _cron_expire(self):
        self._expire()

    @api.autovacuum
    def _gc_images(self):
        old = self.env["hcc.clock"]._now() - timedelta(days=KEEP_IMAGES_DAYS)
        jobs = self.search([("finished_at", "<", old), ("image", "!=", False)], limit=1000)
        jobs.write({"image": False})
        return len(jobs), len(jobs) == 1000

    # -------------------------------------------------------------------------
    # WHAT STAFF DO ABOUT IT
    # -------------------------------------------------------------------------

    def reprint(self):
        """Print again, marked “IN LẠI”: the first paper may exist."""
        self._check_handling()
        for job in self:
            again = job._copy_marked()
            job._handle("reprinted", {"job": again.id})
            again.device_id.agent_id._ring()
        return True

    def dismiss(self):
        """Take the job off the list: the paper exists, or nobody needs it any more."""
        self._check_handling()
        for job in self:
            job._handle("dismissed", {})
        return True

    def _check_handling(self):
        self.check_access("read")
        if not self._may_handle():
            raise AccessError(
                self.env._(
                    "Only hall managers and administrators decide what happens to a paper that "
                    "was not printed."
                )
            )
        self.sudo().lock_for_update(allow_referencing=True)
        for job in self:
            if not job.needs_attention:
                raise UserError(
                    self.env._(
                        "“%(record)s” was printed or somebody has already dealt with it. "
                        "Reload the list.",
                        record=job.record_name or job.uid,
                    )
                )

    @api.model
    def _may_handle(self):
        return any(
            self.env.user.has_group(f"hcc_base.group_{role}")
            for role in ("hall_manager", "administrator")
        )

    def _copy_marked(self):
        job = self.sudo()
        marked = raster.mark_reprint(_from_field(job._rendered()))
        return job.create(
            {
                "company_id": job.company_id.id,
                "device_id": job.device_id.id,
                "kind": job.kind,
                "image": _to_field(marked),
                "res_model": job.res_model,
                "res_id": job.res_id,
                "lifetime": job.lifetime,
                "expires_at": self._instant_in(job.lifetime),
                "reprint_of_id": job.id,
            }
        )

    def _handle(self, handling, facts):
        self.sudo().write(
            {
                "handling": handling,
                "handled_by_id": self.env.uid,
                "handled_at": self.env["hcc.clock"]._now(),
            }
        )
        self.env["hcc.journal.entry"]._append(
            self, handling, self.outcome, self.outcome, {"device": self.device_id.id, **facts}
        )

    @api.model
    def _instant_in(self, seconds):
        return self.env["hcc.clock"]._now() + timedelta(seconds=seconds)


def _to_field(png):
    return base64.b64encode(png) if png else False


def _from_field(value):
    return base64.b64decode(value)
