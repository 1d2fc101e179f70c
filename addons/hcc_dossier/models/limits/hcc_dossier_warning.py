from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.hcc_base.tools import working_time

from ..dossier.hcc_dossier import RUNNING_STATES, WAITING_STATES
from .hcc_dossier_apology_draft import REAPPOINTED_BEFORE

#: models that say whether a warning still holds
WATCHED = (
    "hcc.dossier", "hcc.dossier.step", "hcc.dossier.ledger", "hcc.dossier.consultation",
)  # fmt: skip
#: what a candidate says of itself
COLUMNS = ("dossier_id", "step_id", "consultation_id", "due_at", "agency_id")
#: warnings raised between two commits
BATCH = 500
#: kinds that the journal keeps: somebody was told of a failure, or an applicant reminded
TOLD = ("dossier_late", "failed_twice", "silent", "suspended_long", "asked_silent")

#: By when the work is due: the corrected result's own time counts where one was revoked.
DUE = SQL("COALESCE(dossier.reopened_due_at, dossier.due_at)")

#: What a warning says still holds.
OPEN = SQL("""
    SELECT warning.id
    FROM hcc_dossier_warning warning
    JOIN hcc_dossier dossier ON dossier.id = warning.dossier_id
    LEFT JOIN hcc_dossier_step step ON step.id = warning.step_id
    WHERE CASE
        WHEN warning.kind IN ('step_near', 'step_late') THEN
            dossier.state = 'processing' AND dossier.current_step_id = warning.step_id
            AND step.due_at = warning.due_at
        WHEN warning.kind IN ('dossier_near', 'dossier_late') THEN
            dossier.state IN ('received', 'handed_over', 'processing')
            AND COALESCE(dossier.reopened_due_at, dossier.due_at) = warning.due_at
        WHEN warning.kind = 'failed_twice' THEN
            dossier.state IN ('received', 'handed_over', 'processing')
            AND dossier.appointment_at = warning.due_at
        WHEN warning.kind = 'silent' THEN
            dossier.state = 'supplement'
        WHEN warning.kind = 'asked_silent' THEN EXISTS (
            SELECT FROM hcc_dossier_consultation question
            WHERE question.id = warning.consultation_id AND question.is_open)
        ELSE dossier.state = 'suspended' AND EXISTS (
            SELECT FROM hcc_dossier_ledger wait
            WHERE wait.dossier_id = dossier.id AND wait.kind = 'suspension'
              AND wait.ended_at IS NULL AND wait.started_at <= warning.raised_at)
        END
      AND NOT EXISTS (
        SELECT FROM hcc_dossier_warning later
        WHERE later.dossier_id = warning.dossier_id
          AND later.step_id IS NOT DISTINCT FROM warning.step_id
          AND CASE
            WHEN warning.kind IN ('step_near', 'dossier_near') THEN
                later.kind = replace(warning.kind, '_near', '_late')
                AND later.due_at = warning.due_at
            WHEN warning.kind IN ('silent', 'suspended_long') THEN
                later.kind = warning.kind AND later.due_at > warning.due_at
            ELSE false END)
""")


