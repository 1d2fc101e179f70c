from odoo import api, fields, models
from odoo.exceptions import UserError


class HccDossierAct(models.TransientModel):
    """What may happen once, waits and apologies: what the dialog asks, and what it tells before
    the verb is confirmed."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[
            ("accept_supplement", "Take the supplement"),
            ("resume", "Resume"),
            ("ask_exception", "Ask for an exception"),
            ("propose_apology", "Draft an apology"),
            ("refuse_proposal", "Turn down the proposal"),
        ],
        ondelete={
            "accept_supplement": "cascade",
            "resume": "cascade",
            "ask_exception": "cascade",
            "propose_apology": "cascade",
            "refuse_proposal": "cascade",
        },
    )
    preview = fields.Text("What will happen", compute="_compute_preview")
    exception_kind = fields.Selection(
        [
            ("supplement", "A further supplement request"),
            ("reappointment", "A further appointment"),
        ],
        "Exception",
    )
    arrived_at = fields.Datetime(
        "Arrival postmark", help="Of papers that came by post before today."
    )
    counts_from_arrival = fields.Boolean(compute="_compute_preview")
    expected_on = fields.Date("Expected until")
    proposal_id = fields.Many2one("hcc.dossier.proposal", readonly=True, ondelete="cascade")
    proposal_kind = fields.Selection(
        string="Kind of proposal", related="proposal_id.kind", related_sudo=False
    )

    @api.model
    def default_get(self, fields):
        """The apology that was drafted is what the approver issues, unless changed."""
        values = super().default_get(fields)
        if values.get("verb") == "extend":
            draft = self.env["hcc.dossier"].browse(values.get("dossier_id"))._drafted_apology()
            if draft:
                values |= {"reason": draft.reason, "new_appointment_at": draft.appointment_at}
        return values

    @api.depends("dossier_id", "verb", "new_appointment_at", "arrived_at")
    def _compute_preview(self):
        for dialog in self:
            dossier = dialog.dossier_id
            policy = dossier._policy().sudo()
            dialog.counts_from_arrival = (
                dialog.verb == "accept_supplement" and policy.clock_start == "arrival"
            )
            try:
                lines = dossier._preview(
                    dialog.verb,
                    new_appointment_at=dialog.new_appointment_at,
                    arrived_at=dialog.arrived_at,
                )
            except UserError as error:
                lines = [str(error)]
            dialog.preview = "\n".join(lines)

    def _call_accept_supplement(self):
        self.dossier_id.accept_supplement(arrived_at=self.arrived_at)

    def _call_resume(self):
        self.dossier_id.resume()

    def _call_suspend(self):
        self.dossier_id.suspend(self.reason, self.reason_id.id, self.expected_on)

    def _call_ask_exception(self):
        self.dossier_id.ask_exception(self.exception_kind, self.reason)

    def _call_propose_apology(self):
        self.dossier_id.propose_apology(self.new_appointment_at, self.reason)

    def _call_refuse_proposal(self):
        self.proposal_id.refuse(self.reason, self.expected_on)
