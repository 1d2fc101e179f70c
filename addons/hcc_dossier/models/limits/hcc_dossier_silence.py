from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

#: dossiers looked at between two commits
BATCH = 200


class HccDossier(models.Model):
    """What follows when the applicant stays silent: the stop is proposed, never done by itself."""

    _inherit = "hcc.dossier"

    def _silence_counts_from(self):
        """The first day on which the stop may be proposed: after the last day of the supplement
        and the working days that the policy leaves to the post."""
        calendar = self.env["hcc.clock"]._calendar(self.company_id)
        day = self.wait_until
        for _n in range(self._policy().sudo().stop_grace_days):
            day += timedelta(days=1)
            while not calendar.is_working_day(day):
                day += timedelta(days=1)
        return day + timedelta(days=1)

    def _propose_stops(self, today):
        """Propose to stop those of ``self`` whose time of silence is over."""
        facts = {}
        for dossier in self:
            if dossier._silence_counts_from() > today:
                continue
            proposal = dossier._propose(
                "stop", dossier._silence_reason(), authority="counter",
                expected_on=dossier.wait_until,
            )  # fmt: skip
            facts[dossier] = {"proposal": proposal.id, "until": str(dossier.wait_until)}
        self.env["hcc.journal.entry"]._append_many("propose_stop", facts)

    def _silence_reason(self):
        """The reason as the stop notice prints it."""
        notice = self.notice_ids.filtered(lambda paper: paper.kind == "supplement")[-1:]
        return (
            f"Hết ngày {self.wait_until:%d/%m/%Y}, Ông/Bà chưa nộp giấy tờ theo Phiếu yêu cầu "
            f"bổ sung, hoàn thiện hồ sơ số {notice.number} ngày {notice.issued_on:%d/%m/%Y}."
        )

    def _prolong_wait(self, day):
        """A stop was turned down: the supplement is awaited until ``day``."""
        facts = {"from": str(self.wait_until), "until": str(day)}
        self._guarded_write({"wait_until": day})
        self.env["hcc.journal.entry"]._append(self, "prolong_wait", facts=facts)


class HccDossierProposal(models.Model):
    _inherit = "hcc.dossier.proposal"

    @api.model
    def _cron_propose_stops(self):
        """Propose the stop of every dossier whose supplement did not come in time."""
        dossiers = self.env["hcc.dossier"].sudo()
        waiting = Domain("state", "=", "supplement")
        for [company] in dossiers._read_group(waiting, ["company_id"]):
            today = self.env["hcc.clock"]._today(company)
            silent = (
                waiting
                & Domain("company_id", "=", company.id)
                & Domain("wait_until", "<", today)
                & Domain("proposal_ids", "not any", [("kind", "=", "stop"), ("state", "=", "open")])
            )
            if not self._propose_in_batches(silent, today):
                return

    def _propose_in_batches(self, domain, today):
        """Whether there is time for more."""
        dossiers, last = self.env["hcc.dossier"].sudo(), 0
        while batch := dossiers.search(domain & Domain("id", ">", last), order="id", limit=BATCH):
            last = batch[-1].id
            # Who takes a supplement at this moment is left to the next run.
            batch.try_lock_for_update()._propose_stops(today)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return False
        return True
