from odoo import fields, models

from ..models.following.hcc_dossier_contact import OUTCOMES


class HccDossierAct(models.TransientModel):
    """The dialog that records a call."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[("log_call", "Record a call")], ondelete={"log_call": "cascade"}
    )
    call_outcome = fields.Selection(OUTCOMES, "What came of it")
    call_note = fields.Text("What was said")

    def _call_log_call(self):
        return self.dossier_id.log_call(
            self.call_outcome, self.call_note, request_key=self.request_key
        )
