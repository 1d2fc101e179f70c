from odoo import api, fields, models

from ..models.mishaps.hcc_dossier_slip_copy import AMENDABLE, ASKER_PAPERS

#: field of the dossier → the dialog's, in which it is amended
NEW_VALUES = {name: f"new_{name}" for name in AMENDABLE}


class HccDossierAct(models.TransientModel):
    """The dialogs of corrections: a wrong acceptance, a typing error, a lost slip."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[
            ("correct", "Correct the acceptance"),
            ("amend", "Amend a typing error"),
            ("reprint_slip", "Print a lost slip again"),
        ],
        ondelete=dict.fromkeys(("correct", "amend", "reprint_slip"), "cascade"),
    )
    asker_paper = fields.Selection(ASKER_PAPERS, "Recognised by")
    new_code = fields.Boolean(
        "New look-up code", help="The code on the lost slip no longer answers."
    )
    new_applicant_name = fields.Char(
        "Applicant's name", compute="_compute_new_values", store=True, readonly=False
    )
    new_applicant_address = fields.Char(
        "Applicant's address", compute="_compute_new_values", store=True, readonly=False
    )
    new_applicant_phone = fields.Char(
        "Applicant's phone", compute="_compute_new_values", store=True, readonly=False
    )
    new_applicant_email = fields.Char(
        "Applicant's e-mail", compute="_compute_new_values", store=True, readonly=False
    )
    new_submitter_name = fields.Char(
        "Submitted by", compute="_compute_new_values", store=True, readonly=False
    )
    new_submitter_phone = fields.Char(
        "Submitter's phone", compute="_compute_new_values", store=True, readonly=False
    )
    new_submitter_paper = fields.Char(
        "Power of attorney", compute="_compute_new_values", store=True, readonly=False
    )
    new_subject = fields.Char("Request", compute="_compute_new_values", store=True, readonly=False)
    new_return_channel = fields.Selection(
        [("counter", "At the counter"), ("postal", "By post"), ("online", "Online")],
        "Collect the result",
        compute="_compute_new_values",
        store=True,
        readonly=False,
    )
    new_return_address = fields.Char(
        "Return address", compute="_compute_new_values", store=True, readonly=False
    )

    @api.depends("dossier_id", "verb")
    def _compute_new_values(self):
        """The dialog starts with what the dossier says, for whoever may amend it."""
        for dialog in self:
            dossier = dialog.dossier_id.sudo(False)  # stored fields are computed past the rights
            may_amend = dialog.verb == "amend" and dossier._can("amend")
            for name, new in NEW_VALUES.items():
                dialog[new] = may_amend and dossier[name]

    def _call_correct(self):
        answer = self.dossier_id.correct(self.reason, self.reason_id.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hcc.dossier",
            "res_id": answer["dossier_id"],
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _call_amend(self):
        dossier = self.dossier_id
        values = {name: self[new] for name, new in NEW_VALUES.items() if self[new] != dossier[name]}
        dossier.amend(values)
        return self._slip_action()

    def _call_reprint_slip(self):
        self.dossier_id.reprint_slip(self.asker_paper, self.new_code)
        return self._slip_action()

    def _slip_action(self):
        report = self.env.ref("hcc_dossier.report_slip").sudo()
        action = report.report_action(self.dossier_id, config=False)
        return {**action, "close_on_report_download": True}
