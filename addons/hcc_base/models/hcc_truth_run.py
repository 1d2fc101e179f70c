import json
import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Who may ask for a check at any time.
WATCHERS = (
    "hcc_base.group_oversight",
    "hcc_base.group_director",
    "hcc_base.group_administrator",
)


class HccTruthRun(models.Model):
    """One comparison of a centre's papers, state and figures (kiểm tra sổ sách – dữ liệu).

    Every addon extends ``_checks``; each check is one question in SQL, so that it holds for
    hundreds of thousands of dossiers. What is wrong becomes an ``hcc.truth.finding``, seen again
    by every run until it is mended, and then closed by the run that no longer sees it.

    Made every night, at the end of the day for what is on its way, and by oversight, directors and
    administrators, who read the runs of their centre. Nobody changes or deletes one.
    """

    _name = "hcc.truth.run"
    _description = "Truth Check"
    _order = "id desc"
    _rec_name = "started_at"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    kind = fields.Selection(
        [("nightly", "Every night"), ("evening", "End of the day"), ("demand", "On demand")],
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime("Started", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Asked by", required=True, readonly=True, index=True)
    check_count = fields.Integer("Questions", readonly=True, aggregator=None)
    finding_count = fields.Integer("Findings", readonly=True, aggregator=None)
    new_count = fields.Integer("New", readonly=True, aggregator=None)
    mended_count = fields.Integer("Mended", readonly=True, aggregator=None)
    duration_ms = fields.Integer("Duration (ms)", readonly=True, aggregator=None)

    _company_day_idx = models.Index("(company_id, kind, day)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Truth checks are recorded by the system only."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("The result of a truth check stays as it was recorded."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The result of a truth check cannot be deleted."))

    # -------------------------------------------------------------------------
    # THE QUESTIONS
    # -------------------------------------------------------------------------

    @api.model
    def _checks(self):
        """Extension point: the list of :class:`~odoo.addons.hcc_base.truth.Check`."""
        return []

    @api.model
    def _rows(self, rows):
        """Rows found in Python as the SQL that a check gives:
        ``[(res_model, res_id, agency_id, facts), …]``."""
        names = ("res_model", "res_id", "agency_id", "facts")
        return SQL(
            """SELECT res_model, res_id, agency_id, facts FROM jsonb_to_recordset(%s)
               AS rows (res_model text, res_id int, agency_id int, facts jsonb)""",
            json.dumps([dict(zip(names, row, strict=True)) for row in rows]),
        )

    # -------------------------------------------------------------------------
    # RUNNING
    # -------------------------------------------------------------------------

    @api.model
    def action_check_now(self):
        """Ask every question of the user's centres."""
        if not any(self.env.user.has_group(group) for group in WATCHERS):
            raise AccessError(
                self.env._("Only oversight, directors and administrators start a truth check.")
            )
        centres = self.env.companies.filtered("is_centre")
        if self._is_long(centres):
            self.env.ref("hcc_base.ir_cron_truth_nightly").sudo()._trigger()
            return self._answer(
                "info", self.env._("There is much to compare: it is done in the background.")
            )
        runs = self.browse()
        for company in centres:
            runs |= self._run(company, "demand")
        found = sum(runs.sudo().mapped("finding_count"))
        if found:
            return self._answer("warning", self.env._("%s findings: see the list.", found))
        return self._answer("success", self.env._("Everything agrees."))

    @api.model
    def _is_long(self, companies):
        """Extension point: whether nobody should wait for the answer."""
        return False

    @api.model
    def _answer(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_nightly(self):
        """Check every centre, one after the other."""
        self._run_each(self._centres(), "nightly")

    @api.model
    def _centres(self):
        return self.env["res.company"].sudo().search([("is_centre", "=", True)], order="id")

    @api.model
    def _run_each(self, companies, kind):
        for done, company in enumerate(companies, start=1):
            self._run(company, kind)
            remaining = len(companies) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _run(self, company, kind):
        """Ask the questions of ``company`` and keep what is found."""
        started = time.monotonic()
        self.env.flush_all()
        self._lock(company)
        checks = [c for c in self._checks() if kind != "evening" or c.in_the_evening]
        clock = self.env["hcc.clock"]
        run = self.sudo().create(
            {
                "company_id": company.id,
                "kind": kind,
                "started_at": clock._now(),
                "day": clock._today(company),
                "user_id": self.env.uid,
                "check_count": len(checks),
            }
        )
        counts = [run._ask(check) for check in checks]
        found, new, mended = (sum(column) for column in zip(*counts, strict=True)) if counts else (
            0, 0, 0
        )  # fmt: skip
        run.write(
            {
                "finding_count": found,
                "new_count": new,
                "mended_count": mended,
                "duration_ms": round((time.monotonic() - started) * 1000),
            }
        )
        self.env["hcc.journal.entry"]._append(
            run, "truth_check", facts={"found": found, "new": new, "mended": mended}
        )
        self.env["hcc.truth.finding"].invalidate_model()
        return run.with_env(self.env)

    @api.model
    def _lock(self, company):
        """Two runs of a centre at once would see each other's findings half."""
        [(locked,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtext('hcc_truth_run'), %s)", company.id)
        )
        if not locked:
            raise UserError(
                self.env._("%s is being checked at this moment. Wait for the result.", company.name)
            )

    def _ask(self, check):
        """Keep what the check finds; close what it no longer finds. ``(found, new, mended)``."""
        found, new = self._keep(check)
        return found, new, self._mend(check)

    def _keep(self, check):
        now = self.env["hcc.clock"]._now()
        [(found, new)] = self.env.execute_query(
            SQL(
                """WITH wrong AS (%(find)s), kept AS (
                       INSERT INTO hcc_truth_finding
                           (company_id, check_code, severity, res_model, res_id, agency_id, facts,
                            state, first_seen_at, last_seen_at, run_id, create_uid, create_date)
                       SELECT DISTINCT ON (res_model, res_id) %(company)s, %(code)s, %(severity)s,
                              res_model, res_id, agency_id, facts, 'open', %(now)s, %(now)s,
                              %(run)s, %(uid)s, now() AT TIME ZONE 'UTC'
                       FROM wrong ORDER BY res_model, res_id
                       ON CONFLICT (company_id, check_code, res_model, res_id)
                           WHERE state <> 'mended'
                       DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at,
                                     facts = EXCLUDED.facts,
                                     agency_id = EXCLUDED.agency_id, run_id = EXCLUDED.run_id
                       RETURNING first_seen_at = %(now)s AND xmax = 0 AS is_new)
                   SELECT count(*), count(*) FILTER (WHERE is_new) FROM kept""",
                find=check.find(self.company_id),
                company=self.company_id.id,
                code=check.code,
                severity=check.severity,
                now=now,
                run=self.id,
                uid=self.env.uid,
            )
        )
        return found, new

    def _mend(self, check):
        """In SQL like the finding itself; the run's own row and journal entry vouch for it."""
        rows = self.env.execute_query(
            SQL(
                """UPDATE hcc_truth_finding SET state = 'mended', mended_at = %s
                   WHERE company_id = %s AND check_code = %s AND state <> 'mended' AND run_id <> %s
                   RETURNING id""",
                self.env["hcc.clock"]._now(),
                self.company_id.id,
                check.code,
                self.id,
            )
        )
        return len(rows)
