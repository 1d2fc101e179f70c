from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import working_time

from ..dossier.hcc_dossier import APPRAISER, APPROVER, RUNNING_STATES

APOLOGISED = [("kind", "=", "apology")]
REAPPOINTED = [("kind", "=", "reappointment")]
#: late with the corrected result: an apology from before its revocation does not speak of that
CORRECTED_LATE = """
    SELECT dossier.id FROM hcc_dossier dossier
     WHERE dossier.reopened_due_at < %s AND dossier.state = ANY(%s) AND NOT EXISTS (
        SELECT FROM hcc_dossier_notice notice
         WHERE notice.dossier_id = dossier.id AND notice.kind = 'apology'
           AND notice.issued_at >= dossier.reopened_at)"""
#: a new appointment given for a corrected result
REAPPOINTED_AGAIN = """
    SELECT dossier.id FROM hcc_dossier dossier
      JOIN hcc_dossier_ledger ledger ON ledger.dossier_id = dossier.id
     WHERE ledger.kind = 'reappointment' AND ledger.started_at >= dossier.reopened_at"""
#: dossiers that continue a voided acceptance of which the condition holds, however many between
CONTINUED = """
    WITH RECURSIVE continued AS (
        SELECT voided.replaced_by_id AS id FROM hcc_dossier voided
         WHERE voided.replaced_by_id IS NOT NULL AND EXISTS (%s)
         UNION
        SELECT dossier.replaced_by_id FROM hcc_dossier dossier JOIN continued USING (id)
         WHERE dossier.replaced_by_id IS NOT NULL)
    SELECT id FROM continued"""
APOLOGISED_BEFORE = SQL(
    CONTINUED,
    SQL(
        """SELECT FROM hcc_dossier_notice notice
            WHERE notice.dossier_id = voided.id AND notice.kind = 'apology'"""
    ),
)
REAPPOINTED_BEFORE = SQL(
    CONTINUED,
    SQL(
        """SELECT FROM hcc_dossier_ledger ledger
            WHERE ledger.dossier_id = voided.id AND ledger.kind = 'reappointment'"""
    ),
)


class HccDossier(models.Model):
    """Apologies: drafted by the appraiser before the term lapses, issued by the approver; and
    what is owed: late without an apology, or late even against the new appointment. What the
    applicant was told with an acceptance that was voided since, they were told."""

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

    @api.depends(
        "state", "work_due_at", "reopened_at", "timeliness", "notice_ids", "parent_id",
        "replaces_id.notice_ids",
    )  # fmt: skip
    def _compute_is_apology_missing(self):
        """Of a linked dossier nobody is owed one: the applicant's appointment is the parent's."""
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        for dossier in self:
            due_at = dossier.work_due_at
            runs_late = dossier.state in RUNNING_STATES and bool(due_at) and due_at < now
            told = dossier._as_one_dossier().sudo().notice_ids
            apologies = told.filtered_domain(APOLOGISED)
            since = dossier.reopened_at
            is_owed = (dossier.timeliness == "late" and not apologies) or (
                runs_late and not any(not since or one.issued_at >= since for one in apologies)
            )
            dossier.is_apology_missing = is_owed and not dossier.parent_id

    def _search_is_apology_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = working_time.to_minute(self.env["hcc.clock"]._now())
        runs_late = Domain("state", "in", RUNNING_STATES) & Domain("due_at", "<", now)
        runs_late &= Domain("reopened_at", "=", False)
        is_late = runs_late | Domain("timeliness", "=", "late")
        is_owed = is_late & Domain("notice_ids", "not any", APOLOGISED)
        is_owed &= Domain("id", "not in", SQL("(%s)", APOLOGISED_BEFORE))
        corrected = SQL(f"({CORRECTED_LATE})", now, list(RUNNING_STATES))
        return (is_owed | Domain("id", "in", corrected)) & Domain("parent_id", "=", False)

    @api.depends("state", "appointment_at", "ledger_ids", "replaces_id.ledger_ids")
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
            "|", ("ledger_ids", "any", REAPPOINTED),
            ("id", "in", SQL("(%s)", REAPPOINTED_BEFORE)),
            "|", ("reopened_at", "=", False), ("id", "in", SQL(f"({REAPPOINTED_AGAIN})")),
        ]  # fmt: skip

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
