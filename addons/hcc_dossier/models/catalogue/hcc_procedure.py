from odoo import models


class HccProcedure(models.Model):
    _inherit = "hcc.procedure"

    def _last_received_at(self, company):
        """As ``hcc.procedure.version._last_used_on``: whatever became of the dossiers."""
        # sudo: a day, of whichever agency the dossiers are
        rows = (
            self.env["hcc.dossier"]
            .sudo()
            ._read_group(
                [
                    ("procedure_id", "in", self.ids),
                    ("company_id", "=", company.id),
                    ("received_on", "!=", False),
                ],
                ["procedure_id"],
                ["received_on:max"],
            )
        )
        return super()._last_received_at(company) | {procedure.id: day for procedure, day in rows}
