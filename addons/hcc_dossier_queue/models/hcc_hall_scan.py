from odoo import api, models

from odoo.addons.hcc_dossier.models.reception.hcc_dossier_reception import STATUS_TOKEN


class HccHall(models.AbstractModel):
    """The acceptance slip, scanned at the kiosk: where the dossier stands. Without the applicant's
    name: others stand behind them.
    """

    _inherit = "hcc.hall"

    @api.model
    def _scanned(self, company, code, language):
        token = self.env["hcc.code"]._last_part(code, "/hcc/s/")
        dossier = self.env["hcc.token"]._resolve(token, STATUS_TOKEN) if token else None
        if not dossier or dossier.sudo()._is_slip_void():
            return super()._scanned(company, code, language)
        status = dossier._get_public_status(language)
        return {
            "kind": "dossier",
            "title": status["code"],
            "rows": [
                ["procedure", status["procedure"]],
                ["agency", status["agency"]],
                ["status", status["status"]],
                ["received_at", status["received_at"]],
                ["appointment", status["appointment"]],
            ],
            "state": status["status_code"],
            "note": status["task"] or "",
        }
