from odoo import api, fields, models


class HccDossierAct(models.TransientModel):
    """The dialogs of what went wrong at the agency: papers lost, a wrong result."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[
            ("report_loss", "Report papers as lost"),
            ("apologise_loss", "Apologise for the loss"),
            ("add_cost", "Record further costs"),
            ("reopen_result", "Revoke the result"),
        ],
        ondelete=dict.fromkeys(
            ("report_loss", "apologise_loss", "add_cost", "reopen_result"), "cascade"
        ),
    )
    currency_id = fields.Many2one(related="dossier_id.company_id.currency_id", related_sudo=False)
    cost = fields.Monetary(
        "Costs borne by the agency", help="Of the applicant; paid by the agency itself."
    )
    repeat_step_id = fields.Many2one(
        "hcc.dossier.step",
        "Begin again with",
        domain="[('dossier_id', '=', dossier_id), ('outcome', '!=', 'sent_back')]",
    )

    lost = fields.Selection(
        [("papers", "Papers handed in"), ("result", "The result")],
        "What was lost",
        compute="_compute_lost",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("dossier_id")
    def _compute_lost(self):
        for dialog in self:
            dialog.lost = "papers" if dialog.dossier_id.current_step_id else "result"

    def _call_report_loss(self):
        self.dossier_id.report_loss(self.reason, self.reason_id.id, self.lost)

    def _call_apologise_loss(self):
        return self.dossier_id.apologise_loss(self.reason, self.cost, request_key=self.request_key)

    def _call_add_cost(self):
        self.dossier_id.add_cost(self.cost, request_key=self.request_key)

    def _call_reopen_result(self):
        return self.dossier_id.reopen_result(
            self.reason, self.repeat_step_id.id, self.cost, request_key=self.request_key
        )
