from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import OFFICIAL


class HccDossier(models.Model):
    """A result that nobody collects (kết quả quá hạn nhận): listed after the policy's days, the
    applicant reminded, the result sent by post (``return_result``), given back to the agency or
    archived; whoever comes after all gets it once it is fetched again."""

    _inherit = "hcc.dossier"

    _verbs = {
        "remind": Verb(("done",), None, (OFFICIAL,)),
        "deposit_at_agency": Verb(("done",), None, (OFFICIAL,)),
        "archive_result": Verb(("done",), None, (OFFICIAL,)),
        "fetch_result": Verb(("done",), None, (OFFICIAL,)),
    }
    _guarded_fields = frozenset({"reminders", "reminded_at"})

    can_remind = fields.Boolean(compute="_compute_can")
    can_deposit_at_agency = fields.Boolean(compute="_compute_can")
    can_archive_result = fields.Boolean(compute="_compute_can")
    can_fetch_result = fields.Boolean(compute="_compute_can")
    reminders = fields.Integer("Reminders", readonly=True, copy=False)
    reminded_at = fields.Datetime("Last reminder", readonly=True, copy=False)
    is_uncollected = fields.Boolean(
        "Not collected", compute="_compute_is_uncollected", search="_search_is_uncollected"
    )

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "remind": _("Remind the applicant"),
            "deposit_at_agency": _("Give the result back to the agency"),
            "archive_result": _("Archive the result"),
            "fetch_result": _("Fetch the result again"),
        }

    @api.depends("state", "finished_at")
    def _compute_is_uncollected(self):
        now = self.env["hcc.clock"]._now()
        for dossier in self:
            days = dossier.state == "done" and dossier._policy().sudo().uncollected_days
            dossier.is_uncollected = bool(days) and dossier.finished_at < now - timedelta(days)

    def _search_is_uncollected(self, operator, value):
        if operator != "in":
            return NotImplemented
        clock = self.env["hcc.clock"]
        now, domain = clock._now(), [(0, "=", 1)]
        for policy in self.env["hcc.policy"].sudo().search([("uncollected_days", ">", 0)]):
            until = now - timedelta(policy.uncollected_days)
            domain = ["|", *domain, "&", ("policy_id", "=", policy.id), ("finished_at", "<", until)]
        return [("state", "=", "done"), *domain]

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def remind(self):
        """Tell the applicant once more that the result is ready."""
        for dossier in self:
            count = dossier.reminders + 1
            now = self.env["hcc.clock"]._now()
            values = {"reminders": count, "reminded_at": now}
            dossier._transition("remind", values, {"reminder": count})
            dossier._remind_to_collect(count)
        return True

    def deposit_at_agency(self):
        """The agency keeps the result from now on."""
        return self._move_result("deposit_at_agency", "agency")

    def archive_result(self):
        """The centre's archive keeps the result from now on."""
        return self._move_result("archive_result", "archive")

    def fetch_result(self):
        """The applicant comes after all: the result is at the counter again."""
        return self._move_result("fetch_result", "centre")

    def _move_result(self, verb, custody):
        for dossier in self:
            facts = {"from": dossier.custody, "to": custody}
            dossier._transition(verb, {"custody": custody}, facts)
        return True

    # -------------------------------------------------------------------------
    # RULES
    # -------------------------------------------------------------------------

    def _check_remind(self):
        self._check_uncollected()

    def _check_deposit_at_agency(self):
        self._check_uncollected()
        self._check_result_here()

    def _check_archive_result(self):
        self._check_uncollected()
        self._check_result_here()

    def _check_fetch_result(self):
        if self.custody == "centre":
            raise UserError(self.env._("%s: the result is at the counter.", self.display_name))

    def _check_uncollected(self):
        if not self.is_uncollected:
            raise UserError(
                self.env._(
                    "%s: the applicant still has time to collect the result by the policy.",
                    self.display_name,
                )
            )

    def _check_result_here(self):
        if self.custody != "centre":
            raise UserError(
                self.env._("%s: the result is not at the counter any more.", self.display_name)
            )

    def _get_return_blockers(self):
        blockers = super()._get_return_blockers()
        if self.custody in ("agency", "archive"):
            words = self.env._("The result was deposited since nobody came: fetch it again first.")
            return [*blockers, words]
        return blockers
