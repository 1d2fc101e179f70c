from odoo import api, fields, models

from ..tools import working_time


class HccClockTrial(models.TransientModel):
    """Try the clock (tính thử hạn): when a term from a given moment ends, and why.

    Counter officials and administrators; nothing is kept.
    """

    _name = "hcc.clock.trial"
    _description = "Try the Clock"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    agency_id = fields.Many2one("hcc.agency", help="Only if it has its own working hours or days.")
    start_at = fields.Datetime(
        "Received at", required=True, default=lambda self: self.env["hcc.clock"]._now()
    )
    value = fields.Integer("Time limit", required=True, default=5)
    unit = fields.Selection(
        [
            ("working_hour", "Working hours"),
            ("working_day", "Working days"),
            ("calendar_day", "Calendar days"),
        ],
        required=True,
        default="working_day",
    )
    extension_days = fields.Integer(
        "Added in difficult areas (working days)",
        help="For a dossier from an area of difficult conditions; counted as the policy of the "
        "day of reception says.",
    )
    due_at = fields.Datetime("Due", compute="_compute_due")
    handover_due_at = fields.Datetime("Hand over until", compute="_compute_due")
    explanation = fields.Text("How it is counted", compute="_compute_due")

    @api.depends("company_id", "agency_id", "start_at", "value", "unit", "extension_days")
    def _compute_due(self):
        for trial in self:
            trial.update({"due_at": False, "handover_due_at": False, "explanation": False})
            if trial.company_id and trial.start_at and trial.unit:
                trial.update(trial._counted())

    def _counted(self):
        clock = self.env["hcc.clock"]
        day = clock._local(self.company_id, self.start_at).date()
        policy = self.env["hcc.policy"]._get(self.company_id, day)
        try:
            term = clock._term(
                self.company_id, self.start_at, self.value, self.unit, policy, self.agency_id,
                policy._extension_days(self.extension_days),
            )  # fmt: skip
        except ValueError as error:
            return {"explanation": str(error)}
        return {
            "due_at": term.instant,
            "handover_due_at": clock._handover_deadline(self.company_id, self.start_at, policy),
            "explanation": "\n".join(working_time.explain(term)),
        }
