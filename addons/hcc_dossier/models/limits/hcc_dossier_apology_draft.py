from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import working_time

from ..dossier.hcc_dossier import APPRAISER, APPROVER, RUNNING_STATES

APOLOGISED = [("kind", "=", "apology")]
REAPPOINTED = [("kind", "=", "reappointment")]


class HccDossier(models.Model):
    """Apologies: drafted by the appraiser before the term lapses, issued by the approver; and
    what is owed: late without an apology, or late even against the new appointment."""

    _inherit = "hcc.dossier"

    is_apology_missing = fields.Boolean(
        "Late without an apology",
        compute="_compute_is_apology_missing",
        search="_search_is_apology_missing",
    )
    is_failed_twice = fields.Boolean(
        "New appointment missed, too",
        compute="_compute_is_failed_twice",
        search="_search_is_failed_twice",
    )
    can_propose_apology = fields.Boolean(compute="_compute_can")

    _verbs = {"propose_apology": Verb(("handed_over", "processing"), None, (APPRAISER, APPROVER))}

    @api.model
    def _verb_labels(self):
        return super()._verb_labels() | {"propose_apology": self.env._("Draft an apology")}

    @api.depends("is_overdue", "timeliness", "notice_ids")
    def _compute_is_apology_missing(self):
        for dossier in self:
            is_late = dossier.timeliness == "late" or dossier.is_overdue
            dossier.is_apology_missing = is_late and not dossier.sudo().notice_ids.filtered_domain(
                APOLOGISED
            )

    def _search_is_apology_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_late = Domain("is_overdue", "=", True) | Domain("timeliness", "=", "late")
        return is_late & Domain("notice_ids", "not any", APOLOGISED)

    @api.depends("state", "appointment_at", "ledger_ids")
    def _compute_is_failed_twice(self):
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        for dossier in self:
            dossier.is_failed_twice = bool(
                dossier.state in RUNNING_STATES
                and dossier.appointment_at
                and dossier.appointment_at < now
                and dossier._reappointment_count()
            )

    def _search_is_failed_twice(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        return [
            ("state", "in", RUNNING_STATES),
            ("appointment_at", "<", now),
            ("ledger_ids", "any", REAPPOINTED),
        ]

    def propose_apology(self, new_appointment_at=None, reason=None):
        """Draft an apology with a new appointment; the agency's approver issues it.

        :param new_appointment_at: naive UTC, as Odoo's fields
        :return: the id of the proposal
        """
        self.ensure_one()
        reason = self._checked_reason(reason)
        appointment = self._checked_appointment(new_appointment_at)
        facts = {"appointment": appointment.isoformat()}

        def prepare():
            drafts = self._parts("hcc.dossier.proposal").search(
                [("dossier_id", "=", self.id), ("kind", "=", "apology"), ("state", "=", "open")]
            )
            drafts.write({"state": "lapsed"})  # a better draft takes the place of the former
            drafts.flush_recordset()
            proposal = self._propose(
                "apology", reason, authority="agency", appointment_at=appointment
            )
            facts["proposal"] = proposal.id
            return {}

        self._transition("propose_apology", values=prepare, facts=facts)
        return facts["proposal"]

    def _check_propose_apology(self):
        """What could not be issued is not drafted either."""
        self._check_extend()

    def _drafted_apology(self):
        """The draft that waits for the approver, if any."""
        return self.sudo().proposal_ids.filtered(
            lambda p: p.kind == "apology" and p.state == "open"
        )[:1]
