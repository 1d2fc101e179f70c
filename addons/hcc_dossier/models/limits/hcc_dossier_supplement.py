from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number


class HccDossier(models.Model):
    """Supplement after acceptance: asked once for everything, taken back, and what the wait does
    to the time limit (Decree 61/2018 art. 19(4))."""

    _inherit = "hcc.dossier"

    @draws_number
    def request_supplement(self, reason=None, component_ids=None, request_key=None):
        """Ask the applicant for what is missing, through the centre, with form 02.

        :param component_ids: ids of the dossier's components to bring again or correct
        :return: ``{"dossier_id", "notice_id", "number"}``
        """
        self.ensure_one()
        chosen = sorted(component_ids or [])
        return self.env["hcc.request.key"]._once(
            f"dossier.request_supplement/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or "", "components": chosen},
            lambda: self._request_supplement(self._checked_reason(reason), chosen),
        )

    def _request_supplement(self, reason, chosen):
        now = self.env["hcc.clock"]._now()
        facts, notices = {}, []

        def prepare():
            lines = self.component_ids.filtered(lambda line: line.id in chosen)
            marked = self._parts("hcc.dossier.component").browse(lines.ids)
            marked.write({"is_missing": True})
            notice = self._issue_notice(
                "supplement",
                reason,
                content=marked._as_printed(),
                expected_on=self._supplement_expected_on(),
                is_past_limit=self._is_past_notice_limit(now),
                is_late_in_term=self._is_late_in_term(now),
            )
            self._open_wait("supplement", now, reason, notice)
            notices.append(notice)
            facts.update(
                notice=notice.id, components=lines.ids, past_limit=notice.is_past_limit,
                late_in_term=notice.is_late_in_term,
            )  # fmt: skip
            return {"request_reason": reason, "wait_until": notice.expected_on}

        self._transition("request_supplement", values=prepare, facts=facts)
        return {"dossier_id": self.id, "notice_id": notices[0].id, "number": notices[0].number}

    def _check_request_supplement(self):
        self._check_step_open()
        self._check_not_decided()
        if self._is_used_up("supplement") and not self._is_allowed_again("supplement"):
            raise UserError(
                self.env._(
                    "%(dossier)s: a supplement was already requested %(count)s time(s); the policy "
                    "allows %(most)s. %(way)s",
                    dossier=self.display_name,
                    count=self._supplement_count(),
                    most=self._policy().sudo().supplement_max_requests,
                    way=self._exception_way("supplement"),
                )
            )

    def _check_not_decided(self):
        refusal = self._decided_refusal()
        if refusal:
            raise UserError(refusal)

    def _decided_refusal(self):
        """What a decision waits for is asked before it; empty while it is ahead."""
        if self._is_decision_ahead():
            return ""
        return self.env._(
            "%s is decided: nothing is awaited any more. If something is missing, an approver "
            "sends it back first.",
            self.display_name,
        )

    def _check_step_open(self):
        if not self.current_step_id:
            raise UserError(
                self.env._("%s: all steps are complete, the result is ready.", self.display_name)
            )

    def _supplement_expected_on(self):
        days = self.version_id.sudo().abandon_days or self._policy().sudo().supplement_abandon_days
        if not days:
            return False
        return self.env["hcc.clock"]._today(self.company_id) + timedelta(days=days)

    def accept_supplement(self, note=None, arrived_at=None):
        """Take what the applicant brings; the due date follows from the policy.

        :param arrived_at: arrival postmark of papers that came by post before today; counts where
            the policy counts from the arrival
        """
        self.ensure_one()
        self.env["hcc.clock"]._hold_calendars()
        ended_at = self._supplement_ended(arrived_at)
        facts = {}

        def prepare():
            self._parts("hcc.dossier.component").browse(self.component_ids.ids)._mark_complete()
            values = self._resume_clock(ended_at)
            facts["due_at"] = values["due_at"].isoformat()
            return {**values, "wait_until": False}

        self._transition("accept_supplement", values=prepare, facts=facts)
        return self

    def _supplement_ended(self, arrived_at):
        """When the wait is over: now, or by policy with the arrival of the post."""
        now = self.env["hcc.clock"]._now()
        arrived = self._fields["arrived_at"].convert_to_cache(arrived_at, self)
        if not arrived or self._policy().sudo().clock_start != "arrival":
            return now
        asked_at = self.sudo().ledger_ids.filtered(lambda row: row.kind == "supplement")[-1:]
        if arrived > now or arrived < (asked_at.started_at or now):
            raise UserError(
                self.env._(
                    "%s: the arrival postmark lies between the request and now.", self.display_name
                )
            )
        return arrived
