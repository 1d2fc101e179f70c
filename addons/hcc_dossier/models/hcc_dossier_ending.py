from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number


class HccDossier(models.Model):
    """Endings: result returned, withdrawn, stopped, cancelled."""

    _inherit = "hcc.dossier"

    collector_kind = fields.Selection(
        [("applicant", "The applicant"), ("proxy", "A proxy"), ("postal", "The post")],
        "Collected by",
        readonly=True,
        copy=False,
    )
    collector_name = fields.Char(readonly=True, copy=False)
    collector_paper = fields.Char("Collector's paper", readonly=True, copy=False)

    # -------------------------------------------------------------------------
    # RETURN
    # -------------------------------------------------------------------------

    def return_result(self, collector="applicant", collector_name=None, collector_paper=None):
        """Give the result to the applicant, a proxy with a paper, or the post.

        :param collector: ``applicant``, ``proxy`` or ``postal``
        :param collector_paper: the proxy's power of attorney, or the post's consignment number
        """
        self.ensure_one()

        def prepare():
            self._check_return(collector, collector_name, collector_paper)
            clock = self.env["hcc.clock"]
            now = clock._now()
            return {
                "custody": "applicant",
                "returned_at": now,
                "returned_on": clock._local(self.company_id, now).date(),
                "collector_kind": collector,
                "collector_name": collector_name,
                "collector_paper": collector_paper,
            }

        self._transition("return_result", values=prepare, facts={"collector": collector})
        return self

    def _check_return(self, collector, collector_name, collector_paper):
        if collector not in dict(self._fields["collector_kind"].selection):
            raise UserError(self.env._("Say who collects: the applicant, a proxy or the post."))
        if collector == "proxy" and not (collector_name and collector_paper):
            raise UserError(
                self.env._(
                    "%s: a proxy shows a power of attorney. Enter the proxy's name and the paper.",
                    self.display_name,
                )
            )
        blockers = self._get_return_blockers()
        if blockers:
            raise UserError(
                self.env._(
                    "%(dossier)s cannot be returned yet: %(reasons)s",
                    dossier=self.display_name,
                    reasons=" ".join(blockers),
                )
            )

    def _get_return_blockers(self):
        """Extension point: sentences saying why the result cannot be returned yet."""
        return []

    # -------------------------------------------------------------------------
    # WITHDRAW, STOP, CANCEL
    # -------------------------------------------------------------------------

    def withdraw(self, reason=None):
        """The applicant asks for the dossier back."""
        return self._end("withdraw", reason, custody="applicant")

    def cancel(self, reason=None):
        """Undo a reception made in error."""
        return self._end("cancel", reason)

    @draws_number
    def stop(self, reason=None, request_key=None):
        """Close the dossier without a result, e.g. when the supplement never came (form 05).

        :return: ``{"dossier_id", "notice_id"}``; no notice where the policy has no such form
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.stop/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or ""},
            lambda: self._stop(reason),
        )

    def _stop(self, reason):
        notices = []

        def issue(checked_reason):
            if self._policy()._form_number("stop"):
                notices.append(self._issue_notice("stop", checked_reason))

        self._end("stop", reason, issue=issue)
        return {"dossier_id": self.id, "notice_id": notices[0].id if notices else False}

    def _end(self, verb, reason, issue=None, **values):
        self.ensure_one()
        reason = self._checked_reason(reason)
        facts = {"step": self.current_step_id.id}

        def prepare():
            ending = self._ending()
            self._close_wait(ending["ended_at"])
            if issue:
                issue(reason)
            return {**ending, "request_reason": reason, "current_step_id": False, **values}

        return self._transition(verb, values=prepare, facts=facts)
