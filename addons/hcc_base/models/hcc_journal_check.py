import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..journal_guard import guard_table

_logger = logging.getLogger(__name__)

#: Who may start a verification, and is warned of a broken journal on every screen.
WATCHERS = (
    "hcc_base.group_oversight",
    "hcc_base.group_director",
    "hcc_base.group_administrator",
)
#: A longer journal is verified by the scheduled job, not while somebody waits.
AT_ONCE = 200_000

#: The breaks that ``tools.journal_findings`` explains.
BREAKS = [
    ("content", "Entry changed"),
    ("seal", "Seal overwritten"),
    ("link", "Link to the entry before changed"),
    ("replaced", "Entries removed or replaced"),
    ("missing", "Entry missing"),
    ("moved", "Entry moved to another centre"),
    ("reordered", "Order changed"),
    ("extra", "Entry inserted"),
    ("unplaced", "Position lost"),
    ("version", "Older way of sealing than the entry before"),
    ("key", "Key missing"),
    ("fingerprint", "Another installation's key file"),
    ("head", "Other than the exported head"),
    ("tail", "Shorter than the exported head"),
    ("guard", "Guard of the table missing or altered"),
]


class HccJournalCheck(models.Model):
    """One verification of a centre's journal (kiểm tra nhật ký) and what it found.

    Made every night and by oversight, directors and administrators, who read those of their
    centre. Nobody changes or deletes a result; a trigger refuses it in the database, too, and the
    journal itself keeps an entry of it.
    """

    _name = "hcc.journal.check"
    _description = "Journal Verification"
    _order = "id desc"
    _rec_name = "checked_at"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    checked_at = fields.Datetime("Verified at", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Verified by", required=True, readonly=True)
    result = fields.Selection(
        [("whole", "Whole"), ("warning", "Whole, with a warning"), ("broken", "Broken")],
        required=True,
        readonly=True,
    )
    checked_count = fields.Integer("Entries verified", readonly=True)
    last_seal = fields.Char(
        readonly=True, help="The seal of the last entry that holds: worth a note on paper."
    )
    head_count = fields.Integer("Exported heads compared", readonly=True)
    unsealed_count = fields.Integer("Unsealed for over a minute", readonly=True)
    broken_kind = fields.Selection(BREAKS, "Kind of break", readonly=True)
    broken_position = fields.Integer("First broken position", readonly=True)
    broken_entry = fields.Integer("Entry standing there", readonly=True)
    finding = fields.Text("Findings", readonly=True)
    duration_ms = fields.Integer("Duration (ms)", readonly=True)

    _company_latest_idx = models.Index("(company_id, id DESC)")

    def init(self):
        guard_table(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Verifications are recorded by the system only."))
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The result of a verification stays as it was recorded."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The result of a verification cannot be deleted."))

    # -------------------------------------------------------------------------
    # VERIFYING
    # -------------------------------------------------------------------------

    def action_check_now(self):
        """Verify the chosen centres; long journals are left to the scheduled job."""
        if not any(self.env.user.has_group(group) for group in WATCHERS):
            raise AccessError(
                self.env._("Only oversight, directors and administrators verify the journal.")
            )
        if self._is_long(self.env.companies):
            self.env.ref("hcc_base.ir_cron_journal_check").sudo()._trigger()
            return self._answer(
                "info",
                self.env._("The journal is long: it is verified in the background."),
            )
        checks = self.browse()
        for company in self.env.companies:
            checks |= self._check(company)
        if "broken" in checks.mapped("result"):
            return self._answer("danger", self.env._("The journal is broken: see the findings."))
        return self._answer("success", self.env._("The journal is whole."))

    def _is_long(self, companies):
        journal = self.env["hcc.journal.entry"].sudo()
        return sum(journal._chain_head(company)[0] for company in companies) > AT_ONCE

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
    def _cron_check(self):
        """Verify every centre's journal, one after the other, and raise the alarm."""
        companies = self.env["res.company"].search([], order="id")
        for done, company in enumerate(companies, start=1):
            check = self._check(company)
            if check.result == "broken":
                _logger.error("Journal of centre %s is broken: %s", company.id, check.finding)
            remaining = len(companies) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _check(self, company):
        """Verify one centre's journal and record the result."""
        report = self.env["hcc.journal.entry"]._verify(company)
        check = self.sudo().create(self._values(company, report))
        self.env["hcc.journal.entry"]._append(
            check, "verify", to_state=report["verdict"], facts={"checked": report["checked"]}
        )
        return check

    def _values(self, company, report):
        broken = report["broken"] or {}
        return {
            "company_id": company.id,
            "checked_at": self.env["hcc.clock"]._now(),
            "user_id": self.env.uid,
            "result": report["verdict"],
            "checked_count": report["checked"],
            "last_seal": report["seal"],
            "head_count": report["heads"],
            "unsealed_count": report["warnings"].get("unsealed", 0),
            "broken_kind": broken.get("kind") or ("guard" if report["guard"] else False),
            "broken_position": broken.get("position") or False,
            "broken_entry": broken.get("entry") or False,
            "finding": "\n".join(report["findings"]),
            "duration_ms": round(report["seconds"] * 1000),
        }

    # -------------------------------------------------------------------------
    # ALARM
    # -------------------------------------------------------------------------

    @api.model
    def _alarm(self, companies):
        """What the watchers of these centres must know now: ``broken``, ``unsealed`` or None."""
        latest = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (company_id) result FROM hcc_journal_check
                   WHERE company_id = ANY(%s) ORDER BY company_id, id DESC""",
                companies.ids,
            )
        )
        if ("broken",) in latest:
            return "broken"
        journal = self.env["hcc.journal.entry"].sudo()
        overdue = any(journal._count_overdue(company.id) for company in companies)
        return "unsealed" if overdue else None