class HccDossierWarning(models.Model):
    """Somebody was warned (cảnh báo): a step or a dossier is nearly late or late, the new
    appointment was missed as well, an applicant stays silent, a suspension grows old, an agency
    that was asked has not answered (Decree 61/2018 art. 19(5): the centre's head is told).

    Raised once for each due time by a job that runs every quarter of an hour; never edited. It
    holds as long as what it says is so. Everyone who sees the dossier reads it; it names no person
    but the step's holder.
    """

    _name = "hcc.dossier.warning"
    _description = "Warning about a Dossier"
    _inherit = ["hcc.dossier.part"]
    _order = "due_at, id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("step_near", "A step is nearly late"),
            ("step_late", "A step is late"),
            ("dossier_near", "Nearly late"),
            ("dossier_late", "Late"),
            ("failed_twice", "New appointment missed, too"),
            ("silent", "Supplement not yet come"),
            ("suspended_long", "Suspended for long"),
            ("asked_silent", "Asked agency has not answered"),
        ],
        required=True,
        readonly=True,
    )
    agency_id = fields.Many2one("hcc.agency", required=True, readonly=True, index=True)
    step_id = fields.Many2one(
        "hcc.dossier.step", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    consultation_id = fields.Many2one(
        "hcc.dossier.consultation", "Question", readonly=True, index="btree_not_null",
        ondelete="cascade",
    )  # fmt: skip
    due_at = fields.Datetime("Due", required=True, readonly=True)
    raised_at = fields.Datetime("Warned at", required=True, readonly=True)
    procedure_id = fields.Many2one(related="dossier_id.procedure_id", related_sudo=False)
    holder_user_id = fields.Many2one(
        related="dossier_id.current_step_id.holder_user_id", related_sudo=False
    )
    is_open = fields.Boolean("Still so", compute="_compute_is_open", search="_search_is_open")

    _once_uniq = models.UniqueIndex(
        "(dossier_id, kind, due_at, (COALESCE(step_id, 0)), (COALESCE(consultation_id, 0)))",
        "This warning was given already.",
    )

    @api.depends(
        "dossier_id.state", "dossier_id.work_due_at", "dossier_id.current_step_id",
        "consultation_id.is_open",
    )  # fmt: skip
    def _compute_is_open(self):
        still = self.search([("is_open", "=", True), ("id", "in", self.ids)])
        for warning in self:
            warning.is_open = warning in still

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        for model in WATCHED + (self._name,):
            self.env[model].flush_model()
        return [("id", "in", SQL("(%s)", OPEN))]

    def action_open_dossier(self):
        """The dossier that the warning is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.dossier_id.display_name,
            "res_model": "hcc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }

    # -------------------------------------------------------------------------
    # RAISING
    # -------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Raise the warnings whose moment has come, in every centre, each by its policy."""
        dossiers = self.env["hcc.dossier"].sudo()
        open_states = [("state", "in", (*RUNNING_STATES, *WAITING_STATES))]
        for company, policy in dossiers._read_group(open_states, ["company_id", "policy_id"]):
            for kind, candidates in self._candidates(company, policy).items():
                if not self._raise_new(kind, candidates):
                    return

    def _raise_new(self, kind, candidates):
        """Whether there is time for more."""
        while rows := self._not_yet_raised(kind, candidates):
            now = self.env["hcc.clock"]._now()
            values = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
            raised = (
                self.env["hcc.dossier"]
                ._parts(self._name)
                .create([{**vals, "kind": kind, "raised_at": now} for vals in values])
            )
            raised._tell(kind)
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return False
        return True

    def _not_yet_raised(self, kind, candidates):
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT %s FROM (%s) candidate
                WHERE NOT EXISTS (
                    SELECT FROM hcc_dossier_warning warning
                    WHERE warning.dossier_id = candidate.dossier_id AND warning.kind = %s
                      AND warning.due_at = candidate.due_at
                      AND warning.step_id IS NOT DISTINCT FROM candidate.step_id
                      AND warning.consultation_id IS NOT DISTINCT FROM candidate.consultation_id)
                ORDER BY dossier_id LIMIT %s
                """,
                SQL(", ").join(map(SQL.identifier, COLUMNS)), candidates, kind, BATCH,
            )
        )  # fmt: skip

    def _tell(self, kind):
        """What is to be known later that it was said; and the word to the applicant."""
        if kind in TOLD:
            facts = {
                dossier: {
                    "kind": kind,
                    "due_at": warnings[0].due_at.isoformat(),
                    **({"consultations": asked.ids} if (asked := warnings.consultation_id) else {}),
                }
                for dossier, warnings in self.grouped("dossier_id").items()
            }
            self.env["hcc.journal.entry"]._append_many("warn", facts)
        if kind == "silent":
            self.dossier_id._remind_to_supplement()

    # -------------------------------------------------------------------------
    # WHOSE MOMENT HAS COME
    # -------------------------------------------------------------------------

    def _candidates(self, company, policy):
        """kind → query of what ``COLUMNS`` names, by the policy of the day of reception."""
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        whose = SQL("dossier.company_id = %s AND dossier.policy_id = %s", company.id, policy.id)
        found = {
            "step_late": self._steps(whose, SQL("step.due_at < %s", now)),
            "dossier_late": self._running(whose, SQL("%s < %s", DUE, now)),
            "failed_twice": self._failed_twice(whose, now),
            "asked_silent": self._asked_silent(whose, now),
        }
        hours, days = policy.step_warning_hours, policy.dossier_warning_days
        if hours:
            until = self._ahead(company, policy, now, hours, "working_hour")
            near = SQL("step.due_at BETWEEN %s AND %s", now, until)
            found["step_near"] = self._steps(whose, near)
        if days:
            until = self._ahead(company, policy, now, days, "working_day")
            near = SQL("%s BETWEEN %s AND %s", DUE, now, until)
            found["dossier_near"] = self._running(whose, near)
        return {**found, **self._waiting_candidates(company, policy, whose, now)}

    def _waiting_candidates(self, company, policy, whose, now):
        clock, found = self.env["hcc.clock"], {}
        today = clock._today(company)
        if policy.stop_reminder_days:
            last = today + timedelta(days=policy.stop_reminder_days)
            near = SQL("dossier.wait_until BETWEEN %s AND %s", today, last)
            found["silent"] = self._waiting(whose, "supplement", company, near)
        if policy.suspension_reminder_days:
            over = SQL("dossier.wait_until < %s", today)
            since = now - timedelta(days=policy.suspension_reminder_days)
            found["suspended_long"] = SQL(
                "%s UNION ALL %s",
                self._waiting(whose, "suspended", company, over),
                self._without_end(whose, since, policy.suspension_reminder_days),
            )
        return found

    def _ahead(self, company, policy, now, value, unit):
        return self.env["hcc.clock"]._due(company, now, value, unit, policy)

    def _running(self, whose, condition, due=DUE):
        return SQL(
            """SELECT dossier.id AS dossier_id, NULL::integer AS step_id,
                      NULL::integer AS consultation_id, %s AS due_at, dossier.agency_id
               FROM hcc_dossier dossier
               WHERE dossier.state IN ('received', 'handed_over', 'processing')
                 AND %s AND %s""",
            due, whose, condition,
        )  # fmt: skip

    def _failed_twice(self, whose, now):
        again = SQL(
            """dossier.appointment_at < %s AND (EXISTS (
                SELECT FROM hcc_dossier_ledger ledger
                WHERE ledger.dossier_id = dossier.id AND ledger.kind = 'reappointment'
                  AND (dossier.reopened_at IS NULL OR ledger.started_at >= dossier.reopened_at))
                OR dossier.reopened_at IS NULL AND dossier.id IN (%s))""",
            now,
            REAPPOINTED_BEFORE,
        )
        return self._running(whose, again, SQL("dossier.appointment_at"))

    def _asked_silent(self, whose, now):
        """The agency that was asked; an explanation asked of the own agency is its own matter."""
        return SQL(
            """SELECT dossier.id AS dossier_id, NULL::integer AS step_id,
                      question.id AS consultation_id, question.due_at, question.agency_id
               FROM hcc_dossier_consultation question
               JOIN hcc_dossier dossier ON dossier.id = question.dossier_id
               WHERE question.is_open AND question.kind = 'opinion' AND question.due_at < %s
                 AND dossier.state IN ('processing', 'supplement', 'suspended') AND %s""",
            now, whose,
        )  # fmt: skip

    def _steps(self, whose, condition):
        return SQL(
            """SELECT dossier.id AS dossier_id, step.id AS step_id,
                      NULL::integer AS consultation_id, step.due_at, step.agency_id
               FROM hcc_dossier dossier
               JOIN hcc_dossier_step step ON step.id = dossier.current_step_id
               WHERE dossier.state = 'processing' AND %s AND %s""",
            whose, condition,
        )  # fmt: skip

    def _waiting(self, whose, state, company, condition):
        """Due is the end of the day on which something was expected, at the centre."""
        zone = str(self.env["hcc.clock"]._timezone(company))
        return SQL(
            """SELECT dossier.id AS dossier_id, NULL::integer AS step_id,
                      NULL::integer AS consultation_id,
                      ((dossier.wait_until + 1)::timestamp AT TIME ZONE %s) AT TIME ZONE 'UTC'
                          AS due_at,
                      dossier.agency_id
               FROM hcc_dossier dossier
               WHERE dossier.state = %s AND %s AND %s""",
            zone, state, whose, condition,
        )  # fmt: skip

    def _without_end(self, whose, since, days):
        return SQL(
            """SELECT dossier.id AS dossier_id, NULL::integer AS step_id,
                      NULL::integer AS consultation_id,
                      wait.started_at + make_interval(days => %s) AS due_at, dossier.agency_id
               FROM hcc_dossier dossier
               JOIN hcc_dossier_ledger wait ON wait.dossier_id = dossier.id
                    AND wait.kind = 'suspension' AND wait.ended_at IS NULL
                    AND wait.with_parent IS NOT TRUE
               WHERE dossier.state = 'suspended' AND dossier.wait_until IS NULL
                 AND %s AND wait.started_at <= %s""",
            days, whose, since,
        )  # fmt: skip
