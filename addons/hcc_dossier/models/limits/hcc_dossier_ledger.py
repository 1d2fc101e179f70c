from odoo import fields, models


class HccDossierLedger(models.Model):
    """An event that the due date follows from (sổ thời hạn): reception, supplement, suspension,
    re-appointment. Due dates are computed from these rows, the policy and the calendar, never
    edited. A change of the calendar that moved the due date is told here, too.

    Written by the dossier's verbs, and by the clock when a calendar changes.
    """

    _name = "hcc.dossier.ledger"
    _description = "Due Date Ledger"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, started_at, id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("reception", "Reception"),
            ("supplement", "Supplement"),
            ("suspension", "Suspension"),
            ("reappointment", "Re-appointment"),
            ("calendar", "Change of the calendar"),
            ("given_back", "Papers given back without a result"),
        ],
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime("From", required=True, readonly=True)
    ended_at = fields.Datetime(
        "Until", readonly=True, help="For a re-appointment: the new appointment."
    )
    moved_from = fields.Datetime("Due before", readonly=True)
    moved_to = fields.Datetime("Due since", readonly=True)
    user_id = fields.Many2one("res.users", "Recorded by", readonly=True, index=True)
    notice_id = fields.Many2one(
        "hcc.dossier.notice", "Paper", readonly=True, index="btree_not_null"
    )
    reason = fields.Text(readonly=True)

    _period_check = models.Constraint(
        "CHECK (ended_at IS NULL OR ended_at >= started_at)", "A period ends after it starts."
    )
    _reception_uniq = models.UniqueIndex(
        "(dossier_id) WHERE kind = 'reception'", "A dossier is received once."
    )
    _moved_check = models.Constraint(
        "CHECK ((kind = 'calendar') = (moved_from IS NOT NULL AND moved_to IS NOT NULL))",
        "A change of the calendar says from when to when the due date moved.",
    )
    _open_wait_uniq = models.UniqueIndex(
        "(dossier_id) WHERE kind IN ('supplement', 'suspension') AND ended_at IS NULL",
        "A dossier waits for one thing at a time.",
    )

    def _as_events(self):
        """The rows as ``tools.working_time`` takes them: what moves the clock after reception."""
        return [
            (row.kind, row.started_at, row.ended_at or None)
            for row in self
            if row.kind not in ("reception", "calendar", "given_back")
        ]
